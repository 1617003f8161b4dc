"""The backfill flow: everything downstream of the archive, made again without the network.

What belongs here: what is put away first, and which pages are read. What does not: the road itself (`road.py`).
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from prefect import flow

from flows import tasks
from flows.archive.archive import Archive
from flows.errors import ArchiveError
from flows.load.store import put_away
from flows.progress import reporter
from flows.road import Wanted, from_archive_to_release, recorded_run
from flows.runs import RunRecord
from flows.settings import Settings, load_settings


@flow(
    name="backfill",
    description="Rebuild everything downstream of the archive, without the network.",
    **tasks.ROAD_FLOW,
)
def backfill(sources: list[str] | None = None, year: int | None = None) -> dict[str, Any]:
    """Read the archive, build, check and publish, on this installation's data folder.

    Without arguments the raw tables are put away first and every archived page is read again. With a source or a
    year the raw tables stay, and of the pages that wait (an import, a new reader version) only these are read.
    The published release stays until the new one has passed the gate. A killed backfill is continued by the next
    one, or by the next night.

    Args:
        sources: ids of the sources whose pages are read.
        year: the year, by China's clock, in which they were fetched.

    Returns:
        The run record as a dictionary.

    Raises:
        BusyError: another run works on the same data folder.
        ArchiveError: the archive holds no such page; nothing was put away.
        GateError: the gate said no; the last good release stays.
        GongkaiError: a stage failed; the last good release stays.
    """
    settings = load_settings()
    with recorded_run(settings, "backfill") as record:
        is_whole = sources is None and year is None
        pages = _fill(record, settings, sources, year, is_whole=is_whole)
        wanted: Wanted | None = None if is_whole else lambda page: (page.url, page.payload_sha256) in pages
        from_archive_to_release(record, settings, full_build=True, wanted=wanted)
    return asdict(record)


def _fill(
    record: RunRecord, settings: Settings, sources: Sequence[str] | None, year: int | None, *, is_whole: bool
) -> set[tuple[str, str]]:
    """Bring the captures of the log into the raw tables; of a whole backfill, into empty ones.

    Returns:
        address and payload of the pages that are asked for.
    """
    reporter().start("archive")
    with Archive(settings.archive_dir, settings.remote) as archive:
        pages = archive.captures.pages_of(sources, year)
    if not pages:
        raise ArchiveError(f"{settings.archive_dir} holds no such page")
    if is_whole:
        put_away(settings)
    tasks.load_captures(settings)
    record.counts |= {"pages": len(pages)}
    reporter().finish("archive", f"{len(pages)} archived pages")
    return pages
