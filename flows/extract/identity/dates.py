"""The day of publication that a page states.

What belongs here: reading dates as pages print them and choosing the one of publication. What does not: the
year reported on (`years.py`). The date of a signature or of a decision (成文日期) is no day of publication.

Some systems print 更新时间 in the publication line and no other date. It is also what a page shows that was touched
later, for another reason, and nobody should be told late by it: it is taken only where nothing else is there, and up to
the last day on which a report is due (31 March, article 50 of the Regulation).
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from flows.clean.page import Page
from flows.extract.identity.clues import Clue

_DATE: Final = re.compile(r"(?<!\d)(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})(?!\d)")
_COMPACT_DATE: Final = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:\d{6})?$")
_PUBLISHED: Final = re.compile(
    r"^(?:信息)?(?:发布|公布|发表|上网)(?:时间|日期)$|^(?:日期|时间)$|^pubdate$|^publishdate$|^publish_?time$",
    re.IGNORECASE,
)
_UPDATED: Final = re.compile(r"^更新(?:时间|日期)$")
_UPDATE: Final = "update_line"
_LAST_DAY: Final = (3, 31)
_MADE_PUBLIC: Final = re.compile(r"^(?:公开|生成|公文生成|信息生成|信息)(?:时间|日期)$")
_DAY: Final = r"\d{4}\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}"
_MOMENT: Final = r"(?:\s*\d{1,2}\s*:\s*\d{2}(?::\d{2})?(?:\.\d+)?)?"
_OFFICE: Final = r"[\u4e00-\u9fff]{2,12}\s*"
"""Who put the page up, between the day and the counter of its hits."""
_IN_TEXT: Final = re.compile(
    rf"(?:(?:发布|公布|公开)(?:时间|日期)|(?<![\u4e00-\u9fff])(?:时间|日期)|生成日期)\s*[:：]?\s*(?P<labelled>{_DAY})"
    rf"|(?<![\d至到自〔\[—–~～-])(?P<bare>{_DAY})日?{_MOMENT}\s*"
    rf"(?=来源|作者|浏览|点击|阅读|访问|字号|编辑|\n|…|{_OFFICE}[(（]?\s*(?:浏览|点击|阅读|访问))"
    rf"|(?<=\n)[\[【(（]\s*(?P<boxed>{_DAY})日?{_MOMENT}\s*[\]】)）]\s*(?=\n|浏览|点击|阅读)"
)
_OTHER_DAY: Final = re.compile(r"(?:更新|修改|修订|截[至止]|有效|生效|成文|形成|制发)[^\d\n]{0,6}$")
_HEAD_LENGTH: Final = 300
_HEAD_LINES: Final = 6


def parse_date(words: str) -> date | None:
    """The first date in the words (2023- 08- 28, 2012年3月24日); None where the calendar lacks it."""
    match = _DATE.search(words) or _COMPACT_DATE.match(words.strip())
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups()[:3])
    try:
        return date(year, month, day)
    except ValueError:
        return None


def holds_date(words: str) -> bool:
    """Whether the words print a date at all, possible or not."""
    return bool(_DATE.search(words) or _COMPACT_DATE.match(words.strip()))


def clues(page: Page) -> tuple[Clue, ...]:
    """What the page says of its day of publication, strongest first; an impossible date has no value."""
    ranked: list[tuple[int, Clue]] = []
    for item in page.metadata:
        label = re.sub(r"[\s:：]", "", item.label)
        if not holds_date(item.value):
            continue
        if _PUBLISHED.match(label):
            ranked.append(
                (2 if item.source == "meta" else 0, _dated(item.value, "metadata", item.start, item.end))
            )
        elif _MADE_PUBLIC.match(label):
            ranked.append((1, _dated(item.value, "metadata", item.start, item.end)))
        elif _UPDATED.match(label) and item.source == "header":
            ranked.append((3, _dated(item.value, _UPDATE, item.start, item.end)))
    if not any(rank < 2 for rank, _ in ranked):
        ranked += [(0, clue) for clue in _in_head(page.text)]
    return tuple(clue for _, clue in sorted(ranked, key=lambda pair: pair[0]))


def _dated(words: str, source: str, start: int | None, end: int | None) -> Clue:
    day = parse_date(words)
    return Clue(day.isoformat() if day else "", source, words, start, end)


def _in_head(text: str) -> Iterator[Clue]:
    """The publication line of a text whose header was not told apart: no date in a sentence is one."""
    head = "\n".join(text[:_HEAD_LENGTH].split("\n")[:_HEAD_LINES])
    for match in _IN_TEXT.finditer(head):
        group = match.lastgroup or "bare"
        if _OTHER_DAY.search(head, max(0, match.start() - 10), match.start()):
            continue
        yield _dated(match[group], "publication_line", match.start(group), match.end(group))
        return


def choose(found: tuple[Clue, ...], year: int | None) -> str | None:
    """The strongest possible date; None where the strongest one is impossible, or says an update that can be no
    publication.

    Args:
        found: as `clues` ranks them.
        year: the one reported on, None where it is not known.
    """
    if not found or not found[0].value:
        return None
    day = found[0].value
    return day if found[0].source != _UPDATE or _is_in_time(day, year) else None


def _is_in_time(day: str, year: int | None) -> bool:
    return year is not None and date(year, 12, 31) < date.fromisoformat(day) <= date(year + 1, *_LAST_DAY)
