"""The pages in a real browser: they render, lead where they say, ask no other host and run nothing foreign."""

import gzip
import hashlib
import json
import re

import pytest
from playwright.sync_api import Route, expect

from flows.publish.release import CHECKSUMS
from flows.settings import Settings
from flows.site.build import SiteReport
from flows.site.pages import PAGES
from flows.site.words import LANGUAGES, lookup, rules, translated
from flows.warehouse import connect
from tests.site.conftest import BODIES, Visit
from tests.site.panel import (
    AFTER,
    ALIAS,
    BEFORE,
    HOSTILE_MESSAGE,
    HOSTILE_TITLE,
    LAST_YEAR,
    MOVED_YEAR,
    NAMED,
)

pytestmark = pytest.mark.server

BODY = hashlib.sha256(b"body0").hexdigest()[:16]
OTHER = hashlib.sha256(b"body1").hexdigest()[:16]
PLACES = {
    "agency": f"agency.html?id={BODY}",
    "region": "region.html?code=430000",
    "indicator": "indicator.html?id=applications.new",
    "compare": f"compare.html?ids={BODY},{OTHER}",
}


def test_a_number_leads_to_its_words(visit: Visit) -> None:
    page = visit.go(f"en/agency.html?id={BODY}&year={LAST_YEAR}")
    number = page.locator("table.applications a.fact:not(.zero)").first
    printed = number.inner_text().replace(",", "")
    number.click()
    panel = page.locator("#evidence")
    expect(panel.locator("mark")).to_have_text(printed)
    assert "gov.cn/zwgk/" in panel.inner_text()
    assert "invented/2026.warc.gz" in panel.inner_text()
    assert "›" in panel.inner_text()
    address = page.url
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page).not_to_have_url(re.compile("#n="))
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector("#evidence[open]")
    expect(panel.locator("mark")).to_have_text(printed)


def test_a_number_of_a_sentence_stands_in_its_line_of_the_archived_page(
    visit: Visit, settings: Settings
) -> None:
    with connect(settings.published_file, read_only=True) as database:
        ((quote,),) = database.execute(
            "select quote from fct_disclosure where agency_id = ? and report_year = ? and basis = 'prose'",
            [BODY, LAST_YEAR],
        ).fetchall()
    page = visit.go(f"zh/agency.html?id={BODY}&year={LAST_YEAR}#n=stat.proactive.items")
    words = page.locator("#words blockquote")
    expect(words).to_have_text(f"{BEFORE.splitlines()[-1]}{quote}{AFTER.strip()}")
    assert words.locator("mark").inner_text() == quote


def test_a_number_of_a_table_stands_under_the_headings_of_the_archived_page(
    visit: Visit, settings: Settings
) -> None:
    with connect(settings.published_file, read_only=True) as database:
        ((label, quote),) = database.execute(
            "select label_zh, quote from fct_disclosure inner join dim_indicator using (indicator_id) "
            "where agency_id = ? and report_year = ? and indicator_id = 'applications.granted' "
            "and applicant = 'natural_person'",
            [BODY, LAST_YEAR],
        ).fetchall()
    page = visit.go(f"zh/agency.html?id={BODY}&year={LAST_YEAR}#n=applications.granted~natural_person")
    expect(page.locator("#words th")).to_have_text(["自然人", label])
    assert page.locator("#words td mark").inner_text() == quote


def test_words_are_shown_only_where_the_text_has_them_at_the_very_place(
    site: SiteReport, settings: Settings
) -> None:
    """A text that says something else at a number's place (another reader wrote it) gives no words around it."""
    with connect(settings.published_file, read_only=True) as database:
        stated = database.execute(
            "select report_year, document_id, span_start || '-' || span_end from fct_disclosure "
            "where agency_id = ? and basis = 'prose'",
            [BODY],
        ).fetchall()
    (file,) = (site.folder / "data" / "texts").glob(f"{BODY[:1]}*.bin")
    texts = json.loads(gzip.decompress(file.read_bytes()))
    shown = {year: span in texts[document][0] for year, document, span in stated}
    assert shown == {year: year != MOVED_YEAR for year in range(LAST_YEAR - 3, LAST_YEAR + 1)}


