"""What the gate costs: its rules in Great Expectations, with rows and pages, against the same rules as plain SQL.

Both are asked of one built file, with a release beside it to compare with. The gate's time is that of a night: its
process starts, imports Great Expectations, runs the checkpoint and writes the Data Docs.
"""

import shutil
import tempfile
from pathlib import Path
from typing import Final

from duckdb import DuckDBPyConnection

from expectations.checkpoint import rules_for
from expectations.rules import Rule
from flows.build.dbt import run_build
from flows.check.gate import GateReport, opened_gate
from flows.settings import Settings, make_settings
from flows.warehouse import connect
from tests.bench.panel import make_panel
from tests.measures import Measure, timed

N_REPORTS: Final = 100_000
"""About 20 million facts."""
RUN: Final = "20260601T000000Z"


def measures(n_reports: int = N_REPORTS) -> list[Measure]:
    """The release checkpoint of a whole panel: its seconds, and by how many times it is slower than plain SQL.

    Args:
        n_reports: size of the panel; in a small one the import of Great Expectations weighs most.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = make_settings(data_dir=folder / "data")
        make_panel(settings, n_reports)
        built = run_build(settings, RUN)
        previous = folder / "previous.duckdb"
        shutil.copyfile(built.candidate, previous)
        plain = sum(seconds_of_rules(built.candidate, previous).values())
        report, asked = timed(lambda: checked(settings, built.candidate, previous))
        note = f"{built.row_counts['facts']:,} facts, plain SQL {plain:.1f} s, {report.decision}"
    return [
        Measure("gate.release.ratio", asked / plain, 10, "at most", note=note),
        Measure("gate.release.seconds", asked, 30, "at most", note=f"{n_reports:,} reports"),
    ]


def seconds_of_rules(file: Path, previous: Path) -> dict[str, float]:
    """How long each rule takes as plain SQL: its number alone, without the rows that explain it."""
    with connect(file, read_only=True, attach={"previous": previous}) as database:
        database.execute("set enable_progress_bar = false")
        return {rule.name: _seconds_of_rule(database, rule) for rule in rules_for(previous)}


def _seconds_of_rule(database: DuckDBPyConnection, rule: Rule) -> float:
    plain = f"with broken as ({rule.rows}) {rule.measure}"
    _, seconds = timed(lambda: database.execute(plain).fetchall())
    return seconds


def checked(settings: Settings, file: Path, previous: Path | None = None) -> GateReport:
    """Hold a built file against the rules, and against a release where there is one, from the start of the gate."""
    with opened_gate(settings) as gate:
        return gate.check_release(file, previous, RUN if previous is not None else "", "20260602T000000Z")
