"""Bodies: reading the name of a body, giving it its full official form, its level and its category.

What belongs here: the vocabulary of bodies and the rules of their names. What does not: places (`regions.py`,
`placing.py`) and where on the page a name was seen (`agency_clues.py`).

The house form of a full name: a government by its own place (样例县人民政府); a township or a department
after its county or city (样例县样溪镇人民政府, 样例县水利局); a district, and what lies in it, after its city
(样例市样东区审计局); nothing above that. Bodies with a name of their own (ministries, universities, zones,
vertically managed bodies) keep the name as written.
"""

import re
from dataclasses import dataclass
from typing import Final

from flows.extract.identity.placing import Hints, Place, holder, nearest, place
from flows.extract.identity.regions import Gazetteer, Link
from flows.reference import Region
from flows.vocabulary import Category, Level

GOVERNMENT: Final = "人民政府"
_LONGEST: Final = 40
_STREET_OFFICE: Final = "办事处"
_BRACKETS: Final = re.compile(r"[(（〔\[【][^()（）〔〕\[\]【】]*[)）〕\]】]")
# 市交通局, and not 市场监督管理局 or 区域合作办.
_RELATIVE: Final = re.compile(r"^[我本]?([省县州旗]|市(?!场|容|政(?!府|务))|区(?!域))(?=.{2,})")
_NATIONAL: Final = re.compile(
    r"^(?:中华人民共和国|国务院)?((?:国家(?:(?!局|委员会)[\u4e00-\u9fff]){1,12}(?:局|署|委员会|委|办公室)|海关总署|审计署"
    r"|(?:外交|国防|发展改革|教育|科学技术|科技|工业和信息化|信息产业|民族事务|公安|监察|民政|司法|财政|人事|人力资源和?社会保障"
    r"|劳动和社会保障|国土资源|自然资源|环境保护|生态环境|住房和城乡建设|建设|交通|交通运输|铁道|水利|农业|农业农村|商务|文化"
    r"|文化和旅游|卫生|退役军人事务|应急管理)部|中国人民银行|中国气象局|中国地震局|中国民用航空局|中国证券监督管理委员会"
    r"|中国银行(?:保险|业)监督管理委员会|中国保险监督管理委员会))$"
)
_VERTICAL_HEAD: Final = re.compile(
    r"^(?:国家税务总局|国家统计局|国家能源局|国家矿山安全监察局|中国人民银行|国家外汇管理局|中国银保监会|中国证监会"
    r"|国家金融监督管理总局|中华人民共和国)(?=.{3,})"
)
_VERTICAL: Final = re.compile(
    r"(?:国家税务局|税务局|国税局|气象局|海关|烟草专卖局|邮政管理局|通信管理局|海事局|出入境检验检疫局|调查队|调查总队|地震局"
    r"|银保监(?:分)?局|消防救援(?:支队|大队|总队)|边防检查站|监管分局)$"
)
_ZONE: Final = re.compile(
    r"(?:开发区|高新区|经开区|实验区|试验区|示范区|保税区|工业园区|园区|度假区|风景名胜区|风景区|新区|新城|科技城|产业园|管理区)$"
)
_ZONE_OFFICE: Final = re.compile(r"(?:管理委员会|管委会)$")
_SCHOOL: Final = re.compile(r"(?:大学|学院|学校|中学|小学|幼儿园|职校|技校|党校)$")
_INSTITUTION: Final = re.compile(
    r"(?:医院|卫生院|中心|图书馆|博物馆|档案馆|文化馆|纪念馆|研究院|研究所|防疫站|保健院|电视台|公司|集团)$"
)
_DEPARTMENT: Final = re.compile(
    r"(?:委员会|办公室|办公厅|分局|总队|支队|大队|局|委|办|厅|署|处|室|队|站|所|院|馆|会|社|联|部|司)$"
)
_STREET: Final = re.compile(r"[\u4e00-\u9fff]{1,9}?(?:街道|镇|乡)(?:$|人民政府|政府|办)")
_THROUGH: Final = re.compile(rf"^{GOVERNMENT}([\u4e00-\u9fff]{{1,9}}?(?:街道|地区))办(?:事处)?$")
# A department's own name that says enough to be the one of its place: 水务局, and not 办公室 or 分局.
_OWN_NAME: Final = re.compile(r"^(?![本各该有相]).{2,}(?<!分)[局委厅]$")
_CORPS: Final = re.compile(r"兵团|[师团]$")
_DISCLOSURE_OFFICE: Final = re.compile(
    rf"^(?:{GOVERNMENT}|政府)?(?:政务公开|政府信息公开|信息公开|政务信息公开)[\u4e00-\u9fff]*?(?:办公室|领导小组|办|委员会)$"
)
_NOISE: Final = re.compile(
    r"^(?:关于|公布|发布|印发|报送|上报|呈报|的|部门|本部门|单位|各部门|全文|附件\d*)+|(?:关于|公布|发布|的|本级|机关|系统|全系统|部门)+$"
)

