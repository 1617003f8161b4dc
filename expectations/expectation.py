"""The one expectation class of the gate: a measured number within bounds, with the rows that explain it.

What belongs here: evaluating one rule inside Great Expectations, and how it is shown in the Data Docs. What
does not: the rules, and the SQL they become (`rules.py`).

Great Expectations' own expectations show values without the page they came from, and some crash on DuckDB;
its SQL expectation counts a query and then runs it again. So a rule is one query here, and its answer holds
everything.
"""

from decimal import Decimal
from typing import Any, ClassVar, Final

from great_expectations.core import ExpectationValidationResult
from great_expectations.expectations.core.unexpected_rows_expectation import UnexpectedRowsExpectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.render.components import (
    CollapseContent,
    LegacyDiagnosticRendererType,
    LegacyRendererType,
    RenderedStringTemplateContent,
    RenderedTableContent,
)
from great_expectations.render.renderer.renderer import renderer

from expectations.rules import Frame, Rule, measuring_sql
from expectations.verdict import Observed, observed_text
from flows.personal import without_personal

OBSERVED: Final = "observed"
"""The column of a rule's query that holds the measured number."""

OBSERVED_VALUE: Final = "observed_value"
"""Where Great Expectations keeps that number in a result."""

ACCEPTED: Final = "accepted"
"""The column of a rule's query, and the key of a result, that says who accepted that the rule does not hold."""

_OF_THE_RULE: Final = frozenset({OBSERVED, ACCEPTED})

_NOT_WORDS: Final = frozenset({"document_id", "url", "payload_sha256"})
"""Columns of rows at fault that lead to a page: their digits are nobody's number."""

_BESIDE_FIGURES: Final = frozenset({"quote", "message"})
"""Columns that may print a figure, which no mobile number is told from."""

SEVERITY_STYLE: Final = {"critical": "danger", "warning": "warning", "info": "info"}


class ExpectReleaseToObey(UnexpectedRowsExpectation):
    """A rule of the gate; `unexpected_rows_query` is what `rules.measuring_sql` makes of it."""

    rule: str
    says: str
    at_least: float | None = None
    at_most: float | None = None

    metric_dependencies: ClassVar[tuple[str, ...]] = ("unexpected_rows_query.table",)

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,  # noqa: ARG002
        execution_engine: object | None = None,  # noqa: ARG002
    ) -> dict[str, Any]:
        answer: list[dict[str, Any]] = metrics["unexpected_rows_query.table"]
        if not answer:
            raise ValueError(f"rule {self.rule}: its query gave no row, so nothing was measured")
        observed = _number(answer[0][OBSERVED])
        holds = observed is None or (
            (self.at_least is None or observed >= self.at_least)
            and (self.at_most is None or observed <= self.at_most)
        )
        rows = [_row(row) for row in answer if not holds and _is_row(row)]
        details = {"unexpected_rows": rows, ACCEPTED: answer[0][ACCEPTED]}
        return {"success": holds, "result": {OBSERVED_VALUE: observed, "details": details}}

    @classmethod
    @renderer(renderer_type=LegacyRendererType.PRESCRIPTIVE)
    def _prescriptive_renderer(
        cls,
        configuration: ExpectationConfiguration | None = None,
        result: ExpectationValidationResult | None = None,  # noqa: ARG003
        runtime_configuration: dict[str, Any] | None = None,  # noqa: ARG003
        **_: Any,
    ) -> list[RenderedStringTemplateContent]:
        if configuration is None:
            raise ValueError("Great Expectations asked for the words of no rule")
        severity = str(configuration.severity.value)
        styling = {
            "params": {
                "severity": {"classes": ["badge", f"badge-{SEVERITY_STYLE[severity]}"]},
                "rule": {"classes": ["badge", "badge-secondary"]},
            }
        }
        words = {
            "severity": severity,
            "rule": configuration.kwargs["rule"],
            "says": configuration.kwargs["says"],
        }
        return [_text("$severity $rule $says", words, styling)]

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.OBSERVED_VALUE)
    def _diagnostic_observed_value_renderer(
        cls,
        configuration: ExpectationConfiguration | None = None,  # noqa: ARG003
        result: ExpectationValidationResult | None = None,
        runtime_configuration: dict[str, Any] | None = None,  # noqa: ARG003
        **_: Any,
    ) -> str:
        if result is None or OBSERVED_VALUE not in result.result:
            return "could not be checked"
        by = accepted_by(result)
        observed = observed_text(result.result[OBSERVED_VALUE])
        return observed if by is None or result.success else f"{observed}; accepted by {by}"

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.UNEXPECTED_TABLE)
    def _diagnostic_unexpected_table_renderer(
        cls,
        configuration: ExpectationConfiguration | None = None,  # noqa: ARG003
        result: ExpectationValidationResult | None = None,
        runtime_configuration: dict[str, Any] | None = None,  # noqa: ARG003
        **_: Any,
    ) -> list[RenderedTableContent | CollapseContent] | None:
        rows = rows_at_fault(result) if result is not None else []
        if not rows:
            return None
        # What a page says never becomes markup: a cell is a template's parameter, which is escaped.
        cells = [[_text("$cell", {"cell": _shown(cell)}) for cell in row.values()] for row in rows]
        return [
            RenderedTableContent(
                content_block_type="table",
                header_row=list(rows[0]),
                table=cells,
                styling={"body": {"classes": ["table"]}},
            )
        ]


def expectation_of(rule: Rule, frame: Frame) -> ExpectReleaseToObey:
    """A rule as Great Expectations runs it."""
    return ExpectReleaseToObey(
        rule=rule.name,
        says=rule.says,
        severity=FailureSeverity(rule.severity),
        at_least=rule.at_least,
        at_most=rule.at_most,
        unexpected_rows_query=_without_fields(measuring_sql(rule, frame)),
    )


def rows_at_fault(result: ExpectationValidationResult) -> list[dict[str, Any]]:
    """The rows that a result shows."""
    rows: list[dict[str, Any]] = result.result.get("details", {}).get("unexpected_rows", [])
    return rows


def accepted_by(result: ExpectationValidationResult) -> str | None:
    """Who accepted that the rule of a result does not hold."""
    words: str | None = result.result.get("details", {}).get(ACCEPTED)
    return words


def _without_fields(query: str) -> str:
    """Great Expectations fills fields in braces; ours are SQL's own."""
    return query.replace("{", "{{").replace("}", "}}")


def _number(value: object) -> Observed:
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"a rule measured {value!r}, which is no number")


def _is_row(row: dict[str, Any]) -> bool:
    return any(value is not None for name, value in row.items() if name not in _OF_THE_RULE)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain(name, value) for name, value in row.items() if name not in _OF_THE_RULE}


def _plain(name: str, value: object) -> str | int | float | bool | None:
    """A cell of a row at fault as JSON has it, with what is a person's own hidden: everybody may read it."""
    if value is None or isinstance(value, int | float | bool):
        return value
    # Exact decimals and dates become text: the verdict and the Data Docs are JSON, which has neither.
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    text = str(value)
    return text if name in _NOT_WORDS else without_personal(text, beside_figures=name in _BESIDE_FIGURES)


def _shown(cell: object) -> str:
    return "" if cell is None else str(cell)


def _text(
    template: str, params: dict[str, str], styling: dict[str, Any] | None = None
) -> RenderedStringTemplateContent:
    return RenderedStringTemplateContent(
        content_block_type="string_template",
        string_template={"template": template, "params": params, "styling": styling or {}},
    )
