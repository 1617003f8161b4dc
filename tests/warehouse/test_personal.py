"""A release and its site name no person: what is a person's own is hidden in all of their texts, and in no figure. What
was taken down stands in neither."""

import gzip
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from lxml import html

from flows.build.dbt import run_build
from flows.check.gate import opened_gate
from flows.extract.model import Document
from flows.load.overrides import overrides_table
from flows.load.quarantine import put_in
from flows.load.store import RawStore
from flows.publish.release import current_release, publish
from flows.reference import load_reference
from flows.settings import Settings, make_settings
from flows.site.build import build_site
from flows.warehouse import connect
from tests.warehouse.doubts import BROADCASTER, CARD, FIGURE, MAIL, MOBILE, OWN, PERSONAL_URL
from tests.warehouse.nights import Nights
from tests.warehouse.synthetic_raw import Page, fact, load, report

FIRST, SECOND = "20260101T000000Z", "20260102T000000Z"
IMPLAUSIBLE = 99999999


@pytest.fixture(scope="module")
def release(nights: Nights) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(nights.built[0].candidate, read_only=True) as database:
        yield database


def test_no_text_of_a_release_holds_what_is_a_persons_own(release: duckdb.DuckDBPyConnection) -> None:
    texts = release.sql(
        """select title from dim_document union all select one.quote from dim_document, unnest(evidence) as e(one)
        where one.source <> 'url' union all select message from fct_finding union all select quote from fct_finding"""
    ).fetchall()
    shown = " ".join(text for (text,) in texts if text)
    assert [own for own in (CARD, MOBILE, MAIL) if own in shown] == []
    assert shown.count(f"张三{'＊' * 11}，{'＊' * 18}，{'＊' * len(MAIL)}") == 3
    assert f"{BROADCASTER}{'＊' * len(MAIL)}" in shown


def test_a_figure_and_an_address_are_never_hidden(release: duckdb.DuckDBPyConnection) -> None:
    figures = "select value::bigint, quote from fct_disclosure where agency_name = ?"
    assert release.execute(figures, [BROADCASTER]).fetchall() == [(FIGURE, str(FIGURE))]
    found = "select message, quote from fct_finding where rule = 'not_a_count'"
    assert release.sql(found).fetchall() == [(f"{FIGURE} is no count", str(FIGURE))]
    addresses = (
        "select url, list_filter(evidence, lambda one: one.source = 'url')[1].quote from dim_document "
        "where agency_name = ?"
    )
    assert release.execute(addresses, [BROADCASTER]).fetchall() == [(PERSONAL_URL, PERSONAL_URL)]


def test_what_facts_are_read_from_keeps_every_character(nights: Nights) -> None:
    asked = "select clean_text from raw.documents where agency_name = ?"
    with connect(nights.settings.store_file, read_only=True) as raw:
        ((text,),) = raw.execute(asked, [BROADCASTER]).fetchall()
    assert OWN in text


def _reports() -> Iterator[Document]:
    """Enough that state nothing for the gate to show some of them, with what is a person's own in their titles; others;
    and one that states what the gate notes."""
    for number in range(24):
        yield report(f"样本{number}县人民政府", text=f"样本{number}县，{MOBILE}，{CARD}")
    for number in range(24, 40):
        yield report(f"样本{number}县人民政府", 2022, fact("review.total", 4), text=f"4件，样本{number}县")
    title = "样本县人民政府的报告" * 4  # as long as a title is
    new = fact("applications.new", IMPLAUSIBLE, applicant="total", start=len(title))
    yield report("样本县人民政府", 2022, new, text=f"{title}{IMPLAUSIBLE}件")


def _night(settings: Settings, run_id: str) -> Path:
    """Build, check, publish and show what the raw store holds, as a night does."""
    last, reference = current_release(settings), load_reference()
    RawStore(settings).replace_overrides(overrides_table(settings.overrides_file, reference))
    candidate = run_build(settings, run_id).candidate
    with opened_gate(settings) as gate:
        gate.check_raw([], {}, "", run_id)
        gate.check_release(candidate, last and last.file, last.run_id if last else "", run_id)
    publish(candidate, run_id, settings)
    return build_site(settings, reference, vendor=settings.data_dir / "none").folder


def _said(folder: Path) -> str:
    """All that a folder's files say, but for the database and Parquet, which hold what the CSV files do."""
    files = (
        path for path in folder.rglob("*") if path.suffix in (".html", ".json", ".js", ".csv", ".md", ".bin")
    )
    contents = (path.read_bytes() for path in files)
    return b"\n".join(gzip.decompress(one) if one[:2] == b"\x1f\x8b" else one for one in contents).decode()


def test_no_page_of_a_site_names_a_person_or_says_what_was_taken_down(tmp_path: Path) -> None:
    settings = make_settings(data_dir=tmp_path)
    documents = list(_reports())
    load(settings, [Page(f"http://sample.invalid/{n}.html", [one]) for n, one in enumerate(documents)])

    site = _night(settings, FIRST)
    assert str(IMPLAUSIBLE) in _said(site / "quality")
    assert f"{'＊' * 11}，{'＊' * 18}" in _said(site / "quality")
    assert [own for own in (CARD, MOBILE) if own in _said(site)] == []

    taken = documents[-1].document_id
    put_in(settings, load_reference(), taken, who="w", on=date(2026, 1, 2), why="asked")
    site = _night(settings, SECOND)
    said = _said(site)
    assert taken in said
    assert [words for words in (str(IMPLAUSIBLE), f"{IMPLAUSIBLE:,}", CARD, MOBILE) if words in said] == []
    nights = {page.parts[-3] for page in (site / "quality" / "validations").rglob("*.html")}
    assert nights == {SECOND}
    first = (site / "quality" / "index.html").read_text(encoding="utf-8")
    assert (first.count(">open</a></td>\n</tr>"), FIRST in first) == (first.count("<tr>") - 2, False)
    for page in (site / "quality").rglob("*.html"):
        for link in html.fromstring(page.read_text(encoding="utf-8")).xpath("//a/@href"):
            assert link.startswith("#") or (page.parent / link).is_file(), (page, link)
