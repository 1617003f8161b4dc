"""Runs of words with their own looks, as office programs keep them, made into the words that a reader sees.

What belongs here: what is struck out, and numbers raised or lowered beside a number: the rule of `marks.py`, for words
without markup. What does not: the looks themselves (`docx.py`, `xlsx.py`, `xls.py`).
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Final, Literal, NamedTuple

from flows.clean.decode import REPLACEMENT

Look = Literal["plain", "struck", "raised"]
STRUCK_TEXT: Final = "struck_text"
"""Among the repairs of a page: pieces that are struck out."""


class Run(NamedTuple):
    """Words of one look; `raised` are lowered ones too."""

    words: str
    look: Look = "plain"


def seen(runs: Iterable[Run]) -> tuple[str, int]:
    """The words without what is struck out, and how many pieces were.

    A lost character stands where two numbers would else become one, and brackets around a raised number beside a
    number.
    """
    pieces = [
        Run("".join(run.words for run in group), look)
        for look, group in groupby((run for run in runs if run.words), key=lambda run: run.look)
    ]
    kept: list[str] = []
    n_struck = 0
    is_cut = False
    for number, piece in enumerate(pieces):
        if piece.look == "struck":
            n_struck += bool(piece.words.strip())
            is_cut = True
            continue
        before = "".join(kept).rstrip()[-1:]
        words = piece.words
        if piece.look == "raised":
            after = next((one.words.lstrip()[:1] for one in pieces[number + 1 :] if one.look == "plain"), "")
            words = _set_off(before, words, after)
        if is_cut and joins(before, words):
            words = REPLACEMENT + words
        is_cut = False
        kept.append(words)
    return "".join(kept), n_struck


def _set_off(before: str, words: str, after: str) -> str:
    return f"[{words}]" if joins(before, words) or joins(words.rstrip(), after) else words


def joins(before: str, after: str) -> bool:
    """Whether two pieces would make one number of two."""
    return before[-1:].isdecimal() and after.lstrip()[:1].isdecimal()
