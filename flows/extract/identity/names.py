"""Names of bodies: reading words that should be a name into its places, its own part and its category.

What belongs here: the rules by which a name is read. What does not: the vocabulary of bodies (`units.py`), which
place is meant and the full official form (`agencies.py`), and where on the page a name was seen
(`agency_clues.py`).
"""

import re
from dataclasses import dataclass
from typing import Final

from flows.extract.identity.regions import Gazetteer, Link, is_past_county
from flows.extract.identity.units import (
    BRANCH,
    COMMISSIONER_OFFICE,
    GOVERNMENT,
    STREET_OFFICE,
    VERTICAL_HEAD,
    ZONE_OFFICE,
    category_of,
    is_border_body,
    is_company,
    is_short_unit,
    is_state_zone,
    is_zone_alone,
    state_body,
    zone_office,
)
from flows.vocabulary import Category

_LONGEST: Final = 40
_LONG_ZONE: Final = 9
_BRACKETS: Final = re.compile(r"[(（〔\[【][^()（）〔〕\[\]【】]*[)）〕\]】]")
# 市交通局, and not 市场监督管理局 or 区域合作办.
_RELATIVE: Final = re.compile(
    r"^[我本]?(自治[区州县旗]|[省县州旗]|市(?!场|容|政(?!府|务))|区(?!域))(?=.{2,})"
)
_STREET: Final = re.compile(r"[\u4e00-\u9fff]{1,9}?(?:街道|镇|乡)(?:$|人民政府|政府|办)")
_THROUGH: Final = re.compile(rf"^{GOVERNMENT}([\u4e00-\u9fff]{{1,9}}?(?:街道|地区))办(?:事处)?$")
CORPS: Final = "新疆生产建设兵团"
"""The corps of Xinjiang; its divisions and regiments write their names with or without it."""
# A division of the corps, its city, and a regiment or bureau in it.
_CORPS: Final = re.compile(
    r"^(?:新疆生产建设)?(?:兵团)?(?P<own>第[一二三四五六七八九十]{1,3}师(?P<city>[\u4e00-\u9fff]{2,5}?市)?(?P<rest>[\u4e00-\u9fff]*))$"
)
CORPS_TOWN: Final = re.compile(r"[团镇场]$")
_DISCLOSURE_OFFICE: Final = re.compile(
    rf"^(?:{GOVERNMENT}|政府)?(?:政务公开|政府信息公开|信息公开|政务信息公开)[\u4e00-\u9fff]*?(?:办公室|领导小组|办|委员会)$"
)
_NOISE: Final = re.compile(
    r"^(?:关于|公布|发布|印发|报送|上报|呈报|的|部门|本部门|单位|各部门|全文|附件\d*)+"
    r"|(?:关于|公布|发布|印发|报送|上报|呈报|的|本级|机关|系统|全系统|部门)+$"
)
# Words of what is done with a report: a name that holds one is a piece of a sentence.
_ACT: Final = re.compile(r"征求|征集|转发|印发|关于|报送|公布|印制|审议|听取|召开")
_SITE: Final = re.compile(r"(?:网站|门户|政[务府]网|信息网|平台|频道|专栏)$")
_BODY_END: Final = re.compile(r"[局委厅办室府会社队]$")
_FORMER: Final = "原"
_PARTY: Final = re.compile(r"^(?:中共.{2,12})?委(?!员会|$)")


@dataclass(frozen=True, slots=True)
class AgencyName:
    """A name that was read.

    Attributes:
        written: the words.
        links: the places that it begins with.
        relative: 市, 县 ... where it begins with a kind of place and no name (市交通局), else empty.
        unit: the body's own part in full words: 人民政府, 水利局, 街道办事处 (without the street's name).
        category: by the unit.
        through: what a street's office names between its district and itself (西城区人民政府某街道办事处).
        seat: the place under the first one that a branch works in (公安局某某分局), else empty.
        is_bare: no more than a place was written (样例县): its government is meant.
        stands_alone: the name needs no place to be full (ministries, universities, zones).
    """

    written: str
    links: tuple[Link, ...]
    relative: str
    unit: str
    category: Category
    through: str = ""
    seat: str = ""
    is_bare: bool = False
    stands_alone: bool = False


def read_name(words: str, gazetteer: Gazetteer) -> AgencyName | None:
    """Read words that should be nothing but the name of a body; None where they are not."""
    written = words.strip(" \t\u3000,，。:：;；、-—_|>·*")
    plain = _NOISE.sub("", _BRACKETS.sub("", written)).strip()
    written = _NOISE.sub("", written)
    if (
        not 2 <= len(plain) <= _LONGEST
        or plain.startswith(("中共", "中国共产党"))
        or "某" in plain
        or _ACT.search(plain)
        or _SITE.search(plain)
        or not re.fullmatch(r"[\u4e00-\u9fff0-9·]+", plain)
    ):
        return None
    plain = _without_former(plain, gazetteer)
    return _alone(written, plain, gazetteer) or _placed(written, plain, gazetteer)


def _without_former(plain: str, gazetteer: Gazetteer) -> str:
    """A name without 原 (former) in front of a place that is listed; 原平市 is one itself."""
    if not plain.startswith(_FORMER):
        return plain
    own, rest = (gazetteer.read_chain(words)[0][:1] for words in (plain, plain.removeprefix(_FORMER)))
    is_former = any(link.is_listed for link in rest) and not any(link.is_listed for link in own)
    return plain.removeprefix(_FORMER) if is_former else plain


