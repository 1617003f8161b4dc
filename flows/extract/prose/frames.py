"""One order for what reports say in many: the label, then its number.

What belongs here: putting the tokens of a sentence in the order that the rules read. What does not: what a label
counts (`rules_*.py`), and numbers that are said of a second label (`said_again.py`).

网络申请、信函申请分别为20件、11件 and 复议、诉讼各1件, 1件予以公开 and 均为当面申请(2件), 由21件增加到34件, and
受理5件,其中2012年2件 are read as if each number stood behind its own label. Tokens keep their places in the
sentence, so that a quote is still what is printed.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from flows.extract.prose.frame_words import DECIDED, ENDS_CLAUSE, LABEL, LEADS, SUITS, WAYS, Row
from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.periods import Mark
from flows.extract.prose.said_again import ALL_ARE, REASON_OF, THE_ONE_IS, explained, said_of_all, said_of_one
from flows.extract.prose.tokens import CODE_OF, Token, Tokens, codes_of

_BEGINS: Final = "(?:start|comma|semicolon|pause|colon|open|part|gap|foreign|conjunction)"
_ITEM: Final = "[^start comma semicolon colon gap number part open shut neg pause conjunction respectively]+"
_LIST: Final = f"{_ITEM}(?:(?:pause|conjunction){_ITEM})+"

# 由21件增加到34件, 较上年的21件增加到34件; 增长至34件
_GREW: Final = pattern(
    "((?:(?:regarding [^comma semicolon gap number]*|time filler*) number [comma pause]?)? rise_to)"
    "(?:filler|time)* number"
)
_EACH_ITS_OWN: Final = pattern(
    f"({_LIST})(respectively (?:filler|disclose|publish|proactive|INFO|colon|handle|receive)*)"
    "(number (?:(?:pause|conjunction|comma) number)+)"
)
_APIECE: Final = pattern(f"({_LIST})(apiece (?:filler|disclose|publish|proactive|INFO)*)(number)END")
# 分别予以公开1件、部分公开1件: each number has its own label already.
_LABELLED: Final = f"(?:{LABEL}|{WAYS}|{DECIDED}) number"
_NEEDLESS: Final = pattern(
    f"[comma colon start](respectively filler*)(?={_LABELLED} [pause comma] {_LABELLED})"
)
# 1件因材料不全告知补正: why is no part of the label.
_REASON: Final = "(?:regarding [^comma semicolon gap number open neg]+?)??"
_IN_BRACKETS: Final = pattern(
    f"(?:{LABEL}|{DECIDED}|full_time|part_time)(open filler*)(number)(shut)END"
    "|WAY(open)(number)(shut)(?=way|submit|application)"
)
_NUMBER_FIRST: Final = pattern(
    f"{_BEGINS}(?:filler|apiece|others)*(number)application?{_REASON}({LEADS}(?:{LABEL}|{DECIDED}|{SUITS}))END"
)
# 对5件申请均已答复
_ANSWERED: Final = pattern(f"{_BEGINS}regarding filler*(number)(application each filler* reply)END")
# 比上年增加14件,达到72件; 较2015年增加14件,增幅24%,达到72件
_CHANGED: Final = pattern(
    "((?:unknown time)? compare (?:compare|filler|time)* number comma (?:compare+ number comma)?) filler+ number END"
)
_REQUEST_FIRST: Final = pattern(
    f"{_BEGINS}filler*(number)((?:disclosure|disclose|on_request) filler* application)(?=each|means|END)"
)
# 280条(2015年)
_DATED_BEHIND: Final = pattern("(number)(open filler*)(time)(filler* shut)")
_ELIDED: Final = pattern(
    "number [comma open semicolon pause] part? filler* (time (?:filler|added|running|apiece)*)(number)"
)
_SITES: Final = codes("website", "portal", "hub", "platform", "hub_site", "own_site", "bare_site", "column")
_BREAKS: Final = codes("pause", "conjunction")
_SHOWN: Final = frozenset({"proactive", "disclose", "publish"})
_OF_TIME: Final = frozenset({"time", "running"})
_NO_LABEL: Final = frozenset({"time", "running", "filler", "part", "added"})


def arranged(tokens: Tokens) -> Tokens:
    """The same tokens, with each number behind the words that say what it counts."""
    codes_now = tokens.codes
    row: Row | None = None
    for frame, trigger, arrange in _FRAMES:
        if CODE_OF[trigger] in codes_now and frame.search(codes_now) is not None:
            row = _applied(frame, arrange, list(tokens.tokens) if row is None else row)
            codes_now = codes_of(row)
    if row is None:
        return tokens
    return Tokens(tokens.text, tuple(row), codes_now, is_arranged=True)


def _applied(frame: re.Pattern[str], arrange: Callable[[Row, re.Match[str]], Row], row: Row) -> Row:
    """The row with each place that shows the frame rewritten, left to right."""
    at = 0
    while (found := frame.search(codes_of(row), at)) is not None:
        before = len(row)
        row = arrange(row, found)
        # What was copied can be said more of: 1件,未经复议直接起诉,尚未审结.
        at = found.end() + (0 if arrange is said_of_one else len(row) - before)
    return row


def _grown(row: Row, found: re.Match[str]) -> Row:
    """收到申请由上年的21件增加到34件: what was before the change is another year's."""
    first, last = found.span(1)
    return row[:first] + row[last:]


def _changed(row: Row, found: re.Match[str]) -> Row:
    first = row[found.start(1)]
    is_joint = first.concept == "compare" or first.end - first.start == 1
    return _grown(row, found) if is_joint else row


