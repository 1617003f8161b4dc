"""Bodies in groups, so that what is asked of one group fits into memory, however large the country is.

What belongs here: which bodies are asked together. What does not: what is asked (`bodies.py`, `excerpts.py`), and which
file a body lies in (`shards.py`): a group is made of whole files.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_PAST: Final = "g"
"""After every id: ids are hex digits."""


@dataclass(frozen=True, slots=True)
class Group:
    """The bodies whose id is at least `first` and below `end`: a bound that a scan can use by itself."""

    first: str
    end: str

    def holds(self, agency_id: str) -> bool:
        """Whether a body is one of the group."""
        return self.first <= agency_id < self.end


def groups_of(counts: Iterable[tuple[str, int]], most: int) -> list[Group]:
    """Put neighbouring files together while their rows stay within a number; a file with more is a group alone.

    Args:
        counts: of each file, in order, the first digits of its bodies' ids and the rows that will be asked for.
        most: rows of a group.
    """
    firsts: list[str] = []
    rows = 0
    for prefix, n in counts:
        rows += n
        if not firsts or rows > most:
            firsts.append(prefix)
            rows = n
    return [Group(first, end) for first, end in pairwise([*firsts, _PAST])]
