"""Rules of staff and places.

What belongs here: one entry for each way to state such a count. What does not: meetings and training
(`rules_training.py`), what a rule is (`rule.py`), the language of its patterns (`grammar.py`), applying it
(`counts.py`).
"""

from typing import Final

from flows.extract.prose.headings import Section
from flows.extract.prose.rule import PEOPLE, Rule

_S: Final = Section.STAFF
_WORK_OF: Final = "(?:equip|filler|engage|disclosure|work|matter)*"
_THEY: Final = "(?:staff|reporter|filler|count|disclosure|work|engage)*"
_MIXED: Final = "(?:mixed_time|open full_time (?:pause|conjunction) part_time shut)"
CAPACITY_RULES: Final = (
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
                f"(?:EDGE|staff|equip|(?:unknown|foreign) pause)({_WORK_OF} {concept} {_THEY})",
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
                after=f"(?:filler|disclosure|staff)* {concept} (?!pause {other}|conjunction {other})",
                about="paragraph",
                state=True,
            ),
            # 3名干部兼职负责此项工作
            Rule(
                f"stat.capacity.staff.{concept}",
                concept,
                "()",
                PEOPLE,
                _S,
                after=f"filler* unknown {concept} engage",
                about="paragraph",
                state=True,
            ),
            # 工作人员3人,均为兼职
            Rule(
                f"stat.capacity.staff.{concept}",
                concept,
                "(staff GLUE)",
                PEOPLE,
                _S,
                after=f"comma each filler* {concept} staff? END",
                about="paragraph",
                state=True,
                unless=("part", "full_time", "part_time"),
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
    # 成立政府信息公开办公室1个
    Rule("stat.capacity.offices", "own_office", "(own_office GLUE)", frozenset({"个"}), _S, state=True),
    Rule(
        "stat.capacity.offices",
        "reading_point",
        "reading_point GLUE number [comma pause] (office GLUE)",
        frozenset({"个"}),
        _S,
        state=True,
    ),
)
