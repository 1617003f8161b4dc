"""`make faults`: kills and damage, really done. What is tried small in `make test` is tried often here."""

import sys
import tempfile
from pathlib import Path

from tests.faults import nights
from tests.measures import Measure, publish

N_KILLED_NIGHTS = 5


def main() -> int:
    """Run every fault, print and write; 1 where something was lost."""
    with tempfile.TemporaryDirectory(prefix="gongkai-faults-") as folder:
        killed = nights.trials(Path(folder), N_KILLED_NIGHTS)
    harmed = [trial for trial in killed if trial.differences]
    note = "; ".join(f"after {t.killed_after:.1f} s: {', '.join(t.differences)}" for t in harmed)
    measures = [
        Measure("nights.kill_9.tried", len(killed), N_KILLED_NIGHTS),
        Measure(
            "nights.kill_9.harmed", len(harmed), 0, "at most", note=note or "end state equal, row for row"
        ),
    ]
    return 0 if publish("faults", measures) else 1


if __name__ == "__main__":
    sys.exit(main())
