"""Section 4 of the forms of 2019 and 2021: administrative review and litigation.

What belongs here: three blocks (行政复议, 未经复议直接起诉, 复议后起诉) of five outcomes, printed as one row
under three rows of headings, as three tables, as rows, as columns, or as a list of fifteen. What does not: other
tables.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from flows.extract.model import Finding, Observation
from flows.extract.tables.cells import count_of, is_nothing
from flows.extract.tables.column_words import column_kind
from flows.extract.tables.form_book import FormBook, Part
from flows.extract.tables.form_rows import Row, is_number, is_words, read_cell
from flows.extract.tables.grid import GridCell
from flows.extract.tables.labels import keys
from flows.extract.tables.row_findings import columns_by_order, misaligned, two_rows
from flows.reference import FormCell
from flows.vocabulary import AlignedBy, TableForm

_JOINTS: Final = re.compile(r"[-—–－:：、/|（）()\s]+")
_COUNTS: Final = frozenset({"件数", "案件数", "案件数量", "宗数", "起数"})

Place = tuple[str, str]
"""A block and an outcome, by their official labels."""


def read_remedies(rows: Sequence[Row], book: FormBook, form: TableForm) -> Part:
    """Read the rows of one table of section 4; both forms print it alike, so the form is given."""
    said: list[Observation | Finding | None] = []
    headings: list[Row] = []
    # Under its headings a block has one row.
    under_them: Row | None = None
    doubtful = _doubled(rows, book)
    listed = _figures_of_list(rows, book)
    for row in rows:
        if (of_list := listed.get((row.table, row.number))) is not None:
            cell, form_cell = of_list
            said.append(read_cell(row, cell, form_cell, form, book.units[form_cell.indicator_id], "label"))
        elif row.is_heading or _is_heading_with_blanks(row, book):
            headings.append(row)
            under_them = None
        elif row in doubtful:
            said += [two_rows(row)] if under_them is None else []
            under_them = row
        elif any(is_number(cell) for cell in row.cells):
            is_one = row.labels or under_them is None
            found, by = _places(row, headings, book) if is_one else ([], "order")
            under_them = row
            said += [
                read_cell(row, cell, form_cell, form, book.units[form_cell.indicator_id], by)
                for cell, form_cell in found
            ] or [misaligned(row, len(book.remedies))]
            if found and not headings and not row.labels:
                said.append(columns_by_order(row))
    return Part.of(form, said)


def is_remedy_list(rows: Sequence[Row], book: FormBook) -> bool:
    """Whether rows with one cell each name the outcomes, certain or not."""
    named = {
        found[0] for row in rows if len(row.values) == 1 and (found := book.outcomes.find(row.own_label))
    }
    return len(named) >= _n_outcomes(book) - 1


def _listed(rows: Sequence[Row], book: FormBook) -> dict[Place, Row]:
    """The rows that name a block and an outcome, before one cell, where they are whole blocks in the official order;
    none else."""
    found: dict[Place, Row] = {}
    for row in rows:
        place = _place([cell.text for cell in (*row.labels_above, *row.labels)], book)
        if place is None or place in found or len(row.values) != 1:
            return {}
        found[place] = row
    n_blocks, rest = divmod(len(found), _n_outcomes(book))
    is_official = list(found) == [place for place in book.remedies if place in found]
    return found if n_blocks and not rest and is_official else {}


def _figures_of_list(rows: Sequence[Row], book: FormBook) -> dict[tuple[int, int], tuple[GridCell, FormCell]]:
    """By the place of its row, the figure of each row of a list and its cell of the form.

    The column must be headed as one of counts (件数) or not at all, and no block may contradict its total.
    """
    headings = [row for row in rows if row.is_heading]
    data = [row for row in rows if not row.is_heading]
    listed = _listed(data, book)
    cells = [row.values[0] for row in listed.values()]
    are_counts = all(_is_of_counts(heading) for cell in cells for heading in _right_over(cell, headings))
    if not listed or not are_counts or not _bears_out(cells, len(cells) // _n_outcomes(book)):
        return {}
    return {
        (row.table, row.number): (cell, book.remedies[place])
        for (place, row), cell in zip(listed.items(), cells, strict=True)
    }


def _doubled(rows: Sequence[Row], book: FormBook) -> list[Row]:
    """Rows without labels, one under the other below the same headings, whose figures differ: of two bodies or two
    years, and nothing says which is the report's."""
    runs: list[list[Row]] = [[]]
    for row in rows:
        if row.is_heading or _is_heading_with_blanks(row, book):
            runs.append([])
        elif not row.labels and sum(map(is_number, row.cells)) >= _n_outcomes(book):
            runs[-1].append(row)
    return [row for run in runs if len({_figures(row) for row in run}) > 1 for row in run]


