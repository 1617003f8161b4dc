"""Rules of staff, places, meetings and training.

What belongs here: one entry for each way to state such a count. What does not: what a rule is
(`rule.py`), the language of its patterns (`grammar.py`), applying it (`counts.py`).
"""

from typing import Final

from flows.extract.prose.rule import EVENTS, PEOPLE, Rule
from flows.extract.prose.sentences import Section

_S: Final = Section.STAFF
_WORK_OF: Final = "(?:equip|filler|engage|disclosure|work|matter)*"
_THEY: Final = "(?:staff|reporter|filler|count|disclosure|work|engage)*"
_MIXED: Final = "(?:mixed_time|open full_time (?:pause|conjunction) part_time shut)"
_STAFF: Final = (
    Rule(
        "stat.capacity.staff",
        "staff",
        f"EDGE({_WORK_OF}(?:mixed_time {_WORK_OF})? staff GLUE)",
        PEOPLE,
        _S,
        after="(?!filler*(?:full_time|part_time))",
        about="paragraph",
        state=True,
        unless=("part", "full_time", "part_time"),
    ),
    Rule("stat.capacity.staff", "mixed_time", "(mixed_time GLUE)", PEOPLE, _S, about="paragraph", state=True),
    Rule(
        "stat.capacity.staff",
        "equip",
        "(equip GLUE)",
        PEOPLE,
        _S,
        after=f"{_WORK_OF} {_MIXED}? {_WORK_OF} staff",
        about="paragraph",
        state=True,
        bare=True,
    ),
    *(
        rule
        for concept, other in (("full_time", "part_time"), ("part_time", "full_time"))
        for rule in (
            Rule(
                f"stat.capacity.staff.{concept}",
                concept,
                f"(?:EDGE|staff|equip|unknown pause)({_WORK_OF} {concept} {_THEY})",
                PEOPLE,
                _S,
                about="paragraph",
                state=True,
            ),
            Rule(
                f"stat.capacity.staff.{concept}",
                concept,
                "()",
                PEOPLE,
                _S,
                after=f"(?:filler|disclosure)* {concept} (?!pause {other}|conjunction {other})",
                about="paragraph",
                state=True,
            ),
        )
    ),
    Rule(
        "stat.capacity.reading_points",
        "reading_point",
        "(reading_point GLUE)",
        frozenset({"个", "处"}),
        _S,
        state=True,
    ),
    Rule(
        "stat.capacity.reading_points",
        "reading_point",
        "()",
        frozenset({"个", "处"}),
        _S,
        after="(?:filler|public|disclosure)* reading_point",
        state=True,
    ),
    Rule(
        "stat.capacity.offices",
        "office work_office",
        "(office GLUE|disclosure filler* work_office GLUE)",
        frozenset({"个"}),
        _S,
        about="sentence",
        state=True,
    ),
)

_AFTER_MEETINGS: Final = "EDGE hold? meeting GLUE number(?:comma|pause|semicolon)"
_THEN_COURSES: Final = "(?:comma|pause|semicolon) hold? course GLUE number"
_TRAINING: Final = (
    Rule(
        "stat.training.meetings",
        "meeting",
        "(disclosure (?:work|filler)* meeting (?:conjunction filler* meeting)? GLUE)",
        EVENTS - {"期"},
        _S,
        unless=("attend",),
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
    Rule("stat.training.courses", "course", "(course GLUE)", EVENTS, _S, about="named"),
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
        about="named",
        unless=("attend",),
    ),
    # 举办政务公开培训班1次,参训35人次; 培训班2次、310人次
    Rule(
        "stat.training.people",
        "course",
        "course GLUE number (?:comma|pause) (train? GLUE)",
        PEOPLE | {"人次"},
        _S,
        after="(?=train|END)",
        about="named",
    ),
    # 召开会议2次,举办培训班1次: the rows of the list of 2014
    Rule(
        "stat.training.meetings",
        "course",
        "EDGE(hold? meeting GLUE)",
        EVENTS - {"期"},
        _S,
        after=_THEN_COURSES,
    ),
    Rule("stat.training.courses", "meeting", f"{_AFTER_MEETINGS}(hold? course GLUE)", EVENTS, _S),
    Rule(
        "stat.training.people",
        "meeting",
        f"{_AFTER_MEETINGS}hold? course GLUE number(?:comma|pause|semicolon)(train GLUE)",
        PEOPLE | {"人次"},
        _S,
    ),
    Rule(
        "stat.training.people",
        "meeting",
        f"{_AFTER_MEETINGS}hold? course GLUE number(?:comma|pause|semicolon)()",
        PEOPLE | {"人次"},
        _S,
        after="train",
    ),
    # 举办政务公开培训班1期,58人次参加
    Rule(
        "stat.training.people",
        "course",
        "course GLUE number comma GLUE()",
        PEOPLE | {"人次"},
        _S,
        after="attend",
        about="named",
    ),
)

CAPACITY_RULES: Final = (*_STAFF, *_TRAINING)
