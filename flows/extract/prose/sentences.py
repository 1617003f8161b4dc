"""The prose of a clean text as sentences with the section that they stand in.

What belongs here: leaving out tables, mending lines that were broken by hand, one-to-one unification of digits and
punctuation. What does not: what a heading is and announces (`headings.py`), the words of a sentence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from flows.extract.prose.headings import (
    HEADING_MARK,
    Section,
    announced_by,
    heading_inside,
    opens_a_chapter,
    title_of,
)
from flows.extract.prose.other_years import is_dated_heading, without_other_years
from flows.extract.prose.vocabulary import UNITS

_UNIFIED: Final = str.maketrans(
    "０１２３４５６７８９，；：（）％．！？－～　 ■◆●▲★",
    "0123456789,;:()%.!?-~  ;;;;;",
)
# A text without full stops is cut where it must be: no sentence of a report is as long. A dot after a word, and
# not after the number of a heading, is a full stop of another keyboard.
_DOT: Final = r"(?<=[一-龥])(?<![一二三四五六七八九十])\.(?!\d)"
_SENTENCE: Final = re.compile(r"[^。!?]{1,2000}[。!?]*")
_SENTENCE_WITH_DOTS: Final = re.compile(rf"(?:(?!{_DOT})[^。!?]){{1,2000}}(?:[。!?]|{_DOT})*")
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
# 累计9件 above and 当面申请2件 below: a figure is told, and another begins. What goes on (及申请5件, 以上) is joined.
_ENDS_WITH_FIGURE: Final = re.compile(rf"\d\s*(?:{_UNIT})$")
_NEXT_FIGURE: Final = re.compile(
    r"\s*(?![,、;:(),\d]|[和及与或至占比较同其]|以及|左右|以上|增|减)[^,。;、]*\d"
)
# 3。2万条: a full stop that was typed for the decimal point; 3;20条 is no number at all. What begins a list's next
# entry (2.受理) or a date does not go on a number.
_STOP_IN_NUMBER: Final = re.compile(r"[。;!](?<=\d.)(?=\d)(?!\d{1,2}[.、)年月:-]|20\d\d)")
# 320[1]条, 320①条: the mark of a footnote, raised behind a number.
# 收到申请:6件 and 行政复议数量(件):0 one under the other are the entries of one list.
_ENTRY: Final = re.compile(rf"(?:其中:)?[^,。;:\n]{{3,30}}:\s*\d[\d,.]*\s*(?:{_UNIT})?\s*[,;。]?\s*")
_LONGEST_ENTRY: Final = 48
_NOTE_MARKS: Final = "[①②③¹²³"
_NOTE_BEHIND: Final = re.compile(rf"[\[①-⑳¹²³](?<=\d.)(?:(?<=\[)\d{{1,2}}\])?(?=\s*(?:{_UNIT}))")
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


def sentences(
    text: str, skip: Sequence[tuple[int, int]], *, report_year: int | None = None
) -> Iterator[Sentence]:
    """All sentences outside the spans of `skip`, in order; without the sections of other years than the report's
    where it is given."""
    unified = _PAGE_NUMBER.sub(lambda found: " " * len(found.group()), text.translate(_UNIFIED))
    unified = _STOP_IN_NUMBER.sub(lambda found: "." if found.group() == "。" else ":", unified)
    if any(mark in unified for mark in _NOTE_MARKS):
        unified = _NOTE_BEHIND.sub(lambda found: " " * len(found.group()), unified)
    section = Section.GENERAL
    heading: tuple[int, int] | None = None
    number, is_entry = -1, False
    for start, end in without_other_years(unified, _paragraphs(unified, skip), report_year):
        words = unified[start:end]
        goes_on, is_entry = is_entry, _is_entry(words)
        if not (goes_on and is_entry):
            number += 1
        title = title_of(words)
        if title is not None:
            section = announced_by(title, section, is_major=opens_a_chapter(words))
            heading = (start, end)
            continue
        speaks = _speaks_of_disclosure(words)
        for part in (_SENTENCE_WITH_DOTS if "." in words else _SENTENCE).finditer(words):
            inside = heading_inside(part.group(), section)
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


def _is_entry(words: str) -> bool:
    return len(words) < _LONGEST_ENTRY and ":" in words and _ENTRY.fullmatch(words) is not None


def _is_broken(text: str, first: tuple[int, int], second: tuple[int, int]) -> bool:
    above, below = text[first[0] : first[1]].rstrip(), text[second[0] : second[1]]
    if above[-1] in "。!?;:" or "|" in above or "\t" in above:
        return False
    # Tables stand between the lines where more than the break does.
    if text[first[1] : second[0]].strip() or "\t" in below or "|" in below:
        return False
    if _is_entry(above) and _is_entry(below):
        return False
    if above[-1].isdigit() and _REST_OF_NUMBER.match(below) and not HEADING_MARK.match(below):
        # Two halves of a number stay two, of which none is read; a unit or 万 belongs to what is above.
        return True
    if _ENDS_WITH_FIGURE.search(above[-8:]) and _NEXT_FIGURE.match(below):
        return False
    if len(above) < _WRAP_WIDTH or is_dated_heading(above):
        return False
    if not any(mark in above for mark in ",、。;") and not _IS_STATEMENT.search(above):
        return False
    return HEADING_MARK.match(below) is None and _LISTED.match(below) is None


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