def _figures(row: Row) -> tuple[str, ...]:
    return tuple(cell.text for cell in row.values)


def _is_heading_with_blanks(row: Row, book: FormBook) -> bool:
    """Whether a row names blocks or outcomes and holds no number: what is blank in it are lost headings, or the
    places of a heading that was one cell."""
    names = any(book.outcomes.find(cell.text) or book.blocks.find(cell.text) for cell in row.cells)
    return names and len(row.cells) > 1 and not any(is_number(cell) for cell in row.cells)


def _places(
    row: Row, headings: Sequence[Row], book: FormBook
) -> tuple[list[tuple[GridCell, FormCell]], AlignedBy]:
    """The cells of the form that a row's cells are; none where headings and order leave a doubt."""
    by_column = _by_column(row, headings, book)
    if by_column is not None:
        return by_column, "label"
    order = _printed_order(row, headings, book)
    cells = _without_blanks_around(row.values, len(order))
    if cells is None or not order:
        return [], "order"
    found = [(cell, book.remedies[place]) for cell, place in zip(cells, order, strict=True)]
    is_doubtful = row.grid.loses_blanks or any(is_nothing(cell.text) for cell in cells)
    if is_doubtful and not _bears_out(cells, len(found) // _n_outcomes(book)):
        return [], "order"
    return found, "order"


def _n_outcomes(book: FormBook) -> int:
    return len({outcome for _, outcome in book.remedies})


def _adds_up(cells: Sequence[GridCell], n_blocks: int) -> bool:
    """Whether no block contradicts its total (R1), which stands last; a block with a blank does not."""
    size = len(cells) // n_blocks
    for i in range(0, len(cells), size):
        values = [count for cell in cells[i : i + size] if (count := count_of(cell.text)) is not None]
        if len(values) == size and sum(values[:-1]) != values[-1]:
            return False
    return True


def _by_column(row: Row, headings: Sequence[Row], book: FormBook) -> list[tuple[GridCell, FormCell]] | None:
    """Each number with the block and the outcome over it or before it; None unless all have both."""
    if row.grid.source != "html":
        return None
    found: dict[Place, GridCell] = {}
    left = [cell.text for cell in (*row.labels_above, *row.labels)]
    for cell in row.values:
        place = _place([*left, *_over(cell, headings)], book)
        if place is None or place in found:
            if is_nothing(cell.text):
                continue
            return None
        found[place] = cell
    is_whole = _is_all_blocks(found, book) or _is_whole_blocks(found, book)
    if _named_right_of(row, left, headings, book) - found.keys():
        # Cells are missing at the end: nothing says that they are the last ones.
        return None
    return [(cell, book.remedies[place]) for place, cell in found.items()] if is_whole else None


def _named_right_of(row: Row, left: Sequence[str], headings: Sequence[Row], book: FormBook) -> set[Place]:
    """The places that the headings name from a row's first figure on."""
    first = row.values[0].column if row.values else row.grid.n_columns
    named = set()
    for column in range(first, row.grid.n_columns):
        over = [heading.grid.at(heading.number, column) for heading in headings]
        named.add(_place([*left, *(one.text for one in over if one is not None and is_words(one))], book))
    return {place for place in named if place is not None}


def _is_all_blocks(found: Mapping[Place, GridCell], book: FormBook) -> bool:
    """Whether one outcome has a cell for every block, in the official order: an outcome a row, a block a column."""
    outcomes = {outcome for _, outcome in found}
    return len(outcomes) == 1 and list(found) == [place for place in book.remedies if place[1] in outcomes]


def _is_whole_blocks(found: Mapping[Place, GridCell], book: FormBook) -> bool:
    """Whether each block has a cell for every outcome."""
    n_blocks, rest = divmod(len(found), _n_outcomes(book))
    if not found or rest:
        return False
    official = [place for place in book.remedies if place in found]
    cells = [found[place] for place in official]
    if list(found) == official and not any(is_nothing(cell.text) for cell in cells):
        return True
    # Columns in another order, or beside a blank, can have slipped: they must add up.
    return _bears_out(cells, n_blocks)


def _bears_out(cells: Sequence[GridCell], n_blocks: int) -> bool:
    """Whether no block says that its figures stand elsewhere than in the official order."""
    return _adds_up(cells, n_blocks) and not _lacks_a_total(cells, n_blocks)


def _lacks_a_total(cells: Sequence[GridCell], n_blocks: int) -> bool:
    """Whether a block has all its outcomes, not all zeros, and no total: one cell too few can have moved them."""
    size = len(cells) // n_blocks
    for i in range(0, len(cells), size):
        *parts, total = cells[i : i + size]
        counts = [count_of(cell.text) for cell in parts]
        if is_nothing(total.text) and None not in counts and any(counts):
            return True
    return False


def _right_over(cell: GridCell, headings: Sequence[Row]) -> list[str]:
    """The headings of a cell's column alone; one that begins over the labels is a title."""
    over = [heading.grid.at(heading.number, cell.column) for heading in headings]
    return [one.text for one in over if one is not None and is_words(one) and one.column == cell.column]


def _is_of_counts(heading: str) -> bool:
    return any(column_kind(words)[0] == "year" or words in _COUNTS for words in keys(heading)[:2])


def _over(cell: GridCell, headings: Sequence[Row]) -> list[str]:
    over = [heading.grid.at(heading.number, cell.column) for heading in headings]
    return [one.text for one in over if one is not None and is_words(one)]


def _place(labels: Sequence[str], book: FormBook) -> Place | None:
    """The innermost block and outcome among labels, from the outside in."""
    blocks = [found[0] for text in labels if (found := _blocks(text, book))]
    outcomes = [found[0] for text in labels if (found := book.outcomes.find(text))]
    if not blocks or not outcomes:
        return None
    return blocks[-1], outcomes[-1]


def _blocks(label: str, book: FormBook) -> tuple[str, ...]:
    """The block that a label names, with what stands over it (行政诉讼-复议后起诉) or without."""
    return book.blocks.find(label) or tuple(
        dict.fromkeys(block for piece in _JOINTS.split(label) for block in book.blocks.find(piece))
    )


def _printed_order(row: Row, headings: Sequence[Row], book: FormBook) -> list[Place]:
    """The order of the columns as far as labels without true columns tell it: blocks and outcomes as printed.

    Only whole blocks of outcomes in the official order are believed.
    """
    if not headings and not row.labels:
        return list(book.remedies)
    texts = [cell.text for heading in headings for cell in heading.cells]
    own = [found[0] for cell in row.labels if (found := _blocks(cell.text, book))]
    blocks = own[-1:] or list(dict.fromkeys(found[0] for text in texts if (found := _blocks(text, book))))
    outcomes = [found[0] for text in texts if (found := book.outcomes.find(text))]
    official = list(dict.fromkeys(outcome for _, outcome in book.remedies))
    all_blocks = list(dict.fromkeys(block for block, _ in book.remedies))
    if row.labels and not own and blocks != all_blocks:
        # The label of the row's own block is lost.
        return []
    if row.labels and not outcomes and blocks == all_blocks:
        return [(block, outcome) for outcome in book.outcomes.find(row.labels[-1].text) for block in blocks]
    if outcomes != official * len(blocks) or blocks != sorted(blocks, key=all_blocks.index):
        return []
    return [(block, outcome) for block in blocks for outcome in official]


def _without_blanks_around(cells: Sequence[GridCell], n: int) -> Sequence[GridCell] | None:
    surplus = len(cells) - n
    if surplus < 0:
        return None
    windows = [
        cells[i : i + n]
        for i in range(surplus + 1)
        if all(is_nothing(cell.text) for cell in (*cells[:i], *cells[i + n :]))
    ]
    return windows[0] if len(windows) == 1 else None