def test_a_site_of_a_release_alone_shows_the_quoted_words(visit: Visit) -> None:
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))

    def without_texts(route: Route) -> None:
        route.fulfill(json={**route.fetch().json(), "texts": False})

    visit.page.route("**/codes.json", without_texts)
    page = visit.go(f"en/agency.html?id={BODY}&year={LAST_YEAR}#n=stat.proactive.items")
    words = page.locator("#words blockquote")
    expect(words).to_contain_text("全年主动公开政府信息")
    assert words.inner_text() == words.locator("mark").inner_text()
    assert not [url for url in asked if "/texts/" in url]


def test_every_number_of_the_official_tables_is_the_published_one(visit: Visit, settings: Settings) -> None:
    page = visit.go(f"zh/agency.html?id={BODY}&year={LAST_YEAR}&scope=agency")
    shown = page.eval_on_selector_all(
        "#report a.fact",
        "found => found.map(one => [one.getAttribute('href').slice(3), one.firstChild.textContent])",
    )
    with connect(settings.published_file, read_only=True) as database:
        stated = database.execute(
            "select concat_ws('~', indicator_id, applicant), value::bigint, quote from fct_disclosure "
            "where agency_id = ? and report_year = ?",
            [BODY, LAST_YEAR],
        ).fetchall()
    assert len(shown) == len(stated) > 190
    assert {key: int(text.replace(",", "")) for key, text in shown} == {
        key: value for key, value, _ in stated
    }


def test_in_every_official_form_each_number_stands_under_its_own_labels(visit: Visit) -> None:
    page = visit.go("zh/index.html")
    wrong, n = page.evaluate(
        """async () => {
            const { officialTables } = await import("../assets/forms.js");
            const codes = await (await fetch("../data/codes.json")).json();
            const wrong = [];
            let n = 0;
            for (const [form, cells] of Object.entries(codes.forms)) {
                const facts = cells.map((cell) => {
                    const [, , , , indicator, applicant, period] = cell;
                    return { indicator: [indicator], applicant, period, cell };
                });
                const write = ({ cell }) => {
                    const node = document.createElement("i");
                    node.cell = cell;
                    return node;
                };
                for (const holder of officialTables(cells, facts, write).tables) {
                    const grid = [];
                    [...holder.querySelectorAll("tr")].forEach((row, y) => {
                        let x = 0;
                        for (const box of row.children) {
                            while (grid[y]?.[x]) x += 1;
                            for (let i = 0; i < box.rowSpan; i += 1)
                                for (let j = 0; j < box.colSpan; j += 1) (grid[y + i] ??= [])[x + j] = box;
                        }
                    });
                    if (new Set(grid.map((row) => row.length)).size !== 1) wrong.push([form, "ragged"]);
                    grid.forEach((row, y) => row.forEach((box, x) => {
                        const cell = box.firstChild?.cell;
                        if (!cell || row[x - 1] === box) return;
                        n += 1;
                        const labelsOf = (boxes) => [...new Set(boxes)].filter((one) => one.tagName === "TH")
                            .map((one) => one.textContent);
                        const heads = labelsOf(row.slice(0, x));
                        const over = labelsOf(grid.slice(0, y).map((line) => line[x])).join("/");
                        const [table, , rowPath, columnPath] = cell;
                        const labels = [...(table === "remedies" ? rowPath : []), ...columnPath].join("/");
                        if (!over.endsWith(labels)) wrong.push([form, labels, over]);
                        if (table !== "remedies" && heads.at(-1) !== rowPath.at(-1)) wrong.push([form, rowPath, heads]);
                    }));
                }
            }
            return [wrong, n];
        }"""
    )
    assert wrong == []
    assert n > 500


def test_a_broken_equation_is_marked_in_its_place(visit: Visit) -> None:
    page = visit.go(f"en/agency.html?id={BODY}&year=2022")
    marked = page.locator("table.applications a.fact.contradicted")
    assert marked.count() == 1
    assert marked.locator("sup").count() == 1
    assert page.locator(".finding-list li.contradiction").count() == 1
    marked.click()
    expect(page.locator("#evidence")).to_contain_text("A1")


def test_a_finding_is_said_in_the_language_of_the_page(visit: Visit) -> None:
    page = visit.go("zh/findings.html?year=2022&rule=A1")
    said = page.locator(".finding-list > li").filter(has_text=NAMED).inner_text()
    assert rules()["A1"]["zh"] in said
    assert rules()["A1"]["says"] in said
    assert lookup("zh", "findings/sides", left=5, right=6) in said
    page = visit.go("en/findings.html?year=2022&rule=A1")
    assert rules()["A1"]["en"] in page.locator(".finding-list li").first.inner_text()
    assert rules()["A1"]["says"] not in page.inner_text("main")


