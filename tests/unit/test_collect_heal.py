"""Nights on an archive that was harmed, and nights in which the collector itself fails: nothing is lost by either."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from flows.archive.archive import LOG_NAME, Archive
from flows.archive.walk import records
from flows.collect.account import SourceReport
from flows.collect.collect import collect_source
from flows.collect.visit import Visitor
from flows.errors import ArchiveError
from tests.unit.collect_portal import Nights, Portal, answer, publish, report_page, source_of
from tests.unit.test_archive_upkeep import damaged


def night(nights: Nights, site: Portal, run_id: str) -> SourceReport:
    """A night on an archive that `verify` would complain of."""
    with Archive(nights.settings.archive_dir) as archive:
        return collect_source(source_of(site), archive, nights.settings, run_id)


@pytest.mark.parametrize("has_etag", [True, False])
@pytest.mark.parametrize("harm", ["a byte", "the file"])
def test_a_page_whose_bytes_were_harmed_is_fetched_again(
    site: Portal, tmp_path: Path, has_etag: bool, harm: str
) -> None:
    nights = Nights(tmp_path)
    if not has_etag:
        site.faults["/art/1.html"] = lambda handler: answer(handler, 200, report_page("x"))
    nights.run(source_of(site))
    file = next((nights.settings.archive_dir / "warc").iterdir())
    if harm == "the file":
        file.unlink()
    else:
        record = next(one for one in records(file) if one.url.endswith("1.html") and one.kind == "response")
        damaged(file, record.offset + 400)
    assert night(nights, site, "run2").counts == {"unchanged": 3}
    with Archive(nights.settings.archive_dir) as archive:
        rows = [archive.captures.latest(f"{site.base}/art/{number}.html") for number in range(3)]
        payloads = [archive.payload_of(row) for row in rows if row is not None]
    assert [len(payload or b"") > 1_000 for payload in payloads] == [True] * 3
    site.requests.clear()
    assert night(nights, site, "run3").counts == {"unchanged": 3}
    asked_again = next(headers for _, path, headers in site.requests if path == "/art/1.html")
    assert ("If-None-Match" in asked_again) == has_etag


def test_a_night_without_its_log_stops_and_says_what_to_do(site: Portal, nights: Nights) -> None:
    nights.run(source_of(site))
    for path in nights.settings.archive_dir.glob(f"{LOG_NAME}*"):
        path.unlink()
    with pytest.raises(ArchiveError, match="gongkai archive reindex"):
        night(nights, site, "run2")


def test_an_error_of_the_collector_costs_one_address(
    site: Portal, nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(site, 6)
    visit = Visitor.visit

    def stumbles(self: Visitor, url: str, *rest: Any) -> Any:
        if url.endswith("/2.html"):
            raise IndexError("nobody foresaw this")
        return visit(self, url, *rest)

    monkeypatch.setattr(Visitor, "visit", stumbles)
    report = nights.run(source_of(site))
    assert (report.status, report.counts) == ("ok", {"new": 5, "failed": 1})
    assert report.problems == (
        "1 addresses failed: an error of the collector: IndexError: nobody foresaw this",
    )


def test_half_a_character_in_a_report_ends_nothing(site: Portal, nights: Nights) -> None:
    files = rb'<script>var f = [{"name": "\ud800", "url": "/f/\ud800.pdf"}]</script></body>'
    site.pages["/art/1.html"] = site.pages["/art/1.html"].replace(b"</body>", files)
    assert nights.run(source_of(site)).counts == {"new": 3}
    assert nights.run(source_of(site), "run2").counts == {"unchanged": 3}


def test_one_page_at_every_address_fails_the_source(site: Portal, nights: Nights) -> None:
    publish(site, 8)
    site.pages |= {f"/art/{number}.html": report_page("x") for number in range(4)}
    assert nights.run(source_of(site)).status == "ok"
    site.pages["/art/4.html"] = report_page("x")
    report = nights.run(source_of(site), "run2")
    assert report.status == "failed"
    assert report.problems[0].startswith("5 addresses gave the very same page")


def test_what_lets_somebody_in_is_not_archived(site: Portal, nights: Nights) -> None:
    names = ("X_Auth_Token", "X_Session_Id", "X_CSRF_Token", "Authentication_Info")
    site.faults["/art/0.html"] = lambda handler: answer(
        handler, 200, report_page("a"), **dict.fromkeys(names, "verysecret"),
        Link="<http://u:verysecret@h/?a=1>; rel=x, </b?access_token=verysecret>; rel=y",
    )  # fmt: skip
    there = f"u:verysecret@127.0.0.1:{site.server_port}/art/2.html?access_token=verysecret&sid=verysecret"
    site.faults["/art/1.html"] = lambda handler: answer(
        handler, 302, Location=f"http://{there}&ticket=verysecret"
    )
    assert nights.run(source_of(site)).counts == {"new": 3}
    warcs = sorted((nights.settings.archive_dir / "warc").glob("*.gz"))
    archived = b"".join(gzip.decompress(path.read_bytes()) for path in warcs)
    assert b"verysecret" not in archived
    assert b"Link: <http://h/?a=1>; rel=x, </b?>; rel=y" in archived
    assert site.asked("/art/2.html") == 2
