"""Collecting one source in one night, whatever its kind, and an honest account of it.

What belongs here: what is due, the order, the bounds of the source, and when a source has failed. What does
not: how a page is fetched (`visit.py`) or files are read (`files.py`, `warcs.py`).
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import as_completed
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Final, Literal, get_args

from flows.archive.addresses import is_page, without_secrets
from flows.archive.archive import Archive
from flows.archive.model import CHINA, GOOD_OUTCOMES, Capture, Outcome
from flows.collect.discover import discover
from flows.collect.files import FolderReader
from flows.collect.lanes import Lanes
from flows.collect.parts import parents_of, parts_in_folder, parts_of
from flows.collect.politeness import Hosts, Waits
from flows.collect.schedule import resting
from flows.collect.visit import Visit, Visitor
from flows.collect.warcs import WarcReader
from flows.errors import CollectError, Refusal
from flows.settings import Settings
from flows.sources.model import Source

_THREADS: Final = 2
"""For each connection: while one waits for the disk, the other asks. (`Host` sees to it that no more than so many
requests are under way.)"""

OnProgress = Callable[[int, int, str], None]
"""Called after each report: how many are done, how many there are (it may grow), and what this one came
to."""


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What one source came to in one night.

    Attributes:
        counts: reports by outcome; outcomes that did not occur are left out.
        n_links: reports that the source lists: links of its list, or files of its folder.
        problems: sentences for people; a source that is `ok` may have some.
        status: `failed` where nothing was found, a list could not be read to its end, or the source lies
            outside of its bounds. What was fetched stays in the archive either way.
    """

    source_id: str
    counts: Mapping[str, int]
    n_links: int
    problems: tuple[str, ...]
    status: Literal["ok", "failed"]


def collect_source(
    source: Source,
    archive: Archive,
    settings: Settings,
    run_id: str,
    *,
    on_progress: OnProgress | None = None,
    today: date | None = None,
    hosts: Hosts | None = None,
) -> SourceReport:
    """Collect one source into the archive.

    Args:
        hosts: what the sources of one night share, so that a host of several is asked by one pace; its own where
            it is not given.
        today: the date in China that decides what is due (`schedule.py`); the clock's where it is not given.
        on_progress: called in the calling thread.

    Raises:
        ArchiveError: the archive cannot be written; the night must stop.
        SettingsError: the source has a public host and the operator has given no contact.
    """
    account = _Account(source, on_progress)
    try:
        if source.kind == "files":
            _collect_folder(FolderReader(source, archive, run_id, settings.max_page_bytes), account)
        elif source.kind == "warc":
            _collect_warcs(WarcReader(source, archive, run_id, settings.max_page_bytes), account)
        else:
            visitor = Visitor(source, archive, settings, run_id, hosts)
            try:
                _collect_site(source, archive, visitor, account, today or datetime.now(CHINA).date())
            finally:
                visitor.close()
    except CollectError as error:
        account.failures.append(str(error))
    return account.closed()


@dataclass(frozen=True, slots=True)
class _Errand:
    """An address that is due, and the report page whose link led there."""

    url: str
    linked_from: str | None = None


@dataclass(slots=True)
class _Account:
    source: Source
    on_progress: OnProgress | None
    n_links: int = 0
    n_due: int = 0
    counts: Counter[Outcome] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    waiting: Counter[str] = field(default_factory=Counter)

    def wait(self, reason: str) -> None:
        """An address was not asked for: its host is left in peace for this night."""
        self.n_due -= 1
        self.waiting[reason] += 1

    def add(self, outcome: Outcome) -> None:
        self.counts[outcome] += 1
        if self.on_progress is not None:
            self.on_progress(self.counts.total(), self.n_due, outcome)

    def list_is_in_bounds(self) -> bool:
        """Compare the list with the bounds of the source. What is listed is fetched even where it is too
        little; an empty list and one that is too long are not followed."""
        bounds = self.source.bounds
        if self.n_links == 0:
            self.failures.append("nothing was found where reports are expected")
            return False
        if self.n_links < bounds.min_reports:
            self.failures.append(f"{self.n_links} reports listed, at least {bounds.min_reports} expected")
        elif self.n_links > bounds.max_reports:
            self.failures.append(
                f"{self.n_links} reports listed, at most {bounds.max_reports} expected: none was fetched"
            )
            return False
        return True

    def closed(self) -> SourceReport:
        n_good = sum(self.counts[outcome] for outcome in GOOD_OUTCOMES)
        if self.n_due and n_good < min(self.source.bounds.min_reports, self.n_due):
            told = ", ".join(f"{self.counts[o]} {o}" for o in get_args(Outcome) if self.counts[o])
            self.failures.append(f"{n_good} of {self.n_due} addresses gave a page ({told})")
        if self.waiting and not n_good and not self.failures:
            self.failures.append("none of the addresses that are due was fetched")
        waiting = [f"{n} addresses wait for the next night ({why})" for why, n in self.waiting.items()]
        return SourceReport(
            source_id=self.source.id,
            counts={outcome: self.counts[outcome] for outcome in get_args(Outcome) if self.counts[outcome]},
            n_links=self.n_links,
            problems=(*self.failures, *self.notes, *waiting),
            status="failed" if self.failures else "ok",
        )


