"""Run records: ids that grow, files replaced whole, and one run at a time."""

import json
import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from flows import runs
from flows.errors import BusyError
from flows.runs import (
    close_dead_runs,
    find_run,
    finish_run,
    is_running,
    last_runs,
    only_night,
    refuse_second_night,
    save_run,
    start_run,
)
from flows.settings import Settings, prefect_password_file, prepare_prefect, serving_environment

_DATABASE_ELSEWHERE: Final = {
    "PREFECT_SERVER_DATABASE_CONNECTION_URL": "postgresql+asyncpg://prefect@database.example/prefect"
}


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


def test_a_torn_record_stands_as_a_failed_run_and_disturbs_nobody(settings: Settings) -> None:
    whole, torn, newest = (start_run(settings, "nightly") for _ in range(3))
    path = settings.runs_dir / f"{torn.run_id}.json"
    path.write_bytes(path.read_bytes()[:40])
    found = last_runs(settings, 3)
    assert [run.run_id for run in found] == [newest.run_id, torn.run_id, whole.run_id]
    assert (found[1].decision, str(path) in found[1].message) == ("failed", True)
    path.write_text("[]", encoding="utf-8")
    assert last_runs(settings, 2)[1].message == f"its record cannot be read: {path}: it is none"


def test_a_record_of_a_newer_version_can_be_read(settings: Settings) -> None:
    record = start_run(settings, "nightly")
    path = settings.runs_dir / f"{record.run_id}.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"weather": "rain"}), encoding="utf-8")
    assert find_run(settings, record.run_id) == record
    assert find_run(settings, "20000101T000000Z") is None


def test_a_record_is_written_through_before_it_takes_its_place(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, done = start_run(settings, "nightly"), []
    names = {os.fsync: "fsync", Path.replace: "replace"}
    for owner, whole in ((os, os.fsync), (Path, Path.replace)):

        def noted(*given: object, whole: Callable[..., object] = whole) -> object:
            done.append(names[whole])
            return whole(*given)

        monkeypatch.setattr(owner, names[whole], noted)
    save_run(settings, record)
    assert done == ["fsync", "replace", "fsync"]


def test_what_died_is_closed_once_and_what_ended_is_left(settings: Settings) -> None:
    ended, dead = start_run(settings, "nightly"), start_run(settings, "season")
    finish_run(settings, ended, "published", "")
    assert [run.run_id for run in close_dead_runs(settings)] == [dead.run_id]
    closed = last_runs(settings, 1)[0]
    assert (closed.decision, "died" in closed.message) == ("failed", True)
    assert close_dead_runs(settings) == []


def test_what_is_no_record_stands_in_no_runs_way(settings: Settings) -> None:
    settings.runs_dir.mkdir(parents=True)
    strays = ["BACKUP_OF_THAT_Z.json", "99999999T999999Z.json", "20260101T000000Z copy.json", ".DS_Store"]
    for name in strays:
        (settings.runs_dir / name).write_text("{}", encoding="utf-8")
    record = start_run(settings, "nightly")
    assert last_runs(settings, 9) == [record]
    assert {path.name for path in settings.runs_dir.iterdir()} == {*strays, f"{record.run_id}.json"}


def test_old_records_make_room(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "RECORDS_KEPT", 3)
    ids = [start_run(settings, "nightly").run_id for _ in range(5)]
    assert [run.run_id for run in last_runs(settings, 9)] == ids[:1:-1]


def test_only_one_night_holds_the_folder(settings: Settings) -> None:
    assert not is_running(settings)
    with only_night(settings):
        assert is_running(settings)
        with pytest.raises(BusyError, match="another run"), only_night(settings):
            pass
    assert not is_running(settings)


def _look_on(settings: Settings, looked: "multiprocessing.synchronize.Event") -> None:
    while True:
        is_running(settings)
        looked.set()


def test_who_only_looks_keeps_no_run_out_and_is_taken_for_none(settings: Settings) -> None:
    with only_night(settings):
        pass
    context = multiprocessing.get_context("spawn")
    looked = context.Event()
    looker = context.Process(target=_look_on, args=(settings, looked))
    looker.start()
    try:
        assert looked.wait(60)
        for _ in range(300):
            assert not is_running(settings)
            with only_night(settings):
                pass
    finally:
        looker.kill()
        looker.join()


def test_a_second_night_is_refused_before_anything_starts(settings: Settings) -> None:
    refuse_second_night(settings)
    with only_night(settings), pytest.raises(BusyError, match="another run"):
        refuse_second_night(settings)


def test_the_server_of_a_night_by_hand_asks_for_the_password_of_the_service(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", {"PATH": "/bin", **_DATABASE_ELSEWHERE})
    prepare_prefect(settings)
    served = serving_environment(settings, "http://127.0.0.1:4299/api")
    (password,) = prefect_password_file(settings).read_text().splitlines()
    assert len(password) > 40
    assert prefect_password_file(settings).stat().st_mode & 0o777 == 0o600
    for environment in (os.environ, served):
        assert environment["PREFECT_API_AUTH_STRING"] == password
        assert environment["PREFECT_SERVER_API_AUTH_STRING"] == password
    assert os.environ["PREFECT_SERVER_CORS_ALLOWED_ORIGINS"] == ""
    assert served["PREFECT_SERVER_CORS_ALLOWED_ORIGINS"] == "http://127.0.0.1:4299,http://localhost:4299"


def test_the_password_is_said_to_no_server_of_the_operators_own(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", {"PREFECT_API_URL": "https://prefect.example/api"})
    prepare_prefect(settings)
    assert "PREFECT_API_AUTH_STRING" not in os.environ


@pytest.mark.parametrize(
    "elsewhere", [_DATABASE_ELSEWHERE, {"PREFECT_API_DATABASE_CONNECTION_URL": "sqlite+aiosqlite:///x.db"}]
)
def test_prefect_gets_a_home_in_a_data_folder_that_is_not_there_yet_and_no_database_that_the_operator_has_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, elsewhere: dict[str, str]
) -> None:
    monkeypatch.setattr(os, "environ", dict(elsewhere))
    settings = Settings(data_dir=tmp_path / "not" / "there" / "yet")
    prepare_prefect(settings)
    assert [path.name for path in settings.prefect_home.iterdir()] == ["password"]
