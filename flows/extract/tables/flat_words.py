"""The headings of the official forms as a text without markup prints them, and where a table can begin.

What belongs here: words alone. What does not: finding tables by them (`flattened.py`), cutting rows
(`flat_rows.py`).
"""

import re
from typing import Final

from flows.extract.tables.column_words import is_column_word
from flows.extract.tables.labels import is_numbered

# Headings are often set wide (统 计 指 标), or broken over lines in a narrow column.
_WIDE: Final = "[ \u3000]{0,2}\n?"


def _wide(*headings: str) -> str:
    return "|".join(map(_WIDE.join, headings))


_FIRST_HEADINGS: Final = _wide("信息内容", "指标名称", "统计指标", "指标内容", "统计项目")
_BARE_HEADING: Final = (
    r"(?:指标|项目|内容|名称|类别)"
    r"(?=[ \u3000\t|\n]+(?:计量单位|单位|代码|(?:(?:19|20)[0-9]{2}|本|当)年|年度|统计数|数量|数值|数据))"
)
_OPENING: Final = (
    rf"(?:第?二十条第?[(（][一二三四五六七八九][)）]项?|{_FIRST_HEADINGS}|{_BARE_HEADING}"
    rf"|[(（]?本列数据的?勾稽关系[^\n|\t。]{{0,40}}|{_wide('申请人情况', '自然人', '结果维持')})"
)
TRIGGER: Final = re.compile(
    rf"(?:^|[\n|\t \u3000。…])(?P<heading>{_OPENING})(?=[ \u3000\t]*(?:[|\n\t \u3000]|$))"
)
_HEADING: Final = re.compile(
    rf"{_OPENING}|本年(?:新制作|新公开)数量|对外公开总数量|本年(?:制发|废止)件数|现行有效件数|上一年项目数量|本年增/?减|(?:本年)?处理决定数量"
    r"|(?:本年收费金额|采购总金额)(?:[(（].{0,12}|[:：,，、]?单位.{0,8}|[万亿]?元)?|采购项目数量|法人或其他组织|其他|小计|合计|总计|行政复议|行政诉讼|未经复议直接起诉|复议后起诉|结果纠正|其他结果|尚未审结|商业企业|科研机构|社会公益组织|法律服务机构"
)
CLAUSE: Final = re.compile(r"第?二十条第?[(（].[)）]项?")
FIRST_HEADING: Final = re.compile(_FIRST_HEADINGS)
HEADING_ABOVE: Final = re.compile(
    r"(?:^|[\n \t\u3000])(?P<heading>(?:\|\s*)?(?:(?:序号|编号)[\s|:-]+"
    rf"|{_wide('行政复议')}[\s|:-]+(?:{_wide('行政诉讼')}[\s|:-]+)?"
    rf"(?:(?:{_wide('未经复议直接起诉', '复议后起诉')})[\s|:-]+)*))\Z"
)
"""What can stand before the heading that opens a table: a column of serial numbers, 行政复议 over 结果维持."""


def unbroken(words: str) -> str:
    """Words of a cell without blanks and line breaks."""
    return "".join(words.split())


def is_heading(words: str) -> bool:
    """Whether words head a column or a part of one of the forms."""
    bare = unbroken(words)
    # 一、本年 is the beginning of a row's label.
    return _HEADING.fullmatch(bare) is not None or (is_column_word(bare) and not is_numbered(bare))
