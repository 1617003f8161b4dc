"""The archive on the command line: `gongkai archive find`, `verify`, `reindex`, `import`, `export` and `prune`."""

import re
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from flows.cli.shared import EXIT_FAILED, DataFolder, console
from flows.errors import ArchiveError
from flows.settings import Settings, settings_of

_MOMENTS: Final = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]

app = typer.Typer(
    help="Search, verify, mend, import, export and prune the archive of fetched pages.", no_args_is_help=True
)


def _settings_of_archive(data: Path | None) -> Settings:
    """The settings for a command on an archive that is there: a mistyped folder is told and not made."""
    settings = settings_of(data)
    if not settings.archive_dir.is_dir() and not settings.remote:
        raise ArchiveError(f"there is no archive: {settings.archive_dir}")
    from flows.remote_owner import must_be_named

    must_be_named(settings)
    return settings


@app.command(name="verify")
def verify_archive(data: DataFolder = None) -> None:
    """Hold every archived record against its digest and every capture against its record; 1 where one is damaged.

    Payloads that no capture speaks of are named too: they harm nothing.
    """
    settings = _settings_of_archive(data)
    from flows.archive.verify import verify
    from flows.archive_screens import print_verified

    if not print_verified(console, settings, verify(settings.archive_dir, settings.remote)):
        raise typer.Exit(EXIT_FAILED)


@app.command(name="find")
def find_captures(
    what: Annotated[
        str,
        typer.Argument(help="An address, or the first digits (8 or more) of a payload's SHA-256; else all."),
    ] = "",
    since: Annotated[
        datetime | None, typer.Option(formats=_MOMENTS, help="Fetched at or after this moment (UTC).")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=_MOMENTS, help="Fetched before this moment (UTC).")
    ] = None,
    limit: Annotated[int, typer.Option(help="The last so many.", min=1)] = 20,
    out: Annotated[
        Path | None, typer.Option(help="Write the payload of the last one that has it here.", dir_okay=False)
    ] = None,
    data: DataFolder = None,
) -> None:
    """Find what was fetched by address, time or hash, and bring a payload back; 1 where there is none."""
    settings = _settings_of_archive(data)
    from flows.archive.addresses import without_secrets
    from flows.archive.archive import Archive
    from flows.archive_screens import print_captures

    with Archive(settings.archive_dir, settings.remote) as archive:
        named = without_secrets(what)
        found = archive.captures.find(named, since or datetime.min, until or datetime.max, limit)  # noqa: DTZ901
        print_captures(console, found)
        placed = [capture for capture in found if capture.warc_file is not None]
        if out is not None and placed:
            out.write_bytes(archive.payload_of(placed[-1]) or b"")
    if not (placed if out is not None else found):
        raise typer.Exit(EXIT_FAILED)


@app.command(name="reindex")
def reindex_archive(data: DataFolder = None) -> None:
    """Write the capture log anew from the WARC files, where it is lost or broken; the old one is kept beside it.

    1 where a record was damaged: its capture is missing, or has no page until it is fetched again.
    """
    settings = _settings_of_archive(data)
    from flows.archive_screens import print_reindexed
    from flows.upkeep import reindex_archive as reindex

    if not print_reindexed(console, settings, reindex(settings)):
        raise typer.Exit(EXIT_FAILED)


@app.command(name="import")
def import_archive(
    files: Annotated[
        list[Path],
        typer.Argument(help="WARC files, packed or not, and WACZ files.", exists=True, dir_okay=False),
    ],
    source: Annotated[
        str | None, typer.Option(help="The source of the pages; needed but for what `archive export` wrote.")
    ] = None,
    data: DataFolder = None,
) -> None:
    """Take the pages of WARC files into the archive; 1 where a record was damaged.

    The next night, or `gongkai backfill`, reads them.
    """
    settings = settings_of(data)
    from flows.sources.model import SOURCE_ID

    if source is not None and re.fullmatch(SOURCE_ID, source) is None:
        raise typer.BadParameter(f"no id of a source ({SOURCE_ID}): {source!r}", param_hint="--source")
    from flows.archive_screens import print_imported
    from flows.upkeep import import_files

    counts = import_files(settings, files, source)
    print_imported(console, counts)
    if counts["without source"]:
        raise typer.BadParameter("the file does not say whose its pages are: give --source")
    if counts["damaged"]:
        raise typer.Exit(EXIT_FAILED)


@app.command(name="export")
def export_archive(
    to: Annotated[
        Path, typer.Option(help="The file to be written, such as reports.warc.gz.", dir_okay=False)
    ],
    source: Annotated[str | None, typer.Option(help="Only what was fetched for this source.")] = None,
    year: Annotated[
        int | None, typer.Option(help="Only what was fetched in this year, by China's clock.")
    ] = None,
    data: DataFolder = None,
) -> None:
    """Write what was fetched as one WARC file that any WARC tool can read."""
    settings = _settings_of_archive(data)
    from flows.archive.export import export

    number = export(settings.archive_dir, to, source, year, settings.remote)
    console.print(f"{to}: {number:,} fetches", soft_wrap=True, highlight=False, markup=False)


@app.command(name="prune")
def prune_archive(
    budget_mb: Annotated[
        int | None,
        typer.Option(help="Megabytes for each source and year; else GONGKAI_ARCHIVE_BUDGET_MB.", min=0),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Delete; without it only what would go is shown.")
    ] = False,
    data: DataFolder = None,
) -> None:
    """Drop the oldest versions of pages that something newer replaced, down to a budget of disk.

    What stands at an address today and what the published release speaks of is never deleted.
    """
    settings = _settings_of_archive(data)
    from flows.archive_screens import print_pruned
    from flows.upkeep import prune_archive as prune

    budget = settings.archive_budget_mb if budget_mb is None else budget_mb
    print_pruned(console, prune(settings, budget, do_it=yes), budget, done=yes)
