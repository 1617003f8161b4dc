"""What a body is called behind its place: 水利局, 第一中学, 人民政府; its category and its full words.

What belongs here: the vocabulary of bodies. What does not: the places in front of it and the rules of whole
names (`agencies.py`).
"""

import re
from typing import Final

from flows.vocabulary import Category

GOVERNMENT: Final = "人民政府"
STREET_OFFICE: Final = "办事处"
ZONE_OFFICE: Final = "管理委员会"
COMMISSIONER_OFFICE: Final = "行政公署"
"""The government of a 地区 or 盟."""

_MINISTRIES: Final = (
    "外交|国防|国家安全|发展改革|教育|科学技术|科技|工业和信息化|信息产业|民族事务|公安|监察|民政|司法|财政|人事|人力资源和?社会保障"
    "|劳动和社会保障|国土资源|自然资源|环境保护|生态环境|住房和城乡建设|住房城乡建设|建设|交通|交通运输|铁道|水利|农业|农业农村"
    "|商务|文化|文化和旅游|卫生|退役军人事务|应急管理"
)
# The State Council and what stands directly under it, with their short names in use.
_STATE: Final = re.compile(
    rf"^(?:中华人民共和国|国务院(?=国家))?(国家(?:(?!局|委员会)[\u4e00-\u9fff]){{1,12}}(?:局|署|委员会|委|办公室)|海关总署|审计署"
    rf"|(?:{_MINISTRIES})部|(?:国家)?(?:市场监管|质检|工商|广电|安监|安全监管|食品药品监管|体育|新闻出版广电)总局"
    r"|国务院(?:[\u4e00-\u9fff]{1,14}(?:办公室|办|委员会|国资委|研究中心))|国务院国资委|国务院办公厅"
    r"|中国(?:人民银行|气象局|地震局|民用航空局|民航局|银监会|保监会|银保监会|证监会|科学院|工程院|社会科学院|社科院)"
    r"|中国(?:证券|银行业|保险|银行保险)监督管理委员会|全国社会保障基金理事会|全国社保基金理事会|中华全国供销合作总社)$"
)
_STATE_INSTITUTION: Final = re.compile(r"科学院|工程院|社科院|研究中心|理事会|总社")
# Bodies of the state whose names go on with the place they work in.
VERTICAL_HEAD: Final = re.compile(
    r"^(?:国家税务总局|国家统计局|国家能源局|国家矿山安全监察局|国家粮食和物资储备局|中国人民银行|国家外汇管理局|中国银保监会"
    rf"|中国银监会|中国保监会|中国证监会|国家金融监督管理总局|审计署|(?:{_MINISTRIES})部(?!门)|(?:中国)?民(?:用航空|航)|中华人民共和国)(?=.{{3,}})"
)
_VERTICAL: Final = re.compile(
    r"(?:国家税务局|税务局|国税局|地方税务局|地税局|气象局|海关|烟草专卖局|邮政管理局|通信管理局|海事局|出入境检验检疫局|调查队|调查总队"
    r"|地震局|银保监(?:分)?局|消防救援(?:支队|大队|总队)|边防检查站|监管分局|中心支行)$"
)
_BORDER: Final = re.compile(r"[\u4e00-\u9fff]{2,}(?:海关|海事局)$")
BRANCH: Final = re.compile(
    r"^(?P<bureau>[\u4e00-\u9fff]{1,18}?(?:局|委员会))(?P<seat>[\u4e00-\u9fff]{2,12}?)分局$"
)
"""A bureau's branch in a place under it: 公安局静安分局."""
_ZONE: Final = re.compile(
    r"(?:开发区|高新区|经开区|实验区|试验区|示范区|保税区|保税港区|自贸区|新片区|工业园区|工业园|园区|度假区|风景名胜区|风景区|旅游区"
    r"|新区|新城|科技城|生态城|产业园|管理区|集聚区|聚集区|合作区|经济区|工业区|功能区)$"
)
ZONE_WORDS: Final = re.compile(r"(?:国家级)?(?:经济|高新|技术|产业)*(?:开发区|经开区|高新区)(?:管理委员会)?$")
"""What follows the place in a zone's official name and says nothing else."""
_ZONE_STEM: Final = re.compile(r"(?:[区园城港岛山湖]|基地)$")
# The new areas of the state whose names hold no place of the list.
_STATE_ZONES: Final = frozenset(
    {"西咸新区", "两江新区", "贵安新区", "天府新区", "滇中新区", "赣江新区", "金普新区", "雄安新区"}
)
_ZONE_OFFICE: Final = re.compile(r"(?:管理委员会|管委会)$")
# Commissions that manage no area: 国有资产监督管理委员会, 城市管理委员会.
_SUBJECT_OFFICE: Final = re.compile(r"(?:监督|资产|公积金|城市|综合|市政|水务|交通|市容|计划)管理委员会$")
_SCHOOL: Final = re.compile(r"(?:大学|学院|学校|中学|小学|幼儿园|职校|技校|党校|职中|一中|二中|三中)$")
_INSTITUTION: Final = re.compile(
    r"(?:医院|卫生院|中心|图书馆|博物馆|档案馆|文化馆|纪念馆|展览馆|体育馆|科技馆|研究院|研究所|地质院|科学院|设计院|防疫站|保健院|保健所"
    r"|电视台|广播台|融媒体|公司|集团)$"
)
_COMPANY: Final = re.compile(r"公司$")
_DEPARTMENT: Final = re.compile(
    r"(?:委员会|办公室|办公厅|分局|总队|支队|大队|局|委|办|厅|署|处|室|队|站|所|院|馆|会|社|联|部|司)$"
)

