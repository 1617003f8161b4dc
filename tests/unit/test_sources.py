"""Source files: what they may say, and that a wrong one is named with its field."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from flows.errors import SettingsError
from flows.reference import load_reference
from flows.sources.model import LinkRules, Source
from flows.sources.registry import folder_source, load_source, load_sources, save_new_source

REPOSITORY = Path(__file__).resolve().parents[2]

GOOD = """
id: {id}
title: Reports of a sample county
kind: http
region_code: 430721
start: [https://county.example/xxgk/ndbg/index.html]
links:
  include: ['/art/\\d+']
  exclude: [指南]
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_source_file_is_read(tmp_path: Path) -> None:
    source = load_source(write(tmp_path, "county", GOOD.format(id="county")))
    assert (source.id, source.region_code, source.kind, source.enabled) == ("county", "430721", "http", True)
    assert source.links.accept("https://county.example/art/12", "2020年度报告")
    assert not source.links.accept("https://county.example/art/12", "指南")
    assert not source.links.accept("https://county.example/zcwj/12", "2020年度报告")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (("kind: http", "kind: ftp"), "kind"),
        (("title:", "titel:"), "titel"),
        (("region_code: 430721", "region_code: 4307"), "region_code"),
        (("'/art/\\d+'", "'/art/(\\d+'"), "links.include.0"),
        (("https://county.example", "county.example"), "start address"),
        (("kind: http", "kind: files"), "folder"),
        (("kind: http", "kind: http\nallowed_hosts: [other.example]"), "allowed_hosts"),
        (("kind: http", "kind: http\nbounds: {min_reports: 9, max_reports: 3}"), "bounds"),
        (
            ("kind: http", "kind: http\nbounds: {years: {2020: {min_reports: 9, max_reports: 3}}}"),
            "bounds.years.2020",
        ),
        (("kind: http", "kind: http\nbounds: {years: {202: {min_reports: 9}}}"), "bounds.years.202"),
        (
            ("kind: http", "kind: http\nlisting: {shape: sitemap}\nbounds: {years: {2020: {}}}"),
            "bounds.years",
        ),
        (("kind: http", "kind: http\ntls_exception: {}"), "tls_exception.reason"),
        (("links:", "politeness: {connections: 0}\nlinks:"), "politeness.connections"),
        (("  include: ['/art/\\d+']\n", ""), "links.include or links.text"),
        (("id: county", "id: other"), "id"),
    ],
)
def test_a_wrong_field_is_named_with_its_file(tmp_path: Path, change: tuple[str, str], field: str) -> None:
    text = GOOD.format(id="county")
    assert change[0] in text
    path = write(tmp_path, "county", text.replace(*change, 1))
    with pytest.raises(SettingsError, match=re.escape(field)) as caught:
        load_source(path)
    assert "county.yml" in str(caught.value)


@pytest.mark.parametrize("text", ["", "- a list", "id: [", "\x00"])
def test_what_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match=r"county\.yml"):
        load_source(write(tmp_path, "county", text))


def test_all_wrong_files_are_named_at_once(tmp_path: Path) -> None:
    write(tmp_path, "good", GOOD.format(id="good"))
    write(tmp_path, "bad_one", "id: bad_one")
    write(tmp_path, "bad_two", "id: bad_two")
    with pytest.raises(SettingsError, match=r"(?s)bad_one\.yml.*bad_two\.yml"):
        load_sources(tmp_path)
    with pytest.raises(SettingsError, match="no such folder"):
        load_sources(tmp_path / "missing")


def test_sources_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b_county", "a_county"):
        write(tmp_path, name, GOOD.format(id=name))
    assert [source.id for source in load_sources(tmp_path)] == ["a_county", "b_county"]


def test_a_relative_folder_is_relative_to_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, "saved", "{id: saved, title: Saved pages, kind: files, folder: pages}")
    assert load_source(path).folder == tmp_path / "pages"


def test_a_folder_becomes_a_source(tmp_path: Path) -> None:
    folder = tmp_path / "Old Pages-2020"
    folder.mkdir()
    assert folder_source(folder).id == "files_old_pages_2020"
    with pytest.raises(SettingsError, match="no such folder"):
        folder_source(tmp_path / "missing")


def test_hosts_are_those_of_the_start_addresses_unless_stated() -> None:
    source = Source(
        id="county",
        title="t",
        kind="http",
        start=("https://County.example:8080/l",),
        links=LinkRules(include=(re.compile("x"),)),
    )
    assert source.allows_host("http://county.example/a")
    assert not source.allows_host("http://county.example.evil.example/a")
    wide = source.model_copy(update={"allowed_hosts": ("*.example",)})
    assert wide.allows_host("http://a.b.example/")
    assert wide.allows_host("http://example/")
    assert not wide.allows_host("http://notexample/")


