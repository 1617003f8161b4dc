"""Findings about printed rows: their words, in one place.

What belongs here: what is said of a row or a table that cannot be read, or only by order. What does not: when it is
said (`form_*.py`), and findings about single cells (`form_rows.py`).
"""

from collections.abc import Sequence

from flows.extract.model import Finding, Observation, Where
from flows.extract.tables.form_rows import Row, is_number, where
from flows.extract.tables.grid import GridCell
from flows.reference import FormCell
from flows.vocabulary import Severity


def row_finding(rule: str, severity: Severity, message: str, row: Row) -> Finding:
    """A finding that concerns a whole row: its words and figures are the quote."""
    start, end = row.cells[0].start, max(cell.end for cell in row.cells)
    quote = " | ".join(cell.text for cell in row.cells)
    return Finding(rule, severity, message, where=Where(start, end, quote, row.table, row.number, None))


def unplaced(row: Row, *, has_label: bool = True) -> Finding:
    """A row whose numbers are left out because its place in the form is not certain.

    Args:
        row: the row.
        has_label: it has a label of its own, beyond that of its group.
    """
    figures = ", ".join(cell.text for cell in row.values if is_number(cell))
    if row.labels and has_label:
        message = f"the form has no row '{row.own_label}'; left out with it: {figures}"
        return row_finding("unknown_row", "refusal", message, row)
    message = f"a row without a label cannot be placed by the order of the form; left out: {figures}"
    return row_finding("misaligned_row", "damage", message, row)


def placed_by_order(row: Row, label: str) -> Finding:
    """A row that lost its own label and was placed by the order of the form."""
    message = f"a row without a label was read as '{label}', by the order of the form"
    return row_finding("placed_by_order", "damage", message, row)


def columns_by_order(row: Row) -> Finding:
    """A row (or the first of several) whose headings are lost, and whose cells were read as the form has them."""
    message = "the headings are not all there; the columns were read in the order of the form"
    return row_finding("placed_by_order", "damage", message, row)


def misaligned(row: Row, n: int) -> Finding:
    """A row whose cells do not fit its headings, or stand under none that are certain."""
    label = row.own_label
    printed = ", ".join(cell.text or "(blank)" for cell in row.values)
    if len(row.values) == n:
        message = f"no headings say for certain what the cells of row '{label}' hold: {printed}"
    else:
        message = f"row '{label}' should have {n} cells for numbers and has {len(row.values)}: {printed}"
    return row_finding("misaligned_row", "damage", message, row)


def of_parts(row: Row) -> Finding:
    """The first row for one row of the form whose label says that it is a part of it, or more."""
    message = (
        f"row '{row.own_label}' is not the whole row of the form by the note in its label; it is left out"
    )
    return row_finding("divided_row", "refusal", message, row)


def two_rows(row: Row) -> Finding:
    """The first of two rows with other figures under the same headings."""
    message = (
        "two rows of figures stand under the same headings, and nothing says which is the report's; "
        "both are left out"
    )
    return row_finding("two_sets_of_figures", "refusal", message, row)


def misaligned_table(rows: Sequence[Row], expected: Sequence[str]) -> Finding:
    """A table none of whose rows fits the columns of its form."""
    first = next(row for row in rows if any(map(is_number, row.values)))
    message = (
        f"the form has {len(expected)} columns for numbers ({', '.join(expected)}), the table has rows of "
        f"{len(first.values)} cells; it is left out"
    )
    return row_finding("misaligned_table", "damage", message, first)


def odd_columns(row: Row, odd: str) -> Finding:
    """A table, known by its first row, whose columns are not just those of its form."""
    return row_finding("odd_columns", "notice", f"the table has {odd}", row)


def several_years(row: Row) -> Finding:
    """A table, known by a row of it, with the columns of several years."""
    return odd_columns(row, "columns of several years; those of the last one are read")


def without_figures(row: Row) -> Finding:
    """The first row of a list whose headings name no column of the year or of all years."""
    message = "no heading of the list says that its column holds the year's figures; all of them are left out"
    return row_finding("unknown_columns", "refusal", message, row)


def slipped_figures(row: Row) -> Finding:
    """The first of the headings in a list that have figures beside them."""
    message = f"figures stand beside '{row.own_label}' and other headings, so that they have slipped; all are left out"
    return row_finding("misaligned_table", "damage", message, row)


def unreadable_unit(row: Row, cell: GridCell, form_cell: FormCell) -> Finding:
    """An amount whose unit is not certain: its heading gives one that cannot be read, or it is too large for none."""
    return Finding(
        "unreadable_cell",
        "damage",
        f"the heading over '{cell.text}' gives no unit that can be read, and the form's is in doubt",
        indicator_id=form_cell.indicator_id,
        where=where(row, cell),
    )


def large_amount(row: Row, one: Observation) -> Finding:
    """An amount that is printed in 万元 and can be one in 元."""
    return Finding(
        "large_amount",
        "notice",
        f"{one.value} {one.unit} for '{row.own_label}' is more than disclosure costs; it can be in another unit",
        indicator_id=one.indicator_id,
        where=one.where,
    )


def of_unknown_form(row: Row) -> Finding:
    """A row without headings that does not show which form it is of."""
    figures = ", ".join(cell.text for cell in row.values if is_number(cell))
    message = (
        f"nothing shows of which form row '{row.labels[-1].text}' without headings is; left out: {figures}"
    )
    return row_finding("unknown_columns", "refusal", message, row)
