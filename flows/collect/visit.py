"""Visiting one address: may we ask, what did we have, what came, what does it mean, into the archive.

What belongs here: the order of these steps, and the permissions (scheme, hosts of the source, robots.txt).
What does not: each step itself (`fetch.py`, `politeness.py`, `outcome.py`, `archive/`).
"""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from flows.archive.addresses import without_secrets, without_session
from flows.archive.archive import Archive
from flows.archive.model import GOOD_OUTCOMES, Capture, Fetched, Outcome, Role
from flows.collect.fetch import Answer, Fetcher
from flows.collect.outcome import outcome_of
from flows.collect.politeness import Hosts, Waits
from flows.collect.robots import Robots, robots_url
from flows.collect.session import new_session
from flows.errors import Refusal
from flows.settings import Settings
from flows.sources.model import Source

ROBOTS_UNREACHABLE: Final = "robots_unreachable"
_NOT_MODIFIED: Final = 304
_SAYABLE: Final = re.compile(r"[!-~\xa1-\xff](?:[ -~\x80-\xff]*[!-~\xa1-\xff])?")
"""What may be said back to the host that gave it; some give bytes that no header may begin with."""
_ETAG_DRESS: Final = re.compile(r'^W/|"|[-;]+(?:gzip|df|br)(?="?$)')
"""What one page's ETag has or lacks, as it is packed or not."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A visited address.

    Attributes:
        capture: as it was logged.
        url: the address that answered, after redirects.
        payload: the page, sent or confirmed (304); None without a good outcome.
        detail: for people, more than the reason of the capture says; empty where there is no more.
    """

    capture: Capture
    url: str
    payload: bytes | None
    detail: str = ""

    @property
    def why(self) -> str:
        """Its reason and all that is known of it, for people."""
        return f"{self.capture.reason}: {self.detail}" if self.detail else str(self.capture.reason)


@dataclass(frozen=True, slots=True)
class _Errand:
    """An address to be visited, when, and what we have of it.

    Attributes:
        previous: the last capture that has its page, if need be another source's.
        page: what that capture holds, where somebody may need it: a list is read each night, and a host may confirm
            a report. None where the archive cannot give it any more: then it is asked for unconditionally.
        known: the last one of this source for the same role: a page that is a list and a report is a new report on the
            night that found it.
    """

    url: str
    role: Role
    linked_from: str | None
    asked_at: datetime
    previous: Capture | None = None
    page: bytes | None = None
    known: Capture | None = None


