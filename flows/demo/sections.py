"""Sections 2 to 4 of the forms of 2019 and 2021, typed from the official forms for the sample pages alone.

What belongs here: the tables' layout with their printed labels and the indicator behind each cell. What does
not: the dictionary that the reader uses (kept apart on purpose, see `lists.py`).

Source of the forms: 国办公开办函〔2019〕60号 and 国办公开办函〔2021〕30号.
"""

from typing import Final

from flows.demo.draft import Cell, Row, Table
from flows.demo.facts import FactKey, Figures
from flows.demo.lists import number_cell
from flows.vocabulary import APPLICANTS, TableForm

# One entry a printed block: the clause, the column headings, and per row its label and the ids' last parts.
_PROACTIVE_2019: Final = (
    (
        "第二十条第（一）项",
        ("本年新制作数量", "本年新公开数量", "对外公开总数量"),
        (
            ("规章", "regulations", ("made", "disclosed", "disclosed_total")),
            ("规范性文件", "normative_documents", ("made", "disclosed", "disclosed_total")),
        ),
    ),
    (
        "第二十条第（五）项",
        ("上一年项目数量", "本年增/减", "处理决定数量"),
        (
            ("行政许可", "licensing", ("items_last_year", "items_change", "decisions")),
            ("其他对外管理服务事项", "other_services", ("items_last_year", "items_change", "decisions")),
        ),
    ),
    (
        "第二十条第（六）项",
        ("上一年项目数量", "本年增/减", "处理决定数量"),
        (
            ("行政处罚", "penalty", ("items_last_year", "items_change", "decisions")),
            ("行政强制", "coercion", ("items_last_year", "items_change", "decisions")),
        ),
    ),
    (
        "第二十条第（八）项",
        ("上一年项目数量", "本年增/减"),
        (("行政事业性收费", "fees", ("items_last_year", "items_change")),),
    ),
    (
        "第二十条第（九）项",
        ("采购项目数量", "采购总金额"),
        (("政府集中采购", "procurement", ("items", "amount")),),
    ),
)
_PROACTIVE_2021: Final = (
    (
        "第二十条第（一）项",
        ("本年制发件数", "本年废止件数", "现行有效件数"),
        (
            ("规章", "regulations", ("issued", "repealed", "in_force")),
            ("行政规范性文件", "normative_documents", ("issued", "repealed", "in_force")),
        ),
    ),
    ("第二十条第（五）项", ("本年处理决定数量",), (("行政许可", "licensing", ("decisions",)),)),
    (
        "第二十条第（六）项",
        ("本年处理决定数量",),
        (("行政处罚", "penalty", ("decisions",)), ("行政强制", "coercion", ("decisions",))),
    ),
    ("第二十条第（八）项", ("本年收费金额（单位：万元）",), (("行政事业性收费", "fees", ("amount",)),)),
)
_WIDTH: Final = 4
"""Columns of section 2: a label and up to three figures; a block with fewer figures widens its last cells."""

_OUTCOMES: Final = (
    ("（一）予以公开", (("", "granted"),)),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", (("", "partly_granted"),)),
    (
        "（三）不予公开",
        (
            ("1.属于国家秘密", "denied.state_secret"),
            ("2.其他法律行政法规禁止公开", "denied.other_law"),
            ("3.危及“三安全一稳定”", "denied.safety_stability"),
            ("4.保护第三方合法权益", "denied.third_party"),
            ("5.属于三类内部事务信息", "denied.internal_affairs"),
            ("6.属于四类过程性信息", "denied.process"),
            ("7.属于行政执法案卷", "denied.enforcement_file"),
            ("8.属于行政查询事项", "denied.query_matter"),
        ),
    ),
    (
        "（四）无法提供",
        (
            ("1.本机关不掌握相关政府信息", "unavailable.not_held"),
            ("2.没有现成信息需要另行制作", "unavailable.needs_creation"),
            ("3.补正后申请内容仍不明确", "unavailable.unclear"),
        ),
    ),
    (
        "（五）不予处理",
        (
            ("1.信访举报投诉类申请", "not_processed.complaint"),
            ("2.重复申请", "not_processed.repeated"),
            ("3.要求提供公开出版物", "not_processed.publication"),
            ("4.无正当理由大量反复申请", "not_processed.excessive"),
            ("5.要求行政机关确认或重新出具已获取信息", "not_processed.reconfirm"),
        ),
    ),
)
_OTHER_2019: Final = (("（六）其他处理", (("", "other"),)),)
_OTHER_2021: Final = (
    (
        "（六）其他处理",
        (
            ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "other.not_corrected"),
            ("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "other.fee_unpaid"),
            ("3.其他", "other.rest"),
        ),
    ),
)
_SUM: Final = (("（七）总计", (("", "outcomes"),)),)
_NOTE: Final = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
_LEGAL_PERSONS: Final = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")

