"""The prose of one document, read into observations.

What belongs here: running over the sentences, and carrying topic and time from one to the next. What does not: what
one sentence says, and what several say of one indicator (`settling.py`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from flows.extract.model import Finding, Observation, Where
from flows.extract.prose.bodies import Ruler, returns_to_us
from flows.extract.prose.context import SECTION_TOPICS, Context
from flows.extract.prose.counts import counts
from flows.extract.prose.damage import has_lost_characters, is_any_figure_damaged, is_damaged, no_numbers
from flows.extract.prose.faults import converted, fault_of
from flows.extract.prose.frames import arranged
from flows.extract.prose.glued import glued_columns
from flows.extract.prose.headings import Section
from flows.extract.prose.items import items, without_totals_of_shares
from flows.extract.prose.joint_results import topic_after, without_too_many
from flows.extract.prose.parts import with_parts
from flows.extract.prose.periods import Mark
from flows.extract.prose.rule import FORM_2019
from flows.extract.prose.sentences import Sentence, sentences
from flows.extract.prose.settling import grouped, resolved, settled
from flows.extract.prose.statement import Statement
from flows.extract.prose.sums import with_sums
from flows.extract.prose.tokens import cut
from flows.extract.prose.zeros import zeros
from flows.reference import Indicator, Reference
from flows.vocabulary import Severity

_MASKS: Final = "xX×*＊_"
_MASKED: Final = re.compile(r"20\d?[xX×*＊_]{1,3}年|[xX×]{2,}[省市县区镇乡局条件次]|2_{2,}年")
"""Years, places and numbers that were made unreadable: a model text, which states nothing of anybody."""
# What no statement can do without: a counted number, or a negation, and a thing that the dictionary knows.
_COUNT_OR_DENIAL: Final = re.compile(
    r"为零|[\d零一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟](?:余|多|来)?[件条次份篇期场起宗例项名位人个处元万亿%]"
    r"|\d(?=[,;、。:()…的余多百千]|\.\.|$)|\d \d|未|没|无|不存在|零[申案受发复诉投举收]"
)
_THING: Final = re.compile(
    "申请|公开|信息|咨询|复议|诉讼|申诉|投诉|举报|收费|收取|费用|支出|经费|人员|专职|全职|兼职|查阅|专门机构|会议"
    "|培训|发布会|访谈|解读|热点|舆情|回应|规范性文件|规章|专栏|微信|公众号|微博|公报|网站|办结|答复|结转|新收"
    "|受理|接到|收到|现行有效|废止|电子化|当面|现场|网上|网络|信函|信件|传真|邮件|电话|维持|纠正|纠错"
    "|审结|涉及|不存在|告知|新增|减免|处理决定|许可决定|处罚决定|行政强制|集中采购|采购项目|对外管理服务|上一?年度?项目|直接起诉|复议后|历年"
)
# What only a body says that hears cases of review, or defends others' cases in court.
_HEARS_CASES: Final = re.compile(
    "司法局|司法厅|司法部|法制办|法制局|行政应诉|合法性审查|法律援助|出庭应诉"
    # 复议机关维持我局答复 tells who decided.
    "|复议机[关构](?<!被复议机.)(?![^,，。;；]{0,6}(?:维持|纠正|纠错|撤销|驳回|责令|终止|确认|不予受理))"
)
# A row of a list with two columns: what a single figure of another row is, its lost heading said.
_TWO_FIGURES: Final = re.compile(
    r"[条件次个人篇份场期元名项][ \t\u3000|]+\d[\d,.]*[ \t\u3000|]+\d(?!\d?[.、]\D)|^\d+\n\d+$", re.MULTILINE
)
# Rows of the form of 2019 that no form before it has.
_FORM_OF_2019: Final = re.compile(
    "本机关不掌握|没有现成信息|行政执法案卷|行政查询事项|不予处理|重复申请|信访举报投诉类|结转下一?年度|本年新收|新收.{0,8}申请"
    "|无法提供|结果(?:维持|纠正)|处理决定数量|现行有效件数"
)
_FORM_OF_2014: Final = re.compile("同意公开|否决公开|更改、?补充|主动公开范围|申请信息不存在|按[时期]办结")
# (注:某局收到申请5件,应填5): how a form is to be filled in.
_EXAMPLE: Final = re.compile(
    r"应填|则填|填[报写表]说明|某(?:[省市县区旗]某?)?(?:局|委|厅|乡|镇|街道|单位|部门|机关)"
)
_PART_OF_YEAR: Final = re.compile(r"上半年|下半年|季度|\d[-至到]\d{1,2}月|\d月[底末]")
# 回顾2015年,我局…。全年主动公开280条。: what follows in the paragraph is of that year too.
_YEAR_FIRST: Final = re.compile(
    r"(?:回顾|总结)?(?P<year>20\d\d)年(?:度|全年)?(?=,|[我本共]|全[局县市区镇乡委]|主动|政府信息公开|信息公开|收到|受理)"
)
_THIS_YEAR: Final = re.compile("今年|本年|截[至止]|报告期")
_SHORT: Final = 12
"""An answer to a heading, as `无此情况`, is shorter."""


@dataclass(frozen=True, slots=True)
class ProseReading:
    """What the prose of a document states, in the order of the text."""

    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]


def read_prose(
    text: str,
    skip: Sequence[tuple[int, int]],
    reference: Reference,
    *,
    report_year: int | None,
    has_territory: bool = True,
    own_names: Sequence[str] = (),
) -> ProseReading:
    """Read the sentences of a clean text.

    Args:
        text: the clean text, in simplified characters.
        skip: spans of its tables, which are read elsewhere.
        reference: the dictionary gives the unit of each indicator.
        report_year: figures of other years are left out; None takes each year as the report's own.
        has_territory: the body governs a place, so that 全市 is its own system; a department's is another.
        own_names: what the body is called, to tell its figures from another's; none where it is not known.

    Returns:
        Observations with basis `prose`, at most one for an indicator, applicant, period and scope; each quote
        is the words that say it. Findings of the rules `conflicting_statements` where sentences differ,
        `beside_lost_characters` where a statement is left out because its words are damaged, `not_a_count`
        where things are counted by halves, `value_out_of_range` where a number cannot be stored,
        `unreadable_number` where what stands in the place of a number is none, can be several or lacks its unit,
        `of_other_bodies` where it is said of another body, or a department states what a whole place did, and
        `not_of_its_label` where it cannot be what the words before it name, or is a part of that.
    """
    # Hardly any text has such a mark, which is quick to see.
    if any(mark in text for mark in _MASKS) and _MASKED.search(text):
        return ProseReading((), ())
    observations: list[Observation] = []
    findings: list[Finding] = []
    stated = list(_statements(text, skip, report_year, tuple(own_names), findings))
    statements = list(without_totals_of_shares(text, stated))
    has_lost = has_lost_characters(text)
    if has_lost and is_any_figure_damaged(text):
        # The total can be what is lost: no part is taken for it.
        statements = [statement._replace(instead="") for statement in statements]
    glued = glued_columns(text, statements)
    sound: list[Statement] = []
    faulty: dict[tuple[str, int], Finding] = {}
    for statement in resolved(statements):
        indicator = reference.indicators[statement.indicator_id]
        fault = fault_of(text, statement, indicator, glued=glued, has_territory=has_territory)
        if fault is None:
            sound.append(statement)
        else:
            faulty[statement.indicator_id, statement.end] = _left_out(text, statement, *fault)
    findings.extend(faulty.values())
    for found in grouped(sound):
        group = [statement for statement in found if not (has_lost and is_damaged(text, statement))]
        if not group:
            findings.append(
                _left_out(text, found[0], "beside_lost_characters", "damage", "characters are lost around it")
            )
            continue
        kept, other = settled(group)
        if other is not None:
            findings.append(_conflict(text, group, other))
        for statement in kept:
            observations.append(_observation(text, statement, reference.indicators[statement.indicator_id]))
    observations.sort(key=lambda o: (o.where.start, o.where.end, o.indicator_id))
    return ProseReading(tuple(observations), tuple(findings))


def _statements(
    text: str,
    skip: Sequence[tuple[int, int]],
    report_year: int | None,
    own_names: tuple[str, ...],
    findings: list[Finding],
) -> Iterator[Statement]:
    """All that the sentences state; what is printed where a number should stand becomes a finding."""
    paragraph, topic, is_ours, is_year, is_part, in_company = -1, "", False, False, False, False
    is_other_year = False
    ruler: Ruler | None = None
    form_year = report_year or _form_year(text)
    hears_cases = _HEARS_CASES.search(text) is not None
    has_unit_cells = _TWO_FIGURES.search(text) is None
    for sentence in sentences(text, skip, report_year=report_year):
        if sentence.paragraph != paragraph:
            paragraph, topic, is_ours, is_year, is_part = sentence.paragraph, "", False, False, False
            in_company, ruler, is_other_year = False, None, False
        opened = _YEAR_FIRST.match(sentence.text)
        if opened is not None:
            is_other_year = report_year is not None and int(opened["year"]) != report_year
        elif is_other_year and not _names_year(sentence, report_year):
            continue
        if sentence.heading is not None or (ruler is not None and returns_to_us(sentence.text)):
            ruler = None
        if sentence.section is Section.PLAN or _EXAMPLE.search(sentence.text) is not None:
            continue
        if not _says_something(sentence):
            is_year = is_year or _opens_with_year(sentence, report_year)
            is_part = is_part or _PART_OF_YEAR.search(sentence.text) is not None
            continue
        context = Context(
            sentence=sentence,
            tokens=arranged(cut(sentence.text, report_year, has_unit_cells=has_unit_cells)),
            report_year=report_year,
            topic=topic or SECTION_TOPICS.get(sentence.section, ""),
            topic_is_ours=is_ours,
            paragraph_is_year=is_year,
            is_part_of_year=is_part,
            is_in_company=in_company,
            hears_cases=hears_cases,
            own_names=own_names,
            ruler=ruler,
            form_year=form_year,
        )
        findings.extend(_no_number(text, *span) for span in no_numbers(context))
        read = [*items(context), *counts(context), *zeros(context)]
        found = without_too_many(with_parts(context, with_sums(context, read)))
        yield from found
        in_company = in_company or bool(found) or context.tells_of_disclosure()
        ruler = context.ruler_after()
        is_ours = context.speaks_of_disclosure() or (is_ours and context.topic == topic)
        topic = topic_after(context)
        if marks := context.marks():
            is_year = is_year or marks[0] is Mark.YEAR
            is_part = context.ends_in_part_of_year()


def _form_year(text: str) -> int | None:
    """A year of the form whose words the text has, where its own is not known."""
    if _FORM_OF_2019.search(text) is not None:
        return FORM_2019
    return FORM_2019 - 1 if _FORM_OF_2014.search(text) is not None else None


def _opens_with_year(sentence: Sentence, report_year: int | None) -> bool:
    return report_year is not None and sentence.text.startswith(f"{report_year}年")


def _names_year(sentence: Sentence, report_year: int | None) -> bool:
    return f"{report_year}年" in sentence.text or _THIS_YEAR.search(sentence.text) is not None


def _says_something(sentence: Sentence) -> bool:
    if sentence.heading is not None and len(sentence.text) < _SHORT:
        return True
    return _COUNT_OR_DENIAL.search(sentence.text) is not None and _THING.search(sentence.text) is not None


def _no_number(text: str, start: int, end: int) -> Finding:
    where = Where(start, end, text[start:end])
    message = f"'{where.quote}' stands where a number should, and is not one; nothing is read of it"
    return Finding("unreadable_number", "damage", message, where=where)


def _left_out(text: str, statement: Statement, rule: str, severity: Severity, reason: str) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        message=f"{statement.indicator_id} is left out: {reason}",
        indicator_id=statement.indicator_id,
        applicant=statement.applicant,
        where=Where(statement.start, statement.end, text[statement.start : statement.end]),
    )


def _observation(text: str, statement: Statement, indicator: Indicator) -> Observation:
    return Observation(
        indicator_id=statement.indicator_id,
        value=converted(statement, indicator),
        period=statement.period,
        unit=indicator.unit,
        basis="prose",
        where=Where(statement.start, statement.end, text[statement.start : statement.end]),
        applicant=statement.applicant,
        approximate=statement.approximate,
        scope=statement.scope,
    )


def _conflict(text: str, group: list[Statement], other: Statement) -> Finding:
    first = next(s for s in group if s.value != other.value)
    return Finding(
        rule="conflicting_statements",
        severity="contradiction",
        message=f"two sentences state {first.indicator_id} as {first.value} and as {other.value}",
        left=first.value,
        right=other.value,
        indicator_id=first.indicator_id,
        applicant=first.applicant,
        where=Where(other.start, other.end, text[other.start : other.end]),
    )
