"""The SQL page: DuckDB in a real browser on the published file."""

import csv
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator

from flows.publish.sheets import kept
from flows.settings import Settings
from flows.site.build import SiteReport
from flows.site.pages import examples
from flows.site.serve import make_server
from flows.warehouse import connect
from tests.site.conftest import Visit, visiting

pytestmark = pytest.mark.server


class Asked:
    """The SQL page with its database started once; a question gives the part of the page that holds the answer."""

    def __init__(self, visit: Visit) -> None:
        self.page = visit.go("en/console.html")

    def __call__(self, query: str) -> Locator:
        self.page.fill("#sql", query)
        self.page.evaluate("document.querySelector('#result').replaceChildren()")
        self.page.click("button[type=submit]")
        self.page.wait_for_selector("#count, .failed", timeout=60_000)
        return self.page.locator("#result")


@pytest.fixture(scope="module")
def asked(browser: Browser, base: str) -> Iterator[Asked]:
    with visiting(browser, base) as visit:
        yield Asked(visit)


QUERY = (
    "select count(*) as n, sum(value) as total from fct_disclosure where indicator_id = 'applications.new'"
)


def test_it_answers_with_the_right_figure_and_as_csv(
    asked: Asked, settings: Settings, tmp_path: Path
) -> None:
    page = asked.page
    page.fill("#sql", QUERY)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#count", timeout=60_000)
    with connect(settings.published_file, read_only=True) as database:
        ((n, total),) = database.execute(QUERY).fetchall()
    shown = page.locator(".answer tbody td").all_inner_texts()
    assert [text.replace(",", "") for text in shown] == [str(n), str(int(total))]
    with page.expect_download() as kept:
        page.get_by_role("button", name="Save as CSV").click()
    kept.value.save_as(tmp_path / "answer.csv")
    assert (tmp_path / "answer.csv").read_text("utf-8-sig") == f"n,total\n{n},{int(total)}\n"


def test_what_it_saves_is_kept_as_the_exports_keep_it(asked: Asked, tmp_path: Path) -> None:
    texts = ["=1+1", "报告;=1+1;-2+3", '报告| "=1+1"', "  -2", "0012", "报告;1"]
    asked(f"select unnest({texts}) as words union all select '报告' || chr(10) || '=1+1'")
    with asked.page.expect_download() as saved:
        asked.page.get_by_role("button", name="Save as CSV").click()
    saved.value.save_as(tmp_path / "answer.csv")
    with (tmp_path / "answer.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows == [["words"], *([kept(text)] for text in (*texts, "报告\n=1+1"))]


def test_every_example_runs_and_counts_its_rows_as_the_file_does(asked: Asked, settings: Settings) -> None:
    page = asked.page
    assert len(examples()) == 15
    with connect(settings.published_file, read_only=True) as database:
        for example in examples():
            page.select_option("select[name=example]", example["name"])
            page.evaluate("document.querySelector('#result').replaceChildren()")
            page.click("button[type=submit]")
            page.wait_for_selector("#count, .failed", timeout=60_000)
            assert page.locator(".failed").count() == 0, (example["name"], page.inner_text("#result"))
            expected = len(database.execute(example["sql"]).fetchall())
            assert page.inner_text("#count").split()[0].replace(",", "") == str(expected), example["name"]


def test_a_wrong_query_is_answered_in_the_databases_words_and_the_file_cannot_be_changed(
    asked: Asked,
) -> None:
    for query, says in (
        ("select nothing_like_it from fct_disclosure", "nothing_like_it"),
        ("drop table fct_disclosure", "read-only"),
    ):
        assert says in asked(query).locator(".failed").inner_text()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("select 1e-7::double", "1e-07"),
        ("select 1.5e16::double", "1.5e+16"),
        ("select 123456789012345678::bigint", "123,456,789,012,345,678"),
        ("select 123456789012345678::double", "1.2345678901234568e+17"),
        ("select -1234.5600::decimal(18, 6)", "-1,234.56"),
        ("select 'nan'::double", "nan"),
        ("select 0.000012::decimal(18, 6)", "0.000012"),
    ],
)
def test_a_figure_is_shown_with_every_digit_and_its_exponent(asked: Asked, query: str, shown: str) -> None:
    assert asked(query).locator(".answer tbody td").all_inner_texts() == [shown]


def test_what_gives_no_rows_by_itself_is_answered_too(asked: Asked) -> None:
    assert "agency_year" in asked("explain from fct_agency_year").inner_text()
    assert asked("select 1 as a; select 2 as b").locator(".answer tbody td").all_inner_texts() == ["1"]
    failed = asked("selec 1").inner_text()
    assert "describe" not in failed
    assert "selec 1" in failed


def test_more_rows_than_a_page_can_hold_are_cut_and_said_to_be(asked: Asked) -> None:
    answer = asked("from range(150000)")
    assert "100,000 rows" in answer.inner_text()
    assert answer.locator("tbody tr").count() == 500


def test_a_query_can_be_stopped_and_the_next_one_runs(asked: Asked) -> None:
    page = asked.page
    page.fill("#sql", "select count(*) from range(1000000000000)")
    page.click("button[type=submit]")
    page.get_by_role("button", name="Stop").click()
    assert asked("select 7 as n").locator(".answer tbody td").all_inner_texts() == ["7"]


def test_only_the_bytes_that_a_query_needs_are_fetched(visit: Visit, settings: Settings) -> None:
    page = visit.go("en/console.html")
    fetched: list[int] = []
    page.on(
        "response",
        lambda answer: (
            fetched.append(int(answer.headers.get("content-length", 0)))
            if answer.url.endswith(".duckdb") and answer.request.method == "GET"
            else None
        ),
    )
    page.fill("#sql", "select count(*) as n from release")
    page.click("button[type=submit]")
    page.wait_for_selector("#count", timeout=60_000)
    size = settings.published_file.stat().st_size
    assert 0 < sum(fetched) < size / 2


def test_without_its_programs_the_page_says_so_and_the_rest_works_under_a_path(
    bare: SiteReport, browser: Browser
) -> None:
    assert not bare.has_console
    with make_server(bare.folder.parent.parent, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_page()
        refused: list[str] = []
        page.on("response", lambda answer: refused.append(answer.url) if answer.status >= 400 else None)
        base = f"http://127.0.0.1:{server.server_address[1]}/some/path/en"
        page.goto(f"{base}/console.html")
        assert "make site-assets" in page.inner_text("main")
        page.goto(f"{base}/missing.html")
        page.wait_for_selector("tbody tr")
        assert refused == []
        page.close()
        server.shutdown()
