"""Which applications are for information, by the words of their own sentence.

What belongs here: what only such an application is, gets or is counted by. What does not: what the section and the
sentences before say (`context.py`), and how many there were (`rules_applications.py`).
"""

import re
from typing import Final

from flows.extract.prose.clauses import Clauses
from flows.extract.prose.grammar import codes, pattern

WAYS: Final = frozenset({"in_person", "fax", "online", "letter", "email"})
"""Concepts of the ways in which one may apply."""
# What only an application for information is or gets.
_OF_A_REQUEST: Final = pattern(
    "on_request|(?:granted|partly_granted|denied|new_granted|new_partly_granted|not_existing)"
    "(?:filler|count|reply|colon)*(?:number|comma|semicolon|pause|$)"
)
# 当面申请171件、网络申请63件: the ways that the list of 2014 names; other work has applications online too.
_WAY: Final = pattern(f"(?:{'|'.join(sorted(WAYS))}) application")
_WAY_OF_THE_LIST: Final = re.compile("当面申请|传真申请|信函申请")
_BUSINESS: Final = codes("business", "licensing")
_COUNTED: Final = pattern(
    "on_request (?:filler|INFO|count|application|colon)* number(?=comma|open|semicolon|$)"
)
_UNITS: Final = frozenset({"件", "宗", "起", "例", ""})
_BEFORE: Final = pattern("(?:disclosure|on_request) [^comma semicolon number]* application GLUE number")
_MATTERS: Final = frozenset({"business", "licensing", "punishment", "complaint", "appeal"})
_ABOUT: Final = frozenset({"涉及", "关于"})


def shows_requests(clauses: Clauses) -> bool:
    """Whether a sentence shows that its applications are for information."""
    if _OF_A_REQUEST.search(clauses.codes) is not None:
        return True
    if _WAY_OF_THE_LIST.search(clauses.tokens.text) is None or not _BUSINESS.isdisjoint(clauses.codes):
        return False
    if any(t.concept == "foreign" and clauses.word(t).endswith("申请") for t in clauses.tokens.tokens):
        return False
    return len({way.group() for way in _WAY.finditer(clauses.codes)}) > 1


def is_counted_request(clauses: Clauses, place: int) -> bool:
    """依申请公开1件, 依申请公开:0: with another unit it can be an attribute of documents."""
    counted = _COUNTED.match(clauses.codes, place)
    return counted is not None and clauses[counted.end() - 1].unit in _UNITS


def follows_requests(clauses: Clauses, place: int) -> bool:
    """收到政府信息公开申请18件,其中涉及土地审批的5件;网络申请4件: whether applications for information were counted
    before."""
    return _BEFORE.search(clauses.codes, 0, place) is not None


def is_matter(clauses: Clauses, place: int) -> bool:
    """涉及税务举报: whether the other work that is named there is only what an application is about."""
    if clauses[place].concept not in _MATTERS:
        return False
    clause = clauses.tokens.tokens[clauses.clause_start(place) : place]
    return any(clauses.word(token) in _ABOUT for token in clause)
