"""The gate, seen from the night: start it, wait, read its verdict.

What belongs here: the process of its own in which the gate runs, and what the night is told. What does not:
the rules and how they are run (`expectations/`), and what the night does with the verdict.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from expectations.rules import Severity
from expectations.verdict import Decision, Outcome, Verdict, read_verdict
from flows.errors import GateError
from flows.settings import PROJECT_DIR, Settings

TIMEOUT_SECONDS: Final = 3600
"""A gate takes seconds on a city's data and a minute on the country's; one that takes this long hangs."""

LAST_WORDS: Final = 2000
"""Characters of what a dead gate printed that the error carries."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that does not hold.

    Attributes:
        name, severity: of the rule; `critical` for every rule that could not be evaluated.
        message: one sentence: what should hold, and the number observed.
        rows: the first rows at fault, with `document_id` and `url` where they are a document's.
    """

    name: str
    severity: Severity
    message: str
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class GateReport:
    """What the gate says of one built file.

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


def run_gate(candidate: Path, previous: Path | None, run_id: str, settings: Settings) -> GateReport:
    """Hold a built file against the rules, and against the last release where there is one.

    Raises:
        GateError: the gate died or hung, so that there is no verdict; nothing may be published.
    """
    verdict_file = settings.quality_dir / "verdicts" / f"{run_id}.json"
    verdict_file.unlink(missing_ok=True)
    command = [sys.executable, "-m", "expectations", "--file", str(candidate.resolve()), "--run-id", run_id]
    command += ["--out", str(settings.quality_dir.resolve())]
    if previous is not None:
        command += ["--previous", str(previous.resolve())]
    said = _run(command)
    try:
        verdict = read_verdict(verdict_file)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise GateError(f"the gate left no verdict on {candidate} ({error}); it said: {said}") from error
    return _report(verdict)


def _run(command: list[str]) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - our own module, by list, without a shell
            command, cwd=PROJECT_DIR, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise GateError(f"the gate gave no verdict within {TIMEOUT_SECONDS} s") from error
    said = (done.stdout + done.stderr).strip()[-LAST_WORDS:]
    if done.returncode != 0:
        raise GateError(f"the gate died with exit code {done.returncode}; it said: {said}")
    return said


def _report(verdict: Verdict) -> GateReport:
    order = ("critical", "warning", "info")
    failed = sorted(
        (one for one in verdict.outcomes if not one.holds), key=lambda one: order.index(one.severity)
    )
    return GateReport(
        decision=verdict.decision,
        failures=tuple(_failure(one) for one in failed),
        docs=Path(verdict.docs),
        n_expectations=len(verdict.outcomes),
    )


def _failure(outcome: Outcome) -> Failure:
    return Failure(outcome.name, outcome.severity, outcome.message, outcome.rows)
