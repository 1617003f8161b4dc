"""A small built file with invented agencies, in the columns of the marts: what the tests of the gate and of
publishing stand on."""

from datetime import UTC, datetime
from pathlib import Path

from duckdb import DuckDBPyConnection

from flows.warehouse import connect

N_AGENCIES = 12
YEARS = (2022, 2023)
FACTS_A_REPORT = 5

_DDL = """
create table dim_agency (
    agency_id varchar, agency_name varchar, level varchar, category varchar, region_code varchar);
create table dim_indicator (indicator_id varchar, label_zh varchar, unit varchar, dimension varchar);
create table dim_document (
    document_id varchar, url varchar, kind varchar, title varchar, agency_id varchar, agency_name varchar,
    report_year smallint, scope varchar, form varchar, is_counted boolean, excluded_because varchar,
    fetched_at timestamp, payload_sha256 varchar, n_observations integer);
create table fct_disclosure (
    agency_id varchar, agency_name varchar, region_code varchar, report_year smallint, scope varchar,
    indicator_id varchar, applicant varchar, period varchar, value decimal(18, 6), unit varchar,
    basis varchar, form varchar, aligned_by varchar, document_id varchar, table_index integer,
    row_index integer, column_index integer, span_start integer, span_end integer, quote varchar);
create table fct_agency_year (
    agency_id varchar, agency_name varchar, report_year smallint, scope varchar, form varchar,
    is_balanced boolean, n_findings integer, document_id varchar);
create table fct_finding (
    document_id varchar, url varchar, found_by varchar, rule varchar, severity varchar, message varchar);
create table release (run_id varchar, schema_version integer);
comment on column fct_disclosure.value is 'exact value';
"""

_INDICATORS = [
    ("applications.new", "本年新收政府信息公开申请数量", "件", "applicant"),
    ("stat.proactive.items", "主动公开政府信息数", "条", ""),
    ("proactive.fees.amount", "行政事业性收费本年收费金额", "万元", ""),
    ("proactive.licensing.items_change", "行政许可本年增/减", "项", ""),
    ("stat.proactive.electronic_full_text_rate", "全文电子化率", "%", ""),
]


def build_marts(path: Path, run_id: str = "20260101T000000Z", n_agencies: int = N_AGENCIES) -> Path:
    """Write a sound built file: every agency reports every year, and each report states five facts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with connect(path) as database:
        database.execute(_DDL)
        database.executemany("insert into dim_indicator values (?, ?, ?, ?)", _INDICATORS)
        database.execute("insert into release values (?, 1)", [run_id])
        for number in range(n_agencies):
            _insert_agency(database, number)
    return path


def plant(path: Path, *statements: str) -> Path:
    """Spoil a built file."""
    with connect(path) as database:
        for statement in statements:
            database.execute(statement)
    return path


def _insert_agency(database: DuckDBPyConnection, number: int) -> None:
    agency, name = f"a{number:02d}", f"样本{number}县人民政府"
    database.execute("insert into dim_agency values (?, ?, 'county', 'government', '999901')", [agency, name])
    for year in YEARS:
        document = f"d{number:02d}-{year}"
        database.execute(
            """insert into dim_document values
            (?, ?, 'annual_report', ?, ?, ?, ?, 'agency', 'F2021', true, null, ?, ?, ?)""",
            [
                document,
                f"http://sample.invalid/{document}.html",
                f"{name}{year}年政府信息公开工作年度报告",
                agency,
                name,
                year,
                datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None),
                f"payload-{document}",
                FACTS_A_REPORT,
            ],
        )
        database.execute(
            "insert into fct_agency_year values (?, ?, ?, 'agency', 'F2021', true, 0, ?)",
            [agency, name, year, document],
        )
        database.executemany(
            """insert into fct_disclosure values
            (?, ?, '999901', ?, 'agency', ?, ?, 'year', ?, ?, ?, ?, ?, ?, ?, ?, ?, 5, ?, ?)""",
            [[agency, name, year, *fact] for fact in _facts(number, document)],
        )


def _facts(number: int, document: str) -> list[list[object]]:
    stated = [
        ("applications.new", "natural_person", str(10 + number), "件", "table"),
        ("applications.new", "total", str(12 + number), "件", "table"),
        ("stat.proactive.items", None, str(100 + number), "条", "prose"),
        ("proactive.fees.amount", None, "1.5", "万元", "table"),
        ("proactive.licensing.items_change", None, "-3", "项", "table"),
    ]
    facts: list[list[object]] = []
    for place, (indicator, applicant, printed, unit, basis) in enumerate(stated):
        how = ["F2021", "label"] if basis == "table" else [None, None]
        where = [0, place, 1] if basis == "table" else [None, None, None]
        facts.append(
            [indicator, applicant, printed, unit, basis, *how, document, *where, 5 + len(printed), printed]
        )
    return facts
