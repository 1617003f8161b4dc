"""What is told of a part of the applications, or of a part of the body, and not of all.

What belongs here: answers to the applications of one way or of one origin, the ways of a part of them, and what one
office of the body showed. What does not: 其中 right before a number (`counts.py`), other bodies (`bodies.py`).

其中网上7件,已答复6件;信函5件,已答复4件 tells of no whole, and 新收12件,予以公开8件;结转2件,予以公开1件 of two origins.
"""

import re
from decimal import Decimal
from typing import Final

from flows.extract.prose.context import Context
from flows.extract.prose.frame_words import OUTCOMES
from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.headings import Section
from flows.extract.prose.requests import WAYS
from flows.extract.prose.rule import Rule
from flows.extract.prose.tokens import CODE_OF

_RECEIVED: Final = "stat.applications.received"
_CARRIED: Final = ("applications.carried", "applications.new")
_PART: Final = CODE_OF["part"]
_SEMICOLON: Final = CODE_OF["semicolon"]
_NEWLY: Final = CODE_OF["newly"]
_NUMBER: Final = CODE_OF["number"]
_TIME: Final = CODE_OF["time"]
_ASKED: Final = codes("application", "on_request")
_OPEN, _SHUT = CODE_OF["open"], CODE_OF["shut"]
_WAYS: Final = codes(*WAYS)
# ;信函申请5件, in a list of ways that 其中 began
_OF_A_WAY: Final = pattern("semicolon (?:filler|means)* WAY [^comma semicolon gap number]* (number)")
_CARRIED_IN: Final = pattern("(?:carried_in|carry) [^comma semicolon gap number]* (number)")
_ANSWERS: Final = f"(?:{OUTCOMES}|reply|reply_on_time|close|close_on_time|handle)"
_NEW_WITH_ANSWERS: Final = pattern(
    f"newly [^carried_in carry]*? {_ANSWERS} [^carried_in carry number]* number [^carried_in carry]*$"
)
# 法规科公开500条, and not 各科室公开500条
_OF_ONE_OFFICE: Final = re.compile(
    r"^(?!.*(?:[各由等及和与、的]|通过|全[局委县市]))[一-龥]{1,8}(?:科室|股室|处室|(?<=[一-龥]{2})[科股])(?:全年|共|累计|已)*$"
)
_OFFICE: Final = "it is said of one office of the body"
_OF_SOME: Final = "it is said of a part of the applications"


def doubt_of_answers(rule: Rule, context: Context, index: int) -> str:
    """Why a count of applications is none of all of them; empty where it may be."""
    if rule.home is not Section.APPLICATIONS:
        return ""
    if rule.indicator_id.startswith(f"{_RECEIVED}."):
        return _OF_SOME if _is_way_of_a_part(context, index) else ""
    if rule.indicator_id == _RECEIVED or rule.indicator_id.startswith(_CARRIED):
        return ""
    return _OF_SOME if _is_of_a_way(context, index) or _is_of_one_origin(context, index) else ""


def doubt_of_items(context: Context, start: int) -> str:
    """Why items are none of the whole body, by the words of the clause before those of the count."""
    words = context.tokens.text[context[context.clause_start(start)].start : context[start].start]
    is_named = "科" in words or "股" in words or "处室" in words
    return _OFFICE if is_named and _OF_ONE_OFFICE.match(words) is not None else ""


def _is_of_a_way(context: Context, index: int) -> bool:
    """其中网上7件,均已答复;信函5件,已答复4件: the list of ways goes on behind the semicolon."""
    first = context.codes.rfind(_SEMICOLON, 0, index)
    if first < 0 or _PART not in context.codes[:first]:
        return False
    way = _OF_A_WAY.match(context.codes, first, index)
    return way is not None and _value(context, index) <= _value(context, way.start(1))


def _is_of_one_origin(context: Context, index: int) -> bool:
    """新收12件,予以公开8件;结转2件,予以公开1件: those carried over are told of alone, as the new ones are."""
    *_, carried = (None, *_CARRIED_IN.finditer(context.codes, 0, index))
    if carried is None or _value(context, index) > _value(context, carried.start(1)):
        return False
    if _NEWLY in context.codes[: carried.start()]:
        return _NEW_WITH_ANSWERS.search(context.codes, 0, carried.start()) is not None
    return _NEWLY not in context.codes[:index] and _NEWLY in context.codes[index:]


def _is_way_of_a_part(context: Context, index: int) -> bool:
    """收到12件,其中本局直接受理9件(网上7件、信函2件): the ways make that part, and not the whole."""
    said = context.codes
    first = said.rfind(_OPEN, 0, index)
    last = said.find(_SHUT, index)
    if first < 1 or last < 0 or _SHUT in said[first:index] or said[first - 1] != _NUMBER:
        return False
    part = said.rfind(_PART, said.rfind(_SEMICOLON, 0, first) + 1, first)
    whole = said.rfind(_NUMBER, 0, part) if part >= 0 else -1
    # 累计受理5件,其中2012年2件(信函2件): the year's share is the year's whole.
    is_years = part >= 0 and _TIME in said[part:first]
    if whole < 0 or is_years or not _WAYS.isdisjoint(said[context.clause_start(first - 1) : first - 1]):
        return False
    if _ASKED.isdisjoint(said[context.clause_start(whole) : whole]):
        return False
    ways = sum((_value(context, n) for n in range(first, last) if said[n] == _NUMBER), Decimal(0))
    return ways == _value(context, first - 1) < _value(context, whole)


def _value(context: Context, index: int) -> Decimal:
    number = context[index].number
    return Decimal(0) if number is None else number.value
