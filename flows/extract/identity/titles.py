"""Titles: what calls itself the title of a page, and the words that a title is made of.

What belongs here: collecting titles, joining one that is broken over lines, cutting off site names, and
taking the body's words out of a title. What does not: what kind of text it is (`kinds.py`) and which year it
is about (`years.py`).
"""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

from flows.clean.page import Page

YEAR_WORDS: Final = r"(?:(?:19|20|21)\d{2}|[二][一二三四五六七八九〇零oOＯ○Ο0０]{3})"
"""Four digits, or Chinese numerals with any of the zeros in use (二〇一六, 二O一六, 二0一六)."""

_DIGITS: Final = str.maketrans(
    "〇零oOＯ○Ο一二三四五六七八九０１２３４５６７８９", "0" * 7 + "123456789" + "0123456789"
)

_YEAR: Final = re.compile(
    rf"{YEAR_WORDS}\s*(?:[-—至]\s*{YEAR_WORDS})?\s*(?:学年度?|年度|年(?:\s*\d{{1,2}}\s*月份?)?)?(?!\d)"
)
_FILE_SUFFIX: Final = re.compile(r"\.(?:docx?|pdf|wps|xlsx?|txt|ofd)(?:VIP)?$", re.IGNORECASE)
_SITE_SUFFIX: Final = re.compile(r"\s*(?:[_|>]|(?<!\d)[-–—]+|[-–—]+(?!\d)).*$")
# Where the words about the body end and those about the text begin.
_MARK: Final = re.compile(
    r"政府信|政务信息|政务公开|党务公开|信息公开|信息年度|政府网站|校务公开|院务公开|年度(?:工作)?报告|年度工作|年报|工作报告|公开工作|主动公开"
    r"|公开(?:年度|情况)|工作总结|工作情况|公开指南|依申请"
)
_END: Final = re.compile(
    r"(?:报告|年报|总结|汇报|情况|通知|指南|要点|方案|办法|制度|规定|公告|函|表)[)）】\d]*$"
)
_BEHIND: Final = re.compile(r"(?:报告|年报)\s*[(（]([^()（）]{3,30})[)）]\s*$")
_ABOUT: Final = re.compile(r"(.{3,})关于")
_SITE: Final = re.compile(r"(?:网|网站|平台|专栏|专题|目录|门户|系统|首页|频道)$")
_BREAK: Final = re.compile(
    r"[。…;；!！?？|]|\s(?=(?:发布|发文|公开|生成|成文)?(?:时间|日期)|来源|索引号|字号|作者|浏览|点击|\d{4}[-年])|(?<=报告)\s|(?<=年报)\s"
)
# 【年度报告】 in front of a title is a column of the site.
_COLUMN: Final = re.compile(r"^\s*[【\[][^】\]]{2,12}[】\]]")
_LABEL: Final = re.compile(r"^(?:标题|题名|名称|信息名称|附件\d{0,2})\s*[:：]\s*")
_DOCUMENT_NUMBER: Final = re.compile(r"^[\u4e00-\u9fff]{2,10}[〔﹝\[(（]\d{4}[〕﹞\])）]\s*第?\d+号\s*")
# The title of a text whose lines were joined: it ends where a usual last word is followed by something else.
_WHOLE: Final = re.compile(
    r"^.{4,88}?(?:报告|年报|总结|小结|指南|通知|的通报|要点|方案|打算|制度|办法|公告|解读|范文|示范文本[)）]|表)(?:[(（][^()（）]{1,40}[)）])?"
    r"(?=\s|[:：。…]|编号|本(?:年度)?报告|第一[章条]|\.\w{3,4}\s)"
)
# A line that is a sentence, a date or a header field, and no title.
_NO_TITLE: Final = re.compile(
    r"[:：,，<>]|\d\s*[余多万]*(?:条|件|项|次|人)|月\s*\d{1,2}\s*日|星期|日期|时间|索引号|文号|[我本](?:局|镇|乡|县|市|区|单位|街道)|^\d+$"
)
_ADDED: Final = re.compile(r"(?<=报告|年报)[(（][^()（）]{1,40}[)）]$")
# A piece of the head; a title may end in a colon before its text.
_SEGMENT: Final = re.compile(r"[^\s…。|>＞;；]+?(?=(?<=报告)[:：]|[\s…。|>＞;；]|$)")
_TITLE_LINES: Final = 4
_LONGEST_TITLE: Final = 90
_LONGEST_BROKEN_LINE: Final = 45
_LONGEST_NAME: Final = 30
_HEAD_LENGTH: Final = 400


