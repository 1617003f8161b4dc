"""Findings about passages, tables apart, whose figures are left out: their words, in one place.

What belongs here: what is said of a report, or a part of a page, that is of another body, year or period. What does
not: when it is said (`document.py`), and findings about tables (`tables/`).
"""

import re

from flows.extract.model import Finding, Where
from flows.extract.other_bodies import Passage


def of_two_bodies(first: re.Match[str], second: re.Match[str]) -> Finding:
    """A page with the reports of two bodies, by their titles."""
    message = f"the page holds two reports, '{first[0].strip()}' and '{second[0].strip()}'; their figures are left out"
    return Finding("two_reports", "refusal", message, where=Where(second.start(), second.end(), second[0]))


def of_another_year(title: re.Match[str]) -> Finding:
    """The report of another year, by its title, on the page of one."""
    message = (
        f"the page also holds the report of another year, '{title[0].strip()}'; its figures are left out"
    )
    return Finding("two_reports", "refusal", message, where=Where(title.start(), title.end(), title[0]))


def of_another_body(text: str, passage: Passage) -> Finding:
    """A passage that stands under another body's name in a text."""
    message = f"what stands under the name of {passage.name} is that body's; its figures are left out"
    end = passage.start + len(text[passage.start : passage.end].partition("\n")[0])
    where = Where(passage.start, end, text[passage.start : end])
    return Finding("another_body", "refusal", message, where=where)


def of_a_part(stated: re.Match[str]) -> Finding:
    """A report whose words say that its figures are not those of one whole year."""
    where = Where(stated.start(), stated.end(), stated[0])
    message = "the report says that its figures are not those of one whole year; they are left out"
    return Finding("another_period", "refusal", message, where=where)


def titled_as_part(title: str) -> Finding:
    """A report whose title names a part of a year."""
    message = (
        f"the title names a part of a year, '{title}'; the figures are not those of a year and are left out"
    )
    return Finding("another_period", "refusal", message)
