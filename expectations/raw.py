"""Rules on the raw store, before anything is built from it: what was collected and read since the last release.

What belongs here: volumes of the sources, and how well the new pages were read. What does not: what the documents
come to once they are chosen and counted (`facts.py`, `documents.py`, `drift.py`).

Rules look at everything that was read after the last release, and not at one night: what a refused night loaded is
still there the night after, and no release holds it yet. Documents in quarantine (`data/overrides.csv`) are left
out, so a night can be repeated without them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from expectations.rules import Rule, no_rows, share

# First estimates, far above what the sample reports and the labelled real pages show. Tighten them with good nights.
NOTED_UNREADABLE: Final = 0.2
REFUSED_UNREADABLE: Final = 0.5
NOTED_SILENT: Final = 0.4
REFUSED_SILENT: Final = 0.8
NOTED_LOST: Final = 0.001
REFUSED_LOST: Final = 0.02
NOTED_UNKNOWN: Final = 0.3

FEWEST_TO_JUDGE: Final = 20
"""Below so many pages or reports a share says nothing: one scan among two pages is no bad night."""

MOST_OUT_OF_BOUNDS: Final = 0.5
"""Of the sources: a site can be redesigned any night, and half of them on one night is a fault of ours."""


@dataclass(frozen=True, slots=True)
class Volume:
    """How many reports a healthy source lists (its file in `data/sources`), and how many it listed in this run; None
    where it was not asked."""

    source_id: str
    min_reports: int
    max_reports: int
    n_listed: int | None = None


def raw_rules(last_release: str, volumes: Sequence[Volume]) -> tuple[Rule, ...]:
    """All rules on the raw store.

    Args:
        last_release: run of the last release; what was read later is judged. Empty: everything is.
        volumes: bounds of the sources.
    """
    return (*_of_volumes(last_release, volumes), *_of_reading(last_release))


def _of_volumes(last_release: str, volumes: Sequence[Volume]) -> tuple[Rule, ...]:
    few = _sources_outside(volumes, "least(n_pages, coalesce(n_listed, n_pages)) < min_reports")
    many = _sources_outside(volumes, "n_new > max_reports", last_release)
    # Before the first release many sources may still be in the middle of their first collection.
    most = (_most_sources(few, volumes),) if last_release else ()
    return (
        *most,
        no_rows(
            "source_has_its_reports",
            "warning",
            "every source has at least as many reports as a healthy night lists, and listed as many in this run",
            few,
        ),
        no_rows(
            "source_not_flooded",
            "warning",
            "no source brought more new pages since the last release than a healthy night lists at most",
            many,
        ),
    )


def _most_sources(few: str, volumes: Sequence[Volume]) -> Rule:
    return Rule(
        "most_sources_have_their_reports",
        "critical",
        f"at most {MOST_OUT_OF_BOUNDS:.0%} of the sources have or listed fewer reports than a healthy night lists",
        few,
        measure=share("select count(*) from broken", f"select count(*) from ({_collected(volumes)})"),  # noqa: S608 - our own words, names and run ids
        at_most=MOST_OUT_OF_BOUNDS,
    )


def _collected(volumes: Sequence[Volume], last_release: str = "") -> str:
    """The sources with bounds that were ever collected: pages at different addresses, parts of reports aside."""
    stated = ", ".join(
        f"('{one.source_id}', {one.min_reports}, {one.max_reports}, "
        f"{'null' if one.n_listed is None else one.n_listed})"
        for one in volumes
    )
    bounds = f"values {stated}" if volumes else "select null::varchar, 0, 0, 0 where false"
    return f"""
        select
            source_id, min_reports, max_reports, n_listed, min(url) as url,
            count(distinct url) as n_pages,
            count(distinct url) filter (where outcome = 'new' and run_id > '{last_release}') as n_new
        from ({bounds}) as bounds (source_id, min_reports, max_reports, n_listed)
        left join (
            from raw.captures
            where role = 'report' and linked_from is null and outcome in ('new', 'changed', 'unchanged')
        ) as captures using (source_id)
        where url is not null or n_listed is not null
        group by source_id, min_reports, max_reports, n_listed"""  # noqa: S608 - our own words, names and run ids


def _sources_outside(volumes: Sequence[Volume], condition: str, last_release: str = "") -> str:
    return f"""select *, null::varchar as document_id
        from ({_collected(volumes, last_release)}) where {condition}"""  # noqa: S608 - our own words, names and run ids


def _of_reading(last_release: str) -> tuple[Rule, ...]:
    readings = f"(select * from raw.readings where run_id > '{last_release}')"  # noqa: S608 - our own words, names and run ids
    documents = _new_documents(last_release)
    reports = f"(select * from {documents} where kind = 'annual_report' and excluded_because is null)"  # noqa: S608 - our own words, names and run ids
    refused = f"""select reason, detail, source_id, url, null::varchar as document_id
        from {readings} where outcome = 'refused'"""  # noqa: S608 - our own words, names and run ids
    silent = f"""select title, agency_name, report_year, document_id
        from {reports} anti join raw.observations using (document_id, reader_version)"""  # noqa: S608 - our own words, names and run ids
    unread = _share_of(readings)
    mute = _share_of(reports)
    lost = f"select title, n_lost, length(clean_text) as n_characters, document_id from {documents} where n_lost > 0"  # noqa: S608 - our own words, names and run ids
    lost_share = f"""select sum(n_lost)::double / nullif(sum(n_lost + length(clean_text)), 0)
        from {documents} having count(*) >= {FEWEST_TO_JUDGE}"""  # noqa: S608 - our own words, names and run ids
    return (
        no_rows(
            "reading_has_capture",
            "critical",
            "the bytes of everything that was read are in the capture log",
            f"""select source_id, url, payload_sha256, null::varchar as document_id
            from {readings} as readings
            anti join (from raw.captures where warc_file is not null) as captures using (payload_sha256)""",  # noqa: S608 - our own words, names and run ids
        ),
        no_rows(
            "decision_has_its_document",
            "warning",
            "every document that a person has decided on (data/overrides.csv) was read, or its page was",
            """select decision, field, value, who, decided_on, why, url, document_id from raw.overrides
            anti join raw.documents using (document_id)
            anti join raw.readings using (payload_sha256, url)
            where document_id is not null""",
        ),
        no_rows(
            "identity_has_evidence",
            "critical",
            "every document with a body or a year says which words it was taken from",
            f"""select title, agency_name, report_year, document_id from {documents}
            where (agency_name is not null and not {_has_evidence("agency")})
                or (report_year is not null and not {_has_evidence("report_year")})""",  # noqa: S608 - our own words, names and run ids
        ),
        *_pair(
            ("pages_readable", "of the pages read since the last release could not be read"),
            refused,
            unread,
            NOTED_UNREADABLE,
            REFUSED_UNREADABLE,
        ),
        *_pair(
            ("reports_speak", "of the reports read since the last release state no number"),
            silent,
            mute,
            NOTED_SILENT,
            REFUSED_SILENT,
        ),
        *_pair(
            ("texts_whole", "of the characters read since the last release are lost"),
            lost,
            lost_share,
            NOTED_LOST,
            REFUSED_LOST,
        ),
        Rule(
            "reports_identified",
            "warning",
            f"at most {NOTED_UNKNOWN:.0%} of the reports read since the last release lack a body or a year",
            f"""select title, agency_name, report_year, document_id from {reports}
            where agency_name is null or report_year is null""",  # noqa: S608 - our own words, names and run ids
            measure=_share_of(reports),
            at_most=NOTED_UNKNOWN,
        ),
    )


def _pair(named: tuple[str, str], rows: str, measure: str, noted: float, refused: float) -> tuple[Rule, Rule]:
    """One measure with two bounds: what is noted, and what keeps the night from being built."""
    name, says = named
    return (
        Rule(name, "critical", f"at most {refused:.1%} {says}", rows, measure=measure, at_most=refused),
        Rule(
            f"{name}_as_usual", "warning", f"at most {noted:.1%} {says}", rows, measure=measure, at_most=noted
        ),
    )


def _new_documents(last_release: str) -> str:
    """The documents first read after the last release, those in quarantine left out."""
    return f"""(
            select documents.* from raw.documents as documents
            anti join (from raw.overrides where decision = 'quarantine') as kept_out using (document_id)
            where run_id > '{last_release}')"""  # noqa: S608 - our own words, names and run ids


def _share_of(rows: str) -> str:
    """The share that the rows at fault are of some rows; null where these are too few to tell."""
    return f"""select (select count(*) from broken)::double / count(*)
        from {rows} as judged having count(*) >= {FEWEST_TO_JUDGE}"""  # noqa: S608 - our own words, names and run ids


def _has_evidence(field: str) -> str:
    return f"len(list_filter(evidence, lambda one: one.field = '{field}' and one.is_chosen)) > 0"
