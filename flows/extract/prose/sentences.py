"""The prose of a clean text as sentences with the section that they stand in.

What belongs here: leaving out tables, mending lines that were broken by hand, finding headings and what they
announce, one-to-one unification of digits and punctuation. What does not: the words of a sentence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from flows.extract.prose.other_years import is_dated_heading, without_other_years
from flows.extract.prose.vocabulary import UNITS


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
_UNIFIED: Final = str.maketrans(
    "０１２３４５６７８９，；：（）％．！？－～　 ■◆●▲★",
    "0123456789,;:()%.!?-~  ;;;;;",
)
# A text without full stops is cut where it must be: no sentence of a report is as long. A dot after a word, and
# not after the number of a heading, is a full stop of another keyboard.
_DOT: Final = r"(?<=[一-龥])(?<![一二三四五六七八九十])\.(?!\d)"
_SENTENCE: Final = re.compile(r"[^。!?]{1,2000}[。!?]*")
_SENTENCE_WITH_DOTS: Final = re.compile(rf"(?:(?!{_DOT})[^。!?]){{1,2000}}(?:[。!?]|{_DOT})*")
_HEADING_MARK: Final = re.compile(
    r"\s*(?P<major>第?[一二三四五六七八九十]{1,3}[、.章]|[IVX]+[、.])|\s*(?P<minor>\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.](?!\d))"
)
# A heading inside a flattened page: after a blank or a full stop, up to the next blank.
_INLINE_HEADING: Final = re.compile(
    r"(?:(?<=[\s。;])|^)(?:[一二三四五六七八九十]{1,3}、)\s*(?P<title>[^\s,。;:、\d][^\s,。;:]{1,28})(?=\s)"
)
# A heading that its paragraph goes on behind: (二)依申请公开。…, 3.依申请公开情况:…
_LEADING_HEADING: Final = re.compile(
    rf"(?:{_HEADING_MARK.pattern})\s*(?P<title>[^\s,。;:\d()]{{2,28}})(?P<close>[:。])"
    r"|\s*(?P<plain>[^\s,。;:\d()]{2,26}(?:情况|报告的事项))(?P<stop>[:。])"
)
# 四、行政复议1件: after the part on applications a numbered part on reviews.
_REMEDY_ITEM: Final = re.compile(
    rf"(?:{_HEADING_MARK.pattern})\s*(?:(?:未|没有|无)(?:发生)?)?(?:行政)?(?:复议|诉讼)"
)
_DENIES: Final = re.compile("[无未没不]")
# A sentence with a number or a negation states something, however short.
_NO_TITLE: Final = re.compile(r"\d|未|没有|^没|^无|:\s*(?:无|没有)$")
_TITLE_LIMIT: Final = 36
_WRAP_WIDTH: Final = 15
# A line without punctuation is the beginning of a sentence where it says when what was done.
_IS_STATEMENT: Final = re.compile(r"\d ?年.*(?:公开|受理|收到).*(?<!报告)(?<!情况)$")
_PAGE_NUMBER: Final = re.compile(
    r"(?m)^[ \t]*(?:[-—–]+ *\d{1,3} *[-—–]+|第 *\d{1,3} *页(?:[ ,/]*共 *\d{1,3} *页)?)[ \t]*$"
)
# The rest of a number whose line ended: 26条, 万条, 条, or a page's number alone.
_UNIT: Final = "|".join(sorted(map(re.escape, UNITS.split()), key=len, reverse=True))
_REST_OF_NUMBER: Final = re.compile(
    rf"\s*(?:\d[\d,.]*\s*(?:[余多百千万亿]|{_UNIT}|[,。;:、)%]|$)|[余多百千万亿]{{1,2}}(?:{_UNIT})"
    rf"|(?:{_UNIT})(?:[,。;:、()]|$))"
)
_SKIPPED: Final = r"""\s\u200b\ufeff“”‘’"'「」"""
_HAS_SKIPPED: Final = re.compile(f"[{_SKIPPED}]")
_KEPT: Final = re.compile(f"[^{_SKIPPED}]+")
_LISTED: Final = re.compile(r"\s*(?:附件|附表|附:|注:|\||来源|发布)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence.

    Attributes:
        text: unified, without white space and quotation marks except one blank between two digits.
        start: position of the sentence in the clean text; `offsets` (None: equal distances) gives it for each
            character of `text`, and for its end.
        section: what the nearest heading announces.
        paragraph: number of the paragraph.
        heading: span of the heading right before it in the clean text, if it is the first under one, and
            `heading_text` its words.
        speaks_of_disclosure: the paragraph names 信息公开, 政务公开 or 依申请公开.
    """

    text: str
    start: int
    offsets: tuple[int, ...] | None
    section: Section
    paragraph: int
    speaks_of_disclosure: bool
    heading: tuple[int, int] | None = None
    heading_text: str = ""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the clean text of a span of `text`."""
        if self.offsets is None:
            return self.start + start, self.start + end
        return self.offsets[start], self.offsets[end - 1] + 1


@dataclass(frozen=True, slots=True)
class _Inside:
    """A heading inside a sentence: its span there (empty where it stays part of it), and its section."""

    start: int
    end: int
    section: Section


def sentences(
    text: str, skip: Sequence[tuple[int, int]], *, report_year: int | None = None
) -> Iterator[Sentence]:
    """All sentences outside the spans of `skip`, in order; without the sections of other years than the report's
    where it is given."""
    unified = _PAGE_NUMBER.sub(lambda found: " " * len(found.group()), text.translate(_UNIFIED))
    section = Section.GENERAL
    heading: tuple[int, int] | None = None
    paragraphs = without_other_years(unified, _paragraphs(unified, skip), report_year)
    for number, (start, end) in enumerate(paragraphs):
        words = unified[start:end]
        title = _title(words)
        if title is not None:
            section = _announced(title, section, is_major=_is_major(words))
            heading = (start, end)
            continue
        speaks = _speaks_of_disclosure(words)
        for part in (_SENTENCE_WITH_DOTS if "." in words else _SENTENCE).finditer(words):
            inside = _heading_inside(part.group(), section)
            at, end = start + part.start(), start + part.end()
            if inside is not None:
                first, last = at + inside.start, at + inside.end
                if first > at:
                    yield _sentence(unified, at, first, section, number, speaks, heading)
                    heading = None
                section = inside.section
                if last > first:
                    at, heading = last, (first, last)
            if unified[at:end].strip():
                yield _sentence(unified, at, end, section, number, speaks, heading)
                heading = None


def _heading_inside(words: str, section: Section) -> _Inside | None:
    """The heading that a sentence begins with or holds, and the section it announces."""
    inner = _INLINE_HEADING.search(words)
    if inner is not None and not _DENIES.search(inner["title"]):
        return _Inside(inner.start(), inner.end(), _announced(inner["title"], section, is_major=True))
    lead = _LEADING_HEADING.match(words)
    if lead is None:
        is_next = section is Section.APPLICATIONS and _REMEDY_ITEM.match(words) is not None
        return _Inside(0, 0, Section.REMEDIES) if is_next else None
    title = lead["title"] or lead["plain"]
    if _DENIES.search(title):
        return None
    announced = _announced(title, section, is_major=lead["major"] is not None)
    # 制发文件情况: says what the sentence is of, and 收到申请情况:5件 what its number counts.
    is_label = (
        announced is Section.GENERAL or _section_named(title) is None or words[lead.end() :][:1].isdigit()
    )
    return _Inside(0, 0 if is_label else lead.end(), announced)


def _speaks_of_disclosure(words: str) -> bool:
    return "信息公开" in words or "政务公开" in words or "依申请" in words or "公开政府信息" in words


def _paragraphs(text: str, skip: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Lines, with those joined again that were broken in the middle of a sentence."""
    pending: tuple[int, int] | None = None
    for start, end in _lines(text, skip):
        if pending is not None and _is_broken(text, pending, (start, end)):
            pending = (pending[0], end)
            continue
        if pending is not None:
            yield pending
        pending = (start, end)
    if pending is not None:
        yield pending


def _lines(text: str, skip: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    at = 0
    for left, right in [*sorted(skip), (len(text), len(text))]:
        while at < left:
            stop = text.find("\n", at, left)
            stop = left if stop < 0 else stop
            if text[at:stop].strip():
                yield at, stop
            at = stop + 1
        at = max(at, right)


def _is_broken(text: str, first: tuple[int, int], second: tuple[int, int]) -> bool:
    above, below = text[first[0] : first[1]].rstrip(), text[second[0] : second[1]]
    if above[-1] in "。!?;:" or "|" in above or "\t" in above:
        return False
    # Tables stand between the lines where more than the break does.
    if text[first[1] : second[0]].strip() or "\t" in below or "|" in below:
        return False
    if above[-1].isdigit() and _REST_OF_NUMBER.match(below) and not _HEADING_MARK.match(below):
        # Two halves of a number stay two, of which none is read; a unit or 万 belongs to what is above.
        return True
    if len(above) < _WRAP_WIDTH or is_dated_heading(above):
        return False
    if not any(mark in above for mark in ",、。;") and not _IS_STATEMENT.search(above):
        return False
    return _HEADING_MARK.match(below) is None and _LISTED.match(below) is None


def _is_major(words: str) -> bool:
    mark = _HEADING_MARK.match(words)
    return mark is None or mark["major"] is not None


def _title(words: str) -> str | None:
    """The words of a heading, or None where the line is no heading."""
    line = words.strip().rstrip(":")
    if len(line) > _TITLE_LIMIT or any(mark in line for mark in "。;!?|\t"):
        return None
    mark = _HEADING_MARK.match(line)
    title = line[mark.end() :] if mark else line
    if not title or _NO_TITLE.search(title):
        return None
    if mark is None and ("," in title or not any(found.search(title) for _, found in _SECTION_WORDS)):
        return None
    return title


def _announced(title: str, section: Section, *, is_major: bool) -> Section:
    announced = _section_named(title)
    if announced is None:
        return Section.GENERAL if is_major else section
    # What a plan divides into is still a plan, and a general word of a part announces nothing.
    is_lesser = section is Section.PLAN or announced is Section.GENERAL
    return section if is_lesser and not is_major else announced


def _section_named(title: str) -> Section | None:
    return next((section for section, words in _SECTION_WORDS if words.search(title)), None)


def _sentence(
    text: str,
    start: int,
    end: int,
    section: Section,
    paragraph: int,
    speaks: bool,
    heading: tuple[int, int] | None,
) -> Sentence:
    words = text[start:end]
    kept, offsets = _compact(words, start)
    return Sentence(
        # A dot at the end is a full stop too.
        text=kept[:-1] + "。" if kept.endswith(".") else kept,
        start=start,
        offsets=offsets,
        section=section,
        paragraph=paragraph,
        speaks_of_disclosure=speaks,
        heading=heading,
        heading_text=text[heading[0] : heading[1]] if heading else "",
    )


def _compact(words: str, start: int) -> tuple[str, tuple[int, ...] | None]:
    if _HAS_SKIPPED.search(words) is None:
        return words, None
    kept: list[str] = []
    offsets: list[int] = []
    for run in _KEPT.finditer(words):
        if kept and kept[-1][-1].isdigit() and words[run.start()].isdigit():
            # Two numbers side by side stay two numbers.
            kept.append(" ")
            offsets.append(start + run.start() - 1)
        kept.append(run.group())
        offsets.extend(range(start + run.start(), start + run.end()))
    return "".join(kept), tuple(offsets)
