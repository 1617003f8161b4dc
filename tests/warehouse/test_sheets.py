"""What a spreadsheet makes of the CSV of hostile pages, by whatever it parts the cells: no formula."""

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from duckdb import DuckDBPyConnection
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.ask.query import asked, write_csv
from flows.publish.export import export
from flows.publish.sheets import BYTE_ORDER_MARK, kept, kept_in_sql, kept_within, kept_within_in_sql
from flows.warehouse import connect, identifier
from tests.warehouse.synthetic_marts import build_marts

HOSTILE = (
    "样本县2023年政府信息公开工作年度报告;=1+1;-2+3",
    "=1+1",
    "  =1+1",
    "报告;=1+1",
    "报告\t=1+1",
    "报告|=1+1",
    "报告\n=1+1",
    "报告\r\n=1+1",
    "报告; =1+1",
    "报告\n  =1+1",
    '"报告";"=1+1";',
    '报告; "=1+1"',
    '报告,"=1+1"\t=1+1,"',
    '报告\n"\n=1+1',
    "报告;;\t;=1+1",
    "报告;",
    '";"',
)
_ODD = st.text(alphabet="=+-@＝－;|\t\r\n \"',0e1a好\u3000\xa0\x85", max_size=12)


def _hostile_file(file: Path) -> Path:
    """A release whose every text, in lists too, is one that a page could hold."""
    build_marts(file)
    with connect(file) as database:
        database.execute(
            "alter table dim_document add column evidence struct(field varchar, words varchar)[]"
        )
        columns = database.execute(
            "select table_name, column_name, data_type from duckdb_columns() where not internal"
        ).fetchall()
        for table, column, kind in columns:
            text = f"$texts[1 + (rowid + {len(column)}) % {len(HOSTILE)}]"
            if kind != "VARCHAR":
                text = f"[{{'field': {text}, 'words': {text}}}]"
            if kind == "VARCHAR" or column == "evidence":
                changed = f"update {identifier(table)} set {identifier(column)} = {text}"  # noqa: S608 - names are quoted
                database.execute(changed, {"texts": HOSTILE})
    return file


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The CSV files of a hostile release, what `gongkai query --csv` writes of it, and texts that nothing keeps."""
    folder = tmp_path_factory.mktemp("hostile")
    file = _hostile_file(folder / "gongkai.duckdb")
    export(file, folder, "20260101T000000Z")
    with (folder / "csv" / "query.csv").open("w", encoding="utf-8", newline="") as stream:
        stream.write(BYTE_ORDER_MARK)
        with asked(file, "select title, evidence, -3 as number, url from dim_document") as answer:
            write_csv(answer, stream)
    with (folder / "csv" / "unkept.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(("报告", text, "报告") for text in HOSTILE)
    return folder


def _formulas(folder: Path, separator: str, made: Path) -> dict[str, list[str]]:
    """What LibreOffice makes formulas of in each CSV file of a folder, spaces taken off the cells."""
    assert shutil.which("soffice"), "LibreOffice is not installed: make programs"
    profile = f"-env:UserInstallation={(made / 'profile').as_uri()}"
    # Among its fields: the separator, quotes, UTF-8, numbers are known, spaces are taken off, formulas are worked out.
    dialect = f"--infilter=CSV:{ord(separator)},34,76,1,,0,false,true,false,false,true,-1,true"
    files = [str(path) for path in sorted(folder.glob("*.csv"))]
    command = ["soffice", profile, "--headless", "--norestore", dialect, "--convert-to", "xlsx", "--outdir"]
    subprocess.run([*command, str(made), *files], check=True, capture_output=True, timeout=300)
    found: dict[str, list[str]] = {}
    for file in files:
        (sheet,) = openpyxl.load_workbook(made / f"{Path(file).stem}.xlsx").worksheets
        found[Path(file).stem] = [str(cell.value) for row in sheet for cell in row if cell.data_type == "f"]
    return found


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_no_cell_of_a_hostile_release_is_a_formula(folder: Path, separator: str, tmp_path: Path) -> None:
    found = _formulas(folder / "csv", separator, tmp_path)
    assert len(found.pop("unkept")) > 1, "the spreadsheet runs what nothing keeps"
    assert len(found) > 5
    assert not any(found.values()), found


def test_lists_stay_json_and_say_the_same(folder: Path) -> None:
    with (folder / "csv" / "dim_document.csv").open(encoding="utf-8-sig", newline="") as stream:
        texts = [json.loads(row["evidence"])[0]["words"] for row in csv.DictReader(stream)]
    assert {text.replace("'", "") for text in texts} == set(HOSTILE)
    assert "样本县2023年政府信息公开工作年度报告;'=1+1;'-2+3" in texts


def test_names_of_columns_that_a_query_makes_of_texts_run_no_more(folder: Path) -> None:
    stream = io.StringIO(newline="")
    with asked(folder / "gongkai.duckdb", "pivot dim_document on title using count(*)") as answer:
        write_csv(answer, stream)
    names = next(csv.reader(io.StringIO(stream.getvalue(), newline="")))
    assert {"'=1+1", "报告;'=1+1"} <= set(names)


@pytest.fixture(name="database", scope="module")
def _database() -> Iterator[DuckDBPyConnection]:
    with connect(Path(":memory:")) as database:
        yield database


@settings(deadline=None)  # the machine may be busy
@given(text=_ODD)
def test_sql_and_python_keep_a_text_alike(database: DuckDBPyConnection, text: str) -> None:
    asked_of = "from (select ?::varchar as text, [?::varchar] as texts)"
    plain, nested = kept_in_sql("text"), kept_within_in_sql("to_json(texts)::varchar")
    ((one, listed, raw),) = database.execute(
        f"select {plain}, {nested}, to_json(texts)::varchar {asked_of}", [text, text]
    ).fetchall()
    assert one == kept(text)
    assert listed == kept_within(raw)
    assert [words.replace("'", "") for words in json.loads(listed)] == [text.replace("'", "")]


@given(text=_ODD)
def test_no_piece_of_a_kept_text_begins_a_formula(text: str) -> None:
    known = kept(text)
    assert known.replace("'", "") == text.replace("'", "")
    assert kept_within(known) == known
    for cut in ";|\t\r\n":
        first, *others = known.split(cut)
        assert not first.lstrip(" ").startswith(("=", "+", "-", "@", "＝", "－"))
        assert not any(piece.lstrip(' "').startswith(("=", "+", "-", "@", "＝", "－")) for piece in others)
