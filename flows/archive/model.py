"""What goes into the archive and what its log says: plain data, shared by the collector and the archive.

What belongs here: the words of the log and the three records. What does not: writing them (`warc.py`,
`captures.py`, `archive.py`).
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, Literal
from zoneinfo import ZoneInfo

Outcome = Literal["new", "changed", "unchanged", "gone", "blocked", "refused", "failed"]
"""What one fetch came to. `new`, `changed` and `unchanged` have the page; `gone`: the host says that it is no
longer there; `blocked`: the host answered something else (a challenge, a log-in); `refused`: we would not
fetch it; `failed`: no whole answer came."""

Verdict = tuple[Outcome, str | None]
"""An outcome, and why it is not a good one."""

Role = Literal["report", "list", "robots"]

GOOD_OUTCOMES: Final[tuple[Outcome, ...]] = ("new", "changed", "unchanged")

CHINA: Final = ZoneInfo("Asia/Shanghai")
"""The clock by which years and nights are told."""

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP request and the head of its answer, without cookies and credentials.

    Attributes:
        url: the address that was asked.
        request_line, status_line: as sent and answered (`GET /a.html HTTP/1.1`, `HTTP/1.1 200 OK`); no request
            line where an imported file does not say what was sent.
    """

    url: str
    request_line: str
    request_headers: Headers
    status_line: str
    response_headers: Headers


@dataclass(frozen=True, slots=True)
class Fetched:
    """One fetch of one address, to be archived.

    Attributes:
        fetched_at: UTC, with its zone.
        payload: the bytes after transfer and content decoding; None where none came, or none came again.
        exchange: the final request and answer; None for files and where no answer came.
        redirects: the exchanges before it, in order.
        same_as: the capture whose payload the host confirmed (304).
        linked_from: the report page whose link led here; None for what a list names.
    """

    source_id: str
    url: str
    fetched_at: datetime
    outcome: Outcome
    role: Role
    run_id: str
    reason: str | None = None
    status: int | None = None
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    payload: bytes | None = None
    exchange: Exchange | None = None
    redirects: tuple[Exchange, ...] = ()
    same_as: "Capture | None" = None
    linked_from: str | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """One row of the capture log; the fields are those of `schema.CAPTURES`, in its order.

    `payload_sha256`, `warc_file` and `warc_offset` lead to the first copy of the payload, whichever fetch
    brought it. `fetched_at` is UTC without a zone.
    """

    capture_id: str
    source_id: str
    url: str
    fetched_at: datetime
    status: int | None
    outcome: Outcome
    reason: str | None
    role: Role
    content_type: str | None
    etag: str | None
    last_modified: str | None
    payload_sha256: str | None
    payload_size: int | None
    warc_file: str | None
    warc_offset: int | None
    run_id: str
    linked_from: str | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What the log says of one address of a source, up to some moment; times are UTC without a zone.

    Attributes:
        last_fetched_at, last_outcome: of its last capture, whatever it came to.
        last_modified: what the host stated with its last page.
        changed_at: when its page was last found new or changed; None where it never was.
        found_at: when its page was first had; None where it never was.
        n_unchanged: captures since the last change that found the same page.
        n_changes: captures at the end that each found another page; failures in between are passed over.
        n_failures: captures at the end that gave no page.
    """

    url: str
    last_fetched_at: datetime
    last_outcome: Outcome
    last_modified: str | None
    changed_at: datetime | None
    found_at: datetime | None
    n_unchanged: int
    n_changes: int
    n_failures: int


def capture_id_of(source_id: str, url: str, fetched_at: datetime) -> str:
    """What a capture is known by: a hash of its source, address and moment (UTC without a zone)."""
    identity = "\n".join((source_id, url, fetched_at.isoformat(timespec="microseconds")))
    return hashlib.sha256(identity.encode()).hexdigest()[:16]


def in_china(moment: datetime) -> date:
    """The day of a moment (UTC without a zone) by China's clock."""
    return moment.replace(tzinfo=UTC).astimezone(CHINA).date()
