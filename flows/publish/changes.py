"""What one release says that another does not: reports, facts, coverage and findings.

What belongs here: the comparison of two finished files, in numbers and in rows. What does not: its words for people
(`notes.py`), and which two releases are compared (`release.py`).

A report is a body's year and scope, as `fct_agency_year` has it. Facts are compared only where a body's year holds
other ones: both files sum up each year first, so that a night that changed little is compared in little time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from duckdb import DuckDBPyConnection

from flows.warehouse import connect

Kind = Literal["new", "corrected", "restated", "read anew", "withdrawn"]
"""`corrected`: another document states it now, with other figures. `restated`: another document, and the same figures.
`read anew`: the same document, and other figures."""

KINDS: Final[tuple[Kind, ...]] = ("new", "corrected", "restated", "read anew", "withdrawn")

_SUMMED: Final = """(
    select
        agency_id, report_year, count(*) as n,
        sum(hash(scope, indicator_id, applicant, period, value)::hugeint) as total
    from {file}fct_disclosure
    group by all
)"""
_TOUCHED: Final = f"""
create temp table touched as
select agency_id, report_year
from {_SUMMED.format(file="previous.")} as befores
full join {_SUMMED.format(file="")} as afters using (agency_id, report_year)
where befores.n is distinct from afters.n or befores.total is distinct from afters.total
"""  # noqa: S608 - the parts are constants of this module
_STATED: Final = """(
    select
        agency_id, report_year, indicator_id, period,
        coalesce(scope, '') as scope, coalesce(applicant, '') as applicant, value, true as is_there
    from {file}fct_disclosure semi join touched using (agency_id, report_year)
)"""
_FACTS: Final = f"""
create temp table other_facts as
select
    agency_id, report_year, scope,
    case
        when befores.is_there is null then 'new' when afters.is_there is null then 'withdrawn' else 'changed'
    end as change
from {_STATED.format(file="previous.")} as befores
full join {_STATED.format(file="")} as afters
    using (agency_id, report_year, scope, indicator_id, applicant, period)
where befores.is_there is null or afters.is_there is null or befores.value <> afters.value
"""  # noqa: S608 - the parts are constants of this module
_YEARS: Final = """(
    select years.* replace (coalesce(years.scope, '') as scope), pages.url
    from {file}fct_agency_year as years left join {file}dim_document as pages using (document_id)
)"""
_REPORTS: Final = f"""
select
    case
        when befores.document_id is null then 'new'
        when afters.document_id is null then 'withdrawn'
        when befores.document_id = afters.document_id then 'read anew'
        when facts.is_other then 'corrected'
        else 'restated'
    end as kind,
    coalesce(afters.agency_name, befores.agency_name) as agency_name,
    report_year,
    scope,
    coalesce(afters.url, befores.url) as url
from {_YEARS.format(file="previous.")} as befores
full join {_YEARS.format(file="")} as afters using (agency_id, report_year, scope)
left join (select distinct agency_id, report_year, scope, true as is_other from other_facts) as facts
    using (agency_id, report_year, scope)
where befores.document_id is distinct from afters.document_id or facts.is_other
order by all
"""  # noqa: S608 - the parts are constants of this module
_BEFORE_AND_AFTER: Final = """
select {name}, count(*) filter (not is_after), count(*) filter (is_after)
from (
    select {name}, false as is_after from previous.{table}
    union all
    select {name}, true as is_after from {table}
)
group by {name}
order by {name} nulls last
"""


@dataclass(frozen=True, slots=True)
class ChangedReport:
    """A report that is new, says something else, or is gone; `url` is the page that states it now, or stated it."""

    kind: Kind
    agency_name: str
    report_year: int
    scope: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many there were, and how many there are. `name` is None where the data names none."""

    name: str | None
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What one file says that another does not.

    Attributes:
        reports: sorted by kind, body and year.
        facts: how many are `new`, `changed` in value, or `withdrawn`.
        years, provinces: reports of each report year, and of the bodies of each province.
        rules: findings of each rule.
    """

    reports: tuple[ChangedReport, ...]
    facts: dict[str, int]
    years: tuple[Count, ...]
    provinces: tuple[Count, ...]
    rules: tuple[Count, ...]

    def of_kind(self, kind: Kind) -> tuple[ChangedReport, ...]:
        """The changed reports of one kind."""
        return tuple(report for report in self.reports if report.kind == kind)


def changes_between(before: Path, after: Path) -> Changes:
    """Compare two built files.

    Raises:
        GongkaiError: a file cannot be opened.
        duckdb.Error: one is no warehouse.
    """
    with connect(after, read_only=True, attach={"previous": before}) as database:
        database.execute(_TOUCHED)
        database.execute(_FACTS)
        facts = database.execute("select change, count(*) from other_facts group by all").fetchall()
        return Changes(
            reports=tuple(ChangedReport(*row) for row in database.execute(_REPORTS).fetchall()),
            facts={change: dict(facts).get(change, 0) for change in ("new", "changed", "withdrawn")},
            years=_counts(database, "report_year", "fct_agency_year"),
            provinces=_counts(database, "province", "fct_agency_year"),
            rules=_counts(database, "rule", "fct_finding"),
        )


def _counts(database: DuckDBPyConnection, name: str, table: str) -> tuple[Count, ...]:
    rows: Sequence[tuple[Any, int, int]] = database.execute(
        _BEFORE_AND_AFTER.format(name=name, table=table)
    ).fetchall()
    return tuple(Count(None if named is None else str(named), before, after) for named, before, after in rows)
