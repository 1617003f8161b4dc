"""Reviews, lawsuits and complaints that a report tells of, and that are not of disclosure.

What belongs here: the words behind a number that say so. What does not: how such a number is labelled
(`rules_remedies.py`).

行政复议12件,均与信息公开无关 states nothing of disclosure; 行政复议12件,其中涉及信息公开的2件 states 2.
"""

import re
from typing import Final

from flows.extract.prose.clauses import Clauses
from flows.extract.prose.grammar import pattern
from flows.extract.prose.tokens import CODE_OF

_OF_DISCLOSURE: Final = "(?:政府|政务|政府的)?信息公开"
_DENIED: Final = re.compile(
    rf"[与和同]{_OF_DISCLOSURE}(?:工作|事项|申请)?(?:均|都|并)?(?:无关|没有关系|不相关|无直接关系)"
    r"|(?:不涉及|未涉及|没有涉及|并非|均非|都非|皆非|全非|不属于|不是|非因|无一[件例起宗]?(?:涉及|属于|是|因))(?:因)?"
    rf"{_OF_DISCLOSURE}"
)
# Which of several cases are of disclosure: 复议12件、诉讼5件,其中涉及信息公开的分别为2件和1件
_SHARE_FOLLOWS: Final = re.compile(rf"[^;。…]*其中[^;。…,]{{0,12}}{_OF_DISCLOSURE}")
OUR_SHARE: Final = (
    "[comma open] part? (?:filler|conjunction|regarding|occur|self|colon)* disclosure "
    "(?:filler|kinds|cause|occur|matter|count|colon|conjunction)*"
)
"""Behind a number of cases: which of them are of disclosure."""


# 收到行政复议申请86件,其中信息公开类9件: in the report of a body that hears cases, those that others brought to it.
_BROUGHT: Final = pattern(
    "(?:receive|handle|accept|docket|close) (?:filler|time|self|running|count|public)* (?:review|litigation)"
)


def is_of_the_docket(clauses: Clauses, index: int) -> bool:
    """Whether the cases that a number counts are, by the words before it, such as a body has to decide on."""
    start = clauses.codes.rfind(CODE_OF["semicolon"], 0, index) + 1
    return _BROUGHT.search(clauses.codes, start, index) is not None


def is_of_other_cases(clauses: Clauses, index: int, remedy: str) -> bool:
    """Whether the cases that a number counts are not of disclosure, or only some of them are.

    Args:
        remedy: concepts by which the cases may be called, separated by blanks.
    """
    text, end = clauses.tokens.text, clauses[index].end
    if _DENIED.search(text, end) is not None or _SHARE_FOLLOWS.match(text, end) is not None:
        return True
    named = "|".join(remedy.split())
    return pattern(f"{OUR_SHARE} (?:(?:{named}) GLUE)? number").match(clauses.codes, index + 1) is not None
