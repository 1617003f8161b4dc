"""What the words over a table, or in one of its labels, say of the period of its figures.

What belongs here: words alone: another year, a part of a year, all years. What does not: which words stand over which
figures (`foreign.py`), and the columns of lists (`column_words.py`).

Words that name the report's own year, or that compare with another, say nothing against the figures; nor do labels
of the official forms (上年结转, 上一年项目数量, 本年累计).
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

_WIDTH: Final = (
    {ord(c): str(i) for i, c in enumerate("０１２３４５６７８９")}
    | dict.fromkeys(map(ord, "－﹣−‐‑‒―"), "-")
    | dict.fromkeys(map(ord, "～〜∼"), "~")
    | {ord("．"): ".", ord("／"): "/", ord(" "): None, ord("\u3000"): None}
)
_Y: Final = r"(?<!\d)(?:19|20)\d\d"
# Titles of laws and numbers of documents name years too.
_CITED: Final = re.compile(
    r"《[^》]*》|[〔\[【(（]\d{4}[〕\]】)）](?:第?\d+号)?|\d{4}年(?:修订|修正|版|第\d+号)"
)
_UNTIL: Final = r"(?:截至|截止到?|截止(?:日期|时间)[:：为是]?|至)"
# A date, or the month of a cover, is no period by itself; the end of a span and the day of a count are kept.
_DATE: Final = re.compile(
    rf"(?<![至到截止~—–-])(?<!截止日期[:：为是])(?<!截止时间[:：为是])(?<!截止日期)(?<!截止时间){_Y}(?:年\d{{1,2}}月(?:\d{{1,2}}日)?|(?P<mark>[/.-])\d{{1,2}}(?P=mark)\d{{1,2}})"
    r"(?!\d|日?[起开始]{0,2}[至到~—–-])"
)
_COMPARED: Final = re.compile(
    r"(?:与|和|同|较|比)?(?:上一?年度?|去年|往年)(?:同期)?(?:相比|对比|结转|项目数量|增减|增加|减少|增长|下降|末?结余)"
    r"|(?:较|比|与|和|同)(?:上一?年度?|去年|往年)|结转(?:自)?上一?年度?|(?:本|当|全)年度?(?:的)?(?:累计|累积)"
)
_OTHER_YEAR: Final = re.compile(r"上一?年|上年度|去年|前年|往年|前一年|上一年度")
_ALL_YEARS: Final = re.compile(r"累计|累积|历年|以来|至今")
_PART: Final = re.compile(
    r"[上下]半年|半年[度报]|季报|月报|前(?:[二两三四五六七八九十2-9]|十一|1[01])个月|第?[一二三四1-4]季度|本月|本季|本期(?!末)|(?<!\d)\d{1,2}月份|[一二三四五六七八九十]月份"
)
_END: Final = re.compile(r"第?[四4]季度|下半年|(?<!\d)12月份|十二月份")
_MONTHS: Final = re.compile(
    rf"(?:(?P<y1>{_Y})[年/.-])?(?P<m1>\d{{1,2}})(?:[月/.-](?:\d{{1,2}}日?)?)?(?:起|开始)?(?:[-—–~至到]|截至|截止)+"
    rf"(?:(?P<y2>(?:19|20)\d\d)[年/.-]|同年|当年|次年)?(?P<m2>\d{{1,2}})月"
)
_DOTTED_MONTHS: Final = re.compile(
    rf"(?P<y1>{_Y})(?P<mark>[./])(?P<m1>\d{{1,2}})(?:(?P=mark)\d{{1,2}})?[-—–~至到]+"
    rf"(?:(?P<y2>(?:19|20)\d\d)(?P=mark))?(?P<m2>\d{{1,2}})(?:(?P=mark)\d{{1,2}})?(?![\d年])"
)
_AS_OF: Final = re.compile(
    rf"{_UNTIL}(?:(?:{_Y}年)?(?P<month>\d{{1,2}})月|{_Y}[./-](?P<dotted>\d{{1,2}})(?!\d))"
)
_NAMED_YEAR: Final = re.compile(rf"({_Y})(?:年|(?![\d年]))")
_YEARS: Final = re.compile(rf"(?P<y1>{_Y})年?度?[-—–~至到]+(?P<y2>{_Y})年?(?!\d|[/.-])")
_SIDE_BY_SIDE: Final = re.compile(r"对比|比较")
_BARE_YEAR: Final = re.compile(rf"{_Y}年度?(?:数|数据|数量)?")
_RUNNING: Final = re.compile(r"[本当全]年度?(?:的)?(?:累计|累积|合计).{0,3}")
_STATED: Final = re.compile(r"(?:统计|数据)[^。；;\n]{0,14}(?:期限|时限|时间|期间|范围|起止)[^。；;\n]{0,40}")
_COUNTED_UNTIL: Final = re.compile(
    r"(?:本(?:年度)?(?:报告|年报)|报告(?:中)?所列)[^。；;，,\n]{0,8}(?:数据|数字)[^。；;，,\n]{0,8}截[至止][^。；;，,\n]{3,20}"
)
_YEAR: Final = 12
"""Months; a year from the 26th to the 25th touches one more."""


@dataclass(frozen=True, slots=True)
class Said:
    """What words say of the period of figures.

    Attributes:
        kind: `own` (the report's year), `other` (another year), `part` (not one whole year), `end` (the last part of
            a year, whose running total is the year's), `all` (several years).
        why: the same in words, for a finding.
    """

    kind: Literal["own", "other", "part", "end", "all"]
    why: str

    @property
    def is_own(self) -> bool:
        """Whether the figures are the report's."""
        return self.kind == "own"


@lru_cache(maxsize=8192)
def said_period(words: str, report_year: int | None) -> Said | None:
    """What words say of the period of the figures under them; None where they say nothing of it."""
    bare = _COMPARED.sub("", _DATE.sub("", _CITED.sub("", "".join(words.split()).translate(_WIDTH))))
    years = {int(year) for year in _NAMED_YEAR.findall(bare)}
    if not years and not _hints(bare):
        return None
    if _ALL_YEARS.search(bare) or _spans_years(bare):
        return Said("all", "of several years")
    if _is_part(bare):
        return Said("end" if _END.search(bare) else "part", "not of one whole year")
    if report_year is not None and years:
        if report_year in years:
            return Said("own", f"of {report_year}")
        return Said("other", f"of {'/'.join(map(str, sorted(years)))}, not of {report_year}")
    return Said("other", "of the year before") if _OTHER_YEAR.search(bare) else None


def _hints(bare: str) -> bool:
    return any(one.search(bare) for one in (_ALL_YEARS, _OTHER_YEAR, _PART, _MONTHS, _AS_OF))


def _spans_years(bare: str) -> bool:
    """Whether words give the figures as those of several years; two years can be those of one school year."""
    span = _YEARS.search(bare)
    is_long = span is not None and int(span["y2"]) - int(span["y1"]) > 1
    if not is_long and (months := _months(bare)) is not None:
        is_long = _n_months(months) > _YEAR + 1
    return is_long and _SIDE_BY_SIDE.search(bare) is None


def _is_part(bare: str) -> bool:
    if (span := _months(bare)) is not None:
        return not _is_year(span)
    return _PART.search(bare) is not None or _is_before_the_end(bare)


def _months(bare: str) -> re.Match[str] | None:
    """The span of months that words name (1-6月, 2016.1.1-2016.6.30)."""
    return _MONTHS.search(bare) or _DOTTED_MONTHS.search(bare)


def _is_before_the_end(bare: str) -> bool:
    """Whether words name a day before December up to which was counted."""
    as_of = _AS_OF.search(bare)
    return as_of is not None and int(as_of["month"] or as_of["dotted"]) < _YEAR


def _is_year(span: re.Match[str]) -> bool:
    """Whether months are those of one year, or of the rest of one: a body can be set up in July."""
    n_months = _n_months(span)
    return n_months in (_YEAR, _YEAR + 1) or (int(span["m2"]) == _YEAR and n_months < _YEAR)


def _n_months(span: re.Match[str]) -> int:
    n_years = int(span["y2"]) - int(span["y1"]) if span["y1"] and span["y2"] else int("次年" in span[0])
    return int(span["m2"]) - int(span["m1"]) + 1 + _YEAR * n_years


def is_running_total(heading: str) -> bool:
    """Whether a heading says that its column adds up the year (本年累计)."""
    return _RUNNING.fullmatch("".join(heading.split())) is not None


def is_bare_year(heading: str) -> bool:
    """Whether a heading names a year and no more: a column of that year beside others."""
    return _BARE_YEAR.fullmatch("".join(heading.split()).translate(_WIDTH)) is not None


def stated_part(text: str) -> re.Match[str] | None:
    """Where a report says that its figures are those of a part of the year (统计期限: 1月1日至6月30日); None where it
    does not, or also states a whole one."""
    stated = [(found, _months(found[0].translate(_WIDTH))) for found in _STATED.finditer(text)]
    spans = [(found, span) for found, span in stated if span is not None]
    if any(_is_year(span) for _, span in spans):
        return None
    if spans:
        return spans[0][0]
    counted = _COUNTED_UNTIL.search(text) if "截" in text else None
    return counted if counted and _is_before_the_end("".join(counted[0].split()).translate(_WIDTH)) else None


def titled_part(title: str) -> bool:
    """Whether the title of a report names a part of a year (上半年, 第三季度, 1-9月): its figures are not a year's."""
    said = said_period(title, None)
    return said is not None and said.kind in ("part", "end")
