"""The words that head the columns of a list of indicators: which hold figures of the year, of all years, or none.

What belongs here: what a heading says by its words alone. What does not: columns side by side
(`list_columns.py`).

The period is decided by the heading. Beside 本期实际, 本年累计 is the year's figure; 本期实际 is the figure
of a part of the year and so no annual fact. Beside columns of parts of the body (机关, 下属单位) 合计 is the
body's figure. A column of codes is no data, and neither is another year's
column.
"""

import re
from functools import lru_cache
from typing import Final, Literal

from flows.extract.tables.labels import plain

ColumnKind = Literal["name", "unit", "year", "cumulative", "part", "whole", "ignored"]

_NAME: Final = re.compile(r"(?:统计|指标)?(?:指标|项目|内容)(?:名称)?|名称|事项|类别")
_UNIT: Final = re.compile(r"(?:计量|统计)?单位")
_YEAR: Final = re.compile(
    r"(?:(?P<year>(?:19|20)[0-9]{2})年?(?:0?1月?[至到]?12月份?|全年)?|本年|当年|今年|全年)度?(?:累计|累积)?(?:统计)?(?:数据|实际|数量|数值|合计|数)?"
    r"|年度(?:数据|数量|数)?|统计(?:数据|数量|结果|数)|数量|数值|数据"
)
_CUMULATIVE: Final = re.compile(
    r"历年(?:累计|累积|合计)?(?:数据|数量|数)?|截[至止](?:(?:本|当)年度?|20\d\d年度?)?(?:底|末|12月底?|12月31日)?的?(?:累计|累积)(?:数据|数量|数)?"
    r"|2008年5月(?:1日)?起?[至到]?20(?:09|[1-9]\d)年(?:12月(?:31日|底)?|底|末)?止?(?:累计|累积)?(?:数据|数量|数)?|总?(?:累计|累积)(?:总数|数据|数量|数)?|.{0,3}2?0?08年.{0,12}(?:累计|以来|至今).{0,4}"
)
_PART: Final = re.compile(r"本期.*|本月.*|本季.*|上半年.*|下半年.*")
_WHOLE: Final = re.compile(r"(?:全[省市县区旗州镇乡]|全系统)?(?:合计|总计|汇总)(?:数据|数量|数)?")
_BARE_CUMULATIVE: Final = re.compile(r"(?:累计|累积)(?:数据|数量|数)?")
_NUMBERING: Final = re.compile(r"代码|序号|编号|行次")
_REMARKS: Final = re.compile(r"备注|说明")


@lru_cache(maxsize=4096)
def column_kind(heading: str) -> tuple[ColumnKind, int | None]:
    """What a column holds, and the year that its heading names."""
    words = plain(heading)
    found = _YEAR.fullmatch(words)
    if found:
        return "year", int(found["year"]) if found["year"] else None
    kinds: tuple[tuple[ColumnKind, re.Pattern[str]], ...] = (
        ("cumulative", _CUMULATIVE),
        ("unit", _UNIT),
        ("name", _NAME),
        ("part", _PART),
        ("whole", _WHOLE),
    )
    return next((kind for kind, pattern in kinds if pattern.fullmatch(words)), "ignored"), None


def is_bare_cumulative(heading: str) -> bool:
    """Whether a heading says 累计 and not since when."""
    return _BARE_CUMULATIVE.fullmatch(plain(heading)) is not None


def is_column_word(words: str) -> bool:
    """Whether words head a column of a list, one without data included; 2013 alone can be a figure as well."""
    is_known = is_numbering(words) or column_kind(words)[0] != "ignored"
    return not words.isdigit() and (is_known or is_remarks(words))


def is_remarks(words: str) -> bool:
    """Whether words head a column of remarks."""
    return _REMARKS.fullmatch(plain(words)) is not None


def is_numbering(words: str) -> bool:
    """Whether words head a column of codes or serial numbers."""
    return _NUMBERING.fullmatch(plain(words)) is not None
