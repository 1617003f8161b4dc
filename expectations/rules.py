"""What a rule of the gate is.

What belongs here: the data structure, the few ways to write one, and the SQL that measures it. What does not:
the rules themselves (`facts.py`, `documents.py`, `drift.py`, `raw.py`) and how they are run (`expectation.py`).

A rule is one number with bounds, and the rows that explain it. Most rules count rows that must not exist;
others measure a share. Rules name tables of the file plainly (of the raw store as `raw.<table>`) and tables of the
last release as `previous.<table>`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

Severity = Literal["critical", "warning", "info"]

SAMPLE_SIZE: Final = 20
"""Rows that a failing rule shows."""

COUNT_OF_BROKEN: Final = "select count(*) from broken"
NO_ROWS: Final = "select null::varchar as document_id where false"


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
        f"select {column}, {document} as document_id from {table} where {wrong}",  # noqa: S608 - our own words, names and run ids
    )


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a checkpoint looks up what its rules do not say themselves.

    Attributes:
        pages: a SELECT of `document_id`, `url` and `age`: the page of a document is that of the smallest age.
        accepted: a SELECT of `rule`, `document_id`, `against` and `words`: what a person has looked at and accepted
            (`data/overrides.csv`). With a document that document's rows of the rule are no fault any more; without
            one the rule as a whole is accepted while `against` is the last release.
        last_release: the run of the last release, or empty where there is none.
        kept_out: a SELECT of `document_id`: documents in quarantine. Their rows are measured and not shown: whoever
            asked for a take-down is not to be read on the page of a check.
    """

    pages: str
    accepted: str
    last_release: str = ""
    kept_out: str = NO_ROWS


def measuring_sql(rule: Rule, frame: Frame) -> str:
    """The query of a rule: at least one row, each with `observed` and `accepted` (who accepted that the rule does
    not hold, or null); where the bounds are broken, the first rows at fault in a stable order, each with the `url`
    of its page, else nulls. Rows of documents in quarantine are not among them."""
    bounds = [f"observed < {rule.at_least!r}"] if rule.at_least is not None else []
    bounds += [f"observed > {rule.at_most!r}"] if rule.at_most is not None else []
    return f"""
with accepted as materialized (select * from ({frame.accepted}) where rule = '{rule.name}'),
broken as materialized (
    select found.* from ({rule.rows}) as found anti join accepted on found.document_id = accepted.document_id
),
measured as (
    select
        ({rule.measure}) as observed,
        (
            select string_agg(words, '; ' order by words) from accepted
            where document_id is null and coalesce(against, '') = '{frame.last_release}'
        ) as accepted
),
sample as (
    select null::varchar as url where false
    union all by name
    (
        select broken.* from broken
        anti join ({frame.kept_out}) as kept_out on broken.document_id = kept_out.document_id
        order by all limit {SAMPLE_SIZE}
    )
),
known as ({frame.pages}),
pages as (
    select document_id, arg_min(url, (age, url)) as url
    from known semi join sample using (document_id)
    group by document_id
)
select measured.observed, measured.accepted, sample.* exclude (url), coalesce(sample.url, pages.url) as url
from measured
left join sample on {" or ".join(bounds)}
left join pages on pages.document_id = sample.document_id
"""  # noqa: S608 - our own words, names and run ids
