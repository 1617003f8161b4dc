"""The operator is told of a night on which many sources failed, whatever else became of it."""

from pathlib import Path
from typing import Any

import pytest

from flows import road, tasks
from flows.notify import notify
from flows.road import recorded_run
from flows.runs import RunRecord, finish_run
from flows.settings import Settings, make_settings
from tests.receiver import Receiver


@pytest.fixture
def settings(receiver: Receiver, tmp_path: Path) -> Settings:
    return make_settings(data_dir=tmp_path, notify_url=receiver.url)


def rows(n_failed: int) -> list[dict[str, Any]]:
    return [
        {"source": f"county_{n}", "status": "failed" if n < n_failed else "ok", "problems": f"said {n}"}
        for n in range(10)
    ]


def test_they_are_told_with_their_problems(receiver: Receiver, settings: Settings) -> None:
    record = RunRecord("20270101T000000Z", "nightly", "2027-01-01T00:00:00+00:00", sources=rows(3))
    finish_run(settings, record, "published", "release 20270101T000000Z")
    notify(settings, record)
    (told,) = receiver.taken
    assert told["message"] == "release 20270101T000000Z; 3 of 10 sources failed: county_0, county_1, county_2"
    assert told["sources"] == [{"source": f"county_{n}", "problems": f"said {n}"} for n in range(3)]
    assert "source county_2 failed: said 2" in told["text"]


@pytest.mark.parametrize(
    ("n_failed", "message"),
    [
        (0, "release"),
        (2, "release"),
        (3, "release; 3 of 10 sources failed: county_0, county_1, county_2"),
        (
            7,
            "release; 7 of 10 sources failed: county_0, county_1, county_2, county_3, county_4 and 2 more",
        ),
    ],
)
def test_few_that_failed_are_no_reason(
    receiver: Receiver, settings: Settings, monkeypatch: pytest.MonkeyPatch, n_failed: int, message: str
) -> None:
    monkeypatch.setattr(tasks, "report", lambda *_, **__: None)
    monkeypatch.setattr(road, "_tell", notify)
    with recorded_run(settings, "nightly") as record:
        record.sources = rows(n_failed)
        finish_run(settings, record, "published", "release")
    assert record.message == message
    assert [told["message"] for told in receiver.taken] == [message] * (n_failed > 2)
