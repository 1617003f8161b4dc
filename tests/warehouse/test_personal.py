"""A release names no person: what is a person's own is hidden in all of its texts, and in no figure."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from flows.build.dbt import run_build
from flows.extract.model import Evidence, Finding, Where
from flows.settings import make_settings
from flows.warehouse import connect
from tests.warehouse.synthetic_raw import Page, fact, load, report

CARD, MOBILE, MAIL = "340102199001011234", "13812345678", "zhangsan@example.cn"
OWN = f"张三{MOBILE}，{CARD}，{MAIL}"
FIGURE = 13987654321
URL = f"https://yunxi.example/{MOBILE}.htm"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    settings = make_settings(data_dir=tmp_path_factory.mktemp("personal"))
    row = Finding("unknown_row", "refusal", f"no row '{OWN}'", where=Where(0, 9, f"{OWN} | 3", 0, 7, None))
    # What is no figure of the page, and what is one.
    refused = Finding("value_out_of_range", "refusal", f"printed as '{CARD}'", indicator_id="review.total")
    doubted = Finding(
        "not_a_count",
        "notice",
        f"{FIGURE} is no count",
        indicator_id="review.total",
        where=Where(0, 11, str(FIGURE)),
    )
    document = report(
        "云溪县水利局",
        2022,
        fact("review.total", FIGURE),
        text=f"云溪县水利局{MAIL}，{OWN}",
        findings=(row, refused, doubted),
    )
    evidence = (
        Evidence("agency", "云溪县水利局", "signature", is_chosen=True, quote=f"云溪县水利局 {OWN}"),
        Evidence("report_year", "2022", "url", is_chosen=True, quote=URL),
    )
    object.__setattr__(document.identity, "evidence", evidence)
    load(settings, [Page(URL, [document])])
    built = run_build(settings, "20260101T183000Z")
    with connect(built.candidate, read_only=True) as database:
        yield database


def test_no_text_of_a_release_holds_what_is_a_persons_own(release: duckdb.DuckDBPyConnection) -> None:
    texts = release.sql(
        """select title from dim_document union all select one.quote from dim_document, unnest(evidence) as e(one)
        where one.source <> 'url' union all select message from fct_finding union all select quote from fct_finding"""
    ).fetchall()
    shown = " ".join(text for (text,) in texts if text)
    assert [own for own in (CARD, MOBILE, MAIL) if own in shown] == []
    assert shown.count(f"张三{'＊' * 11}，{'＊' * 18}，{'＊' * len(MAIL)}") == 3
    assert f"云溪县水利局{'＊' * len(MAIL)}" in shown


def test_a_figure_and_an_address_are_never_hidden(release: duckdb.DuckDBPyConnection) -> None:
    assert release.sql("select value::bigint, quote from fct_disclosure").fetchall() == [
        (FIGURE, str(FIGURE))
    ]
    found = "select message, quote from fct_finding where rule = 'not_a_count'"
    assert release.sql(found).fetchall() == [(f"{FIGURE} is no count", str(FIGURE))]
    addresses = "select url, list_filter(evidence, lambda one: one.source = 'url')[1].quote from dim_document"
    assert release.sql(addresses).fetchall() == [(URL, URL)]


def test_what_facts_are_read_from_keeps_every_character(release: duckdb.DuckDBPyConnection) -> None:
    folder = Path(release.sql("select path from duckdb_databases() where path is not null").fetchall()[0][0])
    with connect(folder.parents[2] / "raw" / "store.duckdb", read_only=True) as raw:
        ((text,),) = raw.execute("select clean_text from raw.documents").fetchall()
    assert OWN in text
