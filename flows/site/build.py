"""Builds the site of the current release: `gongkai site build`.

What belongs here: the order of the work, the folder that appears whole, and what is copied beside the pages. What
does not: pages (`pages.py`), data files (`shards.py`), questions (`queries.py`, `bodies.py`).

Layout of the site, which works under any path of any file server:

    index.html                 leads to a language
    zh/*.html, en/*.html       the pages: shells, filled in the browser
    assets/                    scripts and the style sheet
    vendor/                    the database of the SQL page, where it was fetched
    data/                      data files (see `shards.py`)
    downloads/                 the release
    lineage/, quality/         dbt's page and the gate's, where they exist
"""

import json
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from flows.errors import PublishError
from flows.publish.release import CHECKSUMS, Release, current_release, releases
from flows.reference import Reference
from flows.settings import Settings
from flows.site import policy, queries
from flows.site.about import changes_of, checksums, citation_of, files_of
from flows.site.pages import write_pages
from flows.site.shards import write_shards
from flows.site.vendor import VENDOR_DIR
from flows.warehouse import connect

MEMORY_LIMIT: Final = "400MB"
_ASSETS: Final = Path(__file__).resolve().parent / "assets"
_HEAD: Final = "<head>"


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


def build_site(
    settings: Settings, reference: Reference, folder: Path | None = None, vendor: Path = VENDOR_DIR
) -> SiteReport:
    """Build the site of the current release; the last site stays until the new one is whole.

    Args:
        folder: where it shall lie; `data/site` if None.
        vendor: the fetched programs of the SQL page; without them the page says that they are missing.

    Raises:
        PublishError: nothing is published.
        OSError: the disk is full or cannot be written; the last site stays.
    """
    started = time.monotonic()
    release = current_release(settings)
    if release is None:
        raise PublishError("nothing is published yet: `gongkai nightly` makes a release")
    target = folder or site_dir(settings)
    part = target.with_name(f".{target.name}.new")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    parts = _copy_parts(settings, release, part, vendor)
    with connect(release.file, read_only=True, memory_limit=MEMORY_LIMIT, threads=2) as database:
        shards = write_shards(database, reference, settings.raw_dir, part / "data")
        headlines, tables = queries.headlines(database), queries.tables(database)
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
    _replace(target, part)
    files = [path for path in target.rglob("*") if path.is_file()]
    return SiteReport(
        target,
        len(files),
        sum(path.stat().st_size for path in files),
        time.monotonic() - started,
        parts["has_console"],
    )


def _copy_parts(settings: Settings, release: Release, folder: Path, vendor: Path) -> dict[str, Any]:
    """Everything that lies beside the pages, and what of it there is."""
    shutil.copytree(_ASSETS, folder / "assets")
    if vendor.exists():
        shutil.copytree(vendor, folder / "vendor")
    downloads = folder / "downloads"
    downloads.mkdir()
    for name in (*checksums(release), CHECKSUMS):
        (downloads / name).parent.mkdir(exist_ok=True)
        _link(release.file.parent / name, downloads / name)
    lineage = settings.warehouse_dir / release.run_id / "docs" / "index.html"
    if lineage.exists():
        (folder / "lineage").mkdir()
        page = lineage.read_text(encoding="utf-8")
        (folder / "lineage" / "index.html").write_text(page.replace(_HEAD, _HEAD + _policy(), 1), "utf-8")
    docs = settings.quality_dir / "docs"
    if (docs / "index.html").exists():
        shutil.copytree(docs, folder / "quality")
    checked = sorted(docs.glob(f"validations/release/{release.run_id}/*/*.html"))
    verdict = settings.quality_dir / "verdicts" / f"{release.run_id}.json"
    return {
        "has_console": vendor.exists(),
        "has_lineage": lineage.exists(),
        "has_data_docs": (docs / "index.html").exists(),
        "checked_at": checked[-1].relative_to(docs).as_posix() if checked else None,
        "verdict": json.loads(verdict.read_text(encoding="utf-8")) if verdict.exists() else None,
    }


def _policy() -> str:
    return f'<meta http-equiv="Content-Security-Policy" content="{policy.PART}">'


def _link(source: Path, target: Path) -> None:
    """A release never changes: where the disk allows it, its file is not stored twice."""
    try:
        os.link(source.resolve(), target)
    except OSError:
        shutil.copyfile(source, target)


def _replace(target: Path, part: Path) -> None:
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    part.rename(target)
    shutil.rmtree(old, ignore_errors=True)
