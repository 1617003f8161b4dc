"""The trials of `make faults`: kept one by one, so that a run that is interrupted goes on where it was.

What belongs here: the file of trials, and the figures and the table that are made from it. What does not: any fault.

A trial counts for the code that it was made with: after a change of the code all are made anew, and only then. One that
lost something is not made again until it goes well, since many a loss depends on the moment. As a program it prints
the fingerprint of the code: `python -m tests.faults.trials`.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
_CODE: Final = ("flows/**/*.py", "expectations/**/*.py", "dbt_project/**/*.sql", "dbt_project/**/*.yml",
                "dbt_project/seeds/*.csv", "tests/faults/*.py")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one trial.

    Attributes:
        what: what was done.
        problems: what was not as it should be afterwards.
        times: how many faults there were in it.
        figures: numbers that are only watched, added up over the trials.
    """

    what: str
    problems: tuple[str, ...] = ()
    times: int = 1
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trial:
    """One trial of a fault, with the fingerprint of the code that it was made with."""

    fault: str
    number: int
    code: str
    outcome: Outcome


class Book:
    """The file of trials, a line of JSON each. Those of other code leave it with the first new one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._code = fingerprint()
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        kept = [_trial(json.loads(line)) for line in lines]
        self._trials = [trial for trial in kept if trial.code == self._code]
        self._is_of_today = len(self._trials) == len(kept)

    @property
    def code(self) -> str:
        """The fingerprint of the code that the trials count for."""
        return self._code

    def missing(self, fault: str, n: int) -> list[int]:
        """The numbers of the trials that are still to be made, of `n`."""
        made = {trial.number for trial in self._trials if trial.fault == fault}
        return [number for number in range(n) if number not in made]

    def carry_out(self, fault: str, numbers: Iterable[int], attempt: Callable[[int], Outcome]) -> None:
        """Make these trials and write each down before the next."""
        self._path.parent.mkdir(exist_ok=True)
        for number in numbers:
            trial = Trial(fault, number, self._code, attempt(number))
            self._trials.append(trial)
            written = [trial] if self._is_of_today else self._trials
            with self._path.open("a" if self._is_of_today else "w", encoding="utf-8") as stream:
                stream.writelines(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in written)
            self._is_of_today = True
            said = "; ".join(trial.outcome.problems) or "nothing lost"
            print(f"{fault} {number}: {trial.outcome.what}: {said}", flush=True)  # noqa: T201 - a run takes hours

    def of(self, fault: str) -> list[Outcome]:
        """The trials of a fault that were made."""
        return [trial.outcome for trial in self._trials if trial.fault == fault]


def _trial(line: dict[str, Any]) -> Trial:
    outcome = line.pop("outcome")
    outcome["problems"] = tuple(outcome["problems"])
    return Trial(**line, outcome=Outcome(**outcome))


@cache
def fingerprint() -> str:
    """The first twelve signs of a hash over all code that a trial stands on."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in _CODE for path in ROOT.glob(pattern)):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


if __name__ == "__main__":
    print(fingerprint())  # noqa: T201 - what it is for
