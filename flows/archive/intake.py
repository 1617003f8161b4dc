"""Bringing WARC files in: exports of ours, and what others collected.

What belongs here: what of a file is taken, and what it counts as. What does not: reading the file (`answers.py`),
and storing a fetch (`archive.py`).

An imported page has the time at which it was fetched, and counts as found by a run of that time: an old page
that is brought in late is not mistaken for what stands at its address today.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, cast, get_args
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders

from flows.archive.addresses import headers_without_secrets, without_secrets
from flows.archive.answers import Found, answers
from flows.archive.archive import Archive
from flows.archive.model import (
    Capture,
    Exchange,
    Fetched,
    Headers,
    Outcome,
    Role,
    Verdict,
)
from flows.archive.walk import warc_date
from flows.archive.warc import UNREADABLE, sha256_of
from flows.errors import ArchiveError
from flows.run_ids import RUN_ID_FORMAT

_BATCH: Final = 200
_WEB_BEGINS: Final = 1996
"""The year of the first archives of the web."""
_STATUS: Final = re.compile(r"\d{3}", re.ASCII)
_CLOCKS_DIFFER: Final = timedelta(days=1)
_AT_ONE_MOMENT: Final = 100
"""Pages of one address with one date; most crawlers count seconds. A date that more have tells nothing."""
_A_MOMENT: Final = timedelta(microseconds=1)


def _any(url: str) -> bool:
    """Every address."""
    del url
    return True


def _unjudged(url: str, payload: bytes) -> Verdict | None:
    """Every page is taken for what it seems."""
    del url, payload
    return None


@dataclass(frozen=True, slots=True)
class Choice:
    """What is wanted of a file, and who hears of it.

    Attributes:
        wants: whether an address is; all others are left out unread.
        linked_from: the report pages of addresses that are their parts.
        heard: called for each page that is taken and was not known.
        judge: what a page is by its address and bytes, where it is no report.
        believes_notes: whether the notes of a file that says it is ours are believed: a person vouches for what is
            imported by hand, and nobody for what lies in the folder of a source.
    """

    wants: Callable[[str], bool] = _any
    linked_from: Mapping[str, str] = field(default_factory=dict)
    heard: Callable[[Fetched], None] | None = None
    judge: Callable[[str, bytes], Verdict | None] = _unjudged
    believes_notes: bool = True


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
        `too large`, `cut short` (by whoever fetched it), `damaged` (or not what its digest says), `badly dated` (by no
        date, before the web, or to come), `without source` and `without page` (a revisit of a page that is not here).

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
        self._batch: dict[tuple[str, str, datetime], Fetched] = {}
        self._latest_date = datetime.now(UTC).replace(tzinfo=None) + _CLOCKS_DIFFER
        self._last: dict[str, str] = {}

    def add(self, found: Found) -> None:
        if not self._choice.believes_notes:
            found.note = {}
        source = self._source_id or found.note.get("source")
        if source is None:
            self.counts["without source"] += 1
            return
        try:
            fetched_at = warc_date(found.date)
        except ValueError:
            fetched_at = datetime.min  # noqa: DTZ901 - the log's times have no zone
        if fetched_at.year < _WEB_BEGINS or fetched_at > self._latest_date:
            self.counts["badly dated"] += 1
            return
        fetched = self._at_a_free_moment(self._fetched(found, source, fetched_at))
        if fetched is None:
            self.counts["known"] += 1
        elif found.kind == "revisit" and fetched.same_as is None:
            self.counts["without page"] += 1
        else:
            self._batch[_key(fetched)] = fetched
            self.counts["imported"] += 1
            if self._choice.heard is not None:
                self._choice.heard(fetched)
        if len(self._batch) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        self._archive.store_all(list(self._batch.values()))
        self._batch.clear()

    def _at_a_free_moment(self, fetched: Fetched) -> Fetched | None:
        """The fetch, moved on by a moment for each other page of its address that has its date; None where this very
        page is known."""
        for _ in range(_AT_ONE_MOMENT):
            waiting = self._batch.get(_key(fetched))
            if waiting is None and not self._archive.holds(fetched):
                return fetched
            there = (
                _sha256_of(waiting)
                if waiting is not None
                else self._archive.captures.payload_at(fetched.url, fetched.fetched_at.replace(tzinfo=None))
            )
            if there == _sha256_of(fetched):
                return None
            fetched = replace(fetched, fetched_at=fetched.fetched_at + _A_MOMENT)
        self.counts["badly dated"] += 1
        return None

    def _fetched(self, found: Found, source: str, fetched_at: datetime) -> Fetched:
        url = without_secrets(found.note.get("askedFor") or found.url)
        same_as = None
        if found.kind == "revisit":
            self.flush()  # its page may be among those that wait
            same_as = self._revisited(found)
        elif found.payload is not None and found.stated_digest:
            self._sha256_of[found.stated_digest] = sha256_of(found.payload)
        outcome, reason = self._verdict(found, url, same_as.payload_sha256 if same_as else found.digest)
        return Fetched(
            source_id=source,
            url=url,
            fetched_at=fetched_at.replace(tzinfo=UTC),
            outcome=outcome,
            reason=reason,
            role=_role(found, url),
            run_id=found.note.get("run") or fetched_at.strftime(RUN_ID_FORMAT),
            status=_status(found),
            content_type=found.content_type or (same_as.content_type if same_as else None),
            etag=_stated(found, "ETag") or (same_as.etag if same_as else None),
            last_modified=_stated(found, "Last-Modified") or (same_as.last_modified if same_as else None),
            payload=found.payload,
            exchange=_exchange(found),
            same_as=same_as,
            linked_from=without_secrets(found.note.get("via", "")) or self._choice.linked_from.get(url),
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

    def _verdict(self, found: Found, url: str, revisited: str | None) -> Verdict:
        """What our own note says; of a foreign page what it is judged to be, and else how it differs from the last one
        of its address."""
        said, reason = found.note.get("outcome"), found.note.get("reason")
        if said in get_args(Outcome):
            return cast("Outcome", said), reason
        judged = self._choice.judge(url, found.payload) if found.payload is not None else None
        if judged is not None:
            return judged
        sha256 = sha256_of(found.payload) if found.payload is not None else revisited or ""
        if url not in self._last:
            previous = self._archive.captures.latest(url)
            before = previous.payload_sha256 if previous else None
        else:
            before = self._last[url]
        self._last[url] = sha256
        if before is None:
            return "new", reason
        return ("unchanged" if before == sha256 else "changed"), reason


def _key(fetched: Fetched) -> tuple[str, str, datetime]:
    return fetched.source_id, fetched.url, fetched.fetched_at


def _sha256_of(fetched: Fetched) -> str | None:
    """The payload that a fetch brought or confirmed."""
    if fetched.payload is not None:
        return sha256_of(fetched.payload)
    return fetched.same_as.payload_sha256 if fetched.same_as else None


def _status(found: Found) -> int | None:
    said: str = (found.headers.get_statuscode() or "") if found.headers else ""
    return int(said) if _STATUS.fullmatch(said) else None


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
        request_line=_request_line(request) if request else "",
        request_headers=_without_secrets(request.headers) if request else (),
        status_line=f"{found.headers.protocol} {found.headers.statusline}",
        response_headers=_without_secrets(found.headers.headers),
    )


def _request_line(request: StatusAndHeaders) -> str:
    """The first line of a request; its second word is the address."""
    return " ".join(map(without_secrets, f"{request.protocol} {request.statusline}".split(" ")))


def _without_secrets(headers: Sequence[tuple[str, str]]) -> Headers:
    is_ours = any(name.lower() == "x-crawl-content-length" for name, _ in headers)
    return headers_without_secrets(
        (name, value) for name, value in headers if not (is_ours and name.lower() == "content-length")
    )
