"""The words of the reports' prose, by what they mean.

What belongs here and in the `words_*.py`: data alone, so that a new way to say a known thing is one new word.
What does not: how concepts combine to a statement (`rules_*.py`, `items.py`, `zeros.py`), time (`periods.py`),
numbers (`flows/extract/numbers.py`).

The longest word that begins at a place wins. A word that contains a known word and means something else
stands under `foreign`: it is read as unknown text, which breaks every pattern that it stands in.
"""

from collections.abc import Mapping
from typing import Final

from flows.extract.prose.words_affairs import AFFAIRS
from flows.extract.prose.words_applications import APPLICATIONS
from flows.extract.prose.words_disclosure import DISCLOSURE
from flows.extract.prose.words_grammar import GRAMMAR, UNITS

__all__ = ["UNITS", "VOCABULARY"]

VOCABULARY: Final[Mapping[str, str]] = {**GRAMMAR, **DISCLOSURE, **APPLICATIONS, **AFFAIRS}
"""Concept to its words, separated by blanks. No word stands under two concepts."""
