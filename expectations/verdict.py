"""The verdict: what the gate says of one file.

What belongs here: the data structure, how a decision follows from the outcomes, and its JSON, which is how
the verdict leaves the gate's own process. What does not: running rules. Nothing here imports Great
Expectations.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from expectations.rules import Severity

Decision = Literal["publish", "publish_with_notes", "refuse"]
Observed = int | float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one rule came out.

    Attributes:
        name, severity, says: of the rule; a rule that could not be evaluated is always critical.
        holds: whether it holds.
        observed: the number measured; None where there was nothing to measure, or where it failed to run.
        rows: the first rows at fault, with `document_id` and the `url` of their page where they are a
        document's.
        error: why it could not be evaluated, or None.
        accepted: who accepted that it does not hold, when and why (`data/overrides.csv`), or None.
    """

    name: str
    severity: Severity
    says: str
    holds: bool
    observed: Observed
    rows: tuple[dict[str, Any], ...] = ()
    error: str | None = None
    accepted: str | None = None

    @property
    def message(self) -> str:
        """One sentence for people."""
        if self.error is not None:
            return f"could not be checked ({self.error}): {self.says}"
        result = "holds" if self.holds else "does not hold"
        by = f"; accepted by {self.accepted}" if self.accepted and not self.holds else ""
        return f"{self.says}: {result}, observed {observed_text(self.observed)}{by}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of one file.

    Attributes:
        run_id: the night.
        decision: what follows from the outcomes.
        outcomes: of every rule that was tried.
        docs: the first page of the Data Docs, empty where none were written.
    """

    run_id: str
    decision: Decision
    outcomes: tuple[Outcome, ...]
    docs: str


def observed_text(observed: Observed) -> str:
    """A measured number for people: counts with their thousands separated, shares in per cent."""
    if observed is None:
        return "nothing to measure"
    return f"{observed:,}" if isinstance(observed, int) else f"{observed:.2%}"


def decide(outcomes: Sequence[Outcome]) -> Decision:
    """`refuse` where a critical rule does not hold, `publish_with_notes` where a warning does not, or a person has
    accepted that a critical rule does not."""
    failed = [outcome for outcome in outcomes if not outcome.holds]
    if any(outcome.severity == "critical" and outcome.accepted is None for outcome in failed):
        return "refuse"
    return "publish_with_notes" if any(outcome.severity != "info" for outcome in failed) else "publish"


def write_verdict(verdict: Verdict, path: Path) -> None:
    """Write the verdict as JSON, whole or not at all."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(asdict(verdict), ensure_ascii=False, indent=1), encoding="utf-8")
    part.replace(path)


def read_verdict(path: Path) -> Verdict:
    """Read what `write_verdict` wrote.

    Raises:
        OSError, ValueError, TypeError, KeyError: it is not there or is no verdict.
    """
    found = json.loads(path.read_text(encoding="utf-8"))
    outcomes = tuple(Outcome(**{**one, "rows": tuple(one["rows"])}) for one in found["outcomes"])
    return Verdict(found["run_id"], found["decision"], outcomes, found["docs"])
