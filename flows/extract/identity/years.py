"""The year reported on: every piece of evidence for it, strongest first.

What belongs here: finding years in the titles, the numbers' own sentences, the metadata and the address, and
choosing. What does not: the period that the text states (`stated_periods.py`), dates (`dates.py`).

Official rule: a report covers the calendar year before it is published (政府信息公开条例 art. 49), yet
reports are published late, early and again years later: the days of publication and of signature are no
evidence.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from flows.clean.page import Page
from flows.extract.identity.clues import Clue, located
from flows.extract.identity.stated_periods import HEAD_LENGTH, PERIOD_SENTENCE, stated_periods, year_clue
from flows.extract.identity.titles import YEAR_WORDS, Title, to_year
from flows.vocabulary import FIRST_REPORT_YEAR

LAST_YEAR: Final = 2100
_YEAR: Final = re.compile(
    rf"(?<![\d.号第])({YEAR_WORDS})(?=\s*(?:年(?!\s*\d{{1,2}}\s*月)|(?!学年)[\u4e00-\u9fff(（]|$))"
)
_IN_YEARS: Final = ("20", "二", "19", "21")
_NAMED_YEAR: Final = re.compile(rf"(?<!\d)({YEAR_WORDS})\s*年?度?")
_TITLE_SPAN: Final = re.compile(rf"({YEAR_WORDS})\s*年?\s*[-—~至到]\s*({YEAR_WORDS})")
_SENTENCE: Final = re.compile(r"[^。;；\n]+")
_COUNTED: Final = re.compile(
    r"\d\s*[余多]?\s*(?:条|件|次|个|份|期|篇|人次|宗|起|万|项)|未(?:收到|发生|接到|受理|制定|制作|制发|出台)|没有(?:收到|发生|接到|公民)"
    r"|无(?:依申请|行政|公民|收费)|[均为][0零]|信息\s*\d|\d\s*万?(?:户|名|人|元|场|篇)"
)
_ABOUT: Final = re.compile(r"公开|申请|信息|复议|诉讼|发布|收费|规范性文件")
# A line that goes on in the next one: it ends in the middle of a sentence and is no title. (An expression that begins
# with a plain character is found quickest.)
_GOES_ON: Final = re.compile(
    r"\n(?<=[\u4e00-\u9fff\d,，、/]\n)(?<!报告\n|年报\n|总结\n)(?=[\u4e00-\u9fff\d])(?![^\n]*\t)"
)
# What stands before and behind a year that is not the reported one: 比2013年, 《…2014年计划》, 2013年结转的4件, and
# one that is still to come: 计划在2015年培训40人, 2020年力争公开800条.
_OTHER_BEFORE: Final = re.compile(
    r"(?:[比较与同自从]|相比|不如|以来|对比|结转(?:至|到|下年)?|《[^》]*|[〔\[﹝【(（]|(?:计划|打算|拟|力争|争取|预计|将)[于在到]?)\s*$"
)
_OTHER_AFTER: Final = re.compile(r"\s*年?(?:度)?(?:以来|起|开始|相比|同期|的\d|底前|版|结转)")
_PLANNED_AFTER: Final = re.compile(
    r"\s*年?(?:度)?[,，]?\s*[\u4e00-\u9fff]{0,10}?(?:力争|争取|计划(?!生育|总结|规划|类)|打算|拟(?=[\u4e00-\u9fff])|预计|目标"
    r"|将(?![\d各其本]|政府|政务|信息|全部|所有|有关|相关|主动|年|报告|文件))"
)
_YEAR_END: Final = re.compile(r"\s*12\s*月(?:\s*31\s*日?|底|末|(?!\s*\d))")
_ONLY_YEAR_CELL: Final = re.compile(rf"(?m)^[ \t(（]*({YEAR_WORDS})[ \t]*年度?[ \t)）|]*$")
_OPENING: Final = re.compile(rf"(?:公布|发布|现将|现就|编制)[^。\n]{{0,30}}?({YEAR_WORDS})\s*年度?(?!\s*\d)")
# 样例镇2012年信息公开工作年度报告。 as a sentence of its own.
_TITLE_INSIDE: Final = re.compile(
    rf"(?<![^。\n\s])[^。；;\n:：，,\s]{{0,30}}?({YEAR_WORDS})\s*年度?[^。；;，,\n]{{0,20}}(?:报告|年报)(?=[:：。\s]|$)"
)
# 2023年，样例县坚持…: the text begins to tell of that year, and not of a law's or a meeting's.
_BEGINNING: Final = re.compile(
    rf"(?:^|[\n。\s])({YEAR_WORDS})\s*年(?:度|以来)?\s*[,，](?!\s*(?:《|国务院|中央|党的|习近平|新修订|省|全国))"
)
_META_LABEL: Final = re.compile(r"组配|年度|年份|分类|体裁|栏目|column|keywords", re.IGNORECASE)
_META_YEAR: Final = re.compile(rf"({YEAR_WORDS})\s*(?:年度|年报|年$|年(?!\s*\d))|^({YEAR_WORDS})$")
_PATH_YEAR: Final = re.compile(r"^(20\d\d)(?:(?:n|nd|nb|year)\w{0,6})?$", re.IGNORECASE)
_PLAIN_YEAR: Final = re.compile(r"^20\d\d$")
_REPORT_SEGMENT: Final = re.compile(r"nb|ndbg|bg|annual|xxgk|gkml|gkzl|nianbao", re.IGNORECASE)
_QUERY_KEYS: Final = frozenset({"timeframe", "fbtime", "year", "nd", "nf", "niandu", "nianfen"})
_TITLE_LINE: Final = re.compile(
    rf"(?m)^[^\S\n]*[^。；;:：,，\n]{{0,40}}?({YEAR_WORDS})\s*年度?[^。；;:：，,\n]{{0,24}}公开[^。；;:：，,\n]{{0,12}}(?:报告|年报)[^\S\n]*$"
)
_FIRST_SECTION: Final = re.compile(r"(?m)^\s*(?:一\s*[、.．]|[(（]一[)）])")
_MOST_TITLES: Final = 2
"""The page's title and the text's own; more are a list of reports."""
_AFTER: Final = 24
_OPENING_LENGTH: Final = 1200


def is_possible(year: int) -> bool:
    """Whether a report on that year can exist: local disclosure rules begin in 2003."""
    return FIRST_REPORT_YEAR <= year <= LAST_YEAR


def clues(page: Page, titles: Iterable[Title], url: str | None) -> tuple[Clue, ...]:
    """All evidence for the year reported on, strongest first; impossible years are kept, to be told."""
    sentences = _Sentences(page.text)
    periods = list(stated_periods(page))
    stated = [clue for clue in periods if clue.source == PERIOD_SENTENCE]
    titled = list(_in_titles(titles, page.text))
    found = (
        *stated,
        *titled,
        *(clue for clue in periods if clue not in stated),
        *sentences.clearly(choose([*stated, *titled])),
        *_in_opening(page.text),
        *_in_metadata(page),
        *_in_columns(page),
        *_in_address(url),
    )
    return found or tuple(sentences.faintly())


def choose(found: Iterable[Clue]) -> int | None:
    """The possible year of the strongest evidence that is of one mind; None where there is none."""
    by_source: dict[str, list[str]] = {}
    for clue in found:
        if is_possible(int(clue.value)):
            by_source.setdefault(clue.source, []).append(clue.value)
    for source, values in by_source.items():
        # Titles are ranked among themselves; two periods of one page are a contradiction.
        if len(set(values)) == 1 or source == "title":
            return int(values[0])
    return None


def _in_titles(titles: Iterable[Title], text: str) -> Iterator[Clue]:
    for title in titles:
        if _TITLE_SPAN.search(title.words):
            continue
        years = {str(to_year(match[1])) for match in _YEAR.finditer(title.words)}
        if len(years) == 1:
            yield located(years.pop(), "title", title.words, text, within=HEAD_LENGTH)
    yield from _over_the_text(text)


def _over_the_text(text: str) -> Iterator[Clue]:
    """The title that stands again over the text itself, before its first section: it can name another year than the
    page's. Several such lines are a menu."""
    section = _FIRST_SECTION.search(text)
    lines = list(_TITLE_LINE.finditer(text, 0, section.start() if section else 0))
    of_years = {str(to_year(line[1])): line for line in reversed(lines)}
    if len(lines) > _MOST_TITLES:
        return
    for year, line in of_years.items():
        yield Clue(year, "title", line[0].strip(), *line.span())


