"""Places: the administrative divisions as names that stand in front of a body's own name.

What belongs here: the index of names over the reference table, reading a chain of places off a name
(样例县样岭乡人民政府), and counting the places that a text names. What does not: deciding which of several
places of one name is meant (`placing.py`), and bodies (`agencies.py`).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from flows.reference import Reference, Region
from flows.vocabulary import Level

_HAN: Final = "\u4e00-\u9fff"
_LONGEST_NAME: Final = 15
_COUNTY_CODE: Final = 6
_DEPTH: Final[dict[Level, int]] = {"state": -1, "province": 0, "prefecture": 1, "county": 2, "township": 3}
_SUFFIX: Final = re.compile(r"(?:自治[县旗州区]|地区|林区|特区|新区|[省市县区旗盟])$")
_PEOPLES: Final = re.compile(
    r"(?:蒙古族?|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族"
    r"|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜|土族|达斡尔族?|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯|普米族|塔吉克"
    r"|怒族|独龙族|鄂温克族?|鄂伦春|裕固族|保安族|各族|民族)+$"
)
_TOWNSHIP_SUFFIX: Final = "街道|镇|乡|苏木|地区"
_IS_TOWNSHIP: Final = re.compile(rf"(?:{_TOWNSHIP_SUFFIX})$")
# A township of the past: what follows must show that a name has just ended (城乡建设局 holds none).
_PAST_TOWNSHIP: Final = re.compile(
    rf"(?![我本各该全])[{_HAN}]{{1,9}}?(?:街道|镇|乡|苏木|地区(?=办事处))(?:镇|乡|街道)?"
    r"(?=$|人民|政府|办事处|办$|管委会|管理委员会|党政|党委|财政所|司法所)"
)
_PAST_COUNTY: Final = re.compile(
    rf"(?![我本各该全])(?:[^\W一二两三四五六七八九十外邻跨这\d]县(?=[{_HAN}]{{2}})|[{_HAN}]{{2,7}}?(?:县|市(?!场|容|政(?!府)|民(?!政|族))|区(?!域)|旗(?!舰)))"
)
_BARE_COUNTY: Final = re.compile(rf"(?![我本各该全某])[{_HAN}]{{2,4}}[县区旗]")
# What these match are zones, areas and words of a body's own name, and no divisions of the state.
_NO_DIVISION: Final = re.compile(
    r"(?:开发|高新|经开|经济|园|实验|试验|示范|保税|度假|风景|景|社|功能|工业|集聚|管理|保护|合作|旅游|市辖|城|新|片)区$"
    r"|[城都超门]市$|[局委厅部院校]|和|政府|管理|办事处|信息|公开"
)
_KINDS_IN_PINYIN: Final = {"市": "shi", "县": "xian", "区": "qu", "旗": "qi", "州": "zhou", "盟": "meng"}
_GENERIC_NAMES: Final = frozenset({"城区", "郊区", "矿区", "新城区", "城中区", "市中区", "城关区", "新市区"})
# 提高县级…, 市和县两级, 公开内容县…: a name of two characters is no place in the middle of words.
_SHORT_NAME: Final = 2
_BEFORE_A_NAME: Final = re.compile(r"(?:^|[^\u4e00-\u9fff]|[年在由据与及对向到赴])$")


@dataclass(frozen=True, slots=True)
class Link:
    """One name of a chain, and the places of today that bear it (none for a name of the past)."""

    name: str
    regions: tuple[Region, ...]

    @property
    def is_township(self) -> bool:
        """A township, town or street."""
        if self.regions:
            return self.regions[0].level == "township"
        return _IS_TOWNSHIP.search(self.name) is not None

    @property
    def is_whole(self) -> bool:
        """The name says what kind of place it is: 样例省, and no bare 样例."""
        return re.search(rf"(?:[省市县区旗州盟]|{_TOWNSHIP_SUFFIX})$", self.name) is not None

    @property
    def is_listed(self) -> bool:
        """Today's list has it."""
        return bool(self.regions)

    @property
    def is_province(self) -> bool:
        """A province, or a municipality that is one."""
        return bool(self.regions) and self.regions[0].level == "province"

    @property
    def is_street(self) -> bool:
        """A township-level place that an office of the district runs, not a government of its own."""
        return self.is_township and self.name.endswith(("街道", "地区"))

    @property
    def is_zone(self) -> bool:
        """A zone that the statistics bureau counts as a county: GB/T 2260 gives no code of 71 to 79 itself."""
        return bool(self.regions) and all(is_zone_code(region.code) for region in self.regions)


