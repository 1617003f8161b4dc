"""Releases from the command line, and what a night makes of one that was rolled back."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.errors import PublishError
from flows.publish.release import Release, current_release, publish, roll_back
from flows.runs import finish_run, start_run
from flows.settings import Settings, make_settings
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
    assert "Reports: 0 new, 0 corrected, 1 read anew, 0 withdrawn." in diff
    assert "样本1县人民政府 2022" in diff
    assert f"is release {first.run_id} now" in _said(settings, "rollback", "--why", "a wrong figure")
    assert current_release(settings) == first
    lines = _said(settings, "list").splitlines()
    assert first.run_id in next(line for line in lines if "current" in line)
    assert second.run_id in next(line for line in lines if "rolled back" in line)
    assert "a wrong figure" in "".join(lines)
    assert "there is no release nothing" in _said(settings, "diff", first.run_id, "nothing")


def test_what_was_rolled_back_is_not_published_again(settings: Settings, published: list[Release]) -> None:
    from flows.road import published_already

    record = start_run(settings, "nightly")
    record.inputs = "inputs of night 2"
    assert "already holds all" in str(published_already(record, settings))
    roll_back(settings, None, "a wrong figure")
    assert f"{published[1].run_id}, which was rolled back" in str(published_already(record, settings))
    record.inputs = "inputs of night 1"
    assert "already holds all" in str(published_already(record, settings))
    record.inputs = "what was mended"
    assert published_already(record, settings) is None


def test_nothing_published_is_said(settings: Settings) -> None:
    assert "no release" in _said(settings, "list")
