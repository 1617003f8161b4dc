"""Giving a part of the archive away: the fetches of a source and a year as one WARC file.

What belongs here: which records an export needs to stand alone, and copying them. What does not: bringing such
a file in again (`intake.py`).
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final

from flows.archive.archive import SOFTWARE
from flows.archive.files import WarcFiles
from flows.archive.walk import Fetch, copy_range, fetches
from flows.archive.warc import info_member
from flows.durable import written_whole
from flows.errors import ArchiveError

_BRINGING: Final = frozenset({"response", "resource"})
"""Records that hold a payload themselves."""


def export(
    archive_folder: Path, target: Path, source_id: str | None, year: int | None, remote: str = ""
) -> int:
    """Write the fetches of a source and a year (by China's clock) as one WARC file, byte for byte as they are.

    What repeats a page needs the fetch that brought it: it comes too, whoever made it. The file appears whole
    or not at all.

    Returns:
        how many fetches it holds.

    Raises:
        ArchiveError: nothing is to be exported, the file cannot be written, or the remote does not answer.
    """
    files = WarcFiles(archive_folder, remote)
    wanted = [
        (name, fetch)
        for name, fetch in _fetches(files)
        if (source_id is None or fetch.source_id == source_id) and (year is None or fetch.year == year)
    ]
    if not wanted:
        raise ArchiveError("the archive has no fetch of this source and year")
    answered = {fetch.payload_sha256 for _, fetch in wanted if fetch.main.kind in _BRINGING}
    missing = {fetch.payload_sha256 for _, fetch in wanted} - answered - {None}
    if missing:
        wanted += [(name, fetch) for name, fetch in _fetches(files) if _brings(fetch, missing)]
        wanted.sort(key=lambda place: (place[0], place[1].start))
    _write_export(files, target, wanted)
    return len(wanted)


def _fetches(files: WarcFiles) -> Iterator[tuple[str, Fetch]]:
    """Every fetch with the name of its file, in the order of the files."""
    for name in files.names():
        with files.at_hand(name) as path:
            for fetch in fetches(path):
                yield name, fetch


def _brings(fetch: Fetch, payloads: set[str | None]) -> bool:
    return fetch.main.kind in _BRINGING and fetch.main.payload_sha256 in payloads


def _write_export(files: WarcFiles, target: Path, wanted: Sequence[tuple[str, Fetch]]) -> None:
    part = target.with_name(f".{target.name}.part")
    try:
        with written_whole(target, part) as out:
            out.write(info_member(target.name, SOFTWARE))
            for name, of_file in groupby(wanted, itemgetter(0)):
                with files.at_hand(name) as path, path.open("rb") as stream:
                    for _, fetch in of_file:
                        copy_range(stream, out, fetch.start, fetch.end)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ArchiveError(f"{target}: cannot be written: {error}") from error
