"""Places: the administrative divisions as names that stand in front of a body's own name.

What belongs here: the index of names over the reference table, reading a chain of places (连江县江南乡), and
placing it with the help of what else the page names. What does not: bodies (`agencies.py`).

The table describes today. A place that it lacks (an abolished district, a 乡 that is a 镇 now) keeps its own
name and gets the code of the place above it. A name that several places bear is placed only where the page
names one of the places above it; else it stays unplaced.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from flows.reference import Reference, Region

_HAN: Final = "\u4e00-\u9fff"
_LONGEST_NAME: Final = 15
_SUFFIXES: Final = ("自治县", "自治旗", "自治州", "地区", "林区", "特区", "新区", "省", "市", "县", "区", "旗", "盟", "州")
_ETHNIC: Final = re.compile(
    r"(?:蒙古族|蒙古|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族"
    r"|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜|土族|达斡尔族?|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯|普米族|塔吉克"
    r"|怒族|独龙族|鄂温克族|鄂伦春|裕固族|保安族|各族|多民族|民族)+$"
)
TOWNSHIP_SUFFIXES: Final = "街道|镇|乡|苏木|地区"
# A township of the past or of a misprint: what follows must show that a name has just ended.
_TOWNSHIP: Final = re.compile(
    rf"[{_HAN}]{{1,9}}?(?:街道|镇|乡|苏木|地区(?=办事处)|农场|林场|牧场)(?:镇|乡|街道)?"
    r"(?=$|人民|政府|办事处|办$|管委会|管理委员会|党政办|党委|财政所|司法所|中心)"
)
# The last part of a name that is a zone or an area and no district of the state.
_NO_DISTRICT: Final = re.compile(r"(?:开发|高新|园|实验|试验|示范|保税|度假|风景|景|社|功能|工业|集聚|管理|保护|合作|旅游|市辖|城|新|片)区$")
_PAST_COUNTY: Final = re.compile(rf"[{_HAN}]{{2,7}}?(?:县|市|区|旗)")
_GENERIC_NAMES: Final = frozenset({"城区", "郊区", "矿区", "市区", "新城区", "城中区", "市中区", "城关区", "新市区"})
_MUNICIPALITIES: Final = frozenset({"110000", "120000", "310000", "500000"})

PROVINCE_OF_ABBREVIATION: Final = dict(
    zip(
        "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵黔云滇藏陕甘青宁新",
        (
            "11 12 13 15 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 52 53 53 54 61 62 63 64 65".split()
        ),
        strict=True,
    )
) | {"晋": "14"}
"""First character of a document number (渝府办发, 闽政办) to the first two digits of the province's code."""

_PROVINCE_HOSTS: Final = {
    "beijing": "11", "tianjin": "12", "tj": "12", "hebei": "13", "shanxi": "14", "nmg": "15", "ln": "21", "jl": "22",
    "hlj": "23", "shanghai": "31", "sh": "31", "jiangsu": "32", "zj": "33", "ah": "34", "fujian": "35", "jiangxi": "36",
    "shandong": "37", "henan": "41", "hubei": "42", "hunan": "43", "gd": "44", "gxzf": "45", "hainan": "46", "cq": "50",
    "sc": "51", "guizhou": "52", "yn": "53", "xizang": "54", "shaanxi": "61", "gansu": "62", "qinghai": "63",
    "nx": "64", "xinjiang": "65",
}  # fmt: skip
_DOCUMENT_NUMBER: Final = re.compile(rf"(?<![{_HAN}])([{''.join(PROVINCE_OF_ABBREVIATION)}])(?:政|府)[{_HAN}]{{0,6}}[〔﹝\[【(（]20\d\d")


@dataclass(frozen=True, slots=True)
class Link:
    """One name of a chain and the places of today that bear it (none for a name of the past)."""

    name: str
    regions: tuple[Region, ...]

    @property
    def is_township(self) -> bool:
        """A township, town or street by its own suffix."""
        return bool(re.search(rf"(?:{TOWNSHIP_SUFFIXES}|农场|林场|牧场)$", self.name))


@dataclass(frozen=True, slots=True)
class Place:
    """A placed chain.

    Attributes:
        region: the deepest place of today's list; its code is the document's.
        county, township: names as the report has them, also where today's list lacks them.
    """

    region: Region
    county: str | None
    township: str | None


def short_name(name: str) -> str:
    """The name without its suffix and peoples: 安乡县 -> 安乡, 黔东南苗族侗族自治州 -> 黔东南."""
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            stem = name[: -len(suffix)]
            return _ETHNIC.sub("", stem) or stem if suffix.startswith("自治") else stem
    return name


def _township_stem(name: str) -> str:
    return re.sub(rf"(?:街道|民族乡|(?:{TOWNSHIP_SUFFIXES}))$", "", name)


