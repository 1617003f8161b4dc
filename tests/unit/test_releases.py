"""Releases from the command line, and what a night makes of one that was rolled back."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.errors import GongkaiError, PublishError
from flows.publish.release import Release, current_release, hold, publish, releases
from flows.runs import finish_run, start_run
from flows.settings import Settings, make_settings
from flows.site.build import SiteReport, site_dir
from flows.site.place import mark
from tests.warehouse.synthetic_marts import build_marts, plant


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(data_dir=tmp_path / "data")


@pytest.fixture
def published(settings: Settings, tmp_path: Path) -> list[Release]:
    """Two releases, each built from inputs of its own; the second has a corrected figure."""
    base = build_marts(tmp_path / "base.duckdb", n_agencies=2)
    found = []
    for number in (1, 2):
        record = start_run(settings, "nightly")
        candidate = tmp_path / f"{number}.duckdb"
        shutil.copy(base, candidate)
        wrong = "update fct_disclosure set value = 77 where document_id = 'd01-2022' and basis = 'prose'"
        plant(candidate, *([wrong] if number == 2 else []))
        record.inputs = f"inputs of night {number}"
        found.append(publish(candidate, record.run_id, settings))
        finish_run(settings, record, "published", "")
    return found


def _said(settings: Settings, *words: str) -> str:
    done = CliRunner().invoke(app, ["releases", *words, "--data", str(settings.data_dir)])
    if isinstance(done.exception, PublishError):
        return str(done.exception)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.usefixtures("wide_screen")
def test_the_releases_are_listed_compared_and_rolled_back(
    settings: Settings, published: list[Release]
) -> None:
    first, second = published
    assert second.run_id in next(line for line in _said(settings, "list").splitlines() if "current" in line)
    diff = _said(settings, "diff", first.run_id, second.run_id)
    assert "Reports: 0 new, 0 corrected, 0 restated, 1 read anew, 0 withdrawn." in diff
    assert "样本1县人民政府 2022" in diff
    assert "nothing to resume" in _said(settings, "resume")
    said = _said(settings, "rollback", "--why", "a wrong figure", "--who", "w")
    assert f"is release {first.run_id} now" in said
    assert "the nights are held" in said
    assert current_release(settings) == first
    lines = _said(settings, "list").splitlines()
    assert first.run_id in next(line for line in lines if "current" in line)
    assert second.run_id in next(line for line in lines if "rolled back" in line)
    assert "w: a wrong figure" in "".join(lines)
    assert "publishes on" in _said(settings, "resume")
    assert "there is no release nothing" in _said(settings, "diff", first.run_id, "nothing")


def test_a_copy_that_somebody_laid_beside_a_release_is_none(
    settings: Settings, published: list[Release]
) -> None:
    first, second = published
    folder = second.file.parent
    copy = shutil.copytree(folder, folder.with_name(f"{folder.name} copy"))
    assert [release.run_id for release in releases(settings)] == [second.run_id, first.run_id]
    _said(settings, "rollback", "--why", "a wrong figure")
    assert not (copy / "rolled_back.json").exists()
    _said(settings, "rollback", second.run_id, "--why", "a mistake")
    assert hold(settings) is None


def test_only_what_is_published_is_nothing_new(settings: Settings, published: list[Release]) -> None:
    from flows.road import published_already

    record = start_run(settings, "nightly")
    record.inputs = "inputs of night 2"
    assert "already holds all" in str(published_already(record, settings))
    _said(settings, "rollback", "--why", "a wrong figure")
    assert published_already(record, settings) is None
    record.inputs = "inputs of night 1"
    assert "already holds all" in str(published_already(record, settings))
    (settings.runs_dir / f"{published[0].run_id}.json").unlink()
    assert published_already(record, settings) is None


@pytest.mark.usefixtures("wide_screen")
@pytest.mark.parametrize("by_content", [False, True])
@pytest.mark.parametrize("name", ["gongkai.duckdb", "csv", "NOTES.md", "SHA256SUMS", "SHA256SUMS emptied"])
def test_a_release_that_lacks_files_is_told_and_is_not_all_there_is(
    name: str, by_content: bool, settings: Settings, published: list[Release]
) -> None:
    from flows.road import published_already

    record = start_run(settings, "nightly")
    record.inputs = "inputs of night 2"
    words = ["list", "--verify"] if by_content else ["list"]
    assert "damaged" not in _said(settings, *words) + _status(settings)
    damaged = published[1].file.with_name(name.removesuffix(" emptied"))
    if name.endswith("emptied"):
        damaged.chmod(0o644)
        damaged.write_bytes(b"")
    elif damaged.is_dir():
        shutil.rmtree(damaged)
    else:
        damaged.unlink()
    assert published_already(record, settings) is None
    said = _said(settings, *words)
    assert f"damaged: {damaged.name}" in next(line for line in said.splitlines() if "current" in line)
    assert said.count("damaged") == 1
    assert f"damaged: {damaged.name}" in _status(settings)


@pytest.mark.usefixtures("wide_screen")
@pytest.mark.parametrize("name", ["gongkai.duckdb", "parquet/dim_agency.parquet", "SHA256SUMS"])
def test_a_release_that_the_disk_has_spoiled_is_told_by_its_check_sums_and_is_not_all_there_is(
    name: str, settings: Settings, published: list[Release]
) -> None:
    from flows.road import published_already

    record = start_run(settings, "nightly")
    record.inputs = "inputs of night 2"
    assert "already holds all" in str(published_already(record, settings))
    damaged = published[1].file.parent / name
    damaged.chmod(0o644)
    content = bytearray(damaged.read_bytes())
    content[-4096:] = bytes(255 - byte for byte in content[-4096:])
    damaged.write_bytes(content)
    assert published_already(record, settings) is None
    assert f"damaged: {name}" in _said(settings, "list", "--verify")
    _said(settings, "rollback", "--why", "it is damaged")
    record.inputs = "inputs of night 1"
    assert "already holds all" in str(published_already(record, settings)), "an older one does not count"


@pytest.mark.usefixtures("wide_screen")
@pytest.mark.parametrize("name", ["csv/dim_agency.csv", "parquet/dim_agency.parquet", "NOTES.md"])
def test_a_file_of_a_release_that_has_grown_is_told_without_reading_it(
    name: str, settings: Settings, published: list[Release]
) -> None:
    grown = published[1].file.parent / name
    grown.chmod(0o644)
    with grown.open("ab") as stream:
        stream.write(b"\n")
    assert f"damaged: {name}" in _said(settings, "list")
    assert f"damaged: {name}" in _status(settings)


@pytest.mark.usefixtures("wide_screen")
def test_a_release_of_a_version_that_wrote_no_sizes_is_held_against_its_names(
    settings: Settings, published: list[Release]
) -> None:
    record = published[1].file.with_name("release.json")
    said = json.loads(record.read_text(encoding="utf-8"))
    del said["sizes"]
    record.chmod(0o644)
    record.write_text(json.dumps(said), encoding="utf-8")
    assert "damaged" not in _said(settings, "list")


def _status(settings: Settings) -> str:
    return CliRunner().invoke(app, ["status", "--data", str(settings.data_dir)]).output


@pytest.mark.usefixtures("wide_screen")
def test_the_status_says_what_the_site_shows_where_that_is_not_the_current_release(
    settings: Settings, published: list[Release], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "there is no site: the next run builds it" in _status(settings)
    monkeypatch.setenv("GONGKAI_SITE_AFTER_PUBLISH", "false")
    assert "site:" not in _status(settings), "where no run builds one none is missing"
    site_dir(settings).mkdir()
    mark(site_dir(settings), published[0].run_id)
    said = f"the site shows release {published[0].run_id}: `gongkai site build` does it now"
    assert said in _status(settings)
    mark(site_dir(settings), published[1].run_id)
    assert "site:" not in _status(settings)
    site_dir(settings).with_name(".site.new").mkdir()
    assert "begun and not finished" in _status(settings)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The release of each site that is built; the building itself has tests of its own."""
    releases_shown: list[str | None] = []

    def build(settings: Settings, reference: object) -> SiteReport:
        release = current_release(settings)
        releases_shown.append(release.run_id if release else None)
        return SiteReport(site_dir(settings), 1, 1, 0.1, has_console=False)

    monkeypatch.setattr("flows.site.build.build_site", build)
    return releases_shown


