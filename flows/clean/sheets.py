"""Spreadsheets become drafts, whichever file they are read from.

What belongs here: a sheet's cells as a table, and numbers as the sheet prints them. What does not: files
(`xlsx.py`, `xls.py`).
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Final

from flows.clean.decode import REPLACEMENT
from flows.clean.laid import LaidCell, add_table
from flows.clean.layout import Draft, folded_cell
from flows.clean.runs import STRUCK_TEXT, Run, seen
from flows.errors import Refusal

MAX_PLACES: Final = 500_000
"""Rows times columns of what is printed on a sheet."""
_DIGITS: Final = 15
"""Significant digits that a spreadsheet prints; what lies behind is an artefact of binary fractions."""
_QUOTED: Final = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_WORDS: Final = re.compile(r'"[^"]*"|\\.|_.|\*.')
_FIXED: Final = re.compile(r"[#,?]*[0?](?:\.(0+))?(%?)")
_ELSE: Final = re.compile(r"\[[<>=]|[0#?],+(?![0#?,])")
"""A condition or thousands: what such a format prints is another number, or none."""
_DATE: Final = re.compile(r"[yd]", re.IGNORECASE)
_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a calendar day, without any zone
_EPOCH_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001
_MAX_DAY: Final = 2_958_465
_HEADING: Final = re.compile(r"[一二三四五六七八九十]{1,3}、")
_SENTENCE_MARKS: Final = "。；：:"
Range = tuple[int, int, int, int]
Words = Mapping[tuple[int, int], str]


@dataclass(slots=True)
class SheetCells:
    """What a sheet prints.

    Attributes:
        words: by row and column, 0-based.
        merged: first row, end row, first column, end column of merged cells, ends excluded.
        n_struck: pieces that are struck out and so are not among the words.
    """

    words: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    n_struck: int = 0

    def put(self, row: int, column: int, runs: Iterable[Run]) -> None:
        """Put what is seen of a cell's words in its place."""
        self.words[row, column], n_struck = seen(runs)
        self.n_struck += n_struck


def drafted(sheets: Iterable[SheetCells]) -> Draft:
    """The draft of a workbook: sheet by sheet, lines and tables as they stand below one another.

    Raises:
        Refusal: `too_complex`.
    """
    draft = Draft()
    for sheet in sheets:
        if sheet.n_struck:
            draft.repairs[STRUCK_TEXT] = draft.repairs.get(STRUCK_TEXT, 0) + sheet.n_struck
        words = {place: text for place, raw in sheet.words.items() if (text := folded_cell(raw))}
        for block in _blocks(words):
            _add_block(block, sheet.merged, draft)
    return draft


def _blocks(words: Words) -> Iterator[Words]:
    """The parts of a sheet: a blank row ends one, and a numbered heading that stands alone begins one."""
    block: dict[tuple[int, int], str] = {}
    last = -1
    for row, cells in groupby(sorted(words.items()), key=lambda item: item[0][0]):
        line = dict(cells)
        is_heading = len(line) == 1 and _HEADING.match(next(iter(line.values()))) is not None
        if block and (row > last + 1 or is_heading):
            yield block
            block = {}
        block |= line
        last = row
    if block:
        yield block


def _add_block(block: Words, merged: Sequence[Range], draft: Draft) -> None:
    """Rows of one cell over the table are lines, but for the last of them: that can be its first heading.

    So are sentences below it; a label alone below it is a row whose values are missing.
    """
    rows = {row: dict(cells) for row, cells in groupby(block.items(), key=lambda item: item[0][0])}
    numbers = list(rows)
    first = next((i for i, row in enumerate(numbers) if len(rows[row]) > 1), len(numbers))
    if first and first < len(numbers) and not _ends_sentence(rows[numbers[first - 1]]):
        first -= 1
    end = len(numbers)
    while end > first and len(rows[numbers[end - 1]]) == 1 and _ends_sentence(rows[numbers[end - 1]]):
        end -= 1
    draft.lines += [text for row in numbers[:first] for text in rows[row].values()]
    table = {place: text for row in numbers[first:end] for place, text in rows[row].items()}
    if table:
        add_table(_laid(table, merged), draft)
    draft.lines += [text for row in numbers[end:] for text in rows[row].values()]


def _ends_sentence(row: Words) -> bool:
    return any(mark in text for text in row.values() for mark in _SENTENCE_MARKS)


def _laid(words: Words, merged: Sequence[Range]) -> list[LaidCell]:
    """All places of the printed rows and columns; blank ones can be missing values."""
    rows, columns = sorted({row for row, _ in words}), sorted({column for _, column in words})
    if len(rows) * len(columns) > MAX_PLACES:
        raise Refusal("too_complex", f"{len(rows)} rows and {len(columns)} columns in a sheet")
    covered: set[tuple[int, int]] = set()
    cells = []
    n_merged = 0
    for first_row, end_row, first_column, end_column in merged:
        inside_rows = rows[bisect_left(rows, first_row) : bisect_left(rows, end_row)]
        inside_columns = columns[bisect_left(columns, first_column) : bisect_left(columns, end_column)]
        n_merged += len(inside_rows) * len(inside_columns)
        if n_merged > MAX_PLACES:
            raise Refusal("too_complex", f"more than {MAX_PLACES} merged places in a sheet")
        places = [(row, column) for row in inside_rows for column in inside_columns]
        if len(places) > 1 and covered.isdisjoint(places):
            covered.update(places)
            # Only the first of merged cells is printed; a file can hold words in the others.
            text = words.get((first_row, first_column), "")
            cells.append(LaidCell(text, places[0][0], places[-1][0] + 1, places[0][1], places[-1][1] + 1))
    top = [column for row, column in words if row == rows[0]]
    if len(top) == 1 and (rows[0], top[0]) not in covered:
        cells.append(LaidCell(words[rows[0], top[0]], rows[0], rows[0] + 1, columns[0], columns[-1] + 1))
        covered.update((rows[0], column) for column in columns)
    cells += [
        LaidCell(words.get((row, column), ""), row, row + 1, column, column + 1)
        for row in rows
        for column in columns
        if (row, column) not in covered
    ]
    return cells


def printed_number(value: float, number_format: str, *, is_1904: bool = False) -> str:
    """A number as its format prints it; a format that is not known here prints all its digits, and one that prints
    another number a lost character.

    Args:
        value: as stored.
        number_format: the format code, such as `0.00%` or `General`.
        is_1904: days are counted from 1904.
    """
    section = number_format.split(";", maxsplit=1)[0]
    bare = _QUOTED.sub("", section)
    if value and _is_hidden(value, number_format):
        return ""
    if _ELSE.search(_WORDS.sub("", number_format)):
        return REPLACEMENT
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


def _is_hidden(value: float, number_format: str) -> bool:
    """Whether the section for such a number is blank (`;;;`); a 0 that is kept from print is a 0 all the same."""
    sections = number_format.split(";")
    own = sections[1] if value < 0 and len(sections) > 1 else sections[0]
    return len(sections) > 1 and not own.strip()


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
