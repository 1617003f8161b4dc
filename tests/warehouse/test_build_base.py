"""Builds that begin with the last one: table by table they hold what a build that begins afresh holds, through nights
with new, corrected, withdrawn, mirrored and misread reports; and what lets a build begin afresh."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from flows.build import base as bases
from flows.build.base import LONGEST_CHAIN, Finished, find_base, mark_finished
from flows.build.dbt import BuildReport, run_build
from flows.extract.document import READER_VERSION
from flows.extract.model import Document, Observation
from flows.load.store import RawStore
from flows.settings import Settings, make_settings
from flows.warehouse import connect, identifier
from tests.warehouse.synthetic_raw import Page, fact, load, report

SITE = "https://www.yunxi.gov.cn"
COUNTY = "云溪县人民政府"
OTHERS = tuple(f"云溪县{name}局" for name in ("财政", "教育", "民政", "水利", "审计"))


def _applications(new: int, carried_in: int, carried_out: int) -> list[Observation]:
    rows = {"new": new, "carried_in": carried_in, "carried_out": carried_out}
    return [fact(f"applications.{name}", value, applicant="total") for name, value in rows.items()]


def _report(agency: str, year: int, *facts: Observation, text: str = "", **more: str) -> Document:
    return report(agency, year, *facts, text=text or f"{agency}{year}", **more)


def _page(name: str, document: Document, night: int) -> Page:
    return Page(f"{SITE}/{name}.htm", [document], night=night)


def _of_office(reviews: int) -> list[Observation]:
    return [fact("review.total", reviews), fact("stat.review", reviews, basis="prose")]


def _first_night() -> list[Page]:
    """Three years of a county, offices that nobody touches, a report with an annex."""
    years = [
        _page(str(year), _report(COUNTY, year, *_applications(10, year - 2020, year - 2019)), 0)
        for year in (2020, 2021, 2022)
    ]
    quiet = [
        _page(
            f"{n}-{year}",
            _report(agency, year, *_of_office(n)),
            0,
        )
        for n, agency in enumerate(OTHERS)
        for year in range(2017, 2022)
    ]
    return [*years, *quiet, *_with_annex("附件", 4, 0)]


def _with_annex(text: str, value: int, night: int) -> list[Page]:
    document = _report("云溪县卫生局", 2022, fact("review.total", 3), text="卫生局报告")
    page = _page("wsj", document, night)
    annex = _report("云溪县卫生局", 2022, fact("review.total", value), fact("stat.review", 6), text=text)
    part = replace(annex, part_of=document.document_id)
    return [Page(f"{SITE}/wsj.docx", [part], night, parent=page), page]


def _second_night() -> list[Page]:
    """A new body, a new year, a corrected year whose neighbour now disagrees, a mirror that disagrees, a report on a
    system that states the body's own figure, one that nobody can place, a page that cannot be read."""
    system = _report(
        OTHERS[1], 2021, fact("review.total", 8), fact("review.upheld", 1, scope="agency"), scope="system"
    )
    return [
        _page("new", _report("云溪县林业局", 2021, fact("review.total", 1)), 1),
        _page("2023", _report(COUNTY, 2023, *_applications(5, 9, 0)), 1),
        _page("2021", _report(COUNTY, 2021, *_applications(10, 1, 7), text="更正"), 1),
        Page("https://copy.example/0", [_report(OTHERS[0], 2020, fact("review.total", 9), text="转载")], 1),
        _page("system", system, 1),
        _page("nobody", replace(_report("云溪县司法局", 2108, fact("review.total", 1))), 1),
        Page(f"{SITE}/empty.htm", [], night=1, refusal="empty_file"),
        *_with_annex("附件（更正）", 5, 1),
    ]