def test_a_finding_leads_to_itself_and_to_the_numbers_that_it_marks(visit: Visit) -> None:
    page = visit.go("en/findings.html?rule=A1")
    page.locator(".finding-list > li").filter(has_text=NAMED).get_by_role("link", name=NAMED).click()
    found = page.locator("#report .finding-list li.contradiction")
    expect(found).to_be_focused()
    expect(found).to_be_in_viewport()
    found.locator("a.fact.contradicted").click()
    expect(page.locator("#evidence")).to_contain_text("A1")


def test_a_year_without_a_report_is_said_to_have_none(visit: Visit) -> None:
    page = visit.go(f"en/agency.html?id={BODY}&year=1999")
    assert lookup("en", "agency/no_report") in page.inner_text("#report")
    assert page.locator("#report table").count() == 0
    assert "year=1999" in page.url
    page.locator("#report a").click()
    expect(page.locator("#report h2")).to_have_text(lookup("en", "agency/year_view", year=LAST_YEAR))


@pytest.mark.parametrize("key", ["nothing.like.it", "%", "applications.new~nobody"])
def test_a_number_that_is_not_there_is_said_not_to_be(visit: Visit, key: str) -> None:
    page = visit.go(f"en/agency.html?id={BODY}&year={LAST_YEAR}#n={key}")
    if key == "%":
        expect(page.locator("#evidence")).to_be_hidden()
    else:
        expect(page.locator("#evidence")).to_contain_text(lookup("en", "evidence/missing"))


def test_a_region_sums_what_lies_in_it_and_a_province_its_own_departments_too(
    site: SiteReport, settings: Settings
) -> None:
    with connect(settings.published_file, read_only=True) as database:
        ((code,), *_) = database.execute(
            "select region_code from fct_agency_year where ends_with(region_code, '0000') order by all"
        ).fetchall()
        sums = database.execute(
            "select report_year, count(*), sum(applications_received)::bigint from fct_agency_year "
            "where starts_with(region_code, ?) group by report_year order by report_year",
            [code[:2]],
        ).fetchall()
        published = database.execute(
            "select report_year, count(*) filter (where status = 'published') from fct_report_coverage "
            "where starts_with(region_code, ?) group by report_year order by report_year",
            [code[:2]],
        ).fetchall()
    province = json.loads((site.folder / "data" / "regions" / f"{code[:2]}.json").read_text("utf-8"))
    assert [(row[0], row[1], row[4]) for row in province["years"][code]] == sums
    assert [(row[0], row[1]) for row in province["coverage"][code]] == published


def test_findings_are_filtered_down_to_a_county(visit: Visit, settings: Settings) -> None:
    with connect(settings.published_file, read_only=True) as database:
        (county, city, province), *_ = database.execute(
            "select region_code, left(region_code, 4) || '00', left(region_code, 2) from fct_finding "
            "inner join dim_region using (region_code) where not ends_with(parent_code, '0000') "
            "group by all order by count(*) desc, region_code"
        ).fetchall()

        def counted(stem: str, year: int) -> int:
            ((n,),) = database.execute(
                "select count(*) from fct_finding where starts_with(region_code, ?) and report_year = ?",
                [stem, year],
            ).fetchall()
            return int(n)

        page = visit.go(f"en/findings.html?year={LAST_YEAR}")
        page.select_option("[name=province]", province)
        expect(page.locator("[name=place]")).to_be_enabled()
        for code, stem in ((city, city[:4]), (county, county)):
            page.select_option("[name=place]", code)
            n = counted(stem, LAST_YEAR)
            assert n > 0
            expect(page.locator("#found > p[aria-live]")).to_have_text(lookup("en", "findings/count", n=n))
            expect(page.locator(".finding-list > li")).to_have_count(n)
        address = page.url
        page = visit.go(address.removeprefix(f"{visit.base}/"))
        assert page.input_value("[name=place]") == county
        expect(page.locator(".finding-list > li")).to_have_count(counted(county, LAST_YEAR))


