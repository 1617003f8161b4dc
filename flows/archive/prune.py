"""Pruning: giving disk back by dropping what was replaced long ago.

What belongs here: which payloads may go, which go first, and rewriting WARC files so that a kill at any moment
loses nothing. What does not: what people still stand on (the caller says it), and when to prune.

What stands at an address today never goes, nor what the caller keeps; captures are never deleted: a dropped payload
leaves its hash in the log, and the note of its fetch in the file. Of the rest the oldest goes first, until the
fetches of its source and year (by China's clock) take no more disk than the budget.

A file is rewritten beside the old one, under the next generation's name (`gongkai-00000001.2.warc.gz`), then
the log is pointed to it in one transaction, then the old file is deleted. After a kill the log says how far it
came: what it never pointed to is deleted, and so is what it no longer points to.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flows.archive.archive import Archive
from flows.archive.segments import MARKER, mend_torn_segments
from flows.archive.walk import Fetch, copy_range, fetches
from flows.durable import written_whole
from flows.errors import ArchiveError

_GENERATION: Final = re.compile(r"(gongkai-\d{8})(?:\.(\d+))?\.warc\.gz")


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one source brought in one year.

    Attributes:
        n_bytes: disk that its fetches take now.
        n_dropped, dropped_bytes: payloads that would go (or went), and the disk that they take.
        is_over: it takes more than the budget even then: all the rest is needed.
    """

    source_id: str
    year: int
    n_bytes: int
    n_dropped: int
    dropped_bytes: int
    is_over: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What pruning would delete: shelves by source and year, and the fetches by file."""

    shelves: tuple[Shelf, ...]
    doomed: Mapping[str, Sequence[Fetch]]


def plan(folder: Path, archive: Archive, budget_bytes: int, kept: Collection[str]) -> Plan:
    """What would have to go for each source and year to keep within a budget of disk.

    Args:
        kept: SHA-256 of the payloads that something stands on, besides those that stand at an address.

    Raises:
        ArchiveError: the capture log cannot be opened.
    """
    needed = archive.captures.standing() | set(kept)
    shelves: dict[tuple[str, int], list[_Placed]] = defaultdict(list)
    for name in _closed_files(folder):
        logged = {capture.warc_offset for capture in archive.captures.in_file(name)}
        for fetch in fetches(folder / name):
            may_go = _may_go(fetch, logged, needed)
            shelves[fetch.source_id, fetch.year].append(_Placed(name, fetch, may_go))
    doomed: dict[str, list[Fetch]] = defaultdict(list)
    told = []
    for (source_id, year), placed in sorted(shelves.items()):
        total = sum(_size(one.fetch) for one in placed)
        going = list(_going(placed, total - budget_bytes))
        freed = sum(_freed(one.fetch) for one in going)
        told.append(Shelf(source_id, year, total, len(going), freed, total - freed > budget_bytes))
        for one in going:
            doomed[one.file].append(one.fetch)
    return Plan(tuple(told), dict(doomed))


def carry_out(folder: Path, archive: Archive, chosen: Plan) -> None:
    """Delete what a plan says. The caller holds the lock of the data folder.

    Raises:
        ArchiveError: a file or the log cannot be written; nothing that was not to go is lost.
    """
    for name, going in sorted(chosen.doomed.items()):
        try:
            _rewrite(folder, archive, name, going)
        except OSError as error:
            raise ArchiveError(f"{name}: cannot be rewritten: {error}") from error


def finish(folder: Path, archive: Archive) -> None:
    """Put away what a killed pruning left: half a file, one that the log never pointed to, one replaced."""
    mend_torn_segments(folder / "warc")
    replaced = archive.captures.replaced()
    taken = set(replaced.values())
    for path in sorted((folder / "warc").glob("gongkai-*")):
        name = f"warc/{path.name}"
        is_unfinished = path.suffix == ".part"
        if is_unfinished or name in replaced or (name not in taken and is_second_copy(path)):
            path.unlink()


@dataclass(frozen=True, slots=True)
class _Placed:
    file: str
    fetch: Fetch
    may_go: bool


def _closed_files(folder: Path) -> Iterator[str]:
    for path in sorted((folder / "warc").glob("gongkai-*.warc.gz")):
        if not path.with_name(path.name + MARKER).exists():
            yield f"warc/{path.name}"


def _may_go(fetch: Fetch, logged: Collection[int | None], needed: Collection[str]) -> bool:
    """Whether a fetch brought a payload that nothing needs. What the log does not know, and records that do not
    say whose they are, are left alone."""
    return (
        fetch.main.kind in ("response", "resource")
        and bool(fetch.note)
        and fetch.main.offset in logged
        and not any(record.offset in logged for record in fetch.records[1:])
        and fetch.main.payload_sha256 not in needed
    )


def _going(placed: Sequence[_Placed], excess: int) -> Iterator[_Placed]:
    """The oldest that may go, until the excess is gone."""
    for one in sorted(placed, key=lambda one: (one.fetch.main.fetched_at, one.file, one.fetch.start)):
        if excess <= 0:
            return
        if one.may_go:
            yield one
            excess -= _freed(one.fetch)


def _size(fetch: Fetch) -> int:
    return fetch.end - fetch.start


def _freed(fetch: Fetch) -> int:
    """What a fetch takes without its note, which stays."""
    return fetch.note_at - fetch.start


def _rewrite(folder: Path, archive: Archive, name: str, going: Sequence[Fetch]) -> None:
    old = folder / name
    new = old.with_name(_next_generation(old.name))
    new_name = f"{old.parent.name}/{new.name}"
    places = [capture.warc_offset for capture in archive.captures.in_file(name)]
    gaps = sorted((fetch.start, fetch.note_at) for fetch in going)
    dropped = {fetch.main.offset for fetch in going}
    moved = {
        place: place - sum(end - start for start, end in gaps if end <= place)
        for place in places
        if place is not None and place not in dropped
    }
    part = new.with_name(new.name + ".part")
    with old.open("rb") as source, written_whole(new, part) as target:
        position = 0
        for start, end in (*gaps, (old.stat().st_size,) * 2):
            copy_range(source, target, position, start)
            position = end
    archive.captures.replace_file(name, new_name, moved, dropped)
    old.unlink()


def _next_generation(name: str) -> str:
    found = _GENERATION.fullmatch(name)
    if found is None:
        raise ArchiveError(f"{name} is no file of this archive")
    return f"{found[1]}.{int(found[2] or 1) + 1}.warc.gz"


def is_second_copy(path: Path) -> bool:
    """Whether a file is a rewritten one whose original is there too."""
    found = _GENERATION.fullmatch(path.name)
    if found is None or found[2] is None:
        return False
    before = int(found[2]) - 1
    original = f"{found[1]}.{before}.warc.gz" if before > 1 else f"{found[1]}.warc.gz"
    return path.with_name(original).exists()