def _third_night() -> list[Page]:
    """The correction is taken back, a page now says what another body says, the mirror is given up, the year that
    could not be right is mended."""
    return [
        _page("2021", _report(COUNTY, 2021, *_applications(10, 1, 2)), 2),
        _page("0-2021", _report(OTHERS[2], 2019, fact("review.total", 5)), 2),
        Page("https://copy.example/0", [_report(OTHERS[0], 2020, kind="news", text="新闻")], 2),
        _page("nobody", _report("云溪县司法局", 2018, fact("review.total", 1)), 2),
        _page("again", _report(OTHERS[3], 2020, *_of_office(3)), 2),
    ]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_settings(data_dir=tmp_path_factory.mktemp("base"))


def _differences(one: Path, other: Path) -> list[str]:
    """Tables and views whose rows differ, the run's id aside."""
    with connect(one, read_only=True, attach={"other": other}) as database:
        names = database.execute(
            "select table_name from information_schema.tables where table_catalog = current_database() order by all"
        ).fetchall()
        return [name for (name,) in names if _differ(database, name)]


def _differ(database: DuckDBPyConnection, name: str) -> bool:
    columns = "* exclude (run_id)" if name == "release" else "*"
    mine, theirs = (f"select {columns} from {where}{identifier(name)}" for where in ("", "other."))  # noqa: S608
    ((n_mine, n_theirs),) = database.execute(
        f"select (select count(*) from ({mine} except all {theirs})), "  # noqa: S608
        f"(select count(*) from ({theirs} except all {mine}))"
    ).fetchall()
    return bool(n_mine or n_theirs)


def _recomputed(built: BuildReport) -> tuple[int, int]:
    with connect(built.work, read_only=True) as database:
        ((touched, all_years),) = database.execute(
            "select count(*) filter (is_recomputed), count(*) from int_years"
        ).fetchall()
    return touched, all_years


def test_nights_that_begin_with_the_last_build_hold_what_a_fresh_one_holds(settings: Settings) -> None:
    load(settings, _first_night(), run_id="0")
    before = run_build(settings, "20260101T000000Z")
    assert before.began_with is None
    for number, pages in enumerate((_second_night(), _third_night()), start=1):
        load(settings, pages, run_id=str(number))
        built = run_build(settings, f"2026010{number + 1}T000000Z")
        assert built.began_with == before.candidate.parent.name
        touched, all_years = _recomputed(built)
        assert 0 < touched < all_years / 2
        assert built.row_counts != before.row_counts
        before = built
    fresh = run_build(settings, "20260104T000000Z", full=True)
    assert fresh.began_with is None
    assert _differences(before.candidate, fresh.candidate) == []


def _finished(settings: Settings, name: str, **more: Any) -> None:
    folder = settings.warehouse_dir / name
    folder.mkdir(parents=True)
    mark_finished(folder, replace(bases.describe(settings.store_file, None), **more))


@pytest.mark.parametrize(
    ("said", "serves"),
    [
        ({}, True),
        ({"chain": LONGEST_CHAIN}, False),
        ({"project": "other models"}, False),
        ({"reader_version": READER_VERSION - 1}, False),
    ],
)
def test_only_a_build_of_the_same_models_and_reader_is_begun_with(
    tmp_path: Path, said: dict[str, Any], serves: bool
) -> None:
    settings = make_settings(data_dir=tmp_path)
    load(settings, [_page("1", _report(COUNTY, 2020), 0)])
    _finished(settings, "20260101T000000Z", **said)
    found = find_base(settings.warehouse_dir, settings.store_file)
    assert (found is not None) is serves


def test_a_build_that_died_is_not_begun_with(tmp_path: Path) -> None:
    settings = make_settings(data_dir=tmp_path)
    RawStore(settings)
    _finished(settings, "20260101T000000Z")
    (settings.warehouse_dir / "20260102T000000Z").mkdir()
    found = find_base(settings.warehouse_dir, settings.store_file)
    assert found is not None
    assert found.folder.name == "20260101T000000Z"
    assert found.finished == Finished(found.finished.project, None, 0)
