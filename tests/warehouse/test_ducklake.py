"""The marts on a lake whose catalog is a real PostgreSQL: two machines build there at one time, a reader sees whole
releases, and what is built is what the embedded target builds."""

import os
import shutil
import subprocess
import sys
import threading
import time
import traceback
import uuid
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from flows import ducklake
from flows.build.dbt import run_build
from flows.build.lake import begin_on_lake, prune_lake
from flows.ducklake import (
    ALIAS,
    build_schemas,
    connected_lake,
    in_lake,
    lake_errors,
    published_run,
    tables_of,
)
from flows.errors import BuildError, GongkaiError, PublishError, SettingsError
from flows.publish.content import content_hash
from flows.publish.lake import publish_on_lake
from flows.publish.release import HeldError, publish
from flows.publish.rollback import lead_lake_back, roll_back
from flows.settings import Settings, environment_with, make_settings
from flows.warehouse import connect, identifier, tables_in
from tests.postgres import Postgres, running_postgres
from tests.warehouse.synthetic_marts import build_marts
from tests.warehouse.synthetic_raw import Page, fact, load, report

pytestmark = pytest.mark.server

RUN = "20260601T000000Z"
PASSWORD = "not-to-be-seen"  # noqa: S105 - of a server that ends with the test

# One machine: builds from its own raw tables and publishes.
WRITER = """
import sys
from flows.build.dbt import run_build
from flows.publish.lake import publish_on_lake
from flows.settings import load_settings

run_build(load_settings(), sys.argv[1])
publish_on_lake(load_settings(), sys.argv[1])
"""


@pytest.fixture(scope="module")
def catalog() -> Iterator[str]:
    with running_postgres(PASSWORD) as postgres:
        yield f"postgres:{postgres.database} password={PASSWORD}"


@pytest.fixture(scope="module")
def open_postgres() -> Iterator[Postgres]:
    with running_postgres() as postgres:
        yield postgres


@dataclass(frozen=True)
class Country:
    """Two machines, each with raw tables of its own, after both built and published on one lake at the same time."""

    north: Settings
    south: Settings


@pytest.fixture(scope="module")
def country(catalog: str, tmp_path_factory: pytest.TempPathFactory) -> Country:
    folder = tmp_path_factory.mktemp("country")
    machines = {
        name: _machine(folder, catalog, name, lake_data=str(folder / "lake")) for name in ("north", "south")
    }
    for number, (name, settings) in enumerate(machines.items(), 1):
        load(settings, [_page(f"{name}{n}", year) for n in range(2 * number) for year in (2022, 2023)])
    writers = [_start(settings) for settings in machines.values()]
    for writer in writers:
        said, _ = writer.communicate(timeout=300)
        assert writer.returncode == 0, said
    return Country(**machines)


def _machine(folder: Path, catalog: str, name: str, **more: str) -> Settings:
    return make_settings(data_dir=folder / name, lake=catalog, lake_name=name, **more)


