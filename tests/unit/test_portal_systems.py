"""Every shape of a list on the sample portal: a small source collects it, and finds its reports and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.archive.archive import Archive
from flows.collect.account import SourceReport
from flows.collect.collect import collect_source
from flows.demo.portal import Portal
from flows.demo.saved import write_saved, write_sources
from flows.demo.systems import SYSTEMS
from flows.settings import Settings
from flows.sources.model import Source
from flows.sources.registry import load_sources

YEARS = (2012, 2016, 2020, 2023)


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    with Portal(n_agencies=1, years=YEARS, other_systems=True) as running:
        yield running


@pytest.fixture(scope="module")
def sources(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Source]:
    assert portal.systems is not None
    folder = tmp_path_factory.mktemp("sources")
    write_sources(folder, portal.systems.sources(portal.base_url))
    write_saved(portal.systems, portal.base_url, folder)
    return {source.id: source for source in load_sources(folder)}


def night(source: Source, data: Path, run_id: str = "run1") -> tuple[SourceReport, dict[str, str | None]]:
    """What a night came to, and the addresses of reports with the page that links each."""
    settings = Settings(data_dir=data)
    with Archive(settings.archive_dir) as archive:
        report = collect_source(source, archive, settings, run_id)
        known = archive.captures.known(source.id)
    return report, {capture.url: capture.linked_from for capture in known if capture.payload_sha256}


@pytest.mark.parametrize("system", [system.id for system in SYSTEMS])
def test_each_shape_gives_its_reports_and_their_parts(
    portal: Portal, sources: dict[str, Source], system: str, tmp_path: Path
) -> None:
    assert portal.systems is not None
    paths = {report.path for report in portal.systems.reports[system]}
    truths = [truth for truth in portal.truth if truth.path in paths]
    assert len(truths) == len(YEARS)
    expected: dict[str, str | None] = {truth.url: None for truth in truths}
    expected |= {part.url: truth.url for truth in truths for part in truth.parts}

    report, found = night(sources[system], tmp_path)
    assert (report.status, report.problems) == ("ok", ())
    assert found == expected
    assert set(report.counts) == {"new"}
    again, found = night(sources[system], tmp_path, "run2")
    assert (again.status, found) == ("ok", expected)
    assert set(again.counts) <= {"unchanged"}


def test_all_shapes_are_there(sources: dict[str, Source]) -> None:
    assert {source.listing.shape for source in sources.values()} == {
        "html", "jpage", "by_year", "gkmlpt", "sitemap", "auto", "addresses",
    }  # fmt: skip
    assert {source.kind for source in sources.values()} == {"http", "files", "warc"}
    assert any(source.listing.way for source in sources.values())
    assert any(source.listing.is_report for source in sources.values())


def test_the_reports_are_cut_and_encoded_in_all_ways(portal: Portal) -> None:
    assert portal.systems is not None
    reports = [report for reports in portal.systems.reports.values() for report in reports]
    endings = {name.rpartition(".")[2] for report in reports for name in report.split.files}
    assert endings == {"htm", "html", "xlsx", "docx", "pdf"}
    in_gbk = [report for report in reports if report.entry.printed.codec == "gb18030"]
    assert len(in_gbk) == len(YEARS)
    for report in in_gbk:
        for resource in report.resources().values():
            assert b"charset=gb2312" in resource.body
            assert "样例市" in resource.body.decode("gb18030")
