"""What one source is: typed, checked, and complete enough to collect it without asking anybody.

What belongs here: the fields of a source file, their bounds and what they mean. What does not: reading the
files (`registry.py`) and acting on them (`collect/`).
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator

SourceKind = Literal["http", "files", "warc"]
Shape = Literal["html", "addresses", "sitemap", "jpage", "gkmlpt", "by_year", "auto"]

Patterns = tuple[re.Pattern[str], ...]

_WINDOW: Final = r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$"

SOURCE_ID: Final = r"^[a-z][a-z0-9_]{1,62}$"
"""What ids of sources look like; a pattern."""

ANNEX_ENDINGS: Final = "pdf|docx?|wps|xlsx?|et|ofd|zip|rar"
"""Of the files that a report can have as annexes; a pattern."""

ANNEX_FILES: Final = re.compile(rf"\.({ANNEX_ENDINGS})(\?|$)", re.IGNORECASE)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class ListRules(_Part):
    """How the list of reports is laid out.

    Attributes:
        shape: the module of `collect/lists/` that reads it; `auto` tells it page by page.
        way: how the list is reached from a start address that is a front page: expressions for the words of the
            links to follow, one a step (政务公开, then 年报). A front page may link a later step at once.
        is_report: the pages of the list are reports too: a column that prints its report, or one page a year.
        max_pages: list pages read in one night, those on the way too; a list that goes on behind them fails the
            source.
    """

    shape: Shape = "html"
    way: Patterns = ()
    is_report: bool = False
    max_pages: Annotated[int, Field(ge=1, le=10_000)] = 100


class LinkRules(_Part):
    """Which links of a list are reports: one of `include` and of `text`, where given, and none of `exclude`.

    Attributes:
        include: expressions searched in the absolute address (for a folder: in the path inside it).
        text: expressions searched in the words of the link (its text or its title attribute).
        exclude: expressions searched in the address and in the words.
        follow: addresses linked from a report that may belong to it; by default files of the kinds in which
            annexes come. They are collected with the reports, one step deep. Further pages of a report
            (`name_2.html`) are followed by themselves.
    """

    include: Patterns = ()
    text: Patterns = ()
    exclude: Patterns = ()
    follow: Patterns = (ANNEX_FILES,)

    def accept(self, address: str, words: str) -> bool:
        """Whether a link with this address and these words is a report."""
        return (
            (not self.text or any(pattern.search(words) for pattern in self.text))
            and self.accept_address(address)
            and not any(pattern.search(words) for pattern in self.exclude)
        )

    def accept_address(self, address: str) -> bool:
        """Whether the address alone may be a report: for addresses whose words are not known any more."""
        return (not self.include or any(pattern.search(address) for pattern in self.include)) and not any(
            pattern.search(address) for pattern in self.exclude
        )

    def belongs(self, address: str) -> bool:
        """Whether an address linked from a report is a part of that report."""
        return any(pattern.search(address) for pattern in self.follow)


class Politeness(_Part):
    """How gently the source's hosts are asked.

    Attributes:
        delay_seconds: pause between the end of an answer and the next request to the same host; a longer
            crawl-delay of robots.txt wins.
        connections: requests under way at once.
        retries: further attempts after a 429, a 5xx or a broken connection.
        backoff_seconds: pause before the first of them, doubled for each; the host's Retry-After wins.
        timeout_seconds: silence after which a connection is given up; a whole answer, its head too, may take ten
            times as long.
        max_requests: requests to one host in one night, those for lists and robots.txt and further attempts too;
            what is left waits for the next night.
        max_megabytes: what one host may send in one night; likewise.
        window: the hours of China's clock in which the hosts may be asked (`22:00-06:30`); any where it is not
            given.

    Where several sources ask one host, the gentlest wins.
    """

    delay_seconds: Annotated[float, Field(ge=0, le=120)] = 2.0
    connections: Annotated[int, Field(ge=1, le=64)] = 1
    retries: Annotated[int, Field(ge=0, le=10)] = 3
    backoff_seconds: Annotated[float, Field(ge=0, le=300)] = 5.0
    timeout_seconds: Annotated[float, Field(gt=0, le=300)] = 30.0
    max_requests: Annotated[int, Field(ge=1)] = 20_000
    max_megabytes: Annotated[int, Field(ge=1)] = 10_000
    window: Annotated[str, Field(pattern=_WINDOW)] | None = None


class YearBounds(_Part):
    """How many reports of one year a healthy night lists."""

    min_reports: Annotated[int, Field(ge=0)] = 1
    max_reports: Annotated[int, Field(ge=0)] = 5_000

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min_reports > self.max_reports:
            raise ValueError("min_reports is greater than max_reports")
        return self


class Bounds(YearBounds):
    """How many reports a healthy night lists. Outside of it the source fails: a redesigned site must not pass
    for a quiet one.

    Attributes:
        years: the same for single years: of the reports whose link names the year (2023年…年度报告).
    """

    min_reports: Annotated[int, Field(ge=1)] = 1
    years: Mapping[Annotated[int, Field(ge=2008, le=2099)], YearBounds] = {}


class TlsException(_Part):
    """The certificate of this source is not verified, and why that is right for now."""

    reason: Annotated[str, Field(min_length=10)]


class Source(_Part):
    """One place to collect reports from.

    Attributes:
        id: snake_case, the name of its file; part of every row that comes from it, so never changed.
        title: what it is, for people.
        publisher: the body that runs the site.
        region_code: 6 or 9 digits of the publisher's division, where it has one.
        kind: `http` (a site), `files` (a folder of saved pages) or `warc` (what others collected).
        start: for `http`, the addresses of the first list pages (or of the reports: shape `addresses`).
        start_file: a file with more of them: a line each, or a CSV with a column of addresses.
        folder: for `files` the folder, for `warc` a WARC or WACZ file or a folder of them. A relative path is
            relative to the source file; so is `start_file`.
        allowed_hosts: hosts that may be asked, without port; `*.name` allows that host and all below it. Empty: the
            hosts of `start`; of a `warc` source, all that its files hold.
        allow_private: hosts on loopback and private networks may be asked.
        tls_exception: given only where the certificate cannot be verified.
        verified: somebody has looked at what it yields, and it is right.
        enabled: it takes part in the nights.
    """

    id: Annotated[str, Field(pattern=SOURCE_ID)]
    title: Annotated[str, Field(min_length=1)]
    publisher: str = ""
    region_code: Annotated[str, Field(pattern=r"^\d{6}(\d{3})?$")] | None = None
    kind: SourceKind
    start: tuple[str, ...] = ()
    start_file: Path | None = None
    folder: Path | None = None
    allowed_hosts: tuple[str, ...] = ()
    listing: ListRules = ListRules()
    links: LinkRules = LinkRules()
    politeness: Politeness = Politeness()
    bounds: Bounds = Bounds()
    allow_private: bool = False
    tls_exception: TlsException | None = None
    notes: str = ""
    verified: bool = False
    enabled: bool = True

    @model_validator(mode="after")
    def _is_complete(self) -> "Source":
        if self.bounds.years and (self.kind != "http" or self.listing.shape in ("addresses", "sitemap")):
            raise ValueError("bounds.years needs a list whose links name the year")
        if self.kind != "http":
            if self.folder is None or self.start or self.start_file is not None:
                raise ValueError(f"a source of kind {self.kind} has a folder and no start addresses")
            return self
        if not (self.start or self.start_file) or self.folder is not None:
            raise ValueError("a source of kind http has start addresses and no folder")
        for address in self.start:
            if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
                raise ValueError(f"start address {address!r} is no http or https address")
            if not self.allows_host(address):
                raise ValueError(f"start address {address!r} is on none of the allowed_hosts")
        is_open = not (self.links.include or self.links.text)
        if is_open and self.listing.shape in ("html", "by_year", "auto") and not self.listing.is_report:
            raise ValueError("links.include or links.text must say which links of the list are reports")
        return self

    def allows_host(self, address: str) -> bool:
        """Whether the host of an address may be asked for this source."""
        host = (urlsplit(address).hostname or "").lower()
        if self.kind != "http" and not self.allowed_hosts:
            return True
        names, endings = _hosts(self.allowed_hosts, self.start)
        return host in names or host.endswith(endings)


@lru_cache(maxsize=1_024)
def _hosts(allowed_hosts: tuple[str, ...], start: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The names of allowed hosts, and what the names of others may end in. A list of addresses can be long."""
    allowed = allowed_hosts or tuple(urlsplit(address).hostname or "" for address in start)
    names = frozenset(name.lower().removeprefix("*.") for name in allowed)
    return names, tuple(name[1:].lower() for name in allowed if name.startswith("*."))
