"""The nightly flow: collect > archive > clean > extract > load > compare > build > check > publish.

What belongs here: which sources a night asks, and what it says of them. What does not: the road from the archive
to a release (`road.py`), and any logic of a stage.
"""

from collections import Counter
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, get_args

from prefect import flow
from prefect.futures import wait
from prefect.task_runners import ThreadPoolTaskRunner

from flows import tasks
from flows.archive.archive import Archive
from flows.archive.model import Outcome
from flows.collect.account import SourceReport
from flows.collect.politeness import Hosts
from flows.errors import CollectError
from flows.progress import reporter
from flows.road import from_archive_to_release, recorded_run
from flows.runs import RunRecord, save_run
from flows.settings import Settings, load_settings
from flows.sources.model import Source
from flows.sources.registry import folder_source, load_sources

SOURCES_AT_ONCE = 256
"""Sources collected at the same time. Most of their time is pauses; how many requests are under way at once is a
setting."""


@flow(
    name="nightly",
    description="Collect the reports that are due, read them, build the marts, publish what the gate passes.",
    task_runner=ThreadPoolTaskRunner(max_workers=SOURCES_AT_ONCE),  # type: ignore[arg-type]  # invariant in its futures
    **tasks.ROAD_FLOW,
)
def nightly(
    sources: list[str] | None = None,
    from_files: str | None = None,
    full_build: bool = False,
    today: date | None = None,
) -> dict[str, Any]:
    """Run one night on this installation's data folder.

    Args:
        sources: ids of the sources to collect; all that are switched on where it is not given.
        from_files: a folder of saved pages to read instead of the sources.
        full_build: build even where nothing is new since the published release, and refresh everything.
        today: the date in China that decides which addresses are due; the clock's where it is not given.

    Returns:
        The run record as a dictionary; its `decision` is `published`, `unchanged` or `held`.

    Raises:
        BusyError: another night works on the same data folder.
        GateError: the gate said no; the last good release stays.
        GongkaiError: the night could not be finished; the last good release stays.
    """
    settings = load_settings()
    with recorded_run(settings, "nightly") as record:
        collect_sources(record, settings, chosen_sources(settings, sources, from_files), today)
        from_archive_to_release(record, settings, full_build=full_build)
    return asdict(record)


def chosen_sources(settings: Settings, ids: list[str] | None, from_files: str | None) -> list[Source]:
    """The sources of a run: a folder, those that are named, or all that are switched on.

    Raises:
        CollectError: there is none, or none of a name.
    """
    if from_files is not None:
        return [folder_source(Path(from_files))]
    known = {source.id: source for source in load_sources(settings.sources_dir)}
    if ids is None:
        chosen = [source for source in known.values() if source.enabled]
    else:
        missing = [name for name in ids if name not in known]
        if missing:
            raise CollectError(f"no such source in {settings.sources_dir}: {', '.join(missing)}")
        chosen = [known[name] for name in ids]
    if not chosen:
        raise CollectError(
            f"no source in {settings.sources_dir} is switched on; set `enabled: true` in one, or give --from-files"
        )
    return chosen


def collect_sources(
    record: RunRecord, settings: Settings, sources: list[Source], today: date | None = None
) -> None:
    """Fill the archive from the sources, all at once, and bring its log into the raw tables.

    Raises:
        CollectError: every source failed.
        ArchiveError: the archive cannot be written.
    """
    reporter().start("collect", len(sources))
    with Archive(settings.archive_dir, settings.remote) as archive:
        hosts = Hosts(settings.requests_at_once, settings.collect_hours * 3600)
        futures = [
            tasks.collect.submit(source, archive, hosts, settings, record.run_id, today) for source in sources
        ]
        wait(futures)  # none of them may write any more when the archive is closed
        reports: list[SourceReport] = [future.result() for future in futures]
    captures = tasks.load_captures(settings)
    record.sources = [_source_row(report) for report in reports]
    outcomes: Counter[str] = Counter()
    for report in reports:
        outcomes.update(report.counts)
    came_to = {name: outcomes[name] for name in get_args(Outcome) if outcomes[name]}
    record.counts |= {"pages": captures, **{f"pages {name}": number for name, number in came_to.items()}}
    save_run(settings, record)
    failed = [report for report in reports if report.status == "failed"]
    said = ", ".join(f"{number:,} {name}" for name, number in came_to.items())
    reporter().finish(
        "collect", f"{said or 'nothing'}; sources: {len(reports):,}, captures with lists: {captures:,}"
    )
    if len(failed) == len(reports):
        raise CollectError(
            "every source failed: " + "; ".join(f"{r.source_id}: {'; '.join(r.problems)}" for r in failed)
        )


def _source_row(report: SourceReport) -> dict[str, Any]:
    return {
        "source": report.source_id,
        "status": report.status,
        "listed": report.n_links,
        **report.counts,
        "problems": "; ".join(report.problems),
    }
