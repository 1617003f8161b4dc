"""Rules of what the agency itself does and has: remedies, money, staff, documents, response, training.

What belongs here: one line for each way to state such a count. What does not: what a rule is (`rule.py`), the
language of its patterns (`grammar.py`), applying it (`counts.py`), the disclosed items (`items.py`).
"""

from typing import Final

from flows.extract.prose.rule import (
    CASES,
    DOCUMENTS,
    EVENTS,
    FORM_2021,
    MONEY,
    PEOPLE,
    Rule,
)
from flows.extract.prose.sentences import Section

# An agency that reviews or defends cases of others counts its docket with these verbs.
_DOCKET: Final = ("accept", "docket", "handle")


def _remedies() -> tuple[Rule, ...]:
    home = Section.REMEDIES
    rules: list[Rule] = []
    for remedy in ("review", "litigation"):
        total = f"stat.{remedy}"
        # A joint number (行政复议和行政诉讼3件) belongs to neither.
        alone = "(?:(?<![conjunction pause])|(?<=number pause)|(?<=number conjunction))"
        rules += [
            Rule(
                total,
                remedy,
                f"{alone}({remedy} ABOUT)",
                CASES | {"次"},
                home,
                about="sentence",
                apart_from=_DOCKET,
                bare=True,
            ),
            Rule(
                total,
                remedy,
                "((?:occur|receive) GLUE)",
                CASES,
                home,
                after=f"WHOSE {remedy}(?![conjunction pause])",
                about="sentence",
                apart_from=_DOCKET,
            ),
        ]
        rules += [
            Rule(
                f"{total}.{name}",
                result,
                f"EDGE({result} GLUE (?:conjunction dismissed GLUE)?)",
                CASES,
                home,
                topic=remedy,
                about="sentence",
                apart_from=_DOCKET,
            )
            for result, name in (("upheld", "upheld"), ("corrected", "corrected"), ("other_result", "other"))
        ]
    pending = "comma filler* pending END"
    rules += [
        Rule(
            "review.pending",
            "review",
            "(review ABOUT)",
            CASES,
            home,
            after=pending,
            about="sentence",
            apart_from=_DOCKET,
        ),
        Rule(
            "review.pending",
            "pending",
            "EDGE(pending GLUE)",
            CASES,
            home,
            topic="review",
            about="sentence",
            apart_from=_DOCKET,
        ),
        Rule(
            "stat.complaints",
            "complaint",
            "(disclosure (?:filler|matter|public)* complaint ABOUT)",
            CASES,
            home,
            apart_from=_DOCKET,
        ),
    ]
    return tuple(rules)


_M: Final = Section.MONEY
_MONEY: Final = (
    Rule("stat.applications.fees", "fee", "(charge? GLUE fee GLUE)", MONEY, _M, about="sentence", bare=True),
    Rule(
        "stat.applications.fees",
        "charge",
        "(charge GLUE)",
        MONEY,
        _M,
        after="GLUE (?:fee|expense) END",
        about="sentence",
    ),
    Rule(
        "stat.applications.fees",
        "charge",
        "(charge GLUE expense GLUE)",
        MONEY,
        _M,
        about="sentence",
        bare=True,
    ),
    Rule(
        "stat.applications.fees",
        "fee_kind",
        # One kind of fee is a part; a list of kinds is the whole.
        "(charge GLUE fee_kind (?:pause|conjunction) (?:fee_kind|pause|conjunction|others|fee|expense)+ GLUE)",
        MONEY,
        _M,
        about="sentence",
    ),
    Rule(
        "applications.processing_fees",
        "processing_fee",
        "(charge? GLUE processing_fee GLUE)",
        MONEY,
        _M,
        bare=True,
    ),
    Rule(
        "stat.applications.fees_waived",
        "waiver",
        "(waiver (?:fee|filler)* GLUE)",
        MONEY,
        _M,
        about="sentence",
    ),
    Rule("stat.spending", "actual_spending", "(actual_spending GLUE)", MONEY, _M, about="paragraph"),
    Rule("stat.capacity.budget", "budget", "(budget GLUE)", MONEY, _M, about="sentence"),
)

