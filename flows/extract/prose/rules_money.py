"""Rules of fees, of what they were waived by, and of what disclosure cost.

What belongs here: one entry for each way to state such a sum. What does not: what a rule is (`rule.py`), the
language of its patterns (`grammar.py`), applying it (`counts.py`).
"""

from typing import Final

from flows.extract.prose.headings import Section
from flows.extract.prose.rule import MONEY, Rule

_M: Final = Section.MONEY
_MORE_KINDS: Final = "(?:fee_kind|other_method|mail|pause|conjunction|others|fee|expense)"
MONEY_RULES: Final = (
    Rule(
        "stat.applications.fees",
        "fee",
        "(charge? GLUE fee GLUE)",
        MONEY,
        _M,
        about="sentence",
        unless=("waiver",),
        apart_from=("coercion", "coercion_decisions", "fee_items"),
        bare=True,
    ),
    # 减免费用1120元,实际收取0元
    Rule(
        "stat.applications.fees",
        "charge",
        "(?:waiver|fee|expense|fee_kind) GLUE number comma filler* (charge GLUE)",
        MONEY,
        _M,
        after="END",
        about="sentence",
    ),
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
        "expense",
        "((?:charge|occur) (?:GLUE|disclosure|on_request) GLUE expense GLUE)",
        MONEY,
        _M,
        about="sentence",
        bare=True,
    ),
    Rule(
        "stat.applications.fees",
        "fee_kind",
        # One kind of fee is a part; a list of kinds is the whole.
        f"(charge GLUE INFO? fee_kind (?:pause|conjunction){_MORE_KINDS}+ GLUE)",
        MONEY,
        _M,
        about="paragraph",
    ),
    # 收取复印费18.5元, and no other kind beside it
    Rule(
        "stat.applications.fees",
        "fee_kind",
        "(charge GLUE INFO? fee_kind+ GLUE)",
        MONEY,
        _M,
        after="(?!(?:(?!waiver)[^semicolon])*(?:fee|expense|fee_kind))",
        about="paragraph",
    ),
    Rule(
        "applications.processing_fees",
        "processing_fee",
        "(charge? GLUE processing_fee GLUE (?:charge GLUE)?)",
        MONEY,
        _M,
        bare=True,
    ),
    Rule(
        "stat.applications.fees_waived",
        "waiver",
        "(waiver (?:fee|fee_kind|expense|filler|disclosure|on_request|INFO)* GLUE)",
        MONEY,
        _M,
        about="sentence",
    ),
    Rule(
        "stat.litigation_costs",
        "litigation",
        "(litigation (?:open (?:review|appeal|pause|conjunction)* shut)? (?:filler|conjunction|review|pause|appeal)*"
        # 复议、诉讼、收费均为0
        "(?<![pause conjunction])(?:expense|spending|fee)+ GLUE)",
        MONEY,
        _M,
        bare=True,
    ),
    # 收取信息处理费3笔,共计640元
    Rule(
        "applications.processing_fees",
        "processing_fee",
        "(processing_fee GLUE number comma (?:filler|count)+)",
        MONEY,
        _M,
    ),
    Rule("stat.spending", "actual_spending", "(actual_spending GLUE)", MONEY, _M, about="paragraph"),
    # 政府信息公开工作支出3.8万元
    Rule("stat.spending", "spending", "EDGE(disclosure (?:filler|work)* spending GLUE)", MONEY, _M),
    Rule("stat.capacity.budget", "budget", "(budget GLUE)", MONEY, _M, about="sentence"),
)