def _alone(written: str, plain: str, gazetteer: Gazetteer) -> AgencyName | None:
    """A body whose name begins with no place: of the state, of the corps, or a branch of the state's."""

    def name(unit: str, category: Category, links: tuple[Link, ...] = ()) -> AgencyName:
        return AgencyName(written, links, "", unit, category, stands_alone=True)

    if state := state_body(plain):
        return name(*state)
    if VERTICAL_HEAD.match(plain):
        return name(plain, "vertical_agency")
    if corps := _CORPS.match(plain):
        city = corps["city"] or ""
        category = None if CORPS_TOWN.search(corps["rest"]) else category_of(corps["rest"])
        links = (Link(city, gazetteer.named(city)),) if city else ()
        return name(CORPS + corps["own"], category or "other", links)
    if plain.startswith(CORPS):
        return name(plain, category_of(plain.removeprefix(CORPS)) or "other")
    return None


def _placed(written: str, plain: str, gazetteer: Gazetteer) -> AgencyName | None:
    links, rest = gazetteer.read_chain(plain)
    if links and (again := rest.find(links[0].name)) > 0 and _BODY_END.search(rest[:again]):
        # Two bodies in one line: the first reports, or the second beside an organ of the party.
        if _PARTY.match(rest):
            return read_name(rest[again:], gazetteer)
        rest = rest[:again]
    relative = ""
    if (not links or not links[0].regions) and (match := _RELATIVE.match(plain)):
        relative, rest = match[1], plain[match.end() :]
        links, rest = gazetteer.read_chain(rest) if _STREET.match(rest) else ((), rest)
    if links and (street := _THROUGH.match(rest)):
        link = Link(street[1], gazetteer.named(street[1]))
        return AgencyName(
            written, (*links, link), "", STREET_OFFICE, "subdistrict_office", through=GOVERNMENT
        )
    return _unit_of(written, links, relative, rest, gazetteer)


def _unit_of(
    written: str, links: tuple[Link, ...], relative: str, rest: str, gazetteer: Gazetteer
) -> AgencyName | None:
    def name(
        unit: str, category: Category, *, seat: str = "", is_bare: bool = False, stands_alone: bool = False
    ) -> AgencyName:
        return AgencyName(
            written, links, relative, unit, category, seat=seat, is_bare=is_bare, stands_alone=stands_alone
        )

    if links and links[-1].name.endswith("市") and rest.startswith("场监"):
        # A city's 市场监督管理局 says 市 once for both.
        rest = "市" + rest
    is_placed = bool(links or relative)
    if links and links[-1].is_zone and zone_office(rest) == ZONE_OFFICE:
        return name(ZONE_OFFICE, "development_zone", is_bare=not rest)
    if links and links[-1].is_street and rest in ("", "人民", "政府", GOVERNMENT):
        return name(STREET_OFFICE, "subdistrict_office", is_bare=not rest)
    if links and links[-1].is_township and rest in ("办", STREET_OFFICE):
        return name(STREET_OFFICE, "subdistrict_office")
    if rest in ("", "人民", "政府", GOVERNMENT, COMMISSIONER_OFFICE, "行署"):
        is_office = bool(links) and links[-1].name.endswith(("地区", "盟"))
        unit = COMMISSIONER_OFFICE if is_office else GOVERNMENT
        return name(unit, "government", is_bare=not rest) if is_placed else None
    if is_placed and _DISCLOSURE_OFFICE.match(rest):
        return name(GOVERNMENT, "government")
    if is_placed and (branch := BRANCH.match(rest)):
        return name(rest, "vertical_agency", seat=branch["seat"])
    category = category_of(rest)
    first = links[0] if len(links) == 1 else None
    if category in ("school", "development_zone") and first and not first.is_whole:
        # 宁夏大学, and no 宁夏回族自治区大学.
        links, rest, is_placed = (), first.name + rest, False
    if category == "development_zone":
        unit = zone_office(rest)
        is_known = len(unit) > _LONG_ZONE or is_state_zone(rest) or gazetteer.begins_with_short_name(rest)
        alone = not is_placed and is_known
        return name(unit, category, is_bare=is_zone_alone(rest), stands_alone=alone)
    if category is None:
        return None
    return name(rest, category, stands_alone=not is_placed and _is_full(rest, category, gazetteer))


def _is_full(unit: str, category: Category, gazetteer: Gazetteer) -> bool:
    """Whether a name without a place tells the body apart from all others."""
    if category == "vertical_agency":
        return len(unit) > 4 or is_border_body(unit)
    if category == "school" and unit.endswith(("大学", "学院")) and len(unit) > 3:
        return True
    return is_company(unit) or (
        category in ("school", "public_institution") and gazetteer.begins_with_short_name(unit)
    )


def past_government(words: str) -> AgencyName | None:
    """The government of a county that today's list lacks, by the county's bare name; None for other words."""
    if not is_past_county(words):
        return None
    return AgencyName(words, (Link(words, ()),), "", GOVERNMENT, "government", is_bare=True)


def is_short(name: AgencyName) -> bool:
    """Whether a name is a short form that the page may spell out."""
    return bool(name.relative) or not name.links or is_short_unit(name.unit)
