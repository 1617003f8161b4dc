"""What the gate costs: its rules in Great Expectations, with rows and pages, against the same rules as plain SQL.

Both are asked of one built file, with a release beside it to compare with. The gate's time is that of a night: its
process starts, imports Great Expectations, runs the checkpoint and writes the Data Docs.
"""

import shutil
import tempfile
import time
from pathlib import Path
from typing import Final

from expectations.checkpoint import rules_for
from expectations.rules import Rule
from flows.build.dbt import run_build
from flows.check.gate import opened_gate
from flows.settings import Settings, make_settings
from flows.warehouse import connect
from tests.bench.panel import make_panel
from tests.measures import Measure

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
        asked, decision = _gate(settings, built.candidate, previous)
        note = f"{built.row_counts['facts']:,} facts, plain SQL {plain:.1f} s, {decision}"
    return [
        Measure("gate.release.ratio", asked / plain, 10, "at most", note=note),
        Measure("gate.release.seconds", asked, 30, "at most", note=f"{n_reports:,} reports"),
    ]


def seconds_of_rules(file: Path, previous: Path) -> dict[str, float]:
    """How long each rule takes as plain SQL: its number alone, without the rows that explain it."""
    with connect(file, read_only=True, attach={"previous": previous}) as database:
        database.execute("set enable_progress_bar = false")
        seconds = {}
        for rule in rules_for(previous):
            begun = time.perf_counter()
            database.execute(_plain(rule)).fetchall()
            seconds[rule.name] = time.perf_counter() - begun
    return seconds


def _plain(rule: Rule) -> str:
    return f"with broken as ({rule.rows}) {rule.measure}"


def _gate(settings: Settings, file: Path, previous: Path) -> tuple[float, str]:
    begun = time.perf_counter()
    with opened_gate(settings) as gate:
        report = gate.check_release(file, previous, RUN, "20260602T000000Z")
    return time.perf_counter() - begun, report.decision
