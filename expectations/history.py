"""The history of the gate: what earlier nights' checkpoints said stays readable, up to a bound.

What belongs here: where a checkpoint's verdict lies, and which nights' results and pages are taken away. What does
not: writing them (`checkpoint.py`, Great Expectations) and what the pages look like (`offline.py`).
"""

import shutil
from pathlib import Path
from typing import Final, Literal

Suite = Literal["raw", "release"]
"""The two checkpoints of a night."""

NIGHTS_KEPT: Final = 90
"""Nights whose results and pages stay, of each checkpoint: about a season."""

_PLACES: Final = ("results/{suite}", "docs/validations/{suite}")
_VERDICTS: Final[dict[Suite, str]] = {"raw": "verdicts/raw", "release": "verdicts"}


def verdict_file(quality: Path, suite: Suite, run_id: str) -> Path:
    """Where the verdict of a night's checkpoint lies."""
    return quality / _VERDICTS[suite] / f"{run_id}.json"


def drop_old_nights(quality: Path, suite: Suite) -> None:
    """Make room for one more night of a checkpoint: its oldest nights go, from the results and the pages alike, so
    that the first page never names what is not there."""
    for place in _PLACES:
        nights = sorted(path for path in (quality / place.format(suite=suite)).glob("*") if path.is_dir())
        for night in nights[: 1 - NIGHTS_KEPT]:
            shutil.rmtree(night)
    for verdict in sorted((quality / _VERDICTS[suite]).glob("*.json"))[: 1 - NIGHTS_KEPT]:
        verdict.unlink()