def _paired(row: Row, found: re.Match[str]) -> Row:
    """网站、微信分别公开20条、11条: each label with its own number."""
    labels = _split(row, *found.span(1))
    verb = row[found.start(2) + 1 : found.end(2)]
    # 微博、微信公开信息分别为20条、11条: the last label's verb is that of all.
    shown = next((n for n, token in enumerate(labels[-1]) if token.concept in _SHOWN), 0)
    if shown and not any(token.concept in _SHOWN for label in labels[:-1] for token in label):
        verb = [*labels[-1][shown:], *verb]
        labels[-1] = labels[-1][:shown]
    numbers = [token for token in row[found.start(3) : found.end(3)] if token.number is not None]
    if len(labels) != len(numbers) or _n_sites(labels) > 1:
        # 县网站、镇网站分别公开61条、143条: neither is all that stands on sites.
        return row
    return row[: found.start(1)] + _listed(labels, numbers, verb) + row[found.end(3) :]


def _shared(row: Row, found: re.Match[str]) -> Row:
    """行政复议、行政诉讼各1件, 网站、微信各公开50条: one number for each label."""
    labels = _split(row, *found.span(1))
    if _n_sites(labels) > 1:
        return row
    numbers = [row[found.start(3)]] * len(labels)
    verb = row[found.start(2) + 1 : found.end(2)]
    return row[: found.start(1)] + _listed(labels, numbers, verb) + row[found.end(3) :]


def _n_sites(labels: Sequence[Row]) -> int:
    return sum(any(CODE_OF[token.concept] in _SITES for token in label) for label in labels)


def _listed(labels: Sequence[Row], numbers: Sequence[Token], verb: Row) -> Row:
    """`label number, label number`; the comma is the first label's own place in the sentence."""
    listed: Row = []
    for label, number in zip(labels, numbers, strict=True):
        if listed:
            listed.append(Token("comma", number.start, number.start))
        listed += [*label, *verb, number]
    return listed


def _split(row: Row, first: int, last: int) -> list[Row]:
    items: list[Row] = [[]]
    for token in row[first:last]:
        if CODE_OF[token.concept] in _BREAKS:
            items.append([])
        else:
            items[-1].append(token)
    return items


def _unbracketed(row: Row, found: re.Match[str]) -> Row:
    """均为当面申请(2件)."""
    first = 1 if found.start(1) >= 0 else 4
    return [*row[: found.start(first)], row[found.start(first + 1)], *row[found.end(first + 2) :]]


def _swapped(row: Row, found: re.Match[str]) -> Row:
    """1件为信函申请."""
    return (
        row[: found.start(1)]
        + row[found.start(2) : found.end(2)]
        + [row[found.start(1)]]
        + row[found.end(2) :]
    )


def _dated(row: Row, found: re.Match[str]) -> Row:
    """280条(2015年)、320条(2016年): the time of each number, before it."""
    return [*row[: found.start(1)], row[found.start(3)], row[found.start(1)], *row[found.end(4) :]]


def _completed(row: Row, found: re.Match[str]) -> Row:
    """受理5件,其中2012年2件: the words of the number before hold for this one."""
    first, second = row[found.start()], row[found.start(2)]
    if row[found.start(1)].time is Mark.OTHER:
        # 公开88条(2011年60条): the other year's figure is no part of these.
        return row
    label: Row = []
    is_timed = False
    before = row[: found.start()]
    if before and before[-1].concept == "colon":
        # 网站公开数:30条,历年累计300条
        before = before[:-1]
    if "carried_in" in [token.concept for token in row[found.end(2) : found.end(2) + 2]]:
        # 答复25件,其中本年12件,上年结转13件: two parts of the year's own.
        return row
    if _is_of_part_or_whole(before, row[found.start(1)]):
        return row
    for token in reversed(before):
        if token.concept == "colon" and not label:
            # 网站公开数:30条,历年累计300条; 收到申请:2011年4件;2012年5件
            continue
        if CODE_OF[token.concept] in ENDS_CLAUSE:
            break
        is_timed = is_timed or token.concept in _OF_TIME
        # 某镇历年累计公开263条: whose it is stands before the time.
        is_body = is_timed and token.concept == "unknown" and bool(label) and label[0].concept in _SHOWN
        if token.concept not in _NO_LABEL and not is_body:
            label.insert(0, token)
    if first.unit != second.unit or not any(token.concept != "unknown" for token in label):
        return row
    return row[: found.start(2)] + label + row[found.start(2) :]


def _is_of_part_or_whole(before: Row, time: Token) -> bool:
    """受理5件,其中网上3件,历年累计9件: nobody can tell of which of the two the sum is."""
    concepts = [token.concept for token in before]
    if time.time is not Mark.SINCE or "part" not in concepts:
        return False
    part = len(concepts) - 1 - concepts[::-1].index("part")
    return "number" in concepts[:part] and not any(token.time is Mark.SINCE for token in before[:part])


_FRAMES: Final = (
    (_GREW, "rise_to", _grown),
    (_EACH_ITS_OWN, "respectively", _paired),
    (_NEEDLESS, "respectively", _grown),
    (_APIECE, "apiece", _shared),
    (_IN_BRACKETS, "open", _unbracketed),
    (_NUMBER_FIRST, "number", _swapped),
    (_ANSWERED, "regarding", _swapped),
    (_REQUEST_FIRST, "application", _swapped),
    (_DATED_BEHIND, "open", _dated),
    (_ELIDED, "time", _completed),
    (_CHANGED, "compare", _changed),
    (ALL_ARE, "number", said_of_all),
    (REASON_OF, "number", explained),
    (THE_ONE_IS, "number", said_of_one),
)
