"""What prose states, before duplicates and contradictions are settled.

What belongs here: the data passed between the readers of single sentences and `reader.py`.
"""

from dataclasses import dataclass
from decimal import Decimal

from flows.extract.prose.sentences import Section, Sentence
from flows.extract.prose.tokens import Tokens
from flows.vocabulary import Applicant, Period, Scope


@dataclass(frozen=True, slots=True)
class Statement:
    """One number that a sentence states.

    Attributes:
        indicator_id: what it counts; empty where it counts only `instead`.
        instead: the total that is meant where the document states no other for the period.
        value, unit: as printed; unit is empty where none is.
        start, end: span in the clean text of the words that say it.
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


@dataclass(frozen=True, slots=True)
class Context:
    """A cut sentence and what stands around it.

    Attributes:
        topic: what the sentence before, or the section, speaks of; a concept, or empty.
        paragraph_is_year: an earlier sentence of the paragraph opened with the report year.
        blocked: an earlier sentence of the paragraph put what follows under a part of the year.
    """

    sentence: Sentence
    tokens: Tokens
    report_year: int | None
    topic: str
    paragraph_is_year: bool
    is_part_of_year: bool

    @property
    def section(self) -> Section:
        return self.sentence.section
