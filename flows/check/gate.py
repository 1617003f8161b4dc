"""The gate, seen from the night: start it, ask it, read its verdicts.

What belongs here: the process of its own in which the gate runs, and what the night is told. What does not:
the rules and how they are run (`expectations/`), and what the night does with the verdict.
"""

import json
import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from expectations.history import Suite, verdict_file
from expectations.rules import Severity
from expectations.verdict import Decision, Outcome, Verdict, read_verdict
from flows.errors import GateError
from flows.settings import PROJECT_DIR, Settings
from flows.sources.model import Source

TIMEOUT_SECONDS: Final = 3600
"""A gate takes seconds on a city's data and a minute on the country's; one that takes this long hangs."""

LAST_WORDS: Final = 2000
"""Characters of what a dead gate printed that the error carries."""

_SECONDS_TO_END: Final = 30


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that does not hold.

    Attributes:
        name, severity: of the rule; `critical` for every rule that could not be evaluated, and `warning` for a
            critical one that a person has accepted.
        message: one sentence: what should hold, and the number observed.
        rows: the first rows at fault, with `document_id` and `url` where they are a document's.
    """

    name: str
    severity: Severity
    message: str
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class GateReport:
    """What the gate says at one of its checkpoints.

    Attributes:
        decision: `publish`, `publish_with_notes` or `refuse`.
        failures: the rules that do not hold, critical ones first.
        docs: first page of the Data Docs.
        n_expectations: rules evaluated.
    """

    decision: Decision
    failures: tuple[Failure, ...]
    docs: Path
    n_expectations: int


class Gate:
    """A running gate; `opened_gate` starts one."""

    def __init__(self, process: "subprocess.Popen[str]", said: IO[str], settings: Settings) -> None:
        self._process = process
        self._said = said
        self._settings = settings

    def check_raw(
        self, sources: Sequence[Source], listed: Mapping[str, int], last_release: str, run_id: str
    ) -> GateReport:
        """Hold the raw store against the rules: what was read after the last release, and the sources' volumes.

        Args:
            sources: those whose bounds are held against what the store has of them.
            listed: how many reports each source listed in this run, of those that were asked.
            last_release: run of the last release, or empty where there is none.

        Raises:
            GateError: the gate died or hung, so that there is no verdict; nothing may be published.
        """
        volumes = [
            {
                "source_id": one.id,
                "min_reports": one.bounds.min_reports,
                "max_reports": one.bounds.max_reports,
                "n_listed": listed.get(one.id),
            }
            for one in sources
        ]
        asked = {"last_release": last_release, "volumes": volumes}
        return self._ask("raw", self._settings.store_file, run_id, asked)

    def check_release(
        self, candidate: Path, previous: Path | None, last_release: str, run_id: str
    ) -> GateReport:
        """Hold a built file against the rules, and against the last release where there is one.

        Raises:
            GateError: as above.
        """
        asked = {"last_release": last_release, "previous": str(previous.resolve()) if previous else None}
        return self._ask("release", candidate, run_id, asked)

    def _ask(self, suite: Suite, file: Path, run_id: str, asked: dict[str, Any]) -> GateReport:
        quality = self._settings.quality_dir.resolve()
        path = verdict_file(quality, suite, run_id)
        path.unlink(missing_ok=True)
        request = {"suite": suite, "file": str(file.resolve()), "run_id": run_id, "quality": str(quality)}
        self._serve(request | asked)
        try:
            return _report(read_verdict(path))
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise GateError(
                f"the gate left no verdict on {file} ({error}); it said: {self._words()}"
            ) from error

    def _serve(self, request: dict[str, Any]) -> None:
        asking, answering = self._process.stdin, self._process.stdout
        assert asking is not None  # noqa: S101 - both are pipes
        assert answering is not None  # noqa: S101 - both are pipes
        try:
            asking.write(json.dumps(request) + "\n")
            asking.flush()
        except BrokenPipeError:
            raise self._died() from None
        ready, _, _ = select.select([answering], [], [], TIMEOUT_SECONDS)
        if not ready:
            raise GateError(f"the gate gave no verdict within {TIMEOUT_SECONDS} s")
        if not answering.readline():
            raise self._died()

    def _died(self) -> GateError:
        code = self._process.wait(_SECONDS_TO_END)
        return GateError(f"the gate died with exit code {code}; it said: {self._words()}")

    def _words(self) -> str:
        self._said.seek(0)
        return self._said.read().strip()[-LAST_WORDS:]


@contextmanager
def opened_gate(settings: Settings) -> Iterator[Gate]:
    """Start the gate's process, which serves both checkpoints of a night, and end it."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter, arguments passed as a list
            [sys.executable, "-m", "expectations", str(os.getpid())],
            cwd=PROJECT_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        )
        with process:
            try:
                yield Gate(process, said, settings)
            finally:
                _end(process)


def _end(process: "subprocess.Popen[str]") -> None:
    try:
        process.communicate(timeout=_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()


def _report(verdict: Verdict) -> GateReport:
    order = ("critical", "warning", "info")
    failures = [_failure(one) for one in verdict.outcomes if not one.holds]
    return GateReport(
        decision=verdict.decision,
        failures=tuple(sorted(failures, key=lambda one: order.index(one.severity))),
        docs=Path(verdict.docs),
        n_expectations=len(verdict.outcomes),
    )


def _failure(outcome: Outcome) -> Failure:
    severity = "warning" if outcome.accepted and outcome.severity == "critical" else outcome.severity
    return Failure(outcome.name, severity, outcome.message, outcome.rows)
