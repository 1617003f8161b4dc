"""The season flow: in the months of the reports, the sources that are due are asked more often than every night.

What belongs here: which sources are due. What does not: which addresses of a source are (`collect/schedule.py`),
collecting (`nightly.py`), and the road from the archive to a release (`road.py`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from prefect import flow
from prefect.task_runners import ThreadPoolTaskRunner

from flows import tasks
from flows.nightly import SOURCES_AT_ONCE, chosen_sources, collect_sources
from flows.road import from_archive_to_release, recorded_run
from flows.runs import RunRecord, finish_run, last_runs
from flows.settings import load_settings
from flows.sources.model import Source

RESTS: Final = timedelta(hours=4)
"""No source is asked again sooner, whatever it brought."""
NEWS_LASTS: Final = timedelta(days=3)
"""Reports come in waves: a source that brought one is asked often for so long."""
A_NIGHT: Final = timedelta(hours=20)
"""A source that the night left out is due."""
_RUNS_READ: Final = 60


@flow(
    name="season",
    description="Collect the sources that are due between the nights, read, build, publish what the gate passes.",
    task_runner=ThreadPoolTaskRunner(max_workers=SOURCES_AT_ONCE),  # type: ignore[arg-type]  # invariant in its futures
    **tasks.ROAD_FLOW,
)
def season(sources: list[str] | None = None) -> dict[str, Any]:
    """Run the road for the sources that are due: those that brought reports in the last three days, failed when
    they were asked last, or were not asked for twenty hours.

    Args:
        sources: ids of the sources to choose from; all that are switched on where it is not given.

    Returns:
        The run record as a dictionary; its `decision` is `published`, `unchanged` or `held`.

    Raises:
        BusyError: another run works on the same data folder.
        GateError: the gate said no; the last good release stays.
        GongkaiError: the run could not be finished; the last good release stays.
    """
    settings = load_settings()
    with recorded_run(settings, "season") as record:
        known = chosen_sources(settings, sources, None)
        due = due_sources(known, last_runs(settings, _RUNS_READ), datetime.now(UTC))
        if due:
            collect_sources(record, settings, due)
            from_archive_to_release(record, settings, full_build=False)
        else:
            finish_run(settings, record, "unchanged", f"none of {len(known)} sources is due")
    return asdict(record)


def due_sources(sources: Iterable[Source], runs: Sequence[RunRecord], now: datetime) -> list[Source]:
    """The sources that are due.

    Args:
        runs: records of the last runs, newest first.
        now: with its time zone.
    """
    return [source for source in sources if _is_due(source.id, runs, now)]


def _is_due(source_id: str, runs: Sequence[RunRecord], now: datetime) -> bool:
    asked = [
        (now - datetime.fromisoformat(run.finished_at or run.started_at), row)
        for run in runs
        for row in run.sources
        if row["source"] == source_id
    ]
    if not asked:
        return True
    age, last = asked[0]
    if age < RESTS:
        return False
    has_news = any(since < NEWS_LASTS and (row.get("new") or row.get("changed")) for since, row in asked)
    return has_news or last["status"] == "failed" or age >= A_NIGHT
