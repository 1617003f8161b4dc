"""Rules of applications: how many came, and how many were carried from one year to the next.

What belongs here: one line for each way to state such a count. What does not: in which way they came
(`rules_ways.py`), how many were closed or answered (`rules_closings.py`), with which outcome (`rules_outcomes.py`),
what a rule is (`rule.py`), the language of its patterns (`grammar.py`), applying it (`counts.py`).
"""

from typing import Final

from flows.extract.prose.headings import Section
from flows.extract.prose.rule import ASKED_CASES, CASES, FORM_2019, Rule

_A: Final = Section.APPLICATIONS
_RECEIVED: Final = "stat.applications.received"
# 申请 alone may be one for anything; with one of these it is one for information.
_ASKED: Final = (
    "(?:WHOSE (?:disclosure|on_request|disclose) WHOSE application"
    "|WHOSE application filler* disclose? INFO|WHOSE on_request WHOSE)"
)
# 收到书面申请4件、网上申请6件: the first is one kind as well.
_NOT_ONE_KIND: Final = "(?!pause (?:filler|means)* WAY (?:way|filler)* application)"
APPLICATION_RULES: Final = (
    Rule(
        _RECEIVED,
        "receive accept",
        f"(TAKE (?:conjunction? close)? {_ASKED} ABOUT)",
        ASKED_CASES,
        _A,
        bare=True,
    ),
    # 收到申请公开政府信息的申请12件
    Rule(
        _RECEIVED,
        "application",
        "(TAKE WHOSE application disclose? INFO filler+ application GLUE)",
        CASES,
        _A,
        after=_NOT_ONE_KIND,
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
    Rule(_RECEIVED, "on_request", "EDGE(on_request (?:filler|INFO)* colon? (?:TAKE|handle) GLUE)", CASES, _A),
    Rule(
        _RECEIVED,
        "on_request",
        "EDGE(on_request (?:GLUE|INFO)*)",
        CASES,
        _A,
        after="(?:open|comma part?) filler* (?:regarding|means)? WAY",
    ),
    # 办理政府信息公开申请5件; beside those that came it would be what was closed.
    Rule(
        _RECEIVED,
        "handle",
        f"EDGE(handle {_ASKED} ABOUT)",
        CASES,
        _A,
        after="(?![^semicolon]*(?:carried_in|newly))",
        apart_from=("receive", "accept", "newly", "carried_in"),
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
    Rule(
        "stat.applications.catalogue_items",
        "catalogue",
        "((?:added filler* catalogue|catalogue count) GLUE)",
        frozenset({"条"}),
        _A,
    ),
    # 主动公开政府信息65条,依申请公开目录7条
    Rule(
        "stat.applications.catalogue_items",
        "catalogue",
        "(?:start|comma|semicolon|pause)(catalogue colon?)",
        frozenset({"条"}),
        _A,
        about="company",
    ),
    # 申请人提出申请8件
    Rule(
        _RECEIVED,
        "application",
        "EDGE(?:public|pause|conjunction|others)*(submit filler* application ABOUT)",
        CASES,
        _A,
        about="request",
        whole=True,
    ),
    # 收到群众要求公开环境信息的申请13件
    Rule(
        _RECEIVED,
        "application",
        "(TAKE WHOSE matter disclose unknown? INFO filler* application ABOUT)",
        CASES,
        _A,
    ),
    # 公民申请公开政府信息0次, 有公民、法人向我局申请公开政府信息2件
    Rule(
        _RECEIVED,
        "application",
        "EDGE((?:public|pause|conjunction|others|filler|regarding self)* application filler* disclose? INFO ABOUT)",
        CASES | {"次", "人次"},
        _A,
    ),
    # 申请0件, 申请总数1条: among figures of disclosure
    Rule(
        _RECEIVED,
        "application",
        "EDGE(application count? colon? filler*)",
        CASES,
        _A,
        about="company",
        whole=True,
    ),
    # 收到申请数0件: a row of the list of 2014, of which no other work speaks.
    Rule(_RECEIVED, "application", "EDGE(receive application count)", CASES, _A),
    Rule(
        "applications.new",
        "newly",
        # 上年结转和本年新收共16件 is the sum of both.
        "(?<!carried_in [conjunction pause])(?<!carried_in [conjunction pause] time)"
        "(?<!carried_in application [conjunction pause])"
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
        "(?<!newly [conjunction pause])(?<!newly application [conjunction pause])"
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
)
