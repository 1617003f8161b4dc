"""What a release says of itself: its files, its tables, what changed since the one before, and how to cite it.

What belongs here: gathering that for the pages. What does not: the pages (`pages.py`) and the data (`shards.py`).
"""

from collections.abc import Sequence
from typing import Any, Final

from flows.publish.release import CHECKSUMS, NOTES, Release, checksums
from flows.site.notes import blocks_of
from flows.site.words import LANGUAGES

_TITLE: Final = "Gongkai (公开): annual disclosure reports of Chinese administrative bodies"


def files_of(release: Release) -> list[dict[str, Any]]:
    """The files that can be downloaded, grouped by their folder: group (empty for the release's own), bytes, and of
    each file its path, bytes and checksum."""
    folder = release.file.parent
    groups: dict[str, list[dict[str, Any]]] = {}
    for name, digest in (checksums(release) | {CHECKSUMS: ""}).items():
        group = name.partition("/")[0] if "/" in name else ""
        groups.setdefault(group, []).append(
            {"name": name, "size": (folder / name).stat().st_size, "sha256": digest}
        )
    return [
        {"group": group, "files": files, "size": sum(one["size"] for one in files)}
        for group, files in sorted(groups.items())
    ]


def changes_of(releases: Sequence[Release]) -> list[dict[str, Any]]:
    """Of each release, newest first: its notes in both languages, its tables with their rows, and how many more or
    fewer than before."""
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
                "notes": _notes_of(release),
                "rows": rows,
            }
        )
    return found


def _notes_of(release: Release) -> dict[str, list[dict[str, Any]]]:
    file = release.file.with_name(NOTES)
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    return {language: blocks_of(text, language) for language in LANGUAGES}


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
