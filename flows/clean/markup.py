"""A page of markup becomes a draft.

What belongs here: parsing, and what the page says about itself outside its content: titles, `<meta>` tags, the
breadcrumb. What does not: finding the content (`content.py`), reading it (`soup.py`), repairs (`text.py`).
"""

import re
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from flows.clean.content import drop, drop_unseen, pieces_of_content, thin
from flows.clean.layout import Draft, folded_cell
from flows.clean.page import Metadatum
from flows.clean.soup import read_content
from flows.errors import Refusal

_META: Final = frozenset(
    "articletitle pubdate publishdate publicationdate createdate contentsource source columnname columntype sitename "
    "author publisher keywords description organization og:title og:site_name og:release_date".split()
)
_TITLE_META: Final = ("articletitle", "og:title")
# Word's own elements (o:p, st1:chsdate, v:shape) are no HTML; their words stay.
_OFFICE_TAG: Final = re.compile(r"</?(?:o|v|w|m|x|st\d|u\d):[^<>]*>", re.IGNORECASE)
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_HEADINGS: Final = (
    "//ucaptitle | //publishtitle | //h1 | "
    "//*[self::h2 or self::h3 or self::div or self::p or self::td or self::span]"
    "[contains(@class, 'itle') or contains(@id, 'itle') or contains(@class, 'biaoti')]"
)
_MAX_HEADING: Final = 120
_MAX_HEADINGS: Final = 4
_LOCATION: Final = re.compile(r"\s*(?:您|你)?(?:现在|当前|目前)?(?:所在|的)?(?:的)?位置(?:是)?\s*[:：]?\s*")
_CRUMB_CLASS: Final = re.compile(r"bread-?crumb|crumbs?(?:$|[\s_-])|(?:^|[\s_-])(?:location|position|dqwz|wz|place|weizhi|local|curpos\w*)(?:$|[\s_-])", re.IGNORECASE)
_CRUMB_MARK: Final = re.compile(r"\s*(?:>+|＞+|»|›|→|＼|/|\||-{1,2}>|\s{2,})\s*")
_MAX_CRUMBS: Final = 200
_LOCATED: Final = "//*[text()[contains(., '位置')] and not(self::script) and string-length(.) < 400]"


def read_markup(html: str) -> Draft:
    """The draft of a page of markup.

    Raises:
        Refusal: `too_deep`: elements nested deeper than the parser follows, so that words would be lost unseen.
    """
    draft = Draft()
    root = _parsed(html)
    if root is None:
        return draft
    _read_meta(root, draft)
    drop_unseen(root)
    _read_headings(root, draft)
    head = root.findtext("head/title")
    if head:
        draft.titles.append(("head", folded_cell(head)))
    body = root.find("body")
    if body is None:
        return draft
    _read_breadcrumb(body, draft)
    thin(body)
    pieces = pieces_of_content(body)
    read_content("".join(etree.tostring(piece, encoding="unicode", method="html", with_tail=False) for piece in pieces), draft)
    return draft


def _parsed(html: str) -> Element | None:
    # Given bytes of a known encoding the parser neither believes nor refuses a declaration inside the page.
    markup = _OFFICE_TAG.sub("", _DECLARATION.sub("", html)).encode("utf-8", errors="replace")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(markup, parser)
    except etree.XMLSyntaxError:
        return None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" or "depth" in error.message for error in parser.error_log):
        raise Refusal("too_deep", "elements are nested deeper than the parser follows")
    return root


def _read_meta(root: Element, draft: Draft) -> None:
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip()
        value = " ".join((meta.get("content") or "").split())
        if not value or name.lower() not in _META:
            continue
        draft.metadata.append(Metadatum(name, value, "meta"))
        if name.lower() in _TITLE_META:
            draft.titles.append(("meta", value))


def _read_headings(root: Element, draft: Draft) -> None:
    """Headings and elements of a title's class, before what the `<meta>` tags say."""
    found = []
    for element in root.xpath(_HEADINGS)[: _MAX_HEADINGS * 4]:
        words = folded_cell("".join(element.itertext()))
        if 4 <= len(words) <= _MAX_HEADING and ("heading", words) not in found:
            found.append(("heading", words))
    draft.titles[:0] = found[:_MAX_HEADINGS]


def _read_breadcrumb(body: Element, draft: Draft) -> None:
    """The site columns over the page; the line that prints them is taken out."""
    for element in [*body.xpath(_LOCATED), *(e for e in body.iter("div", "ul", "ol", "nav", "p") if _is_crumbs(e))]:
        holder = _crumb_holder(element)
        words = " ".join("".join(holder.itertext()).split())
        label = _LOCATION.match(words)
        if len(words) > _MAX_CRUMBS or not (label or _is_crumbs(element)):
            continue
        columns = [c for c in _CRUMB_MARK.split(words[label.end() if label else 0 :]) if c.strip()]
        links = [folded_cell("".join(link.itertext())) for link in holder.iter("a")]
        draft.breadcrumb += columns if len(columns) > 1 or not links else links
        drop(holder)
        return


def _is_crumbs(element: Element) -> bool:
    return _CRUMB_CLASS.search(f"{element.get('class', '')} {element.get('id', '')}") is not None


def _crumb_holder(element: Element) -> Element:
    """The element that holds the label and the columns: a label often has an element of its own."""
    parent = element.getparent()
    if len("".join(element.itertext()).strip()) <= len("您现在的位置是：") and parent is not None and parent.tag != "body":
        return parent
    return element