# Short names whose full form is the same nearly everywhere; used only where the page gives no fuller name.
_FULL_UNITS: Final = {
    "发改委": "发展和改革委员会", "发改局": "发展和改革局", "人社局": "人力资源和社会保障局",
    "人社厅": "人力资源和社会保障厅", "住建局": "住房和城乡建设局", "住建厅": "住房和城乡建设厅",
    "国资委": "国有资产监督管理委员会", "卫健委": "卫生健康委员会", "卫健局": "卫生健康局",
    "卫计委": "卫生和计划生育委员会", "卫计局": "卫生和计划生育局", "安监局": "安全生产监督管理局",
    "环保局": "环境保护局", "市场监管局": "市场监督管理局", "文广新局": "文化广电新闻出版局",
    "经信委": "经济和信息化委员会", "工信局": "工业和信息化局", "质监局": "质量技术监督局",
    "政府办": "人民政府办公室", "政府办公室": "人民政府办公室", "政府办公厅": "人民政府办公厅",
}  # fmt: skip


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
        is_bare: no more than a place was written (样例县): its government is meant.
        stands_alone: the name needs no place to be full (ministries, universities, zones).
    """

    written: str
    links: tuple[Link, ...]
    relative: str
    unit: str
    category: Category
    through: str = ""
    is_bare: bool = False
    stands_alone: bool = False


@dataclass(frozen=True, slots=True)
class Agency:
    """A body that is known for certain, with its place."""

    name: str
    written: str
    level: Level | None
    category: Category
    place: Place | None


# Words of what is done with a report: a name that holds one is a piece of a sentence.
_ACT: Final = re.compile(r"征求|征集|转发|印发|关于|报送|公布|印制|审议|听取|召开")


def read_name(words: str, gazetteer: Gazetteer) -> AgencyName | None:
    """Read words that should be nothing but the name of a body; None where they are not."""
    written = words.strip(" \t\u3000,，。:：;；、-—_|>·*")
    plain = _NOISE.sub("", _BRACKETS.sub("", written)).strip()
    written = _NOISE.sub("", written)
    if (
        not 2 <= len(plain) <= _LONGEST
        or plain.startswith("中共")
        or _ACT.search(plain)
        or not re.fullmatch(r"[\u4e00-\u9fff0-9·]+", plain)
    ):
        return None
    if national := _NATIONAL.match(plain):
        return AgencyName(written, (), "", national[1], "department", stands_alone=True)
    if _VERTICAL_HEAD.match(plain):
        return AgencyName(written, (), "", plain, "vertical_agency", stands_alone=True)
    links, rest = gazetteer.read_chain(plain)
    relative = ""
    if (not links or not links[0].regions) and (match := _RELATIVE.match(plain)):
        relative, rest = match[1], plain[match.end() :]
        links, rest = gazetteer.read_chain(rest) if _STREET.match(rest) else ((), rest)
    if links and (street := _THROUGH.match(rest)):
        link = Link(street[1], gazetteer.named(street[1]))
        return AgencyName(
            written, (*links, link), "", _STREET_OFFICE, "subdistrict_office", through=GOVERNMENT
        )
    return _unit_of(written, plain, links, relative, rest)


def _unit_of(
    written: str, plain: str, links: tuple[Link, ...], relative: str, rest: str
) -> AgencyName | None:
    def name(
        unit: str, category: Category, *, is_bare: bool = False, stands_alone: bool = False
    ) -> AgencyName:
        return AgencyName(
            written, links, relative, unit, category, is_bare=is_bare, stands_alone=stands_alone
        )

    if links and links[-1].name.endswith("市") and rest.startswith("场监"):
        # A city's 市场监督管理局 says 市 once for both.
        rest = "市" + rest
    is_placed = bool(links or relative)
    if rest in ("", "人民", "政府", GOVERNMENT):
        if links and links[-1].is_township and links[-1].name.endswith(("街道", "地区")):
            return name(_STREET_OFFICE, "subdistrict_office", is_bare=not rest)
        return name(GOVERNMENT, "government", is_bare=not rest) if is_placed else None
    if links and links[-1].is_township and rest in ("办", _STREET_OFFICE):
        return name(_STREET_OFFICE, "subdistrict_office")
    if is_placed and _DISCLOSURE_OFFICE.match(rest):
        return name(GOVERNMENT, "government")
    if _CORPS.search(plain) and plain.startswith("新疆生产建设兵团"):
        return AgencyName(written, (), "", plain, "other", stands_alone=True)
    if _VERTICAL.search(plain):
        return name(rest, "vertical_agency", stands_alone=not is_placed and len(rest) > 4)
    if _ZONE_OFFICE.search(rest) or _ZONE.search(rest):
        unit = _ZONE_OFFICE.sub("", rest) + "管理委员会"
        return name(
            unit,
            "development_zone",
            is_bare=not _ZONE_OFFICE.search(rest),
            stands_alone=not is_placed and len(unit) > 9,
        )
    if _SCHOOL.search(rest):
        return name(
            rest, "school", stands_alone=not is_placed and rest.endswith(("大学", "学院")) and len(rest) > 3
        )
    if _INSTITUTION.search(rest):
        return name(rest, "public_institution")
    if _DEPARTMENT.search(rest) and len(rest) >= 2:
        return name(rest, "department")
    return None


def resolve(name: AgencyName, hints: Hints, gazetteer: Gazetteer) -> Agency | None:
    """The body for certain: its full name and place; None where its place cannot be told."""
    if name.stands_alone:
        return _standing_alone(name, hints, gazetteer)
    where = _place_of(name, hints, gazetteer)
    if where is None:
        return _unlisted(name)
    unit = name.unit if name.category == "government" else _FULL_UNITS.get(name.unit, name.unit)
    prefix = _prefix(where, name)
    if name.category == "vertical_agency":
        prefix = "".join(link.name for link in name.links) or prefix
    level = "township" if name.category == "subdistrict_office" else _level(where)
    return Agency(prefix + unit, name.written, level, name.category, where)


def _unlisted(name: AgencyName) -> Agency | None:
    """A body of a city or county that today's list lacks: its printed name is full, its place unknown."""
    if (
        name.is_bare
        or not name.links
        or name.links[0].regions
        or not re.search(r"[市县旗]$", name.links[0].name)
    ):
        return None
    full = "".join(link.name for link in name.links) + name.through + name.unit
    return Agency(full, name.written, "township" if name.links[-1].is_township else None, name.category, None)


