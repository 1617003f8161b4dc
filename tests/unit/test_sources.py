"""Source files: what they may say, and that a wrong one is named with its field."""

import re
from pathlib import Path

import pytest

from flows.errors import SettingsError
from flows.sources.model import LinkRules, Source
from flows.sources.registry import folder_source, load_source, load_sources

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
    assert not wide.allows_host("http://notexample/")


def test_the_example_of_the_handbook_is_valid(tmp_path: Path) -> None:
    handbook = (REPOSITORY / "data" / "sources" / "README.md").read_text(encoding="utf-8")
    examples = re.findall(r"```yaml\n(.*?)```", handbook, re.DOTALL)
    assert examples
    for example in examples:
        name = re.search(r"^id: (\w+)", example, re.MULTILINE)
        assert name is not None
        load_source(write(tmp_path, name[1], example))


def test_every_source_that_is_shipped_is_valid() -> None:
    load_sources(REPOSITORY / "data" / "sources")
