"""Prefect's database: a spoiled one stops no night, and one that only is in use is left alone."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from flows.prefect_database import set_aside_if_spoiled


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
