"""Pruning: giving disk back by dropping what was replaced long ago.

What belongs here: which payloads may go, which go first, and rewriting WARC files so that a kill at any moment
loses nothing. What does not: what people still stand on (the caller says it), and when to prune.

What stands at an address today never goes, nor what the caller keeps; captures are never deleted: a dropped payload
leaves its hash in the log, and the note of its fetch in the file. Of the rest the oldest goes first, until the
fetches of its source and year (by China's clock) take no more disk than the budget.

A file is rewritten beside the old one, under the next generation's name (`gongkai-00000001.2.warc.gz`), then
the log is pointed to it in one transaction, then the old file is deleted. After a kill the log says how far it
came: what it never pointed to is deleted, and so is what it no longer points to. Of an archive that lies elsewhere a
file is brought here, and what takes its place is sent there before the log is pointed to it. Whatever the log places in
a file must be readable in the one that takes its place, or the old one stays.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flows.archive import warc
from flows.archive.archive import Archive
from flows.archive.files import WarcFiles
from flows.archive.model import Capture
from flows.archive.segments import mend_torn_segments
from flows.archive.walk import Fetch, copy_range, fetches
from flows.durable import written_whole
from flows.errors import ArchiveError, Refusal

_OURS: Final = "warc/gongkai-"
_GENERATION: Final = re.compile(r"(warc/gongkai-\d{8})(?:\.(\d+))?\.warc\.gz")


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


def plan(archive: Archive, budget_bytes: int, kept: Collection[str]) -> Plan:
    """What would have to go for each source and year to keep within a budget of disk.

    Args:
        kept: SHA-256 of the payloads that something stands on, besides those that stand at an address.

    Raises:
        ArchiveError: the capture log cannot be opened, or the remote does not answer.
    """
    needed = archive.captures.standing() | set(kept)
    shelves: dict[tuple[str, int], list[_Placed]] = defaultdict(list)
    for name in _closed_files(archive.files):
        logged = {capture.warc_offset for capture in archive.captures.in_file(name)}
        with archive.files.at_hand(name) as path:
            for fetch in fetches(path):
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


def carry_out(archive: Archive, chosen: Plan) -> None:
    """Delete what a plan says. The caller holds the lock of the data folder.

    Raises:
        ArchiveError: a file or the log cannot be written, or the remote does not answer; nothing that was not to go is
            lost.
    """
    for name, going in sorted(chosen.doomed.items()):
        try:
            _rewrite(archive, name, going)
        except OSError as error:
            raise ArchiveError(f"{name}: cannot be rewritten: {error}") from error


def finish(archive: Archive) -> None:
    """Put away what a killed pruning left: half a file, one that the log never pointed to, one replaced.

    Raises:
        RemoteError: what lies here cannot be sent to where it belongs; nothing was put away.
    """
    archive.files.settle()
    mend_torn_segments(archive.files.warc_folder)
    for unfinished in archive.files.warc_folder.glob("gongkai-*.part"):
        unfinished.unlink()
    replaced, names = archive.captures.replaced(), archive.files.names()
    taken = set(replaced.values())
    for name in names:
        if name in replaced or (name not in taken and is_second_copy(name, names)):
            archive.files.remove(name)


@dataclass(frozen=True, slots=True)
class _Placed:
    file: str
    fetch: Fetch
    may_go: bool


def _closed_files(files: WarcFiles) -> list[str]:
    return [name for name in files.names() if name.startswith(_OURS) and not files.is_being_written(name)]


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


def _rewrite(archive: Archive, name: str, going: Sequence[Fetch]) -> None:
    new_name = _next_generation(name)
    new = archive.files.folder / new_name
    placed = archive.captures.in_file(name)
    gaps = sorted((fetch.start, fetch.note_at) for fetch in going)
    dropped = {fetch.main.offset for fetch in going}
    moved = {
        place: place - sum(end - start for start, end in gaps if end <= place)
        for capture in placed
        if (place := capture.warc_offset) is not None and place not in dropped
    }
    part = new.with_name(new.name + ".part")
    new.parent.mkdir(parents=True, exist_ok=True)
    with (
        archive.files.at_hand(name) as old,
        old.open("rb") as source,
        written_whole(new, part) as target,
    ):
        position = 0
        for start, end in (*gaps, (old.stat().st_size,) * 2):
            copy_range(source, target, position, start)
            position = end
    try:
        _must_hold(archive, new, placed, moved)
    except ArchiveError:
        new.unlink()
        raise
    archive.files.settle()
    archive.captures.replace_file(name, new_name, moved, dropped)
    archive.files.remove(name)


def _must_hold(archive: Archive, new: Path, placed: Sequence[Capture], moved: Mapping[int, int]) -> None:
    """Every payload of the old file that was not to go can be read in the new one, but for what cannot be read in the
    old one either.

    Raises:
        ArchiveError: one cannot.
    """
    for capture in placed:
        offset, sha256 = moved.get(capture.warc_offset or 0), capture.payload_sha256
        if offset is None or sha256 is None:
            continue
        try:
            warc.read_payload(new, offset, sha256)
        except Refusal as refusal:
            with suppress(Refusal):
                archive.files.payload(str(capture.warc_file), capture.warc_offset or 0, sha256)
                raise ArchiveError(
                    f"{capture.warc_file} could not be rewritten without loss, and stays: {refusal}"
                ) from refusal


def _next_generation(name: str) -> str:
    found = _GENERATION.fullmatch(name)
    if found is None:
        raise ArchiveError(f"{name} is no file of this archive")
    return f"{found[1]}.{int(found[2] or 1) + 1}.warc.gz"


def is_second_copy(name: str, names: Collection[str]) -> bool:
    """Whether a file is a rewritten one whose original is among the files too."""
    found = _GENERATION.fullmatch(name)
    if found is None or found[2] is None:
        return False
    before = int(found[2]) - 1
    original = f"{found[1]}.{before}.warc.gz" if before > 1 else f"{found[1]}.warc.gz"
    return original in names
