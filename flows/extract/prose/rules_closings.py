"""Rules of applications: how many were closed or answered, and when.

What belongs here: one line for each way to state such a count. What does not: how many came
(`rules_applications.py`), with which outcome (`rules_outcomes.py`), what a rule is (`rule.py`), the language of its
patterns (`grammar.py`), applying it (`counts.py`).
"""

from typing import Final

from flows.extract.prose.headings import Section
from flows.extract.prose.rule import CASES, Rule
from flows.extract.prose.rules_outcomes import RESULTS

_A: Final = Section.APPLICATIONS
_REPLIED: Final = "stat.applications.replied"
_CLOSED: Final = "stat.applications.closed"
CLOSING_RULES: Final = (
    # 申请办结数0件: a row of the list of 2014, of which no other work speaks.
    Rule(_CLOSED, "close", "EDGE(application close count)", CASES, _A),
    Rule(_REPLIED, "reply", "EDGE(application reply count)", CASES, _A),
    Rule(_REPLIED, "reply", "EDGE(regarding application filler* reply count GLUE)", CASES, _A),
    # 收到申请37件,办理36件
    Rule(
        _CLOSED,
        "handle",
        "(?:application|carried_in|on_request) ABOUT number comma (handle GLUE)",
        CASES,
        _A,
        after="END",
        topic="application",
    ),
    # 办理申请5件,按时办结4件,延期办结1件
    Rule(
        _CLOSED,
        "handle",
        "EDGE(handle filler* application filler*)",
        CASES,
        _A,
        after="[comma colon open] part? filler* close_on_time filler* number [comma pause] close_late",
        topic="application",
    ),
    Rule("applications.outcomes", "outcomes", "(outcomes GLUE)", CASES, _A, applicant="total"),
    Rule(
        _CLOSED,
        "close",
        "(?<!penalty)(close (?:WHOSE application)? ABOUT)",
        CASES,
        _A,
        topic="application",
    ),
    Rule(_CLOSED, "close", "(?<!penalty)(close GLUE)", CASES, _A, after="WHOSE application"),
    Rule(
        f"{_CLOSED}.on_time",
        "close_on_time",
        "(close_on_time (?:WHOSE application)? (?:filler|apiece|colon)*)",
        CASES,
        _A,
        # Beside 延期办结 it is a part of the total.
        after="(?!.*close_late)",
        topic="application",
        instead=_CLOSED,
    ),
    # 按时办结数 is the row of the form, and never the total.
    Rule(
        f"{_CLOSED}.on_time",
        "close_on_time",
        "EDGE(close_on_time count GLUE)",
        CASES,
        _A,
        topic="application",
    ),
    Rule(
        f"{_CLOSED}.on_time",
        "close_late",
        "(close_on_time (?:WHOSE application)? ABOUT)",
        CASES,
        _A,
        after="(?=.*close_late)",
        topic="application",
    ),
    Rule(
        f"{_CLOSED}.extended",
        "close_late",
        "(close_late (?:WHOSE application)? ABOUT)",
        CASES,
        _A,
        topic="application",
    ),
    Rule(
        _REPLIED,
        "reply",
        # 同意公开答复数 and 其他公开答复数 count one kind of reply.
        f"(?<![{' '.join(RESULTS)} disclose others penalty])(reply (?:WHOSE application)? ABOUT)",
        CASES,
        _A,
        topic="application",
        # After 其中 a reply whose kind is not known is one of some kind.
        apart_from=("inquiry", "complaint", "business"),
        whole=True,
    ),
    # 按期答复7件,延期答复1件; alone it is how many were answered
    Rule(
        f"{_CLOSED}.on_time",
        "reply_on_time",
        "(reply_on_time (?:WHOSE application)? ABOUT)",
        CASES,
        _A,
        after="(?=.*close_late)",
        topic="application",
    ),
    Rule(
        _REPLIED,
        "reply_on_time",
        "(reply_on_time (?:WHOSE application)? ABOUT)",
        CASES,
        _A,
        after="(?!.*close_late)",
        topic="application",
        apart_from=("inquiry", "complaint", "business"),
        whole=True,
    ),
    Rule(_REPLIED, "reply", "(?<!penalty)(reply GLUE)", CASES, _A, after="WHOSE application"),
)
