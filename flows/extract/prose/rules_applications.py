"""Rules of applications, their outcomes, and inquiries.

What belongs here: one line for each way to state such a count. What does not: what a rule is (`rule.py`), the
language of its patterns (`grammar.py`), applying it (`counts.py`).
"""

from typing import Final

from flows.extract.prose.rule import ALWAYS, CASES, FORM_2019, VISITS, Rule
from flows.extract.prose.sentences import Section

_A: Final = Section.APPLICATIONS
_RECEIVED: Final = "stat.applications.received"
_REPLIED: Final = "stat.applications.replied"
# Concept of a result: its indicator, and the first report year in which the form has rows in these words.
_RESULTS: Final = {
    "granted": (f"{_REPLIED}.granted", FORM_2019),
    "partly_granted": (f"{_REPLIED}.partly_granted", FORM_2019),
    "denied": (f"{_REPLIED}.denied", FORM_2019),
    "already_public": (f"{_REPLIED}.already_public", ALWAYS),
    "not_existing": (f"{_REPLIED}.does_not_exist", FORM_2019),
    "not_this_agency": (f"{_REPLIED}.not_this_agency", FORM_2019),
    "asked_to_amend": (f"{_REPLIED}.asked_to_amend", ALWAYS),
    "other_route": (f"{_REPLIED}.other_route", ALWAYS),
    "state_secret": (f"{_REPLIED}.denied.state_secret", FORM_2019),
    "trade_secret": (f"{_REPLIED}.denied.trade_secret", ALWAYS),
    "privacy": (f"{_REPLIED}.denied.privacy", ALWAYS),
}
# 申请 alone may be one for anything; with one of these it is one for information.
_ASKED: Final = (
    "(?:WHOSE (?:disclosure|on_request|disclose) WHOSE application"
    "|WHOSE application filler* disclose? INFO|WHOSE on_request WHOSE)"
)
_COUNTS: Final = (
    Rule(_RECEIVED, "", f"(TAKE {_ASKED} ABOUT)", CASES, _A, bare=True),
    Rule(_RECEIVED, "application", "(TAKE WHOSE application ABOUT)", CASES, _A, about="request", bare=True),
    Rule(
        _RECEIVED,
        "application",
        "(?:EDGE|submit filler)((?:disclosure|on_request)(?:filler|INFO)* application ABOUT)",
        CASES,
        _A,
        unless=("reply", "close", "close_on_time", "close_late", "newly"),
        bare=True,
    ),
    Rule(_RECEIVED, "", "(TAKE GLUE)", CASES, _A, after=_ASKED),
    Rule(_RECEIVED, "application", "(TAKE GLUE)", CASES, _A, after="WHOSE application", about="request"),
    Rule(
        _RECEIVED,
        "",
        "(TAKE (?:conjunction close)? GLUE)",
        CASES,
        _A,
        after="END",
        topic="application",
        apart_from=("review", "litigation", "complaint", "appeal", "inquiry", "part"),
        about="paragraph",
    ),
    Rule("applications.new", "newly", "(newly WHOSE application? ABOUT)", CASES, _A, applicant="total"),
    Rule(
        "applications.carried_in",
        "carried_in",
        "(carried_in WHOSE application? ABOUT)",
        CASES,
        _A,
        applicant="total",
    ),
    Rule(
        "applications.carried_out",
        "carried_out",
        "(carried_out (?:handle|WHOSE application|GLUE)* ABOUT)",
        CASES,
        _A,
        topic="application",
        applicant="total",
    ),
    Rule(
        "stat.applications.closed",
        "close",
        "(close (?:WHOSE application)? ABOUT)",
        CASES,
        _A,
        topic="application",
    ),
    Rule("stat.applications.closed", "close", "(close GLUE)", CASES, _A, after="WHOSE application"),
    Rule(
        "stat.applications.closed.on_time",
        "close_on_time",
        "(close_on_time (?:WHOSE application)? ABOUT)",
        CASES,
        _A,
        topic="application",
        instead="stat.applications.closed",
    ),
    Rule(
        "stat.applications.closed.extended",
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
        f"(?<![{' '.join(_RESULTS)} disclose others])(reply (?:WHOSE application)? ABOUT)",
        CASES,
        _A,
        topic="application",
        # After 其中 a reply whose kind is not known is one of some kind.
        apart_from=("inquiry", "complaint", "part"),
    ),
    Rule(_REPLIED, "reply", "(reply GLUE)", CASES, _A, after="WHOSE application"),
)


def _methods() -> tuple[Rule, ...]:
    said = "(?:application|filler|count|way|submit|TAKE|disclosure|government_information|means|colon)*"
    ways = {
        "in_person": "in_person",
        "fax": "fax",
        "online": "online",
        "letter": "letter",
        "email": "email",
        "letter_or_fax": "letter (?:pause|conjunction) fax",
    }
    return tuple(
        Rule(
            f"{_RECEIVED}.{name}",
            words.split()[0],
            f"(?:EDGE|TAKE (?:filler|disclosure)*)({words} {said})",
            CASES,
            _A,
            topic="application",
        )
        for name, words in ways.items()
    )


def _results() -> tuple[Rule, ...]:
    said = "(?:filler|count|reply|colon)*"
    edge = "(?:EDGE|(?:application|reply)(?:filler|count|each)*)"
    return tuple(
        Rule(
            indicator_id,
            concept,
            f"{edge}({concept} {said})",
            CASES - {"条"},
            _A,
            topic="application",
            # 主动公开N条, 依申请公开N条, 不予公开N条 are properties of documents.
            apart_from=("proactive", "newly", "make"),
            until=end,
        )
        for concept, (indicator_id, end) in _RESULTS.items()
    )


_I: Final = Section.INQUIRIES
_CALLERS: Final = "(?:public|filler|conjunction|pause|others|disclosure|count|time|self|running|kinds)*"
_INQUIRIES: Final = (
    Rule(
        "stat.inquiries",
        "inquiry",
        f"((?:receive|host|accept) {_CALLERS} inquiry ABOUT)",
        VISITS,
        _I,
        about="sentence",
        apart_from=("campaign",),
    ),
    Rule(
        "stat.inquiries",
        "inquiry",
        f"EDGE({_CALLERS} inquiry ABOUT)",
        VISITS,
        _I,
        about="sentence",
        apart_from=("campaign",),
    ),
    Rule(
        "stat.inquiries.phone",
        "phone",
        "EDGE(inquiry? phone (?:inquiry|answer_call|filler|count|colon)*)",
        VISITS,
        _I,
        topic="inquiry",
        about="sentence",
        apart_from=("campaign",),
    ),
    Rule(
        "stat.inquiries.in_person",
        "in_person",
        "EDGE(in_person (?:inquiry|host|filler|count|colon)*)",
        VISITS,
        _I,
        topic="inquiry",
        about="sentence",
        apart_from=("campaign",),
    ),
    Rule(
        "stat.inquiries.online",
        "online",
        "EDGE(online (?:inquiry|filler|count|colon)*)",
        VISITS,
        _I,
        topic="inquiry",
        about="sentence",
        apart_from=("campaign",),
    ),
    Rule(
        "stat.website.column_visits",
        "visits",
        "(column GLUE visits GLUE)",
        frozenset({"次", "人次"}),
        _I,
        bare=True,
    ),
)

APPLICATION_RULES: Final = (*_COUNTS, *_methods(), *_results(), *_INQUIRIES)
