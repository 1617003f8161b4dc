"""What a clause says was shown, when it ends with a number of items.

What belongs here: the words of a whole, of a channel's share and of a year's. What does not: which of them the
number counts (`items.py`).
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from flows.extract.prose.grammar import pattern

_GUARD: Final = "(?<![neg online on_request application denied not_public aim modal respond electronic])"
# The words of a whole: what is disclosed must be information and nothing narrower.
_PROACTIVE: Final = pattern(f"{_GUARD}(proactive GLUE (?:INFO ABOUT)?)$")
_DISCLOSED: Final = pattern(f"{_GUARD}(disclose GLUE INFO ABOUT)$")
# 政府信息公开总数2936条
_COUNTED: Final = pattern("(?:EDGE|self)(disclosure count GLUE)$")
# 2021年,街道政府信息公开216条; 2018年中心公开41条: a body that is named in front of a verb without a noun.
_BY_A_BODY: Final = pattern(
    "(?:(?:start|comma|semicolon|gap|time|self) filler* unknown?(disclosure)"
    "|(?:start|gap) filler* time comma? (?:self|filler? unknown)(disclose)) filler*$"
)
_PUBLISHED: Final = pattern(f"{_GUARD}(publish GLUE government_information ABOUT)$")
_PUBLISHED_ALL: Final = pattern(f"{_GUARD}(?:filler|running|kinds)(publish GLUE INFO ABOUT)$")
_THROUGH_CHANNEL: Final = pattern(f"{_GUARD}(ACT GLUE (?:INFO ABOUT)?)$")
_VERB_ONLY: Final = pattern(f"{_GUARD}((?:proactive|disclose) GLUE)$")
# 历年累计公开9325条, after a sentence or clause on items
_RUNNING: Final = pattern(f"{_GUARD}(running (?:proactive|disclose) GLUE)$")
# 本年度公开102条, after a sentence on items
_OF_THE_YEAR: Final = pattern("(?:start|comma|semicolon|part|open) filler* (time filler* disclose filler*)$")
# 全县公开32000条,我局公开320条
_BY_US: Final = pattern("[comma semicolon] self filler* ((?:proactive|disclose) filler*)$")
_ADDED: Final = pattern("(?:EDGE|time)(added GLUE (?:INFO ABOUT)?)$")
# 其中网站50条, 微信公众号“样例发布”20条
_NAMED: Final = pattern(
    "(?:EDGE|unknown|publish|self|venue others)("
    "(?:gazette|website|portal|hub_site|own_site|bare_site|weibo|wechat|other_means)"
    "(?:unknown|foreign)* GLUE (?:INFO ABOUT)?)$"
)
# 政府信息公开专栏新增信息318条
_IN_THE_COLUMN: Final = pattern("(column filler* added GLUE INFO ABOUT)$")
# 主动公开统计信息324条: information of the body's own field.
_KIND: Final = "(?:unknown|pause|conjunction|filler|running|count|kinds|work|matter)*"
_OF_ONE_KIND: Final = pattern(f"{_GUARD}((?:proactive|disclose) {_KIND} unknown {_KIND} others? INFO ABOUT)$")
# 微信公众号推送文章742篇: whatever the body's own account shows.
_POSTS: Final = pattern(
    "(?:weibo|wechat)(?:unknown|foreign)* GLUE (ACT (?:ACT|filler|running|count|kinds)*"
    "(?:article (?:filler|count|INFO)*|unknown filler? pause [^number comma semicolon]* others INFO?)?)$"
)
# 在政府网站发布公路建设、路政管理等信息96条: several kinds and 等 are all.
_SEVERAL_KINDS: Final = pattern(f"{_GUARD}(ACT (?:unknown|pause|filler)+ others INFO ABOUT)$")
# 历年累计31240条,其中2011年9135条
_YEARS_SHARE: Final = pattern(
    "(?:part|comma|open) filler* (time (?:ACT|added|filler|running|count)* (?:INFO ABOUT)?)$"
)


class Shown(NamedTuple):
    """Where each kind of words on what was shown begins, in a clause that they end."""

    whole: int | None
    running: int | None
    by_a_body: int | None
    published: int | None
    verb: int | None
    channel: int | None
    column: int | None
    of_a_kind: int | None
    posts: int | None
    share: int | None
    named: int | None
    added: int | None


@lru_cache(maxsize=1 << 14)
def shown(window: str) -> Shown:
    """What a clause before a number says was shown; reports share most of their clauses."""
    return Shown(
        whole=_start(window, _PROACTIVE, _DISCLOSED, _PUBLISHED, _COUNTED),
        running=_start(window, _RUNNING, _OF_THE_YEAR, _BY_US),
        by_a_body=_start(window, _BY_A_BODY),
        published=_start(window, _PUBLISHED_ALL),
        verb=_start(window, _VERB_ONLY),
        channel=_start(window, _THROUGH_CHANNEL, _SEVERAL_KINDS),
        column=_start(window, _IN_THE_COLUMN),
        of_a_kind=_start(window, _OF_ONE_KIND),
        posts=_start(window, _POSTS),
        share=_start(window, _YEARS_SHARE),
        named=_start(window, _NAMED),
        added=_start(window, _ADDED),
    )


def _start(window: str, *patterns: re.Pattern[str]) -> int | None:
    found = next((match for one in patterns if (match := one.search(window)) is not None), None)
    return None if found is None else found.start(found.lastindex or 1)
