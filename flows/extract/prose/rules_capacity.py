"""Rules of staff, places, meetings and training.

What belongs here: one entry for each way to state such a count. What does not: what a rule is
(`rule.py`), the language of its patterns (`grammar.py`), applying it (`counts.py`).
"""

from typing import Final

from flows.extract.prose.rule import EVENTS, PEOPLE, Rule
from flows.extract.prose.sentences import Section

_S: Final = Section.STAFF
_WORK_OF: Final = "(?:filler|engage|disclosure|work|matter)*"
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
        unless=("part", "full_time", "part_time"),
    ),
    Rule("stat.capacity.staff", "mixed_time", "(mixed_time GLUE)", PEOPLE, _S, about="paragraph"),
    Rule(
        "stat.capacity.staff",
        "equip",
        "(equip GLUE)",
        PEOPLE,
        _S,
        after=f"{_WORK_OF} {_MIXED}? {_WORK_OF} staff",
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

CAPACITY_RULES: Final = (*_STAFF, *_TRAINING)
