"""Upkeep of the archive by hand: what `gongkai archive` does where more than one stage is concerned.

What belongs here: holding the lock, saying what people still stand on, and telling the raw tables what moved.
What does not: the work on WARC files (`archive/`).
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from flows.archive import prune
from flows.archive.archive import Archive
from flows.archive.intake import import_file
from flows.archive.reindex import Reindexed, reindex
from flows.load.store import RawStore
from flows.remote import Remote
from flows.remote_owner import claim_remote
from flows.runs import only_night
from flows.settings import Settings
from flows.warehouse import connect

_MEGABYTE = 1_000_000

_CITED = """
select payload_sha256
from dim_document
where
    is_latest
    or is_counted
    or document_id in (select document_id from fct_disclosure)
    or document_id in (select document_id from fct_finding)
"""
_REVISED = """
select distinct url, captured_at
from (
    unpivot (from fct_report_revision select url, old_captured_at, new_captured_at)
    on old_captured_at, new_captured_at into name capture value captured_at
)
"""


def import_files(settings: Settings, paths: Sequence[Path], source_id: str | None) -> Counter[str]:
    """Take WARC files into the archive; what was done is counted in the words of `intake.import_file`.

    Raises:
        BusyError: a night works on this data folder.
        ArchiveError: a file cannot be read, or the archive cannot be written, here or on the remote.
    """
    total: Counter[str] = Counter()
    with only_night(settings), Archive(settings.archive_dir, settings.remote) as archive:
        claim_remote(settings)
        for path in paths:
            total += import_file(path, archive, source_id, settings.max_page_bytes)
    return total


def reindex_archive(settings: Settings) -> Reindexed:
    """Write the capture log anew from the WARC files, and the raw table of captures from it.

    Raises:
        BusyError: a night works on this data folder.
        ArchiveError: there is no WARC file, the log that is there has more captures, or the new one cannot be written.
    """
    with only_night(settings):
        claim_remote(settings)
        came_to = reindex(settings.archive_dir, settings.remote)
        if settings.store_file.exists():
            with Archive(settings.archive_dir, settings.remote) as archive:
                RawStore(settings).replace_captures(archive.captures.to_arrow())
    return came_to


def prune_archive(settings: Settings, budget_mb: int, *, do_it: bool) -> prune.Plan:
    """Find what may go from the archive to keep each source and year within a budget, and let it go if asked.

    Nothing goes that stands at an address, or that the published release speaks of.

    Raises:
        BusyError: a night works on this data folder.
        ArchiveError: a file or the log cannot be written; nothing that was to stay is lost.
    """
    with only_night(settings), Archive(settings.archive_dir, settings.remote) as archive:
        if do_it:
            claim_remote(settings)
            prune.finish(archive)
            if settings.remote:
                Remote(settings.remote).remove_parts()
        chosen = prune.plan(archive, budget_mb * _MEGABYTE, _cited(settings, archive))
        if do_it:
            prune.carry_out(archive, chosen)
            if settings.store_file.exists():
                RawStore(settings).replace_captures(archive.captures.to_arrow())
    return chosen


def _cited(settings: Settings, archive: Archive) -> set[str]:
    """The payloads that the published release speaks of."""
    if not settings.published_file.exists():
        return set()
    with connect(settings.published_file, read_only=True) as release:
        cited = {str(sha256) for (sha256,) in release.execute(_CITED).fetchall()}
        tables = {name for (name,) in release.execute("select table_name from duckdb_tables()").fetchall()}
        # A release of before this table existed speaks of no replaced version.
        revised = release.execute(_REVISED).fetchall() if "fct_report_revision" in tables else []
    versions = (archive.captures.payload_at(url, captured_at) for url, captured_at in revised)
    return cited | {sha256 for sha256 in versions if sha256 is not None}
