"""What of the sample systems lies on the disk: source files, a file of addresses, saved pages, a WARC file.

What belongs here: writing them where their sources look. What does not: which pages they are (`systems.py`).
"""

import csv
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.demo.published import Published
from flows.demo.systems import ARCHIVED_SITE, Systems


def write_saved(systems: Systems, base_url: str, folder: Path) -> None:
    """Write all of it into a folder: the one where the source files lie."""
    _write_addresses(folder / "addresses.csv", systems.reports["sample_addresses"], base_url)
    _write_pages(folder / "pages", systems.reports["sample_folder"])
    _write_warc(folder / "crawl.warc.gz", systems.reports["sample_warc"])


def write_sources(folder: Path, sources: Iterable[Mapping[str, Any]]) -> None:
    """Write source files, each named after its source."""
    folder.mkdir(parents=True, exist_ok=True)
    for fields in sources:
        text = yaml.safe_dump(dict(fields), allow_unicode=True, sort_keys=False)
        (folder / f"{fields['id']}.yml").write_text(text, encoding="utf-8")


def _write_addresses(path: Path, reports: Iterable[Published], base_url: str) -> None:
    with path.open("w", encoding="gb18030", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("年份", "标题", "网址"))
        writer.writerows((r.entry.clean.year, r.entry.clean.title, base_url + r.path) for r in reports)


def _write_pages(folder: Path, reports: Iterable[Published]) -> None:
    for report in reports:
        for path, resource in report.resources().items():
            target = folder / path.removeprefix("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(resource.body)


def _write_warc(path: Path, reports: Iterable[Published]) -> None:
    """As other crawlers write: SHA-1 digests, the answers alone."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for report in reports:
            for inside, resource in report.resources().items():
                head = StatusAndHeaders(
                    "200 OK", [("Content-Type", resource.content_type)], protocol="HTTP/1.1"
                )
                record = writer.create_warc_record(
                    ARCHIVED_SITE + inside,
                    "response",
                    payload=BytesIO(resource.body),
                    http_headers=head,
                    warc_headers_dict={"WARC-Date": resource.modified_at.strftime("%Y-%m-%dT%H:%M:%SZ")},
                )
                writer.write_record(record)