def test_the_example_of_the_handbook_is_valid(tmp_path: Path) -> None:
    handbook = (REPOSITORY / "data" / "sources" / "README.md").read_text(encoding="utf-8")
    examples = re.findall(r"```yaml\n(.*?)```", handbook, re.DOTALL)
    assert examples
    (tmp_path / "addresses_of_2015.csv").write_text("address\nhttps://a.example/1.html\n", encoding="utf-8")
    for example in examples:
        name = re.search(r"^id: (\w+)", example, re.MULTILINE)
        assert name is not None
        load_source(write(tmp_path, name[1], example))


@pytest.fixture(scope="module")
def shipped() -> list[Source]:
    return load_sources(REPOSITORY / "data" / "sources")


def test_the_governments_of_all_provinces_and_the_states_departments_are_shipped(
    shipped: list[Source],
) -> None:
    regions = load_reference().regions
    provinces = {code for code, region in regions.items() if region.level == "province"}
    governments = [source for source in shipped if source.id.startswith("gov_")]
    # Taiwan, Hong Kong and Macao are under other laws.
    assert {source.region_code for source in governments} == provinces - {"710000", "810000", "820000"}
    for source in governments:
        assert source.publisher == f"{regions[source.region_code or ''].name}人民政府"
    assert sum(source.id.startswith("state_") for source in shipped) > 50


def test_no_source_that_nobody_looked_at_is_verified_or_switched_on(shipped: list[Source]) -> None:
    regions = load_reference().regions
    real = [source for source in shipped if source.id != "sample_portal"]
    assert real
    for source in real:
        assert not source.enabled, source.id
        assert not source.verified, source.id
        assert not source.allow_private, source.id
        assert source.publisher, source.id
        assert source.notes, source.id
        assert source.region_code is None or source.region_code in regions, source.id
        # A front page is known for certain; the address of a column would be a guess.
        assert all(urlsplit(url).path == "/" for url in source.start), source.id
        assert all(urlsplit(url).hostname.endswith(".gov.cn") for url in source.start), source.id
    assert len({source.start for source in real}) == len({source.publisher for source in real}) == len(real)


def test_the_sample_portal_is_left_to_the_demo(shipped: list[Source]) -> None:
    assert not next(source for source in shipped if source.id == "sample_portal").enabled


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "list.txt",
            "\ufeff# from a friend\nhttps://a.example/1.html\n\nhttps://b.example/2.html\n".encode(),
        ),
        (
            "list.csv",
            "年份,网址\n2020,https://a.example/1.html\n2021,https://b.example/2.html\n".encode("gb18030"),
        ),
    ],
)
def test_a_file_of_addresses_is_read_beside_its_source(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    text = f"{{id: list, title: t, kind: http, start_file: {name}, listing: {{shape: addresses}}}}"
    source = load_source(write(tmp_path, "list", text))
    assert source.start == ("https://a.example/1.html", "https://b.example/2.html")
    assert source.allows_host("https://b.example/x")
    assert not source.allows_host("https://c.example/x")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.txt", None, "cannot be read"),
        ("empty.txt", "# nothing\n", "holds no address"),
        ("wrong.txt", "https://a.example/\nftp://a.example/\n", "line 2: 'ftp://a.example/'"),
        ("wrong.csv", "a,b\nx,https://a.example/\ny,https://a.example/2\nz,no\n", "line 4: 'no'"),
    ],
)
def test_a_wrong_file_of_addresses_is_named(
    tmp_path: Path, name: str, content: str | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    text = f"{{id: list, title: t, kind: http, start_file: {name}, listing: {{shape: addresses}}}}"
    path = write(tmp_path, "list", text)
    with pytest.raises(SettingsError, match=re.escape(said)) as caught:
        load_source(path)
    assert name in str(caught.value)


def test_a_new_source_is_written_once_and_only_where_it_is_valid(tmp_path: Path) -> None:
    path = save_new_source(tmp_path / "new", "county", GOOD.format(id="county"))
    assert load_source(path).id == "county"
    with pytest.raises(SettingsError, match="is there already"):
        save_new_source(tmp_path / "new", "county", GOOD.format(id="county"))
    with pytest.raises(SettingsError, match="id"):
        save_new_source(tmp_path / "new", "../outside", GOOD.format(id="../outside"))
    assert not (tmp_path / "outside.yml").exists()
