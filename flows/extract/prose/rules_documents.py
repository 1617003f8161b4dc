"""Rules of documents, decisions and electronic texts.

What belongs here: one entry for each way to state such a count. What does not: the disclosed items (`items.py`),
response to the public (`rules_publicity.py`), what a rule is (`rule.py`), the language of its patterns
(`grammar.py`), applying it (`counts.py`).
"""

from typing import Final

from flows.extract.prose.rule import (
    CASES,
    DOCUMENT_NAMES,
    DOCUMENTS,
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
            # 现行有效的行政规范性文件为2件,全年制发0件
            Rule(
                f"{cell}.issued",
                "make",
                f"(?:comma|pause|semicolon)(?:filler|time)* ({_MAKING})",
                DOCUMENTS,
                _P,
                "END",
                topic=concept,
                bare=True,
                since=FORM_2021,
                beside="in_force",
            ),
            Rule(
                f"{cell}.repealed",
                "repeal",
                f"(repeal GLUE (?:{concept} ABOUT)?)",
                DOCUMENTS,
                _P,
                bare=True,
                topic=concept,
                unless=("clean_up",),
                apart_from=("part",),
                since=FORM_2021,
                beside="in_force",
            ),
            Rule(
                f"{cell}.in_force",
                "in_force",
                f"(in_force GLUE (?:{concept} ABOUT)?)",
                DOCUMENTS,
                _P,
                bare=True,
                topic=concept,
                state=True,
            ),
            Rule(
                f"{cell}.in_force", "in_force", f"({concept} GLUE in_force GLUE)", DOCUMENTS, _P, state=True
            ),
            # 清理后废止3件、继续有效37件: what the form of 2021 asks for as 现行有效
            Rule(
                f"{cell}.in_force",
                "still_valid",
                "(still_valid GLUE)",
                DOCUMENTS,
                _P,
                topic=concept,
                since=FORM_2021,
                state=True,
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
        Rule(made, "produce", "(produce GLUE normative ABOUT)", DOCUMENTS, _P, until=FORM_2019),
        # 制发文件98件,其中规范性文件1件
        Rule(
            made,
            "make",
            "make GLUE unknown matter? GLUE number comma part filler* (normative GLUE)",
            DOCUMENTS - {"条"},
            _P,
            until=FORM_2021,
        ),
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
        # 行政处罚决定6件,行政强制2件,收费金额3.6万元: the next row of the form.
        Rule(
            "proactive.fees.amount",
            "coercion coercion_decisions",
            f"(?:coercion|coercion_decisions) GLUE number{_BREAK}(fee GLUE)",
            MONEY,
            _P,
            since=FORM_2019,
        ),
        *(
            Rule(
                f"proactive.{name}.decisions",
                f"{name}_decisions",
                f"({name}_decisions GLUE)",
                CASES,
                _P,
                since=FORM_2019,
            )
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
        # 新制定规范性文件22件,并全部公开
        Rule(
            "stat.proactive.normative_documents",
            "make produce",
            "((?:make|produce) GLUE normative ABOUT)",
            DOCUMENTS,
            _P,
            after="comma (?:filler|conjunction)* each filler* (?:proactive|disclose) filler* END",
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


DOCUMENT_RULES: Final = _documents()
