"""The sample portal's content: every address with its bytes, and how it changes from night to night.

What belongs here: addresses, list pages, mirrors, publishing, correcting and removing, and the truth about it
all. What does not: answering requests (`portal.py`).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from flows.demo.agencies import Agency, agencies
from flows.demo.catalogue import Entry, catalogue, corrected, report_of
from flows.demo.extras import ROBOTS, extras
from flows.demo.facts import TruthReport
from flows.demo.pages import COLUMN, ListItem, home_page, list_name, list_page
from flows.demo.published import Published, Resource, at_nine, report_resource
from flows.demo.split import Splitter, into_pages, with_spreadsheet, with_word_file

ITEMS_PER_PAGE: Final = 20
DEFAULT_YEARS: Final = (2012, 2016, 2020, 2023)
"""One year of each form's era."""
_MIRROR: Final = "/mirror/www.sample-mirror.invalid"
_MIRRORED_FORM: Final = "F2019"
_SPLIT: Final[tuple[tuple[str, Splitter], ...]] = (
    ("F2021", into_pages),
    ("F2021", with_spreadsheet),
    ("F2019", with_word_file),
    ("F2014", with_spreadsheet),
)
"""For each of these a report of that form is split so: the last ones that nothing else was done to."""
_NEWEST: Final = 12
_HTML: Final = "text/html"


class Site:
    """The portal's content; the same seed gives the same bytes."""

    def __init__(self, seed: int, n_agencies: int, years: Sequence[int]) -> None:
        self._seed = seed
        self._years = tuple(years)
        self.agencies = agencies(n_agencies)
        published = (
            Published(path_of(entry.clean.agency, entry.clean.year, entry.clean.published_on), entry)
            for entry in catalogue(seed, self.agencies, self._years)
        )
        self._reports = {report.path: report for report in published}
        self._mirrored = next(
            (
                p
                for p, r in self._reports.items()
                if r.entry.clean.form == _MIRRORED_FORM and not r.entry.noises
            ),
            None,
        )
        self._split_some()
        self._extras = extras(seed, self._years, self._items())

    def publish(self, agency: Agency, year: int) -> str:
        """Put one more report on the portal; returns its path.

        Raises:
            ValueError: it is there already.
        """
        draft = report_of(self._seed, agency, year)
        path = path_of(agency, year, draft.published_on)
        if path in self._reports:
            raise ValueError(f"{agency.name} has published its report on {year}")
        self._reports[path] = Published(path, Entry(draft))
        return path

    def correct(self, path: str) -> None:
        """Replace a report by a corrected one at the same address.

        Raises:
            KeyError: there is no report at this path.
        """
        old = self._reports[path]
        entry = replace(old.entry, clean=corrected(old.entry.clean))
        self._reports[path] = replace(old, entry=entry, revisions=old.revisions + 1)

    def remove(self, path: str) -> None:
        """Take a report away: its address answers 404 and the lists no longer name it.

        Raises:
            KeyError: there is no report at this path.
        """
        del self._reports[path]
        if path == self._mirrored:
            self._mirrored = None

    def resources(self) -> dict[str, Resource]:
        """Every address of the portal with what it answers."""
        found: dict[str, Resource] = {}
        for published in self._reports.values():
            found |= published.resources()
        if self._mirrored is not None:
            original = self._reports[self._mirrored]
            found[_MIRROR + self._mirrored] = report_resource(original, crumbs=("转载", "样例镜像"))
        for extra in self._extras:
            if extra.body is not None:
                found[extra.item.path] = Resource(extra.body, _HTML, at_nine(extra.item.published_on))
        newest = max(published.modified_at for published in self._reports.values())
        found |= {
            path: Resource(page.encode(), f"{_HTML}; charset=utf-8", newest)
            for path, page in self._list_pages().items()
        }
        found["/robots.txt"] = Resource(ROBOTS.encode(), "text/plain", at_nine(date(min(self._years), 1, 1)))
        return found

    def truth(self, base_url: str) -> list[TruthReport]:
        """What every readable page of the portal is and states, reports first."""
        truths = [published.truth(base_url) for published in self._reports.values()]
        if self._mirrored is not None:
            original = self._reports[self._mirrored].truth(base_url)
            path = _MIRROR + self._mirrored
            truths.append(replace(original, path=path, url=base_url + path, mirror_of=self._mirrored))
        truths += [
            TruthReport(extra.item.path, base_url + extra.item.path, extra.kind, refusal=extra.refusal)
            for extra in self._extras
            if extra.kind or extra.refusal
        ]
        return truths

    def _split_some(self) -> None:
        for form, splitter in _SPLIT:
            path = next((p for p in reversed(self._reports) if self._is_plain(p, form)), None)
            if path is not None:
                self._reports[path] = replace(self._reports[path], splitter=splitter)

    def _is_plain(self, path: str, form: str) -> bool:
        published = self._reports[path]
        entry = published.entry
        return (
            entry.clean.form == form
            and path != self._mirrored
            and published.splitter is None
            and not (entry.noises or entry.clean.expected_findings)
        )

    def _items(self) -> list[ListItem]:
        items = [published.item for published in self._reports.values()]
        return sorted(items, key=lambda item: (item.published_on, item.path), reverse=True)

    def _list_pages(self) -> dict[str, str]:
        items = [*(extra.item for extra in self._extras), *self._items()]
        if self._mirrored is not None:
            draft = self._reports[self._mirrored].entry.printed
            items.append(ListItem(_MIRROR + self._mirrored, f"{draft.title}（转载）", draft.published_on))
        chunks = [items[i : i + ITEMS_PER_PAGE] for i in range(0, len(items), ITEMS_PER_PAGE)]
        pages = {
            COLUMN + list_name(n): list_page(chunk, n, len(chunks)) for n, chunk in enumerate(chunks, start=1)
        }
        return {"/index.html": home_page(self._items()[:_NEWEST]), **pages}


def path_of(agency: Agency, year: int, published_on: date) -> str:
    """The address of a report below the portal's root."""
    return f"{COLUMN}{published_on:%Y%m}/{_name(agency, year, published_on)}.html"


def _name(agency: Agency, year: int, published_on: date) -> str:
    return f"t{published_on:%Y%m%d}_{agency.number:03d}{year}"
