"""Worker processes: whatever one item does, the others come back, in order."""

import re
from multiprocessing import forkserver
from typing import Any

import pytest

from flows.errors import GongkaiError, Refusal, RemoteError
from flows.load.workers import Limits, run_isolated
from tests.unit.misbehaving import CannotBeRead, behave, fetch

_LIMITS = Limits(seconds=0.5, memory_bytes=200 << 20)


def _run(items: list[str], workers: int = 2) -> list[Any]:
    return run_isolated(behave, items, _LIMITS, workers=workers, preload="tests.unit.misbehaving")


@pytest.mark.parametrize(
    ("item", "reason", "detail"),
    [
        ("slow", "too_slow", "more than 0.5 s"),
        ("stubborn", "too_slow", "more than 0.5 s"),
        ("hungry", "too_much_memory", "more than 200 MB"),
        ("killed", "worker_died", "exit code -9"),
        ("wrong", "reader_error", r"^KeyError: 'neither' \(misbehaving.py:\d+ in <lambda>\)$"),
        ("odd", "reader_error", "pickle"),
        ("refused", "empty_file", "0 bytes"),
    ],
)
def test_one_bad_item_costs_only_itself(item: str, reason: str, detail: str) -> None:
    results = _run(["a", item, "b", "c"])
    assert [results[0], *results[2:]] == ["A", "B", "C"]
    assert isinstance(results[1], Refusal)
    assert results[1].reason == reason
    assert re.search(detail, results[1].detail)


def test_a_worker_that_no_signal_reaches_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.load.workers._GRACE_SECONDS", 0.2)
    deaf, other = _run(["deaf", "a"], workers=1)
    assert (deaf.reason, other) == ("too_slow", "A")


def test_the_time_of_an_item_begins_when_it_is_fetched() -> None:
    limits = Limits(seconds=0.5, fetch_seconds=20)
    found = run_isolated(
        behave, ["far", "damaged", "slow", "a"], limits, workers=1, preload=None, fetch=fetch
    )
    assert [one.reason if isinstance(one, Refusal) else one for one in found] == [
        "FAR",
        "empty_file",
        "too_slow",
        "A",
    ]


@pytest.mark.parametrize(
    ("item", "said"),
    [("silent", "nobody is there"), ("lost", "within 0.2 s"), ("deaf and lost", "within 0.2 s")],
)
def test_what_nobody_brings_ends_the_batch(item: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.load.workers._GRACE_SECONDS", 0.2)
    limits = Limits(seconds=20, fetch_seconds=0.2)
    with pytest.raises(RemoteError, match=said):
        run_isolated(behave, ["a", item, "b"], limits, workers=1, preload=None, fetch=fetch)


def test_this_process_can_be_forked_in_place_of_a_server() -> None:
    results = run_isolated(behave, ["a", "killed", "slow", "b"], _LIMITS, workers=2, preload=None)
    assert [r.reason if isinstance(r, Refusal) else r for r in results] == [
        "A",
        "worker_died",
        "too_slow",
        "B",
    ]


def test_results_keep_the_order_of_the_items() -> None:
    items = [f"item {number}" for number in range(200)]
    assert _run(items, workers=3) == [item.upper() for item in items]
    assert _run([]) == []


def test_no_process_is_left_behind() -> None:
    before = _children()
    _run(["a", "killed", "slow", "b"])
    assert _children() <= before


def _children() -> set[str]:
    """Processes of the fork server, which adopts the workers."""
    server = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    if server is None:
        return set()
    with open(f"/proc/{server}/task/{server}/children") as stream:  # noqa: PTH123
        return set(stream.read().split())


def test_workers_that_cannot_start_stop_the_batch() -> None:
    with pytest.raises(GongkaiError, match="cannot start"):
        run_isolated(CannotBeRead(), ["a"], _LIMITS, workers=1, preload="tests.unit.misbehaving")  # type: ignore[arg-type]
