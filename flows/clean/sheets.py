"""Spreadsheets become drafts, whichever file they are read from.

What belongs here: a sheet's cells as a table, and numbers as the sheet prints them. What does not: files
(`xlsx.py`, `xls.py`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from flows.clean.laid import LaidCell, add_table
from flows.clean.layout import Draft, folded_cell
from flows.errors import Refusal

MAX_PLACES: Final = 500_000
"""Rows times columns of what is printed on a sheet."""
_DIGITS: Final = 15
"""Significant digits that a spreadsheet prints; what lies behind is an artefact of binary fractions."""
_QUOTED: Final = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_FIXED: Final = re.compile(r"[#,?]*[0?](?:\.(0+))?(%?)")
_DATE: Final = re.compile(r"[yd]", re.IGNORECASE)
_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a calendar day, without any zone
_EPOCH_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001
_MAX_DAY: Final = 2_958_465
Range = tuple[int, int, int, int]


@dataclass(slots=True)
class SheetCells:
    """What a sheet prints.

    Attributes:
        words: by row and column, 0-based.
        merged: first row, end row, first column, end column of merged cells, ends excluded.
    """

    words: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)


def drafted(sheets: Iterable[SheetCells]) -> Draft:
    """The draft of a workbook: a table a sheet; sheets without words are left out.

    Raises:
        Refusal: `too_complex`.
    """
    draft = Draft()
    for sheet in sheets:
        words = {place: text for place, raw in sheet.words.items() if (text := folded_cell(raw))}
        if words:
            add_table(_laid(words, sheet.merged), draft)
    return draft


def _laid(words: Mapping[tuple[int, int], str], merged: Sequence[Range]) -> list[LaidCell]:
    """All places of the printed rows and columns; blank ones can be missing values."""
    rows, columns = sorted({row for row, _ in words}), sorted({column for _, column in words})
    if len(rows) * len(columns) > MAX_PLACES:
        raise Refusal("too_complex", f"{len(rows)} rows and {len(columns)} columns in a sheet")
    used_rows, used_columns = set(rows), set(columns)
    covered: set[tuple[int, int]] = set()
    cells = []
    for first_row, end_row, first_column, end_column in merged:
        inside = [
            (row, column)
            for row in range(first_row, min(end_row, rows[-1] + 1))
            if row in used_rows
            for column in range(first_column, min(end_column, columns[-1] + 1))
            if column in used_columns
        ]
        if len(inside) > 1 and covered.isdisjoint(inside):
            covered.update(inside)
            # Only the first of merged cells is printed; a file can hold words in the others.
            text = words.get((first_row, first_column), "")
            cells.append(
                LaidCell(text, inside[0][0], inside[-1][0] + 1, inside[0][1], inside[-1][1] + 1)
            )
    cells += [
        LaidCell(words.get((row, column), ""), row, row + 1, column, column + 1)
        for row in rows
        for column in columns
        if (row, column) not in covered
    ]
    return cells


def printed_number(value: float, number_format: str, *, is_1904: bool = False) -> str:
    """A number as its format prints it; a format that is not known here prints all its digits.

    Args:
        value: as stored.
        number_format: the format code, such as `0.00%` or `General`.
        is_1904: days are counted from 1904.
    """
    section = number_format.split(";")[0]
    bare = _QUOTED.sub("", section)
    if _DATE.search(bare) and "general" not in bare.lower() and 0 < value <= _MAX_DAY:
        return _printed_date(value, is_1904)
    number = Decimal(f"{value:.{_DIGITS}g}")
    form = _FIXED.fullmatch(bare.strip())
    if form is None:
        return f"{number.normalize():f}"
    decimals, percent = form.groups()
    before, after = _literals(section)
    shown = number * 100 if percent else number
    shown = shown.quantize(Decimal(1).scaleb(-len(decimals or "")), ROUND_HALF_UP)
    return f"{before}{shown:f}{percent}{after}"


def _literals(section: str) -> tuple[str, str]:
    """The quoted words before and after the digits of a format."""
    at = _FIXED.search(_QUOTED.sub(lambda m: "\0" * len(m.group()), section))
    first, last = at.span() if at else (0, 0)
    parts = [(m.start(), m.group(1) or m.group(2) or "") for m in _QUOTED.finditer(section)]
    before = "".join(text for start, text in parts if start < first)
    return before, "".join(text for start, text in parts if start >= last)


def _printed_date(value: float, is_1904: bool) -> str:
    epoch = _EPOCH_1904 if is_1904 else _EPOCH
    return f"{epoch + timedelta(days=int(value)):%Y-%m-%d}"