# Short names whose full form differs from place to place.
_SHORT_UNIT: Final = re.compile(
    r"(?:教体|教科|教科体|教文体|住建|规建|城管|城建|文旅|文体|文广|文广旅|文广新|文体旅|文广体|文体广新|民宗|外侨|国资|经发|社发|经科|科工|科信|经商|工信商"
    r"|食药|审管|机关事务|扶贫|移民|房管|土管|公积金)局$"
    r"|^[\u4e00-\u9fff]{1,6}[办委]$"
)
_SHORT_ZONE: Final = re.compile(
    r"(?:经开|高新|综保|自贸)区管理委员会$|^[\u4e00-\u9fff]{2,3}(?:新区|实验区|试验区|示范区)管理委员会$"
)
_FILLERS: Final = "(?:和|与|城乡|规划|管理|监督|行政|执法|事务|开发|生产|产业|技术|经济)*"
# Short names whose full form is the same nearly everywhere; used only where the page gives no fuller name.
_FULL_UNITS: Final = {
    "发改委": "发展和改革委员会", "发展改革委": "发展和改革委员会", "发改局": "发展和改革局",
    "人社局": "人力资源和社会保障局", "人力社保局": "人力资源和社会保障局",
    "人社厅": "人力资源和社会保障厅", "住建厅": "住房和城乡建设厅",
    "国资委": "国有资产监督管理委员会", "卫健委": "卫生健康委员会", "卫生健康委": "卫生健康委员会",
    "卫健局": "卫生健康局", "卫计委": "卫生和计划生育委员会", "卫生计生委": "卫生和计划生育委员会",
    "卫计局": "卫生和计划生育局", "卫生计生局": "卫生和计划生育局", "安监局": "安全生产监督管理局",
    "环保局": "环境保护局", "市场监管局": "市场监督管理局", "市监局": "市场监督管理局",
    "文广新局": "文化广电新闻出版局", "经信委": "经济和信息化委员会", "工信局": "工业和信息化局",
    "经信局": "经济和信息化局", "国税局": "国家税务局", "地税局": "地方税务局", "烟草局": "烟草专卖局",
    "公安局交警支队": "公安局交通警察支队", "公安局交警大队": "公安局交通警察大队",
    "工信厅": "工业和信息化厅", "质监局": "质量技术监督局", "工商局": "工商行政管理局",
    "国土局": "国土资源局", "食药监局": "食品药品监督管理局", "应急局": "应急管理局",
    "医保局": "医疗保障局", "退役军人局": "退役军人事务局", "残联": "残疾人联合会",
    "教委": "教育委员会", "科委": "科学技术委员会", "交通委": "交通委员会", "商务委": "商务委员会",
    "政府办": "人民政府办公室", "政府办公室": "人民政府办公室", "政府办公厅": "人民政府办公厅",
}  # fmt: skip