_RESULTS: Final = (
    ("结果维持", "upheld"),
    ("结果纠正", "corrected"),
    ("其他结果", "other"),
    ("尚未审结", "pending"),
    ("总计", "total"),
)


def proactive_table(figures: Figures, form: TableForm) -> Table:
    """Section 2: items of article 20."""
    rows: list[Row] = []
    for clause, headings, lines in _PROACTIVE_2019 if form == "F2019" else _PROACTIVE_2021:
        rows.append((_cell(clause, colspan=_WIDTH),))
        rows.append((_cell("信息内容"), *_spread([_cell(heading) for heading in headings])))
        for label, block, columns in lines:
            numbers = [number_cell(figures, FactKey(f"proactive.{block}.{column}")) for column in columns]
            rows.append((_cell(label), *_spread(numbers)))
    return Table(tuple(rows), form)


def _spread(cells: list[Cell]) -> list[Cell]:
    last = cells[-1]
    return [*cells[:-1], Cell(last.runs, last.fact, last.rowspan, _WIDTH - len(cells))]


def applications_table(figures: Figures, form: TableForm) -> Table:
    """Section 3: applications by outcome and applicant."""
    outcomes = (*_OUTCOMES, *(_OTHER_2019 if form == "F2019" else _OTHER_2021), *_SUM)
    height = sum(len(lines) for _, lines in outcomes)
    rows: list[Row] = [
        (_cell(_NOTE, rowspan=3, colspan=3), _cell("申请人情况", colspan=7)),
        (
            _cell("自然人", rowspan=2),
            _cell("法人或其他组织", colspan=5),
            _cell("总计", rowspan=2),
        ),
        tuple(_cell(label) for label in _LEGAL_PERSONS),
        (_cell("一、本年新收政府信息公开申请数量", colspan=3), *_applicants(figures, "new")),
        (_cell("二、上年结转政府信息公开申请数量", colspan=3), *_applicants(figures, "carried_in")),
    ]
    first = [_cell("三、本年度办理结果", rowspan=height)]
    for group, lines in outcomes:
        for i, (label, row) in enumerate(lines):
            labels = [_cell(group, colspan=2)] if not label else [_cell(label)]
            if label and i == 0:
                labels.insert(0, _cell(group, rowspan=len(lines)))
            rows.append((*first, *labels, *_applicants(figures, row)))
            first = []
    rows.append((_cell("四、结转下年度继续办理", colspan=3), *_applicants(figures, "carried_out")))
    return Table(tuple(rows), form)


def _applicants(figures: Figures, row: str) -> list[Cell]:
    return [number_cell(figures, FactKey(f"applications.{row}", applicant)) for applicant in APPLICANTS]


def remedies_table(figures: Figures, form: TableForm) -> Table:
    """Section 4: administrative review and litigation."""
    blocks = ("review", "litigation_direct", "litigation_after_review")
    results = [_cell(label) for label, _ in _RESULTS]
    width = len(_RESULTS)
    rows: tuple[Row, ...] = (
        (_cell("行政复议", colspan=width), _cell("行政诉讼", colspan=2 * width)),
        (
            *(_cell(label, rowspan=2) for label, _ in _RESULTS),
            _cell("未经复议直接起诉", colspan=width),
            _cell("复议后起诉", colspan=width),
        ),
        (*results, *results),
        tuple(
            number_cell(figures, FactKey(f"{block}.{result}")) for block in blocks for _, result in _RESULTS
        ),
    )
    return Table(rows, form)


def _cell(text: str, *, rowspan: int = 1, colspan: int = 1) -> Cell:
    return Cell((text,), rowspan=rowspan, colspan=colspan)
