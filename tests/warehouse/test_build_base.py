"""Builds that begin with the last one: table by table they hold what a build that begins afresh holds, through nights
with new, corrected, withdrawn, mirrored and misread reports; and what lets a build begin afresh."""

import json
import subprocess
import sys
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil
import pytest
from duckdb import DuckDBPyConnection

from flows.build import base as bases
from flows.build import dbt
from flows.build.base import LONGEST_CHAIN, Finished, distrusted_on_failure, find_base, mark_finished
from flows.build.dbt import BuildReport, FailedNodesError, run_build
from flows.build.files import BuildFiles, build_files
from flows.errors import BuildError
from flows.extract.document import READER_VERSION
from flows.load.store import RawStore
from flows.settings import PROJECT_DIR, Settings, make_settings
from flows.warehouse import connect, identifier, tables_in
from tests.processes import alive_after
from tests.warehouse.nights import COUNTY, OTHERS, SITE, Nights
from tests.warehouse.synthetic_raw import Page, fact, load, report


def _decided(built: BuildReport) -> list[tuple[object, ...]]:
    with connect(built.candidate, read_only=True) as database:
        return database.execute(
            """select distinct decision, field, overrides.agency_name, overrides.report_year, value, value_read,
                coalesce(starts_with(documents.excluded_because, 'in quarantine: '), false),
                documents.evidence[1].source
            from fct_override as overrides inner join dim_document as documents using (document_id)
            where not starts_with(overrides.agency_name, '雾岭')
            order by decision, field"""
        ).fetchall()


def _what_is_decided(*, is_quarantined: bool) -> list[tuple[object, ...]]:
    office, moved = OTHERS[4], "北京市朝阳区审计局"
    of_office = (
        ("quarantine", None, office, 2020, None, None, True, "title")
        if is_quarantined
        else ("accept", "count_not_negative", office, 2020, None, None, False, "title")
    )
    set_by_hand = [
        ("set", "agency", moved, 2022, moved, "云溪县卫生局", False, "override"),
        ("set", "report_year", office, 2016, "2016", "2017", False, "override"),
    ]
    return [of_office, *set_by_hand]


def _differences(one: Path, other: Path) -> list[str]:
    """Tables and views whose rows differ, the run's id aside."""
    with connect(one, read_only=True, attach={"other": other}) as database:
        return [name for name in tables_in(database) if _differ(database, name)]


def _differ(database: DuckDBPyConnection, name: str) -> bool:
    columns = "* exclude (run_id)" if name == "release" else "*"
    mine, theirs = (f"select {columns} from {where}{identifier(name)}" for where in ("", "other."))  # noqa: S608 - names and words of our own
    ((n_mine, n_theirs),) = database.execute(
        f"select (select count(*) from ({mine} except all {theirs})), "  # noqa: S608 - names and words of our own
        f"(select count(*) from ({theirs} except all {mine}))"
    ).fetchall()
    return bool(n_mine or n_theirs)


def _recomputed(built: BuildReport) -> tuple[int, int]:
    with connect(built.work, read_only=True) as database:
        ((touched, all_years),) = database.execute(
            "select count(*) filter (is_recomputed), count(*) from int_years"
        ).fetchall()
    return touched, all_years


@pytest.fixture(scope="module")
def afresh(nights: Nights) -> BuildReport:
    return run_build(nights.settings, "20260109T000000Z", full=True)


def test_nights_that_begin_with_the_last_build_hold_what_a_fresh_one_holds(
    nights: Nights, afresh: BuildReport
) -> None:
    assert nights.built[0].began_with is None
    for before, built in pairwise(nights.built):
        assert built.began_with == before.candidate.parent.name
        touched, all_years = _recomputed(built)
        assert 0 < touched < all_years
        assert built.row_counts != before.row_counts
    assert [_decided(built) for built in nights.built[1:3]] == [
        _what_is_decided(is_quarantined=is_quarantined) for is_quarantined in (True, False)
    ]
    assert afresh.began_with is None
    assert _differences(nights.built[-1].candidate, afresh.candidate) == []
    assert _words(nights.built[-1].candidate) == _words(afresh.candidate)


def test_a_document_that_others_copy_from_is_described_anew(nights: Nights) -> None:
    """Nothing else is said of it on that night, and its year is not worked out anew."""
    assert [_copies_of(built, f"{SITE}/earlier.htm") for built in nights.built] == [0, 0, 1, 1]
    built = nights.built[2]
    with connect(built.work, read_only=True, attach={"marts": built.candidate}) as database:
        [(is_touched,)] = database.execute(
            "select years.is_touched from marts.dim_document as documents inner join int_years as years "
            "on documents.agency_id = years.subject and documents.report_year = years.report_year "
            "where documents.url = ?",
            [f"{SITE}/earlier.htm"],
        ).fetchall()
    assert not is_touched


