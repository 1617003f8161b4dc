"""A week of nights on two sample portals that change as the world does: `make week`.

What belongs here: what happens before each night, and what the night must make of it. What does not: the portals, the
flow, and showing it (`screens.py`).

Every night runs on a date of its own, a season ahead of the clock: then every address is due on each of them
(`collect/schedule.py`), and what changed is seen on the first night after it did.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

import yaml

from flows.archive.model import CHINA
from flows.demo.demo import SOURCE_FILE, empty
from flows.demo.facts import TruthReport
from flows.demo.mishaps import NEW_COLUMN, lists_move, wrong_numbers
from flows.demo.pages import COLUMN
from flows.demo.poller import Seen, polled
from flows.demo.portal import Portal
from flows.demo.saved import write_sources
from flows.errors import GateError
from flows.nightly import nightly
from flows.publish.changes import Changes, changes_between
from flows.publish.release import current_release
from flows.runs import RunRecord, last_runs
from flows.settings import Settings

_AHEAD: Final = timedelta(days=100)
"""More than the longest wait of an address."""
_REGION: Final = "sample_region"

Facts = dict[tuple[str, int, Any], Any]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a night must come to.

    Attributes:
        decision: how it ends.
        reports: reports that its release has otherwise than the one before, by kind; the others are none.
        failed: sources that fail.
    """

    decision: str
    reports: dict[str, int] = field(default_factory=dict)
    failed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Night:
    """A night that ran: what had happened, what it came to, and what is wrong with that."""

    happened: str
    record: RunRecord
    changes: Changes | None
    complaints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """All nights, and what a reader saw meanwhile."""

    nights: tuple[Night, ...]
    seen: Seen

    @property
    def holds(self) -> bool:
        """Every night was what it should be, and the reader saw every release and nothing amiss."""
        published = [night.record.run_id for night in self.nights if night.record.decision == "published"]
        is_right = not any(night.complaints for night in self.nights)
        return is_right and not self.seen.complaints and self.seen.releases == published


class _World:
    """Two portals, the city's and its region's, and what happens to them."""

    def __init__(self, settings: Settings, city: Portal, region: Portal) -> None:
        self._settings, self.city, self.region = settings, city, region
        self._unread = [report for portal in (city, region) for report in portal.truth]
        self._write_sources(COLUMN)

    def nothing(self) -> Expected:
        """Both portals are there."""
        return Expected("published", {"new": len({(r.agency, r.report_year) for r in self._reports()})})

    def new_reports(self) -> Expected:
        """Two bodies publish a report."""
        for agency in self.city.agencies[:2]:
            self.city.publish(agency, 2024)
        return Expected("published", {"new": 2})

    def corrected_reports(self) -> Expected:
        """A body corrects its report of 2012, another one its report in the region."""
        self.city.correct(self._path(self.city, 2012))
        self.region.correct(self._path(self.region, 2013))
        return Expected("published", {"corrected": 2})

    def vanished_pages(self) -> Expected:
        """Two reports are taken from the site; what was published of them stays."""
        for year in (2020, 2023):
            self.city.remove(self._path(self.city, year))
        return Expected("unchanged")

    def redesigned_site(self) -> Expected:
        """The city's lists move; the region publishes one more report."""
        self.city.suffer(lists_move)
        self.region.publish(self.region.agencies[0], 2022)
        return Expected("published", {"new": 1}, failed=("sample_portal",))

    def poisoned(self) -> Expected:
        """The source is brought up to the new lists, and the site prints wrong numbers in every table."""
        self._write_sources(NEW_COLUMN)
        self.city.suffer(lists_move, wrong_numbers)
        return Expected("refused")

    def mended(self) -> Expected:
        """The site prints what its bodies wrote again, and one more report."""
        self.city.suffer(lists_move)
        # The first body's report of that year stands in the region already.
        self.city.publish(self.city.agencies[1], 2022)
        return Expected("published", {"new": 1})

    def facts(self) -> Facts:
        """What the reports state today."""
        return {
            (str(report.agency), int(report.report_year or 0), key): stated.value
            for report in self._reports()
            for key, stated in report.facts().items()
        }

    def _reports(self) -> Iterator[TruthReport]:
        for portal in (self.city, self.region):
            for report in portal.truth:
                if report.kind == "annual_report" and report.agency and report.report_year:
                    yield report

    def _path(self, portal: Portal, year: int) -> str:
        """The last report of a year that nothing was done to."""
        return next(
            report.path
            for report in reversed(portal.truth)
            if report.report_year == year and not (report.noises or report.parts or report.mirror_of)
        )

    def _write_sources(self, column: str) -> None:
        fields = yaml.safe_load(SOURCE_FILE.read_text(encoding="utf-8"))
        fields |= {"enabled": True, "bounds": {"min_reports": 5, "max_reports": 400}}
        list_name = urlsplit(fields["start"][0]).path.rpartition("/")[2]
        city = {**fields, "start": [f"{self.city.base_url}{column}{list_name}"]}
        region = {**fields, "id": _REGION, "start": [f"{self.region.base_url}{COLUMN}{list_name}"]}
        write_sources(self._settings.sources_dir, [city, region])


