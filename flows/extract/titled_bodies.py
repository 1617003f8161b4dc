"""Bodies that titles name: whether one is another than the report's, and whether a page holds two bodies' reports.

What belongs here: the name in a title of a report or of a table of statistics, and when two names mean one body. What
does not: which body reports (`identity/`), and which figures stand under a title (`tables/foreign.py`).

Names are compared as they are printed: 县教体局 is 样例县教育和体育局, 样溪镇 is 样例县样溪镇人民政府, and neither is
样例县人民政府. Only departments and townships are told apart: an office reports for its government, and a form can
bear the name of the government that made it.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from flows.extract.identity.titles import body_words, has_mark

_REPORT: Final = re.compile(r"[^。；;，,!?]{0,60}(?:报告|年报|总结)\s*(?:[(（][^()（）]{0,16}[)）])?")
_STATISTICS: Final = re.compile(
    r"\s*(?:附[件表录]?\s*\d*\s*[:：]?)?(?P<title>[^。；;，,:：]{0,60}(?:统计表|情况表|报表|一览表))\s*(?:[(（][^()（）]{0,16}[)）])?\s*"
)
_DEPARTMENT: Final = re.compile(r"(?P<stem>.{2,}?)(?:局|厅|委员会|委)")
_TOWNSHIP: Final = re.compile(r"(?P<stem>.{2,}?(?:镇|乡|街道))(?:办事处|人民政府|政府|人民)?")
_GOVERNMENT: Final = re.compile(r"(?P<stem>.{2,}?[省市县区旗州盟])(?:人民)?(?:政府)?(?:办公[室厅])?")
_SEVERAL: Final = re.compile(r"[各全某本我该等、]")
_LINE: Final = re.compile(r"(?m)^[^\n。]{4,70}(?:报告|年报|总结)[^\n。]{0,20}$")
_FIRST_SECTION: Final = re.compile(r"(?m)^\s*(?:一\s*[、.．]|[(（]一[)）])")
_SHORTEST_REPORT: Final = 120
"""Characters after a title that can be a report; in a list of titles the next one follows at once."""

Unit = tuple[str, str]
"""What kind of body a name is of, and the name without the words that all of the kind have."""


def another_body(line: str, own: Iterable[str | None]) -> str | None:
    """The department or township that a title of statistics names, where it is not the report's body; else None.

    Args:
        line: a line over a table.
        own: the report's body, by all its names; where none is known, nothing is another.
    """
    found = _STATISTICS.fullmatch(line)
    if found is None:
        return None
    name, units = body_words(found["title"]), [unit for one in own if one and (unit := _unit(one))]
    unit = _unit(name)
    if unit is None or unit[0] == "government" or not units:
        return None
    return None if any(_same(unit, one) for one in units) else name


def two_reports(text: str) -> tuple[re.Match[str], re.Match[str]] | None:
    """The titles of two bodies' reports in one text; None where it holds only one body's."""
    titles = list(_titles_with_report(text))
    for first, second in pairwise(titles):
        units = _unit(body_words(first[0])), _unit(body_words(second[0]))
        if units[0] is not None and units[1] is not None and not _same(units[0], units[1]):
            return first, second
    return None


def _titles_with_report(text: str) -> Iterator[re.Match[str]]:
    """The lines that are the title of a body's report and are followed by one: its first section and some text."""
    titles = [
        line
        for line in _LINE.finditer(text)
        if _REPORT.fullmatch(line[0].strip()) and has_mark(line[0]) and _unit(body_words(line[0]))
    ]
    starts = [*(title.start() for title in titles[1:]), len(text)]
    for title, end in zip(titles, starts, strict=False):
        if end - title.end() >= _SHORTEST_REPORT and _FIRST_SECTION.search(text, title.end(), end):
            yield title


def _unit(name: str) -> Unit | None:
    bare = re.sub(r"[(（][^()（）]*[)）]|\s", "", name)
    if _SEVERAL.search(bare):
        return None
    for kind, pattern in (("department", _DEPARTMENT), ("township", _TOWNSHIP), ("government", _GOVERNMENT)):
        if found := pattern.fullmatch(bare):
            return kind, found["stem"]
    return None


def _same(one: Unit, other: Unit) -> bool:
    """Whether two names can mean one body: one is the end of the other, or for departments its short form."""
    short, long = sorted((one[1], other[1]), key=len)
    if one[0] != other[0]:
        return False
    return long.endswith(short) or (one[0] == "department" and _is_short_form(short, long))


def _is_short_form(short: str, long: str) -> bool:
    """Whether a name has some of the characters of another, in their order."""
    rest = iter(long)
    return all(char in rest for char in short)
