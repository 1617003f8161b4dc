"""The lists of the forms of 2008 and 2014, typed from the official forms for the sample pages alone.

What belongs here: rows with their printed labels, units and the indicator each counts. What does not: the
dictionary that the reader uses. The two are kept apart on purpose: a wrong one shows in the comparison.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from flows.demo.draft import Cell, Row, Table
from flows.demo.facts import Fact, FactKey, Figures
from flows.vocabulary import Period

_PREFIX: Final = "stat."

_ROWS_2008: Final = (
    ("主动公开文件数", "条", "proactive.items"),
    ("其中：1、政府网站公开数", "条", "proactive.by_channel.website"),
    ("2、政府公报公开数", "条", "proactive.by_channel.gazette"),
    ("受理政府信息公开申请总数", "条", "applications.received"),
    ("其中：1、当面申请数", "条", "applications.received.in_person"),
    ("2、网上申请数", "条", "applications.received.online"),
    ("3、信函申请数", "条", "applications.received.letter"),
    ("对申请的答复总数", "条", "applications.replied"),
    ("其中：1、同意公开答复数", "条", "applications.replied.granted"),
    ("2、同意部分公开答复数", "条", "applications.replied.partly_granted"),
    ("3、不予公开答复数", "条", "applications.replied.denied"),
    ("4、其他类型答复数", "条", "applications.replied.other"),
    ("政府信息公开收费减免金额", "元", "applications.fees_waived"),
    ("行政复议数", "件", "review"),
    ("行政诉讼数", "件", "litigation"),
    ("接受行政申诉、举报数", "件", "complaints_handled"),
)

# An empty id is a heading of the list: it has neither unit nor figure.
_ROWS_2014: Final = (
    ("一、主动公开情况", "", ""),
    ("（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "proactive.items"),
    ("其中：主动公开规范性文件数", "条", "proactive.normative_documents"),
    ("制发规范性文件总数", "件", "normative_documents.made"),
    ("（二）通过不同渠道和方式公开政府信息的情况", "", ""),
    ("1.政府公报公开政府信息数", "条", "proactive.by_channel.gazette"),
    ("2.政府网站公开政府信息数", "条", "proactive.by_channel.website"),
    ("3.政务微博公开政府信息数", "条", "proactive.by_channel.weibo"),
    ("4.政务微信公开政府信息数", "条", "proactive.by_channel.wechat"),
    ("5.其他方式公开政府信息数", "条", "proactive.by_channel.other"),
    ("二、回应解读情况", "", ""),
    ("（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次", "response.hot_topics"),
    ("（二）通过不同渠道和方式回应解读的情况", "", ""),
    ("1.参加或举办新闻发布会总次数", "次", "response.press_conferences"),
    ("其中：主要负责同志参加新闻发布会次数", "次", "response.press_conferences_by_head"),
    ("2.政府网站在线访谈次数", "次", "response.online_interviews"),
    ("其中：主要负责同志参加政府网站在线访谈次数", "次", "response.online_interviews_by_head"),
    ("3.政策解读稿件发布数", "篇", "response.policy_interpretations"),
    ("4.微博微信回应事件数", "次", "response.weibo_wechat"),
    ("5.其他方式回应事件数", "次", "response.other"),
    ("三、依申请公开情况", "", ""),
    ("（一）收到申请数", "件", "applications.received"),
    ("1.当面申请数", "件", "applications.received.in_person"),
    ("2.传真申请数", "件", "applications.received.fax"),
    ("3.网络申请数", "件", "applications.received.online"),
    ("4.信函申请数", "件", "applications.received.letter"),
    ("（二）申请办结数", "件", "applications.closed"),
    ("1.按时办结数", "件", "applications.closed.on_time"),
    ("2.延期办结数", "件", "applications.closed.extended"),
    ("（三）申请答复数", "件", "applications.replied"),
    ("1.属于已主动公开范围数", "件", "applications.replied.already_public"),
    ("2.同意公开答复数", "件", "applications.replied.granted"),
    ("3.同意部分公开答复数", "件", "applications.replied.partly_granted"),
    ("4.不同意公开答复数", "件", "applications.replied.denied"),
    ("其中：涉及国家秘密", "件", "applications.replied.denied.state_secret"),
    ("涉及商业秘密", "件", "applications.replied.denied.trade_secret"),
    ("涉及个人隐私", "件", "applications.replied.denied.privacy"),
    ("危及国家安全、公共安全、经济安全和社会稳定", "件", "applications.replied.denied.safety_stability"),
    ("不是《条例》所指政府信息", "件", "applications.replied.denied.not_government_information"),
    ("法律法规规定的其他情形", "件", "applications.replied.denied.other_law"),
    ("5.不属于本行政机关公开数", "件", "applications.replied.not_this_agency"),
    ("6.申请信息不存在数", "件", "applications.replied.does_not_exist"),
    ("7.告知作出更改补充数", "件", "applications.replied.asked_to_amend"),
    ("8.告知通过其他途径办理数", "件", "applications.replied.other_route"),
    ("四、行政复议数量", "件", "review"),
    ("（一）维持具体行政行为数", "件", "review.upheld"),
    ("（二）被依法纠错数", "件", "review.corrected"),
    ("（三）其他情形数", "件", "review.other"),
    ("五、行政诉讼数量", "件", "litigation"),
    ("（一）维持具体行政行为或者驳回原告诉讼请求数", "件", "litigation.upheld"),
    ("（二）被依法纠错数", "件", "litigation.corrected"),
    ("（三）其他情形数", "件", "litigation.other"),
    ("六、举报投诉数量", "件", "complaints"),
    ("七、依申请公开信息收取的费用", "万元", "applications.fees"),
    ("八、机构建设和保障经费情况", "", ""),
    ("（一）政府信息公开工作专门机构数", "个", "capacity.offices"),
    ("（二）设置政府信息公开查阅点数", "个", "capacity.reading_points"),
    ("（三）从事政府信息公开工作人员数", "人", "capacity.staff"),
    ("1.专职人员数（不包括政府公报及政府网站工作人员数）", "人", "capacity.staff.full_time"),
    ("2.兼职人员数", "人", "capacity.staff.part_time"),
    (
        "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）",
        "万元",
        "capacity.budget",
    ),
    ("九、政府信息公开会议和培训情况", "", ""),
    ("（一）召开政府信息公开工作会议或专题会议数", "次", "training.meetings"),
    ("（二）举办各类培训班数", "次", "training.courses"),
    ("（三）接受培训人员数", "人次", "training.people"),
)


def number_cell(figures: Figures, key: FactKey, *, colspan: int = 1) -> Cell:
    """A cell that prints one figure."""
    value = figures[key]
    return Cell((plain(value),), Fact(key, value), colspan=colspan)


def plain(value: Decimal) -> str:
    """A number as most bodies print it: no separators, no trailing zeros."""
    return f"{value:f}"


def table_2008(figures: Figures, year: int) -> Table:
    """The list with a column for the year and one since 2008."""
    periods: tuple[Period, ...] = ("year", "cumulative")
    rows = [_texts(("指标名称", "计量单位", f"{year}年度", "历年累计"))]
    for label, unit, row in _ROWS_2008:
        numbers = (number_cell(figures, FactKey(_PREFIX + row, None, period)) for period in periods)
        rows.append((*_texts((label, unit)), *numbers))
    return Table(tuple(rows), "F2008")


def table_2014(figures: Figures) -> Table:
    """The list in nine parts."""
    rows = [_texts(("统　计　指　标", "单位", "统计数"))]
    for label, unit, row in _ROWS_2014:
        if row:
            rows.append((*_texts((label, unit)), number_cell(figures, FactKey(_PREFIX + row))))
        else:
            rows.append(_texts((label, "——", "——")))
    return Table(tuple(rows), "F2014")


def _texts(texts: Sequence[str]) -> Row:
    return tuple(Cell((text,)) for text in texts)
