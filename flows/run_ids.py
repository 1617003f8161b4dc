"""Ids of runs: the moment when a run began, in UTC (`20260131T183000Z`), so that they order what runs did.

What belongs here: how they are written. What does not: which id a run is given (`runs.py`).
"""

from datetime import datetime
from typing import Final

RUN_ID_FORMAT: Final = "%Y%m%dT%H%M%SZ"


def is_run_id(text: str) -> bool:
    """Whether a name is the id of a run, and not that of a copy or a note that somebody laid beside one."""
    try:
        return datetime.strptime(text, RUN_ID_FORMAT).strftime(RUN_ID_FORMAT) == text  # noqa: DTZ007 - only whether it is one
    except ValueError:
        return False
