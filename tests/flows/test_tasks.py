"""What is tried again, and what is not: only a fault that may pass by itself."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from flows.errors import BusyError, GongkaiError
from flows.runs import RunRecord
from flows.settings import Settings
from tests.receiver import Receiver

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server"), pytest.mark.timeout(600)]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[object]]:
    """Makes the raw tables fail with these errors, one a time, and gives the list of what was asked of them."""
    from flows import tasks

    def fail(*errors: GongkaiError) -> list[object]:
        waiting, asked, whole = list(errors), [], tasks.RawStore

        def store(settings: Settings) -> object:
            asked.append(settings)
            if waiting:
                raise waiting.pop(0)
            return whole(settings)

        monkeypatch.setattr(tasks, "RawStore", store)
        return asked

    return fail


def test_a_file_that_somebody_holds_is_asked_for_again(
    settings: Settings, failing: Callable[..., list[object]]
) -> None:
    from flows import tasks

    asked = failing(BusyError("held"), BusyError("held"))
    assert tasks.load_captures.with_options(retry_delay_seconds=0)(settings) == 0
    assert len(asked) == 3


def test_a_broken_file_is_not(settings: Settings, failing: Callable[..., list[object]]) -> None:
    from flows import tasks

    asked = failing(GongkaiError("broken"))
    with pytest.raises(GongkaiError, match="broken"):
        tasks.load_captures.with_options(retry_delay_seconds=0)(settings)
    assert len(asked) == 1


def test_no_task_asks_the_server_for_a_slot() -> None:
    from prefect import Task

    from flows import tasks

    found = [one for one in vars(tasks).values() if isinstance(one, Task)]
    assert {one.name for one in found} >= {"collect", "read", "build", "check"}
    assert [one.name for one in found if one.tags] == []


def test_a_stage_is_not_tried_again() -> None:
    from flows import tasks

    stages = (tasks.collect, tasks.build, tasks.docs, tasks.check_raw, tasks.check, tasks.release, tasks.site)
    assert {stage.name: stage.retries for stage in stages} == {stage.name: 0 for stage in stages}


def test_a_receiver_that_is_ill_is_told_once_more_and_one_that_refuses_is_not(settings: Settings) -> None:
    from flows import tasks

    receiver = Receiver(500, 503)
    chosen = settings.model_copy(update={"notify_url": SecretStr(receiver.url)})
    record = RunRecord("20270101T000000Z", "nightly", datetime.now(UTC).isoformat(), decision="failed")
    tell = tasks.tell.with_options(retry_delay_seconds=0)
    tell(chosen, record)
    assert (len(receiver.taken), receiver.n_asked) == (1, 3)
    receiver.status = [404]
    assert tell(chosen, record, return_state=True).is_failed()
    assert (len(receiver.taken), receiver.n_asked) == (1, 4)
    receiver.stop()
