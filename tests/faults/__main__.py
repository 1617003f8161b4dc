"""`make faults`: kills, full disks and damage, really done. What is tried small in `make test` is tried often here.

Every trial is kept in `docs/reliability.jsonl`, what the table of `docs/reliability.md` is counted from, so that an
interrupted run goes on where it was. At the end of a run, also of one that was interrupted, the figures go to
`build/faults.json` and the table to its page.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from tests.faults import cluster, collect, damage, kills, lake, mishaps, nights
from tests.faults.report import DAMAGED_AT_ONCE, FAULTS, TRIALS, Family, measures, write_table
from tests.faults.stages import STAGES
from tests.faults.trials import Book, Outcome
from tests.measures import publish

Attempts = Mapping[str, Callable[[int], Outcome]]
"""Name of a fault to what makes one trial of it, given the trial's number."""


def main(*families: str) -> int:
    """Make the trials that are missing, print and write.

    Args:
        families: `collector`, `stages`, `nights`, `cluster`, `lake`, `pages`; all of them where none is named.

    Returns:
        1 where something was lost or not tried yet.
    """
    book = Book(TRIALS)
    held = False
    try:
        with tempfile.TemporaryDirectory(prefix="gongkai-faults-", ignore_cleanup_errors=True) as folder:
            for family, opened in _FAMILIES.items():
                if not families or family in families:
                    _carry_out(book, family, opened, Path(folder) / family)
    finally:
        held = publish("faults", measures(book))
        write_table(book)
    return 0 if held else 1


def _carry_out(
    book: Book, family: Family, opened: Callable[[Path], AbstractContextManager[Attempts]], folder: Path
) -> None:
    """Make what is missing of a family, its faults in turn; what its trials stand on is made only where something is
    missing."""
    faults = {name: fault for name, fault in FAULTS.items() if fault.family == family}
    missing = [
        (number, name) for name, fault in faults.items() for number in book.missing(name, fault.n_trials)
    ]
    if missing:
        with opened(folder) as attempts:
            for number, name in sorted(missing, key=lambda trial: trial[0]):
                book.carry_out(name, [number], attempts[name])


@contextmanager
def _pages(folder: Path) -> Iterator[Attempts]:
    del folder

    def read_damaged(number: int) -> Outcome:
        found = damage.trials(DAMAGED_AT_ONCE, first=number * DAMAGED_AT_ONCE)
        wrong = [f for f in found.failures if f.what != "told"]
        figures = {"told": found.count("told"), "facts": found.n_facts, "facts_whole": found.n_facts_whole}
        return Outcome(
            f"seeds from {number * DAMAGED_AT_ONCE} on",
            tuple(f"trial {f.trial}, {f.sample}: {f.what}: {f.detail}" for f in wrong),
            found.n_tried,
            figures,
        )

    yield {"read.damage": read_damaged}


@contextmanager
def _collector(folder: Path) -> Iterator[Attempts]:
    def killed(number: int) -> Outcome:
        n_kills = collect.KILLS_PER_ARCHIVE
        (trial,) = collect.kill_trials(folder / f"kills-{number}", n_kills, seed=number)
        return Outcome(trial.what, trial.problems, n_kills)

    def filled(number: int) -> Outcome:
        disk = collect.FULL_DISKS[number : number + 1]
        (trial,) = collect.disk_trials(folder / f"disk-{number}", disk)
        return Outcome(trial.what, trial.problems)

    yield {"collector.kill_9": killed, "collector.disk_full": filled}


@contextmanager
def _stages(folder: Path) -> Iterator[Attempts]:
    with kills.road(folder) as road:
        yield {
            **{f"{stage}.kill_9": partial(kills.killed, road, stage) for stage in STAGES},
            **{f"{stage}.disk_full": partial(kills.filled, road, stage) for stage in STAGES},
            **{f"files.{name}": partial(mishap, road) for name, mishap in mishaps.MISHAPS.items()},
        }


@contextmanager
def _nights(folder: Path) -> Iterator[Attempts]:
    calm = nights.calm_night(folder)
    yield {
        "nights.kill_9": partial(nights.killed, calm),
        "nights.clock_back": partial(nights.clock_back, calm),
        "nights.server_gone": partial(nights.server_gone, calm),
        "nights.garbage": partial(nights.garbage, calm),
        "nights.release_file": partial(nights.release_file, calm),
    }


@contextmanager
def _cluster(folder: Path) -> Iterator[Attempts]:
    with kills.road(folder, cluster.STAGES) as road:
        yield {
            "cluster.worker": partial(cluster.worker_killed, road),
            "cluster.workers": partial(cluster.workers_killed, road),
            "cluster.scheduler": partial(cluster.scheduler_killed, road),
        }


@contextmanager
def _lake(folder: Path) -> Iterator[Attempts]:
    with lake.lake(folder) as there:
        yield {
            **{f"lake.{stage}.catalog": partial(lake.catalog_killed, there, stage) for stage in lake.STAGES},
            **{f"lake.{stage}.kill_9": partial(lake.killed, there, stage) for stage in lake.STAGES},
            "lake.disk_full": partial(lake.disk_full, there),
        }


_FAMILIES: Final[Mapping[Family, Callable[[Path], AbstractContextManager[Attempts]]]] = {
    "collector": _collector,
    "stages": _stages,
    "nights": _nights,
    "cluster": _cluster,
    "lake": _lake,
    "pages": _pages,
}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
