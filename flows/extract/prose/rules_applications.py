"""Rules of applications: how many came, how many were answered and when.

What belongs here: one line for each way to state such a count. What does not: in which way they came
(`rules_ways.py`), with which outcome (`rules_outcomes.py`), what a rule is (`rule.py`), the language of its patterns
(`grammar.py`), applying it (`counts.py`).
"""

from typing import Final

from flows.extract.prose.rule import ASKED_CASES, CASES, FORM_2019, Rule
from flows.extract.prose.rules_outcomes import RESULTS
from flows.extract.prose.sentences import Section

_A: Final = Section.APPLICATIONS
_RECEIVED: Final = "stat.applications.received"
_REPLIED: Final = "stat.applications.replied"
_CLOSED: Final = "stat.applications.closed"
# 申请 alone may be one for anything; with one of these it is one for information.
_ASKED: Final = (
    "(?:WHOSE (?:disclosure|on_request|disclose) WHOSE application"
    "|WHOSE application filler* disclose? INFO|WHOSE on_request WHOSE)"
)
# 收到书面申请4件、网上申请6件: the first is one kind as well.
_NOT_ONE_KIND: Final = "(?!pause (?:filler|means)* WAY (?:way|filler)* application)"
_COUNTS: Final = (
    Rule(
        _RECEIVED,
        "receive accept",
        f"(TAKE (?:conjunction close)? {_ASKED} ABOUT)",
        ASKED_CASES,
        _A,
        bare=True,
    ),
    Rule(
        _RECEIVED,
        "application",
        "(TAKE WHOSE application ABOUT)",
        ASKED_CASES,
        _A,
        after=_NOT_ONE_KIND,
        about="request",
        bare=True,
    ),
    Rule(
        _RECEIVED,
        "application",
        "(?:EDGE|submit filler)((?:disclosure|on_request|disclose)(?:filler|INFO)* application ABOUT)",
        CASES,
        _A,
        unless=("reply", "close", "close_on_time", "close_late", "newly"),
        bare=True,
    ),
    Rule(
        _RECEIVED,
        "disclosure",
        "(TAKE WHOSE unknown? WHOSE disclosure filler* application ABOUT)",
        CASES,
        _A,
        apart_from=("review", "litigation"),
    ),
    Rule(_RECEIVED, "receive accept", "(TAKE GLUE)", CASES, _A, after=_ASKED),
    Rule(_RECEIVED, "application", "(TAKE GLUE)", CASES, _A, after="WHOSE application", about="request"),
    *(
        Rule(
            _RECEIVED,
            concept,
            f"({concept} (?:conjunction close)? GLUE)",
            CASES,
            _A,
            after="END",
            topic="application",
            apart_from=("review", "litigation", "complaint", "appeal", "inquiry", *before),
            whole=True,
            about="paragraph",
        )
        # 收到申请12件,补正后受理10件: what came is the first.
        for concept, before in (("receive", ()), ("accept", ("receive", "form_result")))
    ),
    # The label before the verb: 依申请公开受理19件; or with the way: 依申请公开1条(当面申请1条).
    Rule(_RECEIVED, "on_request", "EDGE(on_request (?:filler|INFO)* (?:TAKE|handle) GLUE)", CASES, _A),
    Rule(
        _RECEIVED,
        "on_request",
        "EDGE(on_request (?:GLUE|INFO)*)",
        CASES,
        _A,
        after="(?:open|comma part?) filler* (?:regarding|means)? WAY",
    ),
    # 依申请公开2件: by 条 it would be an attribute of documents
    Rule(
        _RECEIVED,
        "on_request",
        "EDGE(on_request (?:filler|INFO|time|self)*)",
        CASES - {"条", "份", "项"},
        _A,
        after="END(?!(?:comma|pause) filler* (?:new_denied|not_public))",
        about="company",
        apart_from=("make", "produce"),
    ),
    Rule("stat.applications.catalogue_items", "catalogue", "(catalogue count GLUE)", frozenset({"条"}), _A),
    # 申请人提出申请8件
    Rule(
        _RECEIVED,
        "application",
        "EDGE(?:public|pause|conjunction|others)*(submit filler* application ABOUT)",
        CASES,
        _A,
        about="request",
    ),
    # 收到群众要求公开环境信息的申请13件
    Rule(
        _RECEIVED,
        "application",
        "(TAKE WHOSE matter disclose unknown? INFO filler* application ABOUT)",
        CASES,
        _A,
    ),
    # 公民申请公开政府信息0次
    Rule(
        _RECEIVED,
        "application",
        "EDGE((?:public|pause|conjunction|others)* application filler* disclose? INFO ABOUT)",
        CASES | {"次", "人次"},
        _A,
    ),
    # 申请0件, 申请总数1条: among figures of disclosure
    Rule(_RECEIVED, "application", "EDGE(application count? colon? filler*)", CASES, _A, about="company"),
    # 收到申请数0件、申请办结数0件: rows of the list of 2014, of which no other work speaks.
    Rule(_RECEIVED, "application", "EDGE(receive application count)", CASES, _A),
    Rule(_CLOSED, "close", "EDGE(application close count)", CASES, _A),
    Rule(_REPLIED, "reply", "EDGE(application reply count)", CASES, _A),
    Rule(_REPLIED, "reply", "EDGE(regarding application filler* reply count GLUE)", CASES, _A),
    Rule(
        "applications.new",
        "newly",
        "(newly WHOSE application? ABOUT)",
        CASES,
        _A,
        topic="application",
        bare=True,
        applicant="total",
    ),
    Rule(
        "applications.carried_in",
        "carried_in",
        "(carried_in WHOSE application? ABOUT)",
        CASES,
        _A,
        topic="application",
        bare=True,
        applicant="total",
    ),
    Rule(
        "applications.carried_out",
        "carried_out",
        "(carried_out (?:handle|WHOSE application|GLUE)* ABOUT)",
        CASES,
        _A,
        topic="application",
        bare=True,
        applicant="total",
    ),
    # 收到16件,办结15件,结转1件
    Rule(
        "applications.carried_out",
        "carry",
        "EDGE(carry GLUE)",
        CASES,
        _A,
        # Beside 结转下年2件 it is what came from the year before.
        after="(?!.*carried_out)",
        topic="application",
        since=FORM_2019,
        applicant="total",
    ),
    # 本年新收16件,结转0件,结转下年2件
    Rule(
        "applications.carried_in",
        "carry",
        "newly WHOSE application? ABOUT number comma (carry GLUE)",
        CASES,
        _A,
        after="[comma pause] filler* carried_out",
        topic="application",
        applicant="total",
    ),
    # 收到申请37件,办理36件
    Rule(
        _CLOSED,
        "handle",
        "(?:application|carried_in) ABOUT number comma (handle GLUE)",
        CASES,
        _A,
        after="END",
        topic="application",
    ),
    # 收到37件,办理36件,结转1件
    Rule(
        "applications.carried_out",
        "carry",
        "(?:close|handle|reply) GLUE number comma filler* (carry GLUE)",
        CASES,
        _A,
        after="(?!.*carried_out)",
        topic="application",
        applicant="total",
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


APPLICATION_RULES: Final = _COUNTS
