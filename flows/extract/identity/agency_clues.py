"""Where a page names the body: title, header, signature, opening, columns.

What belongs here: collecting names with the words they were read from, strongest first. What does not: the
rules of names (`agencies.py`), how a text speaks of itself (`voice.py`) and the choice between clues
(`agency_choice.py`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from flows.clean.page import Page
from flows.extract.identity.clues import Clue, located
from flows.extract.identity.names import AgencyName, read_name
from flows.extract.identity.regions import Gazetteer
from flows.extract.identity.titles import YEAR_WORDS, Title, body_words, has_mark, head_segments, site_words
from flows.extract.identity.voice import first_own_words
from flows.extract.titled_bodies import is_body

_HAN: Final = "\u4e00-\u9fff"
_ISSUER: Final = re.compile(
    r"(?:发布|发文|公开|制发|制作|责任|编制|信息提供|提供|主办|成文|所属)(?:机构|机关|单位|部门|主体|责任部门)(?:名称)?$|^(?:机构|单位|机关|部门)(?:名称)?$"
)
_SITE_LABEL: Final = re.compile(r"来源|作者|网站|栏目|source|author|site|column|publisher", re.IGNORECASE)
_DATE_LINE: Final = re.compile(
    rf"^\s*(?:{YEAR_WORDS}|20[xX]{{2}})\s*[年./-]\s*[\d一二三四五六七八九十]{{1,3}}\s*[月./-]\s*[\d一二三四五六七八九十]{{1,3}}\s*日?\s*$"
)
_SIGNED: Final = re.compile(
    rf"(?:^|[。\s])(?P<name>[{_HAN}()（）]{{3,30}}?)\s*(?:{YEAR_WORDS})\s*年\s*[\d一二三四五六七八九十]{{1,3}}\s*月\s*[\d一二三四五六七八九十]{{1,3}}\s*日\s*$"
)
_COMPILED_BY: Final = re.compile(rf"由\s*([{_HAN}()（）]{{3,30}}?)\s*(?:负责)?(?:编制|编写|撰写)")
_ANNOUNCED: Final = re.compile(
    rf"(?:公布|发布|现将|现就)\s*(?:{YEAR_WORDS}\s*年?度?)?([{_HAN}]{{2,25}}?)(?:{YEAR_WORDS}\s*年?度?)?(?:关于)?(?=政府信息|政务公开|政务信息|信息公开)"
)
# 样例县审计局（以下简称“我局”）, 样例县审计局编制了本报告, 样例县审计局认真贯彻…: at the head of a clause.
_SPEAKS: Final = re.compile(
    rf"(?:^|[。，,；;\n\s])(?:{YEAR_WORDS}\s*年度?\s*[，,]?\s*)?((?![由经在对向与请和同按据为以])[{_HAN}]{{3,30}}?)"
    r"(?:[（(](?:以下|下)?简称|是(?:一[所家]|我[国省市县区])|(?:组织)?编制(?:了|完成|本|《)|(?:严格|认真|深入|全面|坚决|切实|积极|高度|始终|坚持|紧紧|不断|共|全年|主动公开|按照|根据|结合|通过|未收到|未发生|没有收到))"
)
_ASKED: Final = re.compile(
    rf"(?:请|可|直接)(?:与|联系|致电)\s*([{_HAN}]{{4,30}}?)\s*(?:联系|[（(]\s*(?:地址|通[讯信]|联系|电话))"
)
# An office inside the body, which answers for it.
_INNER_OFFICE: Final = re.compile(
    r"(?<=[局委会厅院校社乡镇府])(?:党政)?(?:办公室|[\u4e00-\u9fff]{1,8}(?:科|股|室|处))$"
)
# 样例县水务局门户网站 is the site of the bureau.
_SITE_END: Final = re.compile(r"(?:政务|官方)?(?:门户|信息)?网(?:站)?$")
_BETWEEN: Final = re.compile(r"[\s、/+＋,，]+|(?<=局)(?=国家统计局)|(?<=[局委办])和")
# 国家统计局样例调查队 reports together with the bureau of statistics of its place.
_OF_STATE: Final = "国家统计局"
_TWO: Final = 2
_BODY_END: Final = re.compile(
    r"[省市县区旗盟州镇乡道木府局委厅署办室处会院所队站心馆校学园团部社司关行城)）]$"
)
_NO_NAME: Final = re.compile(r"[:：,，]|^(?:现将|现就|现对|根据|按照|依据|遵照|依照|为了)")
_OPENING_LENGTH: Final = 1200
_HEAD_LENGTH: Final = 2000
_LAST_LINES: Final = 12
_LAST_WORDS: Final = 3


@dataclass(frozen=True, slots=True)
class AgencyClue:
    """A name and where it was seen; `name` is None for words in the place of a name that are none."""

    clue: Clue
    name: AgencyName | None


def clues(page: Page, titles: Sequence[Title], gazetteer: Gazetteer) -> tuple[AgencyClue, ...]:
    """Every name in a place where the body's name stands, strongest first."""
    found = [
        *_in_titles(titles, page.text),
        *_in_header(page),
        *_in_signature(page.text),
        *_in_opening(page.text),
        *_in_head(page),
        *_in_columns(page),
    ]
    # A page repeats its body's name in most of these places.
    names = {words: _first_name(words, gazetteer) for words in {clue.value for clue in found if clue.value}}
    read = [AgencyClue(clue, names[clue.value]) for clue in found if clue.value]
    return tuple(item for item in read if _counts(item, gazetteer))


