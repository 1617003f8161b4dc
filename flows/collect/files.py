"""Sources of kind `files`: a folder of saved pages.

What belongs here: which files of the folder are taken, and what a file's capture says. What does not: which
file is a part of which report (`parts.py`), and the network kinds (`collect.py` and below).

A file is known by its path inside the folder, never by where the folder lies: `file://<source>/<path>`. Files
whose names begin with a dot, and links, are passed over.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote

from flows.archive.archive import Archive
from flows.archive.model import Capture, Fetched, Outcome
from flows.archive.warc import sha256_of
from flows.errors import CollectError
from flows.sources.model import Source

_CONTENT_TYPES: Final = {
    ".htm": "text/html",
    ".html": "text/html",
    ".shtml": "text/html",
    ".aspx": "text/html",
    ".jsp": "text/html",
    ".mht": "message/rfc822",
    ".txt": "text/plain",
    ".md": "text/plain",
    ".xml": "application/xml",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".wps": "application/vnd.ms-works",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ofd": "application/ofd",
    ".zip": "application/zip",
    ".rar": "application/vnd.rar",
}
_UNKNOWN_TYPE: Final = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class FolderReader:
    """Captures the files of one folder source in one night."""

    source: Source
    archive: Archive
    run_id: str
    max_bytes: int

    def files(self) -> list[tuple[str, Path]]:
        """The addresses and paths of the files, in the order of their paths inside the folder.

        Raises:
            CollectError: there is no such folder, or a part of it cannot be listed.
        """
        folder = self.source.folder
        if folder is None or not folder.is_dir():
            raise CollectError(f"no such folder: {folder}")
        found = []
        for root, folders, names in os.walk(folder, onerror=_stop):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in names:
                path = Path(root, name)
                if not name.startswith(".") and path.is_file() and not path.is_symlink():
                    inside = os.fsencode(path.relative_to(folder).as_posix())
                    found.append((inside, path))
        addressed = ((f"file://{self.source.id}/{quote(inside)}", path) for inside, path in sorted(found))
        return [(url, path) for url, path in addressed if self.source.links.accept_address(url)]

    def capture(self, url: str, path: Path, linked_from: str | None = None) -> Capture:
        """Archive one file: its payload up to the limit of size, what it came to, and whose part it is."""
        previous = self.archive.captures.latest(url)
        size: int | None = None
        payload: bytes | None = None
        outcome: Outcome
        reason: str | None = None
        try:
            size = path.stat().st_size
            payload = path.read_bytes() if size <= self.max_bytes else None
        except OSError as error:
            outcome, reason = "failed", f"unreadable_{type(error).__name__}"
        else:
            if payload is None:
                outcome, reason = "refused", "too_large"
            elif previous is None:
                outcome = "new"
            else:
                outcome = "unchanged" if sha256_of(payload) == previous.payload_sha256 else "changed"
        return self._store(url, outcome, reason, _content_type(path), payload, linked_from)

    def gone(self, present: set[str]) -> list[str]:
        """Addresses captured before whose files are not there any more."""
        known = self.archive.captures.known(self.source.id)
        return [last.url for last in known if last.outcome != "gone" and last.url not in present]

    def mark_gone(self, url: str) -> Capture:
        """Note that a file is not there any more; its last capture stays."""
        return self._store(url, "gone", "no_such_file", None, None)

    def _store(
        self,
        url: str,
        outcome: Outcome,
        reason: str | None,
        content_type: str | None,
        payload: bytes | None,
        linked_from: str | None = None,
    ) -> Capture:
        return self.archive.store(
            Fetched(
                source_id=self.source.id,
                url=url,
                fetched_at=datetime.now(UTC),
                outcome=outcome,
                reason=reason,
                role="report",
                run_id=self.run_id,
                content_type=content_type,
                payload=payload,
                linked_from=linked_from,
            )
        )


def _content_type(path: Path) -> str:
    return _CONTENT_TYPES.get(path.suffix.lower(), _UNKNOWN_TYPE)


def _stop(error: OSError) -> None:
    raise CollectError(f"the folder cannot be listed: {error}")
