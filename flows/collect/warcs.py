"""Sources of kind `warc`: what others collected, such as Common Crawl, or the export of an archive.

What belongs here: which files and which pages of them are taken, and remembering what was read. What does not: how a
WARC file is read and what a page of it counts as (`archive/intake.py`), and the network kinds (`visit.py`).

A page is taken under its own address and with the time at which it was fetched then; an error page or a challenge is
told from a report as on the network. What it links is taken with it where a file of the source holds it: its further
pages, and what `links.follow` names. A file that has not changed since it was read to its end, under the same rules,
is not read again; a small note of that is archived.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from flows.archive.answers import answers
from flows.archive.archive import Archive
from flows.archive.intake import Choice, UnreadableFileError, import_file
from flows.archive.model import Capture, Fetched, Outcome, Verdict
from flows.archive.wacz import ENDINGS, WACZ
from flows.archive.warc import UNREADABLE
from flows.collect.parts import linked_parts, parents_of
from flows.collect.walls import told_by_page
from flows.errors import CollectError, Refusal
from flows.sources.model import Source

_SUFFIXES: Final = (*ENDINGS, WACZ)
_LEFT_OUT: Final = ("damaged", "cut short", "too large", "badly dated", "without page")


@dataclass(slots=True)
class WarcReader:
    """Takes the pages of one source's WARC files into the archive.

    Attributes:
        damage: what was left out of the files, a sentence a file.
        unreadable: files that could not be read to their end.
    """

    source: Source
    archive: Archive
    run_id: str
    max_bytes: int
    damage: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    def take(self, took: Callable[[Outcome], None]) -> int:
        """Read every file that is new or has changed; gives how many addresses the archive has of this source.

        Args:
            took: called for each page that was not known.

        Raises:
            CollectError: there is no such file or folder, no WARC file in it, or more pages than the source's
                bounds allow: none of them was taken.
            ArchiveError: the archive cannot be written.
        """
        notes = {path: self._note_of(path) for path in self._files()}
        unread = [path for path, note in notes.items() if self._remembered(path) != note]
        pages, parents = self._look(unread)
        if len(pages) > self.source.bounds.max_reports:
            most = self.source.bounds.max_reports
            raise CollectError(f"{len(pages)} pages in the files, at most {most} expected: none was taken")

        def is_wanted(url: str) -> bool:
            return self._wants(url) or url in parents

        choice = Choice(is_wanted, parents, lambda page: took(page.outcome), _told, believes_notes=False)
        for path in unread:
            if self._import(path, choice):
                self._remember(path, notes[path])
        return len(self.archive.captures.known(self.source.id))

    def _files(self) -> list[Path]:
        place = self.source.folder
        if place is None or not place.exists():
            raise CollectError(f"no such file or folder: {place}")
        found = (
            [place]
            if place.is_file()
            else sorted(p for p in place.rglob("*") if p.name.lower().endswith(_SUFFIXES))
        )
        if not found:
            raise CollectError(f"no WARC file ({', '.join(_SUFFIXES)}) in {place}")
        return found

    def _look(self, files: Iterable[Path]) -> tuple[set[str], dict[str, str]]:
        """The pages of the files that may be reports, and the report page of each part that one of them links."""
        pages: set[str] = set()
        linked: dict[str, list[str]] = {}
        for path in files:
            try:
                for found in answers(path, self.max_bytes, Counter(), self._wants):
                    pages.add(found.url)
                    if found.payload is not None:
                        parts = linked_parts(
                            self.source, found.url, found.url, found.payload, found.content_type
                        )
                        linked.setdefault(found.url, []).extend(parts)
            except (OSError, *UNREADABLE):
                continue  # said when it is imported, up to the place where it breaks
        parents = parents_of(linked)
        return pages, {part: parents.get(page, page) for part, page in parents.items() if part != page}

    def _wants(self, url: str) -> bool:
        return (
            urlsplit(url).path != "/robots.txt"
            and self.source.allows_host(url)
            and self.source.links.accept_address(url)
        )

    def _import(self, path: Path, choice: Choice) -> bool:
        """Take what is chosen of a file; whether it was read to its end."""
        try:
            counts = import_file(path, self.archive, self.source.id, self.max_bytes, choice)
        except UnreadableFileError as error:
            self.unreadable.append(str(error))
            return False
        left_out = [f"{counts[name]} {name}" for name in _LEFT_OUT if counts[name]]
        if left_out:
            self.damage.append(f"{path.name}: left out: {', '.join(left_out)}")
        return True

    def _note_of(self, path: Path) -> str:
        """What is noted of a file that was read: another one, or other rules, and it is read again."""
        status = path.stat()
        rules = self.source.model_dump_json(include={"links", "allowed_hosts", "bounds"})
        return json.dumps({"bytes": status.st_size, "changed_ns": status.st_mtime_ns, "rules": rules})

    def _remembered(self, path: Path) -> str | None:
        noted = self._noted(path)
        try:
            payload = self.archive.payload_of(noted) if noted is not None else None
        except Refusal:
            return None
        return payload.decode() if payload is not None else None

    def _remember(self, path: Path, note: str) -> None:
        self.archive.store(
            Fetched(
                source_id=self.source.id,
                url=self._address(path),
                fetched_at=datetime.now(UTC),
                outcome="new" if self._noted(path) is None else "changed",
                role="list",
                run_id=self.run_id,
                content_type="application/json",
                payload=note.encode(),
            )
        )

    def _noted(self, path: Path) -> Capture | None:
        return self.archive.captures.latest(self._address(path))

    def _address(self, path: Path) -> str:
        place = self.source.folder
        inside = path.name if place is None or place == path else path.relative_to(place).as_posix()
        return f"file://{self.source.id}/{quote(inside)}"


def _told(url: str, payload: bytes) -> Verdict | None:
    return told_by_page(payload, "report", url)
