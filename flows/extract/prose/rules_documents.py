"""Rules of documents and electronic texts.

What belongs here: one entry for each way to state such a count. What does not: the disclosed items (`items.py`),
decisions, fees and procurement (`rules_decisions.py`), response to the public (`rules_publicity.py`), what a rule is
(`rule.py`), the language of its patterns (`grammar.py`), applying it (`counts.py`).
"""

from typing import Final

from flows.extract.prose.headings import Section
from flows.extract.prose.rule import DOCUMENT_NAMES, DOCUMENTS, FORM_2019, FORM_2021, Rule

_P: Final = Section.PROACTIVE
_MAKING: Final = (
    "(?<!repeal [conjunction pause]) make (?:pause|conjunction|make|publish|disclose|filler)* GLUE"
)


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
                f"(?:comma|pause|semicolon|colon)(?:part filler* time)?(?:filler|time)* ({_MAKING})",
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
                # 制发和废止3件 is the sum of both.
                f"(?<!make [conjunction pause])(repeal GLUE (?:{concept} ABOUT)?)",
                DOCUMENTS,
                _P,
                bare=True,
                topic=concept,
                unless=("clean_up",),
                apart_from=("part",),
                since=FORM_2021,
                beside="in_force",
            ),
            # 其中制发规章1件,废止规范性文件4件: it names what was repealed.
            Rule(
                f"{cell}.repealed",
                "repeal",
                f"(?<!make [conjunction pause])(repeal GLUE {concept} ABOUT)",
                DOCUMENTS,
                _P,
                unless=("clean_up",),
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
        rules.append(
            Rule(
                f"{cell}.made",
                "produce",
                f"produce GLUE {other} ABOUT number (?:pause|conjunction) ({concept} ABOUT)",
                DOCUMENTS,
                _P,
                since=FORM_2019,
                until=FORM_2021,
            )
        )
        rules += [
            Rule(
                f"{cell}.{column}",
                verb,
                f"{verb} GLUE {other} ABOUT number (?:pause|conjunction|comma) ({concept} ABOUT)",
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
        Rule(made, "make", "EDGE(normative GLUE make GLUE)", DOCUMENTS, _P, until=FORM_2021),
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
                bare=True,
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
        # 规章制定数为0
        Rule(
            "proactive.regulations.made",
            "regulation",
            "EDGE(regulation make count filler*)",
            DOCUMENTS,
            _P,
            bare=True,
            since=FORM_2019,
            until=FORM_2021,
        ),
        # 主动公开政府信息66条,其中规范性文件2条
        Rule(
            "stat.proactive.normative_documents",
            "normative",
            "(?:proactive|disclose) GLUE INFO ABOUT number [comma open] (?:part filler*|.*?part.*EDGE)"
            "(normative count? colon?)",
            frozenset({"条"}),
            _P,
        ),
        # 主动公开政府信息66条。其中规范性文件2条。
        Rule(
            "stat.proactive.normative_documents",
            "normative",
            "^start part filler* (normative count? colon?)",
            frozenset({"条"}),
            _P,
            after="END",
            about="company",
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
        # 公开规章2件、规范性文件17件: one verb, two objects.
        Rule(
            "stat.proactive.normative_documents",
            "normative",
            "(?<![neg on_request])(?:proactive|disclose) GLUE regulation filler* number (?:pause|conjunction)"
            "(normative filler*)",
            DOCUMENTS,
            _P,
            after="END",
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
