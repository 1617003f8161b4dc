"""Builds the site of the current release: `gongkai site build`.

What belongs here: the order of the work, and what is copied beside the pages. What does not: pages (`pages.py`), data
files (`shards.py`), questions (`queries.py`, `bodies.py`), the folder's place (`place.py`).

Layout of the site, which works under any path of any file server:

    index.html                 leads to a language
    site.json                  by which a build knows a site, and the release it shows
    zh/*.html, en/*.html       the pages: shells, filled in the browser
    assets/                    scripts and the style sheet
    vendor/                    the database of the SQL page, where it was fetched
    data/                      data files (see `shards.py`)
    downloads/                 the release
    lineage/, quality/         dbt's page and the gate's, where they exist
"""

import errno
import json
import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from flows.errors import PublishError
from flows.load.batches import ParquetBatches
from flows.publish.content import of_this_schema
from flows.publish.release import CHECKSUMS, Release, checksums, current_release, releases
from flows.reference import Reference
from flows.settings import Settings
from flows.site import queries
from flows.site.about import changes_of, citation_of, files_of
from flows.site.pages import write_pages
from flows.site.parts import copy_parts
from flows.site.place import has_leftovers, mark, new_site, release_shown
from flows.site.shards import write_shards
from flows.site.vendor import VENDOR_DIR
from flows.warehouse import connect

MEMORY_LIMIT: Final = "300MB"
_ASSETS: Final = Path(__file__).resolve().parent / "assets"
_AT_ONCE: Final = 1 << 30
_NO_COPY_RANGE: Final = {errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM}
"""What a disk, or a kernel, answers that cannot copy by itself from one place to the other."""
_SCRATCH: Final = ".scratch"
"""Where the database puts what does not fit into memory: on the disk that the site is written to, and gone with it."""


@dataclass(frozen=True, slots=True)
class SiteReport:
    """A finished site: its folder, its files and their bytes, the seconds it took, and whether it answers SQL."""

    folder: Path
    n_files: int
    n_bytes: int
    seconds: float
    has_console: bool


def site_dir(settings: Settings) -> Path:
    """Where the site of a data folder lies."""
    return settings.data_dir / "site"


def why_behind(settings: Settings) -> str | None:
    """Why the site of a data folder is to be built, or None where it shows the release that people read, or nothing is
    published.

    Raises:
        PublishError: the current release cannot be read.
    """
    release, target = current_release(settings), site_dir(settings)
    if release is None:
        return None
    shown = release_shown(target)
    if shown is None:
        return "there is no site"
    if shown != release.run_id:
        return f"the site shows release {shown}"
    return "a build of the site was begun and not finished" if has_leftovers(target) else None


def build_site(
    settings: Settings, reference: Reference, folder: Path | None = None, vendor: Path = VENDOR_DIR
) -> SiteReport:
    """Build the site of the current release; the last site stays until the new one is whole.

    Args:
        folder: where it shall lie: a new or empty folder, or an earlier site; `data/site` if None.
        vendor: the fetched programs of the SQL page; without them the page says that they are missing.

    Raises:
        PublishError: nothing is published, or a release of an older schema, something else lies in the folder, or it
            cannot be written; the last site stays.
        GongkaiError: a batch of the raw tables has lost a file; the last site stays.
    """
    started = time.monotonic()
    target = folder or site_dir(settings)
    with new_site(target, is_own_place=folder is None) as part:
        release = current_release(settings)
        if release is None:
            raise PublishError("nothing is published yet: `gongkai nightly` makes a release")
        parts = _lay_beside(settings, release, part, vendor)
        _write(settings, reference, release, part, parts)
        mark(part, release.run_id)
    files = [path for path in target.rglob("*") if path.is_file()]
    return SiteReport(
        target,
        len(files),
        sum(path.stat().st_size for path in files),
        time.monotonic() - started,
        parts["has_console"],
    )


def _write(
    settings: Settings, reference: Reference, release: Release, part: Path, parts: Mapping[str, Any]
) -> None:
    """Data files, and the pages that show them."""
    scratch = part / _SCRATCH
    with (
        of_this_schema(release.file, "the site"),
        connect(
            release.file, read_only=True, memory_limit=MEMORY_LIMIT, threads=2, spill_to=scratch
        ) as database,
    ):
        shards = write_shards(
            database, reference, ParquetBatches(settings.raw_dir, settings.remote), part / "data"
        )
        headlines, tables = queries.headlines(database), queries.tables(database)
    if scratch.exists():
        shutil.rmtree(scratch)
    kept = [one for one in releases(settings) if one.run_id <= release.run_id and one.rolled_back is None]
    about = {
        "release": release,
        "headlines": headlines,
        "tables": tables,
        "files": files_of(release),
        "changes": changes_of(kept),
        "citation": citation_of(release),
        "province_names": {
            code[:2]: region.name for code, region in reference.regions.items() if code.endswith("0000")
        },
    }
    write_pages(part, {**shards, **parts, **about})


def _lay_beside(settings: Settings, release: Release, folder: Path, vendor: Path) -> dict[str, Any]:
    """Everything that lies beside the pages, and what of it there is."""
    shutil.copytree(_ASSETS, folder / "assets")
    if vendor.exists():
        shutil.copytree(vendor, folder / "vendor")
    downloads = folder / "downloads"
    downloads.mkdir()
    for name in (*checksums(release), CHECKSUMS):
        (downloads / name).parent.mkdir(exist_ok=True)
        _copy(release.file.parent / name, downloads / name)
    verdict = settings.quality_dir / "verdicts" / f"{release.run_id}.json"
    return {
        "has_console": vendor.exists(),
        "verdict": json.loads(verdict.read_text(encoding="utf-8")) if verdict.exists() else None,
        **copy_parts(settings, release.run_id, folder),
    }


def _copy(source: Path, target: Path) -> None:
    """Copy a file as a file of its own: what is done to the site is never done to the release. Where the disk can
    (XFS, Btrfs), both share their bytes until one of them is written to."""
    try:
        with source.open("rb") as reading, target.open("xb") as writing:
            while os.copy_file_range(reading.fileno(), writing.fileno(), _AT_ONCE):
                pass
    except OSError as error:
        if error.errno not in _NO_COPY_RANGE:
            raise
        shutil.copyfile(source, target)
