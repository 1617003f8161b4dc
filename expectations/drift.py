"""Rules against the last release: what was published stays, unless there is a reason.

What belongs here: comparisons of the built file with the attached last release (`previous`). What does not:
rules that one file alone can answer (`facts.py`, `documents.py`).
"""

from typing import Final

from expectations.rules import Rule, no_rows, share

# A night adds reports; it takes a few away where a page is read better than before. More than this is a lost
# source or a broken reader.
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

NOTED_GAP: Final = 0.05
REFUSED_GAP: Final = 0.50
"""Of the published reports of one province and year: so many may be without a readable report now."""

NOTED_IMBALANCE: Final = 0.05
REFUSED_IMBALANCE: Final = 0.20
"""So far may the share of the reports whose tables add up fall."""

FEWEST_REPORTS: Final = 20
"""Below so many reports of a province and year a share of them says nothing."""

FEWEST_TO_COMPARE: Final = 200
"""Below so many facts a quantile moves by chance when a few reports are added."""

MOST_MOVED: Final = 2.0
"""A quantile of a key figure may double or halve from one release to the next, and no more."""

_SAME_YEAR: Final = """now.agency_id = before.agency_id and now.report_year = before.report_year
    and now.scope is not distinct from before.scope"""
_DECIDED: Final = """(
        select unnest([stated_document_id, document_id]) as document_id from fct_override
        where decision in ('quarantine', 'set')
    )"""
"""Documents that a person left out or gave another body or year: what changes with them was meant to."""

_GONE: Final = f"""from previous.fct_agency_year as before
    join previous.dim_document as document using (document_id)
    anti join fct_agency_year as now on {_SAME_YEAR}
    anti join {_DECIDED} as decided on before.document_id = decided.document_id"""
_STILL_COUNTED: Final = """(
        document.payload_sha256 in (select payload_sha256 from dim_document where is_counted)
        or document.url in (select url from dim_document where is_counted)
    )"""
_GONE_SHOWN: Final = "before.agency_name, before.report_year, before.scope, before.document_id"

_LOST_DOCUMENTS: Final = """select title, agency_name, report_year, document_id
    from previous.dim_document anti join dim_document using (document_id)"""
_LOST_FACTS: Final = """select before.title, before.agency_name, before.report_year,
        before.n_observations as facts_before, coalesce(now.n_observations, 0) as facts_now,
        before.document_id
    from previous.dim_document as before
    left join dim_document as now using (document_id)
    where coalesce(now.n_observations, 0) < before.n_observations"""


def _key_figures(release: str) -> str:
    figures = ", ".join(f"'{figure}'" for figure in KEY_FIGURES)
    return f"""(select agency_id, agency_name, report_year, scope, indicator_id, value, document_id
        from {release}.fct_disclosure
        where indicator_id in ({figures}) and period = 'year' and coalesce(applicant, 'total') = 'total')"""  # noqa: S608 - our own words, names and run ids


_CHANGED: Final = f"""select before.agency_name, before.report_year, before.scope, before.indicator_id,
        before.value as value_before, now.value as value_now, now.document_id
    from {_key_figures("previous")} as before
    join {_key_figures("main")} as now on {_SAME_YEAR} and now.indicator_id = before.indicator_id
    where now.value <> before.value"""  # noqa: S608 - our own words, names and run ids


def _kept(table: str) -> str:
    return share(f"select count(*) from main.{table}", f"select count(*) from previous.{table}")  # noqa: S608 - our own words, names and run ids


_DOCUMENTS_KEPT: Final = _kept("dim_document")
_FACTS_KEPT: Final = share(
    "select count(*) from main.fct_disclosure",
    f"""select count(*) - count(*) filter (where document_id in (select document_id from {_DECIDED}))
    from previous.fct_disclosure""",  # noqa: S608 - our own words, names and run ids
)
_CHANGED_SHARE: Final = share(
    "select count(*) from broken", f"from {_key_figures('previous')} select count(*)"
)


def _published(release: str) -> str:
    return f"""(select province, report_year, count(*) as n from {release}.fct_report_coverage
        where status = 'published' group by province, report_year)"""  # noqa: S608 - our own words, names and run ids