def _copies_of(built: BuildReport, url: str) -> int:
    with connect(built.candidate, read_only=True) as database:
        ((n_copies,),) = database.execute("select n_copies from dim_document where url = ?", [url]).fetchall()
    return int(n_copies)


def _words(candidate: Path) -> list[tuple[str, ...]]:
    """What is said of every table, view and column."""
    with connect(candidate, read_only=True) as database:
        return database.execute(
            "select table_name, column_name, comment from duckdb_columns() where not internal "
            "union all select table_name, '', comment from duckdb_tables() "
            "union all select view_name, '', comment from duckdb_views() where not internal order by all"
        ).fetchall()


def test_a_night_makes_what_news_can_change_and_carries_over_the_rest(
    nights: Nights, afresh: BuildReport
) -> None:
    settings = nights.settings
    first, last, fresh = (_files(settings, built) for built in (nights.built[0], nights.built[-1], afresh))
    made = {
        result["unique_id"]
        for result in json.loads((last.target / "run_results.json").read_text())["results"]
    }
    assert "model.gongkai.int_years" in made
    stands = {
        "seed.regions",
        "model.dim_region",
        "model.fct_disclosure",
        "model.int_facts_named",
        "exposure.site",
    }
    assert not made & {one.replace(".", ".gongkai.") for one in stands}
    tested = {node.split(".")[2] for node in made if node.startswith("test.")}
    assert {"stg_raw__captures_is_sound", "facts_is_sound", "facts_are_unique", "manners_are_known"} <= tested
    assert not {name for name in tested if name.startswith("int_")}
    assert _tables(last.work) == _tables(fresh.work)
    with connect(
        last.work, read_only=True, attach={"other": fresh.work, "store": settings.store_file}
    ) as database:
        carried = ("regions", "indicators", "int_indicators_comparable", "stg_raw__captures")
        assert [name for name in carried if _differ(database, name)] == []
    # Read again, the project would have another hour in it.
    assert last.parsed.read_bytes() == first.parsed.read_bytes()


def _files(settings: Settings, built: BuildReport) -> BuildFiles:
    return build_files(settings, built.candidate.parent.name)


def _tables(file: Path) -> list[str]:
    with connect(file, read_only=True) as database:
        return tables_in(database)


def _finished(settings: Settings, name: str, **more: Any) -> None:
    folder = settings.warehouse_dir / name
    folder.mkdir(parents=True)
    mark_finished(build_files(settings, name), replace(bases.describe(settings.store_file, None), **more))


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
    load(settings, [Page(f"{SITE}/1.htm", [report(COUNTY, 2020)])])
    _finished(settings, "20260101T000000Z", **said)
    found = find_base(settings.warehouse_dir, settings.store_file)
    assert (found is not None) is serves


def test_of_a_night_that_fails_the_rows_are_shown_and_all_work_tables_kept(tmp_path: Path) -> None:
    settings = make_settings(data_dir=tmp_path)
    load(settings, [Page(f"{SITE}/1.htm", [report(COUNTY, 2020, fact("review.total", 3))])])
    first = run_build(settings, "20260101T000000Z")
    news = report(COUNTY, 2021, fact("review.total", 5, basis="guess"))
    load(settings, [Page(f"{SITE}/2.htm", [news], 1)], run_id="20260102T000000Z")
    with pytest.raises(FailedNodesError) as raised:
        run_build(settings, "20260102T000000Z")
    (failed,) = [one for one in raised.value.failures if one.rows]
    assert failed.name == "manners_are_known"
    assert [(row["document_id"], row["basis"]) for row in failed.rows] == [(news.document_id, "guess")]
    files = build_files(settings, "20260102T000000Z")
    with connect(files.work, read_only=True) as work:
        assert work.execute("select value from int_observations").fetchall() == [(5,)]
    assert _tables(files.work) == _tables(first.work)


def test_a_base_that_lacks_what_is_carried_over_is_an_error_that_names_it(tmp_path: Path) -> None:
    settings = make_settings(data_dir=tmp_path)
    load(settings, [Page(f"{SITE}/1.htm", [report(COUNTY, 2020)])])
    first = run_build(settings, "20260101T000000Z")
    with connect(first.work) as work:
        work.execute("alter table deadlines drop column due_day")
    with pytest.raises(BuildError, match=f"{first.work} cannot be begun with"):
        run_build(settings, "20260102T000000Z")
    assert run_build(settings, "20260102T000000Z").began_with is None


