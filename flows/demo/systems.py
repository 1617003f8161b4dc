"""Other site systems on the portal: one more body on each, with its reports behind lists of another shape.

What belongs here: which systems there are, at which addresses their reports stand, and what the sources that collect
them say. What does not: the lists themselves (`system_lists.py`), the portal's own column (`site.py`), and writing
what lies on the disk (`saved.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from flows.demo import system_lists as lists
from flows.demo.agencies import last_agencies
from flows.demo.catalogue import Entry, report_of
from flows.demo.draft import Draft
from flows.demo.facts import TruthReport
from flows.demo.pages import ListItem
from flows.demo.published import Published, Resource
from flows.demo.split import Split, Splitter, into_pages, with_pdf_file, with_spreadsheet, with_word_file

ARCHIVED_SITE: Final = "http://www.sample-archive.invalid"
"""A site that is no more: its pages lie in a WARC file."""
FOLDER_SITE: Final = "file://sample_folder"
"""Pages that somebody saved: they are known by their place in the folder of the source `sample_folder`."""
_COLUMN: Final = "/public/column/105"
_HURRIED: Final = {
    "delay_seconds": 0,
    "connections": 4,
    "retries": 1,
    "backoff_seconds": 0.2,
    "timeout_seconds": 10,
}


@dataclass(frozen=True, slots=True)
class System:
    """One site system.

    Attributes:
        id: of its source.
        path: of a report; `number` is the body's, `posted` the year after the report's.
        source: what its source says of list and links; `newest` is the newest year of the portal.
        listed: what names its reports; nothing where a file or a folder does.
        site: where its pages stand, if not on the portal.
        charset, codec: what its pages say of their encoding, and what they are in.
        splitters: how its report of a form is cut.
    """

    id: str
    path: str
    source: Mapping[str, Any] = field(default_factory=dict)
    listed: Callable[[Sequence[ListItem]], lists.Lists] | None = None
    site: str = ""
    charset: str = "utf-8"
    codec: str = "utf-8"
    splitters: Mapping[str, Splitter] = field(default_factory=dict)


def _listing(shape: str, include: str, **rules: Any) -> dict[str, Any]:
    return {"listing": {"shape": shape, **rules}, "links": {"include": [include]}}


SYSTEMS: Final = (
    System(
        "sample_trs",
        "/gbk/nb/{posted}01/t{posted}0120_{number}{year}.htm",
        {"start": [lists.TRS_LIST], **_listing("html", r"/t\d{8}_\d+\.htm$")},
        lists.trs,
        charset="gb2312",
        codec="gb18030",
        splitters={"F2021": into_pages},
    ),
    System(
        "sample_jcms",
        "/art/{posted}/1/20/art_101_{number}{year}.html",
        {"start": [lists.JCMS_SHELL], **_listing("jpage", r"/art_101_\d+\.html$")},
        lists.jcms,
        splitters={"F2019": with_spreadsheet},
    ),
    System(
        "sample_years",
        "/art/{posted}/1/20/art_102_{number}{year}.html",
        {"start": [lists.year_address("{newest}")], **_listing("by_year", r"/art_102_\d+\.html$")},
        lists.jcms_by_year,
    ),
    System(
        "sample_gkmlpt",
        "/gkmlpt/content/3/4/post_{number}{year}.html",
        {"start": [lists.GKMLPT_LIST], **_listing("gkmlpt", r"/post_\d+\.html$")},
        lists.gkmlpt,
        splitters={"F2021": with_word_file},
    ),
    System(
        "sample_sitemap",
        "/info/104/{number}{year}.htm",
        {"start": [lists.SITEMAP], **_listing("sitemap", r"/info/104/\d+\.htm$")},
        lambda items: {**lists.sitemaps(items), **lists.guide_page(items)},
    ),
    System(
        "sample_front_page",
        f"{lists.FRONT}zwgk/nb/content_{{number}}{{year}}.shtml",
        {
            "start": [lists.FRONT],
            **_listing("auto", r"/content_\d+\.shtml$", way=["^政务公开$", "信息公开年报$"]),
        },
        lists.behind_front_page,
        splitters={"F2021": with_pdf_file},
    ),
    System(
        "sample_column",
        f"{_COLUMN}?timeFrame={{year}}",
        {"start": [f"{_COLUMN}?timeFrame={{newest}}"], "listing": {"shape": "by_year", "is_report": True}},
    ),
    System(
        "sample_addresses",
        "/old/{year}n/{number}.html",
        {"start_file": "addresses.csv", "listing": {"shape": "addresses"}},
    ),
    System("sample_folder", "/{year}/{number}.html", {"folder": "pages"}, site=FOLDER_SITE),
    System(
        "sample_warc",
        "/nb/{year}/{number}.html",
        {"folder": "crawl.warc.gz", "links": {"include": [r"/nb/\d+/\d+\.html$"]}},
        site=ARCHIVED_SITE,
        splitters={"F2021": into_pages},
    ),
)


class Systems:
    """The reports of one body on each system; the same seed gives the same bytes.

    Raises:
        ValueError: there are fewer bodies than systems.
    """

    def __init__(self, seed: int, years: Sequence[int]) -> None:
        self._newest = max(years)
        self.reports = {
            system.id: [
                _published(system, report_of(seed, agency, year), years) for year in sorted(years)[::-1]
            ]
            for system, agency in zip(SYSTEMS, last_agencies(len(SYSTEMS)), strict=True)
        }

    def resources(self) -> dict[str, Resource]:
        """Every address of theirs on the portal, with its query, and what it answers."""
        found: dict[str, Resource] = {}
        for system in SYSTEMS:
            reports = self.reports[system.id]
            if system.site:
                continue
            for report in reports:
                found |= report.resources()
            pages = system.listed([report.item for report in reports]) if system.listed else {}
            newest = max(report.modified_at for report in reports)
            found |= {path: Resource(body, kind, newest) for path, (body, kind) in pages.items()}
        return found

    def truth(self, base_url: str) -> list[TruthReport]:
        """What the reports state, addressed as they are collected."""
        return [
            report.truth(system.site or base_url) for system in SYSTEMS for report in self.reports[system.id]
        ]

    def sources(self, base_url: str) -> list[dict[str, Any]]:
        """The fields of a source for each system; files that they name lie beside the source files."""
        return [self._source(system, base_url) for system in SYSTEMS]

    def _source(self, system: System, base_url: str) -> dict[str, Any]:
        number = len(self.reports[system.id])
        fields: dict[str, Any] = {
            "id": system.id,
            "title": f"Sample reports, as {system.id.removeprefix('sample_').replace('_', ' ')} gives them",
            "kind": {FOLDER_SITE: "files", ARCHIVED_SITE: "warc"}.get(system.site, "http"),
            **system.source,
            "bounds": {"min_reports": number, "max_reports": 2 * number},
        }
        if system.site:
            return fields
        start = [base_url + path.format(newest=self._newest) for path in system.source.get("start", ())]
        return {
            **fields,
            **({"start": start} if start else {}),
            "politeness": _HURRIED,
            "allow_private": True,
        }


def _published(system: System, draft: Draft, years: Sequence[int]) -> Published:
    encoded = replace(draft, charset=system.charset, codec=system.codec)
    splitter = _with_menu(years) if system.id == "sample_column" else system.splitters.get(draft.form)
    path = system.path.format(number=draft.agency.number, year=draft.year, posted=draft.year + 1)
    return Published(path, Entry(encoded), splitter=splitter)


def _with_menu(years: Sequence[int]) -> Splitter:
    """Cuts nothing: under the report stands a menu of the other years."""

    def whole(draft: Draft, name: str) -> Split:
        del name
        return Split(draft, lists.year_menu(years, _COLUMN))

    return whole