def run_week(
    settings: Settings,
    n_agencies: int = 12,
    only: Sequence[str] = (),
    on_night: Callable[[Night], None] = lambda _: None,
) -> Week:
    """Run the nights in `settings.data_dir`, which is emptied first but for Prefect's own state.

    Args:
        n_agencies: bodies of the city; the region has half as many.
        only: names of the nights to run (methods of the world); all where it is empty.
        on_night: called after each.
    """
    empty(settings)
    seen = Seen()
    with (
        Portal(n_agencies=n_agencies) as city,
        Portal(seed=2, n_agencies=max(2, n_agencies // 2), years=(2013, 2021)) as region,
        polled(settings.published_file, seen),
    ):
        world = _World(settings, city, region)
        happenings = (
            world.nothing,
            world.new_reports,
            world.corrected_reports,
            world.vanished_pages,
            world.redesigned_site,
            world.poisoned,
            world.mended,
        )
        chosen = [one for one in happenings if not only or one.__name__ in only]
        nights = []
        for number, happening in enumerate(chosen):
            today = datetime.now(CHINA).date() + _AHEAD + timedelta(days=number)
            nights.append(_night(settings, world, happening, today))
            on_night(nights[-1])
    return Week(tuple(nights), seen)


def _night(settings: Settings, world: _World, happening: Callable[[], Expected], today: date) -> Night:
    before = current_release(settings)
    facts_before = world.facts() if before is not None else {}
    expected = happening()
    with suppress(GateError):  # what the gate said stands in the record
        nightly(today=today)
    record, after = last_runs(settings, 1)[0], current_release(settings)
    is_new = after is not None and before is not None and after != before
    changes = changes_between(before.file, after.file) if is_new and before and after else None
    complaints = list(_complaints(expected, record, changes))
    if changes is not None:
        complaints += _wrong_facts(changes, facts_before, world.facts())
    return Night(str(happening.__doc__), record, changes, tuple(complaints))


def _complaints(expected: Expected, record: RunRecord, changes: Changes | None) -> Iterator[str]:
    if record.decision != expected.decision:
        yield f"ended {record.decision} and not {expected.decision}: {record.message}"
    failed = tuple(row["source"] for row in record.sources if row["status"] == "failed")
    if failed != expected.failed:
        yield f"sources failed: {failed}, and not {expected.failed}"
    if changes is not None:
        kinds = {report.kind for report in changes.reports} | set(expected.reports)
        found = {kind: sum(report.kind == kind for report in changes.reports) for kind in kinds}
        if found != expected.reports:
            yield f"reports: {found}, and not {expected.reports}"
    elif expected.decision == "published" and record.counts.get("reports") != expected.reports["new"]:
        yield f"{record.counts.get('reports')} reports in the first release, and not {expected.reports['new']}"


def _wrong_facts(changes: Changes, before: Facts, after: Facts) -> Iterator[str]:
    """Facts are never withdrawn here: what vanished from a site stays published."""
    expected = {
        "new": len(after.keys() - before.keys()),
        "changed": sum(before[key] != value for key, value in after.items() if key in before),
        "withdrawn": 0,
    }
    if changes.facts != expected:
        yield f"facts: {changes.facts}, and not {expected}"
