"""Sections of a report whose heading says that they are of another year.

What belongs here: the headings (2016年情况, 上年度工作回顾, 2018年工作打算) and how far each reaches. What does not:
a year inside a sentence (`periods.py`), and the title of a whole report (`titled_bodies.py`).
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from flows.extract.numbers import YEAR, year_by_place

# How deep a heading stands is told by its mark, in the order of these groups; one without a mark is at the top.
_MARK: Final = re.compile(
    r"\s*(?:(?P<chapter>第?[一二三四五六七八九十]{1,3}[、.章]|[IVX]+[、.])|(?P<part>\([一二三四五六七八九十]{1,3}\))"
    r"|(?P<item>\d{1,2}[、.](?:(?!\d)|(?=20\d\d年)))|(?P<point>\(\d{1,2}\)))"
)
_LEVELS: Final = ("chapter", "part", "item", "point")
_AROUND_YEAR: Final = re.compile(r"上一?年度?|去年|前年|往年|明年|来年|次年|下一?年度?")
_TEXT: Final = re.compile(r"[,;!?|\t]|[无未没不]|\d")
# 落实2016年要点情况, 2016年决算公开情况 and 与上年比较 tell of this year's work, and a list names other years' reports.
_OF_THIS_YEAR: Final = re.compile(
    r"结转|转结|遗留|[比较]|同期|以来|落实|贯彻|执行|整改|反馈|预算|决算|学年|报告|年报|[《》]|通知|方案|办法|统计表"
)
_ANNEX: Final = re.compile(r"\s*附[件表录]?\s*\d*\s*:")
_CLOSES: Final = re.compile("(?:情况|回顾|总结|打算|要点|任务|目标|计划|安排|思路|重点|数据|统计)$")
_LONGEST: Final = 36


def without_other_years(
    text: str, paragraphs: Iterable[tuple[int, int]], report_year: int | None
) -> Iterator[tuple[int, int]]:
    """The paragraphs of a text but those under the heading of another year, which reaches up to the next heading
    that stands as high, or names the report year.

    Args:
        text: with ASCII digits and punctuation.
        paragraphs: spans in it.
        report_year: None takes each year as the report's own.
    """
    closed_by: int | None = None
    is_marked = True
    for start, end in paragraphs:
        words = text[start:end]
        level = _level(words)
        years = _years(words)
        if closed_by is not None and report_year is not None:
            is_as_high = (
                level <= closed_by if level is not None else not is_marked and _is_plain_heading(words)
            )
            if is_as_high or years == {report_year}:
                closed_by = None
        if report_year is not None and years is not None and years != {report_year}:
            closed_by, is_marked = level or 0, level is not None
        if closed_by is None:
            yield start, end


def is_dated_heading(words: str) -> bool:
    """Whether a line is a heading that names a year and says what it is the heading of."""
    return _years(words) is not None and _CLOSES.search(words.strip().rstrip(":")) is not None


def _level(words: str) -> int | None:
    mark = _MARK.match(words)
    return None if mark is None else _LEVELS.index(str(mark.lastgroup))


def _years(words: str) -> set[int | None] | None:
    """The years that the heading at the beginning of a paragraph names (None in it: one like 上年度); None where
    there is no such heading."""
    first = words.strip().split("。", 1)[0].rstrip(":")
    if len(first) > _LONGEST:
        return None
    mark = _MARK.match(first)
    annex = _ANNEX.match(first)
    title = first[mark.end() :] if mark else first[annex.end() :] if annex else first
    years: set[int | None] = set(map(year_by_place, YEAR.findall(title)))
    if not years and _AROUND_YEAR.search(title):
        years = {None}
    if not years or _OF_THIS_YEAR.search(title) or _TEXT.search(YEAR.sub("", title)):
        return None
    return years if mark or annex or _CLOSES.search(title) else None


def _is_plain_heading(words: str) -> bool:
    title = words.strip().rstrip(":")
    return (
        len(title) <= _LONGEST
        and "。" not in title
        and not _TEXT.search(title)
        and bool(_CLOSES.search(title))
    )
