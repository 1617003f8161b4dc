"""Whose figure a clause tells: the report's own body, or another that it names.

What belongs here: finding the body that a clause begins with, and knowing the report's own among such names. What
does not: whole places and systems (全县, 各部门), which are a scope (`context.py`).

县水利局公开120条 is the own figure in the report of 样例县水利局, and another body's in the report of the county.
"""

import re
from collections.abc import Sequence
from typing import Final

from flows.extract.prose.clauses import Clauses
from flows.extract.prose.grammar import codes
from flows.extract.prose.tokens import CODE_OF, UNKNOWN
from flows.extract.titled_bodies import is_short_form

_ENDING: Final = (
    "人民政府办公室|政府办公室|办公室|办事处|委员会|管委会|部门|单位|机关|中心|大队|支队|公司|银行|医院|学校|"
    "中学|小学|幼儿园|法院|检察院|[局委厅院所站队校部署办]|街道|[镇乡县区市村]|政府"
)
_BODY: Final = re.compile(rf"(?P<stem>[一-龥]{{0,20}}?)(?P<ending>{_ENDING})")
_LEVELS: Final = "省市州盟县区旗镇乡"
# With only a level before them these name a body of their own: 县法院.
_OF_ITS_OWN: Final = frozenset({"法院", "检察院", "公司", "银行"})
# Words before the name that say that it is another's: 下属林科所, 先进单位县教育局, 例如某市.
_OTHERS: Final = re.compile("下属|所属|直属|基层|下设|辖区|某|先进|优秀|排名|国务院")
_GENERIC: Final = ("各", "全", "我", "本", "该", "有关", "相关")
# What a body's own office is called by.
_OWN_OFFICES: Final = "党委政府机关综合信息公开办公室领导小组"
_VERBS: Final = codes(
    *("proactive", "disclose", "publish", "receive", "accept", "newly", "occur", "application", "on_request"),
    *("disclosure", "review", "litigation", "complaint", "reply", "close", "neg", "hold", "equip", "make"),
    *("running", "naught", "host", "number"),
)
_BEFORE_NAME: Final = codes(
    "start", "time", "filler", "running", "part", "colon", "pause", "open", "comma", "semicolon"
)
_BEHIND_NAME: Final = codes("time", "filler", "running")
_NO_NAME: Final = codes(
    *(
        "means",
        "regarding",
        "self",
        "territory",
        "whole",
        "website",
        "portal",
        "hub",
        "platform",
        "hub_site",
        "column",
    ),
    *("bare_site", "own_site", "venue", "wechat", "weibo", "gazette", "direct_bodies", "local_bodies"),
)
# A name has words that are not known.
_OF_A_NAME: Final = codes(UNKNOWN, "foreign")
_PART: Final = CODE_OF["part"]
_AND_BELOW: Final = re.compile("(?:机关|本级)?[及和与、](?:其|各)?(?:下属|所属|直属|基层|局属|下辖)")
_SEMICOLON: Final = CODE_OF["semicolon"]


def is_of_a_system(text: str, start: int, end: int) -> bool:
    """Whether a word for the report's own body means all bodies under it too: 全系统, 全局及下属单位."""
    return text[start:end] == "全系统" or _AND_BELOW.match(text, end) is not None


def is_of_another_body(clauses: Clauses, index: int, own_names: Sequence[str]) -> bool:
    """Whether the clause of a token begins with the name of a body that is not the report's own.

    Args:
        own_names: what the report's body is called; where it is not known, only a body that is said to be a part
            or an example is another.
    """
    if _OF_A_NAME.isdisjoint(clauses.codes[clauses.clause_start(index) : index]):
        return False
    name = _subject(clauses, index)
    bodies = [_BODY.fullmatch(one) for one in name.split("、")]
    named = [body for body in bodies if body is not None]
    if len(named) < len(bodies) or name.startswith(_GENERIC):
        return False
    if _OTHERS.search(name) is not None:
        return True
    if not any(body["stem"] for body in named):
        return False
    if not own_names:
        return clauses.codes.rfind(_PART, 0, index) > clauses.codes.rfind(_SEMICOLON, 0, index)
    return not any(_is_own(body["stem"], body["ending"], own) for body in named for own in own_names)


def _is_own(stem: str, ending: str, own: str) -> bool:
    if ending in _OF_ITS_OWN and not stem.strip(_LEVELS):
        return ending in own
    return is_short_form(stem, own + _OWN_OFFICES)


def _subject(clauses: Clauses, index: int) -> str:
    """The words between the beginning of a clause and its verb; empty where they can be no name."""
    row = clauses.codes
    first = clauses.clause_start(index)
    while first < index and row[first] in _BEFORE_NAME:
        first += 1
    stop = first
    while stop < index and row[stop] not in _VERBS:
        stop += 1
    while stop > first and row[stop - 1] in _BEHIND_NAME:
        stop -= 1
    if stop == first or not _NO_NAME.isdisjoint(row[first:stop]):
        return ""
    return clauses.words(first, stop - 1)
