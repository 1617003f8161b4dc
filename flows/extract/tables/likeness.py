"""Labels that a report printed shorter than the official form has them: 不掌握 for 本机关不掌握相关政府信息.

What belongs here: what makes a few words a shorter form of a label. What does not: slips of the pen, and the search
among the labels of a form (`labels.py`).

A shorter form either stands in the label as it is, cut where no word is left that turns its meaning (同意 is no short
form of 不同意), or keeps the order of its characters and loses none that turns it. Whoever asks must see that just one
label of the form has this shorter form.
"""

from functools import lru_cache
from typing import Final

MEANING: Final = frozenset(
    "不未非无否免部分其他上下前后新旧增减本总多少已被同全年累计0123456789一二三四五六七八九十"
)
"""Characters that cannot be forgiven, put in or left out: with them, or without them, a label says something else."""
_MAY_BE_LEFT_OUT: Final = frozenset("已本年")
"""Of these the ones that a shorter form does without: 已获取信息 and 信息, 本机关 and 机关 are one."""
_TURNS: Final = MEANING | frozenset("没")
"""Beside a cut they belong to the words that were kept."""
_SHORTEST: Final = 4
_SHORTEST_DENIED: Final = 3
"""Of a form that begins with what denies it (不掌握)."""


@lru_cache(maxsize=1 << 13)
def is_shorter_form(printed: str, official: str) -> bool:
    """Whether a printed label, both without numbering and punctuation, is a shorter form of an official one."""
    shortest = _SHORTEST_DENIED if printed[:1] in _TURNS else _SHORTEST
    if not shortest <= len(printed) < len(official):
        return False
    return _stands_in(printed, official) or _keeps_order(printed, official)


def may_shorten(printed: str, official: str) -> bool:
    """Whether all characters of a printed label stand in an official one, in their order."""
    rest = iter(official)
    return bool(printed) and all(char in rest for char in printed)


def _stands_in(printed: str, official: str) -> bool:
    start = official.find(printed)
    if start < 0:
        return False
    end = start + len(printed)
    return official[start - 1 : start] not in _TURNS and official[end : end + 1] not in _TURNS


def _keeps_order(printed: str, official: str) -> bool:
    return _turns(printed) == _turns(official) and may_shorten(printed, official)


def _turns(label: str) -> list[str]:
    return sorted(char for char in label if char in _TURNS and char not in _MAY_BE_LEFT_OUT)
