"""`make faults`: kills and damage, really done. What is tried small in `make test` is tried often here."""

import sys
import tempfile
from pathlib import Path

from tests.faults import collect, damage, nights
from tests.measures import Measure, publish

N_KILLED_NIGHTS = 5
N_DAMAGED_PAGES = 20_000


def main() -> int:
    """Run every fault, print and write; 1 where something was lost."""
    with tempfile.TemporaryDirectory(prefix="gongkai-faults-") as folder:
        killed = nights.trials(Path(folder) / "nights", N_KILLED_NIGHTS)
        collected = collect.measures(Path(folder) / "collect")
    measures = [*_killed(killed), *collected, *_damaged(damage.trials(N_DAMAGED_PAGES))]
    return 0 if publish("faults", measures) else 1


def _killed(trials: list[nights.KilledNight]) -> list[Measure]:
    harmed = [trial for trial in trials if trial.differences]
    note = "; ".join(f"after {t.killed_after:.1f} s: {', '.join(t.differences)}" for t in harmed)
    return [
        Measure("nights.kill_9.tried", len(trials), N_KILLED_NIGHTS),
        Measure(
            "nights.kill_9.harmed", len(harmed), 0, "at most", note=note or "end state equal, row for row"
        ),
    ]


def _damaged(outcome: damage.Outcome) -> list[Measure]:
    first = {failure.what: f"first: trial {failure.trial}" for failure in reversed(outcome.failures)}
    wrong, broken = ("wrong", "misquoted", "not_printed"), ("exception", "slow")
    kept = outcome.n_facts / max(1, outcome.n_facts_whole)
    return [
        Measure("read.damage.tried", outcome.n_tried, N_DAMAGED_PAGES),
        Measure(
            "read.damage.wrong",
            outcome.count(*wrong),
            0,
            "at most",
            note="; ".join(first[what] for what in wrong if what in first) or "no fact without its words",
        ),
        Measure(
            "read.damage.exceptions",
            outcome.count(*broken),
            0,
            "at most",
            note="; ".join(first[what] for what in broken if what in first),
        ),
        Measure("read.damage.told", outcome.count("told"), note="a wrong fact, with a finding about it"),
        Measure("read.damage.kept", kept, note="facts that are still read, of those undamaged"),
    ]


if __name__ == "__main__":
    sys.exit(main())