class Visitor:
    """Visits addresses for one source in one night. Safe for threads."""

    def __init__(
        self, source: Source, archive: Archive, settings: Settings, run_id: str, hosts: Hosts | None = None
    ) -> None:
        self._source = source
        self._archive = archive
        self._run_id = run_id
        self._hosts = hosts or Hosts()
        self._session = new_session(source, settings)
        self._fetcher = Fetcher(self._session, self._hosts, source.politeness, settings.max_page_bytes)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def visit(self, url: str, role: Role, linked_from: str | None = None) -> Visit:
        """Ask for an address, if we may, and archive what came of it.

        Args:
            url: as it was linked: it is asked for so, but for the id of a session, and known without what could let
                somebody in.
            linked_from: the report page whose link led here.

        Raises:
            Waits: the host of a report is asked nothing more this night; nothing is logged of it.
            ArchiveError: it could not be archived.
            SettingsError: the host is public and the operator has given no contact.
        """
        url = without_session(url)
        try:
            self._may_ask(url)
            return self._asked(url, role, linked_from)
        except Refusal as refusal:
            if isinstance(refusal, Waits) and role == "report":
                raise
            refused = Answer(url, problem=refusal.reason, is_refused=True, detail=refusal.detail)
            errand = _Errand(without_secrets(url), role, linked_from, datetime.now(UTC))
            return self._archived(errand, refused)

    def _asked(self, url: str, role: Role, linked_from: str | None = None) -> Visit:
        errand = self._with_what_we_have(_Errand(without_secrets(url), role, linked_from, datetime.now(UTC)))
        may_follow = self._may_ask if role != "robots" else self._is_ours
        answer = self._fetcher.get(url, _conditions(errand), may_follow)
        if errand.previous is not None and _is_of_another_page(answer, errand.previous):
            answer = self._fetcher.get(url, {}, may_follow)
        return self._archived(errand, answer)

    def _with_what_we_have(self, errand: _Errand) -> _Errand:
        """With the last good capture of the address, and its page as far as the archive has it unharmed."""
        captures = self._archive.captures
        ours = captures.latest(errand.url, self._source.id)
        previous = ours or captures.latest(errand.url)
        known = (
            ours
            if ours is None or ours.role == errand.role
            else captures.latest(errand.url, self._source.id, errand.role)
        )
        page = None
        if previous is not None and (errand.role != "report" or previous.etag or previous.last_modified):
            with suppress(Refusal):
                page = self._archive.payload_of(previous)
        return replace(errand, previous=previous, page=page, known=known)

    def _archived(self, errand: _Errand, answer: Answer) -> Visit:
        # A host may confirm what nobody asked about; only a page that is there can be confirmed.
        had = errand.previous if answer.status != _NOT_MODIFIED or errand.page is not None else None
        outcome, reason = outcome_of(answer, had, errand.role, errand.url)
        # What another address said of its page says nothing of this one's.
        stated = {} if answer.redirects else answer.headers
        self._note_health(answer, outcome)
        is_confirmed = answer.status == _NOT_MODIFIED and outcome == "unchanged"
        confirmed = errand.previous if is_confirmed else None
        if outcome in GOOD_OUTCOMES:
            outcome = _for_its_role(outcome, errand)
        capture = self._archive.store(
            Fetched(
                source_id=self._source.id,
                url=errand.url,
                fetched_at=errand.asked_at,
                outcome=outcome,
                reason=reason,
                role=errand.role,
                run_id=self._run_id,
                status=answer.status,
                content_type=answer.headers.get("Content-Type")
                or (confirmed.content_type if confirmed else None),
                etag=stated.get("ETag") or (confirmed.etag if confirmed else None),
                last_modified=stated.get("Last-Modified") or (confirmed.last_modified if confirmed else None),
                payload=None if answer.status == _NOT_MODIFIED else answer.payload,
                exchange=answer.exchange,
                redirects=answer.redirects,
                same_as=confirmed,
                linked_from=errand.linked_from,
            )
        )
        payload = errand.page if is_confirmed else answer.payload
        is_good = outcome in GOOD_OUTCOMES
        return Visit(capture, answer.url, payload if is_good else None, "" if is_good else answer.detail)

    def _note_health(self, answer: Answer, outcome: Outcome) -> None:
        """Tell the host that answered how it is; what we refuse says nothing of it."""
        if outcome != "refused":
            host = self._hosts.of(answer.url, self._source.politeness)
            host.note(is_well=outcome not in ("failed", "blocked"))

    def _may_ask(self, url: str) -> None:
        """Raises:
        Refusal: `bad_address`, `host_not_allowed`, `robots`, `crawl_delay`.
        Waits: `robots_unreachable`, or as `Host.turn`.
        """
        self._is_ours(url)
        if not self._hosts.robots.rules(robots_url(url), self._source.id, self._asked_robots).allows(url):
            raise Refusal("robots", f"{robots_url(url)} forbids it")

    def _is_ours(self, url: str) -> None:
        if not _is_web_address(url):
            raise Refusal("bad_address", url)
        if not self._source.allows_host(url):
            raise Refusal("host_not_allowed", urlsplit(url).hostname or "")

    def _asked_robots(self, address: str) -> Robots | Refusal:
        """RFC 9309, 2.3.1: what is not there forbids nothing; what cannot be reached forbids everything."""
        visit = self._asked(address, "robots")
        if visit.payload is None:
            status = visit.capture.status or 0
            is_unavailable = (
                400 <= status < 500
                and status != 429
                and visit.capture.outcome in ("gone", "blocked", "failed")
            )
            if is_unavailable:
                return Robots()
            # A trouble passes; what we refuse to fetch (a private address) is refused tomorrow too.
            refusal = Refusal if visit.capture.outcome == "refused" else Waits
            return refusal(ROBOTS_UNREACHABLE, f"{address}: {visit.why}")
        robots = Robots(visit.payload.decode("utf-8-sig", "replace"))
        try:
            self._hosts.of(address, self._source.politeness).slow_down(robots.crawl_delay)
        except Refusal as refusal:
            return refusal
        return robots


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none, brackets without an address
        return False


def _conditions(errand: _Errand) -> dict[str, str]:
    """Headers that let the host say that nothing changed (RFC 9110, 13.1), of a page that is there."""
    previous = errand.previous
    if previous is None or errand.page is None:
        return {}
    stated = {"If-None-Match": previous.etag, "If-Modified-Since": previous.last_modified}
    return {name: value for name, value in stated.items() if value and _SAYABLE.fullmatch(value)}


def _is_of_another_page(answer: Answer, previous: Capture) -> bool:
    """Whether a 304 names another page than the one that was asked about: a host that shows its own page in the place
    of one that vanished confirms that one, where it is older (RFC 9110, 15.4.5)."""
    if answer.status != _NOT_MODIFIED:
        return False
    etag, last_modified = answer.headers.get("ETag"), answer.headers.get("Last-Modified")
    if etag and previous.etag:
        return _ETAG_DRESS.sub("", etag) != _ETAG_DRESS.sub("", previous.etag)
    return bool(last_modified and previous.last_modified) and last_modified != previous.last_modified


def _for_its_role(outcome: Outcome, errand: _Errand) -> Outcome:
    """What a good outcome, told from what we had of the address, is to the source in the role that it was asked for."""
    if errand.known is None:
        return "new"
    is_another = errand.previous is not None and errand.previous.payload_sha256 != errand.known.payload_sha256
    return "changed" if outcome == "unchanged" and is_another else outcome
