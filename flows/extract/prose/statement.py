"""What prose states, before duplicates and contradictions are settled.

What belongs here: the data passed between the readers of single sentences and `reader.py`.
"""

from decimal import Decimal
from typing import NamedTuple

from flows.vocabulary import Applicant, Period, Scope


class Statement(NamedTuple):
    """One number that a sentence states.

    Attributes:
        indicator_id: what it counts; empty where it counts only `instead`.
        instead: the total that is meant where the document states no other for the period.
        value, unit: as printed; unit is empty where none is.
        start, end: span in the clean text of the words that say it.
        of_territory: it is said of 全市, 全县 and the like: of all bodies there.
        of_another: it is said of another body that is named.
        doubt: why it is no fact of what its words name; empty where it is one.
        is_at_home: it stands in the section where such statements belong.
    """

    indicator_id: str
    value: Decimal
    unit: str
    period: Period
    start: int
    end: int
    is_at_home: bool
    approximate: bool = False
    instead: str = ""
    applicant: Applicant | None = None
    scope: Scope | None = None
    of_territory: bool = False
    of_another: bool = False
    doubt: str = ""
