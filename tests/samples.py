"""Sample reports for tests that need pages: the portal's, saved to a folder, with the number of facts in them."""

from pathlib import Path

from flows.demo.facts import TruthReport
from flows.demo.portal import Portal


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
