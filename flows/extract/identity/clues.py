"""A clue: one piece of evidence for one identity field, before it is known which value is taken.

What belongs here: the structure and how clues become ranked `Evidence`. What does not: finding clues
(`years.py`, `dates.py`, `agencies.py`) and weighing them (`identify.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from flows.extract.model import Evidence, Where


@dataclass(frozen=True, slots=True)
class Clue:
    """What one place of the page says about one field.

    Attributes:
        value: what it says, as text.
        source: `period_sentence`, `title`, `caption`, `metadata`, `signature`, `sentence`, `opening`, `heading`,
            `column`, `publication_line`, `update_line`, `url`.
        quote: the words; start/end are their span in the clean text, None where they do not stand in it.
    """

    value: str
    source: str
    quote: str = ""
    start: int | None = None
    end: int | None = None

    @property
    def where(self) -> Where | None:
        """The place in the clean text, or None."""
        if self.start is None or self.end is None:
            return None
        return Where(self.start, self.end, self.quote)


def located(value: str, source: str, words: str, text: str, *, within: int) -> Clue:
    """A clue whose words may also stand among the first `within` characters of the text."""
    start = text.find(words, 0, within) if words else -1
    if start < 0:
        return Clue(value, source, words)
    return Clue(value, source, words, start, start + len(words))


def evidence(field: str, clues: Iterable[Clue], chosen: str | None) -> tuple[Evidence, ...]:
    """Clues as the evidence of a field, in the order given (strongest first)."""
    return tuple(
        Evidence(field, clue.value, clue.source, clue.value == chosen, clue.quote, clue.start, clue.end)
        for clue in clues
    )
