"""Marks of time in a sentence, and the period that a number under them has.

What belongs here: how reports write years, dates, ranges, `截至…`, `…以来`, and which of these make a figure
the year's own, a sum since 2008, or no annual figure at all. What does not: the report year itself
(`identify.py`).

Rules of the domain: 累计 inside one year's sentence is the year's own figure; `截至…年底累计` and 历年累计
count since the Regulation came into force (2008-05-01); a half-year, a figure to some month, a rate per month
and another year's figure are no annual facts.
"""

import re
from enum import Enum
from typing import Final

from flows.extract.numbers import year_by_place
from flows.vocabulary import Period

FIRST_YEARS: Final = frozenset({2007, 2008})
"""The Regulation was published in 2007 and is in force since 2008-05-01: a count since then is cumulative."""


FORCE_YEAR: Final = 2008
NEW_FORCE_YEAR: Final = 2019


class Mark(Enum):
    """What one expression of time says about the figures after it."""

    YEAR = "the year reported on"
    YEAR_END = "the state at the end of the year reported on"
    SINCE = "since the Regulation came into force"
    OTHER = "another year, or a stretch of several"
    PART = "a part of the year"
    RATE = "a rate: it rules one figure only"
    DAY = "one day or month: it rules its own sentence only"
    LONG = "since some other time: only a zero says something of the year"
    COMPARED = "another year, with which the figures of its clause are compared"


_Y: Final = r"(?:20\d\d)"
_CHINESE_YEAR: Final = r"[二2][〇○零0OoＯ][一二三四五六七八九〇○零0-9OoＯ]{2}"
_DATE: Final = (
    rf"(?:(?P<{{0}}y>{_Y})年?)?(?P<{{0}}m>\d{{{{1,2}}}})月(?:(?P<{{0}}d>\d{{{{1,2}}}})日|份|底|末)?"
)