def partner(words: str) -> str | None:
    """The second of two bodies that share a report, by the words of its title that name them; None for one body."""
    parts = [part for part in _BETWEEN.split(words) if part]
    if len(parts) < _TWO or not is_body(parts[0]):
        return None
    return parts[1] if is_body(parts[1]) or parts[1].startswith(_OF_STATE) else None


def near_words(page: Page, titles: Sequence[Title]) -> str:
    """All words of header, site, columns, titles and signature: they hint at the place."""
    said = [
        item.value for item in page.metadata if _ISSUER.search(item.label) or _SITE_LABEL.search(item.label)
    ]
    signed = [clue.value for clue in _in_signature(page.text)]
    parts = [*(title.words for title in titles), site_words(page), *page.breadcrumb, *said, *signed]
    return "\n".join(parts)


def _counts(item: AgencyClue, gazetteer: Gazetteer) -> bool:
    """A title counts also where it holds no name, for it may be spam; a bare government is a site's name."""
    if item.name is None:
        return item.clue.source == "title"
    if item.clue.source == "sentence" and item.name.links and not item.name.links[0].is_listed:
        # In running words a place that the list lacks may be any words that end in 县 or 镇, unless a place
        # of that name is a district or city now.
        return bool(gazetteer.called(item.name.links[0].name[:-1]))
    is_site = item.name.category == "government" and not re.search(r"\d{4}", item.clue.quote)
    return not (item.clue.source == "title" and is_site and not has_mark(item.clue.quote))


def _first_name(words: str, gazetteer: Gazetteer) -> AgencyName | None:
    """The name that the words are, or the first of two that share a report."""
    parts = [part for part in _BETWEEN.split(words) if part]
    if not parts:
        return None
    first = read_name(parts[0], gazetteer)
    if len(parts) == 1 or (first is not None and not first.is_bare):
        return first
    # 安平县 财政局 is one name with a gap.
    return read_name("".join(parts), gazetteer) or first


def _in_titles(titles: Sequence[Title], text: str) -> Iterator[Clue]:
    for title in titles:
        clue = located(body_words(title.words), "title", title.words, text, within=_HEAD_LENGTH)
        if clue.value and (has_mark(title.words) or title.where not in ("head", "meta")):
            yield clue


def _in_header(page: Page) -> Iterator[Clue]:
    for item in page.metadata:
        if _ISSUER.search(item.label) and item.source != "column":
            yield Clue(item.value.strip(), "metadata", item.value, item.start, item.end)


def _in_signature(text: str) -> Iterator[Clue]:
    lines: list[tuple[int, str]] = []
    offset = 0
    for line in text.split("\n"):
        if line.strip():
            lines.append((offset, line))
        offset += len(line) + 1
    last = lines[-_LAST_LINES:] if len(lines) > _LAST_WORDS else []
    for index in range(len(last) - 1, -1, -1):
        start, line = last[index]
        words = line.strip()
        begin = start + line.index(words)
        follows_date = index + 1 < len(last) and _DATE_LINE.match(last[index + 1][1])
        if len(words) <= 40 and (follows_date or index >= len(last) - _LAST_WORDS):
            yield Clue(words, "signature", words, begin, begin + len(words))
        if signed := _SIGNED.search(line):
            yield Clue(
                signed["name"],
                "signature",
                signed["name"],
                start + signed.start("name"),
                start + signed.end("name"),
            )


def _in_opening(text: str) -> Iterator[Clue]:
    head = text[:_OPENING_LENGTH]
    # Behind the first 我局 another bureau may be the subject of a clause.
    lead = first_own_words(head)
    for pattern, end in ((_COMPILED_BY, None), (_ANNOUNCED, None), (_SPEAKS, lead), (_ASKED, None)):
        for match in pattern.finditer(head[:end]):
            yield Clue(_INNER_OFFICE.sub("", match[1]), "sentence", match[1], match.start(1), match.end(1))


def _in_head(page: Page) -> Iterator[Clue]:
    header = [(item.start, item.end) for item in page.metadata if item.start is not None]
    for start, words in head_segments(page.text):
        if any(begin <= start < (end or begin) for begin, end in header if begin is not None):
            continue
        name = body_words(words)
        if name and _BODY_END.search(name) and not _NO_NAME.search(name):
            yield Clue(name, "heading", words, start, start + len(words))


def _in_columns(page: Page) -> Iterator[Clue]:
    for item in page.metadata:
        if not _ISSUER.search(item.label) and _SITE_LABEL.search(item.label):
            name = _SITE_END.sub("", item.value.strip())
            yield Clue(name, "column", item.value, item.start, item.end)
    for crumb in reversed(page.breadcrumb):
        yield Clue(crumb.strip(), "column", crumb)
    if site := site_words(page):
        yield Clue(_SITE_END.sub("", site.strip(" _|>-–—")), "column", site)
