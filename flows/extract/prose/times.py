"""Which mark of time rules each token of a sentence.

What belongs here: how far a mark reaches, and words that may have been 累计 before a character was lost. What does
not: what a mark says (`periods.py`), and the period of a figure (`context.py`).
"""

import re
from typing import Final

from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.periods import Mark
from flows.extract.prose.tokens import CODE_OF, NUMBER, UNKNOWN, Tokens

_BARE_FIGURE: Final = pattern("(?:running|filler)* number")
_BESIDE_ITS_FIGURE: Final = pattern("number [comma open pause] filler* time$")
_LIKE_RUNNING: Final = re.compile("(?<!积)累|[^会设统审共总合小估预]计$")
_CHANGES: Final = codes("time", "part", "semicolon", "gap")
# 42条,历年累计538条;受理申请2件,历年累计3件: each part has the year's figure and the sum.
_SUM_BESIDE: Final = pattern(
    "[^semicolon gap]*? number [comma open] filler* (time) [^semicolon gap time]* number"
)
# What a clause counts, by the first kind of which it has a word.
_THINGS: Final = (
    codes("review", "direct_suit", "later_suit"),
    codes("litigation"),
    codes("complaint", "appeal"),
    codes("inquiry"),
    codes("meeting", "course", "train", "hold"),
    codes("fee", "charge", "spending", "waiver"),
    codes("receive", "accept", "newly", "application", "on_request", "reply", "close"),
    codes("proactive", "disclose", "publish"),
)
_ENDS_CLAUSE: Final = codes("comma", "semicolon", "gap")
_NUMBER: Final = CODE_OF[NUMBER]
_UNKNOWN: Final = CODE_OF[UNKNOWN]
_COMMA: Final = CODE_OF["comma"]
_YEARS: Final = (Mark.YEAR, Mark.YEAR_END)


def ruling_marks(tokens: Tokens) -> list[Mark | None]:
    """For each token the mark that rules it: the last one before it, but for asides and parts."""
    last: Mark | None = None
    before_part: Mark | None = None
    after_aside: Mark | None = None
    is_in_part = False
    part_start, first_of_part = 0, last
    until = 0
    found: list[Mark | None] = []
    for index, code in enumerate(tokens.codes):
        if until and index == until:
            last, until = after_aside, 0
        found.append(last)
        if code not in _CHANGES:
            continue
        token = tokens.tokens[index]
        if token.time is not None:
            is_aside = last is not token.time and _is_aside(tokens, index)
            after_aside, until = (last, _end_of_aside(tokens, index)) if is_aside else (after_aside, 0)
            last = token.time
            if _NUMBER not in tokens.codes[part_start:index]:
                first_of_part = last
        elif token.concept == "part":
            before_part, is_in_part = last, True
        elif token.concept == "semicolon":
            # 公开612条,其中2012年118条;受理5件: the share's year ends with it.
            last, is_in_part = (before_part, False) if is_in_part else (last, False)
            if last is Mark.SINCE and _has_sum_beside(tokens, index):
                last = first_of_part if _has_sum_beside(tokens, part_start) else last
            part_start, first_of_part = index, last
        elif last is Mark.OTHER:
            # Words were left out: the other year need not rule what follows.
            last = None
    return found


def _has_sum_beside(tokens: Tokens, start: int) -> bool:
    """Whether the part behind a token has a figure and, beside it, the sum since the Regulation came into force."""
    beside = _SUM_BESIDE.match(tokens.codes, start + 1)
    return beside is not None and tokens.tokens[beside.start(1)].time is Mark.SINCE


def doubtful_running(tokens: Tokens) -> list[tuple[int, int]]:
    """Where words may have been 累计, or 年底累计, but for one character that is now another: first and last
    token of each such place."""
    unknown = [n for n, code in enumerate(tokens.codes) if code == _UNKNOWN]
    found = [(n, n) for n in unknown if _LIKE_RUNNING.search(tokens.word(tokens.tokens[n]))]
    for n in unknown:
        if n + 1 >= len(tokens.tokens) or len(tokens.word(tokens.tokens[n])) != 1:
            continue
        after = tokens.tokens[n + 1]
        is_like = after.concept == "running" or tokens.word(after) == "计"
        if is_like and tokens.tokens[n - 1].time in _YEARS:
            found.append((n - 1, n + 1))
    return found


