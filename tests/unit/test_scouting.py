"""Looking at a source by hand: checking its first page, and drafting one from an address."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from flows.cli import app
from flows.collect.lists.gkmlpt import api_address
from flows.collect.politeness import Hosts
from flows.demo.portal import Portal as SamplePortal
from flows.demo.saved import write_saved, write_sources
from flows.errors import CollectError, SettingsError
from flows.reference import load_reference
from flows.scouting.check import check_first_page, check_on_disk
from flows.scouting.draft import Draft, draft_source, id_of
from flows.scouting.owner import owner_of
from flows.scouting.patterns import patterns_of
from flows.settings import Settings
from flows.sources.model import Politeness, Source
from flows.sources.registry import load_sources, save_new_source
from tests.unit.collect_portal import LIST, Portal, answer, list_page, source_of

REFERENCE = load_reference()
QUICK = Politeness(delay_seconds=0, retries=0, timeout_seconds=5)


@pytest.fixture(scope="module")
def sample() -> Iterator[SamplePortal]:
    with SamplePortal(n_agencies=1, other_systems=True) as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, sources_dir=tmp_path / "sources", contact="")


def drafted(url: str, settings: Settings, **changes: str) -> Draft:
    return draft_source(
        url,
        settings,
        REFERENCE,
        allow_private=True,
        politeness=QUICK,
        today=date(2026, 1, 15),
        source_id=changes.get("source_id", "county"),
    )


def test_a_first_page_that_names_reports_is_well(site: Portal, settings: Settings) -> None:
    checked = check_first_page(source_of(site), settings, Hosts())
    assert (checked.is_ok, checked.says) == (True, "3 reports, 1 page asked")
    assert site.asked(LIST) == 1
    assert list(settings.data_dir.iterdir()) == []


def test_what_is_wrong_with_a_first_page_is_said(site: Portal, settings: Settings) -> None:
    for changes, said in (
        ({"start": [site.base + "/none.html"]}, "gone (http_404)"),
        ({"links": {"include": ["/nothing/"]}}, "names no report"),
        ({"start": [site.base + "/secret/"]}, "robots"),
        ({"start": [site.base + "/none.html"], "listing": {"shape": "addresses"}}, "http_404"),
    ):
        checked = check_first_page(source_of(site, **changes), settings, Hosts())
        assert not checked.is_ok
        assert said in checked.says


def test_every_shape_of_the_sample_portal_is_well(sample: SamplePortal, tmp_path: Path) -> None:
    assert sample.systems is not None
    folder = tmp_path / "sources"
    write_sources(folder, sample.systems.sources(sample.base_url))
    write_saved(sample.systems, sample.base_url, folder)
    for source in load_sources(folder):
        checked = check_first_page(source, Settings(data_dir=tmp_path / "data"), Hosts())
        assert checked.is_ok, (source.id, checked.says)


def test_without_a_contact_no_public_site_is_looked_at(site: Portal, settings: Settings) -> None:
    public = source_of(site, allow_private=False)
    with pytest.raises(SettingsError, match="GONGKAI_CONTACT"):
        check_first_page(public, settings, Hosts())
    assert site.requests == []


def test_a_folder_that_is_not_there_is_found_without_the_network(tmp_path: Path) -> None:
    source = Source(id="saved", title="t", kind="files", folder=tmp_path / "none")
    assert not check_on_disk(source).is_ok
    assert check_on_disk(source.model_copy(update={"folder": tmp_path})).is_ok


def test_a_list_is_drafted(site: Portal, settings: Settings) -> None:
    links = [
        (f"/xxgk/nb/{2020 + n}01/t{2020 + n}0120_77{n}.html", f"{2019 + n}年政府信息公开工作年度报告")
        for n in range(4)
    ]
    site.pages[LIST] = list_page(
        *links, ("/zn.html", "信息公开年度报告指南"), script='createPageHTML(2, 0, "index", "html");'
    )
    site.pages["/xxgk/index_1.html"] = list_page(("/xxgk/nb/201901/t20190120_9.html", "2018年度报告"))
    draft = drafted(site.base + LIST, settings)
    fields = draft.fields
    assert fields["listing"] == {"shape": "html", "max_pages": 20}
    assert fields["links"]["include"] == [r"/xxgk/nb/\d+/t\d+_\d+\.html$"]
    years = {year: {"min_reports": 1} for year in range(2018, 2023)}
    assert fields["bounds"] == {"min_reports": 4, "max_reports": 25, "years": years}
    assert (fields["verified"], fields["enabled"]) == (False, False)
    assert fields["notes"] == "Drafted on 2026-01-15: 5 reports on 2 list pages."
    path = save_new_source(settings.sources_dir, draft.id, draft.as_yaml())
    assert yaml.safe_load(path.read_text(encoding="utf-8")) == fields
    assert check_first_page(load_sources(settings.sources_dir)[0], settings, Hosts()).is_ok


@pytest.mark.parametrize(
    ("system", "shape"),
    [
        ("sample_trs", "html"),
        ("sample_jcms", "jpage"),
        ("sample_years", "by_year"),
        ("sample_gkmlpt", "gkmlpt"),
        ("sample_sitemap", "sitemap"),
        ("sample_front_page", "auto"),
    ],
)
def test_the_shape_is_told_from_the_page(
    sample: SamplePortal, settings: Settings, system: str, shape: str
) -> None:
    assert sample.systems is not None
    (start,) = (
        fields["start"][0] for fields in sample.systems.sources(sample.base_url) if fields["id"] == system
    )
    draft = drafted(start, settings)
    assert draft.fields["listing"]["shape"] == shape
    reports = {sample.base_url + report.path for report in sample.systems.reports[system]}
    assert reports <= set(draft.found.reports)
    assert bool(draft.fields["listing"].get("way")) == (system == "sample_front_page")
    save_new_source(settings.sources_dir, draft.id, draft.as_yaml())


def test_a_front_page_is_left_for_the_list(site: Portal, settings: Settings) -> None:
    site.pages["/"] = list_page(("/art/2.html", "2012年政府信息公开年度报告"), ("/zwgk/", "政务公开"))
    site.pages["/zwgk/"] = list_page((LIST, "政府信息公开年报"))
    draft = drafted(site.base + "/", settings)
    assert len(draft.found.reports) == 3
    assert draft.fields["listing"]["way"]


def test_a_site_without_reports_is_not_drafted(site: Portal, settings: Settings) -> None:
    site.pages["/"] = list_page(("/news.html", "新闻"))
    with pytest.raises(CollectError, match="no link leads on") as caught:
        drafted(site.base + "/", settings)
    assert "no link there looks like a report" in str(caught.value)
    with pytest.raises(CollectError, match="http_404"):
        drafted(site.base + "/none/", settings)


def test_the_commands(site: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "sources"
    monkeypatch.setenv("GONGKAI_SOURCES_DIR", str(folder))
    monkeypatch.setenv("GONGKAI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr("flows.scouting.draft.GENTLE", QUICK)

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["sources", *words], env={"COLUMNS": "200"})
        return result.exit_code, result.output

    made = run("new", site.base + LIST, "--id", "county", "--allow-private")
    assert made[0] == 0, made
    assert "3 reports" in made[1]
    with (folder / "county.yml").open("a", encoding="utf-8") as stream:
        stream.write("politeness: {delay_seconds: 0}\n")
    asked = site.asked(LIST)
    again = CliRunner().invoke(app, ["sources", "new", site.base + LIST, "--id", "county", "--allow-private"])
    assert "is there already" in str(again.exception)
    assert site.asked(LIST) == asked
    assert run("check")[0] == 0  # switched off: its file alone
    assert site.asked(LIST) == asked
    assert "3 reports" in run("check", "county")[1]
    assert "county" in run()[1]
    assert "county" in run("list")[1]
    site.pages[LIST] = list_page(("/news.html", "新闻"))
    code, told = run("check", "county")
    assert code == 1
    assert "problem" in told
    assert run("check", "county", "--no-network")[0] == 0
    assert run("check", "other")[0] == 2


def test_patterns_keep_what_all_addresses_share() -> None:
    base = "http://x.example"
    articles = [f"{base}/art/{year}/1/2{year % 10}/art_17_{year}9.html" for year in range(2015, 2021)]
    assert patterns_of(articles) == [r"/art/\d+/1/\d+/art_17_\d+\.html$"]
    pages = [f"{base}/c1/202001/{'0a' * 16}.shtml", f"{base}/c1/202101/{'b3' * 16}.shtml"]
    assert patterns_of(pages) == [r"/c\d+/\d+/[0-9a-f]{32,32}\.shtml$"]
    assert patterns_of([f"{base}/nb?y=2020", f"{base}/nb?y=2021"]) == [r"/nb\?y=\d+$"]
    assert patterns_of([f"{base}/{'x' * n}.html" for n in range(1, 10)]) == []


@pytest.mark.parametrize(
    ("title", "foot", "url", "publisher", "code"),
    [
        ("政府信息公开年报-安乡县人民政府", "", "https://www.anxiang.gov.cn/", "安乡县人民政府", "430721"),
        (
            "政府信息公开年报",
            "主办单位：安乡县人民政府办公室 承办",
            "https://www.anxiang.gov.cn/",
            None,
            "430721",
        ),
        ("年报 - 江苏省财政厅", "", "https://czt.jiangsu.gov.cn/", "江苏省财政厅", "320000"),
        ("年报", "", "https://x.example/", "", None),
    ],
)
def test_whose_site_it_is(title: str, foot: str, url: str, publisher: str | None, code: str | None) -> None:
    head = '<?xml version="1.0" encoding="utf-8"?>'
    owner = owner_of(url, f"{head}<html><title>{title}</title><body><p>{foot}</p></body></html>", REFERENCE)
    assert owner.region_code == code
    assert publisher is None or owner.publisher == publisher


def test_the_page_of_a_json_column_leads_to_its_data() -> None:
    page = "<script>window._CONFIG = { SID: '755031', TREE: [] }</script>"
    shell = "http://county.example/xx/gkmlpt/index#2811"
    assert api_address(shell, page) == "http://county.example/xx/gkmlpt/api/all/2811?page=1&sid=755031"
    assert api_address("http://county.example/gkmlpt/index", page) is None
    assert api_address(shell, "no number") is None


@pytest.mark.parametrize(
    "address", ["foo", "www.county.example", "ftp://county.example/", "http://[::1", "http://"]
)
def test_an_address_that_is_none_is_told_so(address: str, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, contact="")
    with pytest.raises(CollectError, match="is no http or https address"):
        draft_source(address, settings, REFERENCE, today=date(2026, 3, 1))
    with pytest.raises(CollectError, match="is no http or https address"):
        id_of(address)


def test_why_a_site_gives_no_page_is_told(site: Portal, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, contact="somebody@operator.example")
    with pytest.raises(CollectError, match="--allow-private"):
        draft_source(site.base + LIST, settings, REFERENCE, today=date(2026, 3, 1))
    one = source_of(
        site, start=[site.base + LIST], listing={"shape": "addresses"}, links={}, allow_private=False
    )
    checked = check_first_page(one, settings, Hosts())
    assert (checked.is_ok, "allow_private" in checked.says) == (False, True)
    site.faults["/robots.txt"] = lambda handler: answer(handler, 503)
    ill = check_first_page(one.model_copy(update={"allow_private": True}), settings, Hosts())
    assert (ill.is_ok, "http_503" in ill.says) == (False, True)