def test_a_number_of_one_body_in_a_table_under_a_chart_leads_to_its_words(visit: Visit) -> None:
    for place in (f"agency.html?id={BODY}", PLACES["compare"] + "&figure=applications_closed"):
        page = visit.go(f"en/{place}")
        link = page.locator("figure table a[href*='#n=applications.']").first
        link.evaluate("one => one.closest('details').open = true")
        printed = link.inner_text().replace(",", "")
        link.click()
        expect(page.locator("#evidence mark")).to_have_text(printed)


def test_a_figure_that_was_worked_out_leads_to_the_report_that_states_its_parts(visit: Visit) -> None:
    page = visit.go(f"en/{PLACES['compare']}&figure=share_granted")
    page.locator("figure table a").first.click()
    page.wait_for_selector("#report")
    assert page.url.endswith("#report")
    expect(page.locator("#evidence")).to_be_hidden()


def test_the_largest_values_of_an_indicator_lead_to_their_words(visit: Visit) -> None:
    page = visit.go("en/indicator.html?id=applications.new")
    link = page.locator("td a[href*='#n=applications.new']").first
    printed = link.inner_text().replace(",", "")
    link.click()
    expect(page.locator("#evidence mark")).to_have_text(printed)


def test_every_file_of_the_release_can_be_downloaded_as_it_was_published(
    site: SiteReport, visit: Visit
) -> None:
    page = visit.go("en/downloads.html")
    links = page.eval_on_selector_all("a[download]", "found => found.map(one => one.getAttribute('href'))")
    rows = page.locator("tr:has(a[download])").evaluate_all(
        "found => found.map(one => [one.querySelector('a').textContent, one.querySelector('.hash').textContent])"
    )
    assert {path.split("/")[2] for path in links} > {"gongkai.duckdb", "parquet", "csv", "SHA256SUMS"}
    for name, digest in rows:
        content = (site.folder / "downloads" / name).read_bytes()
        assert name == CHECKSUMS or digest == hashlib.sha256(content).hexdigest(), name
    assert "The first release." in page.inner_text("main")


def test_models_lead_to_their_lineage_and_checks_to_the_gates_own_page(visit: Visit) -> None:
    page = visit.go("zh/quality.html")
    assert translated("zh", "the release holds facts") in page.inner_text("main")
    page.get_by_role("link", name="facts_exist").click()
    expect(page.locator("h1")).to_have_text("facts_exist")
    page = visit.go("en/downloads.html")
    page.get_by_role("link", name="fct_agency_year", exact=True).click()
    expect(page.locator("h1")).to_have_text("lineage")
    assert page.url.endswith("/lineage/index.html#!/model/model.gongkai.fct_agency_year")


def test_what_a_page_calls_itself_is_only_text(visit: Visit) -> None:
    page = visit.go(f"en/agency.html?id={BODY}")
    assert HOSTILE_TITLE in page.inner_text("main")
    page = visit.go(f"en/agency.html?id={BODY}&year=2022")
    assert HOSTILE_MESSAGE in page.inner_text("main")
    for language in LANGUAGES:
        page = visit.go(f"{language}/findings.html?year=2022&rule=A1")
        assert HOSTILE_MESSAGE in page.inner_text("main")
    assert page.evaluate("window.owned") is None


def test_the_policy_forbids_another_host_and_inline_code(visit: Visit) -> None:
    page = visit.go("en/index.html")
    refused = page.evaluate(
        """async () => {
            const script = document.createElement("script");
            script.textContent = "window.owned = true";
            document.head.append(script);
            const asked = await fetch("http://127.0.0.1:9/").then(() => "answered", (error) => error.name);
            return [asked, window.owned ?? null];
        }"""
    )
    assert refused == ["TypeError", None]
    assert len(visit.errors) >= 2
    assert all(
        "Content Security Policy" in one or "Refused" in one or "Fetch API" in one for one in visit.errors
    )
    visit.errors.clear()


def test_the_switch_of_language_keeps_the_place(visit: Visit) -> None:
    page = visit.go(f"zh/agency.html?id={BODY}&year=2022")
    page.click("#language")
    page.wait_for_selector("#report")
    assert "/en/agency.html" in page.url
    assert f"id={BODY}" in page.url
    assert "year=2022" in page.url
    assert page.locator("#report h2").first.inner_text() == lookup("en", "agency/year_view", year=2022)


