"""Rows of section 2 whose headings are lost: the form that their number of figures shows.

What belongs here: what makes such a form certain. What does not: reading the rows (`form_proactive.py`), and finding
them in a text (`bare_rows.py`).

规章 and 规范性文件 have three figures in both forms and show nothing by themselves; 行政许可 has three in 2019 and one
in 2021.
"""

import re
from collections.abc import Sequence
from typing import Final

from flows.extract.tables.form_book import SECTION_FORMS, FormBook
from flows.extract.tables.form_rows import Row, is_number
from flows.reference import FormCell
from flows.vocabulary import TableForm

_FEWEST_ROWS: Final = 3
"""Different rows that show by their number of figures which form they are of."""
_FEWEST_WIDE: Final = 2
"""The same in a text where each has the several figures that only one form has for it."""
_CHANGED: Final = 3
"""Figures of a row with a change in the middle."""
_CHANGE: Final = re.compile(r"[-+－＋−]\s*[1-9][0-9]*")


def form_by_shape(rows: Sequence[tuple[Row, str]], book: FormBook) -> TableForm | None:
    """The one form whose rows have as many figures as all of these have; None where both have, or none.

    Args:
        rows: printed rows, each with its row of the forms (the stem of its indicators).
    """
    if len({stem for _, stem in rows}) < _FEWEST_ROWS and not _are_certain(rows, book):
        return None
    fitting = [
        form
        for form in SECTION_FORMS
        if all(len(row.values) == len(cells_of(stem, form, book)) for row, stem in rows)
    ]
    return fitting[0] if len(fitting) == 1 else None


def are_proved(rows: Sequence[Row]) -> bool:
    """Whether rows hold more than zeros, which prove nothing about their columns."""
    return any(is_number(cell) and cell.text.strip("0") for row in rows for cell in row.values)


def cells_of(stem: str, form: TableForm | None, book: FormBook) -> list[FormCell]:
    """The cells that a form has in a row of section 2, in order."""
    cells = [
        forms[form]
        for (row, _), forms in book.proactive.items()
        if row == stem and form is not None and form in forms
    ]
    return sorted(cells, key=lambda cell: cell.order)


def _are_certain(rows: Sequence[tuple[Row, str]], book: FormBook) -> bool:
    """Whether a few rows of a text show their form: by a signed change, by a row that no other form has, or because two
    have the several figures that only one form has for them."""
    if not rows or any(row.grid.source == "html" for row, _ in rows):
        return False
    n_wide = 0
    for row, stem in rows:
        n_figures = len(row.values)
        widths = [n for form in SECTION_FORMS if (n := len(cells_of(stem, form, book)))]
        if n_figures > 1 and widths == [n_figures]:
            return True
        if n_figures == _CHANGED and widths.count(n_figures) == 1 and _CHANGE.fullmatch(row.values[1].text):
            return True
        n_wide += n_figures > 1 and widths.count(n_figures) == 1
    return n_wide >= _FEWEST_WIDE
