"""A page of markup becomes a draft.

What belongs here: parsing, and what the page says about itself outside its content: titles, `<meta>` tags,
the breadcrumb. What does not: finding the content (`content.py`), reading it (`soup.py`), repairs
(`text.py`).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Final

from lxml import etree

from flows.clean.chrome import is_crumb_class, is_title_class
from flows.clean.content import is_site_name, pieces_of_content
from flows.clean.decode import REPLACEMENT
from flows.clean.elements import Element, drop, is_in, names, words
from flows.clean.fields import print_fields
from flows.clean.glued import part_cells
from flows.clean.layout import Draft, folded_cell
from flows.clean.looks import says_something
from flows.clean.marks import set_apart
from flows.clean.page import Link, Metadatum
from flows.clean.paper import WITHOUT_TEXT
from flows.clean.pictures import count_pictures, has_figures
from flows.clean.runs import STRUCK_TEXT
from flows.clean.soup import read_content
from flows.clean.style_sheets import styled
from flows.clean.tables import read_table
from flows.clean.thin import thin
from flows.clean.unprinted import bring_out, prints_no_sentences
from flows.clean.unseen import drop_unseen
from flows.errors import Refusal

_META_NAMES: Final = (
    "articletitle pubdate publishdate publicationdate createdate contentsource source columnname columntype "
    "sitename author publisher keywords description organization og:title og:site_name og:release_date"
)
_META: Final = frozenset(_META_NAMES.split())
_TITLE_META: Final = ("articletitle", "og:title")
# Word's own elements (o:p, st1:chsdate, v:shape) are no HTML; their words stay.
_OFFICE_TAG: Final = re.compile(r"</?(?:o|v|w|m|x|st\d|u\d):[^<>]*>", re.IGNORECASE)
# A tag inside a cell that lost its end: the parser would take the words up to the next tag for a part of it.
_UNENDED_TAG: Final = re.compile(
    r"<(?:(?:span|font|b|strong|em|i|u|s|p)(?![a-z:-])[^<>]*|[a-z][^<>=\s]*[0-9][^<>=\s]*)(?=<)",
    re.IGNORECASE,
)
# An attribute's value inside a cell that lost its second quote: it would reach over the words to the next quote.
_UNENDED_VALUE: Final = re.compile(
    r"<(?:span|font|b|strong|em|i|u|s|p)(?![a-z:-])(?:[^<>\"]|\"[^<>\"]*\")*\"[^<>\"]*>(?=[^<>\"]*</)",
    re.IGNORECASE,
)
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
# Entities that a page declares for itself: a browser knows none of them.
_DECLARED_ENTITIES: Final = re.compile(r"(\s*<!DOCTYPE[^<>\[]*)\[[^\]]*\](?=\s*>)", re.IGNORECASE)
_NO_EDGES: Final = bytes(set(range(256)) - set(b"<>"))
_NO_TARGET: Final = ("#", "javascript:", "mailto:", "tel:")
_HEADING_TAGS: Final = ("h1", "ucaptitle", "publishtitle")
_MAYBE_HEADING_TAGS: Final = ("h2", "h3", "div", "p", "td", "span", "strong")
_CRUMB_TAGS: Final = ("div", "ul", "ol", "nav", "p", "td", "span")
_NAMED_TAGS: Final = frozenset((*_MAYBE_HEADING_TAGS, *_CRUMB_TAGS))
_MIN_HEADING: Final = 4
_MAX_HEADING: Final = 120
_MAX_HEADINGS: Final = 4
_MAX_MARKED: Final = 12
_LOCATION: Final = re.compile(r"\s*(?:您|你)?(?:现在|当前|目前)?(?:所在|的)?(?:的)?位置(?:是)?\s*[:：]?\s*")
_CRUMB_MARK: Final = re.compile(r"\s*(?:>+|＞+|»|›|→|＼|/|\||-{1,2}>|\s{2,})\s*")
_MAX_CRUMBS: Final = 200
_MAX_LABEL: Final = len("您现在的位置是：")
_NEIGHBOURS: Final = ("</span><span", "</SPAN><SPAN")
_LOCATION_WORD: Final = "位置"
_SAYS_LOCATION: Final = f"contains(., '{_LOCATION_WORD}')"
_MAX_LOCATED: Final = 40


def read_markup(html: str) -> Draft:
    """The draft of a page of markup.

    Raises:
        Refusal: `too_deep`: elements nested deeper than the parser follows; words would be lost unseen.
    """
    has_neighbours = any(tags in html for tags in _NEIGHBOURS)
    draft = _read(_parsed(html), has_neighbours=has_neighbours)
    if not prints_no_sentences(draft) or (draft.tables and (has_figures(draft) or "<img" not in html)):
        return draft
    root = _parsed(html, keep_comments=True)
    if root is None:
        return draft
    if not draft.tables and bring_out(root):
        draft = _read(root, has_neighbours=has_neighbours)
        draft.repairs["unprinted_article"] = 1
    elif (n_pictures := count_pictures(root)) > 0:
        draft.repairs[WITHOUT_TEXT] = n_pictures
    return draft


def _read(root: Element | None, *, has_neighbours: bool) -> Draft:
    draft = Draft()
    if root is None:
        return draft
    _read_meta(root, draft)
    by_sheets = list(styled(root))
    own_styles, named = _described(root)
    drop_unseen(root, by_sheets, own_styles, named)
    print_fields(root)
    if (n_struck := set_apart(root, [*by_sheets, *own_styles])) > 0:
        draft.repairs[STRUCK_TEXT] = n_struck
    if has_neighbours:
        part_cells(root)
    _read_headings(root, named, draft)
    head = root.findtext("head/title")
    if head:
        draft.titles.append(("head", folded_cell(head)))
    body = root.find("body")
    if body is None:
        return draft
    _read_breadcrumb(body, named, draft)
    thin(body)
    pieces = pieces_of_content(body)
    draft.links += [link for piece in pieces for link in _links(piece)]
    tables = [table for piece in pieces for table in piece.iter("table")]
    read = [read_table(table) for table in tables]
    for table in tables:
        tail = table.tail
        table.clear()
        table.tail = tail
    read_content("".join(map(_serialised, pieces)), read, draft)
    return draft


def _described(root: Element) -> tuple[list[tuple[Element, str]], list[tuple[Element, str]]]:
    """Elements that are marked hidden or whose own style says something (`looks.py`), with that style; and elements
    with their names, without those of menus (links, entries of lists), whose names nobody asks for."""
    own_styles: list[tuple[Element, str]] = []
    for element in root.iter(etree.Element):
        # Most elements say nothing, and each question costs.
        said = element.keys()
        if "style" in said or "hidden" in said:
            style = element.get("style", "")
            if "hidden" in said or says_something(style):
                own_styles.append((element, style))
    named = [(element, own) for element in root.iter(*_NAMED_TAGS) if (own := names(element))]
    return own_styles, named


def _links(piece: Element) -> Iterator[Link]:
    for link in piece.iter("a"):
        href = (link.get("href") or "").strip()
        if href and not href.lower().startswith(_NO_TARGET):
            yield Link(folded_cell(words(link)), href)


def _serialised(piece: Element) -> str:
    etree.strip_attributes(piece, "*")
    return _OFFICE_TAG.sub("", etree.tostring(piece, encoding="unicode", method="html", with_tail=False))


def _parsed(html: str, *, keep_comments: bool = False) -> Element | None:
    # Given bytes of a known encoding the parser neither believes nor refuses a declaration inside the page.
    bare = _DECLARATION.sub("", html)
    if (entities := _DECLARED_ENTITIES.match(bare)) is not None:
        bare = entities[1] + bare[entities.end() :]
    # Nearly all pages end all their tags, and looking is quick.
    written = bare.encode("utf-8", errors="replace")
    edges = written.translate(None, _NO_EDGES)
    whole = _UNENDED_TAG.sub(_lost_tag, bare) if b"<<" in edges or edges.endswith(b"<") else bare
    if whole.count('"') % 2:
        whole = _UNENDED_VALUE.sub(REPLACEMENT, whole)
    markup = written if whole is bare else whole.encode("utf-8", errors="replace")
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=not keep_comments, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(markup, parser)
    except etree.XMLSyntaxError:
        return None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" or "depth" in error.message for error in parser.error_log):
        raise Refusal("too_deep", "elements are nested deeper than the parser follows")
    return root


def _lost_tag(unended: re.Match[str]) -> str:
    """A lost character for a tag that swallowed words; a `<` in an attribute's value ends no tag."""
    is_value = any(unended[0].count(quote) % 2 for quote in "\"'")
    return unended[0] if is_value else REPLACEMENT