_SOME_YEARS: Final = r"(?:[两二三四五六七八九十几多]|\d{1,2})[余多]?"
_FORMS: Final[tuple[tuple[str, str], ...]] = (
    # 与2015年的280条相比, 较2015年收到8件
    (
        "compared",
        rf"(?=[2上去前往])(?:(?<=[较比与同])|(?<=[较比][之于])|(?<=超过)|(?<=[高低多少]于))(?:{_Y}年度?(?!以来|至|到|[—~-]|[、和与]{_Y})|上一?年度?|去年|前年|往年)"
        r"(?:同期|年?[底末])?",
    ),
    # Several years, of which nothing says what was one year's share.
    ("plan_years", r"十[一二三四五]五(?:规划)?(?:期间|时期)|本届政府|任期内?(?:以来)?|届内"),
    (
        "stretch",
        rf"(?<!近)(?:一年多|{_SOME_YEARS}年)(?:多)?(?:以?来|间|之?内|中)(?!度)|成立至今|至今|迄今(?:为止)?"
        # 三年共公开, 自开通起, 从开通网站到年底
        rf"|(?<![近第前\d])[两二三四五六七八九十]年(?=共|累计|总计|合计|一共)"
        r"|[自从](?:[^,。;:\d]{0,12})(?:开通|建立|成立|上线|运行|开设|创建|启用|设立)[^,。;:\d]{0,8}?(?:之日起|起|(?:至|到)(?:年底|年末|今))",
    ),
    ("last_years", rf"(?:(?<=过)去|(?<=连)续|(?<!之)前|近){_SOME_YEARS}年(?:度)?(?:以?来|间|之?内|中)?"),
    # A range of dates; 年 may be lost (20231月1日至202312月31日).
    ("range", _DATE.format("a") + r"起?(?:至|到|—+|-|~)" + _DATE.format("b") + r"(?:止|期间)?"),
    ("months", r"(?P<m1>\d{1,2})月?(?:份)?(?:至|到|—+|-|~)(?P<m2>\d{1,2})月(?:份)?"),
    ("years", rf"{_Y}年?度?(?:至|到|—+|-|~|、|和|与){_Y}年度?"),
    # `截至` a date, a month or a year's end.
    (
        "asof",
        rf"(?:截至到?|截止至?到?|截至|到|至)(?:(?P<ey>{_Y}|{_CHINESE_YEAR})年?|今年|本年度?|当年)?"
        r"(?:年?底|年?末|(?<=\d年)(?=[,我全共累])|(?P<em>\d{1,2})月(?:(?P<ed>\d{1,2})日|份|底|末)?)(?:为止|止)?",
    ),
    ("closing", rf"(?P<qy>{_Y}|{_CHINESE_YEAR})年(?:年?底|年?末)(?!前)"),
    (
        "now",
        r"截至?止?到?(?:目前|现在|今日|发稿时?|本报告期末)(?:为止)?|[到至](?:目前|现在|今日)(?:为止)?|目前为止"
        r"|(?<![一-龥])目前(?=,?(?:已|共|累计|总共|一共))",
    ),
    (
        "since",
        rf"(?:自|从|条例|《条例》|今年|本年|年初|近年|多年)[^,。;…未没无]{{0,40}}?以来"
        rf"|{_Y}年[^,。;…未没无]{{0,12}}?以来|以来",
    ),
    # The Regulation of 2019 came into force on 15 May: what came since is no year's.
    (
        "new_rule",
        r"(?:自|从)?(?:新(?:修订|修改)?的?|(?<![一-龥])修订后的?)(?:《[^》]{0,20}条例》|(?:政府)?(?:信息公开)?条例)(?:正式)?"
        r"(?:施行|实施|颁布|公布|修订|生效)*(?:以后|之后|后|以来)",
    ),
    # 疫情期间公开60条 at the beginning of a clause
    ("spell", r"(?:(?<![一-龥])|(?<=在))(?:新冠(?:肺炎)?)?疫情(?:防控)?期间"),
    ("ever", r"历年来?|自?条例(?:施行|实施)后"),
    (
        "part",
        r"上半年|下半年|半年[来内]|(?<![一-龥])季度(?=共|累计|主动|公开|发布|收到|受理|内)|第?[一二三四1-4]季度|上旬|中旬|下旬",
    ),
    ("rate", r"每[年月日周天期次人个家]|月均|年均|日均|平均"),
    ("own", r"全年度?|本年度?|本学年度?|今年|一年来|一年中|一年间|年度内|年内|报告期内?|本报告期"),
    (
        "before",
        r"(?<![转到至入留])(?:下一年度?|下年度)|(?<![较比与同是到])(?:上一?年度?|去年度?|前年|上年末|往年|近[几两三]?年来?)(?:同期)?"
        r"(?!度?[亦也均并]?(?:无|没有|未)?(?:结转|转结|转入|转来|遗留|留存))",
    ),
    (
        "day",
        rf"(?:(?P<dy>{_Y})年?)?(?<!\d)(?P<dm>\d{{1,2}})月(?:(?P<dd>\d{{1,2}})日(?P<begins>起)?|份|底|初)?",
    ),
    ("year", rf"(?<![较比与同])(?:(?P<y>{_Y})|(?P<cy>{_CHINESE_YEAR}))年(?:度|内|间|全年|期间)?"),
)
_FOUR_DIGITS: Final = re.compile(_Y)
_FROM_A_MONTH: Final = re.compile(r"[自从](?:[2-9]|1[0-2])月")
TIME: Final = "|".join(f"(?P<{name}>{form})" for name, form in _FORMS)
"""Alternatives for a tokeniser; the name of the group says which form was met."""
SINCE: Final = "以来"
TIME_BUT_SINCE: Final = "|".join(f"(?P<{name}>{form})" for name, form in _FORMS if name != "since")
"""The same for a sentence without `SINCE`: looking for the end of …以来 is what costs most."""


def mark(kind: str, found: re.Match[str], report_year: int | None) -> Mark:
    """What a match of `TIME` says, for a report on the given year (None: any one year counts as its own)."""
    match kind:
        case "range":
            return _range_mark(found, report_year)
        case "months":
            return Mark.YEAR if (found["m1"], found["m2"]) == ("1", "12") else Mark.PART
        case "asof":
            if found["em"] not in (None, "12") or found["ed"] not in (None, "31"):
                return Mark.PART
            return Mark.YEAR_END if _is_own(_year(found["ey"]), report_year) else Mark.OTHER
        case "closing":
            return Mark.YEAR_END if _is_own(_year(found["qy"]), report_year) else Mark.OTHER
        case "since":
            return _since_mark(found, report_year)
        case "ever":
            return _since(report_year)
        case "own":
            return Mark.YEAR
        case "day":
            # 自2012年1月1日起
            opens = found["begins"] is not None and (int(found["dm"]), int(found["dd"])) == (1, 1)
            if not _is_own(_year(found["dy"]), report_year):
                return Mark.OTHER
            return Mark.YEAR if opens else Mark.DAY
        case "spell":
            return Mark.DAY
        case "new_rule":
            return _new_rule_mark(report_year)
        case "rate":
            return Mark.RATE
        case "years" | "before" | "plan_years" | "last_years":
            return Mark.OTHER
        case "stretch" | "now":
            return Mark.LONG
        case "compared":
            return Mark.COMPARED
        case "year":
            return Mark.YEAR if _is_own(_year(found["y"] or found["cy"]), report_year) else Mark.OTHER
        case _:
            return Mark.PART


