"""The short codes that the site's data files use for words that repeat millions of times.

What belongs here: the fixed lists whose positions are written into the files, and the SQL that turns a column
into its position. What does not: what the words mean (`words/`), and any query on a table (`queries.py`,
`bodies.py`).

The lists are written into `data/codes.json`, so the browser reads positions by the lists they were written by.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from flows import vocabulary

APPLICANTS: Final = ("", *vocabulary.APPLICANTS)
"""Columns of the application tables; the first stands for an indicator that has none."""

STATUSES: Final = ("proved", "proved_zero", "stated", "contradicted")

FIGURES: Final = (
    "applications_received",
    "applications_closed",
    "applications_granted",
    "applications_partly_granted",
    "applications_denied",
    "applications_not_held",
    "share_granted",
    "share_denied",
    "reviews",
    "reviews_corrected",
    "lawsuits",
    "lawsuits_corrected",
    "items_disclosed",
    "normative_documents_made",
)
"""Columns of `fct_agency_year` that the pages of a body, of a region and the comparison show."""

STATED_AS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "applications_received": ("applications.new~total", "stat.applications.received"),
        "applications_closed": ("applications.outcomes~total", "stat.applications.closed"),
        "applications_granted": ("applications.granted~total", "stat.applications.replied.granted"),
        "applications_partly_granted": (
            "applications.partly_granted~total",
            "stat.applications.replied.partly_granted",
        ),
        "applications_denied": (),
        "applications_not_held": ("applications.unavailable.not_held~total",),
        "share_granted": (),
        "share_denied": (),
        "reviews": ("review.total", "stat.review"),
        "reviews_corrected": ("review.corrected", "stat.review.corrected"),
        "lawsuits": ("stat.litigation",),
        "lawsuits_corrected": (),
        "items_disclosed": ("stat.proactive.items",),
        "normative_documents_made": (
            "proactive.normative_documents.made",
            "proactive.normative_documents.issued",
            "stat.normative_documents.made",
            "stat.normative_documents.new",
        ),
    }
)
"""The numbers that each of `FIGURES` is, where it is one (indicator, and `~` with its applicant): the first that a
report states with the figure's value. A figure without any is worked out of several (`fct_agency_year.sql`)."""

SUMMED: Final = tuple(name for name in FIGURES if not name.startswith("share_"))
"""Those of `FIGURES` that may be added up over bodies."""


def position(column: str, codes: Sequence[str]) -> str:
    """SQL for the position of a column's value in a list; null counts as the empty word, an unknown word is -1."""
    listed = ", ".join(f"'{code}'" for code in codes)
    return f"coalesce(list_position([{listed}], coalesce({column}, '')), 0) - 1"


def exact(column: str) -> str:
    """SQL for a decimal as JSON that loses no digit: a bare integer where a browser holds it exactly, else text."""
    return (
        f"case when {column} is null then 'null'"
        f" when {column} = trunc({column}) and abs({column}) < 9007199254740992 then {column}::bigint::varchar"
        f""" else '"' || rtrim(rtrim({column}::varchar, '0'), '.') || '"' end"""
    )


def text(column: str) -> str:
    """SQL for a column as a JSON value, escaped by the database."""
    return f"coalesce(to_json({column})::varchar, 'null')"


def texts(columns: Sequence[str]) -> str:
    """SQL for several columns as JSON values, one after the other with commas between, for `concat_ws`."""
    return ", ".join(text(column) for column in columns)
