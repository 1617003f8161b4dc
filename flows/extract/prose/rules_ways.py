"""Rules of the ways in which applications came.

What belongs here: one line for each way to state how many came in a way, or how many came where only their ways are
told. What does not: other counts of applications (`rules_applications.py`), what a rule is (`rule.py`), the language
of its patterns (`grammar.py`), applying it (`counts.py`).
"""

from typing import Final

from flows.extract.prose.headings import Section
from flows.extract.prose.requests import WAYS
from flows.extract.prose.rule import CASES, Rule

_A: Final = Section.APPLICATIONS
_RECEIVED: Final = "stat.applications.received"
_KEY: Final = " ".join(sorted(WAYS))
_WAY: Final = "WAY filler*"
_ANY_SITE: Final = "(?:website|portal|hub|platform|hub_site|own_site|bare_site)"
_SITE: Final = f"(?:filler|disclosure|self|unknown)* {_ANY_SITE}"
_ALL_WAYS: Final = (
    # 收到网上申请2件: the only way that is named
    Rule(
        _RECEIVED,
        _KEY,
        "(TAKE filler* WAY (?:way|filler)* application ABOUT)",
        CASES,
        _A,
        after="(?![^semicolon]*WAY)",
        about="request",
    ),
    # 收到网上依申请公开1件
    Rule(
        _RECEIVED,
        _KEY,
        "(TAKE filler* WAY (?:way|filler)* on_request (?:INFO|application|filler|count)*)",
        CASES,
        _A,
        after="(?![^semicolon]*WAY)",
    ),
    # 收到书面及网上申请8件: all ways together
    Rule(
        _RECEIVED,
        "application",
        f"(TAKE filler* (?:{_WAY})? (?:(?:pause|conjunction) {_WAY})+ application ABOUT)",
        CASES,
        _A,
        about="request",
    ),
)


def _methods() -> tuple[Rule, ...]:
    said = (
        "(?:application|filler|count|way|submit|TAKE|disclosure|disclose|on_request|government_information|means"
        "|colon)*"
    )
    ways = {
        "in_person": "in_person",
        "fax": "fax",
        "online": "online",
        "letter": "(?:letter|mail)",
        "email": "email",
        "letter_or_fax": "(?:letter|mail) (?:pause|conjunction) fax",
    }
    before = (
        "(?:EDGE(?:way (?:filler|each|regarding|means)*)?|TAKE (?:filler|disclosure)*|regarding|means|public filler*"
        f"|come|other_method|{_ANY_SITE})"
    )
    by_way = [
        Rule(
            f"{_RECEIVED}.{name}",
            " ".join(way for way in sorted(WAYS) if way in words),
            f"{before}({words} {said})",
            CASES,
            _A,
            topic="application",
        )
        for name, words in ways.items()
    ]
    # 通过政府信息公开平台提交的23件
    on_a_site = f"(means {_SITE} filler* submit {said})"
    return (
        *by_way,
        Rule(f"{_RECEIVED}.online", "submit", on_a_site, CASES, _A, topic="application"),
    )


WAY_RULES: Final = (*_ALL_WAYS, *_methods())
