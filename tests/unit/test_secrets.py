"""Secrets come from the environment, and are shown nowhere: not with the settings, and not with an error."""

import json
import traceback
from pathlib import Path

import pytest

from flows.notify import UntoldError, notify
from flows.runs import RunRecord, finish_run, start_run
from flows.settings import Settings, make_settings
from tests.receiver import Receiver

SECRET = "not-to-be-seen"  # noqa: S105 - a word that the tests look for


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("GONGKAI_NOTIFY_URL", f"http://127.0.0.1:9/{SECRET}")
    monkeypatch.setenv("GONGKAI_LAKE", f"postgres:host=127.0.0.1 port=9 password={SECRET}")
    return make_settings(data_dir=tmp_path)


def test_settings_are_shown_without_their_secrets(settings: Settings) -> None:
    assert settings.notify_url.get_secret_value().endswith(SECRET)
    assert settings.lake.get_secret_value().endswith(SECRET)
    for shown in (
        repr(settings),
        str(settings),
        settings.model_dump_json(),
        json.dumps(settings.model_dump(), default=str),
    ):
        assert SECRET not in shown


@pytest.mark.parametrize("status", [None, 404, 503])
def test_an_error_of_telling_does_not_name_the_address(settings: Settings, status: int | None) -> None:
    receiver = Receiver(status) if status else None
    if receiver is not None:
        settings = make_settings(data_dir=settings.data_dir, notify_url=f"{receiver.url}/{SECRET}")
    record = RunRecord("20270101T000000Z", "nightly", "2027-01-01T00:00:00+00:00", decision="failed")
    with pytest.raises(UntoldError) as caught:
        notify(settings, record)
    if receiver is not None:
        receiver.stop()
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_a_lake_that_cannot_be_reached_is_told_without_its_password(settings: Settings) -> None:
    pytest.importorskip("duckdb_extension_ducklake", reason="the extra `scale` is not installed")
    from flows.ducklake import connected_lake
    from flows.errors import GongkaiError

    with pytest.raises(GongkaiError) as caught, connected_lake(settings):
        pass
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_a_run_record_holds_no_setting(settings: Settings) -> None:
    record = start_run(settings, "nightly")
    finish_run(settings, record, "failed", "a message")
    written = [path for path in settings.data_dir.rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if SECRET.encode() in path.read_bytes()]
