"""Numbers that are said of a second label: 2件,均为信函申请, and 1件,已予以公开, and 不予公开1件,属于国家秘密.

What belongs here: when what stands behind a number is said of all that it counts, and of which number. What does not:
labels that only stand in another order (`frames.py`), and what a label counts (`rules_*.py`).
"""

import re
from typing import Final

from flows.extract.prose.frame_words import DECIDED, ENDS_CLAUSE, LEADS, OUTCOMES, REST, SUITS, WAYS, Row
from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.tokens import CODE_OF, Token, codes_of

_SECRETS: Final = "state_secret|trade_secret|privacy|safety|other_case"
# What all of the things counted are, or what the only one came to.
_ONE_LABEL: Final = f"(?:(?:{OUTCOMES}){REST}|{WAYS}|{DECIDED}|{SUITS})"
_WHOLE_LABEL: Final = f"(?:(?:{_SECRETS}){REST}|full_time|part_time|{_ONE_LABEL})"
_STOPS: Final = "(?=comma|semicolon|gap|shut|$)"
# 2件,均为信函申请; 2件(均涉及商业秘密); 1件(结果维持); 办结2件,均按时办结
ALL_ARE: Final = pattern(
    f"(number)shut? [comma colon]? (?:each (?:filler|public)+ comma)? {LEADS} way? each {LEADS} ({_WHOLE_LABEL})"
    f"{_STOPS}"
    f"|(number)open {LEADS} ({_WHOLE_LABEL})(?=shut)|(number)open filler* ({SUITS})(?=comma)"
    f"|close GLUE(number)comma each (close_on_time){_STOPS}"
)
# 1件,为网络申请; 1件,因申请内容不明确,已告知补正; 1件,复议机关维持我局答复
THE_ONE_IS: Final = pattern(
    "(number)(?:open (?:filler|public|each)+ shut)? comma("
    f"(?:(?:public|filler)+ application? comma|(?:filler|close|close_on_time|reply|reply_on_time|conjunction)+ comma)?"
    f"(?:regarding [^comma semicolon gap number neg]* comma)? {LEADS}"
    f"(?:{_ONE_LABEL})|filler* (?:{_SECRETS}){REST})(?:self|reply|filler)*(?=comma|semicolon|gap|shut|$)"
)
# 不予公开2件,属于行政执法案卷: why it was so is said of all of them.
REASON_OF: Final = pattern(
    "(?:(?:denied|new_denied) filler* (number)comma filler*"
    f"((?:{_SECRETS}|internal_affairs|process_information|enforcement_file|query_matter|third_party|other_law){REST})"
    f"|unable filler* (number)comma filler*((?:not_held|needs_creation|still_unclear) {REST})"
    f"|not_processed filler* (number)comma filler*((?:petition|repeated|publication|excessive|reconfirm) {REST}))"
    "(?=comma|semicolon|gap|shut|$)"
)
_TIME: Final = CODE_OF["time"]
_OF_A_PART: Final = codes("part", "others", "public", *DECIDED.split("|"), *OUTCOMES.split("|"))


def said_of_all(row: Row, found: re.Match[str]) -> Row:
    """收到申请2件,均为信函申请: the number before is this label's too."""
    group = next(n for n in range(1, len(found.groups()), 2) if found.start(n) >= 0)
    place = found.start(group)
    if group > 1:
        return _with_number(row, found.end(group + 1), row[place])
    is_of_suits = row[place + 1].concept == "shut" and row[found.start(2)].concept in DECIDED.split("|")
    # 行政诉讼2件(直接起诉1件,复议后起诉1件),均维持: of which suits it would be said is not told.
    return row if is_of_suits else _with_number(row, found.end(2), _all_before(row, place))


def explained(row: Row, found: re.Match[str]) -> Row:
    """不予公开1件,属于行政执法案卷: the number before is the reason's too."""
    group = next(n for n in range(1, len(found.groups()), 2) if found.start(n) >= 0)
    return _with_number(row, found.end(group + 1), row[found.start(group)])


def said_of_one(row: Row, found: re.Match[str]) -> Row:
    """收到申请1件,已予以公开: what is said of the only one is counted by it."""
    token = _all_before(row, found.start(1))
    is_one = token is not None and token.number is not None and token.number.value == 1
    return _with_number(row, found.end(2), token if is_one else None)


def _with_number(row: Row, place: int, number: Token | None) -> Row:
    return row if number is None else [*row[:place], number, *row[place:]]


def _all_before(row: Row, place: int) -> Token | None:
    """What 均 means after a number: the number, or the whole whose parts end with it (3件,2件网上提交,1件当面提出,均);
    None where it is a part, and of what is not sure."""
    codes_now = codes_of(row[: place + 1])
    first = codes_now.rfind(CODE_OF["semicolon"]) + 1
    counted = [(token, token.number.value) for token in row[first : place + 1] if token.number is not None]
    for n in range(len(counted) - 1):
        if counted[n][1] == sum(value for _, value in counted[n + 1 :]):
            return counted[n][0]
    start = max(n for n in range(place) if codes_now[n] in ENDS_CLAUSE)
    # 其中2012年受理3件,均为网上申请 are the year's own.
    is_part = not _OF_A_PART.isdisjoint(codes_now[start:place]) and _TIME not in codes_now[start:place]
    return None if is_part else row[place]
