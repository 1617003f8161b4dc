"""Run records: ids that grow, files replaced whole, and one run at a time."""

import json
from pathlib import Path

import pytest

from flows.errors import BusyError
from flows.runs import (
    finish_run,
    is_running,
    last_runs,
    only_night,
    refuse_second_night,
    save_run,
    start_run,
)
from flows.settings import Settings, prepare_prefect


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


def test_ids_grow_even_when_the_clock_was_set_back(settings: Settings) -> None:
    settings.runs_dir.mkdir(parents=True)
    (settings.runs_dir / "29991231T235959Z.json").write_text("{}", encoding="utf-8")
    first = start_run(settings, "nightly").run_id
    second = start_run(settings, "nightly").run_id
    assert "29991231T235959Z" < first < second


def test_a_record_tells_how_its_run_ended(settings: Settings) -> None:
    record = start_run(settings, "nightly")
    assert last_runs(settings, 1)[0].decision == "running"
    record.counts = {"pages": 3}
    finish_run(settings, record, "refused", "a negative count")
    found = last_runs(settings, 1)[0]
    assert (found.decision, found.message, found.counts) == ("refused", "a negative count", {"pages": 3})
    assert found.finished_at is not None
    assert not list(settings.runs_dir.glob("*.part"))


def test_the_newest_run_comes_first(settings: Settings) -> None:
    ids = [start_run(settings, "nightly").run_id for _ in range(3)]
    assert [run.run_id for run in last_runs(settings, 2)] == ids[:0:-1]


def test_a_record_of_decimals_and_dates_can_be_saved(settings: Settings) -> None:
    record = start_run(settings, "nightly")
    record.failures = [{"rows": [{"path": Path("x")}]}]
    save_run(settings, record)
    saved = json.loads((settings.runs_dir / f"{record.run_id}.json").read_text(encoding="utf-8"))
    assert saved["failures"] == [{"rows": [{"path": "x"}]}]


def test_only_one_night_holds_the_folder(settings: Settings) -> None:
    assert not is_running(settings)
    with only_night(settings):
        assert is_running(settings)
        with pytest.raises(BusyError, match="another run"), only_night(settings):
            pass
    assert not is_running(settings)


def test_a_second_night_is_refused_before_anything_starts(settings: Settings) -> None:
    refuse_second_night(settings)
    with only_night(settings), pytest.raises(BusyError, match="another run"):
        refuse_second_night(settings)


def test_prefect_gets_a_home_in_a_data_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "not" / "there" / "yet")
    prepare_prefect(settings)
    assert settings.prefect_home.is_dir()
