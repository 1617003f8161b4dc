"""Spreadsheets of Excel 97 (BIFF) become drafts, by way of xlrd.

What belongs here: the calls of xlrd. What does not: how numbers are printed and tables laid out
(`sheets.py`).
"""

import struct
from collections.abc import Sequence
from typing import Any, Final

from flows.clean.layout import Draft
from flows.clean.runs import Look, Run
from flows.clean.sheets import SheetCells, drafted, printed_number
from flows.errors import Refusal

_VISIBLE: Final = 0
# xlrd meets broken files with whatever its reading runs into.
_BROKEN: Final = (
    AssertionError, AttributeError, EOFError, KeyError, IndexError, OSError, OverflowError, TypeError,
    UnicodeError, ValueError, ZeroDivisionError, struct.error,
)  # fmt: skip


def read_xls(payload: bytes) -> Draft:
    """The draft of a workbook; hidden sheets, rows and columns are left out.

    Raises:
        Refusal: `broken_file`, `encrypted`, `too_complex`.
    """
    # Loaded here: only few payloads are old spreadsheets.
    import xlrd  # noqa: PLC0415

    try:
        with xlrd.open_workbook(
            file_contents=payload, formatting_info=True, ragged_rows=True, logfile=_Silence()
        ) as book:
            sheets = [_sheet(xlrd, book, sheet) for sheet in book.sheets() if sheet.visibility == _VISIBLE]
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError) as error:
        reason = "encrypted" if "encrypted" in str(error).lower() else "broken_file"
        raise Refusal(reason, str(error)) from None
    except _BROKEN as error:
        raise Refusal("broken_file", f"{type(error).__name__}: {error}") from None
    return drafted(sheets)


class _Silence:
    """Where xlrd's remarks on a file go."""

    def write(self, _words: str) -> None:
        """Say nothing."""

    def flush(self) -> None:
        """Nothing waits."""


def _sheet(xlrd: Any, book: Any, sheet: Any) -> SheetCells:
    cells = SheetCells(merged=[(r0, r1, c0, c1) for r0, r1, c0, c1 in sheet.merged_cells])
    hidden = {column for column, info in sheet.colinfo_map.items() if info.hidden}
    for row in range(sheet.nrows):
        info = sheet.rowinfo_map.get(row)
        if info is not None and info.hidden:
            continue
        for column in range(sheet.row_len(row)):
            if column not in hidden:
                pieces = sheet.rich_text_runlist_map.get((row, column)) or []
                cells.put(row, column, _runs(xlrd, book, sheet.cell(row, column), pieces))
    return cells


def _runs(xlrd: Any, book: Any, cell: Any, pieces: Sequence[tuple[int, int]]) -> list[Run]:
    """What a cell prints.

    Args:
        pieces: where its words take another font: the place, and the font's number.
    """
    style = book.xf_list[cell.xf_index] if cell.xf_index is not None else None
    words = _printed(xlrd, book, cell, style)
    look = _look(book, style.font_index) if style is not None else "plain"
    starts = [(0, look), *((at, _look(book, font)) for at, font in pieces)]
    ends = [*(at for at, _ in starts[1:]), len(words)]
    return [
        Run(words[at:end], "struck" if look == "struck" else own)
        for (at, own), end in zip(starts, ends, strict=True)
    ]


def _look(book: Any, font: int) -> Look:
    if not 0 <= font < len(book.font_list):
        return "plain"
    found = book.font_list[font]
    if found.struck_out:
        return "struck"
    return "raised" if found.escapement else "plain"


def _printed(xlrd: Any, book: Any, cell: Any, style: Any) -> str:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return ""
    form = book.format_map.get(style.format_key) if style is not None else None
    return printed_number(
        cell.value, form.format_str if form is not None else "General", is_1904=book.datemode == 1
    )
