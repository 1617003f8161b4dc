"""Builds that begin with the last one: table by table they hold what a build that begins afresh holds, through nights
with new, corrected, withdrawn, mirrored and misread reports; and what lets a build begin afresh."""

import json
import random
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from flows.build import base as bases
from flows.build.base import LONGEST_CHAIN, Finished, distrusted_on_failure, find_base, mark_finished
from flows.build.dbt import BuildReport, run_build
from flows.build.files import BuildFiles, build_files
from flows.compare.compare import compare_and_append
from flows.errors import BuildError
from flows.extract.document import READER_VERSION
from flows.extract.model import Document, Observation
from flows.load.overrides import COLUMNS, overrides_table
from flows.load.store import RawStore
from flows.reference import load_reference
from flows.settings import Settings, make_settings
from flows.warehouse import connect, identifier, tables_in
from tests.copies import reports
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


def _with_annex(text: str, value: int, night: int, page_text: str = "卫生局报告", **more: str) -> list[Page]:
    document = _report("云溪县卫生局", 2022, fact("review.total", 3), text=page_text)
    page = _page("wsj", document, night)
    facts = fact("review.total", value), fact("stat.review", 6)
    annex = _report("云溪县卫生局", 2022, *facts, text=text, **more)
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
    could not be right is mended; a page on which people have decided is corrected, and its annex, read with it anew,
    is another document."""
    return [
        _page("2021", _report(COUNTY, 2021, *_applications(10, 1, 2)), 2),
        _page("0-2021", _report(OTHERS[2], 2019, fact("review.total", 5)), 2),
        Page("https://copy.example/0", [_report(OTHERS[0], 2020, kind="news", text="新闻")], 2),
        _page("nobody", _report("云溪县司法局", 2018, fact("review.total", 1)), 2),
        _page("again", _report(OTHERS[3], 2020, *_of_office(3)), 2),
        *_with_annex("附件（更正）", 5, 2, page_text="卫生局报告（更正）", kind="work_summary"),
    ]


def _random_night(night: int, seed: int) -> list[Page]:
    """News of any kind on any of the bodies and years, in any order: figures, scopes, kinds and addresses."""
    dice = random.Random(seed)  # noqa: S311 - the same night every time

    def figures() -> list[Observation]:
        indicators = (
            "review.total",
            "review.upheld",
            "stat.review",
            "proactive.fees.amount",
            "stat.complaints",
        )
        return [
            fact(
                indicator,
                dice.choice((0, 0, 1, 7, 10**6)),
                basis="prose" if indicator.startswith("stat") else "table",
                scope=dice.choice((None, None, "agency")),
            )
            for indicator in dice.sample(indicators, dice.randrange(len(indicators)))
        ]

    def page(number: int) -> Page:
        agency, year = dice.choice((COUNTY, *OTHERS)), dice.randrange(2016, 2025)
        kind = dice.choice(("annual_report", "annual_report", "annual_report", "work_summary", "news"))
        scope = dice.choice((None, "system", "agency"))
        document = _report(agency, year, *figures(), text=f"第{number}篇", kind=kind, scope=scope)
        # Some at addresses that held another body's report, some new, some at a mirror.
        name = dice.choice((f"{dice.randrange(5)}-{dice.randrange(2017, 2022)}", str(year), f"r{number}"))
        host = dice.choice((SITE, SITE, "https://copy.example"))
        return Page(f"{host}/{name}.htm", [document], night)

    return list({one.url: one for one in map(page, range(8))}.values())


def _decide(settings: Settings, *rows: tuple[str, str, str, str]) -> None:
    """Put decisions (decision, document, field, value) in the place of those that stood."""
    lines = [
        f"{kind},{document},,,{field},{value},w,2026-03-02,seen" for kind, document, field, value in rows
    ]
    settings.overrides_file.write_text("\n".join((",".join(COLUMNS), *lines)) + "\n", encoding="utf-8")
    RawStore(settings).replace_overrides(overrides_table(settings.overrides_file, load_reference()))


def _decisions() -> list[list[tuple[str, str, str, str]]]:
    """Of the nights after the first: a report left out, one for another year, one with its annex for another body;
    then the first let in again, and a finding on it accepted; then what the corrected page said before left out."""
    quiet = _report(OTHERS[4], 2020, *_of_office(4)).document_id
    early = _report(OTHERS[4], 2017, *_of_office(4)).document_id
    page = _with_annex("附件", 4, 0)[1].documents[0].document_id
    moved = ("set", page, "agency", "110105 审计局")
    of_2016 = ("set", early, "report_year", "2016")
    return [
        [("quarantine", quiet, "", ""), of_2016, moved],
        [of_2016, moved, ("accept", quiet, "count_not_negative", "")],
        [of_2016, ("quarantine", page, "", "")],
    ]


def _decided(built: BuildReport) -> list[tuple[object, ...]]:
    with connect(built.candidate, read_only=True) as database:
        return database.execute(
            """select distinct decision, field, overrides.agency_name, overrides.report_year, value, value_read,
                coalesce(starts_with(documents.excluded_because, 'in quarantine: '), false),
                documents.evidence[1].source
            from fct_override as overrides inner join dim_document as documents using (document_id)
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


