"""Collecting one source in one night, whatever its kind, and an honest account of it.

What belongs here: what is due, in which order, and that no error of one source ends another one's night. What does
not: how a page is fetched (`visit.py`) or files are read (`files.py`, `warcs.py`), and when a source has failed
(`account.py`).
"""

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Final

from flows.archive.addresses import without_secrets
from flows.archive.archive import Archive
from flows.archive.model import CHINA, GOOD_OUTCOMES, Capture, Outcome
from flows.collect.account import Account, OnProgress, SourceReport
from flows.collect.discover import discover
from flows.collect.files import FolderReader
from flows.collect.lanes import Lanes
from flows.collect.parts import MOST_PARTS, parents_of, parts_in_folder, parts_of
from flows.collect.politeness import Hosts, Waits
from flows.collect.schedule import resting
from flows.collect.visit import Visitor
from flows.collect.warcs import WarcReader
from flows.errors import ArchiveError, GongkaiError, SettingsError
from flows.settings import Settings
from flows.sources.model import Source

log = logging.getLogger("gongkai")

_THREADS: Final = 2
"""For each connection: while one waits for the disk, the other asks. (`Host` sees to it that no more than so many
requests are under way.)"""


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
    """Collect one source into the archive. Whatever else goes wrong with it is a sentence of its report.

    Args:
        hosts: what the sources of one night share, so that a host of several is asked by one pace; its own where
            it is not given.
        today: the date in China that decides what is due (`schedule.py`); the clock's where it is not given.
        on_progress: called in the calling thread.

    Raises:
        ArchiveError: the archive cannot be written; the night must stop.
        SettingsError: the source has a public host and the operator has given no contact.
    """
    account = Account(source, on_progress)
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
    except (ArchiveError, SettingsError):
        raise
    except GongkaiError as error:
        account.failures.append(str(error))
    except Exception as error:
        # A page is anybody's bytes: what nobody foresaw ends this source and not the night.
        log.exception("%s: an error of the collector", source.id)
        account.failures.append(f"an error of the collector: {type(error).__name__}: {str(error)[:200]}")
    return account.closed()


@dataclass(frozen=True, slots=True)
class _Errand:
    """An address that is due, the report page whose link led there, and whether the list or a page names it."""

    url: str
    linked_from: str | None = None
    is_named: bool = True


def _collect_folder(reader: FolderReader, account: Account) -> None:
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
        account.add(reader.mark_gone(url).outcome, is_named=False)


def _collect_warcs(reader: WarcReader, account: Account) -> None:
    def took(outcome: Outcome) -> None:
        account.n_due += 1
        account.add(outcome)

    account.n_links = reader.take(took)
    account.failures += reader.unreadable
    account.notes += reader.damage
    account.list_is_in_bounds()


def _collect_site(source: Source, archive: Archive, visitor: Visitor, account: Account, today: date) -> None:
    if source.tls_exception is not None:
        account.notes.append(f"the certificate is not verified: {source.tls_exception.reason}")
    found = discover(source, visitor, enough=source.bounds.max_reports + 1)
    ways = _Ways()
    listed = ways.names(found.reports)
    account.n_links = len(listed)
    account.n_by_year = found.by_year
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
            parts = _visit_all(_Walk(source, visitor, known, ways), wave, lanes, account)
            wave = [part for part in parts if part.url not in seen]
            seen.update(part.url for part in wave)


@dataclass(frozen=True, slots=True)
class _Ways:
    """How addresses are linked tonight that are known without what could let somebody in. Safe for threads."""

    linked: dict[str, str] = field(default_factory=dict)

    def names(self, addresses: Iterable[str]) -> tuple[str, ...]:
        """What addresses are known by, in their order, each once."""
        named = {without_secrets(address): address for address in addresses}
        self.linked.update((name, address) for name, address in named.items() if name != address)
        return tuple(named)

    def to(self, name: str) -> str:
        """The address to ask for; one that nothing links tonight is asked for by its name."""
        return self.linked.get(name, name)


@dataclass(frozen=True, slots=True)
class _Walk:
    """Visits to the reports of a source and what they link."""

    source: Source
    visitor: Visitor
    known: Mapping[str, Capture]
    ways: _Ways

    def visit(self, errand: _Errand) -> tuple[Capture, tuple[str, ...]]:
        """What a visit came to, and the parts that the page links. An unchanged page leads only to parts that
        were never asked for: the night that found them may have ended before."""
        visited = self.visitor.visit(self.ways.to(errand.url), "report", errand.linked_from)
        parts = self.ways.names(parts_of(self.source, visited))
        if visited.capture.outcome == "unchanged":
            parts = tuple(part for part in parts if part not in self.known)
        return visited.capture, parts


def _visit_all(walk: _Walk, errands: Sequence[_Errand], lanes: Lanes, account: Account) -> list[_Errand]:
    """Visit addresses; gives the parts that they link, in the order of the addresses."""
    futures = {lanes.submit(errand.url, walk.visit, errand): errand for errand in errands}
    parts: dict[_Errand, tuple[str, ...]] = {}
    for future in as_completed(futures):
        errand = futures[future]
        try:
            capture, parts[errand] = future.result()
        except Waits as refusal:
            account.wait(refusal.detail)
        except (ArchiveError, SettingsError):
            raise
        except Exception as error:
            # A page is anybody's bytes: what nobody foresaw costs this address and not the others.
            log.exception("%s: an error of the collector", errand.url)
            account.stumble(f"an error of the collector: {type(error).__name__}: {str(error)[:200]}")
        else:
            account.add(capture.outcome, is_named=errand.is_named)
            if len(parts[errand]) >= MOST_PARTS:
                account.crowded.append(errand.url)
            if capture.outcome in GOOD_OUTCOMES and capture.payload_sha256 and errand.linked_from is None:
                account.note_page(errand.url, capture.payload_sha256)
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
    named = set(listed)
    named |= {c.url for c in known.values() if c.linked_from in named}
    histories = archive.captures.histories(source.id, before=midnight)
    return resting(histories, today, named) | (gone - set(listed))


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
    return [*fresh, *(_Errand(one.url, one.linked_from, one.url in on_list) for one in again)]
