"""Rules against the last release: what was published stays, unless there is a reason.

What belongs here: comparisons of the built file with the attached last release (`previous`). What does not: rules
that one file alone can answer (`facts.py`, `documents.py`).
"""

from typing import Final

from expectations.rules import Rule, no_rows, share

# A night adds reports; it takes a few away where a page is read better than before. More than this is a lost source
# or a broken reader.
NOTED_LOSS: Final = 0.02
REFUSED_LOSS: Final = 0.10

# Stated figures of the past do not move: a changed value is a corrected report or a better reading.
NOTED_CHANGE: Final = 0.02
REFUSED_CHANGE: Final = 0.20

KEY_FIGURES: Final = (
    "applications.new",
    "applications.granted",
    "applications.outcomes",
    "applications.carried_out",
    "review.total",
    "litigation_direct.total",
    "stat.proactive.items",
    "stat.applications.received",
    "stat.applications.replied",
    "proactive.licensing.decisions",
    "proactive.penalty.decisions",
)
"""One figure of each part of the forms; a column that slips by one moves at least one of them."""

FEWEST_TO_COMPARE: Final = 200
"""Below so many facts a quantile moves by chance when a few reports are added."""

MOST_MOVED: Final = 2.0
"""A quantile of a key figure may double or halve from one release to the next, and no more."""

_SAME_YEAR: Final = """now.agency_id = before.agency_id and now.report_year = before.report_year
    and now.scope is not distinct from before.scope"""
_GONE: Final = f"""from previous.fct_agency_year as before
    join previous.dim_document as document using (document_id)
    anti join fct_agency_year as now on {_SAME_YEAR}"""
_STILL_COUNTED: Final = """exists (
        select 1 from dim_document as now
        where now.is_counted and (now.payload_sha256 = document.payload_sha256 or now.url = document.url)
    )"""
_GONE_SHOWN: Final = "before.agency_name, before.report_year, before.scope, before.document_id"

_LOST_DOCUMENTS: Final = """select title, agency_name, report_year, document_id
    from previous.dim_document anti join dim_document using (document_id)"""
_LOST_FACTS: Final = """select agency_name, report_year, document_id,
        count(*) filter (where release = 'previous') as facts_before, count(*) filter (where release = 'now') as facts_now
    from (
        select 'previous' as release, agency_name, report_year, document_id from previous.fct_disclosure
        union all
        select 'now' as release, agency_name, report_year, document_id from fct_disclosure
    )
    group by agency_name, report_year, document_id
    having facts_now < facts_before"""
_CHANGED_FACTS: Final = """select before.agency_name, before.report_year, before.scope, before.indicator_id,
        before.applicant, before.period, before.value as value_before, now.value as value_now, now.document_id
    from previous.fct_disclosure as before
    join fct_disclosure as now
        on now.agency_id = before.agency_id and now.report_year = before.report_year
        and now.indicator_id = before.indicator_id and now.period = before.period
        and now.scope is not distinct from before.scope
        and now.applicant is not distinct from before.applicant
    where now.value <> before.value"""


def _kept(table: str) -> str:
    return share(f"select count(*) from main.{table}", f"select count(*) from previous.{table}")  # noqa: S608


_DOCUMENTS_KEPT: Final = _kept("dim_document")
_FACTS_KEPT: Final = _kept("fct_disclosure")
_FACTS_CHANGED: Final = share("select count(*) from broken", "select count(*) from previous.fct_disclosure")


def _quantiles(table: str) -> str:
    figures = ", ".join(f"'{figure}'" for figure in KEY_FIGURES)
    return f"""select indicator_id, count(*) as n, quantile_cont(value, 0.5) as median, quantile_cont(value, 0.95) as high
        from {table}
        where indicator_id in ({figures}) and period = 'year' and coalesce(applicant, 'total') = 'total'
        group by indicator_id"""  # noqa: S608


def _moved(quantile: str) -> str:
    # One is added on both sides: most figures of most agencies are 0, and a median of 0 may well become 1.
    return f"abs(ln((now.{quantile}::double + 1) / (before.{quantile}::double + 1))) > ln({MOST_MOVED})"


DRIFT_RULES: Final[tuple[Rule, ...]] = (
    no_rows(
        "agency_year_lost",
        "critical",
        "no agency-year of the last release is lost: its page, or what stands at its address now, still counts",
        f"select {_GONE_SHOWN} {_GONE} where not {_STILL_COUNTED}",  # noqa: S608
    ),
    no_rows(
        "agency_year_renamed",
        "warning",
        "no page of the last release counts for another agency, year or scope now",
        f"select {_GONE_SHOWN} {_GONE} where {_STILL_COUNTED}",  # noqa: S608
    ),
    Rule(
        "documents_kept",
        "critical",
        f"at least {1 - REFUSED_LOSS:.0%} as many documents as in the last release",
        _LOST_DOCUMENTS,
        measure=_DOCUMENTS_KEPT,
        at_least=1 - REFUSED_LOSS,
    ),
    Rule(
        "documents_kept_nearly_all",
        "warning",
        f"at least {1 - NOTED_LOSS:.0%} as many documents as in the last release",
        _LOST_DOCUMENTS,
        measure=_DOCUMENTS_KEPT,
        at_least=1 - NOTED_LOSS,
    ),
    Rule(
        "facts_kept",
        "critical",
        f"at least {1 - REFUSED_LOSS:.0%} as many facts as in the last release",
        _LOST_FACTS,
        measure=_FACTS_KEPT,
        at_least=1 - REFUSED_LOSS,
    ),
    Rule(
        "facts_kept_nearly_all",
        "warning",
        f"at least {1 - NOTED_LOSS:.0%} as many facts as in the last release",
        _LOST_FACTS,
        measure=_FACTS_KEPT,
        at_least=1 - NOTED_LOSS,
    ),
    Rule(
        "facts_unchanged",
        "critical",
        f"at most {REFUSED_CHANGE:.0%} of the last release's facts have another value now",
        _CHANGED_FACTS,
        measure=_FACTS_CHANGED,
        at_most=REFUSED_CHANGE,
    ),
    Rule(
        "facts_unchanged_nearly_all",
        "warning",
        f"at most {NOTED_CHANGE:.0%} of the last release's facts have another value now",
        _CHANGED_FACTS,
        measure=_FACTS_CHANGED,
        at_most=NOTED_CHANGE,
    ),
    no_rows(
        "key_figures_steady",
        "warning",
        f"the median and the 95 % quantile of the key figures have not moved by more than a factor of {MOST_MOVED:g}",
        f"""select before.indicator_id, before.n as facts_before, now.n as facts_now,
            before.median as median_before, now.median as median_now, before.high as high_before, now.high as high_now,
            null::varchar as document_id
        from ({_quantiles("previous.fct_disclosure")}) as before
        join ({_quantiles("main.fct_disclosure")}) as now using (indicator_id)
        where before.n >= {FEWEST_TO_COMPARE} and ({_moved("median")} or {_moved("high")})""",  # noqa: S608
    ),
)