def _copied() -> tuple[Page, Page]:
    """A report, and one that takes some of its sentences from it."""
    earlier, own = (
        replace(reports(1, seed=seed)[0], region_code="430721", year=2016 + seed) for seed in (1, 7)
    )
    copy = replace(own, sentences=(*own.sentences[:6], *earlier.sentences[:12]))
    return _page("earlier", earlier.document, 0), _page("copy", copy.document, 2)


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
def nights(settings: Settings) -> list[BuildReport]:
    """A build from nothing, and nights after it, each of which begins with the one before."""
    earlier, copy = _copied()
    first, third = [*_first_night(), earlier], [*_third_night(), copy]
    news = [first, _second_night(), third, _random_night(3, seed=20260104)]
    decisions = [[], *_decisions()]
    built = []
    for number, (pages, decided) in enumerate(zip(news, decisions, strict=True)):
        load(settings, pages, run_id=str(number))
        compare_and_append(settings, str(number))
        _decide(settings, *decided)
        built.append(run_build(settings, f"2026010{number + 1}T000000Z"))
    return built


@pytest.fixture(scope="module")
def afresh(settings: Settings, nights: list[BuildReport]) -> BuildReport:
    del nights
    return run_build(settings, "20260109T000000Z", full=True)


def test_nights_that_begin_with_the_last_build_hold_what_a_fresh_one_holds(
    nights: list[BuildReport], afresh: BuildReport
) -> None:
    assert nights[0].began_with is None
    for before, built in pairwise(nights):
        assert built.began_with == before.candidate.parent.name
        touched, all_years = _recomputed(built)
        assert 0 < touched < all_years
        assert built.row_counts != before.row_counts
    assert [_decided(built) for built in nights[1:3]] == [
        _what_is_decided(is_quarantined=is_quarantined) for is_quarantined in (True, False)
    ]
    assert afresh.began_with is None
    assert _differences(nights[-1].candidate, afresh.candidate) == []
    assert _words(nights[-1].candidate) == _words(afresh.candidate)


def test_a_document_that_others_copy_from_is_described_anew(nights: list[BuildReport]) -> None:
    """Nothing else is said of it on that night, and its year is not worked out anew."""
    assert [_copies_of(built, f"{SITE}/earlier.htm") for built in nights] == [0, 0, 1, 1]
    with connect(nights[2].work, read_only=True) as database:
        [(is_touched,)] = database.execute(
            "select years.is_touched from int_documents_current as documents inner join int_years as years "
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
    settings: Settings, nights: list[BuildReport], afresh: BuildReport
) -> None:
    first, last, fresh = (_files(settings, built) for built in (nights[0], nights[-1], afresh))
    made = {
        result["unique_id"]
        for result in json.loads((last.target / "run_results.json").read_text())["results"]
    }
    assert "model.gongkai.int_years" in made
    assert not made & {"seed.gongkai.regions", "model.gongkai.dim_region", "model.gongkai.fct_disclosure"}
    assert any("stg_raw__captures" in node for node in made if node.startswith("test."))
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