def _read_meta(root: Element, draft: Draft) -> None:
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip()
        value = " ".join((meta.get("content") or "").split())
        if not value or name.lower() not in _META:
            continue
        draft.metadata.append(Metadatum(name, value, "meta"))
        if name.lower() in _TITLE_META:
            draft.titles.append(("meta", value))


def _read_headings(root: Element, named: Sequence[tuple[Element, str]], draft: Draft) -> None:
    """Headings, then elements of a title's class; they stand before what the `<meta>` tags say."""
    marked = (
        e for e, own in named if is_title_class(own) and e.tag in _MAYBE_HEADING_TAGS and is_in(root, e)
    )
    found: list[tuple[str, str]] = []
    for element in chain(root.iter(*_HEADING_TAGS), islice(marked, _MAX_MARKED)):
        title = folded_cell(words(element))
        is_title = _MIN_HEADING <= len(title) <= _MAX_HEADING and not is_site_name(
            element, words(element).strip()
        )
        if is_title and ("heading", title) not in found:
            found.append(("heading", title))
    draft.titles[:0] = found[:_MAX_HEADINGS]


def _read_breadcrumb(body: Element, named: Sequence[tuple[Element, str]], draft: Draft) -> None:
    """The site columns over the page; the line that prints them is taken out."""
    marked = (e for e, own in named if is_crumb_class(own) and e.tag in _CRUMB_TAGS and is_in(body, e))
    for element in chain(islice(_located(body), _MAX_LOCATED), marked):
        holder = _crumb_holder(element)
        line = " ".join(words(holder).split())
        label = _LOCATION.match(line)
        if len(line) > _MAX_CRUMBS or not (label or is_crumb_class(names(element))):
            continue
        columns = [
            column for column in _CRUMB_MARK.split(line[label.end() if label else 0 :]) if column.strip()
        ]
        links = [folded_cell(words(link)) for link in holder.iter("a")]
        draft.breadcrumb += columns if len(columns) > 1 or not links else links
        drop(holder)
        return


def _located(body: Element) -> Iterator[Element]:
    """The elements in which the word stands, in the page's order."""
    if not body.xpath(_SAYS_LOCATION):
        return
    for event, element in etree.iterwalk(body, events=("start", "end")):
        said, holder = (element.text, element) if event == "start" else (element.tail, element.getparent())
        if said and _LOCATION_WORD in said and holder is not None:
            yield holder


def _crumb_holder(element: Element) -> Element:
    """The element that holds the label and the columns: a label often has an element of its own."""
    parent = element.getparent()
    if len(words(element).strip()) <= _MAX_LABEL and parent is not None and parent.tag != "body":
        return parent
    return element