class Gazetteer:
    """Names of today's divisions, ready to be read off the front of a body's name."""

    def __init__(self, reference: Reference) -> None:
        self._regions = reference.regions
        self._by_name: dict[str, tuple[Region, ...]] = dict(reference.regions_by_name)
        self._short: dict[str, list[Region]] = {}
        self._children: dict[str, dict[str, Region]] = {}
        for region in reference.regions.values():
            if region.level == "township":
                self._children.setdefault(region.parent_code, {})[region.name] = region
                continue
            self._short.setdefault(short_name(region.name), []).append(region)
            for spelling in _spellings(region):
                if spelling not in self._by_name:
                    self._by_name[spelling] = (region,)

    def province(self, digits: str) -> Region | None:
        """The province whose code begins with two digits."""
        return self._regions.get(digits + "0000")

    def by_short_name(self, name: str) -> tuple[Region, ...]:
        """Prefectures and counties (and provinces) that are called so without their suffix."""
        return tuple(self._short.get(name, ()))

    def longest_short_prefix(self, words: str) -> tuple[Region, ...]:
        """The places whose short name the words begin with."""
        for length in range(min(6, len(words)), 1, -1):
            if found := self._short.get(words[:length]):
                return tuple(found)
        return ()

    def above(self, region: Region) -> Iterator[Region]:
        """The places that contain a place, nearest first."""
        parent = self._regions.get(region.parent_code)
        while parent is not None:
            yield parent
            parent = self._regions.get(parent.parent_code)

    def contains(self, outer: Region, inner: Region) -> bool:
        """Whether one place is, or lies in, another."""
        return inner.code == outer.code or any(region.code == outer.code for region in self.above(inner))

    def township_in(self, county: Region, name: str) -> Region | None:
        """A township of today's list by its full name."""
        return self._children.get(county.code, {}).get(name)

    def had_township(self, county: Region, name: str) -> bool:
        """Whether a county has a township of that stem today, whatever its kind is now (江南乡: 江南镇)."""
        stem = _township_stem(name)
        return any(_township_stem(child) == stem for child in self._children.get(county.code, {}))

    def read_chain(self, words: str) -> tuple[tuple[Link, ...], str]:
        """Read the places off the front of a name: the chain, and what is left of the words."""
        links: list[Link] = []
        rest = words
        while rest:
            link = self._next(rest, links)
            if link is None:
                break
            links.append(link)
            rest = rest[len(link.name) :]
            if link.is_township:
                break
        return tuple(links), rest

    def _next(self, rest: str, links: Sequence[Link]) -> Link | None:
        depth = max((_depth(region) for region in links[-1].regions), default=2) if links else -1
        for length in range(min(_LONGEST_NAME, len(rest)), 1, -1):
            name = rest[:length]
            found = tuple(region for region in self._by_name.get(name, ()) if _depth(region) > depth)
            if found and not (found[0].level == "township" and not _TOWNSHIP.fullmatch(name)):
                return Link(name, found)
        if not links:
            if (province := self._province_in_short(rest)) is not None:
                return province
        elif depth < 2 and (past := _PAST_COUNTY.match(rest)) and not _NO_DISTRICT.search(past[0]):
            return Link(past[0], ())
        if (township := _TOWNSHIP.match(rest)) and not (not links and len(township[0]) > 6):
            return Link(township[0], ())
        if not links and (past := _PAST_COUNTY.match(rest)) and self.by_short_name(past[0][:-1]):
            return Link(past[0], ())
        return None

    def _province_in_short(self, rest: str) -> Link | None:
        # 北京海淀区, 广西南宁市: a short province or prefecture counts only before another place.
        for length in (4, 3, 2):
            for region in self._short.get(rest[:length], ()):
                tail = rest[length:]
                if region.level in ("province", "prefecture") and any(
                    self.contains(region, inner)
                    for cut in range(min(_LONGEST_NAME, len(tail)), 1, -1)
                    for inner in self._by_name.get(tail[:cut], ())
                ):
                    return Link(rest[:length], (region,))
        return None

    def mentions(self, text: str) -> Counter[str]:
        """Codes of the provinces, prefectures and counties that a text names in full, with their counts."""
        found: Counter[str] = Counter()
        for match in re.finditer(r"[省市县区旗州盟]", text):
            end = match.end()
            for length in range(min(_LONGEST_NAME, end), 2, -1):
                name = text[end - length : end]
                regions = self._by_name.get(name, ())
                if regions and regions[0].level != "township" and name not in _GENERIC_NAMES:
                    found.update(region.code for region in regions if len(regions) == 1)
                    break
        return found

    def place(self, links: Sequence[Link], hints: "Hints") -> Place | None:
        """Place a chain; None where a name could be several places, or is unknown with nothing above it."""
        region: Region | None = None
        county: str | None = None
        township: str | None = None
        for link in links:
            fitting = [r for r in link.regions if region is None or self.contains(region, r)]
            if len(fitting) > 1 or (region is None and link.is_township):
                fitting = hints.choose(fitting, self)
            if len(fitting) == 1:
                region = fitting[0]
            elif fitting or (region is None and (region := self._of_the_past(link, hints)) is None):
                return None
            if link.is_township:
                township = link.name
            elif not fitting or region.level == "county":
                county = link.name if not fitting else region.name
        if region is None:
            return None
        return Place(region, county or region.county, township)

    def _of_the_past(self, link: Link, hints: "Hints") -> Region | None:
        """What stands over a place that today's list lacks, where that is certain."""
        if link.is_township:
            county = hints.county(self)
            return county if county and (self.had_township(county, link.name) or hints.is_near(county)) else None
        same = [r for r in self.by_short_name(link.name[:-1]) if r.level in ("county", "prefecture")]
        above = {r.parent_code if r.level == "county" else r.code for r in same}
        return self._regions.get(above.pop()) if len(above) == 1 else None


