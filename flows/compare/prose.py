"""The prose of a document as it is compared: sentences without figures, names and punctuation.

What belongs here: which sentences are compared at all, and what is masked in them so that a copy with its own
figures and its own name is still the same sentence. What does not: how two of them are compared.

Left out, because everybody prints them and nobody wrote them: the cells of tables, headings and labels, and the
statements that the Regulation and the ministry's outline prescribe word for word (legal basis, period, contact,
how to get the report, the sums under a table). What else many bodies print is known only by counting
(`candidates.py`).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from flows.extract.prose.sentences import sentences

SHORTEST: Final = 12
"""Characters, after masking, below which a sentence is anybody's."""

_CELL: Final = re.compile(r"[^\n\t|]+")
_CLAUSE: Final = re.compile(r"[^;。!?]+")
_STOPS: Final = re.compile(r"[,;。!?]")
_NUMBER: Final = re.compile(r"\d+(?:[万亿]?余?[万亿]?)|[〇零一二两三四五六七八九十百千万亿]{2,}|[xX×]{2,}")
_SELF: Final = re.compile(
    r"[我本全各](?=省|自治区|市|州|盟|旗|县|区|镇|乡|街道|局|委|厅|部|办|院|校|处|所|中心|单位|机关|系统|公司|集团)"
    r"(?:自治区|街道|部门|中心|单位|机关|系统|公司|集团|.)(?:政府|机关)?"
)
NO_WORD: Final = re.compile(r"[\W_]+")
_REPEATED: Final = re.compile("我(?:我|人民政府|政府|办公室)+")
_PRESCRIBED: Final = re.compile(
    r"(?:根据|按照|依据|依照).{0,80}(?:编制|制作|撰写|形成|公布)"
    r"|编制.{0,30}(?:年度报告|本报告)|(?:本|年度)报告(?:由|包括|共分|分为|的电子版|电子版|中所列|所列|中使用)"
    r"|统计(?:期限|时限|数据)?.{0,8}(?:自|从).{0,16}[起至]|(?:联系|咨询|监督)电话|邮政?编码?[:是为]|(?:联系|通信|办公)地址"
    r"|(?:可|可以|可在|请)(?:在|到|登录|从|于).{0,40}(?:下载|查阅|查看)|如[有对].{0,16}(?:疑问|意见|建议)|勾稽关系"
)
_PLACE_ENDING: Final = re.compile(
    r"(?:特别行政区|(?:[一-龥]{1,8}族)*自治[区州县旗]|省|市|地区|盟|州|县|区|旗|镇|乡|街道)$"
)
_OFFICE_ENDING: Final = re.compile(r"(?:人民政府|街道办事处|办事处|办公室)+$")


def prose_spans(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a clean text that are compared if they are long enough, in order.

    Sentences are cut at semicolons too; prescribed statements, labels and cells are left out.
    """
    for sentence in sentences(text, _cells(text)):
        if _STOPS.search(sentence.text) is None:
            continue
        for clause in _CLAUSE.finditer(sentence.text):
            if _PRESCRIBED.search(clause.group()) is None:
                yield sentence.span(clause.start(), clause.end())


def masked(printed: str, own: Sequence[str]) -> str:
    """The words of a sentence alone: every figure is `0`; 我局, 本县 and the names in `own` are `我`."""
    words = _NUMBER.sub("0", NO_WORD.sub("", printed))
    for name in own:
        words = words.replace(name, "我")
    return _REPEATED.sub("我", _SELF.sub("我", words))


def own_names(names: Sequence[str | None]) -> tuple[str, ...]:
    """A body's names and their short forms (云溪县财政局, 云溪县, 云溪, 财政局), longest first.

    Args:
        names: what the body and its places are called (full name, name as written, province, city, county).
    """
    known = [name for name in names if name]
    forms = {name for full in known for name in (full, _OFFICE_ENDING.sub("", full)) if len(name) > 1}
    places = {name for name in forms if _PLACE_ENDING.search(name)}
    forms |= {stem for name in places if len(stem := _PLACE_ENDING.sub("", name)) > 1}
    forms |= {
        rest
        for name in forms
        for place in places
        if len(rest := name.removeprefix(place)) > 2 and rest != name
    }
    return tuple(sorted(forms, key=lambda name: (-len(name), name)))


def _cells(text: str) -> list[tuple[int, int]]:
    """Spans of the cells of table rows; a cell that holds whole sentences only lays out the page."""
    spans: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        if "\t" in line or "|" in line:
            spans += [
                (at + cell.start(), at + cell.end())
                for cell in _CELL.finditer(line)
                if "。" not in cell.group()
            ]
        at += len(line) + 1
    return spans
