"""What a rule of the gate is.

What belongs here: the data structure, the few ways to write one, and the SQL that measures it. What does not:
the rules themselves (`facts.py`, `documents.py`, `drift.py`) and how they are run (`expectation.py`).

A rule is one number with bounds, and the rows that explain it. Most rules count rows that must not exist;
others measure a share. Rules name tables of the built file plainly and tables of the last release as
`previous.<table>`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

Severity = Literal["critical", "warning", "info"]

SAMPLE_SIZE: Final = 20
"""Rows that a failing rule shows."""

COUNT_OF_BROKEN: Final = "select count(*) from broken"
NO_ROWS: Final = "select null as document_id where false"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must hold of a release.

    Attributes:
        name: its snake_case name, unique in the gate.
        severity: `critical` keeps the night from being published, `warning` is published as a note, `info` is
            told.
        says: one English sentence: what holds.
        rows: a SELECT of the rows at fault, shown where the rule is broken. Its column `document_id` is null
            where a row is no document's; a column `url` is only needed where the document does not tell the
            page.
        measure: a SELECT of one number; it may read `broken`, which is `rows`. Null means that there is
            nothing to measure, and breaks nothing.
        at_least, at_most: bounds of that number, inclusive.
    """

    name: str
    severity: Severity
    says: str
    rows: str = NO_ROWS
    measure: str = COUNT_OF_BROKEN
    at_least: float | None = None
    at_most: float | None = None


def no_rows(name: str, severity: Severity, says: str, rows: str) -> Rule:
    """A rule that is broken by every row of `rows`."""
    return Rule(name, severity, says, rows, at_most=0)


def share(part: str, whole: str) -> str:
    """The measure part / whole; null where the whole is 0."""
    return f"select ({part})::double / nullif(({whole}), 0)"


def accepted_words(
    table: str, column: str, words: Sequence[str], *, may_be_null: bool, document: str = "document_id"
) -> Rule:
    """A column holds only words of a closed list (`flows/vocabulary.py`); `document` is the expression for
    the document of a row."""
    listed = ", ".join(f"'{word}'" for word in words)
    wrong = f"{column} not in ({listed})" + ("" if may_be_null else f" or {column} is null")
    return no_rows(
        f"{table}_{column}_accepted",
        "critical",
        f"{table}.{column} is one of its listed words{' or null' if may_be_null else ''}",
        f"select {column}, {document} as document_id from {table} where {wrong}",  # noqa: S608
    )


def measuring_sql(rule: Rule, *, has_previous: bool) -> str:
    """The query of a rule: at least one row, each with `observed`; where the bounds are broken, the first
    rows at fault in a stable order, each with the `url` of its page, else nulls."""
    bounds = [f"observed < {rule.at_least!r}"] if rule.at_least is not None else []
    bounds += [f"observed > {rule.at_most!r}"] if rule.at_most is not None else []
    known = ["select 0 as age, document_id, url from main.dim_document"]
    known += ["select 1 as age, document_id, url from previous.dim_document"] if has_previous else []
    return f"""
with broken as materialized ({rule.rows}),
measured as (select ({rule.measure}) as observed),
sample as (
    select null::varchar as url where false
    union all by name
    (select * from broken order by all limit {SAMPLE_SIZE})
),
known as ({" union all ".join(known)}),
pages as (
    select document_id, arg_min(url, (age, url)) as url
    from known semi join sample using (document_id)
    group by document_id
)
select measured.observed, sample.* exclude (url), coalesce(sample.url, pages.url) as url
from measured
left join sample on {" or ".join(bounds)}
left join pages on pages.document_id = sample.document_id
"""  # noqa: S608
