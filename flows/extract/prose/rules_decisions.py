"""Rules of decisions, fees and procurement: rows of the forms since 2019.

What belongs here: one entry for each way to state such a row. What does not: regulations and normative documents
(`rules_documents.py`), fees for information (`rules_money.py`), what a rule is (`rule.py`), the language of its
patterns (`grammar.py`), applying it (`counts.py`).
"""

from typing import Final

from flows.extract.prose.headings import Section
from flows.extract.prose.rule import CASES, FORM_2019, FORM_2021, MONEY, Rule

_P: Final = Section.PROACTIVE
_BREAK: Final = "(?:pause|comma|semicolon)"
_LICENSING: Final = "(?:licensing|licensing_decisions) GLUE number"
_PROJECTS: Final = frozenset({"项", "个", "次"})
_ROWS_OF_2019: Final = (
    # 行政许可上一年项目数量12项,本年增加2项,处理决定60件
    *(
        rule
        for name, key in (
            ("licensing", "licensing_items"),
            ("other_services", "other_items"),
            ("penalty", "penalty_items"),
            ("coercion", "coercion_items"),
        )
        for rule in (
            Rule(
                f"proactive.{name}.items_last_year",
                key,
                f"({key} GLUE)",
                _PROJECTS,
                _P,
                since=FORM_2019,
                until=FORM_2021,
            ),
            Rule(
                f"proactive.{name}.decisions",
                key,
                f"{key} GLUE number{_BREAK}(?:time? compare+ (?:filler|count)* number{_BREAK})?(time? results GLUE)",
                CASES,
                _P,
                since=FORM_2019,
                until=FORM_2021,
            ),
        )
    ),
    Rule(
        "proactive.procurement.items",
        "procurement",
        "(procurement GLUE)",
        _PROJECTS,
        _P,
        bare=True,
        since=FORM_2019,
        until=FORM_2021,
    ),
    Rule(
        "proactive.procurement.amount",
        "procurement",
        "procurement GLUE number (?:comma|pause|semicolon) ((?:purchase_sum|count) GLUE)",
        MONEY,
        _P,
        since=FORM_2019,
        until=FORM_2021,
    ),
    # 采购项目2个,采购金额31.72万元: the row's name cut short, among figures of disclosure
    Rule(
        "proactive.procurement.items",
        "purchase",
        "(?:start|semicolon)(purchase count? filler*)",
        _PROJECTS,
        _P,
        after="[comma pause] purchase_sum filler* number END",
        about="company",
        since=FORM_2019,
        until=FORM_2021,
    ),
    Rule(
        "proactive.procurement.amount",
        "purchase",
        "(?:start|semicolon) purchase count? filler* number [comma pause](purchase_sum filler*)",
        MONEY,
        _P,
        after="END",
        about="company",
        since=FORM_2019,
        until=FORM_2021,
    ),
)
_DECISIONS: Final = (
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
            ("other_services", "other_services", "licensing"),
            ("penalty", "punishment", "licensing"),
            ("coercion", "coercion", "penalty"),
        )
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
)
# 行政许可26项 can be how many kinds there are.
_DECIDED: Final = CASES - {"项", "条", "份"}
_ISSUED: Final = f"normative GLUE make GLUE number(?:{_BREAK}(?:repeal|in_force) GLUE number)*{_BREAK}"
_UNDER_A_HEADING: Final = tuple(
    # 本年度处理决定数量:行政许可35件,行政处罚3件 and 行政规范性文件制发0件,行政许可26件: rows of the form.
    Rule(f"proactive.{name}.decisions", key, f"{before}{label}", _DECIDED, _P, after="END", since=since)
    for before, since in (
        ("(?:start|comma|semicolon) time? results (?:count|filler)* colon", FORM_2019),
        (_ISSUED, FORM_2021),
    )
    for name, key, label in (
        ("licensing", "licensing", "(licensing filler*)"),
        ("penalty", "punishment", f"(?:licensing filler* number{_BREAK})?(punishment filler*)"),
        (
            "coercion",
            "coercion",
            f"(?:licensing filler* number{_BREAK})?(?:punishment filler* number{_BREAK})(coercion filler*)",
        ),
    )
)
_FEES: Final = (
    Rule("proactive.fees.amount", "admin_fees", "EDGE(admin_fees GLUE)", MONEY, _P, since=FORM_2019),
    # 行政事业性收费项目3项,收费总金额12.6万元
    Rule(
        "proactive.fees.amount",
        "fee_items",
        f"fee_items GLUE number{_BREAK}(?:time? compare* (?:filler|count)* number{_BREAK})?(time? fee GLUE)",
        MONEY,
        _P,
        since=FORM_2019,
    ),
    # 行政处罚决定6件,行政强制2件,收费金额3.6万元: the next row of the form.
    Rule(
        "proactive.fees.amount",
        "coercion coercion_decisions",
        f"(?:coercion|coercion_decisions) GLUE number{_BREAK}(fee GLUE)",
        MONEY,
        _P,
        since=FORM_2019,
    ),
)

DECISION_RULES: Final = (*_DECISIONS, *_UNDER_A_HEADING, *_FEES, *_ROWS_OF_2019)
