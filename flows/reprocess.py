"""The reprocess flow: the archive read by a new version of the reader, without the network.

What belongs here: that the raw tables stay, and only what the present reader has not read is read. What does not:
making the raw tables anew (`backfill.py`), and the road itself (`road.py`).
"""

from dataclasses import asdict
from typing import Any

from prefect import flow

from flows import tasks
from flows.road import from_archive_to_release, recorded_run
from flows.settings import load_settings


@flow(
    name="reprocess",
    description="Read every archived page that the present reader has not read, build, publish what the gate passes.",
    **tasks.ROAD_FLOW,
)
def reprocess(full_build: bool = False) -> dict[str, Any]:
    """Bring everything up to the present version of the reader, on this installation's data folder.

    What older versions read stays in the raw tables; the warehouse takes each page as the newest version read it.
    A run that was killed is continued by the next one.

    Args:
        full_build: build even where nothing is new since the published release, and begin afresh.

    Returns:
        The run record as a dictionary; its `decision` is `published`, `unchanged` or `held`.

    Raises:
        BusyError: another run works on the same data folder.
        GateError: the gate said no; the last good release stays.
        GongkaiError: a stage failed; the last good release stays.
    """
    settings = load_settings()
    with recorded_run(settings, "reprocess") as record:
        record.counts |= {"pages": tasks.load_captures(settings)}
        from_archive_to_release(record, settings, full_build=full_build)
    return asdict(record)