def _uncovered(gap: float) -> str:
    return f"""select before.province, before.report_year, before.n as published_before,
            coalesce(now.n, 0) as published_now, null::varchar as document_id
        from {_published("previous")} as before
        left join {_published("main")} as now
            on now.province is not distinct from before.province and now.report_year = before.report_year
        where before.n >= {FEWEST_REPORTS} and coalesce(now.n, 0) < before.n * {1 - gap}"""  # noqa: S608 - our own words, names and run ids


def _balanced(release: str) -> str:
    return f"select avg(is_balanced::integer) from {release}.fct_agency_year"  # noqa: S608 - our own words, names and run ids


_BALANCE_KEPT: Final = f"select ({_balanced('main')}) - ({_balanced('previous')})"
_UNBALANCED_NOW: Final = f"""select
        now.agency_name, now.report_year, now.scope, now.form,
        before.agency_id is null as is_new, now.document_id
    from fct_agency_year as now
    left join previous.fct_agency_year as before on {_SAME_YEAR}
    where not now.is_balanced and coalesce(before.is_balanced, true)"""  # noqa: S608 - our own words, names and run ids


def _quantiles(release: str) -> str:
    return f"""(select indicator_id, count(*) as n,
            quantile_cont(value, 0.5) as median, quantile_cont(value, 0.95) as high
        from {_key_figures(release)} group by indicator_id)"""  # noqa: S608 - our own words, names and run ids


def _moved(quantile: str) -> str:
    # One is added on both sides: most figures of most agencies are 0, and a median of 0 may well become 1.
    return f"abs(ln((now.{quantile}::double + 1) / (before.{quantile}::double + 1))) > ln({MOST_MOVED})"


DRIFT_RULES: Final[tuple[Rule, ...]] = (
    no_rows(
        "coverage_kept",
        "critical",
        f"no province has lost more than {REFUSED_GAP:.0%} of the published reports of a year",
        _uncovered(REFUSED_GAP),
    ),
    no_rows(
        "coverage_kept_nearly_all",
        "warning",
        f"no province has lost more than {NOTED_GAP:.0%} of the published reports of a year",
        _uncovered(NOTED_GAP),
    ),
    Rule(
        "tables_balanced_as_before",
        "critical",
        f"the share of reports that add up has not fallen by more than {REFUSED_IMBALANCE:.0%}",
        _UNBALANCED_NOW,
        measure=_BALANCE_KEPT,
        at_least=-REFUSED_IMBALANCE,
    ),
    Rule(
        "tables_balanced_nearly_as_before",
        "warning",
        f"the share of reports that add up has not fallen by more than {NOTED_IMBALANCE:.0%}",
        _UNBALANCED_NOW,
        measure=_BALANCE_KEPT,
        at_least=-NOTED_IMBALANCE,
    ),
    no_rows(
        "agency_year_lost",
        "critical",
        "no agency-year of the last release is lost: its page, or what stands there now, still counts",
        f"select {_GONE_SHOWN} {_GONE} where not {_STILL_COUNTED}",
    ),
    no_rows(
        "agency_year_renamed",
        "warning",
        "no page of the last release counts for another agency, year or scope now",
        f"select {_GONE_SHOWN} {_GONE} where {_STILL_COUNTED}",
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
        "key_figures_unchanged",
        "critical",
        f"at most {REFUSED_CHANGE:.0%} of the last release's key figures have another value now",
        _CHANGED,
        measure=_CHANGED_SHARE,
        at_most=REFUSED_CHANGE,
    ),
    Rule(
        "key_figures_unchanged_nearly_all",
        "warning",
        f"at most {NOTED_CHANGE:.0%} of the last release's key figures have another value now",
        _CHANGED,
        measure=_CHANGED_SHARE,
        at_most=NOTED_CHANGE,
    ),
    no_rows(
        "key_figures_steady",
        "warning",
        f"the median and the 95 % quantile of no key figure moved by more than a factor of {MOST_MOVED:g}",
        f"""select before.indicator_id, before.n as facts_before, now.n as facts_now,
            before.median as median_before, now.median as median_now,
            before.high as high_before, now.high as high_now,
            null::varchar as document_id
        from {_quantiles("previous")} as before
        join {_quantiles("main")} as now using (indicator_id)
        where before.n >= {FEWEST_TO_COMPARE} and ({_moved("median")} or {_moved("high")})""",  # noqa: S608 - our own words, names and run ids
    ),
)
