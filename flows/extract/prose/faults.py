"""Statements whose number is no fact of the report, and the numbers of those that are, in the dictionary's unit.

What belongs here: why one statement with its words alone is left out. What does not: several statements of one
indicator (`settling.py`), lost characters (`damage.py`).
"""

from decimal import Decimal
from typing import Final

from flows.extract.numbers import fits
from flows.extract.prose.glued import is_glued_row
from flows.extract.prose.rule import MONEY
from flows.extract.prose.statement import Statement
from flows.reference import Indicator
from flows.vocabulary import Severity

_SCALES: Final = {
    ("元", "万元"): Decimal("0.0001"),
    ("万元", "元"): Decimal(10000),
    ("亿元", "万元"): Decimal(10000),
}


def fault_of(
    text: str, statement: Statement, indicator: Indicator, *, glued: frozenset[int], has_territory: bool
) -> tuple[str, Severity, str] | None:
    """Why a number is no fact of this report: rule, severity and reason of the finding.

    Args:
        glued: where figures end that can be several numbers (`glued.py`).
        has_territory: the body governs a place, so that 全市 is its own system.
    """
    if statement.doubt:
        return "not_of_its_label", "refusal", statement.doubt
    if statement.of_another:
        return "of_other_bodies", "refusal", "it is said of another body"
    if statement.of_territory and not has_territory:
        return "of_other_bodies", "refusal", "it is said of a whole place, and the body is one of many there"
    is_whole = statement.value == statement.value.to_integral_value()
    if not is_whole and statement.unit not in MONEY | {"%"}:
        return "not_a_count", "notice", f"{statement.value} is no count"
    if statement.unit == "" and statement.value != 0 and indicator.unit == "万元":
        # 收取费用120。: nobody can tell whether these are 元.
        return "unreadable_number", "damage", f"{statement.value} has no unit, and can be 元 or 万元"
    if not fits(converted(statement, indicator)):
        return "value_out_of_range", "refusal", f"{statement.value}{statement.unit} cannot be stored exactly"
    if statement.end in glued or (indicator.section == "applications" and is_glued_row(text, statement)):
        return "unreadable_number", "damage", "its figures can be several numbers, of the columns of a row"
    return None


def converted(statement: Statement, indicator: Indicator) -> Decimal:
    """The value in the dictionary's unit."""
    value = statement.value * _SCALES.get((statement.unit, indicator.unit), Decimal(1))
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()
