"""One order for what reports say in many: the label, then its number.

What belongs here: putting the tokens of a sentence in the order that the rules read. What does not: what a label
counts (`rules_*.py`).

网络申请、信函申请分别为20件、11件 and 复议、诉讼各1件, 1件予以公开 and 均为当面申请(2件), 由21件增加到34件, and
受理5件,其中2012年2件 are read as if each number stood behind its own label. Tokens keep their places in the
sentence, so that a quote is still what is printed.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.periods import Mark
from flows.extract.prose.tokens import CODE_OF, Token, Tokens, codes_of

Row = list[Token]

_OUTCOMES: Final = (
    "granted|partly_granted|denied|new_granted|new_partly_granted|new_denied|already_public|not_existing"
    "|not_this_agency|asked_to_amend|other_route|not_information|not_held|needs_creation|still_unclear"
    "|internal_affairs|process_information|enforcement_file|query_matter|third_party|other_law|petition"
    "|repeated|publication|excessive|reconfirm|other_handling|not_corrected|absent"
)
_FLOWS: Final = "carry|carried_in|carried_out|close|close_on_time|close_late"
_WAYS: Final = "(?:in_person|fax|online|letter|email) filler* (?:way|filler)* (?:submit|application)"
_REMEDIES: Final = "review|litigation"
_REST: Final = "(?:filler|application|reply|handle|pause? new_denied|comma? unable|comma? not_processed)*"
_LABEL: Final = f"(?:{_OUTCOMES}|{_FLOWS}|{_WAYS}|{_REMEDIES}){_REST}"
_BEGINS: Final = "(?:start|comma|semicolon|pause|colon|open|part|gap|foreign|conjunction)"
_ITEM: Final = "[^start comma semicolon colon gap number part open shut neg pause conjunction respectively]+"
_LIST: Final = f"{_ITEM}(?:(?:pause|conjunction){_ITEM})+"

_GREW: Final = pattern("(regarding [^comma semicolon gap number]* number rise_to) (?:filler|time)* number")
_EACH_ITS_OWN: Final = pattern(
    f"({_LIST})(respectively (?:filler|disclose|publish|proactive|INFO|colon|handle|receive)*)"
    "(number (?:(?:pause|conjunction|comma) number)+)"
)
_APIECE: Final = pattern(f"({_LIST})(apiece filler*)(number)END")
_DECIDED: Final = "upheld|new_upheld|corrected|new_corrected|dismissed|pending|new_other|other_result"
_IN_BRACKETS: Final = pattern(
    f"(?:{_LABEL}|{_DECIDED}|full_time|part_time)(open filler*)(number)(shut)END"
    "|(?:in_person|fax|online|letter|email)(open)(number)(shut)(?=way|submit|application)"
)
_NUMBER_FIRST: Final = pattern(
    f"{_BEGINS}(?:filler|apiece)*(number)((?:filler|each|regarding)*(?:{_LABEL}|{_DECIDED}))END"
)
_REQUEST_FIRST: Final = pattern(
    f"{_BEGINS}filler*(number)((?:disclosure|disclose|on_request) filler* application)(?=each|means|END)"
)
_ELIDED: Final = pattern(
    "number [comma open semicolon] part? filler* (time (?:filler|added|running|apiece)*)(number)"
)
_SITES: Final = codes("website", "portal", "hub", "hub_site", "own_site", "bare_site", "column")
_BREAKS: Final = codes("pause", "conjunction")
_ENDS_CLAUSE: Final = codes("start", "comma", "semicolon", "colon", "gap", "number", "open", "shut")
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
        at = found.end() + len(row) - before
    return row


def _grown(row: Row, found: re.Match[str]) -> Row:
    """收到申请由上年的21件增加到34件: what was before the change is another year's."""
    first, last = found.span(1)
    return row[:first] + row[last:]


def _paired(row: Row, found: re.Match[str]) -> Row:
    """网站、微信分别公开20条、11条: each label with its own number."""
    labels = _split(row, *found.span(1))
    verb = row[found.start(2) + 1 : found.end(2)]
    numbers = [token for token in row[found.start(3) : found.end(3)] if token.number is not None]
    n_sites = sum(any(CODE_OF[token.concept] in _SITES for token in label) for label in labels)
    if len(labels) != len(numbers) or n_sites > 1:
        # 县网站、镇网站分别公开61条、143条: neither is all that stands on sites.
        return row
    return row[: found.start(1)] + _listed(labels, numbers, verb) + row[found.end(3) :]


def _shared(row: Row, found: re.Match[str]) -> Row:
    """行政复议、行政诉讼各1件: one number for each label."""
    labels = _split(row, *found.span(1))
    numbers = [row[found.start(3)]] * len(labels)
    return row[: found.start(1)] + _listed(labels, numbers, []) + row[found.end(3) :]


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


def _completed(row: Row, found: re.Match[str]) -> Row:
    """受理5件,其中2012年2件: the words of the number before hold for this one."""
    first, second = row[found.start()], row[found.start(2)]
    if row[found.start(1)].time is Mark.OTHER:
        # 公开88条(2011年60条): the other year's figure is no part of these.
        return row
    label: Row = []
    for token in reversed(row[: found.start()]):
        if CODE_OF[token.concept] in _ENDS_CLAUSE:
            break
        if token.concept not in _NO_LABEL:
            label.insert(0, token)
    if first.unit != second.unit or not any(token.concept != "unknown" for token in label):
        return row
    return row[: found.start(2)] + label + row[found.start(2) :]


_FRAMES: Final = (
    (_GREW, "rise_to", _grown),
    (_EACH_ITS_OWN, "respectively", _paired),
    (_APIECE, "apiece", _shared),
    (_IN_BRACKETS, "open", _unbracketed),
    (_NUMBER_FIRST, "number", _swapped),
    (_REQUEST_FIRST, "application", _swapped),
    (_ELIDED, "time", _completed),
)