def _start(settings: Settings) -> "subprocess.Popen[str]":
    environment = environment_with(
        GONGKAI_DATA_DIR=str(settings.data_dir),
        GONGKAI_LAKE=settings.lake.get_secret_value(),
        GONGKAI_LAKE_DATA=settings.lake_data,
        GONGKAI_LAKE_NAME=settings.lake_name,
    )
    words = [sys.executable, "-c", WRITER, RUN]
    return subprocess.Popen(
        words, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def _page(name: str, year: int) -> Page:
    facts = [
        fact("review.upheld", 1),
        fact("review.total", 1),
        fact("proactive.fees.amount", "1.5", unit="万元"),
    ]
    return Page(f"https://{name}.example/{year}.htm", [report(f"云溪县第{name}局", year, *facts)])


def test_two_machines_build_on_one_lake_at_one_time(country: Country) -> None:
    with connected_lake(country.north) as lake:
        for settings, bodies in ((country.north, 2), (country.south, 4)):
            assert published_run(lake, settings) == RUN
            facts = in_lake(settings.lake_name, "fct_disclosure")
            rows = lake.sql(f"select count(distinct agency_id), count(*) from {facts}")  # noqa: S608 - names and words of our own
            assert rows.fetchall() == [(bodies, bodies * 2 * 3)]


def test_an_analyst_attaches_it_under_a_name_of_his_own(country: Country) -> None:
    with connect(Path(":memory:")) as database:
        ducklake.prepare(database, country.north.lake_data)
        database.execute(f"attach 'ducklake:{country.north.lake.get_secret_value()}' as lake (read_only)")
        both = (
            "select count(distinct agency_id) from "
            "(from lake.north.fct_disclosure union all by name from lake.south.fct_disclosure)"
        )
        assert database.sql(both).fetchall() == [(6,)]
        with pytest.raises(duckdb.Error, match="read-only"):
            database.execute("create table lake.north.mine (number integer)")


def test_a_build_on_the_lake_is_the_embedded_one(country: Country) -> None:
    copied = country.north.warehouse_dir / RUN / "gongkai.duckdb"
    embedded = make_settings(data_dir=country.north.data_dir)
    built = run_build(embedded, "20260602T000000Z").candidate
    assert content_hash(copied) == content_hash(built)
    with connect(copied, read_only=True) as file, connected_lake(country.north) as lake:
        assert _constraints(file) == _constraints_of(built)
        for table in tables_in(file):
            expected = file.sql(f"from {identifier(table)} order by all").fetchall()
            assert lake.sql(f"from {in_lake('north', table)} order by all").fetchall() == expected, table


def _constraints_of(path: Path) -> list[tuple[object, ...]]:
    with connect(path, read_only=True) as file:
        return _constraints(file)


def _constraints(file: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    columns = "select table_name, column_name, data_type, is_nullable from duckdb_columns() order by all"
    return file.sql(columns).fetchall()


def test_no_file_of_a_build_tells_the_password(country: Country) -> None:
    files = [path for path in country.north.data_dir.rglob("*") if path.is_file()]
    assert {"dbt.log", "run_results.json", "manifest.json"} <= {path.name for path in files}
    assert not [path for path in files if PASSWORD.encode() in path.read_bytes()]


def _hold_no_password(folder: Path, error: BaseException) -> None:
    assert PASSWORD not in "".join(traceback.format_exception(error))
    written = [path for path in folder.rglob("*") if path.is_file()]
    assert not [path for path in written if PASSWORD.encode() in path.read_bytes()]


def test_an_error_of_the_lake_is_told_without_what_duckdb_asked() -> None:
    asked = 'Failed to probe DuckLake metadata: Failed to execute query "SELECT 1\nFROM pg_class;\n": server closed\n'
    with pytest.raises(GongkaiError) as raised, lake_errors():
        raise duckdb.IOException(asked)
    assert str(raised.value) == "the lake of GONGKAI_LAKE: Failed to probe DuckLake metadata: server closed"


def test_a_catalog_that_dies_under_dbt_is_told_without_its_password(tmp_path: Path) -> None:
    with running_postgres(PASSWORD) as postgres:
        settings = _machine(tmp_path, f"postgres:{postgres.database} password={PASSWORD}", "north")
        load(settings, [_page("north", 2022)])

        def die_when_dbt_runs() -> None:
            while not list(settings.warehouse_dir.glob("*/dbt/dbt.log")):
                time.sleep(0.1)
            postgres.die()

        with ThreadPoolExecutor(1) as pool:
            pool.submit(die_when_dbt_runs)
            # Whoever speaks to the catalog first is the one who tells: the build itself, or one of dbt's models.
            with pytest.raises(GongkaiError, match=r"GONGKAI_LAKE|connection") as raised:
                run_build(settings, RUN)
        _hold_no_password(tmp_path, raised.value)

        postgres.start()
        with connected_lake(settings) as lake:
            assert published_run(lake, settings) is None
        _build(settings, 1)
        publish_on_lake(settings, _run(1))
        prune_lake(settings.model_copy(update={"builds_kept": 1}))
        with connected_lake(settings) as lake:
            assert build_schemas(lake, settings) == [ducklake.build_schema(settings, _run(1))]


def test_a_catalog_that_dies_while_it_is_published_is_told_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_postgres(PASSWORD) as postgres:
        settings = _machine(tmp_path, f"postgres:{postgres.database} password={PASSWORD}", "north")
        for number in (1, 2):
            _build(settings, number)
        publish_on_lake(settings, _run(1))

        def tables_and_then_none(lake: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
            found = tables_of(lake, schema)
            if schema == ducklake.build_schema(settings, _run(2)):
                postgres.kill()
            return found

        monkeypatch.setattr("flows.publish.lake.tables_of", tables_and_then_none)
        with pytest.raises(GongkaiError, match="lake") as raised:
            publish_on_lake(settings, _run(2))
        _hold_no_password(tmp_path, raised.value)

        monkeypatch.undo()
        postgres.start()
        for seen in (1, 2):
            with connected_lake(settings) as lake:
                assert published_run(lake, settings) == _run(seen)
            publish_on_lake(settings, _run(2))


def test_the_lake_lies_where_any_address_leads(catalog: str, tmp_path: Path) -> None:
    """`local:` is an address that only fsspec opens."""
    with running_postgres() as postgres:
        far = tmp_path / "far"
        far.mkdir()
        settings = make_settings(
            data_dir=tmp_path, lake=f"postgres:{postgres.database}", lake_data=f"local://{far}"
        )
        with connected_lake(settings) as lake:
            lake.execute(f"create table {ALIAS}.main.numbers as from range(1000) as numbers (n)")
        with connected_lake(settings) as lake:
            assert lake.sql(f"select sum(n) from {ALIAS}.main.numbers").fetchall() == [(499_500,)]  # noqa: S608 - names and words of our own
        assert list(far.rglob("*.parquet"))


@pytest.fixture
def machine(catalog: str, country: Country, tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    """A further machine on the same lake, whose builds are small tables that say which run wrote them."""
    name = f"m{abs(hash(request.node.name)) % 10**8}"
    return _machine(tmp_path, catalog, name, lake_data=country.north.lake_data)


def _run(number: int) -> str:
    return f"202607{number:02}T000000Z"


def _build(settings: Settings, number: int, *marts: str) -> None:
    run_id = _run(number)
    begin_on_lake(settings, run_id)
    with connected_lake(settings) as lake:
        for mart in ("release", *(marts or ("facts",))):
            name = in_lake(ducklake.build_schema(settings, run_id), mart)
            lake.execute(f"create table {name} as select '{run_id}' as run_id")


def test_a_reader_sees_whole_releases(machine: Settings) -> None:
    for number in range(1, 5):
        _build(machine, number)
    publish_on_lake(machine, _run(1))
    is_over = threading.Event()

    def look() -> list[str]:
        seen = []
        facts, release = (in_lake(machine.lake_name, name) for name in ("facts", "release"))
        with connected_lake(machine) as lake:
            while not is_over.is_set():
                pairs = f"select facts.run_id, release.run_id from {facts} as facts, {release} as release"  # noqa: S608 - names and words of our own
                ((of_facts, of_release),) = lake.sql(pairs).fetchall()
                assert of_facts == of_release
                seen.append(of_facts)
        return seen

    with ThreadPoolExecutor() as pool:
        reader = pool.submit(look)
        for number in range(2, 5):
            publish_on_lake(machine, _run(number))
        is_over.set()
        seen = reader.result()
    assert seen == sorted(seen)
    assert len(set(seen)) > 1


def test_of_two_who_publish_at_one_moment_the_newer_stays(machine: Settings) -> None:
    _build(machine, 1)
    publish_on_lake(machine, _run(1))
    for number in range(2, 5):
        _build(machine, number)

    def attempt(number: int) -> str:
        try:
            publish_on_lake(machine, _run(number))
        except PublishError as error:
            return str(error)
        return "published"

    with ThreadPoolExecutor(3) as pool:
        said = list(pool.map(attempt, range(2, 5)))
    assert said[-1] == "published"
    assert all(one == "published" or "is older than" in one for one in said)
    with connected_lake(machine) as lake:
        assert published_run(lake, machine) == _run(4)


def test_an_older_run_and_a_missing_one_are_refused(machine: Settings) -> None:
    _build(machine, 1)
    _build(machine, 2)
    publish_on_lake(machine, _run(2))
    publish_on_lake(machine, _run(2))
    with pytest.raises(PublishError, match="older than run"):
        publish_on_lake(machine, _run(1))
    with pytest.raises(PublishError, match="no build"):
        publish_on_lake(machine, _run(3))
    publish_on_lake(machine, _run(1), is_back=True)
    with connected_lake(machine) as lake:
        assert published_run(lake, machine) == _run(1)
    publish_on_lake(machine, _run(2))
    with pytest.raises(BuildError, match="published"):
        begin_on_lake(machine, _run(2))


def test_while_the_nights_are_held_nobody_sees_a_newer_build(machine: Settings, tmp_path: Path) -> None:
    file = build_marts(tmp_path / "marts.duckdb", n_agencies=1)
    for number in (1, 2):
        _build(machine, number)
        publish(file, _run(number), machine)
        with connected_lake(machine) as lake:
            assert published_run(lake, machine) == _run(number)
    roll_back(machine, None, why="a wrong figure", who="w")
    lead_lake_back(machine)
    with connected_lake(machine) as lake:
        assert published_run(lake, machine) == _run(1)
    _build(machine, 3)
    with pytest.raises(HeldError):
        publish(file, _run(3), machine)
    with connected_lake(machine) as lake:
        assert published_run(lake, machine) == _run(1)


def test_a_mart_that_is_no_more_is_no_longer_seen(machine: Settings) -> None:
    _build(machine, 1, "facts", "old")
    publish_on_lake(machine, _run(1))
    _build(machine, 2)
    publish_on_lake(machine, _run(2))
    with connected_lake(machine) as lake:
        assert tables_of(lake, machine.lake_name) == ["facts", "release"]


def test_old_builds_go_and_the_published_one_stays(machine: Settings) -> None:
    for number in range(1, 6):
        _build(machine, number)
    publish_on_lake(machine, _run(1))
    prune_lake(machine)
    with connected_lake(machine) as lake:
        kept = [_run(number) for number in (1, *range(6 - machine.builds_kept, 6))]
        assert build_schemas(lake, machine) == [ducklake.build_schema(machine, run_id) for run_id in kept]
        assert published_run(lake, machine) == _run(1)


@pytest.mark.parametrize(
    "place",
    ["{}/plain", "{}//two//slashes/", "local://{}/far", "file://{}/far's", "{}/odd'q [1] *? 100%20 云"],
)
def test_what_a_killed_build_left_goes_and_nothing_else(
    open_postgres: Postgres, tmp_path: Path, place: str
) -> None:
    open_postgres.copy("template0", "lake")
    settings = make_settings(
        data_dir=tmp_path / "data",
        lake=f"postgres:{open_postgres.database}",
        lake_data=place.format(tmp_path),
        builds_kept=1,
    )
    other = settings.model_copy(update={"data_dir": tmp_path / "other", "lake_name": "other"})
    for machine in (settings, other):
        for number in (1, 2, 3):
            _build_of_files(machine, number)
    publish_on_lake(settings, _run(1))
    known = set(tmp_path.rglob("*.parquet"))
    assert len(known) == 6
    # Files that no row of the catalog names, as a kill leaves them: of builds that stay and of one that the first prune
    # removes, of another installation, and of no build at all.
    orphans = {path: path.with_name(f"ducklake-{uuid.uuid4()}.parquet") for path in known}
    for path, orphan in orphans.items():
        shutil.copy(path, orphan)
    young = {path.with_name(f"ducklake-{uuid.uuid4()}.parquet") for path in known}
    for path in young:
        path.write_bytes(b"being written")
    beside = {path.parents[2] / f"ducklake-{uuid.uuid4()}.parquet" for path in known}
    for path in beside:
        path.write_bytes(b"of another catalog")
    prune_lake(settings)
    assert set(tmp_path.rglob("*.parquet")) == {*known, *orphans.values(), *young, *beside}

    for path in {*known, *orphans.values(), *beside}:
        _age(path, days=3)
    for path in young:
        _age(path, days=1)
    prune_lake(settings)
    gone = {orphan for path, orphan in orphans.items() if "main_" in str(path)}
    assert len(gone) == 3
    left = {*known, *orphans.values(), *young, *beside} - gone
    assert set(tmp_path.rglob("*.parquet")) == left
    with connected_lake(settings) as lake:
        seen = lake.sql(f"select count(*) from {in_lake('main', 'facts')}")  # noqa: S608 - names and words of our own
        assert seen.fetchall() == [(1000,)]


def _build_of_files(settings: Settings, number: int) -> None:
    """A build whose rows are too many to lie in the catalog itself."""
    begin_on_lake(settings, _run(number))
    schema = ducklake.build_schema(settings, _run(number))
    with connected_lake(settings) as lake:
        lake.execute(f"create table {in_lake(schema, 'facts')} as from range(1000) as facts (n)")
        lake.execute(f"create table {in_lake(schema, 'release')} as select '{_run(number)}' as run_id")


def _age(path: Path, days: int) -> None:
    then = time.time() - days * 86_400
    os.utime(path, (then, then))


def test_a_name_belongs_to_one_data_folder(machine: Settings, tmp_path: Path) -> None:
    _build(machine, 1)
    publish_on_lake(machine, _run(1))
    _build(machine, 2)
    other = machine.model_copy(update={"data_dir": tmp_path / "other"})
    for act in (
        lambda: begin_on_lake(other, _run(2)),
        lambda: publish_on_lake(other, _run(2)),
        lambda: prune_lake(other),
    ):
        with pytest.raises(GongkaiError, match=f"{machine.lake_name} .* belongs to another installation"):
            act()
    with connected_lake(machine) as lake:
        assert published_run(lake, machine) == _run(1)
        assert tables_of(lake, ducklake.build_schema(machine, _run(2))) == ["facts", "release"]
    # The installation moves, or comes back from a backup.
    other.lake_owner_file.write_text(machine.lake_owner_file.read_text(encoding="utf-8"), encoding="utf-8")
    publish_on_lake(other, _run(2))


def test_of_two_who_take_a_name_at_one_moment_one_gets_it(machine: Settings, tmp_path: Path) -> None:
    both = [machine.model_copy(update={"data_dir": tmp_path / name}) for name in ("one", "other")]

    def take(settings: Settings) -> str:
        try:
            begin_on_lake(settings, _run(1))
        except GongkaiError as error:
            return str(error)
        return "mine"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(take, both))
    assert said[0] == "mine"
    assert "belongs to another installation" in said[1]


def test_machines_that_begin_with_an_empty_catalog_at_one_time_find_one_lake(tmp_path: Path) -> None:
    with running_postgres() as postgres:
        settings = make_settings(data_dir=tmp_path, lake=f"postgres:{postgres.database}")

        def begin(number: int) -> None:
            begin_on_lake(settings, _run(number))

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(begin, range(1, 5)))
        with connected_lake(settings) as lake:
            assert len(build_schemas(lake, settings)) == 4


@pytest.mark.parametrize(
    "catalog_name",
    [
        "postgres:dbname=lake host=127.0.0.1 port=1 password=hunter2",
        "postgres:dbname=lake host=127.0.0.1 port=1 PASSWORD = 'hunter2 hunter2'",
        "postgres:postgresql://me:hunter2@127.0.0.1:1/lake",
    ],
)
def test_a_lake_that_cannot_be_reached_is_told_without_its_password(
    tmp_path: Path, catalog_name: str
) -> None:
    settings = make_settings(data_dir=tmp_path, lake=catalog_name)
    with pytest.raises(GongkaiError, match="cannot be attached") as raised, connected_lake(settings):
        pass
    assert "127.0.0.1" in str(raised.value)
    assert "hunter2" not in str(raised.value)
    assert "hunter2" not in repr(settings)


@pytest.mark.parametrize(
    ("written", "name", "password"),
    [
        ("dbname=lake password=hunter2 host=h", "dbname=lake host=h", "hunter2"),
        (r"PASSWORD = 'a \'b\' c\\d' host=h", "host=h", r"a 'b' c\d"),
        (r"password=a\ b dbname='no password=this'", "dbname='no password=this'", "a b"),
        ("postgresql://me:p%40ss@h:1/lake?x=a@b", "postgresql://me@h:1/lake?x=a@b", "p@ss"),
        ("postgresql://me:p@s/s@h/lake", "postgresql://me@h/lake", "p@s/s"),
        ("postgresql://h/lake?user=me&password=p%20s", "postgresql://h/lake?user=me", "p s"),
        ("dbname=lake host=h", "dbname=lake host=h", None),
        ("postgresql:///lake", "postgresql:///lake", None),
    ],
)
def test_the_password_is_handed_to_libpq_apart(written: str, name: str, password: str | None) -> None:
    told = ducklake.lake_environment(make_settings(lake=f"postgres:{written}"))
    assert told.pop("DBT_ENV_SECRET_GONGKAI_LAKE") == f"postgres:{name}"
    assert told == ({} if password is None else {"PGPASSWORD": password})


@pytest.mark.parametrize(
    "written",
    ["password='hunter2 host=h", "host=h hunter2", "host=h sslpassword=hunter2", "password='a'hunter2"],
)
def test_a_catalog_whose_password_cannot_be_told_from_the_rest_is_refused(written: str) -> None:
    with pytest.raises(SettingsError, match="GONGKAI_LAKE") as raised:
        ducklake.lake_environment(make_settings(lake=f"postgres:{written}"))
    assert "hunter2" not in "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"EXTENSIONS": ("ducklake", "none_such")}, "duckdb-extension-none-such=="),
        (
            {"duckdb": type("Other", (), {"__version__": "0.9.0", "Error": duckdb.Error})},
            "another version of DuckDB",
        ),
    ],
)
def test_a_missing_extension_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Mapping[str, object], said: str
) -> None:
    for name, value in change.items():
        monkeypatch.setattr(ducklake, name, value)
    settings = make_settings(data_dir=tmp_path, lake="postgres:dbname=lake")
    with pytest.raises(GongkaiError, match=said), connected_lake(settings):
        pass


def test_an_address_that_nothing_opens_is_named(tmp_path: Path) -> None:
    settings = make_settings(data_dir=tmp_path, lake="postgres:dbname=lake", lake_data="nosuch://bucket/lake")
    with pytest.raises(GongkaiError, match=r"GONGKAI_LAKE_DATA.*nosuch"), connected_lake(settings):
        pass
