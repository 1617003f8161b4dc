"""Rules of documents, electronic texts, and response to the public.

What belongs here: one entry for each way to state such a count. What does not: the disclosed items
(`items.py`), what a rule is (`rule.py`), the language of its patterns (`grammar.py`), applying it
(`counts.py`).
"""

from typing import Final

from flows.extract.prose.rule import (
    CASES,
    DOCUMENT_NAMES,
    DOCUMENTS,
    EVENTS,
    FORM_2019,
    FORM_2021,
    MONEY,
    Rule,
)
from flows.extract.prose.sentences import Section

_P: Final = Section.PROACTIVE
_BREAK: Final = "(?:pause|comma|semicolon)"
_LICENSING: Final = "(?:licensing|licensing_decisions) GLUE number"
_MAKING: Final = "make (?:pause|conjunction|make|publish|disclose|filler)* GLUE"


def _documents() -> tuple[Rule, ...]:
    rules: list[Rule] = []
    for concept, name in DOCUMENT_NAMES.items():
        (other,) = DOCUMENT_NAMES.keys() - {concept}
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
            # 行政规范性文件制发0件, 规章制发件数0
            Rule(
                f"{cell}.issued",
                concept,
                f"EDGE({concept} GLUE make GLUE)",
                DOCUMENTS,
                _P,
                bare=True,
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
                state=True,
            ),
            Rule(
                f"{cell}.in_force", "in_force", f"({concept} GLUE in_force GLUE)", DOCUMENTS, _P, state=True
            ),
        ]
        # 制发规章N件、行政规范性文件N件: one verb, two objects.
        rules += [
            Rule(
                f"{cell}.{column}",
                verb,
                f"{verb} GLUE {other} ABOUT number (?:pause|conjunction) ({concept} ABOUT)",
                DOCUMENTS,
                _P,
                since=0 if verb == "in_force" else FORM_2021,
                beside="in_force",
                state=verb == "in_force",
            )
            for verb, column in (("make", "issued"), ("repeal", "repealed"), ("in_force", "in_force"))
        ]
    made = "stat.normative_documents.made"
    rules += [
        Rule(made, "normative", f"({_MAKING} normative ABOUT)", DOCUMENTS, _P, until=FORM_2021),
        Rule(made, "make", f"({_MAKING})", DOCUMENTS, _P, "WHOSE normative", until=FORM_2021),
        *(
            Rule(
                f"proactive.{name}.{column}",
                key,
                before,
                DOCUMENTS,
                _P,
                topic=topic,
                since=FORM_2019,
                until=FORM_2021,
            )
            for concept, name in DOCUMENT_NAMES.items()
            for column, key, before, topic in (
                ("made", "produce", f"(produce GLUE {concept} ABOUT)", ""),
                ("made", "produce", f"({concept} GLUE produce GLUE)", ""),
                ("disclosed", "produce", "EDGE(disclose GLUE)", concept),
                ("disclosed_total", "row_total", "(row_total GLUE)", concept),
            )
        ),
        # 行政许可0件、行政处罚2件、行政强制0件: no other work counts these three alone.
        *(
            Rule(f"proactive.{name}.decisions", "coercion", before, CASES, _P, after=after, since=FORM_2019)
            for name, before, after in (
                ("licensing", "EDGE(licensing GLUE)", _BREAK + "(?:punishment|other_services)"),
                ("other_services", f"EDGE{_LICENSING}{_BREAK}(other_services GLUE)", _BREAK + "punishment"),
                (
                    "penalty",
                    f"EDGE{_LICENSING}{_BREAK}(?:other_services GLUE number{_BREAK})?(punishment GLUE)",
                    _BREAK + "coercion",
                ),
                ("coercion", f"{_BREAK}punishment GLUE number{_BREAK}(coercion GLUE)", ""),
            )
        ),
        # 行政许可处理决定12件,行政处罚0件: what the first says of itself holds for the next.
        *(
            Rule(
                f"proactive.{name}.decisions",
                key,
                f"EDGE {before}_decisions GLUE number{_BREAK}({key} GLUE)",
                CASES,
                _P,
                since=FORM_2019,
            )
            for name, key, before in (
                ("penalty", "punishment", "licensing"),
                ("coercion", "coercion", "penalty"),
            )
        ),
        Rule(
            "proactive.procurement.items",
            "procurement",
            "(procurement GLUE)",
            frozenset({"项", "个", "次"}),
            _P,
            since=FORM_2019,
            until=FORM_2021,
        ),
        Rule(
            "proactive.procurement.amount",
            "procurement",
            "procurement GLUE number (?:comma|pause|semicolon) (unknown? count GLUE)",
            MONEY,
            _P,
            since=FORM_2019,
            until=FORM_2021,
        ),
        Rule("proactive.fees.amount", "admin_fees", "EDGE(admin_fees GLUE)", MONEY, _P, since=FORM_2019),
        *(
            Rule(f"proactive.{name}.decisions", f"{name}_decisions", f"({name}_decisions GLUE)", CASES, _P)
            for name in ("licensing", "penalty", "coercion")
        ),
        # 主动公开政府信息66条,其中规范性文件2条
        Rule(
            "stat.proactive.normative_documents",
            "normative",
            "(?:proactive|disclose) GLUE INFO ABOUT number comma (?:part filler*|.*?part.*EDGE)"
            "(normative count? colon?)",
            frozenset({"条"}),
            _P,
        ),
        Rule("stat.normative_documents.new", "added", "(added filler* normative ABOUT)", DOCUMENTS, _P),
        Rule("stat.normative_documents.new", "added", "(normative added count? GLUE)", DOCUMENTS, _P),
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
        "(?<!part unknown)(press GLUE)",
        EVENTS - {"期", "个"},
        _G,
        unless=("head",),
    ),
    Rule(
        "stat.response.press_conferences",
        "press",
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
    *(
        # 举办新闻发布会4次,其中主要负责同志参加2次
        Rule(f"stat.response.{name}_by_head", "head", "(head filler* attend GLUE)", EVENTS, _G, topic=topic)
        for name, topic in (("press_conferences", "press"), ("online_interviews", "interview"))
    ),
    Rule("stat.response.online_interviews", "interview", "(interview GLUE)", EVENTS, _G, unless=("head",)),
    Rule(
        "stat.response.online_interviews",
        "interview",
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
        "(?<!unknown)(interpretation (?:filler|article|information|count|running|publish)*)",
        frozenset({"篇", "条", "件", "份"}),
        _G,
        unless=("part", "press"),
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

PUBLICITY_RULES: Final = (*_documents(), *_RESPONSE)
