"""Rules of inquiries and visits.

What belongs here: one entry for each way to state such a count. What does not: what a rule is (`rule.py`), the
language of its patterns (`grammar.py`), applying it (`counts.py`).
"""

from typing import Final

from flows.extract.prose.headings import Section
from flows.extract.prose.rule import VISITS, Rule

_I: Final = Section.INQUIRIES
_CALLERS: Final = (
    "(?:regarding|look_up|public|filler|conjunction|pause|others|disclosure|count|time|self|running"
    "|kinds|INFO)*"
)
_WAY: Final = "(?:phone|in_person|online|come)"
INQUIRY_RULES: Final = (
    Rule(
        "stat.inquiries",
        "inquiry",
        # 现场接待咨询65人次 is one way.
        f"(?<!in_person)((?:receive|host|accept) {_CALLERS} (?:{_WAY}(?:(?:pause|conjunction){_WAY})+)? inquiry ABOUT)",
        VISITS,
        _I,
        about="sentence",
        apart_from=("campaign",),
    ),
    # 接待咨询群众120人次
    Rule(
        "stat.inquiries",
        "inquiry",
        "EDGE((?:receive|host|accept) filler* inquiry public filler*)",
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
        "stat.inquiries",
        "inquiry",
        # 来电咨询 alone is one way.
        "(?:way|other_method|(?:call_in|phone)(?:pause|conjunction)? come"
        f"|(?:come|other_method)(?:pause|conjunction)? call_in)({_CALLERS} inquiry ABOUT)",
        VISITS,
        _I,
        about="sentence",
        apart_from=("campaign",),
        whole=True,
    ),
    Rule(
        "stat.inquiries.phone",
        "phone",
        "(?:EDGE|receive|host|accept)(?:public|filler)* (inquiry? phone (?:inquiry|answer_call|filler|count|colon)*"
        "|answer_call inquiry phone filler*)",
        VISITS,
        _I,
        topic="inquiry",
        about="named",
        apart_from=("campaign",),
    ),
    Rule(
        "stat.inquiries.phone",
        "phone",
        "((?:answer_call|phone answer_call|answer_call phone|phone reply)"
        "(?:public|disclosure|filler)* inquiry phone? GLUE"
        "|disclosure filler* inquiry phone filler* answer_call GLUE)",
        VISITS,
        _I,
        about="sentence",
        apart_from=("campaign",),
    ),
    Rule(
        "stat.inquiries.in_person",
        "in_person",
        "(?:EDGE|receive|host|accept)(in_person (?:inquiry|host|filler|count|colon)*)",
        VISITS,
        _I,
        topic="inquiry",
        about="named",
        apart_from=("campaign",),
    ),
    Rule(
        "stat.inquiries.phone",
        "call_in",
        "(?:EDGE|receive|host|accept)(?:public|filler)* (call_in inquiry? GLUE)",
        VISITS,
        _I,
        topic="inquiry",
        about="sentence",
        apart_from=("campaign",),
    ),
    # 现场接待人数112人次: a row of the lists of 2008
    Rule(
        "stat.inquiries.in_person",
        "in_person",
        "EDGE(in_person host count GLUE)",
        VISITS,
        _I,
        about="company",
    ),
    # 群众来电咨询1100次。现场接待340人次。
    Rule(
        "stat.inquiries.in_person",
        "in_person",
        "EDGE(in_person host (?:public inquiry?|filler)*)",
        VISITS,
        _I,
        topic="inquiry",
        about="company",
        apart_from=("campaign",),
    ),
    Rule(
        "stat.inquiries.online",
        "online",
        "(?:EDGE|receive|host|accept)(online (?:reply|unknown inquiry|inquiry|filler|count|colon)*)",
        VISITS,
        _I,
        topic="inquiry",
        about="named",
        apart_from=("campaign",),
    ),
    # 咨询电话2300个,网上咨询416条
    Rule(
        "stat.inquiries.online",
        "online",
        "(?:EDGE|receive|accept)(online inquiry count? colon?)",
        frozenset({"条"}),
        _I,
        topic="inquiry",
        about="named",
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
    Rule(
        "stat.website.column_visits",
        "visits",
        "EDGE((?:bare_site|website|portal)? bare_column GLUE visits GLUE)",
        frozenset({"次", "人次"}),
        _I,
        about="paragraph",
    ),
    Rule(
        "stat.inquiries.reading_room",
        "reading_room",
        "(reading_room (?:GLUE|public|look_up|INFO)*)",
        frozenset({"次", "人次", "人"}),
        _I,
    ),
    # 公共查阅室共接待市民154人次, 查阅场所共接待查阅2310人次, 接待查阅政府信息的群众186人次,
    # 群众到查阅点查阅政府信息20余人次
    *(
        Rule(
            "stat.inquiries.reading_room",
            "look_up reading_point room",
            before,
            frozenset({"次", "人次", "人"}),
            _I,
        )
        for before in (
            "((?:reading_point|room) GLUE host? (?:GLUE|public)* look_up (?:GLUE|public|INFO)*)",
            "((?:reading_point|room) GLUE host (?:GLUE|public)*)",
            "(host unknown? look_up GLUE INFO (?:GLUE|public)*)",
            "(?:reading_point|room) [^semicolon]* (?:comma|part) filler* (look_up filler* INFO filler*)",
        )
    ),
    Rule(
        "stat.inquiries.reading_room",
        "look_up",
        "(host look_up (?:filler|running|time|public|count)*)",
        frozenset({"次", "人次", "人"}),
        _I,
        about="sentence",
    ),
    Rule(
        "stat.inquiries.in_person",
        "come",
        "(?:EDGE|receive|host|accept|pause)(come inquiry? GLUE)",
        VISITS,
        _I,
        topic="inquiry",
        about="sentence",
        apart_from=("campaign",),
    ),
)