_S: Final = Section.STAFF
_WORK_OF: Final = "(?:filler|engage|disclosure|work|matter)*"
_STAFF: Final = (
    Rule(
        "stat.capacity.staff",
        "staff",
        f"EDGE((?:{_WORK_OF})(?:mixed_time filler*)? staff GLUE)",
        PEOPLE,
        _S,
        after="(?!filler*(?:full_time|part_time))",
        about="paragraph",
        unless=("part", "full_time", "part_time"),
    ),
    Rule("stat.capacity.staff", "mixed_time", "(mixed_time GLUE)", PEOPLE, _S, about="paragraph"),
    Rule(
        "stat.capacity.staff",
        "equip",
        "(equip GLUE)",
        PEOPLE,
        _S,
        after=f"{_WORK_OF}(?:mixed_time|open full_time (?:pause|conjunction) part_time shut)? {_WORK_OF} staff",
        about="paragraph",
        bare=True,
    ),
    *(
        rule
        for concept, other in (("full_time", "part_time"), ("part_time", "full_time"))
        for rule in (
            Rule(
                f"stat.capacity.staff.{concept}",
                concept,
                f"(?:EDGE|staff)({_WORK_OF} {concept} (?:staff|filler|count|disclosure|work|engage)*)",
                PEOPLE,
                _S,
                about="paragraph",
            ),
            Rule(
                f"stat.capacity.staff.{concept}",
                "",
                "()",
                PEOPLE,
                _S,
                after=f"(?:filler|disclosure)* {concept} (?!pause {other}|conjunction {other})",
                about="paragraph",
            ),
        )
    ),
    Rule(
        "stat.capacity.reading_points", "reading_point", "(reading_point GLUE)", frozenset({"个", "处"}), _S
    ),
    Rule(
        "stat.capacity.reading_points",
        "",
        "()",
        frozenset({"个", "处"}),
        _S,
        after="(?:filler|public|disclosure)* reading_point",
    ),
    Rule("stat.capacity.offices", "office", "(office GLUE)", frozenset({"个"}), _S, about="sentence"),
)

_P: Final = Section.PROACTIVE
_MAKING: Final = "make (?:pause|conjunction|make|publish|disclose|filler)* GLUE"


def _documents() -> tuple[Rule, ...]:
    rules: list[Rule] = []
    for concept, name in (("normative", "normative_documents"), ("regulation", "regulations")):
        cell = f"proactive.{name}"
        rules += [
            Rule(
                f"{cell}.issued",
                concept,
                f"({_MAKING} {concept} ABOUT)",
                DOCUMENTS,
                _P,
                since=FORM_2021,
                beside="in_force",
            ),
            Rule(
                f"{cell}.issued",
                "make",
                f"({_MAKING})",
                DOCUMENTS,
                _P,
                f"WHOSE {concept}",
                since=FORM_2021,
                beside="in_force",
            ),
            Rule(
                f"{cell}.repealed",
                "repeal",
                f"(repeal GLUE (?:{concept} ABOUT)?)",
                DOCUMENTS,
                _P,
                topic=concept,
                apart_from=("clean_up", "part"),
                since=FORM_2021,
                beside="in_force",
            ),
            Rule(
                f"{cell}.in_force",
                "in_force",
                f"(in_force GLUE (?:{concept} ABOUT)?)",
                DOCUMENTS,
                _P,
                topic=concept,
            ),
            Rule(f"{cell}.in_force", "in_force", f"({concept} GLUE in_force GLUE)", DOCUMENTS, _P),
        ]
    made = "stat.normative_documents.made"
    rules += [
        Rule(made, "normative", f"({_MAKING} normative ABOUT)", DOCUMENTS, _P, until=FORM_2021 - 1),
        Rule(made, "make", f"({_MAKING})", DOCUMENTS, _P, "WHOSE normative", until=FORM_2021 - 1),
        Rule("stat.normative_documents.new", "added", "(added normative ABOUT)", DOCUMENTS, _P),
        Rule(
            "stat.proactive.normative_documents",
            "normative",
            "(?<![neg on_request])((?:proactive|disclose) GLUE normative ABOUT)",
            DOCUMENTS,
            _P,
        ),
        Rule(
            "stat.proactive.electronic_full_text_rate",
            "electronic",
            "(electronic (?:gap|filler|count|information|government_information)*)",
            frozenset({"%"}),
            _P,
        ),
        Rule(
            "stat.proactive.electronic_full_text",
            "electronic",
            "(electronic (?:gap|filler|count|information|government_information|proactive)*)",
            frozenset({"条"}),
            _P,
        ),
        Rule("stat.proactive.service_items", "service_items", "(service_items ABOUT)", frozenset({"条"}), _P),
    ]
    return tuple(rules)


