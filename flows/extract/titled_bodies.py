"""Bodies that titles name: whether one is another than the report's, and whether a page holds two reports.

What belongs here: the name in a title of a report or of a table of statistics, and when two names mean one body. What
does not: which body reports (`identity/`), and which figures stand under a title (`tables/foreign.py`).

Names are compared as they are printed: 县教体局 is 样例县教育和体育局, 样溪镇 is 样例县样溪镇人民政府, and neither is
样例县人民政府. Only departments and townships are told apart: an office reports for its government, and a form can
bear the name of the government that made it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from flows.extract.identity.titles import body_words, has_mark
from flows.extract.numbers import YEAR, year_by_place

_REPORT: Final = re.compile(r"[^。；;，,!?]{0,60}(?:报告|年报|总结)\s*(?:[(（][^()（）]{0,16}[)）])?")
_STATISTICS: Final = re.compile(
    r"\s*(?:附[件表录]?\s*\d*\s*[:：]?)?(?P<title>[^。；;，,:：]{0,60}(?:统计表|情况表|汇总表|报表|一览表|情况))\s*(?:[(（][^()（）]{0,16}[)）])?\s*"
)
_DEPARTMENT: Final = re.compile(r"(?P<stem>.{2,}?)(?:局|厅|委员会|委)")
_TOWNSHIP: Final = re.compile(r"(?P<stem>.{2,}?(?:镇|乡|街道))(?:办事处|人民政府|政府|人民)?")
_GOVERNMENT: Final = re.compile(r"(?P<stem>.{2,}?[省市县区旗州盟])(?:人民)?(?:政府)?(?:办公[室厅])?")
FILLED_BY: Final = "(?:(?:填报|填表|报送|上报|制表)(?:单位|部门|机关|机构)|(?:单位|部门|机关|机构)(?=名称))"
"""What stands before the name of the body that filled a table in."""
_FILLED_BY: Final = re.compile(
    rf"\s*{FILLED_BY}(?:名称)?\s*(?:[(（][^()（）]{{0,8}}[)）])?\s*[:：]\s*"
    r"(?P<name>[^\s:：]{2,40})"
)
# 样例县水利工程管理中心: of a place at least, for each body has its 信息中心.
_INSTITUTION: Final = re.compile(
    r"(?P<stem>.*[省市县区旗州盟镇乡].{2,}?)(?:中心|站|所|院|馆|学校|中学|小学|大队|支队)"
)
# A line that is a name and no more: 二、样例市水利局2022年情况如下：
_NAME_ALONE: Final = re.compile(
    r"(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]|附?表\d{0,2}[:：]?)?(?P<name>[\u4e00-\u9fff()（）]{4,30}?)"
    r"(?:(?:19|20)\d\d年?度?)?(?:的?(?:情况|数据)(?:统计)?表?)?(?:如下表?)?[:：]?"
)
_WHOLE_ALONE: Final = re.compile(
    r"(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．])?全[省市县区州旗盟](?:各(?:部门|单位|乡镇|街道|镇|乡|局)|及|和|、)*"
    r"(?:总|汇总|合计)?(?:的?(?:情况|数据)(?:统计|汇总)?)?表?(?:如下表?)?[:：]?"
)
# The office of a government that gathers the figures of all.
_COMPETENT: Final = re.compile(r"政务|审批|信息|数据|政府办|行政服务")
_ACT: Final = re.compile(r"(?:收到|和|处理|受理|办理|答复)+$")
_WHOLE_PLACE: Final = re.compile(
    r"全[省市县区州旗盟](?:各[^。，,]{0,8})?(?:(?:19|20)\d\d年?度?)?(?:政府信息|政务|信息|汇总|依申请|主动公开|统计)"
)
_SEVERAL: Final = re.compile(r"[各全某本我该等、]")
_LINE: Final = re.compile(r"(?m)^[^\n。]{4,70}(?:报告|年报|总结)[^\n。]{0,20}$")
_FIRST_SECTION: Final = re.compile(r"(?m)^\s*(?:一\s*[、.．]|[(（]一[)）])")
_SHORTEST_REPORT: Final = 120
"""Characters after a title that can be a report; in a list of titles the next one follows at once."""
# A shorter one states a figure of disclosure at least.
_FIGURE: Final = re.compile(r"(?:公开|申请)[^\n。]{0,40}\d\s*[余多]?[件条][^\n。]{0,200}。")

Unit = tuple[str, str]
"""What kind of body a name is of, and the name without the words that all of the kind have."""


def another_body(line: str, own: Iterable[str | None]) -> str | None:
    """The department or township that a title of statistics names, or the line of who filled it in, where it is not
    the report's body; else None.

    Args:
        line: a line over a table.
        own: the report's body, by all its names; where none is known, nothing is another.
    """
    units = [unit for one in own if one and (unit := _unit(one))]
    if filled := _FILLED_BY.match(line):
        name = filled["name"]
    elif found := _STATISTICS.fullmatch(line):
        name = _ACT.sub("", body_words(found["title"]))
    else:
        return None
    return _another(name, units, is_filler=filled is not None)


def _another(name: str, units: Sequence[Unit], *, is_filler: bool = True) -> str | None:
    """A name, where it is a department's, township's or institution's that is none of the report's body.

    Args:
        units: the report's body, by all its names.
        is_filler: it can be the name of who gathered the figures, and not of whom they are.
    """
    unit = _body(name)
    if unit is None or unit[0] == "government" or not units:
        return None
    if is_filler and _COMPETENT.search(name) and any(one[0] == "government" for one in units):
        return None
    return None if any(_same(unit, one) for one in units) else name


def is_body(name: str) -> bool:
    """Whether words are the name of a department, township or institution, and not of a government."""
    unit = _body(name)
    return unit is not None and unit[0] != "government"


def _body(name: str) -> Unit | None:
    return _unit(name) or _institution(name)


def _institution(name: str) -> Unit | None:
    found = _INSTITUTION.fullmatch(name)
    return ("institution", found["stem"]) if found and not _SEVERAL.search(name) else None


def named_alone(line: str, own: Iterable[str | None]) -> str | None:
    """The department, township or institution whose name a line is and no more, where it is not the report's body;
    arguments as for `another_body`."""
    units = [unit for one in own if one and (unit := _unit(one))]
    found = _NAME_ALONE.fullmatch("".join(line.split()))
    return _another(found["name"], units) if found is not None else None


def is_named(line: str, own: Iterable[str | None]) -> bool:
    """Whether a line is the name of the report's body, alone or as whose report or figures follow; arguments as for
    `another_body`."""
    found = _NAME_ALONE.fullmatch("".join(line.split()))
    unit = _body(found["name"]) if found is not None else None
    if unit is None and (has_mark(line) or _STATISTICS.fullmatch(line)):
        unit = _body(body_words(line))
    return unit is not None and any(_same(unit, one) for name in own if name and (one := _body(name)))


def is_of_whole_place(line: str, own: Iterable[str | None]) -> bool:
    """Whether a title of statistics says that they are those of all bodies of a county or city (全县, 汇总), and the
    report is that of one department or township; arguments as for `another_body`."""
    found = _STATISTICS.fullmatch(line)
    units = [unit for one in own if one and (unit := _unit(one))]
    if not units or any(unit[0] == "government" for unit in units):
        return False
    if _WHOLE_ALONE.fullmatch("".join(line.split())):
        return True
    if found is None:
        return False
    unit = _unit(body_words(found["title"]))
    is_sum = "汇总" in line and unit is not None and unit[0] == "government"
    return is_sum or _WHOLE_PLACE.search(found["title"]) is not None


def two_reports(titles: Sequence[re.Match[str]]) -> tuple[re.Match[str], re.Match[str]] | None:
    """The titles of two bodies' reports among those of one text; None where it holds only one body's.

    Args:
        titles: see `titles_of_reports`.
    """
    for first, second in pairwise(titles):
        units = _body(body_words(first[0])), _body(body_words(second[0]))
        if units[0] is not None and units[1] is not None and not _same(units[0], units[1]):
            return first, second
    return None


def reports_of_other_years(
    titles: Sequence[re.Match[str]], report_year: int | None
) -> list[tuple[re.Match[str], int]]:
    """The reports in a text of several that are of another year: the title of each, and where the report ends.

    Args:
        titles: see `titles_of_reports`.
        report_year: the year reported on; where it is not known, no year is another.
    """
    if report_year is None or len(titles) < 2:
        return []
    ends = [*(title.start() for title in titles[1:]), len(titles[0].string)]
    return [
        (title, end)
        for title, end in zip(titles, ends, strict=True)
        if (years := set(map(year_by_place, YEAR.findall(title[0])))) and report_year not in years
    ]


def titles_of_reports(text: str) -> list[re.Match[str]]:
    """The lines of a clean text that are the title of a body's report and are followed by one: its first section and
    some text, or a figure."""
    return list(_titles_with_report(text))


def _titles_with_report(text: str) -> Iterator[re.Match[str]]:
    titles = [
        line
        for line in _LINE.finditer(text)
        if _REPORT.fullmatch(line[0].strip()) and has_mark(line[0]) and _body(body_words(line[0]))
    ]
    starts = [*(title.start() for title in titles[1:]), len(text)]
    for title, end in zip(titles, starts, strict=False):
        is_long = end - title.end() >= _SHORTEST_REPORT
        if (is_long and _FIRST_SECTION.search(text, title.end(), end)) or _FIGURE.search(
            text, title.end(), end
        ):
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
    is_abbreviated = one[0] in ("department", "institution") and is_short_form(short, long)
    return long.endswith(short) or is_abbreviated


@lru_cache(maxsize=4096)
def is_short_form(short: str, long: str) -> bool:
    """Whether a name can be short for another: its characters stand there in their order (县人社 for
    县人力资源和社会保障局)."""
    rest = iter(long)
    return all(char in rest for char in short)
