"""What became of each address of a source over its nights, asked of the capture log in one query.

What belongs here: the query, and what its rows mean. What does not: when an address is asked for again
(`collect/schedule.py`).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from flows.archive.model import GOOD_OUTCOMES, History

GOOD: Final = ", ".join(f"'{outcome}'" for outcome in GOOD_OUTCOMES)
"""The outcomes that have the page, as a list in SQL."""

HISTORIES: Final = f"""
WITH past AS (
    SELECT *, row_number() OVER (PARTITION BY url ORDER BY run_id DESC, row_number DESC) AS back
    FROM captures WHERE source_id = ? AND role = 'report' AND fetched_at < ?
),
marks AS (
    SELECT
        url,
        min(CASE WHEN outcome IN ('new', 'changed') THEN back END) AS change,
        coalesce(min(CASE WHEN outcome IN ({GOOD}) THEN back END), max(back) + 1) AS good,
        coalesce(min(CASE WHEN outcome = 'unchanged' THEN back END), max(back) + 1) AS rest
    FROM past GROUP BY url
)
SELECT
    url,
    max(CASE WHEN back = 1 THEN fetched_at END),
    max(CASE WHEN back = 1 THEN outcome END),
    max(CASE WHEN back = good THEN last_modified END),
    max(CASE WHEN back = change THEN fetched_at END),
    min(CASE WHEN outcome IN ({GOOD}) THEN fetched_at END),
    sum(outcome = 'unchanged' AND back < coalesce(change, back + 1)),
    sum(outcome = 'changed' AND back < rest),
    max(good) - 1
FROM past JOIN marks USING (url) GROUP BY url ORDER BY url
"""  # noqa: S608 - words of our own
"""A row for each address; it asks for the source and for the moment before which captures count."""


def history_of(row: Sequence[Any]) -> History:
    """The history that a row of the query tells."""
    url, at, outcome, modified, changed, found, *counts = row
    return History(
        url, datetime.fromisoformat(at), outcome, modified, _moment(changed), _moment(found), *counts
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None