class _Sentences:
    """Which years the sentences with figures name, each as often as it is named."""

    def __init__(self, text: str) -> None:
        self._first: dict[str, Clue] = {}
        self._of_disclosure: Counter[str] = Counter()
        self._of_anything: Counter[str] = Counter()
        self._read(text)

    def clearly(self, known: int | None) -> Iterator[Clue]:
        """The year that most sentences on disclosure name, where no other comes near it.

        Args:
            known: the year that the period or the titles give: sentences that name it too only compare it with
                others.
        """
        ranked = self._of_disclosure.most_common(2)
        if str(known) in self._of_disclosure:
            ranked = [(str(known), self._of_disclosure[str(known)])]
        if ranked and (len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1]):
            yield self._first[ranked[0][0]]

    def faintly(self) -> Iterator[Clue]:
        """The last of the years that are set side by side (2014年35条, 2013年30条), else the one year that any
        figure is given for: for a page that says its year nowhere else."""
        if self._of_disclosure:
            yield self._first[max(self._of_disclosure)]
        elif len(self._of_anything) == 1:
            yield self._first[next(iter(self._of_anything))]

    def _read(self, text: str) -> None:
        for sentence in _SENTENCE.finditer(_GOES_ON.sub(" ", text)):
            words = sentence[0]
            # Few sentences name a year, which is quick to see.
            may_name = any(mark in words for mark in _IN_YEARS)
            named = list(_NAMED_YEAR.finditer(words)) if may_name else []
            if not named or not _COUNTED.search(words):
                continue
            votes = self._of_disclosure if _ABOUT.search(words) else self._of_anything
            for match in named:
                if not _is_other_year(words, match):
                    start, end = sentence.start() + match.start(), sentence.start() + match.end()
                    self._vote(votes, Clue(str(to_year(match[1])), "sentence", text[start:end], start, end))
        for match in _ONLY_YEAR_CELL.finditer(text):
            self._vote(self._of_disclosure, year_clue(match, 1, "sentence"))

    def _vote(self, votes: Counter[str], clue: Clue) -> None:
        votes[clue.value] += 1
        self._first.setdefault(clue.value, clue)


