"""Headings of a report and the sections that they announce.

What belongs here: which words are a heading, in a line of its own or inside a flattened page, and what follows it is
about. What does not: cutting the text into sentences (`sentences.py`), headings of other years (`other_years.py`).
"""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final


class Section(Enum):
    """What the heading over a sentence announces."""

    GENERAL = "概述"
    PROACTIVE = "主动公开"
    APPLICATIONS = "依申请公开"
    INQUIRIES = "咨询"
    REMEDIES = "复议诉讼"
    MONEY = "收费支出"
    STAFF = "人员机构"
    PLAN = "问题与打算"


_SECTION_WORDS: Final[tuple[tuple[Section, re.Pattern[str]], ...]] = tuple(
    (section, re.compile(words))
    for section, words in (
        (
            Section.PLAN,
            "存在.{0,6}问题|主要问题|问题[和及与]|不足|改进|下一?步|打算|努力方向|今后|工作计划|工作安排|工作思路",
        ),
        (Section.REMEDIES, "复议|诉讼|申诉|举报"),
        (Section.MONEY, "收费|支出|减免|费用"),
        (Section.INQUIRIES, "咨询"),
        (Section.APPLICATIONS, "依申请|公开申请|申请公开|申请情况|申请办理"),
        (Section.STAFF, "人员|机构建设|队伍|工作机构"),
        (Section.PROACTIVE, "主动公开"),
        (Section.GENERAL, "概述|总体情况|基本情况|概况|组织领导|其他|其它|附件|附表|说明"),
    )
)
HEADING_MARK: Final = re.compile(
    r"\s*(?P<major>第?[一二三四五六七八九十]{1,3}[、.章]|[IVX]+[、.])|\s*(?P<minor>\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.](?!\d))"
)
# A heading inside a flattened page: after a blank or a full stop, up to the next blank; 申请数量 0 is a row.
_INLINE_HEADING: Final = re.compile(
    r"(?:(?<=[\s。;])|^)(?:[一二三四五六七八九十]{1,3}、)\s*(?P<title>[^\s,。;:、\d][^\s,。;:]{1,28})(?<!数)(?<!数量)(?=\s)"
)
# A heading that its paragraph goes on behind: (二)依申请公开。…, 3.依申请公开情况:…
_LEADING_HEADING: Final = re.compile(
    rf"(?:{HEADING_MARK.pattern})\s*(?P<title>[^\s,。;:\d()]{{2,28}})(?P<close>[:。])"
    r"|\s*(?P<plain>[^\s,。;:\d()]{2,26}(?:情况|报告的事项))(?P<stop>[:。])"
)
# 四、行政复议1件: after the part on applications a numbered part on reviews.
_REMEDY_ITEM: Final = re.compile(
    rf"(?:{HEADING_MARK.pattern})\s*(?:[未无没]有?(?:发生)?)?(?:行政)?(?:复议|诉讼)"
)
# The official heading behind that of problems and plans, with its number or without.
_LAST_PART: Final = re.compile("其[他它](?:需要?|应当?)?(?:说明|报告)的?(?:其[他它])?事项")
_DENIES: Final = re.compile("[无未没不]")
# A sentence with a number or a negation states something, however short.
_NO_TITLE: Final = re.compile(r"\d|未|没有|^没|^无|:\s*(?:无|没有)$")
_TITLE_LIMIT: Final = 36


@dataclass(frozen=True, slots=True)
class Inside:
    """A heading inside a sentence: its span there (empty where it stays part of it), and its section."""

    start: int
    end: int
    section: Section


def heading_inside(words: str, section: Section) -> Inside | None:
    """The heading that a sentence begins with or holds, and the section it announces."""
    inner = _INLINE_HEADING.search(words)
    if inner is not None and not _DENIES.search(inner["title"]):
        return Inside(inner.start(), inner.end(), announced_by(inner["title"], section, is_major=True))
    lead = _LEADING_HEADING.match(words)
    if lead is None:
        is_next = section is Section.APPLICATIONS and _REMEDY_ITEM.match(words) is not None
        return Inside(0, 0, Section.REMEDIES) if is_next else None
    title = lead["title"] or lead["plain"]
    if _DENIES.search(title):
        return None
    announced = announced_by(title, section, is_major=lead["major"] is not None)
    # 制发文件情况: says what the sentence is of, and 收到申请情况:5件 what its number counts.
    is_label = (
        announced is Section.GENERAL or _section_named(title) is None or words[lead.end() :][:1].isdigit()
    )
    return Inside(0, 0 if is_label else lead.end(), announced)


def opens_a_chapter(words: str) -> bool:
    """Whether a heading stands at the top: by its mark, or without one."""
    mark = HEADING_MARK.match(words)
    return mark is None or mark["major"] is not None


def title_of(words: str) -> str | None:
    """The words of a heading, or None where the line is no heading."""
    line = words.strip().rstrip(":")
    if len(line) > _TITLE_LIMIT or any(mark in line for mark in "。;!?|\t"):
        return None
    mark = HEADING_MARK.match(line)
    title = line[mark.end() :] if mark else line
    if not title or _NO_TITLE.search(title):
        return None
    if mark is None and ("," in title or not any(found.search(title) for _, found in _SECTION_WORDS)):
        return None
    return title


def announced_by(title: str, section: Section, *, is_major: bool) -> Section:
    """The section that a heading announces in another; `is_major` where it opens a chapter."""
    if _LAST_PART.fullmatch(title):
        return Section.GENERAL
    announced = _section_named(title)
    if announced is None:
        return Section.GENERAL if is_major else section
    # What a plan divides into is still a plan, and a general word of a part announces nothing.
    is_lesser = section is Section.PLAN or announced is Section.GENERAL
    return section if is_lesser and not is_major else announced


def _section_named(title: str) -> Section | None:
    return next((section for section, words in _SECTION_WORDS if words.search(title)), None)
