"""Alignment of printed rows with the rows of an official form: by label, and by order where labels are lost.

What belongs here: the algorithm alone, on row numbers. What does not: what a label is (`labels.py`) and what
stands in a row (`form_*.py`).

1. A row whose label means one row of the form, or several, is a candidate. The longest chain of candidates
   that keeps the form's order is taken; a row that could stand at several places of its gap is left.
2. A row with a label that means just one row of the form is taken out of order too, if that one is free.
3. Rows without a label between two taken rows are placed by order if they are whole and as many as the form
   has there; else group by group, where the label of a group (`(三)不予公开`) is all that is left.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flows.vocabulary import AlignedBy

Guess = Callable[[int, Sequence[int]], int | None]


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """What is known of a printed row.

    Attributes:
        candidates: rows of the form that its own label can mean, ascending.
        has_label: it has a label of its own (known or not), beyond that of its group.
        group: rows of the form that its group's label allows, if such a label stands over or before it.
        opens_group: the group's label is printed at this row.
        is_whole: it has as many cells as it needs; one that has not can be a piece of another row.
    """

    candidates: tuple[int, ...] = ()
    has_label: bool = False
    group: range | None = None
    opens_group: bool = False
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Placed:
    """The row of the form that a printed row is."""

    slot: int
    by: AlignedBy


def align(
    rows: Sequence[PrintedRow],
    n_slots: int,
    guess: Guess = lambda _row, _free: None,
) -> list[Placed | None]:
    """Place printed rows in a form of `n_slots` rows.

    Args:
        rows: the rows that hold cells for numbers, in order; rows of headings alone are left out.
        n_slots: rows of the form.
        guess: asked for a row with an unknown label: which of the free rows of the form it means but for a
            typo, or None.

    Returns:
        A place for each printed row, or None where it is not certain. No two rows get the same place.
    """
    placed: list[Placed | None] = [None] * len(rows)
    candidates = [_within(row) for row in rows]
    for row, slot in _longest_chain(candidates):
        placed[row] = Placed(slot, "label")
    _drop_ambiguous(placed, candidates)
    _place_out_of_order(placed, candidates)
    for first, last, low, high in _gaps(placed, n_slots):
        _forgive_typos(placed, rows, range(first, last), range(low, high), guess)
    for first, last, low, high in _gaps(placed, n_slots):
        _fill(placed, rows, range(first, last), range(low, high))
    return placed


def _within(row: PrintedRow) -> tuple[int, ...]:
    if row.group is None:
        return row.candidates
    return tuple(slot for slot in row.candidates if slot in row.group) or row.candidates


def _longest_chain(candidates: Sequence[tuple[int, ...]]) -> list[tuple[int, int]]:
    """The longest choice of rows and slots in which both only grow (patience sorting)."""
    tails: list[int] = []
    nodes: list[tuple[int, int, int]] = []
    tops: list[int] = []
    for row, slots in enumerate(candidates):
        # Descending, so that a row cannot follow itself.
        for slot in sorted(slots, reverse=True):
            length = bisect_left(tails, slot)
            before = tops[length - 1] if length else -1
            nodes.append((row, slot, before))
            if length == len(tails):
                tails.append(slot)
                tops.append(len(nodes) - 1)
            else:
                tails[length] = slot
                tops[length] = len(nodes) - 1
    chain: list[tuple[int, int]] = []
    node = tops[-1] if tops else -1
    while node >= 0:
        row, slot, node = nodes[node]
        chain.append((row, slot))
    return chain[::-1]


def _drop_ambiguous(placed: list[Placed | None], candidates: Sequence[tuple[int, ...]]) -> None:
    """Leave rows that the nearest rows with a sure label, in order or not, do not allow at just their place."""
    sure = [(row, slots[0]) for row, slots in enumerate(candidates) if len(slots) == 1]
    for row, place in enumerate(placed):
        if place is None or len(candidates[row]) == 1:
            continue
        before = max((known for known in sure if known[0] < row), default=(-1, -1))[1]
        after = min((known for known in sure if known[0] > row), default=(-1, -1))[1]
        allowed = [slot for slot in candidates[row] if before < slot and (slot < after or after < before)]
        if allowed != [place.slot]:
            placed[row] = None


def _place_out_of_order(placed: list[Placed | None], candidates: Sequence[tuple[int, ...]]) -> None:
    taken = {place.slot for place in placed if place}
    for row, slots in enumerate(candidates):
        if placed[row] is None and len(slots) == 1 and slots[0] not in taken:
            placed[row] = Placed(slots[0], "label")
            taken.add(slots[0])


def _gaps(placed: Sequence[Placed | None], n_slots: int) -> list[tuple[int, int, int, int]]:
    """Runs of rows without a place, with the slots that are free between their neighbours."""
    taken = {place.slot for place in placed if place}
    gaps = []
    row = 0
    while row < len(placed):
        if placed[row] is not None:
            row += 1
            continue
        last = row
        while last < len(placed) and placed[last] is None:
            last += 1
        before = placed[row - 1] if row else None
        after = placed[last] if last < len(placed) else None
        low = before.slot + 1 if before else 0
        high = after.slot if after else n_slots
        if low <= high and not any(slot in taken for slot in range(low, high)):
            gaps.append((row, last, low, high))
        row = last
    return gaps


def _forgive_typos(
    placed: list[Placed | None], rows: Sequence[PrintedRow], gap: range, free: range, guess: Guess
) -> None:
    guesses = [
        (r, guess(r, _of_group(rows[r], free))) for r in gap if rows[r].has_label and not rows[r].candidates
    ]
    slots = [slot for _, slot in guesses]
    for r, slot in guesses:
        if slot is not None and slots.count(slot) == 1:
            placed[r] = Placed(slot, "label")


def _of_group(row: PrintedRow, free: range) -> Sequence[int]:
    return [slot for slot in free if row.group is not None and slot in row.group] or free


def _fill(placed: list[Placed | None], rows: Sequence[PrintedRow], gap: range, free: range) -> None:
    """Place rows without labels by order: all of a gap, or else the groups that are complete."""
    if _place_all(placed, rows, gap, free):
        return
    opening = [r for r in gap if rows[r].opens_group] + [gap.stop]
    groups = [rows[r].group for r in opening[:-1]]
    for first, last in pairwise(opening):
        group = rows[first].group
        is_alone = sum(_overlap(group, other) for other in groups) == 1
        if group is not None and is_alone and free.start <= group.start and group.stop <= free.stop:
            _place_all(placed, rows, range(first, last), group)


def _overlap(one: range | None, other: range | None) -> bool:
    return bool(one and other and one.start < other.stop and other.start < one.stop)


def _place_all(placed: list[Placed | None], rows: Sequence[PrintedRow], run: range, slots: range) -> bool:
    if len(run) != len(slots) or not all(_may_be(rows[r], s) for r, s in zip(run, slots, strict=True)):
        return False
    for r, slot in zip(run, slots, strict=True):
        placed[r] = Placed(slot, "order")
    return True


def _may_be(row: PrintedRow, slot: int) -> bool:
    if not row.is_whole or (row.group is not None and slot not in row.group):
        return False
    if row.opens_group and row.group is not None and slot != row.group.start:
        return False
    return not row.has_label or slot in row.candidates
