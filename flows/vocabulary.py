"""The words that the fields of a document and an observation may take.

What belongs here: closed lists that Python, the warehouse and the docs share. What does not: the dictionary
of indicators (a seed, read by `reference.py`). The meaning of each word stands in docs/domain.md.
"""

from typing import Final, Literal, get_args

Kind = Literal[
    "annual_report",
    "work_summary",
    "template_compilation",
    "template_member",
    "notice",
    "rule",
    "guide",
    "work_plan",
    "blank_form",
    "survey",
    "news",
    "encyclopedia",
    "index",
    "other",
]
Level = Literal["state", "province", "prefecture", "county", "township"]
Category = Literal[
    "government",
    "department",
    "subdistrict_office",
    "development_zone",
    "school",
    "public_institution",
    "vertical_agency",
    "other",
]
Scope = Literal["agency", "system"]
TableForm = Literal["F2008", "F2008B", "F2014", "F2019", "F2021"]
Applicant = Literal[
    "natural_person",
    "legal_person.business",
    "legal_person.research",
    "legal_person.social",
    "legal_person.legal_service",
    "legal_person.other",
    "total",
]
Period = Literal["year", "cumulative"]
Basis = Literal["table", "prose"]
AlignedBy = Literal["label", "order"]
# `contradiction`: two statements that cannot both be true. `notice`: odd, and possible. `damage`: the page lost
# or garbled something. `refusal`: something was left out on purpose, and why.
Severity = Literal["contradiction", "notice", "damage", "refusal"]
# What an equation of identities.csv shows of the statements it is made of. 0 = 0 proves little and is kept apart;
# with a blank or approximate term nothing is known.
BalanceState = Literal["not_evaluated", "held_on_zeros", "held", "broken"]

APPLICANTS: Final[tuple[Applicant, ...]] = get_args(Applicant)
"""Applicant columns in the order of the official form of 2019 and 2021."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
FACT_KINDS: Final[frozenset[Kind]] = frozenset({"annual_report", "work_summary"})
"""Only documents of these kinds can state facts; a work summary only where body and year are certain."""

FIRST_REPORT_YEAR: Final = 2003
"""The first local rules on disclosure are of 2003; a report on an earlier year is a misreading."""

FORM_PROSE: Final = "prose"
"""The value of a document's `form` when it has no table of a known form; forms are joined by `+`."""
