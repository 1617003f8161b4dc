"""Damage to pages, as copying, converting and broken servers do it: seeded, several kinds at once.

What belongs here: turning the bytes of a page into damaged bytes. What does not: reading them, and saying what
is wrong with what was read (`tests/faults/damage.py`).

**Digits are left alone**: no digit, sign or Chinese numeral is made, changed or lost, but by blanking a whole
cell, or by dropping a whole cell, row, line or tag. So every number that is read from a damaged page must be
one of the page's own, in its own place.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Final

MAX_KINDS: Final = 3
"""Kinds of damage that one variant gets at most."""
MAX_FLIPS: Final = 24

_NUMERAL: Final = re.compile(
    "[0-9０-９〇○零一二两三四五六七八九十百千万亿]|(?<=[0-9])[.,，．](?=[0-9])|[-+－＋](?=[0-9])"
)
_TAG: Final = re.compile(rb"<[^<>]*>")
_CELL: Final = re.compile(rb"<t([dh])\b[^<>]*>.*?</t\1>", re.DOTALL | re.IGNORECASE)
_ROW: Final = re.compile(rb"<tr\b[^<>]*>.*?</tr>", re.DOTALL | re.IGNORECASE)
_TABLE: Final = re.compile(rb"<table\b[^<>]*>.*?</table>", re.DOTALL | re.IGNORECASE)
_LINE: Final = re.compile(rb"[^\n]+\n?")
_PRINTED: Final = re.compile(rb"[^\n|\t ]+")
_CHAPTER: Final = re.compile(
    rb"^(?=\s*(?:%s)\xe3\x80\x81)" % b"|".join(c.encode() for c in "一二三四五六七八九十"), re.MULTILINE
)
_MARK: Final = re.compile(rb"[|\t]")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Damaged:
    """A damaged payload, and which kinds of damage made it."""

    payload: bytes
    kinds: tuple[str, ...]


def damaged(payload: bytes, encoding: str, rng: Random) -> Damaged:
    """Damage a page in one to three ways.

    Args:
        payload: the undamaged bytes.
        encoding: what they are written in, to know digits that are no ASCII.
        rng: the same generator gives the same damage.
    """
    kinds = _OF_MARKUP if _TABLE.search(payload) else _OF_TEXT
    chosen = rng.sample(sorted(kinds), rng.randint(1, min(MAX_KINDS, len(kinds))))
    for kind in chosen:
        payload = kinds[kind](payload, encoding, rng)
    return Damaged(payload, tuple(chosen))


def _flip_bytes(payload: bytes, encoding: str, rng: Random) -> bytes:
    """Up to two dozen bytes become others; half of them are bytes of words."""
    numerals, protected = _numerals(payload, encoding)
    words = [i for i, byte in enumerate(payload) if byte >= 0x80]
    n = rng.randint(1, MAX_FLIPS) if payload else 0
    while n:
        flipped = bytearray(payload)
        for _ in range(n):
            place = rng.choice(words) if words and rng.random() < 0.5 else rng.randrange(len(payload))
            byte = flipped[place] ^ (1 << rng.randrange(8)) if rng.random() < 0.5 else rng.randrange(256)
            if place not in protected and byte not in b"0123456789":
                flipped[place] = byte
        if _numerals(bytes(flipped), encoding)[0] == numerals:
            return bytes(flipped)
        n //= 2
    return payload


def _numerals(payload: bytes, encoding: str) -> tuple[list[str], set[int]]:
    """The digits and numerals of a page in order, and which bytes they and the marks inside numbers take."""
    text = payload.decode(encoding, errors="replace")
    found = [(match.start(), match.group()) for match in _NUMERAL.finditer(text)]
    taken: set[int] = set()
    at = done = 0
    if text.encode(encoding, errors="replace") == payload:
        for start, numeral in found:
            at += len(text[done:start].encode(encoding))
            taken.update(range(at, at + len(numeral.encode(encoding))))
            done = start
    return [numeral for _, numeral in found], taken


def _cut_tags(payload: bytes, encoding: str, rng: Random) -> bytes:
    """Some tags go, whole; the words between them stay."""
    return _without(payload, _some(_TAG.finditer(payload), rng, 6))


def _maim_tags(payload: bytes, encoding: str, rng: Random) -> bytes:
    """Some tags lose the mark at their beginning or at their end."""
    ends = [rng.choice(((s, s + 1), (e - 1, e))) for s, e in _some(_TAG.finditer(payload), rng, 3)]
    return _without(payload, ends)


def _blank_cells(payload: bytes, encoding: str, rng: Random) -> bytes:
    """Some cells lose all that stands in them."""
    cells = _some(_CELL.finditer(payload), rng, 8)
    return _without(payload, [(payload.index(b">", start) + 1, end - len(b"</td>")) for start, end in cells])


def _drop_cells(payload: bytes, encoding: str, rng: Random) -> bytes:
    return _without(payload, _some(_CELL.finditer(payload), rng, 3))


def _drop_rows(payload: bytes, encoding: str, rng: Random) -> bytes:
    return _without(payload, _some(_ROW.finditer(payload), rng, 4))


def _reorder_tables(payload: bytes, encoding: str, rng: Random) -> bytes:
    return _shuffled(payload, [match.span() for match in _TABLE.finditer(payload)], rng)


def _drop_lines(payload: bytes, encoding: str, rng: Random) -> bytes:
    """Some lines go, never two side by side: the label of one row over the figure of the next is a new page."""
    lines = _some(_LINE.finditer(payload), rng, 5)
    return _without(payload, [line for line in lines if all(line[0] != end for _, end in lines)])


def _blank_words(payload: bytes, encoding: str, rng: Random) -> bytes:
    """Some of the short pieces between marks and blanks go: the cells of a table that is printed as text.

    Never more than two side by side: a figure, the next label and its unit gone leave the page of a row with the
    next row's figure.
    """
    pieces = [m.span() for m in _PRINTED.finditer(payload) if m.end() - m.start() < 90]
    chosen = sorted(rng.sample(range(len(pieces)), min(len(pieces), rng.randint(1, 8))))
    kept = [n for n in chosen if not {n - 1, n - 2} <= set(chosen)]
    return _without(payload, [pieces[n] for n in kept])


def _cut_marks(payload: bytes, encoding: str, rng: Random) -> bytes:
    """Some of the marks between cells become blanks."""
    for start, end in _some(_MARK.finditer(payload), rng, 4):
        payload = payload[:start] + b" " + payload[end:]
    return payload


def _reorder_chapters(payload: bytes, encoding: str, rng: Random) -> bytes:
    starts = [match.start() for match in _CHAPTER.finditer(payload)]
    return _shuffled(payload, list(pairwise([*starts, len(payload)])), rng)


def _cut_end(payload: bytes, encoding: str, rng: Random) -> bytes:
    """The page ends at a cell, a paragraph or a line: the rest never came."""
    marks = [match.start() for match in re.finditer(rb"<[tp]|\n", payload)]
    return payload[: rng.choice(marks[len(marks) // 2 :])] if marks else payload


Kind = Callable[[bytes, str, Random], bytes]

_OF_MARKUP: Final[dict[str, Kind]] = {
    "flip_bytes": _flip_bytes,
    "cut_tags": _cut_tags,
    "maim_tags": _maim_tags,
    "blank_cells": _blank_cells,
    "drop_cells": _drop_cells,
    "drop_rows": _drop_rows,
    "reorder_tables": _reorder_tables,
    "cut_end": _cut_end,
}
_OF_TEXT: Final[dict[str, Kind]] = {
    "flip_bytes": _flip_bytes,
    "drop_lines": _drop_lines,
    "blank_words": _blank_words,
    "cut_marks": _cut_marks,
    "reorder_chapters": _reorder_chapters,
    "cut_end": _cut_end,
}


def _some(matches: Iterable[re.Match[bytes]], rng: Random, most: int) -> list[Span]:
    spans = [match.span() for match in matches]
    return sorted(rng.sample(spans, min(len(spans), rng.randint(1, most))))


def _without(payload: bytes, spans: Sequence[Span]) -> bytes:
    kept, done = [], 0
    for start, end in spans:
        kept.append(payload[done:start])
        done = max(done, end)
    return b"".join((*kept, payload[done:]))


def _shuffled(payload: bytes, spans: Sequence[Span], rng: Random) -> bytes:
    """The pieces at these places in another order; what stands between them stays."""
    pieces = [payload[start:end] for start, end in spans]
    rng.shuffle(pieces)
    made, done = [], 0
    for (start, end), piece in zip(spans, pieces, strict=True):
        made += [payload[done:start], piece]
        done = end
    return b"".join((*made, payload[done:]))
