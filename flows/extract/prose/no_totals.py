"""Figures that stand behind the words of a whole and are none: what each has, and what was only looked after.

What belongs here: the words of a clause that say so. What does not: the shares of a channel or of the
bodies of items (`places.py`, `disclosed.py`), other years and targets (`periods.py`, `clauses.py`).

人均公开信息12条, 单日最高公开120条, 每镇设立查阅点1个 and 抽查公开信息500条 state no total of the year.
"""

import re
from typing import Final

from flows.extract.prose.clauses import Clauses
from flows.extract.prose.grammar import pattern
from flows.extract.prose.tokens import CODE_OF

_EACH: Final = re.compile(
    r"每(?![年一]|条信息)|[人户月日周季]均|平均|单[日月周]|最高(?!人民|法|检)|峰值|高峰"
)
# 审核发布 is how an item comes to be shown; 审核公开信息 is what was checked of those that are.
_WORKED_ON: Final = re.compile(
    r"(?:(?:删除|撤下|撤除|撤销|移除|屏蔽|下架|下线|清理|修改|整改|纠正|更正|重新|抽查|检查|核查|复核|排查|督促|督导|催促|指导|通报|"
    r"未及时|未按[时期要规]|(?<!经)(?<!经过)(?<!保密)(?:审核|审查))"
    r"|(?<!经)(?<!经过)保密(?:审核|审查)|补录)"
    r"(?:(?!制度|机制|程序|规定|要求|原则|流程|意见|年|共|累计|已|后|下|并|、).){0,16}?(?:公开|公布)"
    # 撤下已公开信息32条
    r"|(?:删除|撤下|撤除|撤销|移除|屏蔽|下架|下线)了?已经?(?:主动)?(?:公开|公布|发布)"
)
# 对公开信息320条逐条审查; 对外公开 and 对社会公开 are how it was done.
_TOWARDS: Final = re.compile("对(?!外|社会|公众|群众|全社会|口)")
_CHECKED: Final = re.compile(
    "(?:进行|开展|逐[条一件项]|全面|重新|予以|全部|了|保密)*(?:审[查核]|检查|核[查对]|清理|排查|自查|抽查|复查)"
)
# 公开信息320条的工作人员获得表彰; 320条×2个平台
_MARKS_WHO: Final = re.compile(
    r"的(?:工作人员|同志|干部|职工|人员|个人|信息员|单位|科室|股室|处室|部门|乡镇|站所|学校)|[×✕*]\d"
)
_FOLLOWS: Final = ("的", "×", "✕", "*")
_BY_ONE: Final = re.compile(r"(?:^|[,;。:])(?:[一1]人|单人)(?:共|累计|主动)*(?:公开|发布)[^,;。\d]{0,8}\Z")
# 网站共存有信息1380条: what has gathered there over the years.
_STOCK: Final = re.compile("存有|现存(?!在)|留存|存量|库存|储存")
_SEVERAL: Final = re.compile(r"各(?:级|单位|部门|科室|处室|股室|镇|乡|村|街道|社区|站所|县|区|市|学校)")
_GOVERNMENT_AND_BUREAUS: Final = re.compile("[省市县区州盟旗]级?政府[及和与]其?各?(?:工作)?部门")
_HOTLINE: Final = re.compile(r"(?<!\d)(?:12[0-9]{3}|9[56][0-9]{3,4})(?!\d)[^,;。0-9]{0,16}\Z")
_ARCHIVES: Final = re.compile(r"[^;。]{0,12}?(?:复印|复制|调阅|查阅|利用|调出|借阅)(?:各类|了)?档案\d")
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")
_READS_INFORMATION: Final = re.compile("信息|文件|查阅[点室场中窗]|阅览")
_IN_ALL: Final = re.compile("共|合计|总计|累计")
_WHOLE_PLACE: Final = pattern("territory [^comma semicolon number]* number")
_ONE_FOR_EACH: Final = 2
"""So few places or people cannot be all that several bodies have."""


def is_of_each(clauses: Clauses, index: int) -> bool:
    """Whether a number is what each of several has, or a peak: 每季度90条, 人均12条, 专兼职人员各1名, 各公开50条."""
    is_apiece = CODE_OF["apiece"] in clauses.codes[clauses.clause_start(index) : index]
    return is_apiece or _EACH.search(_before(clauses, index)) is not None


def is_of_work_on_items(clauses: Clauses, index: int) -> bool:
    """Whether a number counts items that were checked, taken down or called for: 删除公开信息33条."""
    before, after = _before(clauses, index), clauses[index].end
    if _WORKED_ON.search(before) is not None:
        return True
    text = clauses.tokens.text
    is_checked = "对" in before and _CHECKED.match(text, after) is not None
    return is_checked and _TOWARDS.search(before) is not None


def is_of_one_of_several(clauses: Clauses, index: int) -> bool:
    """Whether a number tells what one person showed, who is meant, or how often it is taken: 一人公开320条,
    公开320条的工作人员获得表彰, 320条×2个平台."""
    text, token = clauses.tokens.text, clauses[index]
    if text[token.end : token.end + 1] in _FOLLOWS and _MARKS_WHO.match(text, token.end) is not None:
        return True
    return "人" in text and _BY_ONE.search(text, 0, token.start) is not None


def is_stock(clauses: Clauses, index: int) -> bool:
    """Whether a number counts items that are kept somewhere, whenever they came: 网站共存有信息1380条."""
    return _STOCK.search(_before(clauses, index)) is not None


def is_one_for_each(clauses: Clauses, index: int) -> bool:
    """Whether a small number of places or people is that of each of the bodies named: 各单位明确1名专职人员."""
    number = clauses[index].number
    words = clauses.words(clauses.codes.rfind(CODE_OF["semicolon"], 0, index) + 1, index - 1)
    is_small = number is not None and 0 < number.value <= _ONE_FOR_EACH
    return is_small and _SEVERAL.search(words) is not None and _IN_ALL.search(words) is None


def is_of_a_hotline(clauses: Clauses, index: int) -> bool:
    """接受12315咨询2870人次: who calls such a number asks for another thing than how to apply."""
    return _HOTLINE.search(clauses.tokens.text, 0, clauses[index].start) is not None


def is_of_archives(clauses: Clauses, index: int) -> bool:
    """县档案馆接待查阅1260人次,复印档案3200页: who comes for archives; who comes 查阅政府信息 does not."""
    text, token = clauses.tokens.text, clauses[index]
    if "档案" not in text or _ARCHIVES.match(text, token.end) is None:
        return False
    first = max(text.rfind(mark, 0, token.start) for mark in ",;。") + 1
    return _READS_INFORMATION.search(_IN_BRACKETS.sub("", text[first : token.start])) is None


def is_of_local_bodies(clauses: Clauses, index: int) -> bool:
    """各镇街收到申请120件: they are one part of a place, and its own offices the other, as beside a whole these are."""
    clause = clauses.tokens.tokens[clauses.clause_start(index) : index]
    if any(token.concept in ("whole", "direct_bodies") for token in clause):
        return False
    if _GOVERNMENT_AND_BUREAUS.search(_before(clauses, index)) is not None:
        # 全省各级机关收到3421件;省政府及部门收到480件
        return _WHOLE_PLACE.search(clauses.codes, 0, clauses.clause_start(index)) is not None
    return any(token.concept == "local_bodies" and clauses.word(token).startswith("各") for token in clause)


def _before(clauses: Clauses, index: int) -> str:
    """The words of the clause before a number."""
    return "".join(
        clauses.word(token) for token in clauses.tokens.tokens[clauses.clause_start(index) : index]
    )