def _place_of(name: AgencyName, hints: Hints, gazetteer: Gazetteer) -> Place | None:
    if name.links:
        return place(name.links, hints, gazetteer)
    if name.relative:
        region = holder(name.relative, hints, gazetteer)
    else:
        region = nearest(hints, gazetteer) if _OWN_NAME.match(name.unit) else None
    return Place(region, region.county) if region else None


def _standing_alone(name: AgencyName, hints: Hints, gazetteer: Gazetteer) -> Agency:
    if _NATIONAL.match(name.unit):
        return Agency(name.unit, name.written, "state", name.category, None)
    if name.category not in ("development_zone", "vertical_agency"):
        return Agency(name.unit, name.written, None, name.category, None)
    # 国家税务总局样例市税务局, 样例综合实验区: such a name holds the place, or its short name.
    own = _VERTICAL_HEAD.sub("", name.unit)
    links, _ = gazetteer.read_chain(own)
    where = place(links, hints, gazetteer) if links else _place_called(own, hints, gazetteer)
    is_vertical = name.category == "vertical_agency"
    return Agency(
        name.unit, name.written, _level(where) if where and is_vertical else None, name.category, where
    )


def _place_called(words: str, hints: Hints, gazetteer: Gazetteer) -> Place | None:
    """The place whose short name the words begin with, where the page names it or what lies above it."""
    for size in (4, 3, 2):
        for region in gazetteer.called(words[:size]):
            above = [region, *gazetteer.above(region)]
            is_known = any(outer.code in hints.near or hints.count(outer.code) for outer in above)
            if region.level == "province" or (is_known and len(gazetteer.called(words[:size])) == 1):
                return Place(region, region.county)
    return None


def _prefix(where: Place, name: AgencyName) -> str:
    """The place in front of a full name: a district after its city, a township after its county."""
    region, county, township = where.region, where.county, where.township or ""
    if not county:
        above = region.province if region.level == "province" else region.city or region.name
        return above + township
    is_today = region.level in ("county", "township")
    city = (region.city or "") if is_today else region.name
    return (city if county.endswith("区") else "") + county + name.through + township


def _level(where: Place) -> Level:
    if where.township:
        return "township"
    return "county" if where.county else where.region.level


def is_short(name: AgencyName) -> bool:
    """Whether a name is a short form that the page may spell out."""
    return bool(name.relative) or not name.links or name.unit in _FULL_UNITS


def is_fuller(longer: str, shorter: str) -> bool:
    """Whether a name spells out another: 交通运输局 and 交通局, 安全生产监督管理局 and 安监局."""
    if len(longer) <= len(shorter) or longer[-1] != shorter[-1]:
        return False
    letters = iter(longer)
    return longer[0] == shorter[0] and all(letter in letters for letter in shorter)


def region_of(agency: Agency, gazetteer: Gazetteer) -> Region | None:
    """The place whose code the document gets."""
    if agency.place is None:
        return None
    region = agency.place.region
    if agency.place.township and region.level == "county":
        return gazetteer.township(region, agency.place.township) or region
    return region
