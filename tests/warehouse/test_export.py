"""What a release holds beside the DuckDB file: every row, as it is described, and no text that a spreadsheet runs."""

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from duckdb import DuckDBPyConnection

from flows.publish import export as exporting
from flows.publish.export import PACKAGE, export
from flows.publish.keys import keys
from flows.settings import PROJECT_DIR
from flows.warehouse import connect, quoted

RUN = ("=1+1", "+86", "-1", "@sum", "\tx", "＝1+1", "＋1", "－1", "＠sum")
OTHER_NUMBERS = ("1234567890123456", "12345678901234e5", "0012")
SAFE = ('a,"b"\nc', "云溪县", "", "430721", "7d436e64facd3518", "1-2-3")
NASTY = (*RUN, *OTHER_NUMBERS, *SAFE)
MODELS = yaml.safe_load(
    (PROJECT_DIR / "dbt_project" / "models" / "marts" / "_marts.yml").read_text(encoding="utf-8")
)["models"]
MARTS = """
create table dim_agency (agency_id varchar, agency_name varchar);
create table facts (document_key ubigint, figure_key smallint);
create table dim_figure (figure_key smallint);
create table dim_document (document_id varchar, agency_id varchar, part_of varchar, title varchar,
    evidence struct(field varchar)[]);
create table fct_finding (document_id varchar, report_year smallint, message varchar, left_value decimal(18, 6),
    fetched_at timestamp, published_on date, is_odd boolean, share double);
create view fct_disclosure as select document_id, report_year, left_value as value from fct_finding;
comment on table fct_finding is 'findings (问题)';
comment on column fct_finding.message is 'one sentence';
comment on column fct_disclosure.value is 'exact value';
"""


@pytest.fixture
def published(tmp_path: Path) -> Path:
    file = tmp_path / "gongkai.duckdb"
    with connect(file) as database:
        database.execute(MARTS)
        for number, text in enumerate(NASTY):
            database.execute(
                "insert into fct_finding values "
                "(?, ?, ?, -1.5, timestamp '2026-01-01 18:30:00', '2026-01-02', true, 0.25)",
                [f"d{number}", None if number == 0 else 2020 + number % 2, text],
            )
        database.execute("insert into dim_document values ('d0', null, null, '=cmd', [{'field': 'year'}])")
    return file


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "release"
    folder.mkdir()
    export(published, folder, "20260101T000000Z")
    return folder


@pytest.fixture
def package(folder: Path) -> dict[str, Any]:
    described: dict[str, Any] = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    return described


def _exported(published: Path, folder: Path) -> dict[str, Any]:
    """What the package of the files in a folder says, once they are written there."""
    export(published, folder, "1")
    package: dict[str, Any] = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    return package