def period_of(
    last: Mark | None, *, running: bool, paragraph_is_year: bool, is_state: bool = False
) -> Period | None:
    """The period of a figure.

    Args:
        last: the last mark before it in its sentence; it rules.
        running: 累计 stands before the figure, after the last mark's beginning.
        paragraph_is_year: an earlier sentence of the paragraph opened with the report year.
        is_state: the figure counts what there is: since whenever it is so, it is so in the report year.

    Returns:
        None where the figure is no annual figure, or where nothing tells which it is.
    """
    if is_state and holds_in_year(last):
        return "year"
    match last:
        case Mark.OTHER | Mark.PART | Mark.RATE | Mark.DAY | Mark.LONG | Mark.COMPARED:
            return None
        case Mark.SINCE:
            return "cumulative"
        case Mark.YEAR_END:
            return "cumulative" if running else "year"
        case Mark.YEAR:
            return "year"
        case _:
            return "year" if paragraph_is_year or not running else None


def holds_in_year(last: Mark | None) -> bool:
    """Whether a zero under this mark is a zero of the report year: none since 2008 is none this year."""
    return last not in (Mark.OTHER, Mark.PART, Mark.RATE, Mark.DAY, Mark.COMPARED)


def _year(digits: str | None) -> int | None:
    return None if digits is None else year_by_place(digits)


def _is_own(year: int | None, report_year: int | None) -> bool:
    return year is None or report_year is None or year == report_year


def _range_mark(found: re.Match[str], report_year: int | None) -> Mark:
    first, last = _year(found["ay"]), _year(found["by"])
    if _is_school_year(found, first, last):
        return Mark.YEAR if report_year in (None, first, last) else Mark.OTHER
    if found["bm"] != "12" or found["bd"] not in (None, "31"):
        return Mark.PART
    if not _is_own(last or first, report_year):
        return Mark.OTHER
    if first in FIRST_YEARS and (last or first) != first:
        return Mark.SINCE
    if last is not None and first is not None and first != last:
        return Mark.OTHER
    # In 2008 the Regulation's own first day opens the year.
    opens = (found["am"], found["ad"]) in {("1", "1"), ("1", None), ("01", "01")}
    return Mark.YEAR if opens or first in FIRST_YEARS else Mark.PART


def _is_school_year(found: re.Match[str], first: int | None, last: int | None) -> bool:
    """2019年9月1日至2020年8月31日: the year of schools, by whichever of the two a report is called."""
    months = (found["am"].lstrip("0"), found["bm"].lstrip("0"))
    return first is not None and last == first + 1 and months == ("9", "8") and found["bd"] in (None, "31")


def _since_mark(found: re.Match[str], report_year: int | None) -> Mark:
    words = found.group()
    if words.startswith(("今年", "本年")):
        return Mark.YEAR
    if words.startswith("年初"):
        # Of which year is not said.
        return Mark.LONG
    year = _FOUR_DIGITS.search(words)
    if year is None:
        if "条例" not in words and _FROM_A_MONTH.match(words) is not None:
            # 自5月以来
            return Mark.PART
        return _since(report_year) if "条例" in words else Mark.LONG
    if words.removeprefix("自").startswith(f"{report_year}年以来"):
        return Mark.YEAR
    return _since(report_year) if int(year.group()) in FIRST_YEARS else Mark.LONG


def _new_rule_mark(report_year: int | None) -> Mark:
    if report_year is not None and report_year < NEW_FORCE_YEAR:
        return _since(report_year)
    return Mark.LONG if report_year is not None and report_year > NEW_FORCE_YEAR else Mark.DAY


def _since(report_year: int | None) -> Mark:
    """A count since the Regulation came into force is the year's own in the first reports."""
    return Mark.YEAR if report_year == FORCE_YEAR else Mark.SINCE
