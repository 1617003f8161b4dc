"""What `make faults` tries and what it says of it: the list of faults, the figures, and the table of
`docs/reliability.md`.

What belongs here: names, numbers of trials, and words. What does not: how a fault is made (the modules beside it).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from tests.faults import collect, kills, lake
from tests.faults.trials import ROOT, Book, Outcome
from tests.measures import Measure

Family = Literal["collector", "stages", "nights", "cluster", "lake", "pages"]

DAMAGED_AT_ONCE: Final = 500
"""Damaged pages of one trial."""

PAGE: Final = ROOT / "docs" / "reliability.md"
TRIALS: Final = PAGE.with_suffix(".jsonl")
"""Beside the page, so that each of its numbers can be followed to the trials."""
_BEGIN: Final = "<!-- written by `make faults` -->"
_END: Final = "<!-- end of what was written -->"


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault.

    Attributes:
        words: what is done, for people.
        n_trials: how often it is to be tried.
    """

    family: Family
    words: str
    n_trials: int


_KILLS: Final[Mapping[str, tuple[int, str]]] = {
    "collect": (20, "a folder of pages is collected"),
    "read": (40, "pages are read and loaded"),
    "compare": (30, "documents are compared"),
    "build": (40, "the marts are built"),
    "check": (20, "the gate checks"),
    "publish": (30, "a release is published"),
    "site": (20, "the site is built"),
}
"""Of each stage: how often it is killed, and what it does."""

FAULTS: Final[Mapping[str, Fault]] = {
    "collector.kill_9": Fault("collector", "`kill -9` while pages are fetched from a server", 10),
    "collector.disk_full": Fault("collector", "disk full while pages are fetched", len(collect.FULL_DISKS)),
    **{f"{s}.kill_9": Fault("stages", f"`kill -9` while {words}", n) for s, (n, words) in _KILLS.items()},
    **{
        f"{s}.disk_full": Fault("stages", f"disk full while {words}", len(kills.FULL_AT))
        for s, (_, words) in _KILLS.items()
    },
    "files.warc_record": Fault("stages", "a record of the archive spoiled before it was read", 6),
    "files.store_file": Fault("stages", "the file of the raw tables spoiled", 6),
    "files.parquet_file": Fault("stages", "a Parquet batch spoiled, and the file of the raw tables lost", 6),
    "files.parquet_lost": Fault("stages", "a Parquet batch lost, and the file of the raw tables", 8),
    "files.build_file": Fault("stages", "a file of the last build spoiled", 8),
    "files.release_file": Fault("stages", "the file that people read spoiled", 4),
    "files.dead_lock": Fault("stages", "a process dies that holds every lock", 2),
    "nights.kill_9": Fault("nights", "`kill -9` of a whole night", 20),
    "nights.clock_back": Fault("nights", "the clock set back forty days between two nights", 2),
    "nights.server_gone": Fault("nights", "Prefect's server killed while a night runs on it", 3),
    "nights.garbage": Fault("nights", "a source serves garbage for a whole night", 3),
    "nights.release_file": Fault(
        "nights", "the release that people read spoiled, or files of it lost, before a night without news", 4
    ),
    "cluster.worker": Fault("cluster", "`kill -9` of a Dask worker while it reads pages", 10),
    "cluster.workers": Fault("cluster", "`kill -9` of all Dask workers", 4),
    "cluster.scheduler": Fault("cluster", "`kill -9` of the Dask scheduler", 2),
    "lake.build.catalog": Fault("lake", "the lake's PostgreSQL killed while the marts are built on it", 10),
    "lake.publish.catalog": Fault("lake", "the lake's PostgreSQL killed while a release is published", 10),
    "lake.build.kill_9": Fault("lake", "`kill -9` while the marts are built on the lake", 10),
    "lake.publish.kill_9": Fault("lake", "`kill -9` while a release is published on the lake", 10),
    "lake.disk_full": Fault("lake", "the disk of the lake's tables full", len(lake.FULL_AT)),
    "read.damage": Fault("pages", "a page damaged: cut, garbled, rows and cells torn", 40),
}
"""In the order of the table."""


def measures(book: Book) -> list[Measure]:
    """The figures of all faults."""
    found: list[Measure] = []
    for name, fault in FAULTS.items():
        made = book.of(name)
        harmed = [one for one in made if one.problems]
        note = "; ".join(f"{one.what}: {one.problems[0]}" for one in harmed)
        found += [
            Measure(f"{name}.trials", len(made), fault.n_trials),
            Measure(f"{name}.harmed", len(harmed), 0, "at most", note=note),
        ]
    return [*found, *_watched(book.of("read.damage"))]


def _watched(made: list[Outcome]) -> Iterator[Measure]:
    if made:
        told, facts, whole = (
            sum(one.figures[name] for one in made) for name in ("told", "facts", "facts_whole")
        )
        yield Measure("read.damage.told", told, note="pages with a wrong fact and a finding about it")
        yield Measure("read.damage.kept", facts / whole, note="facts that are still read, of those undamaged")


def write_table(book: Book, page: Path = PAGE) -> None:
    """Put what was tried and lost into the page, in the place of what stood there."""
    before, rest = page.read_text(encoding="utf-8").split(_BEGIN)
    after = rest.split(_END)[1]
    page.write_text(f"{before}{_BEGIN}\n{_table(book)}\n{_END}{after}", encoding="utf-8")


def _table(book: Book) -> str:
    rows = ["| fault | times tried | what was lost |", "| --- | ---: | --- |"]
    for name, fault in FAULTS.items():
        made = book.of(name)
        harmed = [one for one in made if one.problems]
        lost = "nothing" if made and not harmed else f"something in {len(harmed)} of {len(made)} trials"
        rows.append(
            f"| {fault.words} | {sum(one.times for one in made):,} | {lost if made else 'not tried yet'} |"
        )
    rows += ["", f"Tried with the code whose fingerprint is `{book.code}`."]
    rows += ["`python -m tests.faults.trials` prints the fingerprint of a checkout."]
    return "\n".join(rows)
