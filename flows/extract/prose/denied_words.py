"""What stands between a negation and the place where it ends.

What belongs here: looking for concepts there, and whether it is about disclosure. What does not: what is zero by it
(`denied.py`, `denied_requests.py`).
"""

from flows.extract.prose.context import Context
from flows.extract.prose.grammar import codes
from flows.extract.prose.headings import Section


def has(context: Context, index: int, stop: int, *concepts: str) -> bool:
    """Whether one of some concepts stands between two tokens."""
    return not codes(*concepts).isdisjoint(context.codes[index + 1 : stop])


def last_of(context: Context, index: int, stop: int, *concepts: str) -> int:
    """The last of some concepts between two tokens."""
    return max(n for n in range(index + 1, stop) if context[n].concept in concepts)


def is_about(context: Context, index: int, stop: int, home: Section) -> bool:
    """Whether what is denied between two tokens is disclosure's own."""
    return (
        context.section is home
        or context.sentence.speaks_of_disclosure
        or context.stands_in_company(index)
        or has(context, index, stop, "disclosure", "on_request", "gap")
    )