def _resource(package: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = (one for one in package["resources"] if one["name"] == name)
    return dict(found)


def _read(database: DuckDBPyConnection, folder: Path, resource: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a resource, read by nothing but its description."""
    paths = "[" + ", ".join(quoted(str(folder / path)) for path in resource["path"]) + "]"
    if resource["format"] == "parquet":
        return database.execute(f"from read_parquet({paths}) order by all").fetchall()
    kinds = {"string": "varchar", "integer": "bigint", "number": "decimal(18, 6)", "boolean": "boolean"}
    kinds |= {"date": "date", "datetime": "timestamp", "array": "json"}
    columns = {field["name"]: kinds[field["type"]] for field in resource["schema"]["fields"]}
    dialect = f"header = true, auto_detect = false, quote = '\"', escape = '\"', columns = {columns}"
    return database.execute(f"from read_csv({paths}, {dialect}) order by all").fetchall()


def test_every_row_is_there_in_both_formats(folder: Path, published: Path, package: dict[str, Any]) -> None:
    with connect(published, read_only=True) as database:
        for table in ("fct_finding", "fct_disclosure"):
            expected = database.execute(f"from {table} order by all").fetchall()
            parquet = _resource(package, f"{table.replace('_', '-')}-parquet")
            assert _read(database, folder, parquet) == expected
            in_sheets = _resource(package, f"{table.replace('_', '-')}-csv")
            assert len(_read(database, folder, in_sheets)) == len(expected)


def test_facts_are_cut_by_year(package: dict[str, Any]) -> None:
    assert _resource(package, "fct-finding-parquet")["path"] == [
        "parquet/fct_finding-2020.parquet",
        "parquet/fct_finding-2021.parquet",
        "parquet/fct_finding-unknown.parquet",
    ]
    assert _resource(package, "dim-document-csv")["path"] == ["csv/dim_document.csv"]


def test_every_file_is_described_and_what_is_described_is_there(
    folder: Path, package: dict[str, Any]
) -> None:
    described = {path for one in package["resources"] for path in one["path"]}
    there = {str(path.relative_to(folder)) for path in folder.rglob("*.*") if path.name != PACKAGE}
    assert described == there
    assert not any("facts" in path or "figure" in path for path in described)


def test_the_description_is_that_of_the_file(package: dict[str, Any]) -> None:
    finding = _resource(package, "fct-finding-csv")
    assert finding["description"] == "findings (问题)"
    fields = {field["name"]: field for field in finding["schema"]["fields"]}
    assert fields["message"] == {"name": "message", "type": "string", "description": "one sentence"}
    assert {name: field["type"] for name, field in fields.items() if name != "message"} == {
        "document_id": "string",
        "report_year": "integer",
        "left_value": "number",
        "fetched_at": "datetime",
        "published_on": "date",
        "is_odd": "boolean",
        "share": "number",
    }
    value = _resource(package, "fct-disclosure-parquet")["schema"]["fields"][2]
    assert value["description"] == "exact value"


def test_a_sheet_runs_nothing_and_reads_chinese(folder: Path) -> None:
    files = sorted((folder / "csv").glob("*.csv"))
    for file in files:
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    texts = []
    for file in (folder / "csv").glob("fct_finding-*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        texts += [row["message"] for row in rows]
        assert {row["left_value"] for row in rows} == {"-1.500000"}
        assert {row["fetched_at"] for row in rows} == {"2026-01-01T18:30:00Z"}
    assert sorted(texts) == sorted([*(f"'{text}" for text in (*RUN, *OTHER_NUMBERS)), *SAFE])


def test_what_no_sheet_can_hold_is_parquet_alone(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "SHEET_ROWS", 3)
    package = _exported(published, tmp_path)
    assert [path.name for path in sorted((tmp_path / "csv").glob("fct_finding*"))] == [
        "fct_finding-unknown.csv"
    ]
    assert len(list((tmp_path / "parquet").glob("fct_finding*"))) == 3
    assert _resource(package, "fct-finding-csv")["description"] == (
        "findings (问题) In Parquet alone, for no sheet has rows enough: parquet/fct_finding-2020.parquet, "
        "parquet/fct_finding-2021.parquet."
    )


def test_a_table_without_any_csv_says_so(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "SHEET_ROWS", 1)
    package = _exported(published, tmp_path)
    assert "fct-finding-csv" not in {one["name"] for one in package["resources"]}
    assert "In Parquet alone" in _resource(package, "fct-finding-parquet")["description"]


def test_bytes_and_hash_are_those_of_the_files(folder: Path, package: dict[str, Any]) -> None:
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    for resource in package["resources"]:
        whole = b"".join((folder / path).read_bytes() for path in resource["path"])
        assert resource["bytes"] == len(whole)
        assert resource["hash"] == f"sha256:{hashlib.sha256(whole).hexdigest()}"


def test_keys_lead_to_what_is_in_the_package(package: dict[str, Any]) -> None:
    document = _resource(package, "dim-document-csv")["schema"]
    assert document["primaryKey"] == ["document_id"]
    assert document["foreignKeys"] == [
        {"fields": "agency_id", "reference": {"resource": "dim-agency-csv", "fields": "agency_id"}},
        {"fields": "part_of", "reference": {"resource": "", "fields": "document_id"}},
    ]
    assert _resource(package, "fct-disclosure-parquet")["schema"]["foreignKeys"] == [
        {"fields": "document_id", "reference": {"resource": "dim-document-parquet", "fields": "document_id"}}
    ]
    assert "primaryKey" not in _resource(package, "fct-finding-csv")["schema"], (
        "a finding may have no document"
    )


def test_keys_are_columns_of_the_marts() -> None:
    known = keys()
    columns = {model["name"]: {one["name"] for one in model["columns"]} for model in MODELS}
    assert known.keys() == columns.keys()
    assert known["fct_agency_year"].primary == ("agency_id", "report_year", "scope")
    for table, of_table in known.items():
        assert columns[table].issuperset({*of_table.primary, *of_table.foreign})
        assert all(field in columns[other] for other, field in of_table.foreign.values())
