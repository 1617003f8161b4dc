"""The period that a text states for its figures: a calendar year, or a school year.

What belongs here: the sentence that gives the period, a table's caption that does, and school years. What does not:
the other evidence for the year, and the choice (`years.py`).

Schools report on a school year (高等学校信息公开办法 art. 24), which counts as the year it ends in.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from flows.clean.page import Page
from flows.extract.identity.clues import Clue, located
from flows.extract.identity.titles import YEAR_WORDS, Title, to_year

PERIOD_SENTENCE: Final = "period_sentence"
_CAPTION: Final = "caption"
_SCHOOL_YEAR: Final = re.compile(rf"({YEAR_WORDS})\s*年?\s*(?:[-—~至到]\s*({YEAR_WORDS}))?\s*学年")
_SCHOOL_PERIOD: Final = re.compile(
    rf"({YEAR_WORDS})\s*[年./-]\s*0?9\s*[月./-]\s*(?:0?1\s*日?)?\s*(?:起|开始)?\s*[至到~～—–-]+\s*({YEAR_WORDS})\s*[年./-]\s*0?8(?!\d)"
)
# 2011年1月1日起至2011年12月31日, 2020.1.1-2020.12.31, 自2008年5月1日《条例》施行至12月31日, 2008年5月至年底,
# and with lost characters 20231月1日至202312月31日.
_PERIOD: Final = re.compile(
    rf"(?P<from>{YEAR_WORDS})\s*[年./-]?\s*\d{{1,2}}\s*[月./-]\s*(?:\d{{1,2}}\s*日?)?\s*(?:起|开始)?\s*(?:《[^》]{{2,20}}》)?(?:正式)?(?:[施实]行)?(?:之日起|以来|后)?[,，]?\s*"
    rf"(?:截至|截止到?|[至到~～—–-])+\s*(?:(?P<to>{YEAR_WORDS})|当年|同年)?\s*[年./-]?\s*(?:12\s*[月./-]?\s*(?:31|底|末|(?!\d))|年?[底末])"
)
# A whole year; the first one began when the Regulation came into force, on 2008-05-01.
_FROM_NEW_YEAR: Final = re.compile(
    rf"(?:{YEAR_WORDS}\s*[年./-]?\s*0?1|2008\s*[年./-]\s*0?5)\s*[月./-]\s*(?:0?1\s*日?)?(?!\d)"
)
_ABOUT_PERIOD: Final = re.compile(r"统计|期限|时限|期间|数据")
_LONE_PERIOD: Final = re.compile(
    rf"(?:统计|报告|数据)[^。\n]{{0,12}}(?:期限|时限|时间|期间|范围)[^。\n]{{0,8}}?({YEAR_WORDS})\s*年度?(?!\s*\d)"
)
# A table begins in this line that the markup does not show.
_TABLE_LINE: Final = re.compile(r"[^\n]*[\t|]|\s*(?:信息内容|第二十条)")
_LONGEST_CAPTION: Final = 60
_MOST_BETWEEN: Final = 30
"""Characters between a caption and its table: 单位：件."""
HEAD_LENGTH: Final = 2000
"""Characters at the head of a text in which its title can stand."""


def year_clue(match: re.Match[str], group: int | str, source: str) -> Clue:
    """The year in a group of a match, as a clue with the words of the whole."""
    return Clue(str(to_year(match[group])), source, match[0], *match.span())


def stated_periods(page: Page) -> Iterator[Clue]:
    """The periods that the text states for its figures; what only a table's caption says is weaker than a title."""
    text = page.text
    seen: set[tuple[str, str]] = set()
    for match in [*_PERIOD.finditer(text), *_LONE_PERIOD.finditer(text)]:
        parts = match.groupdict()
        if parts.get("to") and to_year(parts["to"]) != to_year(parts["from"]):
            continue
        is_whole_year = _FROM_NEW_YEAR.match(match[0])
        if not (is_whole_year or _ABOUT_PERIOD.search(text[max(0, match.start() - 24) : match.end()])):
            # From some other day to the end of the year: a campaign, unless it is called the period.
            continue
        source = _CAPTION if _is_caption(match, page) else PERIOD_SENTENCE
        clue = year_clue(match, "from" if "from" in parts else 1, source)
        if (clue.value, source) not in seen:
            seen.add((clue.value, source))
            yield clue


def _is_caption(match: re.Match[str], page: Page) -> bool:
    """Whether words stand in a table, or in a line of their own right above one."""
    text = page.text
    start = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    line = text[start : end if end >= 0 else len(text)]
    if "。" in line or len(line) > _LONGEST_CAPTION:
        return False
    if any(table.start <= match.start() < table.end for table in page.tables):
        return True
    if end < 0:
        return False
    is_over_markup = any(
        table.start - end >= 0 and len(text[end : table.start].strip()) <= _MOST_BETWEEN
        for table in page.tables
        if table.start - end <= 2 * _MOST_BETWEEN
    )
    return is_over_markup or _TABLE_LINE.match(text, end + 1) is not None


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """A school year that is reported on: the words for it, and the year that it ends in.

    A single number (2020学年) does not tell whether it begins or ends in that year: then `end` is None.
    """

    words: str
    end: int | None
    clue: Clue


def school_year(page: Page, titles: Iterable[Title]) -> SchoolYear | None:
    """The school year that the title reports on, or that the figures cover."""
    for title in titles:
        if match := _SCHOOL_YEAR.search(title.words):
            end = _end_of_school_year(match)
            clue = located(str(end or ""), "title", title.words, page.text, within=HEAD_LENGTH)
            return SchoolYear(match[0], end, clue)
    match = _SCHOOL_PERIOD.search(page.text)
    if match is None:
        return None
    end = _end_of_school_year(match)
    return SchoolYear(match[0], end, Clue(str(end or ""), PERIOD_SENTENCE, match[0], *match.span()))


def _end_of_school_year(match: re.Match[str]) -> int | None:
    begin, end = match[1], match[2]
    return to_year(end) if end and to_year(end) == to_year(begin) + 1 else None