_BUILDS = """
import sys
from pathlib import Path
from flows.build.dbt import run_build
from flows.settings import make_settings
run_build(make_settings(data_dir=Path(sys.argv[1])), "20260102T000000Z")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the system kills no orphans")
@pytest.mark.parametrize("wait", [0.5, 2.5])
def test_where_a_build_is_killed_its_process_of_dbt_ends_too(tmp_path: Path, wait: float) -> None:
    """It would write into the files of the build that follows."""
    settings = make_settings(data_dir=tmp_path)
    load(settings, [Page(f"{SITE}/1.htm", [report(COUNTY, 2020)])])
    with subprocess.Popen([sys.executable, "-c", _BUILDS, str(tmp_path)], cwd=PROJECT_DIR) as build:
        started = time.monotonic()
        while not (children := psutil.Process(build.pid).children()):
            assert time.monotonic() - started < 60, "dbt was not begun"
            time.sleep(0.05)
        time.sleep(wait)
        assert build.poll() is None
        build.kill()
    assert alive_after(children, 5) == []


def test_what_a_build_had_no_room_for_in_memory_does_not_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = make_settings(data_dir=tmp_path)
    load(settings, [Page(f"{SITE}/1.htm", [report(COUNTY, 2020)])])
    run_build(settings, "20260101T000000Z")
    made: list[Path] = []

    def carry_over_and_spill(base: bases.Base, files: BuildFiles) -> None:
        bases.carry_over(base, files)
        files.spilled.mkdir()
        made.append(files.spilled / "duckdb_temp_storage_DEFAULT-0.tmp")
        made[0].write_bytes(b"blocks")

    monkeypatch.setattr(dbt, "carry_over", carry_over_and_spill)
    run_build(settings, "20260102T000000Z")
    assert made
    assert not made[0].parent.exists()


def test_a_build_is_not_begun_with_again_after_one_failed_that_did(tmp_path: Path) -> None:
    settings = make_settings(data_dir=tmp_path)
    RawStore(settings)
    _finished(settings, "20260101T000000Z")
    base = find_base(settings.warehouse_dir, settings.store_file)
    with distrusted_on_failure(base):
        pass
    assert find_base(settings.warehouse_dir, settings.store_file) == base
    with pytest.raises(BuildError), distrusted_on_failure(base):
        raise BuildError("a spoiled file")
    assert find_base(settings.warehouse_dir, settings.store_file) is None


@pytest.mark.parametrize("name", ["candidate", "parsed", "manifest"])
@pytest.mark.parametrize("is_gone", [True, False])
def test_a_build_whose_files_were_spoiled_is_not_begun_with(tmp_path: Path, name: str, is_gone: bool) -> None:
    settings = make_settings(data_dir=tmp_path)
    RawStore(settings)
    files = build_files(settings, "20260101T000000Z")
    files.target.mkdir(parents=True)
    for path in (files.candidate, files.parsed, files.manifest):
        path.write_bytes(b"as it was made")
    mark_finished(files, bases.describe(settings.store_file, None))
    assert find_base(settings.warehouse_dir, settings.store_file) is not None
    spoiled: Path = getattr(files, name)
    if is_gone:
        spoiled.unlink()
    else:
        spoiled.write_bytes(b"as it was mude")
    assert find_base(settings.warehouse_dir, settings.store_file) is None


def test_a_build_that_died_is_not_begun_with(tmp_path: Path) -> None:
    settings = make_settings(data_dir=tmp_path)
    RawStore(settings)
    _finished(settings, "20260101T000000Z")
    (settings.warehouse_dir / "20260102T000000Z").mkdir()
    found = find_base(settings.warehouse_dir, settings.store_file)
    assert found is not None
    assert found.files.folder.name == "20260101T000000Z"
    assert found.finished == Finished(found.finished.project, None, 0)


@pytest.mark.parametrize("said", [b"", b"\xff{", b"[1]", b'{"chain": 1}'])
def test_a_build_whose_record_cannot_be_read_is_not_finished(tmp_path: Path, said: bytes) -> None:
    settings = make_settings(data_dir=tmp_path)
    RawStore(settings)
    folder = settings.warehouse_dir / "20260101T000000Z"
    _finished(settings, folder.name)
    assert find_base(settings.warehouse_dir, settings.store_file) is not None
    (folder / "build.json").write_bytes(said)
    assert find_base(settings.warehouse_dir, settings.store_file) is None
