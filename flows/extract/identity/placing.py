"""Placing: which of the places of one name is meant, by what else the page names.

What belongs here: the page's hints at a place and the rules by which a chain of names becomes one place. What
does not: reading names (`regions.py`) and bodies (`agencies.py`).

The reference table describes today. A place that it lacks (an abolished district, a 乡 that is a 镇 now)
keeps its own name and gets the code of the place above it. A name that several places bear is placed only
where the page names one of the places above it; else it stays unplaced: no place is better than a wrong one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from flows.extract.identity.hosts import read_host
from flows.extract.identity.regions import Gazetteer, Link
from flows.reference import Region
from flows.vocabulary import Level

_ABBREVIATIONS: Final = {
    "京": "11", "津": "12", "冀": "13", "晋": "14", "蒙": "15", "内": "15", "辽": "21", "吉": "22",
    "黑": "23", "沪": "31", "苏": "32", "浙": "33", "皖": "34", "闽": "35", "赣": "36", "鲁": "37",
    "豫": "41", "鄂": "42", "湘": "43", "粤": "44", "桂": "45", "琼": "46", "渝": "50", "川": "51",
    "黔": "52", "滇": "53", "藏": "54", "陕": "61", "甘": "62", "青": "63", "宁": "64", "新": "65",
}  # fmt: skip
# 渝府办发〔2020〕, 闽政办[2014]: only the forms of a government's own numbers name a province.
_DOCUMENT_NUMBER: Final = re.compile(
    rf"([{''.join(_ABBREVIATIONS)}])(?<![\u4e00-\u9fff].)(?:政|府)\w{{0,5}}[〔﹝\[【(（]20\d\d"
)
# Prefecture-level cities that are none now, or bear another name: what stood under them lies in several places.
_PAST_CITIES: Final = frozenset({"莱芜市", "襄樊市", "思茅市"})
_NEAR_WEIGHT: Final = 8
_TEXT_WEIGHT: Final = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A placed chain.

    Attributes:
        region: the deepest place of today's list; its code is the document's.
        county, township: names as the report has them, also where today's list lacks them.
    """

    region: Region
    county: str | None = None
    township: str | None = None


@dataclass(frozen=True, slots=True)
class Hints:
    """Which places the page names beside the body itself.

    Attributes:
        near: codes named by header, site, columns and signature.
        text: codes named in the text, with their counts.
        numbers: first two digits of the provinces that document numbers point at.
        host: first two digits of the province whose site it is, or None.
        site: the prefecture or county whose site it is, or None.
        past_names: code to name, where the text calls the site's county by the name it had (样例县, now 样例市).
    """

    near: frozenset[str] = frozenset()
    text: Counter[str] | None = None
    numbers: frozenset[str] = frozenset()
    host: str | None = None
    site: Region | None = None
    past_names: Mapping[str, str] = field(default_factory=dict)

    def count(self, code: str) -> int:
        """How often the text names a place."""
        return self.text[code] if self.text else 0


def read_hints(gazetteer: Gazetteer, *, near: str, text: str, url: str | None) -> Hints:
    """What header, site and signature (`near`), the text and the address say about the place."""
    host = read_host(url, gazetteer)
    codes = frozenset(gazetteer.mentions(near))
    return Hints(
        near=codes,
        text=gazetteer.mentions(text),
        numbers=frozenset(_ABBREVIATIONS[match[1]] for match in _DOCUMENT_NUMBER.finditer(text)),
        host=host.province,
        site=host.place,
        past_names=_past_names((*codes, host.place.code if host.place else ""), near + text, gazetteer),
    )


def _past_names(codes: Iterable[str], words: str, gazetteer: Gazetteer) -> dict[str, str]:
    """Counties that became a city or a district, where the page uses only the name they had."""
    found = {}
    for code in codes:
        region = gazetteer.regions.get(code)
        if region is None or region.level != "county" or not region.name.endswith(("市", "区")):
            continue
        past = f"{region.name[:-1]}县"
        if past in words and region.name not in words and not gazetteer.named(past):
            found[code] = past
    return found


def place(links: Sequence[Link], hints: Hints, gazetteer: Gazetteer) -> Place | None:
    """Place a chain of names, or None where it could be several places or lies nowhere known."""
    region: Region | None = None
    county: str | None = None
    township: str | None = None
    if any(link.name in _PAST_CITIES for link in links):
        return None
    for index, link in enumerate(links):
        inside = [r for r in link.regions if region is None or gazetteer.contains(region, r)]
        deeper = links[index + 1].regions if index + 1 < len(links) else ()
        # Several 铁西区, of which one has the street that follows.
        inside = [r for r in inside if any(gazetteer.contains(r, inner) for inner in deeper)] or inside
        is_bare_township = region is None and link.is_township
        found = (
            _choose(inside, hints, gazetteer)
            if is_bare_township or len(inside) > 1
            else next(iter(inside), None)
        )
        if found is None and region is None:
            found = _above_past_place(link, hints, gazetteer)
        if found is None and (region is None or inside):
            return None
        region = found or region
        if link.is_township:
            township = link.name
        elif not inside or (region and region.level == "county"):
            county = link.name if not inside else region.name if region else None
    if region is None or (hints.host and region.code[:2] != hints.host):
        return None
    return Place(region, county or hints.past_names.get(region.parent_code) or region.county, township)


def _choose(candidates: Sequence[Region], hints: Hints, gazetteer: Gazetteer) -> Region | None:
    """The one candidate that the page's other names support more than every other."""
    scores = [_support(candidate, hints, gazetteer) for candidate in candidates]
    best = max(scores, default=0)
    return candidates[scores.index(best)] if best and scores.count(best) == 1 else None


