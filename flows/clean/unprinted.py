"""Articles that a page carries and prints only by a script: they are brought out where nothing else is printed.

What belongs here: the places where content systems keep an article for their scripts (a text area, a template,
a string or a state object of a script, the `srcdoc` of a frame, a hidden element, a comment), and putting it
into the tree as elements. What does not: finding content, which goes on as if the article had stood there.

A page that prints an article of its own is never touched: what is hidden beside it may be an old version.
"""

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from lxml import etree

from flows.clean.decode import REPLACEMENT
from flows.clean.elements import Element, is_in, select, words
from flows.clean.layout import Draft

_SUBJECT: Final = re.compile(r"信息.{0,4}公开|公开.{0,4}信息|政务公开|資訊公開|信息公開")
_ENDS_OF_SENTENCES: Final = ("。", "；")
_HANZI: Final = re.compile("[\u4e00-\u9fff]")
_PRINTED: Final = 100
"""Characters of sentences: a page that prints so many has an article of its own."""
_ARTICLE: Final = 150
"""Ideographs that an article has at least."""
_MARKUP: Final = re.compile(r"<(?:p|div|table|br|span|section)\b", re.IGNORECASE)
_STRING: Final = re.compile(
    r'"(?:[^"\\\n]|\\.)*+"|' + r"'(?:[^'\\\n]|\\.)*+'|" + r"`(?:[^`\\]|\\.)*+`", re.DOTALL
)
_MIN_STRING: Final = 200
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_NAMED: Final = {"n": "\n", "r": "\n", "t": "\t", "b": " ", "f": " ", "v": " ", "0": REPLACEMENT, "\n": ""}
_FIELDS: Final = {"title": "", "publisher": "发布机构：", "display_publish_time": "发布日期："}
"""Fields of the state object of Guangdong's system (gkmlpt), and what it prints before their values."""
_HOLDERS: Final = ("textarea", "template", "noscript", "iframe", "script")


def prints_no_sentences(draft: Draft) -> bool:
    """Whether a page prints no sentences worth the name."""
    sentences = (len(line) for line in draft.lines if _has_sentence(line))
    return all(printed < _PRINTED for printed in accumulate(sentences))


def _has_sentence(text: str) -> bool:
    return any(end in text for end in _ENDS_OF_SENTENCES)


def bring_out(root: Element) -> bool:
    """Put the article that a page carries unprinted into its tree; says whether it has one.

    Where it stands in several places one is taken: text areas first, comments last. Comments leave the tree.
    """
    body = root.find("body")
    if body is None:
        return False
    found = next(((holder, a) for holder, markup in _kept(root) if (a := _article(markup)) is not None), None)
    if found is not None:
        holder, article = found
        for line in reversed(_said_beside(holder)):
            article.insert(0, line)
        if is_in(body, holder):
            holder.addnext(article)
        else:
            body.append(article)
    is_found = found is not None or _shown(body)
    etree.strip_tags(root, etree.Comment)
    return is_found


def _said_beside(holder: Element) -> list[Element]:
    """What a script's state object says of its article, as the page prints it over the article."""
    lines = []
    for name, printed in _FIELDS.items() if holder.tag == "script" else ():
        value = re.search(rf'"{name}"\s*:\s*("(?:[^"\\\n]|\\.){{1,200}}")', holder.text or "")
        if value:
            line = etree.Element("p" if printed else "h1")
            line.text = printed + _ESCAPE.sub(_unescaped, value.group(1)[1:-1])
            lines.append(line)
    return lines


def _kept(root: Element) -> Iterator[tuple[Element, str]]:
    """Elements that may hold an article, and its markup; comments last."""
    for name in _HOLDERS:
        for holder in root.iter(name):
            if name == "script" and "template" not in holder.get("type", ""):
                yield from ((holder, markup) for markup in _strings(holder.text or ""))
            elif name == "iframe":
                yield holder, holder.get("srcdoc", "")
            else:
                yield holder, _inside(holder)
    for comment in root.iter(etree.Comment):
        yield comment, comment.text or ""


def _inside(holder: Element) -> str:
    """What stands in an element as markup, whether the parser took it for text or for elements."""
    inner = (etree.tostring(child, encoding="unicode", method="html") for child in holder)
    return (holder.text or "") + "".join(inner)


def _strings(script: str) -> Iterator[str]:
    """The long strings of a script that are markup."""
    for match in _STRING.finditer(script):
        if match.end() - match.start() >= _MIN_STRING:
            yield _ESCAPE.sub(_unescaped, match.group()[1:-1])


def _unescaped(escape: re.Match[str]) -> str:
    wide, narrow, named = escape.groups()
    if named is not None:
        return _NAMED.get(named, named)
    char = chr(int(wide or narrow, 16))
    return char if char.isprintable() or char.isspace() else REPLACEMENT


def _article(markup: str) -> Element | None:
    """The markup as one block, if it is an article on the subject."""
    if not (_MARKUP.search(markup) and _SUBJECT.search(markup)):
        return None
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        inner = etree.fromstring(markup.encode("utf-8", errors="replace"), parser).find("body")
    except etree.XMLSyntaxError:
        return None
    if inner is None or not _is_article(inner):
        return None
    inner.tag = "div"
    return inner


def _is_article(element: Element) -> bool:
    text = "".join(words(element).split())
    return len(_HANZI.findall(text)) >= _ARTICLE and _SUBJECT.search(text) is not None and _has_sentence(text)


def _shown(body: Element) -> bool:
    """Show the hidden elements that hold an article, as the page's scripts do."""
    found = [e for e in select(body, "descendant::*[@style or @hidden]") if _is_article(e)]
    for element in found:
        for name in ("style", "hidden"):
            element.attrib.pop(name, "")
    return bool(found)
