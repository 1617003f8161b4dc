"""What a release says of itself: its files, its tables, what changed since the one before, and how to cite it.

What belongs here: gathering that for the pages. What does not: the pages (`pages.py`) and the data (`shards.py`).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from flows.publish.release import CHECKSUMS, Release

_TITLE: Final = "Gongkai (公开): annual disclosure reports of Chinese administrative bodies"


def files_of(downloads: Path) -> list[dict[str, Any]]:
    """The files that can be downloaded, with the checksums that were published with them."""
    listed = (downloads / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    sums = {name.lstrip("*"): digest for digest, _, name in (line.partition("  ") for line in listed)}
    return [
        {"name": path.name, "size": path.stat().st_size, "sha256": sums.get(path.name, "")}
        for path in sorted(downloads.iterdir())
    ]


def changes_of(releases: Sequence[Release]) -> list[dict[str, Any]]:
    """Of each release, newest first: its tables with their rows, and how many more or fewer than before."""
    found = []
    for at, release in enumerate(releases):
        before = releases[at + 1].counts if at + 1 < len(releases) else None
        rows = [
            {"table": table, "n": n, "change": None if before is None else n - before.get(table, 0)}
            for table, n in sorted(release.counts.items())
        ]
        found.append(
            {
                "run_id": release.run_id,
                "schema_version": release.schema_version,
                "size_bytes": release.size_bytes,
                "notes": release.notes,
                "rows": rows,
            }
        )
    return found


def citation_of(release: Release) -> dict[str, str]:
    """The release as a reference names it: in words and as BibTeX. The year is the release's own."""
    year = release.run_id[:4]
    text = f"{_TITLE}. Release {release.run_id}, schema {release.schema_version}, SHA-256 {release.sha256}."
    bibtex = (
        f"@misc{{gongkai_{release.run_id.lower()},\n"
        f"  title = {{{{{_TITLE}}}}},\n"
        f"  year = {{{year}}},\n"
        f"  version = {{{release.run_id}}},\n"
        f"  note = {{schema {release.schema_version}, SHA-256 {release.sha256}}}\n}}"
    )
    return {"text": text, "bibtex": bibtex}
