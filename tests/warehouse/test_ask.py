"""`gongkai query` on a published file: for reading only. (`gongkai explain` needs an archive: tests/flows.)"""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import duckdb
import pytest
from typer.testing import CliRunner

from flows.ask.query import DO_MORE_THAN_READ, Answer, asked, opened, write_csv, write_json
from flows.cli import app
from flows.errors import GongkaiError
from flows.publish.release import publish
from flows.settings import Settings, make_settings
from tests.warehouse.synthetic_marts import build_marts


@pytest.fixture(name="settings", scope="module")
def _settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("asked")
    settings = make_settings(data_dir=folder / "data")
    publish(build_marts(folder / "built.duckdb"), "20260101T000000Z", settings)
    return settings


def test_a_query_answers_in_rows_and_decimals_keep_their_digits(settings: Settings) -> None:
    with asked(
        settings.published_file, "select 1 as one, 0.10::decimal(18, 6) as tenth, null as nothing"
    ) as answer:
        assert answer.columns == ("one", "tenth", "nothing")
        stream = io.StringIO()
        write_json(answer, stream)
    assert stream.getvalue() == '{"one": 1, "tenth": "0.1", "nothing": null}\n'


def test_every_line_of_json_is_json_with_every_column(settings: Settings) -> None:
    sql = (
        "select 1 as a, 2 as a, 3 as a_2, 'nan'::double as n, '-inf'::double as i,"
        " [1.5, 'inf'::double] as l, {'x': 'nan'::float, 'y': 0.10::decimal(3, 2)} as s, map {1: 'b'} as m"
    )
    stream = io.StringIO()
    with asked(settings.published_file, sql) as answer:
        write_json(answer, stream)

    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is no JSON")

    assert json.loads(stream.getvalue(), parse_constant=refuse) == {
        "a": 1, "a_3": 2, "a_2": 3, "n": "nan", "i": "-inf",
        "l": [1.5, "inf"], "s": {"x": "nan", "y": "0.1"}, "m": {"1": "b"},
    }  # fmt: skip


@pytest.mark.parametrize(
    "value",
    [
        "'infinity'::date",
        "'-infinity'::timestamp",
        "'infinity'::timestamptz",
        "['infinity'::date]",
        "date '9999-12-31'",
    ],
)
def test_a_date_that_may_be_infinite_is_not_given_as_another(settings: Settings, value: str) -> None:
    with (
        pytest.raises(GongkaiError, match="::varchar"),
        asked(settings.published_file, f"select {value}") as answer,
    ):
        list(answer.rows)
    with asked(settings.published_file, f"select ({value})::varchar, date '2027-01-01'") as answer:
        assert len(list(answer.rows)) == 1


@pytest.mark.parametrize("write", [write_csv, write_json])
def test_what_is_wrong_with_the_first_rows_is_told_before_anything_is_written(
    settings: Settings, write: Callable[[Answer, TextIO], None]
) -> None:
    stream = io.StringIO()
    sql = "from (values (1, date '2027-01-01'), (2, date '9999-12-31')) as days (n, day)"
    with pytest.raises(GongkaiError, match="::varchar"), asked(settings.published_file, sql) as answer:
        write(answer, stream)
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    "sql", ["pivot (from dim_agency limit 9) on level", "explain select 1", "show tables;"]
)
def test_all_that_reads_is_answered(settings: Settings, sql: str) -> None:
    with asked(settings.published_file, sql) as answer:
        assert list(answer.rows)


