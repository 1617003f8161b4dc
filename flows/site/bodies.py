"""What the site asks of a published file about each body: its reports with their facts, documents, findings, coverage.

What belongs here: those SELECT statements, and the function that runs them for a group of bodies. What does not: all
other questions (`queries.py`), and what is written where (`shards.py`).

The database puts together one JSON text a body: a country has tens of millions of facts, and Python never holds one.
"""

from typing import Final

from duckdb import DuckDBPyConnection

from flows.site.codes import APPLICANTS, FIGURES, STATUSES, exact, position, text, texts
from flows.site.groups import Group

_OF_GROUP: Final = "agency_id >= $first and agency_id < $end"
_DOCUMENT: Final = (
    "title",
    "url",
    "strftime(fetched_at, '%Y-%m-%d %H:%M')",
    "warc_file",
    "warc_offset",
    "payload_sha256",
    "kind",
    "published_on",
    "report_year",
    "excluded_because",
)
_FOUND: Final = (
    "report_year",
    "scope",
    "document_id",
    "finding_number",
    "rule",
    "severity",
    "message",
    "identity",
)
_COVERED: Final = ("report_year", "status", "due_on", "published_on", "days_late", "unreadable_because")
_FIGURES: Final = ", ".join(
    text(f"round({name}, 4)") if name.startswith("share_") else f"({exact(name)})" for name in FIGURES
)

_FACTS: Final = f"""
with facts as (
    select
        agency_id, report_year, scope, document_id, table_index, form, period, basis,
        coalesce(row_index, span_start) as down, coalesce(column_index, span_end) as across,
        '[' || (numbers.number) || ',' || ({position("applicant", APPLICANTS)}) || ',' || ({exact("value")})
        || ',' || ({position("status", STATUSES)}) || ',' || down || ',' || across
        || case
            when quote <> ({exact("value")}) or is_approximate or is_unit_assumed or finding_number is not null
            then ',' || {text("quote")} || ',' || (is_approximate::int + 2 * is_unit_assumed::int)
                || coalesce(',' || finding_number, '')
            else ''
        end || ']' as cell
    from fct_disclosure
    inner join numbers using (indicator_id)
    where {_OF_GROUP}
),
blocks as (
    select
        agency_id, report_year, scope, min(down) as first_row, table_index,
        '{{"d":' || {text("document_id")} || ',"t":' || coalesce(table_index, -1) || ',"f":' || {text("form")}
        || ',"p":' || {text("period")} || ',"c":['
        || string_agg(cell, ',' order by down, across, cell) || ']}}' as block
    from facts
    group by agency_id, report_year, scope, document_id, table_index, form, period
)
select agency_id, report_year, scope, string_agg(block, ',' order by table_index nulls last, first_row, block)
from blocks
group by agency_id, report_year, scope
"""  # noqa: S608 - the parts are constants of this package

_REPORTS: Final = f"""
select
    agency_id, report_year, scope,
    '"y":' || report_year || ',"s":' || {text("scope")} || ',"f":' || {text("form")} || ',"on":'
    || {text("published_on")} || ',"ok":' || {text("is_balanced")} || ',"n":' || n_findings || ',"d":'
    || {text("document_id")} || ',"k":['
    || concat_ws(',', {_FIGURES})
    || ']'
from fct_agency_year
where {_OF_GROUP}
order by agency_id, report_year, scope
"""  # noqa: S608 - as above

_DOCUMENTS: Final = f"""
select
    agency_id,
    string_agg(
        {text("document_id")} || ':['
        || concat_ws(',', {texts(_DOCUMENT)})
        || ']', ',' order by report_year, document_id
    )
from dim_document
where {_OF_GROUP} and (is_counted or is_latest)
group by agency_id
"""  # noqa: S608 - as above

_FINDINGS: Final = f"""
select
    findings.agency_id,
    string_agg(
        '[' || concat_ws(',', {texts(_FOUND)},
            coalesce(numbers.number::varchar, '-1'), {position("applicant", APPLICANTS)},
            {texts(("table_index", "row_index", "column_index"))},
            ({exact("left_value")}), ({exact("right_value")}), {text("quote")}, {text("url")}) || ']',
        ',' order by report_year, document_id, finding_number, rule
    )
from fct_finding as findings
left join numbers using (indicator_id)
where {_OF_GROUP}
group by findings.agency_id
"""  # noqa: S608 - as above

_COVERAGE: Final = f"""
select
    agency_id,
    string_agg(
        '[' || concat_ws(',', {texts(_COVERED)}) || ']',
        ',' order by report_year
    )
from fct_report_coverage
where {_OF_GROUP}
group by agency_id
"""  # noqa: S608 - as above


_COUNT_FACTS: Final = """
select left(agency_id, $length) as shard, coalesce(sum(n_facts), 0)::bigint
from dim_agency
left join fct_agency_year using (agency_id)
group by shard
order by shard
"""


def count_facts(database: DuckDBPyConnection, length: int) -> list[tuple[str, int]]:
    """Of each file, named by so many digits of its bodies' ids: the digits, and the facts that it holds; in order."""
    return database.execute(_COUNT_FACTS, {"length": length}).fetchall()


def texts_of_group(database: DuckDBPyConnection, group: Group) -> dict[str, dict[str, str]]:
    """JSON texts of all bodies of a group: of each body its reports, documents, findings and coverage, each a list's
    or object's inside without the brackets."""
    values = {"first": group.first, "end": group.end}
    facts = {
        (agency, year, scope): block
        for agency, year, scope, block in database.execute(_FACTS, values).fetchall()
    }
    reports: dict[str, list[str]] = {}
    for agency, year, scope, head in database.execute(_REPORTS, values).fetchall():
        reports.setdefault(agency, []).append(f'{{{head},"b":[{facts.pop((agency, year, scope), "")}]}}')
    return {
        "reports": {agency: ",".join(found) for agency, found in reports.items()},
        "documents": dict(database.execute(_DOCUMENTS, values).fetchall()),
        "findings": dict(database.execute(_FINDINGS, values).fetchall()),
        "coverage": dict(database.execute(_COVERAGE, values).fetchall()),
    }