def is_zone_code(code: str) -> bool:
    """Whether a code is one of the statistics bureau's own for development zones (130171)."""
    return len(code) == _COUNTY_CODE and code[4] == "7"


def is_past_county(words: str) -> bool:
    """Whether words can be a county, district or banner that today's list lacks, and nothing else."""
    return _BARE_COUNTY.fullmatch(words) is not None and not _NO_DIVISION.search(words)


def short_name(name: str) -> str:
    """The name without its suffix and peoples: 样例县 -> 样例, 某族自治州 -> 某."""
    match = _SUFFIX.search(name)
    if match is None or match.start() < 2:
        return name
    stem = name[: match.start()]
    return (_PEOPLES.sub("", stem) or stem) if match[0].startswith("自治") else stem


def township_stem(name: str) -> str:
    """The name without its kind: 样岭乡 and 样岭镇 are both 样岭."""
    return re.sub(rf"(?:民族乡|{_TOWNSHIP_SUFFIX})$", "", name)


def _spelling(region: Region) -> str | None:
    """The shorter name in use that keeps its kind or needs none: 黔东南州, 石柱县, 广西."""
    if not region.name.endswith(("自治州", "自治县", "自治旗", "自治区")):
        return None
    return short_name(region.name) + ("" if region.level == "province" else region.name[-1])


def _spellings(reference: Reference) -> dict[str, Region]:
    """Names in pinyin that mean one place; a city stands before its own counties of the same name."""
    found: dict[str, list[Region]] = {}
    for code, pinyin in reference.region_pinyin.items():
        region = reference.regions[code]
        for label in {pinyin, pinyin + _KINDS_IN_PINYIN.get(region.name[-1], "")}:
            found.setdefault(label, []).append(region)
    spelled = {}
    for label, regions in found.items():
        outer = [r for r in regions if all(other is r or other.parent_code == r.code for other in regions)]
        if outer:
            spelled[label] = outer[0]
    return spelled


