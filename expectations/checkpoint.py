"""A night's gate: all rules on one built file, in one checkpoint.

What belongs here: putting the suite together, running it, and reading its results. What does not: the rules,
and what is done with the verdict (`flows/check/gate.py`).
"""

import contextlib
import io
from pathlib import Path
from typing import Final

import great_expectations as gx
from great_expectations.checkpoint.actions import UpdateDataDocsAction
from great_expectations.core import ExpectationValidationResult
from great_expectations.core.run_identifier import RunIdentifier

from expectations.adapter import DOCS_SITE, open_context, open_release
from expectations.documents import DOCUMENT_RULES
from expectations.drift import DRIFT_RULES
from expectations.expectation import OBSERVED_VALUE, expectation_of, rows_at_fault
from expectations.facts import FACT_RULES
from expectations.rules import Rule
from expectations.verdict import Outcome, Verdict, decide

SUITE: Final = "release"
BATCH: Final = "fct_disclosure"
"""The table that Great Expectations takes for its batch; the rules name their tables themselves."""


def rules_for(previous: Path | None) -> tuple[Rule, ...]:
    """All rules of a night; those on the last release only where there is one."""
    return FACT_RULES + DOCUMENT_RULES + (DRIFT_RULES if previous is not None else ())


def run_checkpoint(
    file: Path,
    previous: Path | None,
    run_id: str,
    quality: Path | None,
    rules: tuple[Rule, ...] | None = None,
) -> Verdict:
    """Hold a built file against the rules and write the Data Docs.

    Args:
        file: the built file; opened read-only.
        previous: the file of the last release; opened read-only.
        run_id: the night, as the Data Docs name it.
        quality: folder of the results (`results/`, the history) and the Data Docs (`docs/`); None leaves no
            trace.
        rules: the rules; those of `rules_for(previous)` where not given.

    Raises:
        great_expectations.exceptions.GreatExpectationsError, sqlalchemy.exc.SQLAlchemyError: the file is no
            warehouse. A single rule that cannot be evaluated does not raise: it is a critical failure.
    """
    chosen = rules_for(previous) if rules is None else rules
    # Great Expectations prints advice on every query; what the gate has to say is its verdict.
    with contextlib.redirect_stdout(io.StringIO()):
        results = _results(file, previous, run_id, quality, chosen)
    outcomes = tuple(_outcome(rule, results.get(rule.name)) for rule in chosen)
    docs = str((quality / "docs" / "index.html").resolve()) if quality else ""
    return Verdict(run_id, decide(outcomes), outcomes, docs)


def _results(
    file: Path, previous: Path | None, run_id: str, quality: Path | None, rules: tuple[Rule, ...]
) -> dict[str, ExpectationValidationResult]:
    context = open_context(quality)
    release = open_release(context, file, previous)
    batch = release.add_table_asset(BATCH, table_name=BATCH).add_batch_definition_whole_table(BATCH)
    expectations = [expectation_of(rule, has_previous=previous is not None) for rule in rules]
    suite = context.suites.add(gx.ExpectationSuite(SUITE, expectations=expectations))
    definition = context.validation_definitions.add(
        gx.ValidationDefinition(name=SUITE, data=batch, suite=suite)
    )
    checkpoint = context.checkpoints.add(
        gx.Checkpoint(
            name=SUITE,
            validation_definitions=[definition],
            actions=[UpdateDataDocsAction(name=DOCS_SITE, site_names=[DOCS_SITE])] if quality else [],
            result_format="COMPLETE",
        )
    )
    try:
        run = checkpoint.run(run_id=RunIdentifier(run_name=run_id))
    finally:
        release.get_execution_engine().close()
        release.get_engine().dispose()
    return {
        one.expectation_config.kwargs["rule"]: one
        for result in run.run_results.values()
        for one in result.results
        if one.expectation_config is not None
    }


def _outcome(rule: Rule, result: ExpectationValidationResult | None) -> Outcome:
    error = "it has no result" if result is None else _error(result)
    if result is None or error is not None:
        return Outcome(rule.name, "critical", rule.says, holds=False, observed=None, error=error)
    return Outcome(
        name=rule.name,
        severity=rule.severity,
        says=rule.says,
        holds=bool(result.success),
        observed=result.result[OBSERVED_VALUE],
        rows=tuple(rows_at_fault(result)),
    )


def _error(result: ExpectationValidationResult) -> str | None:
    """Why a rule could not be evaluated: the first line of what was raised."""
    found = result.exception_info or {}
    # One exception stands there plainly, or one per metric under the metric's name.
    for one in (found, *(value for value in found.values() if isinstance(value, dict))):
        if one.get("raised_exception"):
            return str(one.get("exception_message") or "unknown error").strip().splitlines()[0]
    return None if OBSERVED_VALUE in result.result else "it measured nothing"
