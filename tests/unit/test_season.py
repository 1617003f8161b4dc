"""Which sources are due between the nights."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from flows.runs import RunRecord
from flows.season import due_sources
from flows.sources.model import Source

NOW = datetime(2027, 2, 1, 3, 30, tzinfo=UTC)
SOURCE = Source(id="one", title="one", kind="http", start=("http://one.example/",), links={"include": ["x"]})


def _run(hours_ago: float, **row: Any) -> RunRecord:
    at = (NOW - timedelta(hours=hours_ago)).isoformat()
    return RunRecord("r", "nightly", at, at, sources=[{"source": "one", "status": "ok", **row}])


@pytest.mark.parametrize(
    ("runs", "is_due"),
    [
        ([], True),
        ([RunRecord("r", "backfill", NOW.isoformat(), NOW.isoformat())], True),
        ([_run(9, unchanged=3)], False),
        ([_run(21, unchanged=3)], True),
        ([_run(9, new=1)], True),
        ([_run(9, unchanged=3), _run(33, changed=1)], True),
        ([_run(9, unchanged=3), _run(33), _run(57), _run(81, new=5)], False),
        ([_run(9, status="failed")], True),
        ([_run(9), _run(33, status="failed")], False),
        ([_run(1, new=1)], False),
        ([_run(1, status="failed")], False),
    ],
)
def test_a_source_is_due_where_there_is_news_a_failure_or_a_gap(runs: list[RunRecord], is_due: bool) -> None:
    assert due_sources([SOURCE], runs, NOW) == ([SOURCE] if is_due else [])


def test_sources_are_judged_each_for_itself() -> None:
    other = SOURCE.model_copy(update={"id": "two"})
    assert due_sources([SOURCE, other], [_run(9, unchanged=3)], NOW) == [other]
