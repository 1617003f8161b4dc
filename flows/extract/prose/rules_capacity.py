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

_COURSE: Final = (
    "(?:course|hold (?:filler|work|territory|matter)* (?:disclosure (?:filler|work|matter|unknown)*)? train)"
)
_AFTER_MEETINGS: Final = "EDGE hold? meeting GLUE number(?:comma|pause|semicolon)"
_THEN_COURSES: Final = "(?:comma|pause|semicolon) (?:hold? course|hold filler* train) GLUE number"
_TRAINING: Final = (
    Rule(
        "stat.training.meetings",
        "meeting",
        "(disclosure (?:work|filler|territory)* meeting (?:(?:conjunction|pause) filler* meeting)? GLUE"
        " (?:hold GLUE)?)",
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
    # 召开政务公开领导小组会议2次; 政务公开小组召开例会4次
    Rule(
        "stat.training.meetings",
        "meeting",
        "(hold (?:filler|territory)* disclosure (?:unknown|work|filler)* meeting GLUE"
        "|disclosure unknown hold meeting GLUE|disclosure filler* colon hold (?:filler|work)* meeting GLUE)",
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
        "(?:work|filler)* meeting (?:unknown|filler|work|conjunction)* disclosure",
    ),
    Rule("stat.training.courses", "course", "(course GLUE (?:hold GLUE)?)", EVENTS, _S, about="sentence"),
    # 开展政务公开培训1次; 组织业务培训1期, where the sentence is about disclosure
    Rule(
        "stat.training.courses",
        "train",
        "(hold (?:filler|work|territory)* disclosure (?:filler|work|matter|unknown)* train GLUE)",
        EVENTS,
        _S,
    ),
    Rule(
        "stat.training.courses",
        "train",
        "(hold (?:filler|work)* train GLUE)",
        EVENTS,
        _S,
        about="named",
    ),
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
        "(train (?:staff|public|filler|count|whole|local_bodies|direct_bodies|pause|matter|work)* GLUE)",
        PEOPLE | {"人次"},
        _S,
        about="named",
        unless=("attend",),
    ),
    # 举办政务公开培训班1次,参训35人次; 培训班2次、310人次; 开展政务公开培训3期480人次
    Rule(
        "stat.training.people",
        "course train",
        f"{_COURSE} GLUE number (?:comma|pause)? (train? GLUE)",
        PEOPLE | {"人次"},
        _S,
        after="(?=train|END)",
        about="named",
    ),
    # 举办培训班2期,培训150人次,召开专题会议6次: the rows of the list of 2014, in any order
    Rule(
        "stat.training.courses",
        "course",
        "EDGE(hold? kinds? course GLUE)",
        EVENTS,
        _S,
        after="[comma pause semicolon] GLUE train (?:staff|count|filler)* number",
        about="paragraph",
    ),
    Rule(
        "stat.training.people",
        "course",
        "EDGE hold? kinds? course GLUE number [comma pause semicolon] (GLUE train (?:staff|count|filler)*)",
        PEOPLE | {"人次"},
        _S,
        about="paragraph",
    ),
    Rule(
        "stat.training.meetings",
        "meeting",
        "course GLUE number [comma pause semicolon]"
        "(?: GLUE train (?:staff|count|filler)* number [comma pause semicolon])?"
        "(hold? meeting GLUE)",
        EVENTS - {"期"},
        _S,
        about="paragraph",
    ),
    # 召开政务公开培训1次,召开全县推进会1次
    Rule(
        "stat.training.meetings",
        "meeting",
        "disclosure (?:filler|work|matter)* (?:train|course) GLUE number number? [comma pause]"
        "(hold (?:territory|filler)* meeting GLUE)",
        EVENTS - {"期"},
        _S,
    ),
    # 召开会议2次,举办培训班1次: the rows of the list of 2014
    Rule(
        "stat.training.meetings",
        "course train",
        "EDGE(hold? meeting (?:pause meeting)* GLUE)",
        EVENTS - {"期"},
        _S,
        after=_THEN_COURSES,
    ),
    Rule("stat.training.courses", "meeting", f"{_AFTER_MEETINGS}(hold? course GLUE)", EVENTS, _S),
    Rule(
        "stat.training.people",
        "meeting",
        f"{_AFTER_MEETINGS}(?:hold? course|hold filler* train) GLUE number(?:comma|pause|semicolon)(train GLUE)",
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
        "course train",
        f"{_COURSE} GLUE number [comma pause] GLUE()",
        PEOPLE | {"人次"},
        _S,
        after="attend",
        about="sentence",
    ),
)

CAPACITY_RULES: Final = (*_STAFF, *_TRAINING)
