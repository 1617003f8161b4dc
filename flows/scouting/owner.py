"""Whose site a page belongs to: the publisher and its region, from what the page says of its site.

What belongs here: where a site says whose it is. What does not: reading a name and placing it
(`extract/identity/`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import lxml.html

from flows.collect.lists.model import parsed
from flows.extract.identity.agencies import region_of, resolve
from flows.extract.identity.names import read_name
from flows.extract.identity.placing import nearest, read_hints
from flows.extract.identity.regions import gazetteer_of
from flows.reference import Reference

_SITE_NAMES: Final = ("SiteName", "siteName", "og:site_name", "author")
_BREAK: Final = re.compile(r"[-_—–|·:：,，\s（）()]+")
_HOST_BODY: Final = re.compile(r"(?:主办|主管|版权所有|承办)(?:单位)?[:：\s]*([\u4e00-\u9fff]{4,30})")
_SITE_WORDS: Final = re.compile(r"(?:政府)?(?:门户)?(?:网站|网)$|政府信息公开.*$|信息公开.*$|欢迎.*$")
_GOVERNMENT: Final = re.compile(r"[省市县区旗州盟]$")


@dataclass(frozen=True, slots=True)
class Owner:
    """What a page says of its site; empty where it does not.

    Attributes:
        title: the page's title.
        publisher: the body's full name.
        region_code: six or nine digits.
    """

    title: str = ""
    publisher: str = ""
    region_code: str | None = None


def owner_of(url: str, markup: str, reference: Reference) -> Owner:
    """The body that runs a site, as far as a page of it and its address tell for certain."""
    root = parsed(markup)
    if root is None:
        return Owner()
    title = " ".join(str(root.xpath("string(//title)")).split())
    text = str(root.xpath("string(.)"))
    gazetteer = gazetteer_of(reference)
    hints = read_hints(gazetteer, near=title, text=text, url=url)
    for words in _candidates(root, title, text):
        name = read_name(words, gazetteer)
        agency = resolve(name, hints, gazetteer) if name is not None else None
        if agency is not None and not agency.is_short:
            region = region_of(agency, gazetteer)
            return Owner(title, agency.name, region.code if region else None)
    region = nearest(hints, gazetteer)
    return Owner(title, "", region.code if region else None)


def _candidates(root: lxml.html.HtmlElement, title: str, text: str) -> Iterator[str]:
    """Words that may name the body: of the site first, then of the page's foot."""
    named = {
        str(meta.get("name") or meta.get("property")): str(meta.get("content") or "")
        for meta in root.iter("meta")
    }
    stated = [named[name] for name in _SITE_NAMES if name in named]
    for words in (*stated, *reversed(_BREAK.split(title))):
        short = _SITE_WORDS.sub("", words)
        yield short
        if _GOVERNMENT.search(short):
            yield f"{short}人民政府"
    yield from _HOST_BODY.findall(text)
