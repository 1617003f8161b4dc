"""What lets a night build: news, and the days of the law."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.build.inputs import inputs_fingerprint, last_due_before
from flows.settings import make_settings
from tests.warehouse.synthetic_raw import Page, captures, load, report


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 1, 1), date(2025, 12, 31)),
        (date(2026, 1, 31), date(2025, 12, 31)),
        (date(2026, 2, 1), date(2026, 1, 31)),
        (date(2026, 3, 31), date(2026, 1, 31)),
        (date(2026, 12, 31), date(2026, 3, 31)),
    ],
)
def test_the_days_of_the_law_pass(day: date, last: date) -> None:
    assert last_due_before(day) == last


def test_a_night_without_news_builds_once_after_each_day_of_the_law(tmp_path: Path) -> None:
    page = Page("https://a.gov.cn/1.htm", [report()])
    store = load(make_settings(data_dir=tmp_path), [page])

    def seen(*day: int) -> str:
        fetched_at = datetime(*day, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[arg-type, misc]
        more: dict[str, Any] = {
            "outcome": "unchanged",
            "fetched_at": fetched_at,
            "capture_id": str(fetched_at),
        }
        store.append_captures(captures([replace(page, more=more)]))
        return inputs_fingerprint(store)

    days = [
        (2026, 1, 30),
        (2026, 1, 31),
        (2026, 2, 1),
        (2026, 3, 31),
        (2026, 4, 1),
        (2026, 12, 31),
        (2027, 1, 1),
    ]
    january, still, february, march, april, december, january_after = (seen(*day) for day in days)
    assert january == still != february == march != april == december != january_after
