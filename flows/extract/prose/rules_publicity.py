"""Rules of response to the public: press conferences, interviews, interpretations, hot topics.

What belongs here: one entry for each way to state such a count. What does not: the disclosed items
(`items.py`), what a rule is (`rule.py`), the language of its patterns (`grammar.py`), applying it
(`counts.py`).
"""

from typing import Final

from flows.extract.prose.headings import Section
from flows.extract.prose.rule import EVENTS, Rule

_G: Final = Section.GENERAL
_HOT: Final = "(?:attention|concern|hot|conjunction|pause|filler|public)*"
_EVENTS: Final = "respond (?:matter|count|filler|hot|attention|concern)*"
_INTERPRETATION: Final = "interpretation (?:filler|article|information|count|running|publish)*"
PUBLICITY_RULES: Final = (
    Rule(
        "stat.response.hot_topics",
        "hot",
        f"(respond {_HOT} hot {_HOT} GLUE)",
        EVENTS | {"件", "条", "起"},
        _G,
    ),
    # 回应社会关切15次; 就公众关注热点作出回应31次
    Rule("stat.response.hot_topics", "concern", "(respond (?:filler|public)* concern GLUE)", EVENTS, _G),
    # 针对公众关注热点,我局共回应3次
    Rule("stat.response.hot_topics", "hot", "(hot comma? (?:filler|self)* respond GLUE)", EVENTS, _G),
    Rule(
        "stat.response.press_conferences",
        "press",
        # 疫情防控专题新闻发布会19场: some of them.
        "(?<!part unknown)(?<!unknown work)(press GLUE (?:(?:pause|conjunction) press GLUE)?)",
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
        Rule(
            f"stat.response.{name}_by_head",
            "head",
            "(head filler* attend (?:GLUE|publish)*)",
            EVENTS,
            _G,
            topic=topic,
        )
        for name, topic in (("press_conferences", "press"), ("online_interviews", "interview"))
    ),
    Rule(
        "stat.response.online_interviews",
        "interview",
        "(?<!foreign)(interview GLUE)",
        EVENTS,
        _G,
        unless=("head",),
    ),
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
        "(head filler* attend? (?:website|portal|unknown|filler)* interview GLUE)",
        EVENTS,
        _G,
    ),
    Rule(
        "stat.response.policy_interpretations",
        "interpretation",
        f"(?<![unknown article])({_INTERPRETATION})",
        frozenset({"篇", "件", "份"}),
        _G,
        unless=("part", "press"),
    ),
    # 政策文件27条、政策解读31条、工作动态202条: one kind of items among others.
    Rule(
        "stat.response.policy_interpretations",
        "interpretation",
        f"(?<![unknown article])(?<!number pause)({_INTERPRETATION})",
        frozenset({"条"}),
        _G,
        after="(?!pause (?:unknown|work|article|matter|filler)+ number)",
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
    # 微博微信回应2次,其他方式4次
    Rule(
        "stat.response.other",
        "wechat",
        f"weibo (?:pause|conjunction)? wechat {_EVENTS} number [comma pause](other_means GLUE)",
        EVENTS | {"件"},
        _G,
    ),
    Rule(
        "stat.response.policy_interpretations",
        "publish",
        "(publish GLUE)",
        frozenset({"篇", "条", "件", "份"}),
        _G,
        after="filler* interpretation (?:article|information)? END",
    ),
)