def counts_another_thing(row: str) -> bool:
    """Whether the last of some clauses counts another kind of thing than the first figure of them."""
    first, number, rest = row.partition(_NUMBER)
    last = rest[max(rest.rfind(code) for code in (*_ENDS_CLAUSE, _NUMBER)) + 1 :]
    return bool(number) and _thing(last) not in (None, _thing(first))


def _is_aside(tokens: Tokens, index: int) -> bool:
    """Whether a mark rules the next figure alone.

    日均340次 does, and 历年累计203条 after the year's own figure, whose label is its own too (`frames.py`): what
    goes on is of the year again. After 历年累计公开203条 with words of its own, what is counted next is.
    """
    mark = tokens.tokens[index].time
    if mark in (Mark.RATE, Mark.COMPARED):
        return True
    if mark is Mark.OTHER:
        # 受理申请3件(2012年1件),其中网上申请2件
        return _BESIDE_ITS_FIGURE.search(tokens.codes, 0, index + 1) is not None and (
            _BARE_FIGURE.match(tokens.codes, index + 1) is not None
        )
    return mark is Mark.SINCE and _NUMBER in tokens.codes[:index]


def _is_bare_sum(tokens: Tokens, index: int) -> bool:
    """Whether a sum of years has no words of its own, or those of the figure before it."""
    if _BARE_FIGURE.match(tokens.codes, index + 1) is not None:
        return True
    start, end = tokens.tokens[index].start, _after_next_number(tokens, index)
    return any(token.start < start for token in tokens.tokens[index:end])


def _is_more_than_the_years(tokens: Tokens, index: int) -> bool:
    """公开61条,历年累计203条,其中全文电子化190条: a part that is more than the year's own is one of the sum."""
    before = [token.number.value for token in tokens.tokens[:index] if token.number is not None]
    after = tokens.tokens[_after_next_number(tokens, index) :]
    part = next((token.number.value for token in after if token.number is not None), None)
    return bool(before) and part is not None and part > before[-1]


def _end_of_aside(tokens: Tokens, index: int) -> int:
    """An aside ends with its figure, and a comparison (较2015年有所增加,受理5件) with its clause at the latest; a sum
    of years in words of its own, or with parts, where another thing is counted."""
    after_number = _after_next_number(tokens, index)
    if tokens.tokens[index].time is Mark.SINCE:
        is_over = _is_bare_sum(tokens, index) and not _is_more_than_the_years(tokens, index)
        return after_number if is_over or not after_number else _next_thing(tokens, index, after_number)
    comma = tokens.codes.find(_COMMA, index)
    if tokens.tokens[index].time is not Mark.COMPARED or comma < 0:
        return after_number
    return min(after_number or comma, comma)


def _next_thing(tokens: Tokens, index: int, after_number: int) -> int:
    """The clause that counts a thing which neither the sum of years nor the figures before it count; 0 where there is
    none. 公开61条,受理5件,历年累计公开203条,受理9件: the sums follow the same list."""
    row = tokens.codes
    told, first = {_thing(row[index:after_number])}, 0
    for place, code in enumerate(row[:index]):
        if code in _ENDS_CLAUSE or code == _NUMBER:
            told.add(_thing(row[first:place]) if code == _NUMBER else None)
            first = place
    first = after_number
    for place in range(after_number, len(row)):
        if row[place] in _ENDS_CLAUSE:
            first = place
        thing = _thing(row[place])
        if thing is not None and thing not in told:
            return first
    return 0


def _thing(row: str) -> int | None:
    return next((n for n, kind in enumerate(_THINGS) if not kind.isdisjoint(row)), None)


def _after_next_number(tokens: Tokens, index: int) -> int:
    return tokens.codes.find(_NUMBER, index) + 1