def _collect_folder(reader: FolderReader, account: _Account) -> None:
    files = reader.files()
    account.n_links = len(files)
    if not account.list_is_in_bounds():
        return
    # A folder that holds too little may be half copied: nothing is called gone for that.
    gone = reader.gone({url for url, _ in files}) if not account.failures else []
    account.n_due = len(files) + len(gone)
    parents = parts_in_folder(files, reader.max_bytes)
    for url, path in files:
        account.add(reader.capture(url, path, parents.get(url)).outcome)
    for url in gone:
        account.add(reader.mark_gone(url).outcome)


def _collect_warcs(reader: WarcReader, account: _Account) -> None:
    def took(outcome: Outcome) -> None:
        account.n_due += 1
        account.add(outcome)

    account.n_links = reader.take(took)
    account.failures += reader.unreadable
    account.notes += reader.damage
    account.list_is_in_bounds()


def _collect_site(source: Source, archive: Archive, visitor: Visitor, account: _Account, today: date) -> None:
    if source.tls_exception is not None:
        account.notes.append(f"the certificate is not verified: {source.tls_exception.reason}")
    found = discover(source, visitor)
    listed = tuple(dict.fromkeys(map(without_secrets, found.reports)))
    account.n_links = len(listed)
    account.failures += found.problems
    account.notes += found.notes
    if not account.list_is_in_bounds():
        return
    known = {capture.url: capture for capture in archive.captures.known(source.id)}
    wave = _due(source, known, listed, _not_due(source, archive, known, listed, today))
    seen = {errand.url for errand in wave}
    with Lanes(_THREADS * source.politeness.connections, source.id) as lanes:
        while wave:
            account.n_due += len(wave)
            parts = _visit_all(_Walk(source, archive, visitor, known), wave, lanes, account)
            wave = [part for part in parts if part.url not in seen]
            seen.update(part.url for part in wave)


@dataclass(frozen=True, slots=True)
class _Walk:
    """Visits to the reports of a source and what they link."""

    source: Source
    archive: Archive
    visitor: Visitor
    known: Mapping[str, Capture]

    def visit(self, errand: _Errand) -> tuple[Outcome, tuple[str, ...]]:
        """What a visit came to, and the parts that the page links. An unchanged page leads only to parts that
        were never asked for: the night that found them may have ended before."""
        visited = self.visitor.visit(errand.url, "report", errand.linked_from)
        outcome = visited.capture.outcome
        if outcome != "unchanged":
            return outcome, self._parts_of(visited)
        parts = self._parts_of(self._with_page(visited))
        return outcome, tuple(part for part in parts if part not in self.known)

    def _parts_of(self, visited: Visit) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(without_secrets, parts_of(self.source, visited))))

    def _with_page(self, visited: Visit) -> Visit:
        if visited.payload is not None or not is_page(visited.capture.url):
            return visited
        with suppress(Refusal):
            return replace(visited, payload=self.archive.payload_of(visited.capture))
        return visited


def _visit_all(walk: _Walk, errands: Sequence[_Errand], lanes: Lanes, account: _Account) -> list[_Errand]:
    """Visit addresses; gives the parts that they link, in the order of the addresses."""
    futures = {lanes.submit(errand.url, walk.visit, errand): errand for errand in errands}
    parts: dict[_Errand, tuple[str, ...]] = {}
    for future in as_completed(futures):
        try:
            outcome, parts[futures[future]] = future.result()
        except Waits as refusal:
            account.wait(refusal.detail)
        else:
            account.add(outcome)
    linked: dict[str, list[str]] = {}
    for errand in errands:
        linked.setdefault(errand.linked_from or errand.url, []).extend(parts.get(errand, ()))
    return [_Errand(part, report) for part, report in parents_of(linked).items()]


def _not_due(
    source: Source, archive: Archive, known: Mapping[str, Capture], listed: Sequence[str], today: date
) -> set[str]:
    """The addresses that wait for another night, and those that were found gone today and are on no list."""
    midnight = datetime.combine(today, time(), CHINA).astimezone(UTC).replace(tzinfo=None)
    gone = {c.url for c in known.values() if c.outcome == "gone" and c.fetched_at >= midnight}
    return resting(archive.captures.histories(source.id, before=midnight), today) | (gone - set(listed))


def _due(
    source: Source, known: Mapping[str, Capture], listed: Sequence[str], not_due: Collection[str]
) -> list[_Errand]:
    """What is to be asked for tonight: what is new, then what is known and due, longest unseen first.

    A report that fell off the list is asked for too.
    """
    on_list = set(listed)
    fresh = [_Errand(url) for url in listed if url not in known]
    again = [
        capture
        for capture in known.values()
        if capture.url not in not_due
        and (
            capture.url in on_list
            or (
                source.allows_host(capture.url)
                and (capture.linked_from is not None or source.links.accept_address(capture.url))
            )
        )
    ]
    again.sort(key=lambda capture: capture.fetched_at)
    return [*fresh, *(_Errand(capture.url, capture.linked_from) for capture in again)]
