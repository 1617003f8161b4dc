"""Rules of reviews, lawsuits and complaints, and of money.

What belongs here: one entry for each way to state such a count. What does not: what a rule is
(`rule.py`), the language of its patterns (`grammar.py`), applying it (`counts.py`).
"""

from typing import Final

from flows.extract.prose.rule import CASES, MONEY, Rule
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
        "(charge GLUE fee_kind (?:pause|conjunction)(?:fee_kind|pause|conjunction|others|fee|expense)+ GLUE)",
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

REMEDY_RULES: Final = (*_remedies(), *_MONEY)
