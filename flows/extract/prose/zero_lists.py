"""Zeros of lists and headings: 行政复议、行政诉讼均为0件, 复议、诉讼情况:无.

What belongs here: one 0 or 无 for all that a clause or a heading names, and how a zero is stated. What does not:
what a negation before its thing denies (`zeros.py`), a printed 0 with its own label (`counts.py`).
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from flows.extract.prose.context import Context
from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.headings import Section
from flows.extract.prose.rule import DOCUMENT_NAMES, FORM_2021
from flows.extract.prose.statement import Statement
from flows.extract.prose.tokens import CODE_OF

_ZERO: Final = Decimal(0)
REMEDIES: Final = {"complaint": "stat.complaints", "review": "stat.review", "litigation": "stat.litigation"}
"""Concept of a remedy: its indicator."""
_REMEDY_CODES: Final = codes(*REMEDIES)
_FLOWS: Final = codes("carried_in", "carried_out")
_IN_FORCE: Final = codes("in_force", "still_valid")
OTHER_DENIAL: Final = codes(
    "penalty",
    "punishment",
    "aim",
    "target",
    "modal",
    "compare",
    "exclude",
    "docket",
    "corrected",
    "upheld",
    "denied",
    "new_denied",
)
"""With one of these what is denied is a result, a manner or a rule, and not the thing."""
# A label of a flattened table is no heading.
_REAL_HEADING: Final = re.compile(r"^\s*(?:[一二三四五六七八九十]+[、.]|\(|\d)|情况")
_ON_REQUEST_ALONE: Final = pattern(
    "(?:start|comma|semicolon|gap|colon|filler|self|time|whole|territory|public)"
    "(?:on_request (?:INFO|application)? (?:count|matter)*|application INFO? count+)$"
)
# 依申请公开:0;主动公开:320;不予公开:0: information by how it may be had, and no applications.
_BY_KIND: Final = re.compile(r"(?:主动|不予)公开[:为]?\d+(?=[,;。]|$)")
_TRAILING: Final = CODE_OF["filler"] + CODE_OF["colon"]
_ROW: Final = pattern(
    "filler* (?:(?:receive|accept) (?:filler|public)*)? (?:review|litigation|complaint) count? filler*"
)
_NOTHING: Final = frozenset({"无", "没有", "无此情况", "无此类情况", "本年度无", "无相关情况"})
_UNDER_REMEDIES: Final = {"复议": "stat.review", "诉讼": "stat.litigation", "申诉": "stat.appeals"}


def is_nothing_under_heading(context: Context) -> bool:
    """Whether the sentence is the whole answer to its heading, and the answer is 无."""
    return context.sentence.heading is not None and context.sentence.text.strip("。;, ") in _NOTHING


def all_zero(context: Context, index: int) -> Iterator[Statement]:
    """行政复议、行政诉讼均为0件: a list of things under one 0."""
    first = context.clause_start(index)
    clause = context.codes[max(first - 1, 0) : index].rstrip(_TRAILING)
    if _ON_REQUEST_ALONE.search(clause) and context[index].unit in ("件", "例", "宗", "起", ""):
        if context.ends_at(index + 1) and not (context[index].unit == "" and _is_of_kinds(context)):
            label = index - 2 if context[index - 1].concept == "colon" else index - 1
            yield zero(context, label, index, "stat.applications.received", Section.APPLICATIONS)
        return
    is_each = CODE_OF["each"] in clause
    if is_each and (documents := documents_in(context, first, index)):
        yield from no_documents(context, documents, first, index, index)
        return
    if is_each and _FLOWS.issubset(clause):
        # 上年结转和结转下年度均为0件
        for name in ("carried_in", "carried_out"):
            statement = zero(context, first, index, f"applications.{name}", Section.APPLICATIONS)
            yield statement._replace(applicant="total")
        return
    named = [code for code in clause if code in _REMEDY_CODES]
    is_said = context[index].unit != "" or context.ends_at(index + 1)
    is_row = len(named) > 1 or (
        # 12315投诉0件: the line's own number names the complaints.
        context[first - 1].number is None
        and _ROW.fullmatch(context.codes, first, index)
        and context.stands_in_company(index)
    )
    if named and (is_each or (is_row and is_said)):
        yield from listed(context, first, index)


def _is_of_kinds(context: Context) -> bool:
    return _BY_KIND.search(context.tokens.text) is not None


def no_documents(
    context: Context, named: Iterable[str], first: int, stop: int, last: int
) -> Iterator[Statement]:
    """未制发、废止行政规范性文件, 制发、废止均为0件: what the verbs between two tokens do with the documents that are
    named was not done."""
    verbs = context.codes[first:stop]
    year = context.report_year
    is_new_form = (year is not None and year >= FORM_2021) or not _IN_FORCE.isdisjoint(context.codes)
    for concept in named:
        name = DOCUMENT_NAMES[concept]
        if CODE_OF["make"] in verbs and is_new_form:
            yield zero(context, first, last, f"proactive.{name}.issued", Section.PROACTIVE)
        elif CODE_OF["make"] in verbs and concept == "normative":
            yield zero(context, first, last, "stat.normative_documents.made", Section.PROACTIVE)
        if CODE_OF["repeal"] in verbs and is_new_form:
            yield zero(context, first, last, f"proactive.{name}.repealed", Section.PROACTIVE)


def documents_in(context: Context, first: int, stop: int) -> list[str]:
    """The kinds of documents that are named between two tokens."""
    return [concept for concept in DOCUMENT_NAMES if CODE_OF[concept] in context.codes[first:stop]]


def listed(context: Context, first: int, last: int) -> Iterator[Statement]:
    """All remedies named between two tokens, and applications before them, are none."""
    named = [n for n in range(first, last) if context[n].concept in REMEDIES]
    if not named or not OTHER_DENIAL.isdisjoint(context.codes[first:last]):
        return
    is_ours = context.section is Section.REMEDIES or context.sentence.speaks_of_disclosure
    if not is_ours and (context.hears_cases or not context.stands_in_company(named[0])):
        return
    applications = [n for n in range(first, named[0]) if context[n].concept in ("application", "on_request")]
    if applications and context[applications[-1] + 1].concept in ("pause", "conjunction"):
        yield zero(context, first, last, "stat.applications.received", Section.APPLICATIONS)
    concepts = list(dict.fromkeys(context[n].concept for n in named))
    for concept in concepts:
        yield zero(context, first, last, REMEDIES[concept], Section.REMEDIES)
    if {"review", "litigation"} <= set(concepts) and CODE_OF["appeal"] in context.codes[first:last]:
        yield zero(context, first, last, "stat.appeals", Section.REMEDIES)


def nothing_under_heading(context: Context) -> Iterator[Statement]:
    """The zeros that 无 under a heading says."""
    sentence = context.sentence
    title = sentence.heading_text
    if sentence.heading is None or _REAL_HEADING.search(title) is None or "事业性" in title:
        return
    said: list[tuple[str, Section]] = []
    if context.section is Section.APPLICATIONS:
        said.append(("stat.applications.received", Section.APPLICATIONS))
    if context.section is Section.REMEDIES:
        said += [(i, Section.REMEDIES) for word, i in _UNDER_REMEDIES.items() if word in title]
    if context.section is Section.MONEY and "收费" in title and "支出" not in title:
        said.append(("stat.applications.fees", Section.MONEY))
    _, end = sentence.span(0, len(sentence.text.rstrip("。;, ")))
    for indicator_id, home in said:
        yield _at(sentence.heading[0], end, indicator_id, context.section is home)


def zero(context: Context, first: int, last: int, indicator_id: str, home: Section) -> Statement:
    """The zero that the words between two tokens say."""
    start, end = context.span(first, last)
    return _at(start, end, indicator_id, context.section is home)


def _at(start: int, end: int, indicator_id: str, is_at_home: bool) -> Statement:
    return Statement(
        indicator_id=indicator_id,
        value=_ZERO,
        unit="",
        period="year",
        start=start,
        end=end,
        is_at_home=is_at_home,
    )
