"""The columns of a list of indicators: which hold the year's figures, which those since 2008, which nothing.

What belongs here: headings side by side, and one under another. What does not: what the words of one heading
mean (`column_words.py`), and the rows (`form_lists.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from flows.extract.tables.column_words import (
    ColumnKind,
    column_kind,
    is_bare_cumulative,
    is_column_word,
    is_numbering,
)
from flows.extract.tables.form_rows import Row, is_number, is_words
from flows.extract.tables.grid import GridCell

_PERIODS: Final = ("year", "cumulative", "part")
_FEWEST_PARTS: Final = 2
"""Columns of parts without which 合计 beside them is no whole of the body."""


@dataclass(frozen=True, slots=True)
class Column:
    """A printed column of the grid `table`; `year` where its heading names one."""

    kind: ColumnKind
    cell: GridCell
    table: int
    year: int | None = None


def read_columns(rows: Sequence[Row]) -> tuple[Column, ...]:
    """The columns of a list, left to right; empty where it has no heading.

    A second row of headings (本年度 and 历年累计, or 合计 and the body's parts, under 数量) takes the place of what
    it divides.
    """
    columns: list[Column] = []
    for row in rows:
        if not row.is_heading and (columns or any(map(is_number, row.cells))):
            if columns:
                break
            continue
        # A blank among headings is one that was lost: its column is there all the same.
        found = [_column(cell, row.table) for cell in (row.labels if row.is_heading else row.cells)]
        kinds = {column.kind for column in found} - {"ignored", "whole"}
        is_of_periods = bool(kinds) and all(column.kind in _PERIODS for column in found)
        if columns and (is_of_periods or _is_of_parts(found)):
            columns = _divided(columns, found)
        elif len(kinds) > 1 or (kinds == {"name"} and _is_of_parts(_right(found))):
            columns = found
    return tuple(_one_year(_beside_part(_whole_as_year(_with_unit(_with_name(columns))))))


def figures_of(columns: Sequence[Column]) -> list[Column]:
    """The columns that hold facts."""
    return [column for column in columns if column.kind in ("year", "cumulative")]


def _column(cell: GridCell, table: int) -> Column:
    kind, year = column_kind(cell.text)
    return Column(kind, cell, table, year)


def _is_of_parts(columns: Sequence[Column]) -> bool:
    """Whether columns are a whole of the body and its parts, each with a name."""
    parts = [column.cell for column in columns if column.kind == "ignored"]
    n_wholes = sum(column.kind == "whole" for column in columns)
    are_named = all(is_words(cell) and not is_column_word(cell.text) for cell in parts)
    return n_wholes == 1 and len(parts) == len(columns) - 1 >= _FEWEST_PARTS and are_named


def _whole_as_year(columns: Sequence[Column]) -> list[Column]:
    """合计 beside the body's parts is the year's figure; a whole of anything else is not believed."""
    kind: ColumnKind = "year" if _is_of_parts(_right(columns)) else "ignored"
    return [replace(column, kind=kind) if column.kind == "whole" else column for column in columns]


def _right(columns: Sequence[Column]) -> list[Column]:
    """The columns for figures, known or not: all but those of names, units and codes."""
    return [c for c in columns if c.kind not in ("name", "unit") and not is_numbering(c.cell.text)]


def _divided(columns: Sequence[Column], below: Sequence[Column]) -> list[Column]:
    first = below[0].cell
    over = [
        column
        for column in columns
        if column.cell.column <= first.column < column.cell.column + column.cell.colspan
    ]
    divided = over[0] if over and over[0].kind not in ("name", "unit") else columns[-1]
    at = list(columns).index(divided)
    return [*columns[:at], *below, *columns[at + 1 :]]


def _with_name(columns: Sequence[Column]) -> list[Column]:
    """Where no heading is that of the names, the first one stands over them: it is damaged, or says it otherwise."""
    if not columns or any(column.kind == "name" for column in columns):
        return list(columns)
    first = columns[0]
    is_over_names = first.kind == "ignored" and first.cell.column == 0 and not is_numbering(first.cell.text)
    return [replace(first, kind="name"), *columns[1:]] if is_over_names else list(columns)


def _with_unit(columns: Sequence[Column]) -> list[Column]:
    """A blank heading right after that of the names is the lost one of the units."""
    if any(column.kind == "unit" for column in columns):
        return list(columns)
    return [
        replace(column, kind="unit")
        if i and columns[i - 1].kind == "name" and not column.cell.text
        else column
        for i, column in enumerate(columns)
    ]


def _beside_part(columns: Sequence[Column]) -> list[Column]:
    """Beside a part of the year a bare 累计 can be the year's or that since 2008: neither is believed."""
    if not any(column.kind == "part" for column in columns):
        return list(columns)
    return [
        replace(column, kind="ignored") if is_bare_cumulative(column.cell.text) else column
        for column in columns
    ]


def _one_year(columns: Sequence[Column]) -> list[Column]:
    """Of several years the last is the report's; two columns that both claim the year are not believed."""
    last = max((column.year for column in columns if column.year), default=None)
    kept = [
        replace(column, kind="ignored") if column.year is not None and column.year != last else column
        for column in columns
    ]
    n_names = sum(column.kind == "name" for column in kept)
    if sum(column.kind == "year" for column in kept) <= max(1, n_names):
        return kept
    return [replace(column, kind="ignored") if column.kind == "year" else column for column in kept]