def _depth(region: Region) -> int:
    return {"province": 0, "prefecture": 1, "county": 2, "township": 3}.get(region.level, 3)


def _spellings(region: Region) -> Iterator[str]:
    """Other names in use: 黔东南州, 延边州, 石柱县, 内蒙古."""
    stem = short_name(region.name)
    if region.name.endswith("自治州"):
        yield stem + "州"
    elif region.name.endswith(("自治县", "自治旗")):
        yield stem + region.name[-1]
    elif region.name.endswith("自治区"):
        yield {"内蒙古自治区": "内蒙古"}.get(region.name, region.name[:2])


@dataclass(frozen=True, slots=True)
class Hints:
    """Which places the page names beside the body itself.

    Attributes:
        near: codes named by its header, site, columns and signature.
        text: codes named in its text, with their counts.
        provinces: first two digits of the provinces that the host and the document numbers point at.
    """

    near: frozenset[str]
    text: Counter[str]
    provinces: frozenset[str]

    def is_near(self, region: Region) -> bool:
        """Whether header, site, columns or signature name the place."""
        return region.code in self.near

    def choose(self, candidates: Sequence[Region], gazetteer: Gazetteer) -> list[Region]:
        """The one candidate that the page's other names support; all of them where none or several are."""
        scores = [self._support(candidate, gazetteer) for candidate in candidates]
        best = max(scores, default=0)
        if best and scores.count(best) == 1:
            return [candidates[scores.index(best)]]
        return list(candidates) if len(candidates) != 1 or not _needs_support(candidates[0]) else []

    def _support(self, region: Region, gazetteer: Gazetteer) -> int:
        above = [outer.code for outer in gazetteer.above(region)]
        score = sum(8 for code in (*above, region.code) if code in self.near)
        # The place's own name is no support for it among others that bear the same name.
        score += sum(2 for code in above if self.text[code])
        return score + (region.code[:2] in self.provinces)

    def county(self, gazetteer: Gazetteer) -> Region | None:
        """The one county that the page names."""
        return self._only(("县", "区", "市", "旗"), "county", gazetteer)

    def holder(self, relative: str, gazetteer: Gazetteer) -> Region | None:
        """The one place of a kind that the page names: what 市 or 县 in 市交通局 stands for."""
        if relative == "省":
            return self._only(("省",), "province", gazetteer)
        if relative == "州":
            return self._only(("州",), "prefecture", gazetteer)
        if relative == "市":
            return self._only(("市",), "prefecture", gazetteer) or self._only(("市",), "county", gazetteer)
        return self._only((relative,), "county", gazetteer)

    def _only(self, suffixes: tuple[str, ...], level: str, gazetteer: Gazetteer) -> Region | None:
        def fitting(codes: Iterable[str]) -> list[Region]:
            regions = (gazetteer.region(code) for code in codes)
            return [r for r in regions if r.level == level and r.name.endswith(suffixes)]

        near = fitting(self.near)
        if near:
            return near[0] if len(near) == 1 else None
        named = fitting(self.text)
        return named[0] if len(named) == 1 and self.text[named[0].code] > 1 else None


def _needs_support(region: Region) -> bool:
    # A township's name alone is no address: the list of today does not say who bore it once.
    return region.level == "township"


def hints(near: str, text: str, url: str | None, gazetteer: Gazetteer) -> Hints:
    """What the words of header, site and signature (`near`), the text and the address say about the place."""
    provinces = {PROVINCE_OF_ABBREVIATION[m[1]] for m in _DOCUMENT_NUMBER.finditer(text)}
    host = urlsplit(url).hostname or "" if url else ""
    if host.endswith(".gov.cn"):
        provinces |= {_PROVINCE_HOSTS[label] for label in host.split(".")[-3:-2] if label in _PROVINCE_HOSTS}
    return Hints(frozenset(gazetteer.mentions(near)), gazetteer.mentions(text), frozenset(provinces))