class Gazetteer:
    """Names of today's divisions, indexed by full name, by short name and by what lies above them."""

    def __init__(self, reference: Reference) -> None:
        self.regions = reference.regions
        self._by_name = dict(reference.regions_by_name)
        self._short: dict[str, tuple[Region, ...]] = {}
        self._spelled = _spellings(reference)
        self._townships: dict[str, dict[str, Region]] = {}
        for region in reference.regions.values():
            if region.level == "township":
                self._townships.setdefault(region.parent_code, {})[region.name] = region
                continue
            stem = short_name(region.name)
            self._short[stem] = (*self._short.get(stem, ()), region)
            spelling = _spelling(region)
            if spelling and len(spelling) > 1:
                self._by_name.setdefault(spelling, (region,))
        self._sizes_by_start = _sizes((name[:2], len(name)) for name in self._by_name)
        self._sizes_by_end = _sizes((name[-2:], len(name)) for name in self._by_name)

    def named(self, name: str) -> tuple[Region, ...]:
        """Places by their full name or a usual spelling of it."""
        return self._by_name.get(name, ())

    def called(self, name: str) -> tuple[Region, ...]:
        """Provinces, prefectures and counties by their name without its suffix."""
        return self._short.get(name, ())

    def spelled(self, pinyin: str) -> Region | None:
        """The one prefecture or county of that name in pinyin, with or without its kind (yanchi, yanchixian)."""
        return self._spelled.get(pinyin)

    def is_shortened(self, name: str) -> bool:
        """Whether a name can be a county's of several peoples, shortened (样左县 for 样某沁左翼某族自治县)."""
        letters = re.compile(name[0] + "".join(f".*{letter}" for letter in name[1:-1]) + ".*[县旗]")
        return any(
            region.level == "county" and letters.fullmatch(region.name) for region in self.regions.values()
        )

    def begins_with_short_name(self, words: str) -> bool:
        """Whether words begin with the one place of that short name: 样例高级中学."""
        return any(len(self.called(words[:size])) == 1 for size in (4, 3, 2))

    def above(self, region: Region) -> Iterator[Region]:
        """The places that contain a place, nearest first."""
        parent = self.regions.get(region.parent_code)
        while parent is not None:
            yield parent
            parent = self.regions.get(parent.parent_code)

    def contains(self, outer: Region, inner: Region) -> bool:
        """Whether a place is, or lies in, another."""
        return inner.code == outer.code or any(region.code == outer.code for region in self.above(inner))

    def township(self, county: Region, name: str) -> Region | None:
        """A township of today's list by county and full name."""
        return self._townships.get(county.code, {}).get(name)

    def has_township_like(self, county: Region, name: str) -> bool:
        """Whether a county has a township of that stem today, whatever its kind is now."""
        stem = township_stem(name)
        return any(township_stem(child) == stem for child in self._townships.get(county.code, {}))

    def read_chain(self, words: str) -> tuple[tuple[Link, ...], str]:
        """Read the places off the front of a name: the chain, and what is left of the words."""
        links: list[Link] = []
        rest = words
        while rest and (link := self._next(rest, links)) is not None:
            links.append(link)
            rest = rest[len(link.name) :]
            if link.is_township:
                break
        return tuple(links), rest

    def _next(self, rest: str, links: Sequence[Link]) -> Link | None:
        if not links:
            return self._known(rest, -1) or self._short_before_place(rest) or self._past(rest, is_first=True)
        last = links[-1]
        unlisted = _DEPTH["prefecture" if last.name.endswith("市") else "county"]
        deepest = max((_DEPTH[region.level] for region in last.regions), default=unlisted)
        known = self._known(rest, deepest)
        if known or deepest >= _DEPTH["county"]:
            return known or self._past_township(rest)
        return self._past(rest, is_first=False)

    def _known(self, rest: str, depth: int) -> Link | None:
        for size in self._sizes_by_start.get(rest[:2], ()):
            name = rest[:size]
            found = tuple(region for region in self.named(name) if _DEPTH[region.level] > depth)
            if found and (found[0].level != "township" or _IS_TOWNSHIP.search(name)):
                return Link(name, found)
        return None

    def _short_before_place(self, rest: str) -> Link | None:
        """A place without its suffix counts only before a place that lies in it (a province before its county)."""
        for length in (4, 3, 2):
            inner = self._known(rest[length:], _DEPTH["province"])
            for region in self.called(rest[:length]) if inner else ():
                if inner and any(self.contains(region, deeper) for deeper in inner.regions):
                    return Link(rest[:length], (region,))
        return None

    def _past(self, rest: str, *, is_first: bool) -> Link | None:
        match = _PAST_COUNTY.match(rest)
        # A bare name that is unknown could be anything; before a body's own name it is a place.
        is_place = match and (not is_first or match.end() < len(rest) or self.called(match[0][:-1]))
        if match and is_place and (self.called(match[0][:-1]) or not _NO_DIVISION.search(match[0])):
            return Link(match[0], ())
        return self._past_township(rest)

    def _past_township(self, rest: str) -> Link | None:
        match = _PAST_TOWNSHIP.match(rest)
        return Link(match[0], ()) if match and not _NO_DIVISION.search(match[0]) else None

    def mentions(self, text: str) -> Counter[str]:
        """Codes of the provinces, prefectures and counties that a text names for certain, counted."""
        return Counter(region.code for _, _, region in self.mention_spans(text))

    def mention_spans(self, text: str) -> Iterator[tuple[int, int, Region]]:
        """Where a text names a province, prefecture or county for certain: start, end and the place."""
        for match in re.finditer(r"[省市县区旗州盟]", text):
            end = match.end()
            for size in self._sizes_by_end.get(text[end - 2 : end], ()):
                start = end - size
                name = text[start:end] if start >= 0 else ""
                regions = [region for region in self.named(name) if region.level != "township"]
                if not regions:
                    continue
                region = self._meant(regions, name, text[max(0, start - _LONGEST_NAME) : start])
                if region is not None:
                    yield start, end, region
                break

    def _meant(self, regions: Sequence[Region], name: str, before: str) -> Region | None:
        is_inside = len(name) == _SHORT_NAME and _BEFORE_A_NAME.search(before) is None
        if len(regions) > 1 or is_inside or name in _GENERIC_NAMES:
            regions = [r for r in regions if any(before.endswith(outer.name) for outer in self.above(r))]
        return regions[0] if len(regions) == 1 else None


def _sizes(names: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    """How long the names are that share two characters, longest first."""
    found: dict[str, set[int]] = {}
    for shared, size in names:
        found.setdefault(shared, set()).add(size)
    return {shared: tuple(sorted(sizes, reverse=True)) for shared, sizes in found.items()}


_GAZETTEERS: Final[dict[int, tuple[Reference, Gazetteer]]] = {}


def gazetteer_of(reference: Reference) -> Gazetteer:
    """The gazetteer of a set of reference tables, built once: building costs more than reading a page."""
    known = _GAZETTEERS.get(id(reference))
    if known is None or known[0] is not reference:
        known = _GAZETTEERS[id(reference)] = (reference, Gazetteer(reference))
    return known[1]