def state_body(words: str) -> tuple[str, Category] | None:
    """A body of the state by its own name, and its category; None for any other words."""
    match = _STATE.match(words)
    if match is None:
        return None
    return match[1], "public_institution" if _STATE_INSTITUTION.search(match[1]) else "department"


def category_of(unit: str) -> Category | None:
    """The category of a body that is no government by its own words; None for words that name no body."""
    if _VERTICAL.search(unit):
        return "vertical_agency"
    if is_zone(unit):
        return "development_zone"
    if _SCHOOL.search(unit):
        return "school"
    if _INSTITUTION.search(unit):
        return "public_institution"
    return "department" if _DEPARTMENT.search(unit) and len(unit) >= 2 else None


def is_zone(words: str) -> bool:
    """Whether words name a zone or its office."""
    stem = _ZONE_OFFICE.sub("", words)
    if stem == words:
        return _ZONE.search(words) is not None
    return _ZONE_STEM.search(stem) is not None and not _SUBJECT_OFFICE.search(words)


def zone_office(words: str) -> str:
    """The full name of a zone's office: 某开发区, 某开发区管委会 -> 某开发区管理委员会."""
    return _ZONE_OFFICE.sub("", words) + ZONE_OFFICE


def is_state_zone(words: str) -> bool:
    """Whether a zone's name is known in the whole country without its place."""
    return _ZONE_OFFICE.sub("", words) in _STATE_ZONES


def is_zone_alone(words: str) -> bool:
    """Whether a zone was named without its office."""
    return _ZONE_OFFICE.search(words) is None


def is_company(unit: str) -> bool:
    """Whether a name is a company's: such a name is full without a place."""
    return _COMPANY.search(unit) is not None and len(unit) > 5


def is_border_body(unit: str) -> bool:
    """Customs and maritime offices: named after the city where they sit, of no level of its government."""
    return _BORDER.search(unit) is not None


def whole_end(unit: str) -> str:
    """The words with their last one whole: 发展改革委 -> 发展改革委员会."""
    return f"{unit}员会" if unit.endswith("委") else f"{unit}公室" if unit.endswith("办") else unit


def full_unit(unit: str) -> str:
    """The full words of a short name in use, or the words as they are."""
    return _FULL_UNITS.get(unit, unit)


def is_short_unit(unit: str) -> bool:
    """Whether a unit is a short form that the page may spell out."""
    return unit in _FULL_UNITS or is_abbreviated(unit)


def is_abbreviated(unit: str) -> bool:
    """Whether a unit is a short form whose full form differs from place to place (教体局, 扶贫办, 高新区)."""
    if unit in _FULL_UNITS:
        return False
    is_short_zone = _SHORT_ZONE.search(unit) is not None and not is_state_zone(unit)
    return is_short_zone or _SHORT_UNIT.search(unit) is not None


def is_spelling_of(full: str, short: str) -> bool:
    """Whether a name holds each word of a short one and no subject more (城市管理局 of 城管局): a successor's
    name (文化广电旅游局 for 文广局) does not."""
    stem = whole_end(short).removesuffix("公室").removesuffix("员会")
    words = "".join(f"{re.escape(letter)}[\u4e00-\u9fff]?{_FILLERS}" for letter in stem[:-1])
    return re.fullmatch(rf"{words}{stem[-1]}(?:员会|公室)?", full) is not None and len(full) > len(short)


def is_fuller(longer: str, shorter: str) -> bool:
    """Whether a name spells out another: 交通运输局 and 交通局, 安全生产监督管理局 and 安监局."""
    longer, shorter = whole_end(longer), whole_end(shorter)
    if len(longer) <= len(shorter) or longer[-1] != shorter[-1]:
        return False
    letters = iter(longer)
    return longer[0] == shorter[0] and all(letter in letters for letter in shorter)
