"""Sample pages: the portal's, saved to a folder, with the number of facts in them; and any, archived as captures."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from flows.archive.archive import Archive
from flows.archive.model import Fetched
from flows.demo.facts import TruthReport
from flows.demo.portal import Portal
from flows.load.store import RawStore
from flows.settings import Settings


def write_sample_reports(folder: Path, n_agencies: int = 2, years: tuple[int, ...] = (2012, 2023)) -> int:
    """Save a small portal to a folder.

    Returns:
        The number of facts that must be published from it: one per body, year and figure.
    """
    portal = Portal(n_agencies=n_agencies, years=years)
    portal.write_folder(folder)
    return count_facts(portal.truth_at("file://sample"))


def count_facts(truth: list[TruthReport]) -> int:
    """Distinct facts of the reports whose body and year are known; mirrors state nothing new."""
    return len(
        {
            (report.agency, report.report_year, key)
            for report in truth
            if report.kind == "annual_report" and report.agency and report.report_year
            for key in report.facts()
        }
    )


def archive_texts(
    settings: Settings, payloads: Mapping[str, bytes], run_id: str, **linked_from: str
) -> RawStore:
    """Archive plain texts as one run collected them from a folder, so that they wait to be read.

    Args:
        payloads: by their names.
        linked_from: the address of the page that links one, by its name without the ending.
    """
    with Archive(settings.archive_dir, settings.remote) as archive:
        for name, payload in payloads.items():
            archive.store(
                Fetched(
                    source_id="saved",
                    url=f"file://saved/{name}",
                    fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
                    outcome="new",
                    role="report",
                    run_id=run_id,
                    content_type="text/plain",
                    payload=payload,
                    linked_from=linked_from.get(name.partition(".")[0]),
                )
            )
        store = RawStore(settings)
        store.append_captures(archive.captures.to_arrow())
    return store
