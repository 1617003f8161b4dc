"""Prefect's database: a spoiled or half migrated one stops no night, and one that only is in use is left alone."""

import multiprocessing
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from flows.errors import GongkaiError
from flows.prefect_database import make_ready, set_aside_if_spoiled

_HALF_WAY: Final = "update alembic_version set version_num = 'e757138e954a'"
"""What leaves a database at a revision of which the next one adds the column `flow_run.state_timestamp`."""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "prefect.db"
    with closing(sqlite3.connect(file)) as made:
        made.execute("pragma journal_mode = wal")
        made.execute("create table flow_run (id integer primary key, name text not null)")
        made.executemany("insert into flow_run values (?, ?)", [(n, f"run {n}" * 20) for n in range(2_000)])
        made.commit()
    return file


def _tables_spoiled(content: bytearray) -> None:
    for index in range(8_192, 40_000):
        content[index] ^= 0xFF


def _head_spoiled(content: bytearray) -> None:
    content[:16] = bytes(16)


@pytest.mark.parametrize("harm", [_tables_spoiled, _head_spoiled])
def test_a_spoiled_database_is_set_aside(
    database: Path, harm: Callable[[bytearray], None], caplog: pytest.LogCaptureFixture
) -> None:
    content = bytearray(database.read_bytes())
    harm(content)
    database.write_bytes(content)
    set_aside_if_spoiled(database)
    assert not database.exists()
    assert database.with_name("prefect.db.spoiled").read_bytes() == content
    assert "prefect.db.spoiled" in caplog.text


def test_a_whole_database_stays_also_while_another_writes(database: Path) -> None:
    with closing(sqlite3.connect(database)) as writer:
        writer.execute("begin exclusive")
        set_aside_if_spoiled(database)
        assert database.exists()
    set_aside_if_spoiled(database)
    set_aside_if_spoiled(database.with_name("none.db"))
    assert [path.name for path in database.parent.iterdir()] == ["prefect.db"]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """What Prefect's command is started in: a home of its own, and nothing that another test has set."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return {**kept, "PREFECT_HOME": str(tmp_path_factory.mktemp("home")), "DO_NOT_TRACK": "1"}


@pytest.fixture(scope="module")
def whole(environment: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that Prefect's own command has made."""
    file = tmp_path_factory.mktemp("whole") / "prefect.db"
    make_ready(file, environment)
    return file


@pytest.fixture
def older(whole: Path, tmp_path: Path) -> Path:
    """One that says of no Prefect that it was made whole for it, with something in it that is to be kept."""
    file = tmp_path / "prefect.db"
    shutil.copy(whole, file)
    _run(file, "pragma user_version = 0", "create table kept (what text)")
    return file


def _run(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def _asked(file: Path, question: str) -> object:
    with closing(sqlite3.connect(file)) as database:
        ((answer,),) = database.execute(question).fetchall()
        return answer


def _tables(file: Path) -> object:
    return _asked(file, "select group_concat(name) from (select name from sqlite_master order by name)")


def _names(file: Path) -> list[str]:
    return sorted(path.name for path in file.parent.iterdir())


def test_a_database_is_made_whole_once_and_then_only_looked_at(
    whole: Path, environment: Mapping[str, str]
) -> None:
    before = whole.stat()
    make_ready(whole, environment)
    after = whole.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert _names(whole) == ["prefect.db", "prefect.db.lock"]
    assert _asked(whole, "select count(*) from flow_run") == 0


def test_what_an_older_prefect_made_is_brought_up_to_date_with_all_that_it_holds(
    older: Path, whole: Path, environment: Mapping[str, str]
) -> None:
    make_ready(older, environment)
    assert _asked(older, "pragma user_version") == _asked(whole, "pragma user_version") != 0
    assert _asked(older, "select count(*) from kept") == 0
    assert _names(older) == ["prefect.db", "prefect.db.lock"]


def test_a_half_migrated_database_is_set_aside_for_a_new_one(
    older: Path, whole: Path, environment: Mapping[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    _run(older, _HALF_WAY)
    make_ready(older, environment)
    assert _tables(older) == _tables(whole)
    assert _asked(older.with_name("prefect.db.spoiled"), "select count(*) from kept") == 0
    assert "duplicate column name: state_timestamp" in caplog.text
    assert "prefect.db.spoiled" in caplog.text


def test_a_database_in_use_is_left_to_its_users(older: Path, environment: Mapping[str, str]) -> None:
    before = older.stat().st_ino
    with closing(sqlite3.connect(older)) as user:
        user.execute("pragma journal_mode = wal")
        user.execute("select count(*) from kept").fetchall()
        make_ready(older, environment)
    assert older.stat().st_ino == before
    assert _asked(older, "pragma user_version") == 0


def test_where_none_can_be_made_the_one_that_is_there_stays(
    older: Path, environment: Mapping[str, str]
) -> None:
    with pytest.raises(GongkaiError, match=r"cannot be made: .*ValidationError"):
        make_ready(older, {**environment, "PREFECT_SERVER_DATABASE_DRIVER": "none"})
    assert _names(older) == ["prefect.db", "prefect.db.lock"]
    assert _asked(older, "select count(*) from kept") == 0


def test_a_start_that_is_killed_leaves_nothing_in_place_and_the_next_one_passes(
    whole: Path, environment: Mapping[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "prefect.db"
    begun = file.with_name("prefect.db.making") / "prefect.db"
    start = multiprocessing.get_context("spawn").Process(target=make_ready, args=(file, dict(environment)))
    start.start()
    while not begun.exists():
        assert start.is_alive()
        time.sleep(0.01)
    start.kill()
    start.join()
    assert not file.exists()
    make_ready(file, environment)
    assert _tables(file) == _tables(whole)
    assert _names(file) == ["prefect.db", "prefect.db.lock"]


def test_of_two_starts_at_one_moment_both_find_it_whole_and_without_what_is_left_of_another(
    whole: Path, environment: Mapping[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "home"
    folder.mkdir()
    with closing(sqlite3.connect(tmp_path / "taken_away.db")) as writer:
        writer.execute("pragma journal_mode = wal")
        writer.execute("create table stranger (what text)")
        shutil.copy(tmp_path / "taken_away.db-wal", folder / "prefect.db-wal")
    file = folder / "prefect.db"
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: make_ready(file, environment), range(2)))
    assert _tables(file) == _tables(whole)
    assert _names(file) == ["prefect.db", "prefect.db.lock"]
