"""Bringing WARC files in: exports of ours, and what others collected.

What belongs here: what of a file is taken, and what it counts as. What does not: reading the file (`answers.py`),
and storing a fetch (`archive.py`).

An imported page has the time at which it was fetched, and counts as found by a run of that time: an old page
that is brought in late is not mistaken for what stands at its address today.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Final, cast, get_args
from urllib.parse import urlsplit

from flows.archive.answers import Found, answers
from flows.archive.archive import Archive
from flows.archive.model import (
    RUN_ID_FORMAT,
    SECRET_HEADERS,
    Capture,
    Exchange,
    Fetched,
    Headers,
    Outcome,
    Role,
)
from flows.archive.walk import warc_date
from flows.archive.warc import UNREADABLE, sha256_of
from flows.errors import ArchiveError

_BATCH: Final = 200


def _any(url: str) -> bool:
    """Every address."""
    del url
    return True


@dataclass(frozen=True, slots=True)
class Choice:
    """What is wanted of a file, and who hears of it.

    Attributes:
        wants: whether an address is; all others are left out unread.
        linked_from: the report pages of addresses that are their parts.
        heard: called for each page that is taken and was not known.
    """

    wants: Callable[[str], bool] = _any
    linked_from: Mapping[str, str] = field(default_factory=dict)
    heard: Callable[[Fetched], None] | None = None


EVERYTHING: Final = Choice()


class UnreadableFileError(ArchiveError):
    """A file that is to be imported cannot be read to its end; the archive itself is well."""


def import_file(
    path: Path, archive: Archive, source_id: str | None, max_bytes: int, choice: Choice = EVERYTHING
) -> Counter[str]:
    """Take the pages of one WARC file into the archive and its log.

    Whole answers (status 200 and 203) and files are taken, and the revisits of pages that are there. What is
    logged already is left alone, so the same file can be given again; a known payload is not stored twice.

    Args:
        source_id: the source they are logged under; None takes what an export of ours says, which alone has it.
        max_bytes: a larger page is left out.
        choice: which pages are wanted.

    Returns:
        `imported`, `known`, and what was left out: `other records` (other answers, pictures, what is not wanted),
        `too large`, `damaged` (cut, or not what its digest says), `without source` and `without page` (a revisit of
        a page that is not here).

    Raises:
        UnreadableFileError: the file cannot be read to its end; what was taken so far stays.
        ArchiveError: the archive cannot be written.
    """
    taken = _Import(archive, source_id, choice)
    try:
        for found in answers(path, max_bytes, taken.counts, choice.wants):
            taken.add(found)
    except (OSError, *UNREADABLE) as error:
        taken.flush()
        so_far = taken.counts["imported"]
        raise UnreadableFileError(f"{path}: cannot be read on: {error}; {so_far} pages were taken") from error
    taken.flush()
    return taken.counts


class _Import:
    """Pages on their way into the archive, a batch at a time."""

    def __init__(self, archive: Archive, source_id: str | None, choice: Choice) -> None:
        self.counts: Counter[str] = Counter()
        self._choice = choice
        self._sha256_of: dict[str, str] = {}
        self._archive = archive
        self._source_id = source_id
        self._batch: dict[tuple[str, str, str], Fetched] = {}
        self._last: dict[str, str] = {}

    def add(self, found: Found) -> None:
        source = self._source_id or found.note.get("source")
        if source is None:
            self.counts["without source"] += 1
            return
        fetched = self._fetched(found, source)
        key = (source, fetched.url, found.date)
        if key in self._batch or self._archive.holds(fetched):
            self.counts["known"] += 1
        elif found.kind == "revisit" and fetched.same_as is None:
            self.counts["without page"] += 1
        else:
            self._batch[key] = fetched
            self.counts["imported"] += 1
            if self._choice.heard is not None:
                self._choice.heard(fetched)
        if len(self._batch) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        self._archive.store_all(list(self._batch.values()))
        self._batch.clear()

    def _fetched(self, found: Found, source: str) -> Fetched:
        fetched_at = warc_date(found.date)
        url = found.note.get("askedFor") or found.url
        same_as = None
        if found.kind == "revisit":
            self.flush()  # its page may be among those that wait
            same_as = self._revisited(found)
        elif found.payload is not None and found.stated_digest:
            self._sha256_of[found.stated_digest] = sha256_of(found.payload)
        return Fetched(
            source_id=source,
            url=url,
            fetched_at=fetched_at.replace(tzinfo=UTC),
            outcome=self._outcome(found, url, same_as.payload_sha256 if same_as else found.digest),
            reason=found.note.get("reason"),
            role=_role(found, url),
            run_id=found.note.get("run") or fetched_at.strftime(RUN_ID_FORMAT),
            status=int(found.headers.get_statuscode()) if found.headers else None,
            content_type=found.content_type or (same_as.content_type if same_as else None),
            etag=_stated(found, "ETag") or (same_as.etag if same_as else None),
            last_modified=_stated(found, "Last-Modified") or (same_as.last_modified if same_as else None),
            payload=found.payload,
            exchange=_exchange(found),
            same_as=same_as,
            linked_from=found.note.get("via") or self._choice.linked_from.get(url),
        )

    def _revisited(self, found: Found) -> Capture | None:
        """The capture of the page that a revisit repeats: by its digest, or by the answer that it names."""
        sha256 = found.digest or self._sha256_of.get(found.stated_digest) or self._named(*found.refers_to)
        return self._archive.captures.first_copy(sha256) if sha256 else None

    def _named(self, url: str, date: str) -> str | None:
        try:
            return self._archive.captures.payload_at(url, warc_date(date)) if url and date else None
        except ValueError:
            return None

    def _outcome(self, found: Found, url: str, revisited: str | None) -> Outcome:
        """What our own note says; of a foreign page how it differs from the last one of its address."""
        said = found.note.get("outcome")
        if said in get_args(Outcome):
            return cast("Outcome", said)
        sha256 = sha256_of(found.payload) if found.payload is not None else revisited or ""
        if url not in self._last:
            previous = self._archive.captures.latest(url)
            before = previous.payload_sha256 if previous else None
        else:
            before = self._last[url]
        self._last[url] = sha256
        if before is None:
            return "new"
        return "unchanged" if before == sha256 else "changed"


def _stated(found: Found, name: str) -> str | None:
    """A header of an answer; one that says "not modified" need not repeat what the page came with."""
    said: str | None = found.headers.get_header(name) if found.headers else None
    return said


def _role(found: Found, url: str) -> Role:
    said = found.note.get("role")
    if said in get_args(Role):
        return cast("Role", said)
    return "robots" if urlsplit(url).path == "/robots.txt" else "report"


def _exchange(found: Found) -> Exchange | None:
    """What was asked and answered, as far as the file tells; nothing is invented."""
    if found.headers is None or found.kind == "resource":
        return None
    request = found.request
    return Exchange(
        url=found.url,
        request_line=f"{request.protocol} {request.statusline}" if request else "",
        request_headers=_without_secrets(request.headers) if request else (),
        status_line=f"{found.headers.protocol} {found.headers.statusline}",
        response_headers=_without_secrets(found.headers.headers),
    )


def _without_secrets(headers: Sequence[tuple[str, str]]) -> Headers:
    is_ours = any(name.lower() == "x-crawl-content-length" for name, _ in headers)
    left_out = SECRET_HEADERS | ({"content-length"} if is_ours else set())
    return tuple((name, value) for name, value in headers if name.lower() not in left_out)
