"""The account of one source in one night: what came of its addresses, and whether it failed.

What belongs here: counting, the bounds of the source, and when a source has failed. What does not: asking for
anything (`collect.py`).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from flows.archive.model import GOOD_OUTCOMES, Outcome
from flows.collect.parts import MOST_PARTS
from flows.sources.model import Source

_ONE_PAGE_FOR_ALL: Final = 5
"""Reports of one source that give the same bytes: a shield or an error page whose words nobody knew. Fewer may be
copies of one report."""

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


@dataclass(slots=True)
class Account:
    """What a source came to so far: filled while it is collected, then closed.

    Attributes:
        n_by_year: of the reports that the source lists, how many name each year.
        n_due: addresses to be asked for.
        n_vanished: of them, those that are gone and that nothing names any more: as it should be.
        failures: sentences on what fails the source.
        notes: sentences on what is odd and may be right.
        waiting: why addresses wait for the next night, and how many.
        stumbles: errors of the collector itself, and at how many addresses.
        pages: the payloads of reports (SHA-256), and the addresses that gave each.
        crowded: pages that link as many parts as are followed, or more.
    """

    source: Source
    on_progress: OnProgress | None
    n_links: int = 0
    n_by_year: Mapping[int, int] = field(default_factory=dict)
    n_due: int = 0
    n_vanished: int = 0
    counts: Counter[Outcome] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    waiting: Counter[str] = field(default_factory=Counter)
    stumbles: Counter[str] = field(default_factory=Counter)
    pages: dict[str, list[str]] = field(default_factory=dict)
    crowded: list[str] = field(default_factory=list)

    def wait(self, reason: str) -> None:
        """An address was not asked for: its host is left in peace for this night."""
        self.n_due -= 1
        self.waiting[reason] += 1

    def stumble(self, error: str) -> None:
        """The collector itself failed at an address."""
        self.stumbles[error] += 1
        self.add("failed")

    def add(self, outcome: Outcome, *, is_named: bool = True) -> None:
        """An address was asked for.

        Args:
            is_named: by the list, or by a page.
        """
        self.counts[outcome] += 1
        self.n_vanished += outcome == "gone" and not is_named
        if self.on_progress is not None:
            self.on_progress(self.counts.total(), self.n_due, outcome)

    def note_page(self, url: str, sha256: str) -> None:
        """A report gave a page."""
        self.pages.setdefault(sha256, []).append(url)

    def list_is_in_bounds(self) -> bool:
        """Compare the list with the bounds of the source. What is listed is fetched even where it is too
        little; an empty list and one that is too long are not followed."""
        bounds = self.source.bounds
        if self.n_links == 0:
            self.failures.append("nothing was found where reports are expected")
            return False
        if self.n_links > bounds.max_reports:  # the list was not read behind its bound
            self.failures.append(
                f"{self.n_links} reports listed or more, at most {bounds.max_reports} expected: none was fetched"
            )
            return False
        self.failures += self._years_out_of_bounds()
        if self.n_links < bounds.min_reports:
            self.failures.append(f"{self.n_links} reports listed, at least {bounds.min_reports} expected")
        return True

    def _years_out_of_bounds(self) -> Iterator[str]:
        for year, bounds in sorted(self.source.bounds.years.items()):
            number = self.n_by_year.get(year, 0)
            if not bounds.min_reports <= number <= bounds.max_reports:
                yield (
                    f"{number} reports listed for {year}, {bounds.min_reports} to {bounds.max_reports} expected"
                )

    def closed(self) -> SourceReport:
        """The account of the night. A source most of whose addresses gave no page has failed, whatever its list
        says: it blocks us, or was redesigned."""
        n_good = sum(self.counts[outcome] for outcome in GOOD_OUTCOMES)
        n_expected = self.n_due - self.n_vanished
        n_wanted = max(min(self.source.bounds.min_reports, n_expected), n_expected / 2)
        if n_good < n_wanted:
            told = ", ".join(f"{self.counts[o]} {o}" for o in get_args(Outcome) if self.counts[o])
            self.failures.append(f"{n_good} of {self.n_due} addresses gave a page ({told})")
        for urls in self.pages.values():
            if len(urls) >= _ONE_PAGE_FOR_ALL:
                first = min(urls)
                self.failures.append(
                    f"{len(urls)} addresses gave the very same page ({first} is one): hardly their reports"
                )
        if self.waiting and not n_good and not self.failures:
            self.failures.append("none of the addresses that are due was fetched")
        if self.crowded:
            self.notes.append(
                f"{len(self.crowded)} pages link {MOST_PARTS} files and further pages or more: no more of them were "
                f"followed ({self.crowded[0]} is one)"
            )
        stumbles = [f"{n} addresses failed: {error}" for error, n in self.stumbles.items()]
        waiting = [f"{n} addresses wait for the next night ({why})" for why, n in self.waiting.items()]
        return SourceReport(
            source_id=self.source.id,
            counts={outcome: self.counts[outcome] for outcome in get_args(Outcome) if self.counts[outcome]},
            n_links=self.n_links,
            problems=(*self.failures, *stumbles, *self.notes, *waiting),
            status="failed" if self.failures else "ok",
        )
