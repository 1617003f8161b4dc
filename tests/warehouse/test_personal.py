"""A release names no person: what is a person's own is hidden in all of its texts, and in no figure."""

from collections.abc import Iterator

import duckdb
import pytest

from flows.warehouse import connect
from tests.warehouse.doubts import BROADCASTER, CARD, FIGURE, MAIL, MOBILE, OWN, PERSONAL_URL
from tests.warehouse.nights import Nights


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
