"""A small built file and the raw store that it was built from, with invented agencies: what the tests of the gate
stand on. Unlike `synthetic_marts.py` it is made as a night makes it, by the raw store and dbt."""

from dataclasses import replace
from pathlib import Path

from flows.build.dbt import run_build
from flows.extract.model import Document, Evidence
from flows.settings import Settings
from flows.warehouse import connect, identifier, tables_in
from tests.warehouse.synthetic_raw import Page, fact, load, report

N_AGENCIES = 24
YEARS = (2022, 2023)


def build(settings: Settings, run_id: str) -> Path:
    """Fill the raw store of a data folder and build from it: every agency reports every year."""
    load(settings, [_page(number, year) for number in range(N_AGENCIES) for year in YEARS])
    return run_build(settings, run_id).candidate


def _page(number: int, year: int) -> Page:
    document = _report(number, year)
    return Page(f"http://sample.invalid/{document.document_id}.html", [document])


def _report(number: int, year: int) -> Document:
    agency = f"样本{number}县人民政府"
    document = report(
        agency,
        year,
        fact("applications.new", 10 + number, applicant="natural_person"),
        fact("applications.new", 12 + number, applicant="total"),
        fact("stat.proactive.items", 100 + number, unit="条", basis="prose"),
        fact("proactive.fees.amount", "1.5", unit="万元"),
        fact("proactive.licensing.items_change", -3, unit="项"),
        *(fact(f"review.{result}", 0) for result in ("corrected", "other", "pending")),
        fact("review.upheld", 1 + number),
        fact("review.total", 1 + number),
        text=f"{agency}{year}年政府信息公开工作年度报告",
        scope="agency",
    )
    named = Evidence("agency", agency, "title", is_chosen=True, quote=agency, start=0, end=len(agency))
    identity = replace(document.identity, evidence=(named, *document.identity.evidence))
    return replace(document, document_id=f"d{number:02d}-{year}", identity=identity)


def loosen(path: Path) -> Path:
    """Make plain tables of a file's tables and views, so that faults can be planted that no build would write."""
    with connect(path) as database:
        views = {name for (name,) in database.execute("select view_name from duckdb_views()").fetchall()}
        for name in sorted(tables_in(database), key=lambda one: one not in views):
            database.execute(f"create table loose as from {identifier(name)}")
            database.execute(f"drop {'view' if name in views else 'table'} {identifier(name)}")
            database.execute(f"alter table loose rename to {identifier(name)}")
    return path


def plant(path: Path, *statements: str) -> Path:
    """Spoil a file."""
    with connect(path) as database:
        for statement in statements:
            database.execute(statement)
    return path