@dataclass(frozen=True, slots=True)
class Title:
    """Words that call themselves the title; where: `heading`, `meta`, `head`, `line` or `text`."""

    words: str
    where: str


def to_year(words: str) -> int:
    """Four Arabic digits or Chinese numerals as a number: 二〇一六 is 2016."""
    return int(words.translate(_DIGITS))


def titles(page: Page) -> tuple[Title, ...]:
    """All titles of a page, strongest first; a title that goes on in the next line comes whole."""
    block = _first_lines(page.text)
    found: list[Title] = []
    for where, printed in page.titles:
        words = _title_of(where, printed)
        if block.startswith(words) and not _END.search(words):
            words = block
        if words and len(words) <= _LONGEST_TITLE and not _SITE.search(words):
            found.append(Title(words, where))
    if block and all(title.words != block for title in found):
        found.append(Title(block, "text"))
    return tuple(found)


def _title_of(where: str, printed: str) -> str:
    words = _LABEL.sub("", printed.strip())
    if where == "line":
        words = _cut(words)
        return "" if _is_sentence(words) else _FILE_SUFFIX.sub("", words)
    return _FILE_SUFFIX.sub("", _SITE_SUFFIX.sub("", words) if where == "head" else words)


def _first_lines(text: str) -> str:
    """The title that the text itself begins with, whole where it is broken over lines; or nothing."""
    first = joined = ""
    pieces = (piece for piece in re.split(r"[\n|]", text[:_HEAD_LENGTH]) if piece.strip())
    for piece in islice(pieces, _TITLE_LINES):
        whole = _LABEL.sub("", piece.strip())
        cut = _cut(whole)
        if not cut or len(joined) + len(cut) > _LONGEST_TITLE or _is_sentence(cut):
            break
        first = first or cut
        joined += cut
        if _END.search(joined):
            return _FILE_SUFFIX.sub("", joined)
        if cut != whole or len(cut) > _LONGEST_BROKEN_LINE:
            break
    return _FILE_SUFFIX.sub("", first) if has_mark(first) or len(first) <= _LONGEST_NAME else ""


def _is_sentence(words: str) -> bool:
    """Whether words tell something and are no title; what a title adds in brackets may (统计期限：…)."""
    return _NO_TITLE.search(_ADDED.sub("", words)) is not None


def _cut(line: str) -> str:
    """The title at the head of a line, without the document's number before it and the text behind it."""
    words = _DOCUMENT_NUMBER.sub("", line)
    whole = _WHOLE.match(words)
    if whole and _MARK.match(whole[0]) and not _YEAR.search(whole[0]):
        # A column's name in front of the title.
        whole = _WHOLE.match(words[whole.end() :].strip() + "\n") or whole
    return whole[0] if whole else _BREAK.split(words, maxsplit=1)[0].strip()


def body_words(title: str) -> str:
    """The words of a title that should name the body: without years and what follows about the text."""
    plain = _YEAR.sub("", re.sub(r"[《》“”\"']", "", _COLUMN.sub("", title))).strip()
    mark = _MARK.search(plain)
    if mark is None:
        return plain.rstrip("…. ")
    words = plain[: mark.start()].strip().removeprefix("关于")
    if about := _ABOUT.match(words):
        return about[1]
    if words.endswith("人民") and mark[0] == "政府信息":
        # 石门县人民政府信息公开年报 says 政府 once for both.
        return words + "政府"
    behind = _BEHIND.search(plain)
    return words or (behind[1] if behind else "")


def has_mark(title: str) -> bool:
    """Whether a title speaks of disclosure or a report at all."""
    return _MARK.search(title) is not None


def site_words(page: Page) -> str:
    """What stands behind the title in `<title>`: usually the site."""
    heads = [words for where, words in page.titles if where == "head"]
    return " ".join(words[len(_SITE_SUFFIX.sub("", words)) :] for words in heads)


def head_segments(text: str) -> list[tuple[int, str]]:
    """The short pieces at the head of a text with their offsets: lines, and parts of a flattened line."""
    found = []
    for match in _SEGMENT.finditer(text[:_HEAD_LENGTH]):
        if len(match[0]) <= 40:
            found.append((match.start(), match[0]))
    return found