def test_where_a_query_may_write_is_no_folder_of_the_release(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "gongkai.duckdb"
    shutil.copy(settings.published_file, file)
    beside = tmp_path / "gongkai.duckdb.tmp"
    beside.mkdir()
    with opened(file) as connection:
        connection.execute("set enable_external_access = false")
        with pytest.raises(duckdb.PermissionException):
            connection.execute(f"copy (select 1) to '{beside}/x.csv'")
    assert list(beside.iterdir()) == []


def test_csv_holds_no_formula(settings: Settings) -> None:
    texts = ["=1+1", "@x", "-3", "＝1+1", "1234567890123456", "12345678901234e5", "430721", "plain", 'a,"b"']
    sql = f"select unnest({texts}) as words, -3 as number"
    stream = io.StringIO()
    with asked(settings.published_file, sql) as answer:
        write_csv(answer, stream)
    rows = list(csv.reader(io.StringIO(stream.getvalue())))
    assert [row[0] for row in rows] == [
        "words",
        *("'=1+1", "'@x", "'-3", "'＝1+1", "'1234567890123456", "'12345678901234e5"),
        *("430721", "plain", 'a,"b"'),
    ]
    assert {row[1] for row in rows[1:]} == {"-3"}


def test_csv_asked_for_by_name_is_for_a_spreadsheet(settings: Settings) -> None:
    command = ["query", "select '云溪县' as words", "--data", str(settings.data_dir)]
    assert CliRunner().invoke(app, [*command, "--csv"]).stdout == "\ufeffwords\n云溪县\n"
    assert CliRunner().invoke(app, command).stdout == "words\n云溪县\n"


@pytest.mark.parametrize(
    "sql",
    [
        "delete from dim_agency",
        "create table mine as select 1",
        "copy dim_agency to 'out.csv'",
        "from read_csv('/etc/passwd')",
        "attach 'other.duckdb'",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "reset enable_external_access",
        "pragma enable_external_access = true",
        "pragma temp_directory = 'elsewhere'",
        "install httpfs",
        "load 'some.duckdb_extension'",
        "from '/etc/passwd'",
        "from 'other.parquet'",
        "select * from read_text('/etc/passwd')",
        "select * from read_blob('/etc/passwd')",
        "select * from glob('/etc/*')",
        "from read_duckdb('/etc/passwd')",
        "from sniff_csv('/etc/passwd')",
        "from parquet_schema('/etc/passwd')",
        "from read_parquet('http://127.0.0.1:9/x.parquet')",
        "copy (select 1) to '/dev/stdout'",
        "copy dim_agency from '/etc/passwd'",
        "export database 'out'",
        "import database 'out'",
        "select 1; copy (select 1) to 'out.csv'",
        "selekt",
        "",
        " ; -- nothing",
        "call enable_logging(storage = 'file', storage_path = 'logs'); select 1",
        "call enable_logging(storage = 'file', storage_path = 'logs')",
        "select 1; select 2",
        "create temp table mine as select 1; from mine",
    ],
)
def test_a_query_changes_nothing_and_reaches_no_other_file(
    settings: Settings, sql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = settings.published_file.resolve().parent
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(GongkaiError), asked(settings.published_file, sql) as answer:
        list(answer.rows)
    assert not list(tmp_path.iterdir())
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


_LOGS = "enable_logging(level = 'debug', storage = 'stdout')"


@pytest.mark.parametrize(
    "sql",
    [
        f"from {_LOGS}",
        f"from (from system.main.{_LOGS})",
        f"pivot (from (values (1, 2)) t (a, b) union all (select 1, 2 from {_LOGS})) on a using count(b)",  # noqa: S608 - words of our own
        f"explain analyze from {_LOGS}",
        "from enable_logging\u3000(storage = 'stdout')",
        "from\u00a0enable_logging(storage = 'stdout')",
        "from \"ENABLE_logging\" /* of /* what */ */ (storage = 'stdout')",
        "from enable_logging -- of what\n(storage = 'stdout')",
        "from query('from enable' || '_logging(storage = ''stdout'')')",
        "from json_execute_serialized_sql(json_serialize_sql('select 1'))",
        "from enable_profiling()",
        "from disable_logging()",
        "from truncate_duckdb_logs()",
        "from checkpoint()",
        "from force_checkpoint()",
        "select write_log('words')",
    ],
)
def test_no_function_is_called_that_does_more_than_read(settings: Settings, sql: str) -> None:
    with (
        pytest.raises(GongkaiError, match="does something else: it is not called"),
        asked(settings.published_file, sql) as answer,
    ):
        list(answer.rows)


def test_the_names_of_such_functions_may_be_written(settings: Settings) -> None:
    sql = "select 'enable_logging' as query, 1 as checkpoint, count(*) from query_table('dim_agency')"
    with asked(settings.published_file, sql) as answer:
        assert answer.columns[:2] == ("query", "checkpoint")
        assert len(list(answer.rows)) == 1


_ONLY_READ = r"""
    duckdb_\w+ | pragma_\w+ | parquet_\w+ | read_\w+ | icu_calendar_names | pg_timezone_names | glob | sniff_csv
    | generate_series | range | repeat | repeat_row | unnest | json_each | json_tree | summary | histogram
    | histogram_values | query_table | test_all_types | test_vector_types | which_secret
    | current_connection_id | current_query | current_query_id | current_transaction_id | currval | nextval | error
    | gen_random_uuid | random | setseed | sleep_ms | stats | uuid | uuidv4 | uuidv7
"""
"""Functions that give tables, and those that give something else each time: what they read of the disk and the network
is refused, and so is what they would write to the file."""


def test_every_function_that_may_do_something_was_looked_at() -> None:
    with duckdb.connect() as database:
        rows = database.execute(
            "select distinct function_name from duckdb_functions() where function_type in ('table', 'table_macro')"
            " or (function_type <> 'pragma' and (has_side_effects or stability = 'VOLATILE'))"
        ).fetchall()
    unknown = {name for (name,) in rows if not re.fullmatch(_ONLY_READ, name, re.VERBOSE)}
    assert unknown == DO_MORE_THAN_READ


def test_what_is_published_is_a_file_that_nobody_writes(settings: Settings) -> None:
    assert settings.published_file.stat().st_mode & 0o222 == 0
    with (
        pytest.raises(duckdb.InvalidInputException),
        duckdb.connect(settings.published_file, read_only=True) as con,
    ):
        con.execute("delete from dim_agency")


def test_before_the_first_release_the_commands_say_so(tmp_path: Path) -> None:
    for command in (["query", "select 1"], ["explain", "x", "2020", "stat.proactive.items"]):
        result = CliRunner().invoke(app, [*command, "--data", str(tmp_path)])
        assert isinstance(result.exception, GongkaiError)
        assert "nothing is published yet" in str(result.exception)


def test_a_published_file_that_is_gone_is_not_called_none(tmp_path: Path) -> None:
    settings = make_settings(data_dir=tmp_path / "data")
    release = publish(build_marts(tmp_path / "m.duckdb", n_agencies=1), "20260101T000000Z", settings)
    release.file.unlink()
    result = CliRunner().invoke(app, ["query", "select 1", "--data", str(settings.data_dir)])
    assert isinstance(result.exception, GongkaiError)
    assert f"leads to {release.file}, which is gone" in str(result.exception)
