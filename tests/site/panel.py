"""An invented release of any size, for the site alone: the marts by their contract, filled by SQL.

What belongs here: rows of the public tables that are spread as real ones are, with a few hostile texts among them,
and the texts and cells that their evidence shows.
What does not: the raw rows that the marts are built from (`tests/bench/panel.py`).

Every name and figure is invented; region codes are real, so that the squares of the provinces are filled.
"""

from pathlib import Path
from typing import Any, Final

import yaml
from duckdb import DuckDBPyConnection

from flows.publish.release import publish
from flows.settings import PROJECT_DIR, Settings
from flows.warehouse import connect, identifier, quoted

HOSTILE_TITLE: Final = "<script>window.owned = true</script>"
HOSTILE_MESSAGE: Final = "</script><img src=x onerror='window.owned = true'>"
ALIAS: Final = "样河老局"
NAMED: Final = "样河安县水利局"
FIRST_YEAR: Final = 2017
LAST_YEAR: Final = 2024
MOVED_YEAR: Final = 2023
"""The first body's text of this year is another than its numbers were read from."""
BEFORE: Final = "年政府信息公开工作年度报告\n一、总体情况\n本年度，"
AFTER: Final = "，均按规定办理。\n"
"""What stands on both sides of the sentence with a number."""
RUN_ID: Final = "20260101T000000Z"

_MARTS: Final = PROJECT_DIR / "dbt_project" / "models" / "marts" / "_marts.yml"
_SEEDS: Final = PROJECT_DIR / "dbt_project" / "seeds"

_STATEMENTS: Final = Path(__file__).with_name("panel.sql")
_RAW_STATEMENTS: Final = Path(__file__).with_name("panel_raw.sql")
_BODIES_OF_A_BATCH: Final = 1_000

_FIGURES: Final = {
    "applications_received": "'applications.new'",
    "applications_closed": "'applications.outcomes'",
    "applications_granted": "'applications.granted'",
    "applications_partly_granted": "'applications.partly_granted'",
    "applications_not_held": "'applications.unavailable.not_held'",
    "reviews": "'review.upheld', 'review.corrected', 'review.other', 'review.pending'",
    "reviews_corrected": "'review.corrected'",
    "lawsuits": "'litigation_direct.upheld', 'litigation_after_review.upheld'",
    "items_disclosed": "'stat.proactive.items'",
}


def make_release(settings: Settings, n_bodies: int, *, years: int = LAST_YEAR - FIRST_YEAR + 1) -> None:
    """Write and publish a release of so many bodies with the newest so many years of reports."""
    settings.raw_dir.mkdir(parents=True, exist_ok=True)
    file = settings.data_dir / "candidate.duckdb"
    numbers: dict[str, Any] = {
        "n_bodies": n_bodies,
        "first_year": LAST_YEAR - years + 1,
        "last_year": LAST_YEAR,
        "seeds": _SEEDS,
        "named": NAMED,
        "alias": ALIAS,
        "title": HOSTILE_TITLE,
        "message": HOSTILE_MESSAGE.replace("'", "''"),
        "run_id": RUN_ID,
        "moved_year": MOVED_YEAR,
        "before": BEFORE,
        "after": AFTER,
        "raw": settings.raw_dir,
        "figures": ", ".join(
            [f"sum(value) filter (where indicator_id in ({ids})) as {name}" for name, ids in _FIGURES.items()]
            + ["sum(value) filter (where indicator_id like 'applications.denied.%') as applications_denied"]
        ),
    }
    with connect(file, memory_limit="4GB", threads=2) as database:
        _create(database, _MARTS)
        for seed, table in (("regions", "dim_region"), ("indicators", "dim_indicator")):
            _fill(database, seed, table)
        _run(database, _STATEMENTS, numbers)
        for table in ("documents", "cells"):
            (settings.raw_dir / table).mkdir()
        n_batches = -(-n_bodies // _BODIES_OF_A_BATCH)
        for batch in range(n_batches):
            chosen = f"('0x' || left(agency_id, 8))::ubigint % {n_batches} = {batch}"
            _run(database, _RAW_STATEMENTS, {**numbers, "batch": f"batch-{batch:05}", "chosen": chosen})
    publish(file, RUN_ID, settings)
    file.unlink()


def _run(database: DuckDBPyConnection, file: Path, values: dict[str, Any]) -> None:
    for statement in file.read_text(encoding="utf-8").format(**values).split(";\n"):
        database.execute(statement)


def _create(database: DuckDBPyConnection, marts: Path) -> None:
    """The public tables, empty, with their columns, types and comments as the contract gives them."""
    for model in yaml.safe_load(marts.read_text(encoding="utf-8"))["models"]:
        columns = ", ".join(f"{identifier(one['name'])} {one['data_type']}" for one in model["columns"])
        database.execute(f"create table {identifier(model['name'])} ({columns})")
        database.execute(
            f"comment on table {identifier(model['name'])} is {quoted(model.get('description', ''))}"
        )
        for one in model["columns"]:
            column = f"{identifier(model['name'])}.{identifier(one['name'])}"
            database.execute(f"comment on column {column} is {quoted(one.get('description', ''))}")


def _fill(database: DuckDBPyConnection, seed: str, table: str) -> None:
    known = {
        name
        for (name,) in database.execute(
            "select column_name from duckdb_columns() where table_name = ?", [table]
        ).fetchall()
    }
    database.execute(
        f"create temp table seed as from read_csv('{_SEEDS}/{seed}.csv', header = true, all_varchar = true)"
    )
    shared = [name for (name, *_) in database.execute("describe seed").fetchall() if name in known]
    database.execute(f"insert into {table} by name select {', '.join(shared)} from seed")  # noqa: S608 - names and words of our own
    database.execute("drop table seed")