@pytest.mark.parametrize("words", [NAMED, ALIAS, "河安县 水利"])
def test_a_body_is_found_by_name_and_alias_with_the_keyboard(visit: Visit, words: str) -> None:
    page = visit.go("en/index.html")
    page.focus("#search-words")
    page.keyboard.type(words)
    page.wait_for_selector("#search-list [role=option]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#report")
    assert page.locator("h1").inner_text() == NAMED


def test_a_comparison_can_be_put_together_and_taken_apart(visit: Visit) -> None:
    page = visit.go(f"en/compare.html?ids={BODY}")
    page.fill("#add-words", "样山")
    page.wait_for_selector("#add-list [role=option]")
    page.keyboard.press("Enter")
    expect(page.locator("#chosen li")).to_have_count(2)
    assert page.locator("#compared polyline").count() >= 2
    page.select_option("#figure", "share_granted")
    expect(page.locator("#compared")).to_contain_text("%")
    page.locator("#chosen button").first.click()
    expect(page.locator("#chosen li")).to_have_count(1)
    assert BODY not in page.url


def test_who_has_not_published_is_counted_as_the_release_counts(visit: Visit, settings: Settings) -> None:
    page = visit.go(f"en/missing.html?year={LAST_YEAR}&state=missing")
    with connect(settings.published_file, read_only=True) as database:
        ((missing,),) = database.execute(
            "select count(*) from fct_report_coverage where report_year = ? and status = 'missing'",
            [LAST_YEAR],
        ).fetchall()
    assert missing > 0
    assert page.locator("tbody tr").count() == missing
    assert lookup("en", "missing/count", n=missing) in page.inner_text("#absent")


def test_an_unknown_body_region_or_indicator_is_said_to_be_unknown(visit: Visit) -> None:
    for path, says in (
        ("agency.html?id=0000000000000000", "no body"),
        ("agency.html?id=../codes", "no body"),
        ("indicator.html?id=nothing", "no indicator"),
        ("region.html?code=x", "No region"),
        ("region.html?code=999999", "No region"),
        ("missing.html?year=1999&state=nothing", "bodies"),
    ):
        page = visit.go(f"en/{path}")
        assert says in page.inner_text("main")
    visit.errors[:] = [one for one in visit.errors if "404" not in one]


def test_the_first_page_is_light(visit: Visit) -> None:
    sizes: list[int] = []
    visit.page.on("response", lambda answer: sizes.append(len(answer.body())))
    visit.go("zh/index.html")
    assert len(sizes) > 3
    assert sum(sizes) < 300_000


def test_a_phone_needs_no_sideways_scrolling(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 375, "height": 800})
    for page in PAGES:
        shown = visit.go(f"en/{PLACES.get(page, page + '.html')}")
        assert shown.evaluate("document.documentElement.scrollWidth") <= 376, page


def test_the_root_leads_to_the_readers_language(visit: Visit) -> None:
    visit.page.goto(f"{visit.base}/", wait_until="networkidle")
    assert visit.page.url.endswith("/en/index.html")


def test_the_site_is_made_of_few_files(site: SiteReport) -> None:
    assert site.n_files < 600
    names = json.loads(gzip.decompress((site.folder / "data" / "agencies.bin").read_bytes()))
    assert len(names) == BODIES
    assert not list(site.folder.glob(".*"))


def test_a_site_is_the_same_each_time_it_is_built(site: SiteReport, bare: SiteReport) -> None:
    files = [path.relative_to(site.folder) for path in site.folder.rglob("*") if path.is_file()]
    same = [path for path in files if path.parts[0] != "vendor" and path.name != "console.html"]
    assert len(same) > 250
    for path in same:
        assert (site.folder / path).read_bytes() == (bare.folder / path).read_bytes(), path


def test_an_answer_that_comes_late_does_not_stand_in_the_place_of_a_newer_one(visit: Visit) -> None:
    def late(route: Route) -> None:
        visit.page.wait_for_timeout(700)
        route.fallback()

    page = visit.go(f"en/missing.html?year={LAST_YEAR}")
    shown = page.inner_text("#absent")
    page.route(f"**/absent/{LAST_YEAR - 1}.bin", late)
    page.select_option("[name=year]", str(LAST_YEAR - 1))
    page.select_option("[name=year]", str(LAST_YEAR))
    page.wait_for_timeout(1_200)
    assert page.inner_text("#absent") == shown
