"""Plain text files become drafts: saved texts, and dumps with a header of their own.

What belongs here: the lines of a text file, and the head that a saving program puts over a page. What does
not: markup, repairs. Lines stay as they are: a flattened table keeps one cell a line, with its `|` marks, and the
tabs between its cells where two rows side by side have them.
"""

import re
from typing import Final

from flows.clean.chrome import without_buttons
from flows.clean.layout import Draft, trimmed_line

_DUMP_RULE: Final = re.compile(r"[=\-*_ ]{4,}\s*(?:正文|内容|全文)?\s*[=\-*_ ]{4,}")
_DUMP_NOTE: Final = re.compile(
    r"(?:本地(?:目录|路径|文件)|保存(?:时间|路径)|抓取时间)\s*[:：]|页面链接与图片"
)
_DUMP_TITLE: Final = re.compile(r"标题\s*[:：]\s*(\S.*)")
_DUMP_COLUMN: Final = re.compile(r"(?:所属)?栏目\s*[:：]\s*(\S.*)")
_DUMP_HEAD_LINES: Final = 15
_CRUMBS: Final = re.compile(r"(?:您(?:现在)?的|当前|现在|所在)位置\s*[:：]\s*")
_MAX_CRUMBS: Final = 120
_BUTTONS_IN_LINE: Final = re.compile(
    r"(?: (?:微信|微博|QQ空间|全真版|文字版|文件下载|打印|关闭|收藏|分享到?|相关链接[:：]?|-->))+(?= )"
)


def read_text(text: str) -> Draft:
    """The draft of a plain text file."""
    draft = Draft()
    lines = _lines(text.splitlines())
    head = _dump_head(lines)
    for line in lines[:head]:
        if (title := _DUMP_TITLE.match(line)) is not None:
            draft.titles.append(("heading", title.group(1)))
        if (column := _DUMP_COLUMN.match(line)) is not None:
            draft.breadcrumb.append(column.group(1))
    dump_title = draft.titles[0][1] if draft.titles else ""
    for number, line in enumerate(lines):
        if number < head and (_DUMP_RULE.fullmatch(line) or _DUMP_NOTE.match(line)):
            continue
        line = _without_crumbs(line, dump_title)
        if "\t" in line or (line and (line := without_buttons(line))):
            draft.lines.append(line)
    return draft


def _lines(raw: list[str]) -> list[str]:
    is_row = [False, *("\t" in line.strip() for line in raw), False]
    return [
        "\t".join(map(trimmed_line, line.split("\t")))
        if is_row[number] and (is_row[number - 1] or is_row[number + 1] or line.strip().count("\t") > 1)
        else trimmed_line(line)
        for number, line in enumerate(raw, 1)
    ]


def _dump_head(lines: list[str]) -> int:
    """Number of lines of the head that a saving program wrote over the page; 0 where there is none."""
    for number, line in enumerate(lines[:_DUMP_HEAD_LINES]):
        if _DUMP_RULE.fullmatch(line) and any(_DUMP_TITLE.match(above) for above in lines[:number]):
            return number + 1
    return 0


def _without_crumbs(line: str, title: str) -> str:
    """Cut the menu words at the head of a page saved as one line: they end where its title is repeated."""
    if (crumbs := _CRUMBS.match(line)) is None:
        return line
    at = line.find(title, crumbs.end(), crumbs.end() + _MAX_CRUMBS + len(title)) if title else -1
    if at < 0:
        return "" if len(line) <= _MAX_CRUMBS else line
    head, rest = line[at : at + len(title)], line[at + len(title) :]
    return head + _BUTTONS_IN_LINE.sub("", rest[:_MAX_CRUMBS]) + rest[_MAX_CRUMBS:]