def _is_other_year(words: str, match: re.Match[str]) -> bool:
    before, after = (
        words[max(0, match.start() - 12) : match.start()],
        words[match.end() : match.end() + _AFTER],
    )
    if "年" not in match[0] and not re.match(r"\s*(?:1[0-2]|[1-9])\s*月", after):
        return True
    if re.match(r"\s*\d{1,2}\s*月", after) and not _YEAR_END.match(after):
        # 截至2012年7月 is a part of a year; 2012年3月20日 is a date.
        return True
    return bool(_OTHER_BEFORE.search(before) or _OTHER_AFTER.match(after) or _PLANNED_AFTER.match(after))


def _in_opening(text: str) -> Iterator[Clue]:
    head = text[:_OPENING_LENGTH]
    if match := _OPENING.search(head):
        yield year_clue(match, 1, "opening")
    elif match := _TITLE_INSIDE.search(head):
        yield Clue(str(to_year(match[1])), "opening", match[0], *match.span())
    elif (match := _BEGINNING.search(head)) and not _PLANNED_AFTER.match(head, match.end()):
        yield Clue(str(to_year(match[1])), "opening", match[1], *match.span(1))


def _in_metadata(page: Page) -> Iterator[Clue]:
    for item in page.metadata:
        match = _META_YEAR.search(item.value) if _META_LABEL.search(item.label) else None
        if match:
            yield Clue(str(to_year(match[1] or match[2])), "metadata", item.value, item.start, item.end)


def _in_columns(page: Page) -> Iterator[Clue]:
    for crumb in page.breadcrumb:
        match = _META_YEAR.search(crumb.strip())
        if match:
            yield Clue(str(to_year(match[1] or match[2])), "column", crumb)


def _in_address(url: str | None) -> Iterator[Clue]:
    if not url:
        return
    parts = urlsplit(url)
    for key, value in parse_qsl(parts.query):
        if key.lower() in _QUERY_KEYS and _PLAIN_YEAR.match(value):
            yield Clue(value, "url", f"{key}={value}")
    segments = [segment for segment in parts.path.split("/") if segment]
    for index, segment in enumerate(segments[:-1]):
        match = _PATH_YEAR.match(segment)
        if match and (segment != match[1] or _is_year_folder(segments, index)):
            yield Clue(match[1], "url", segment)


def _is_year_folder(segments: list[str], index: int) -> bool:
    """A plain year under a column of reports, and no part of a date (/art/2022/..., /2015/3/24/)."""
    before = segments[index - 1] if index else ""
    after = segments[index + 1]
    return bool(_REPORT_SEGMENT.search(before)) and not re.match(r"\d{1,2}$|art_|\d{4}$", after)
