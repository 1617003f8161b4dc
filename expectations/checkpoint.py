"""The two checkpoints of a night: the raw store after loading, and the built file before it is published.

What belongs here: putting a suite together, running it, and reading its results. What does not: the rules,
and what is done with the verdict (`flows/check/gate.py`).
"""

import contextlib
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import great_expectations as gx
from great_expectations.checkpoint.actions import UpdateDataDocsAction
from great_expectations.core import ExpectationValidationResult
from great_expectations.core.run_identifier import RunIdentifier

from expectations.adapter import DOCS_SITE, open_context, open_file
from expectations.documents import DOCUMENT_RULES
from expectations.drift import DRIFT_RULES
from expectations.expectation import OBSERVED_VALUE, accepted_by, expectation_of, rows_at_fault
from expectations.facts import FACT_RULES
from expectations.history import Suite, drop_old_nights
from expectations.raw import Volume, raw_rules
from expectations.rules import Frame, Rule
from expectations.verdict import Outcome, Verdict, decide
from flows.personal import without_personal

_BATCHES: Final[dict[Suite, str]] = {
    "raw": "select * from raw.readings",
    "release": "select * from fct_disclosure",
}
"""What Great Expectations takes for its batch; the rules name their tables themselves."""


_DECIDED: Final = """(
        select * exclude (stated_document_id, document_id), stated_document_id as document_id from main.fct_override
        union
        select * exclude (stated_document_id) from main.fct_override where document_id is not null
    )"""
"""Decisions with the document as they name it, and as it is read today."""

_KEPT_OUT: Final = f"select document_id from {_DECIDED} where decision = 'quarantine'"  # noqa: S608 - our own words


def rules_for(previous: Path | None) -> tuple[Rule, ...]:
    """All rules on a built file; those on the last release only where there is one."""
    return FACT_RULES + DOCUMENT_RULES + (DRIFT_RULES if previous is not None else ())


def check_release(
    file: Path,
    previous: Path | None,
    last_release: str,
    run_id: str,
    quality: Path | None,
    rules: Sequence[Rule] | None = None,
) -> Verdict:
    """Hold a built file against the rules and write the Data Docs.

    Args:
        file: the built file; opened read-only.
        previous: the file of the last release; opened read-only.
        last_release: its run, or empty.
        run_id: the night, as the Data Docs name it.
        quality: folder of the results (`results/`, the history) and the Data Docs (`docs/`); None leaves no
            trace.
        rules: the rules; those of `rules_for(previous)` where not given.

    Raises:
        great_expectations.exceptions.GreatExpectationsError, sqlalchemy.exc.SQLAlchemyError: the file is no
            warehouse. A single rule that cannot be evaluated does not raise: it is a critical failure.
    """
    pages = "select 0 as age, document_id, url from main.dim_document"
    if previous is not None:
        pages += " union all select 1 as age, document_id, url from previous.dim_document"
    frame = Frame(pages, _accepted(_DECIDED), last_release, _KEPT_OUT)
    chosen = rules_for(previous) if rules is None else rules
    return _run("release", file, previous, frame, chosen, run_id, quality)


def check_raw(
    store: Path,
    last_release: str,
    volumes: Sequence[Volume],
    run_id: str,
    quality: Path | None,
    rules: Sequence[Rule] | None = None,
) -> Verdict:
    """Hold the raw store against the rules: what came into it since the last release, and its volumes.

    Args:
        store: the raw store; opened read-only.
        last_release: run of the last release, or empty: what was read later has never been published.
        volumes: bounds of the sources.
        rules: the rules; those of `raw_rules` where not given.

    Raises:
        as `check_release`.
    """
    pages = "select 0 as age, document_id, url from raw.document_sources"
    frame = Frame(pages, _accepted("raw.overrides"), last_release)
    chosen = raw_rules(last_release, volumes) if rules is None else rules
    return _run("raw", store, None, frame, chosen, run_id, quality)


def _accepted(table: str) -> str:
    """What people have accepted, as a frame's `accepted`; `document_id` is null for a rule as a whole."""
    return f"""select field as rule, document_id, value as against,
            concat(who, ', ', decided_on, ': ', why) as words
        from {table} where decision = 'accept'"""  # noqa: S608 - our own words, names and run ids


def _run(
    suite: Suite,
    file: Path,
    previous: Path | None,
    frame: Frame,
    rules: Sequence[Rule],
    run_id: str,
    quality: Path | None,
) -> Verdict:
    if quality is not None:
        drop_old_nights(quality, suite)
    # Great Expectations prints advice on every query; what the gate has to say is its verdict.
    with contextlib.redirect_stdout(io.StringIO()):
        results = _results(suite, file, previous, frame, rules, run_id, quality)
    outcomes = tuple(_outcome(rule, results.get(rule.name)) for rule in rules)
    docs = str((quality / "docs" / "index.html").resolve()) if quality else ""
    return Verdict(run_id, decide(outcomes), outcomes, docs)


def _results(
    suite: Suite,
    file: Path,
    previous: Path | None,
    frame: Frame,
    rules: Sequence[Rule],
    run_id: str,
    quality: Path | None,
) -> dict[str, ExpectationValidationResult]:
    context = open_context(quality)
    source = open_file(context, suite, file, previous)
    asset = source.add_query_asset(suite, query=_BATCHES[suite])
    expectations = [expectation_of(rule, frame) for rule in rules]
    # The pages of suites that the context does not know are taken away, and links lead to those of both checkpoints.
    for other in set(_BATCHES) - {suite}:
        context.suites.add(gx.ExpectationSuite(other))
    definition = context.validation_definitions.add(
        gx.ValidationDefinition(
            name=suite,
            data=asset.add_batch_definition_whole_table(suite),
            suite=context.suites.add(gx.ExpectationSuite(suite, expectations=expectations)),
        )
    )
    checkpoint = context.checkpoints.add(
        gx.Checkpoint(
            name=suite,
            validation_definitions=[definition],
            actions=[UpdateDataDocsAction(name=DOCS_SITE, site_names=[DOCS_SITE])] if quality else [],
            result_format="COMPLETE",
        )
    )
    try:
        run = checkpoint.run(run_id=RunIdentifier(run_name=run_id))
    finally:
        source.get_execution_engine().close()
        source.get_engine().dispose()
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
        accepted=accepted_by(result),
    )


def _error(result: ExpectationValidationResult) -> str | None:
    """Why a rule could not be evaluated: the first line of what was raised, which may quote a text."""
    found = result.exception_info or {}
    # One exception stands there plainly, or one per metric under the metric's name.
    for one in (found, *(value for value in found.values() if isinstance(value, dict))):
        if one.get("raised_exception"):
            return without_personal(
                str(one.get("exception_message") or "unknown error").strip().splitlines()[0]
            )
    return None if OBSERVED_VALUE in result.result else "it measured nothing"