def test_a_roll_back_builds_the_site_anew_where_there_is_one(
    settings: Settings, published: list[Release], shown: list[str | None]
) -> None:
    _said(settings, "rollback", "--why", "a wrong figure")
    assert shown == []
    site_dir(settings).mkdir()
    _said(settings, "rollback", published[1].run_id, "--why", "a mistake")
    assert shown == [published[1].run_id]


def test_a_lake_that_does_not_answer_leaves_no_site_with_the_figures_that_were_left(
    settings: Settings,
    published: list[Release],
    shown: list[str | None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def lead(settings: Settings, run_id: str, *, is_back: bool) -> None:
        asked.append((run_id, is_back))
        if len(asked) == 1:
            raise GongkaiError("the lake of GONGKAI_LAKE cannot be attached")

    monkeypatch.setattr("flows.publish.rollback.publish_on_lake", lead)
    monkeypatch.setenv("GONGKAI_LAKE", "postgres:dbname=lake")
    site_dir(settings).mkdir()
    first = published[0].run_id
    said = _said(settings, "rollback", "--why", "a wrong figure")
    assert "cannot be attached" in said
    assert f"`gongkai releases rollback {first}` leads them there" in said
    assert shown == [first]
    # As the message says.
    assert "see it too" in _said(settings, "rollback", first, "--why", "a wrong figure")
    assert asked == [(first, True), (first, True)]
    assert shown == [first, first]


def test_a_roll_back_says_why(settings: Settings, published: list[Release]) -> None:
    done = CliRunner().invoke(app, ["releases", "rollback", "--data", str(settings.data_dir)])
    assert done.exit_code == 2
    assert current_release(settings) == published[1]


def test_nothing_published_is_said(settings: Settings) -> None:
    assert "no release" in _said(settings, "list")