def _support(region: Region, hints: Hints, gazetteer: Gazetteer) -> int:
    above = [outer.code for outer in gazetteer.above(region)]
    site = hints.site.code if hints.site else None
    if region.level == "township" and not (above[0] in (*hints.near, site) or hints.count(above[0])):
        # The list of today does not say which other counties once had a township of that name.
        return 0
    named = sum(_NEAR_WEIGHT for code in (region.code, *above) if code in hints.near)
    told = sum(_TEXT_WEIGHT for code in above if hints.count(code))
    is_site = _TEXT_WEIGHT * (site in (region.code, *above))
    return named + told + is_site + (region.code[:2] in hints.numbers) + (region.code[:2] == hints.host)


def _above_past_place(link: Link, hints: Hints, gazetteer: Gazetteer) -> Region | None:
    """What stands over a place that today's list lacks, where that is certain."""
    if link.is_township:
        county = _only(hints, gazetteer, "county", ("县", "区", "市", "旗"))
        if county and (gazetteer.has_township_like(county, link.name) or county.code in hints.near):
            return county
        return None
    above = _cities(gazetteer.called(link.name[:-1]))
    if len(above) != 1 and not link.name.endswith("市"):
        # The city of the places that header, site and signature name; 龙岗区 in 盘龙岗区 names none.
        regions = map(gazetteer.regions.__getitem__, hints.near)
        near = _cities(region for region in regions if not link.name.endswith(region.name))
        above = above & near if above else near
    return gazetteer.regions.get(above.pop()) if len(above) == 1 else None


def _cities(regions: Iterable[Region]) -> set[str]:
    """The prefectures that places are or lie in; provinces lie in none."""
    return {r.parent_code if r.level == "county" else r.code for r in regions if r.level != "province"}


def holder(relative: str, hints: Hints, gazetteer: Gazetteer) -> Region | None:
    """The place that 市 or 县 at the head of a name stands for, where the page leaves one choice."""
    if relative in ("省", "自治区"):
        return _only(hints, gazetteer, "province", (relative,))
    if relative in ("州", "自治州"):
        return _only(hints, gazetteer, "prefecture", ("州",))
    if relative == "市":
        # The site of a county-level city names its prefecture too; the other way round it is rare.
        inner = _only(hints, gazetteer, "county", ("市",))
        outer = _only(hints, gazetteer, "prefecture", ("市",)) or _only(hints, gazetteer, "province", ("市",))
        if inner and outer:
            return inner if inner.code in hints.near else outer if outer.code in hints.near else None
        return inner or outer
    return _only(hints, gazetteer, "county", (relative,))


def called(
    words: str, hints: Hints, gazetteer: Gazetteer, *, certain_before: re.Pattern[str] | None
) -> Region | None:
    """The place whose short name the words begin with: a city rather than its own county, and in a province
    the place that follows it (安徽样例经济开发区).

    Args:
        words: a name such as 样例工业园区.
        hints: what the page says of the place.
        gazetteer: the places.
        certain_before: what follows a county or city and nothing else; behind other words, and for a district
            (a 东湖区 has no part in the zones named after some lake), the page must name the place or what lies
            above it as well.
    """
    outer: Region | None = None
    while (found := _first_called(words, outer, gazetteer)) is not None:
        region, words = found
        above = [region, *gazetteer.above(region)]
        is_known = any(place.code in hints.near or hints.count(place.code) for place in above)
        is_certain = certain_before and certain_before.match(words) and not region.name.endswith("区")
        if region.level != "province":
            return region if is_certain or is_known else outer
        outer = region
    return outer


def _first_called(words: str, outer: Region | None, gazetteer: Gazetteer) -> tuple[Region, str] | None:
    for size in (4, 3, 2):
        found = gazetteer.called(words[:size])
        if outer is not None:
            found = tuple(r for r in found if r.code != outer.code and gazetteer.contains(outer, r))
        for region in found:
            if all(gazetteer.contains(region, other) for other in found):
                return region, words[size:]
    return None


def nearest(hints: Hints, gazetteer: Gazetteer) -> Region | None:
    """The one place that header, site and columns leave for a body that names none: a county, or a city."""
    for level in ("county", "prefecture"):
        near = [code for code in sorted(hints.near) if gazetteer.regions[code].level == level]
        if near:
            return gazetteer.regions[near[0]] if len(near) == 1 else None
    # A city's site also holds the pages of its counties.
    return hints.site if hints.site and hints.site.level == "county" else None


def only_county(hints: Hints, gazetteer: Gazetteer) -> Region | None:
    """The one county that header, site and columns name, where the address is of no other place."""
    near = [code for code in hints.near if gazetteer.regions[code].level == "county"]
    county = gazetteer.regions[near[0]] if len(near) == 1 else None
    is_elsewhere = county and hints.site and not gazetteer.contains(hints.site, county)
    return None if is_elsewhere else county


def _only(hints: Hints, gazetteer: Gazetteer, level: Level, suffixes: tuple[str, ...]) -> Region | None:
    def fits(code: str) -> bool:
        return gazetteer.regions[code].level == level and gazetteer.regions[code].name.endswith(suffixes)

    near = [code for code in sorted(hints.near) if fits(code)]
    told = [code for code in sorted(hints.text or ()) if fits(code)]
    if near:
        return gazetteer.regions[near[0]] if len(near) == 1 else None
    # One mention in passing (a visit, a model elsewhere) is no address.
    if len(told) == 1 and hints.count(told[0]) > 1:
        return gazetteer.regions[told[0]]
    is_site = hints.site is not None and fits(hints.site.code) and told in ([], [hints.site.code])
    return hints.site if is_site else None
