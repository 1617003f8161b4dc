"""What a build depends on, as one fingerprint: equal inputs give an equal release.

What belongs here: which rows and files the marts are a function of. What does not: building.
"""

import csv
import hashlib
from datetime import date
from typing import Final

from flows.load.store import RawStore
from flows.settings import PROJECT_DIR

_PROJECT_PARTS = (
    "dbt_project/models",
    "dbt_project/macros",
    "dbt_project/seeds",
    "dbt_project/dbt_project.yml",
    "flows/personal.py",
)
_DEADLINES: Final = PROJECT_DIR / "dbt_project/seeds/deadlines.csv"


def inputs_fingerprint(store: RawStore) -> str:
    """SHA-256 over the raw rows that the marts are made of and over the dbt project's files.

    Captures that found nothing new are left out: they say that a page was looked at, and change no fact. But with the
    first that is made after a legal date a report that was not yet due is missing.
    """
    parts = store.content_fingerprint(), str(last_due_before(store.newest_capture())), project_fingerprint()
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def last_due_before(day: date | None) -> date | None:
    """The last day before this one on which the law wants a report of any body, or on which a year ends, for then the
    next one is asked for."""
    if day is None:
        return None
    with _DEADLINES.open(encoding="utf-8", newline="") as stream:
        ends = {(int(row["due_month"]), int(row["due_day"])) for row in csv.DictReader(stream)}
    days = {date(year, *end) for year in (day.year - 1, day.year) for end in ends | {(12, 31)}}
    return max((one for one in days if one < day), default=None)


def project_fingerprint() -> str:
    """SHA-256 over the files that the marts are a function of: the dbt project's, and the function that it uses."""
    digest = hashlib.sha256()
    for part in _PROJECT_PARTS:
        root = PROJECT_DIR / part
        files = [root] if root.is_file() else sorted(path for path in root.rglob("*") if path.is_file())
        for path in files:
            digest.update(str(path.relative_to(PROJECT_DIR)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