_G: Final = Section.GENERAL
_HOT: Final = "(?:attention|hot|conjunction|pause|filler|public)*"
_EVENTS: Final = "respond (?:matter|count|filler|hot|attention)*"
_RESPONSE: Final = (
    Rule("stat.response.hot_topics", "hot", f"(respond {_HOT} hot {_HOT} GLUE)", EVENTS | {"件", "条"}, _G),
    Rule(
        "stat.response.press_conferences",
        "press",
        "(press GLUE)",
        EVENTS - {"期", "个"},
        _G,
        unless=("head",),
    ),
    Rule(
        "stat.response.press_conferences",
        "",
        "((?:hold|attend) GLUE)",
        EVENTS - {"期", "个"},
        _G,
        "GLUE press",
        unless=("head",),
    ),
    Rule(
        "stat.response.press_conferences_by_head",
        "press",
        "(head filler* attend GLUE press GLUE)",
        EVENTS,
        _G,
    ),
    Rule("stat.response.online_interviews", "interview", "(interview GLUE)", EVENTS, _G, unless=("head",)),
    Rule(
        "stat.response.online_interviews",
        "",
        "((?:hold|attend) GLUE)",
        EVENTS,
        _G,
        "GLUE interview",
        unless=("head",),
    ),
    Rule(
        "stat.response.online_interviews_by_head",
        "interview",
        "(head filler* attend (?:website|portal|filler)* interview GLUE)",
        EVENTS,
        _G,
    ),
    Rule(
        "stat.response.policy_interpretations",
        "interpretation",
        "(interpretation (?:filler|article|information|count|running)*)",
        frozenset({"篇", "条", "件", "份"}),
        _G,
    ),
    Rule(
        "stat.response.weibo_wechat",
        "respond",
        f"(weibo (?:pause|conjunction)? wechat {_EVENTS})",
        EVENTS | {"件"},
        _G,
    ),
    Rule("stat.response.other", "respond", f"(other_means {_EVENTS})", EVENTS | {"件"}, _G),
    Rule(
        "stat.response.policy_interpretations",
        "publish",
        "(publish GLUE)",
        frozenset({"篇", "条", "件", "份"}),
        _G,
        after="filler* interpretation (?:article|information)? END",
    ),
)

_TRAINING: Final = (
    Rule(
        "stat.training.meetings",
        "meeting",
        "(disclosure (?:work|filler)* meeting (?:conjunction filler* meeting)? GLUE)",
        EVENTS - {"期"},
        _S,
    ),
    Rule(
        "stat.training.meetings",
        "hold",
        "(hold GLUE)",
        EVENTS - {"期"},
        _S,
        "(?:work|filler)* disclosure (?:work|filler)* meeting",
    ),
    Rule(
        "stat.training.meetings",
        "hold",
        "(hold GLUE)",
        EVENTS - {"期"},
        _S,
        "(?:work|filler)* meeting (?:unknown|filler|work|conjunction)* disclosure",
    ),
    Rule("stat.training.courses", "course", "(course GLUE)", EVENTS, _S, about="sentence"),
    Rule(
        "stat.training.courses",
        "hold",
        "(hold GLUE)",
        EVENTS,
        _S,
        "(?:work|filler)* disclosure (?:work|filler)* course",
    ),
    Rule(
        "stat.training.people",
        "train",
        "(train (?:staff|public|filler|count)* GLUE)",
        PEOPLE | {"人次"},
        _S,
        about="sentence",
    ),
)

AGENCY_RULES: Final = (*_remedies(), *_MONEY, *_STAFF, *_documents(), *_RESPONSE, *_TRAINING)
