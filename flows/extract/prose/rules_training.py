"""Rules of meetings and training.

What belongs here: one entry for each way to state such a count. What does not: what a rule is (`rule.py`), the
language of its patterns (`grammar.py`), applying it (`counts.py`).
"""

from typing import Final

from flows.extract.prose.headings import Section
from flows.extract.prose.rule import EVENTS, PEOPLE, Rule

_S: Final = Section.STAFF
_COURSE: Final = (
    "(?:course|hold (?:filler|work|territory|matter)* (?:disclosure (?:filler|work|matter|unknown)*)? train)"
)
_AFTER_MEETINGS: Final = "EDGE hold? meeting GLUE number(?:comma|pause|semicolon)"
_THEN_COURSES: Final = "(?:comma|pause|semicolon) (?:hold? course|hold filler* train) GLUE number"
TRAINING_RULES: Final = (
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
    # 培训1期30人次, 开展培训1次、18人次: courses and people beside each other, among figures of disclosure
    Rule(
        "stat.training.courses",
        "train",
        "EDGE(hold filler* train filler*)",
        EVENTS - {"个"},
        _S,
        after="[comma pause]? number END",
        about="company",
    ),
    # 参加培训1次 is another's course.
    Rule(
        "stat.training.courses",
        "train",
        "^start(train filler*)",
        frozenset({"期"}),
        _S,
        after="[comma pause]? number END",
        about="company",
    ),
    Rule(
        "stat.training.people",
        "train",
        "EDGE hold? filler* train filler* number [comma pause]?()",
        frozenset({"人次"}),
        _S,
        after="END",
        about="company",
        unless=("attend",),
    ),
    # 组织开展业务培训,培训人员52人次
    Rule(
        "stat.training.people",
        "train",
        "EDGE hold filler* train filler* comma (train staff? filler*)",
        frozenset({"人次"}),
        _S,
        after="END",
        about="company",
    ),
    # 将政务公开纳入工作要点,召开专题会议3次
    Rule(
        "stat.training.meetings",
        "disclosure",
        "disclosure [^semicolon number]* comma (hold filler* meeting filler*)",
        frozenset({"次"}),
        _S,
        after="END",
    ),
    # 从事信息公开工作人员4人。召开专题会议2次。
    Rule(
        "stat.training.meetings",
        "meeting",
        "^start(hold filler* meeting filler*)",
        frozenset({"次"}),
        _S,
        after="(?=semicolon|[comma pause semicolon] hold? filler* train)",
        about="company",
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
