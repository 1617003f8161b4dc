"""What a rule of counted statements is.

What belongs here: the shape of a rule and the sets of units that rules share. What does not: the rules
(`rules_*.py`), and applying them (`counts.py`).
"""

from dataclasses import dataclass
from typing import Final, Literal

from flows.extract.prose.headings import Section
from flows.vocabulary import Applicant

About = Literal["", "paragraph", "sentence", "request", "named", "company"]

CASES: Final = frozenset({"件", "宗", "起", "份", "项", "例", "条", "件次"})
ASKED_CASES: Final = CASES | {"人次"}
"""Some reports of 2008 to 2011 count applications by those who came with them."""
EVENTS: Final = frozenset({"次", "场", "期", "个"})
VISITS: Final = frozenset({"人次", "次", "人", "件", "个"})
PEOPLE: Final = frozenset({"人", "名", "位"})
MONEY: Final = frozenset({"元", "万元", "亿元"})
DOCUMENTS: Final = frozenset({"件", "份", "个", "项", "部", "条"})
DOCUMENT_NAMES: Final = {"normative": "normative_documents", "regulation": "regulations"}
"""Concept of a kind of documents: its name in the ids of indicators."""
FORM_2021: Final = 2021
"""First report year of the form that asks for documents issued, repealed and in force."""
ALWAYS: Final = 10000
"""Later than any report year: words whose meaning has not changed."""
FORM_2019: Final = 2019
"""First report year of the form that has the results of applications as its own rows."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to state one indicator.

    Attributes:
        indicator_id: what is stated.
        key: concepts of which the sentence must have one, to try only few rules.
        before: pattern that ends right before the number; its first group is the label.
        units: units that the number may have.
        home: the section that such a statement belongs to; it wins where two statements differ.
        after: pattern that begins right after the number and its unit; a label may stand there.
        topic: what the sentence, its predecessor or the section must speak of last.
        about: where disclosure (`request`: disclosure on request) must be spoken of; the home section will do
            as well, the paragraph will for a printed 0, and so will figures of disclosure around it, but for
            `named`; `company` asks for these alone.
        unless: concepts that may not stand before the number in its clause.
        apart_from: concepts that may not stand before the number in its sentence.
        of_all: it counts all that was handled, and not a part of what came in: where 新收 stands before it, what was
            carried over must stand between.
        whole: 其中 may not stand before the number since the last semicolon.
        bare: a number without a unit counts too, where the clause ends with it or `after` holds.
        instead: the total that is meant where the document states no other for the period.
        since, until: report years (without the last) in which these words have this meaning.
        beside: a concept in the sentence that makes up for a year before `since`.
        applicant: the applicant column, for cells of the applications table.
        state: it counts what there is (staff, places, documents in force) and not what came in a time.
    """

    indicator_id: str
    key: str
    before: str
    units: frozenset[str]
    home: Section
    after: str = ""
    topic: str = ""
    about: About = ""
    unless: tuple[str, ...] = ()
    apart_from: tuple[str, ...] = ()
    of_all: bool = False
    whole: bool = False
    bare: bool = False
    instead: str = ""
    since: int = 0
    until: int = ALWAYS
    beside: str = ""
    applicant: Applicant | None = None
    state: bool = False
