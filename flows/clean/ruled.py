"""Tables known by their ruling lines.

What belongs here: lines that are drawn become grids of cells, with spans where a line is missing. What does
not: the words in the cells, tables that go on on the next sheet (`typeset.py`).
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

from flows.clean.paper import Rule

NEAR: Final = 3.0
"""Points within which lines meet, and within which two are one."""
_STRAIGHT: Final = 1.0
_MIN_LENGTH: Final = 4.0
_DRAWN_SHARE: Final = 0.6
"""Two cells are parted by a line that is drawn along this share of their border; less is a tick."""
_MAX_LINES: Final = 600
"""Lines of one direction on a sheet; more are a drawing, and no table is looked for."""


_MAX_PLACES: Final = 5_000
"""Rows times columns of a table on one sheet; more are a drawing."""


class Box(NamedTuple):
    """A cell: its place on the sheet, and the rows and columns of its table that it covers (ends excluded)."""

    x0: float
    y0: float
    x1: float
    y1: float
    rows: tuple[int, int]
    columns: tuple[int, int]


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A grid on one sheet: the borders of its columns and rows, and its cells in reading order."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]
    _box_of: Mapping[tuple[int, int], int]

    def box_at(self, x: float, y: float) -> int | None:
        """The number of the cell at a place of the sheet, or None outside of the table."""
        return self._box_of.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))


class _Line(NamedTuple):
    """A line of one direction: where it lies, and from where to where it runs."""

    at: float
    start: float
    end: float


_Lines = Mapping[float, Sequence[_Line]]
"""Lines of one direction by where they lie."""


def ruled_tables(rules: Iterable[Rule]) -> list[RuledTable]:
    """The tables on a sheet, smallest first, so that the words of a table in a frame are found in the table."""
    level, upright = [], []
    for rule in rules:
        if abs(rule.y0 - rule.y1) <= _STRAIGHT:
            level.append(_Line((rule.y0 + rule.y1) / 2, *sorted((rule.x0, rule.x1))))
        elif abs(rule.x0 - rule.x1) <= _STRAIGHT:
            upright.append(_Line((rule.x0 + rule.x1) / 2, *sorted((rule.y0, rule.y1))))
    level, upright = _joined(level), _joined(upright)
    if max(len(level), len(upright)) > _MAX_LINES:
        return []
    tables = [_table(*crossing) for crossing in _crossing(level, upright)]
    found = [table for table in tables if table is not None]
    return sorted(found, key=lambda t: (t.xs[-1] - t.xs[0]) * (t.ys[-1] - t.ys[0]))


def _joined(lines: list[_Line]) -> list[_Line]:
    """Pieces of one line become one; double lines become one."""
    joined: list[_Line] = []
    for _, group in groupby(_leveled(sorted(lines)), key=lambda line: line.at):
        for line in sorted(group, key=lambda line: line.start):
            last = joined[-1] if joined else None
            if last is not None and last.at == line.at and line.start <= last.end + NEAR:
                joined[-1] = last._replace(end=max(last.end, line.end))
            else:
                joined.append(line)
    return [line for line in joined if line.end - line.start >= _MIN_LENGTH]


def _leveled(lines: Sequence[_Line]) -> Iterator[_Line]:
    """Lines that lie within `NEAR` of the first of them are given its place."""
    at: float | None = None
    for line in lines:
        if at is None or line.at - at > NEAR:
            at = line.at
        yield line._replace(at=at)


def _crossing(level: list[_Line], upright: list[_Line]) -> list[tuple[list[_Line], list[_Line]]]:
    """Groups of lines that hang together."""
    lines = [*level, *upright]
    parent = list(range(len(lines)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, row in enumerate(level):
        for j, column in enumerate(upright, len(level)):
            if _meets(row, column.at) and _meets(column, row.at):
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[_Line], list[_Line]]] = {}
    for i, line in enumerate(lines):
        groups.setdefault(root(i), ([], []))[i >= len(level)].append(line)
    return [group for group in groups.values() if all(group)]


def _meets(line: _Line, at: float) -> bool:
    return line.start - NEAR <= at <= line.end + NEAR


def _table(level: list[_Line], upright: list[_Line]) -> RuledTable | None:
    """The grid of lines that hang together; None where they make only one cell or one column.

    A table without lines at its sides is closed where its other lines end.
    """
    xs = _borders([line.at for line in upright], level)
    ys = _borders([line.at for line in level], upright)
    if (len(xs) - 1) * (len(ys) - 1) > _MAX_PLACES:
        return None
    boxes = sorted(_boxes(xs, ys, _by_place(level), _by_place(upright)), key=lambda b: (b.rows, b.columns))
    if len(xs) <= 2 or len(boxes) <= 1:
        return None
    box_of = {
        (row, column): number
        for number, box in enumerate(boxes)
        for row in range(*box.rows)
        for column in range(*box.columns)
    }
    return RuledTable(tuple(xs), tuple(ys), tuple(boxes), box_of)


def _by_place(lines: list[_Line]) -> _Lines:
    places: dict[float, list[_Line]] = {}
    for line in lines:
        places.setdefault(line.at, []).append(line)
    return places


def _borders(places: list[float], across: list[_Line]) -> list[float]:
    borders = sorted(set(places))
    first, last = min(line.start for line in across), max(line.end for line in across)
    if first < borders[0] - 2 * NEAR:
        borders.insert(0, first)
    if last > borders[-1] + 2 * NEAR:
        borders.append(last)
    return borders


def _boxes(xs: list[float], ys: list[float], level: _Lines, upright: _Lines) -> Iterator[Box]:
    """Places of the grid that no line parts are one cell."""
    n_columns, n_rows = len(xs) - 1, len(ys) - 1
    walls = {(x, row) for x in xs for row in range(n_rows) if _is_drawn(upright, x, ys[row], ys[row + 1])}
    floors = {(y, col) for y in ys for col in range(n_columns) if _is_drawn(level, y, xs[col], xs[col + 1])}
    seen: set[tuple[int, int]] = set()
    for row in range(n_rows):
        for column in range(n_columns):
            if (row, column) in seen:
                continue
            right = column + 1
            while right < n_columns and (xs[right], row) not in walls and (row, right) not in seen:
                right += 1
            bottom = row + 1
            while bottom < n_rows and _goes_down(bottom, column, right, xs, ys, walls, floors):
                bottom += 1
            seen |= {(r, c) for r in range(row, bottom) for c in range(column, right)}
            yield Box(xs[column], ys[row], xs[right], ys[bottom], (row, bottom), (column, right))


def _goes_down(
    row: int,
    left: int,
    right: int,
    xs: list[float],
    ys: list[float],
    walls: set[tuple[float, int]],
    floors: set[tuple[float, int]],
) -> bool:
    """Whether a cell of these columns goes on in this row: nothing is drawn over it nor inside it."""
    if any((ys[row], column) in floors for column in range(left, right)):
        return False
    return not any((xs[column], row) in walls for column in range(left + 1, right))


def _is_drawn(lines: _Lines, at: float, start: float, end: float) -> bool:
    drawn = sum(max(0.0, min(line.end, end) - max(line.start, start)) for line in lines.get(at, ()))
    return drawn >= _DRAWN_SHARE * (end - start)


def merged_borders(places: Iterable[float]) -> list[float]:
    """Borders of columns of several tables, those within `NEAR` as one."""
    borders: list[float] = []
    for place in sorted(places):
        if not borders or place - borders[-1] > NEAR:
            borders.append(place)
    return borders
