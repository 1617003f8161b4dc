"""Rules on the facts: every number is traced to its words and is what the dictionary says it is.

What belongs here: rules on single facts. What does not: rules on documents and agency-years (`documents.py`),
comparisons with the last release (`drift.py`), and that no fact is there twice, which the build itself shows
(`dbt_project/tests/facts_are_unique.sql`).
"""

from typing import Final, get_args

from expectations.rules import Rule, Severity, accepted_words, no_rows
from flows.vocabulary import (
    APPLICANTS,
    FACT_KINDS,
    FIRST_REPORT_YEAR,
    AlignedBy,
    Basis,
    Period,
    Scope,
    TableForm,
)

YEARS_IN_ALL: Final = 20
"""A cumulative value (since 2008) may be so many times as large as a year's (`years_in_all` in dbt_project.yml)."""

MEASURED_UNITS: Final = ("万元", "元", "%")
"""Units of amounts and shares; every other unit of the dictionary counts whole things."""

SIGNED: Final = "%.items_change"
"""本年增/减: the only indicators that may be negative."""

SCOPES: Final = (*get_args(Scope), "unstated")
"""The marts say `unstated` where a report does not tell its scope, so that the scope can be part of a key."""

_SHOWN: Final = """f.agency_name, f.report_year, f.scope, f.indicator_id, f.applicant, f.period, f.value,
    f.unit, f.quote, f.document_id"""
_DOCUMENT: Final = "join dim_document as d using (document_id)"
_INDICATOR: Final = "join dim_indicator as i using (indicator_id)"


def _no_fact(name: str, says: str, where: str, join: str = "", severity: Severity = "critical") -> Rule:
    rows = f"select {_SHOWN} from fct_disclosure as f {join} where {where}"  # noqa: S608 - our own words, names and run ids
    return no_rows(name, severity, says, rows)


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


FACT_RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "facts_exist",
        "critical",
        "the release holds facts",
        measure="select count(*) from fct_disclosure",
        at_least=1,
    ),
    no_rows(
        "fact_has_document",
        "critical",
        "the document of every fact is in dim_document",
        f"select {_SHOWN} from fct_disclosure as f anti join dim_document as d using (document_id)",  # noqa: S608 - our own words, names and run ids
    ),
    _no_fact(
        "fact_of_its_document",
        "a fact's agency and year are those of its document",
        "f.agency_id is distinct from d.agency_id or f.report_year is distinct from d.report_year",
        _DOCUMENT,
    ),
    _no_fact(
        "fact_from_a_report",
        f"only documents of the kinds {', '.join(sorted(FACT_KINDS))} that count state facts",
        f"""d.kind is null or d.kind not in ({_listed(tuple(sorted(FACT_KINDS)))})
            or not coalesce(d.is_counted, false)""",
        _DOCUMENT,
    ),
    # One rule and not two: the words of most facts are made of their values when they are asked for.
    _no_fact(
        "fact_has_words",
        "every fact quotes its words, and they have a place in the clean text that is as long as they are",
        """f.quote is null or trim(f.quote) = '' or f.span_start is null or f.span_end is null
            or f.span_start < 0 or f.span_end - f.span_start <> length(f.quote)""",
    ),
    _no_fact(
        "table_fact_has_cell",
        "every fact from a table has its cell, its form and how it was matched with the form",
        """f.basis = 'table' and (f.table_index is null or f.row_index is null or f.column_index is null
            or f.form is null or f.aligned_by is null)""",
    ),
    _no_fact("value_stated", "every fact has a value", "f.value is null"),
    _no_fact(
        "count_not_negative",
        "no value is negative but the change of items (本年增/减)",
        f"f.value < 0 and f.indicator_id not like '{SIGNED}'",
    ),
    _no_fact(
        "count_is_whole",
        "counts are whole numbers",
        f"f.value <> trunc(f.value) and f.unit not in ({_listed(MEASURED_UNITS)})",
    ),
    _no_fact(
        "percentage_in_range",
        "a percentage lies between 0 and 100",
        "f.unit = '%' and f.value not between 0 and 100",
    ),
    _no_fact(
        "value_in_range_of_its_indicator",
        "no value is larger than the dictionary holds plausible for its indicator",
        # Two figures were joined, or a telephone number was read.
        f"abs(f.value) > i.largest_plausible * if(f.period = 'cumulative', {YEARS_IN_ALL}, 1)",
        _INDICATOR,
        severity="warning",
    ),
    no_rows(
        "indicator_known",
        "critical",
        "every fact's indicator is in the dictionary",
        f"select {_SHOWN} from fct_disclosure as f anti join dim_indicator as i using (indicator_id)",  # noqa: S608 - our own words, names and run ids
    ),
    _no_fact(
        "unit_of_the_dictionary",
        "every value is in the unit of the dictionary",
        "f.unit is distinct from i.unit",
        _INDICATOR,
    ),
    _no_fact(
        "applicant_where_broken_down",
        "only indicators that are broken down by applicant have an applicant",
        "f.applicant is not null and coalesce(i.dimension, '') <> 'applicant'",
        _INDICATOR,
    ),
    _no_fact(
        "year_in_range",
        f"a fact's year is {FIRST_REPORT_YEAR} or later, and not after the year in which its page was fetched",
        f"f.report_year is null or f.report_year < {FIRST_REPORT_YEAR} or f.report_year > year(d.fetched_at)",
        _DOCUMENT,
    ),
    accepted_words("fct_disclosure", "applicant", APPLICANTS, may_be_null=True),
    accepted_words("fct_disclosure", "period", get_args(Period), may_be_null=False),
    accepted_words("fct_disclosure", "basis", get_args(Basis), may_be_null=False),
    accepted_words("fct_disclosure", "scope", SCOPES, may_be_null=False),
    accepted_words("fct_disclosure", "form", get_args(TableForm), may_be_null=True),
    accepted_words("fct_disclosure", "aligned_by", get_args(AlignedBy), may_be_null=True),
)
