"""A report as it stands on the portal: its page, its other files, and what they state.

What belongs here: from a drafted report and its path to bytes and truth. What does not: which reports there are
(`catalogue.py`), at which addresses, and the lists that name them (`site.py`, `systems.py`).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Final

from flows.demo.catalogue import Entry
from flows.demo.facts import TruthPart, TruthReport
from flows.demo.pages import ListItem, report_page
from flows.demo.split import Split, Splitter

_HTML: Final = "text/html"


@dataclass(frozen=True, slots=True)
class Resource:
    """What is answered for one address."""

    body: bytes
    content_type: str
    modified_at: datetime


@dataclass(frozen=True)
class Published:
    """A report on the portal.

    Attributes:
        path: of its page.
        revisions: how often it was corrected.
        splitter: what it is cut into; whole where there is none.
    """

    path: str
    entry: Entry
    revisions: int = 0
    splitter: Splitter | None = None

    @property
    def modified_at(self) -> datetime:
        """When it was changed last."""
        # A revision is a month later: the portal's time is in its pages and not on the wall.
        return at_nine(self.entry.clean.published_on + timedelta(days=30 * self.revisions))

    @cached_property
    def split(self) -> Split:
        """Its page and its other files."""
        draft = self.entry.printed
        return self.splitter(draft, self.path.rpartition("/")[2]) if self.splitter else Split(draft)

    @cached_property
    def item(self) -> ListItem:
        """Its line on a list."""
        return ListItem(self.path, self.entry.printed.title, self.entry.clean.published_on)

    @cached_property
    def resource(self) -> Resource:
        """Its page."""
        return report_resource(self)

    def resources(self) -> dict[str, Resource]:
        """Its page and its other files, by their paths."""
        beside = {
            beside_path(self.path, name): Resource(file.body, file.content_type, self.modified_at)
            for name, file in self.split.files.items()
        }
        return {self.path: self.resource, **beside}

    def truth(self, base_url: str) -> TruthReport:
        """What it states, addressed as it is served."""
        draft = self.split.page
        return TruthReport(
            path=self.path,
            url=base_url + self.path,
            kind="annual_report",
            agency=draft.agency.name,
            report_year=draft.year,
            form=draft.form,
            observations=draft.observations(),
            expected_findings=draft.expected_findings,
            noises=draft.noises,
            parts=tuple(
                TruthPart(
                    base_url + beside_path(self.path, name), file.printed.form, file.printed.observations()
                )
                for name, file in self.split.files.items()
            ),
        )


def beside_path(path: str, name: str) -> str:
    """The path of a file in the same folder."""
    return path[: path.rfind("/") + 1] + name


def report_resource(published: Published, crumbs: tuple[str, str] | None = None) -> Resource:
    """The page of a report; `crumbs` are the columns that it says it stands in."""
    draft = published.entry.printed
    index_number = f"SL{draft.agency.number:06d}-1/{draft.published_on.year}-{draft.agency.number:05d}"
    split = published.split
    page = report_page(split.page, index_number, links=split.links, **({"crumbs": crumbs} if crumbs else {}))
    content_type = _HTML if draft.codec != "utf-8" else f"{_HTML}; charset=utf-8"
    return Resource(page.encode(draft.codec), content_type, published.modified_at)


def at_nine(day: date) -> datetime:
    """When the portal's editors put a page up: nine o'clock of a day."""
    return datetime.combine(day, time(9), tzinfo=UTC)
