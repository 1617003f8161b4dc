"""What a page says about itself in print: publication line, metadata block, first lines.

What belongs here: labels and their values, with their place in the text, and the title that the first lines
make. What does not: `<meta>` tags and breadcrumbs (`markup.py`), judging what is said
(`extract/identify.py`).

The labels are those of GB/T 21063.2 (government information catalogue: 索引号, 发布机构, 成文日期, ...) and
of the publication lines of common content systems.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from typing import Final

from flows.clean.page import Metadatum

_LABELS: Final = (
    "索引号 索取号 信息索引 信息索引号 目录号 文号 文件编号 发文字号 发文文号 备注文号 备注/文号 发布文号 "
    "发布机构 发布机关 发文机构 发文机关 发文单位 发布单位 公开机构 公开单位 公开机关 "
    "制发单位 制作机关 信息发布机构 责任部门 "
    "信息来源 稿件来源 文章来源 内容来源 来源 稿源 供稿单位 信息提供 "
    "发布日期 发布时间 公开日期 公开时间 发文日期 发文时间 上传时间 录入时间 更新时间 更新日期 "
    "信息时间 发表时间 "
    "成文日期 成文时间 生成日期 生成时间 公文生成日期 信息生成日期 制发日期 形成日期 时间 日期 "
    "组配分类 主题分类 体裁分类 服务对象分类 信息分类 信息类别 公开类别 公开方式 公开形式 公开范围 "
    "公开时限 主题词 关键词 "
    "名称 标题 信息名称 文件名称 内容概述 效力状态 有效性 有效期 时效性 生效日期 废止日期 生成日期/有效期 "
    "责任编辑 编辑 作者 撰稿人 审核 审核人 录入人 发布人 栏目 所属栏目 所属机构 原文链接 信息所属单位"
)
_ALTERNATIVES: Final = "|".join(
    r"\s*".join(map(re.escape, label)) for label in sorted(set(_LABELS.split()), key=len, reverse=True)
)
# A label opens a line or a cell, or stands after a gap; `\uff1a` is the full-width colon, `??` a lost gap.
_LABEL: Final = re.compile(
    rf"(?:^|(?<=[\s|?？;；【\[(（>]))[\[【]?\s*({_ALTERNATIVES})\s*[\]】]?\s*[:：]|(?:^|(?<=[\t|]))\s*({_ALTERNATIVES})\s*(?=[\t|])"
)
_BEHIND_LABELS: Final = ":：\t|"
_VALUE_EDGES: Final = " \t|?？;；【】[]()（）,，\u3000"
_MAX_VALUE: Final = 120
_HEADER_LINES: Final = 40
_TRAILER_LINES: Final = 8
_PROSE: Final = 150
# A long line is a header row if it has so many labels near its beginning; labels farther on are not looked for.
_LABELLED: Final = 400
_MANY_LABELS: Final = 3
_DATE_ONLY: Final = frozenset({"时间", "日期"})
_TRAILING: Final = frozenset(
    {
        "来源",
        "信息来源",
        "稿件来源",
        "发布日期",
        "发布时间",
        "作者",
        "责任编辑",
        "编辑",
        "发布机构",
        "发布单位",
    }
)
_MOMENT: Final = re.compile(r"日期|时间$")
_DATE: Final = re.compile(
    r"\d{4}\s*[-年./]\s*\d{1,2}(?:\s*[-月./]\s*\d{1,2}\s*日?)?"
    r"(?:[ T]*\d{1,2}\s*:\s*\d{2}(?:\s*:\s*\d{2}(?:\.\d+)?)?)?"
)
_TITLE_END: Final = re.compile(r"(?:报告|年报|总结|汇报|情况|说明|通知)(?:[(（][^()（）]{1,20}[)）])?$")
_SENTENCE_END: Final = "。；;！!：:，,"
_MAX_TITLE: Final = 80
_TITLE_LINES: Final = 3
_TITLE_ZONE: Final = 12


def printed_metadata(lines: Sequence[str]) -> tuple[Metadatum, ...]:
    """Labels and values in the header and the trailer of a page whose text is `"\\n".join(lines)`."""
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    found: list[Metadatum] = []
    header_end = _header_end(lines)
    for number in range(header_end):
        data = _labelled(lines[number], starts[number])
        if len(data) == 1 and number + 1 < header_end and _LABEL.fullmatch(lines[number][:_MAX_VALUE]):
            data = [_value_below(data[0], lines[number + 1], starts[number + 1])]
        found += data
    for number in range(max(header_end, len(lines) - _TRAILER_LINES), len(lines)):
        found += [datum for datum in _labelled(lines[number], starts[number]) if datum.label in _TRAILING]
    return tuple(datum for datum in found if datum.value)


def first_lines_title(lines: Sequence[str]) -> list[str]:
    """What the first lines call the document: a title set in several lines is joined, strongest first."""
    unlabelled = (line for line in lines[:_TITLE_ZONE] if line and "\t" not in line and not _has_label(line))
    heads = list(islice(unlabelled, _TITLE_LINES))
    joined = ""
    for line in heads:
        if len(joined) + len(line) > _MAX_TITLE:
            break
        joined += line
        if _TITLE_END.search(joined):
            return list(dict.fromkeys([joined, heads[0]]))
        if line[-1] in _SENTENCE_END:
            break
    return [line for line in heads[:1] if len(line) <= _MAX_TITLE]


def _header_end(lines: Sequence[str]) -> int:
    """Number of the first line of running text; the header lies before it."""
    for number, line in enumerate(lines[:_HEADER_LINES]):
        if len(line) > _PROSE and len(list(_labels(line, _LABELLED))) < _MANY_LABELS:
            # A flattened page has its publication line in front of its only paragraph.
            return number + 1 if _has_label(line) else number
    return min(len(lines), _HEADER_LINES)


def _has_label(line: str) -> bool:
    return next(_labels(line, _PROSE), None) is not None


def _labels(line: str, end: int) -> Iterator[re.Match[str]]:
    """The labels before a place of a line. Most lines have none of the marks behind a label, which is quick to see."""
    head = line[:end]
    return _LABEL.finditer(head) if any(mark in head for mark in _BEHIND_LABELS) else iter(())


def _labelled(line: str, start: int) -> list[Metadatum]:
    matches = list(_labels(line, _LABELLED))
    ends = [*(match.start() for match in matches[1:]), len(line)]
    found = []
    for match, end in zip(matches, ends, strict=False):
        label = re.sub(r"\s+", "", match.group(1) or match.group(2))
        value, at = _value(line, match.end(), min(end, match.end() + _MAX_VALUE))
        date = _DATE.match(value) if _MOMENT.search(label) else None
        if date is not None:
            value = date.group()
        elif label in _DATE_ONLY:
            continue
        found.append(Metadatum(label, value, "header", start + at, start + at + len(value)))
    return found


def _value(line: str, start: int, end: int) -> tuple[str, int]:
    """The words from `start` up to the next gap, and where they begin."""
    words = line[start:end]
    begin = len(words) - len(words.lstrip(_VALUE_EDGES))
    inside = re.split(
        r"[\t|]|\?\?| {2,}|[【\[]|\s*(?:分享[到至]|打印|关闭|字[号体]|浏览|点击)", words[begin:], maxsplit=1
    )[0]
    return inside.rstrip(" |?？;；【】[],，\u3000"), start + begin


def _value_below(datum: Metadatum, line: str, start: int) -> Metadatum:
    """A label that stands alone has its value on the next line."""
    if _has_label(line) or not 0 < len(line) <= _MAX_VALUE or "\t" in line:
        return datum
    if datum.label in _DATE_ONLY and not _DATE.match(line):
        return datum
    return Metadatum(datum.label, line, "header", start, start + len(line))
