"""The numbered noises: what real pages do to a report, one function each, from draft to draft.

What belongs here: the noises and their catalogue. What does not: which report gets which (`catalogue.py`).

A noise that takes a number away takes its fact with it; one that only changes its looks leaves the fact. So
the truth of a noisy draft is still what a careful reader must find on the printed page.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from opencc import OpenCC

from flows.demo.draft import Block, Cell, Draft, Hidden, Paragraph, Table

Change = Callable[[Draft], Draft]


@dataclass(frozen=True, slots=True)
class Noise:
    """One noise: its number, one sentence about it (`says`), and what it does to a draft."""

    number: str
    says: str
    change: Change

    def __call__(self, draft: Draft) -> Draft:
        """The draft with the noise on it."""
        return replace(self.change(draft), noises=(*draft.noises, self.number))


def _each_cell(draft: Draft, change: Callable[[Cell], Cell]) -> Draft:
    def spoil(block: Block) -> Block:
        if not isinstance(block, Table):
            return block
        return replace(block, rows=tuple(tuple(change(cell) for cell in row) for row in block.rows))

    return replace(draft, blocks=tuple(spoil(block) for block in draft.blocks))


def _each_table(draft: Draft, change: Callable[[Table], Table]) -> Draft:
    blocks = tuple(change(block) if isinstance(block, Table) else block for block in draft.blocks)
    return replace(draft, blocks=blocks)


def _each_paragraph(draft: Draft, change: Callable[[str], str]) -> Draft:
    blocks = tuple(
        replace(block, text=change(block.text))
        if isinstance(block, Paragraph) and block.role == "body"
        else block
        for block in draft.blocks
    )
    return replace(draft, blocks=blocks)


def _each_text(draft: Draft, change: Callable[[str], str]) -> Draft:
    """Paragraphs of every kind, cells and the title."""
    blocks: list[Block] = []
    for block in draft.blocks:
        if isinstance(block, Paragraph):
            blocks.append(replace(block, text=change(block.text)))
        elif isinstance(block, Table):
            rows = tuple(tuple(cell.reading(change(cell.text)) for cell in row) for row in block.rows)
            blocks.append(replace(block, rows=rows))
        else:
            blocks.append(block)
    return replace(draft, title=change(draft.title), blocks=tuple(blocks))


def split_numbers(draft: Draft) -> Draft:
    """Every number of two digits and more stands in one span a digit, as Word exports edited cells."""

    def split(cell: Cell) -> Cell:
        return replace(cell, runs=tuple(cell.text)) if cell.fact and len(cell.text) > 1 else cell

    return replace(_each_cell(draft, split), style="word")


def blank_legal_persons(draft: Draft) -> Draft:
    """Zeros of the legal-person columns are left blank: missing, not zero."""

    def blank(cell: Cell) -> Cell:
        applicant = cell.fact.key.applicant if cell.fact else None
        is_legal_person = applicant is not None and applicant.startswith("legal_person")
        return cell.blank() if is_legal_person and cell.text == "0" else cell

    return _each_cell(draft, blank)


def slashes(draft: Draft) -> Draft:
    """A slash stands where the body has no rules of its own: missing, not zero."""

    def slash(cell: Cell) -> Cell:
        about = cell.fact.key.indicator_id if cell.fact else ""
        return cell.blank("/") if about.startswith("proactive.regulations") and cell.text == "0" else cell

    return _each_cell(draft, slash)


def full_width_digits(draft: Draft) -> Draft:
    """The digits of the tables are full-width."""
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    return _each_cell(draft, lambda cell: cell.reading(cell.text.translate(wide)) if cell.fact else cell)


def gbk_bytes(draft: Draft) -> Draft:
    """The bytes are GB18030, the page claims gb2312, and one character lies outside gb2312 (镕, 〇)."""
    note = Paragraph("本报告由办公室〇二室李镕负责解释。")
    return replace(draft, charset="gb2312", codec="gb18030", blocks=(*draft.blocks, note))


def flattened_tables(draft: Draft) -> Draft:
    """The tables have lost their markup: one cell a line, a bar after each."""
    return _each_table(draft, lambda table: replace(table, is_flattened=True))


_GLOSSES: Final = {"數": "shù", "務": "wù", "級": "jí", "關": "guān", "應": "yīng", "鄉": "xiāng", "議": "yì"}


def traditional_with_pinyin(draft: Draft) -> Draft:
    """Traditional characters, some with their reading in brackets, as converting mirrors print them."""

    convert = OpenCC("s2t").convert

    def gloss(text: str) -> str:
        return "".join(char + (f"({_GLOSSES[char]})" if char in _GLOSSES else "") for char in convert(text))

    return _each_text(draft, gloss)


def doubled_punctuation(draft: Draft) -> Draft:
    """Commas and stops of the sentences are followed by another comma."""
    return _each_paragraph(draft, lambda text: text.replace("，", "，,").replace("。", ",。"))


def link_farm(draft: Draft) -> Draft:
    """A hidden block of advertisers' links with numbers in them stands in the content."""
    links = "".join(
        f'<a href="http://farm{i}.sample.invalid/">样例广告{i}主动公开政府信息{i}8888条</a>'
        for i in range(1, 40)
    )
    farm = Hidden(f'<div style="position:absolute;left:-9999px;display:none">{links}</div>')
    return replace(draft, blocks=(draft.blocks[0], farm, *draft.blocks[1:]))


def wrong_header_span(draft: Draft) -> Draft:
    """The heading over the legal persons claims one column too few."""

    def narrow(cell: Cell) -> Cell:
        return replace(cell, colspan=cell.colspan - 1) if cell.text == "法人或其他组织" else cell

    return _each_cell(draft, narrow)


def amounts_in_yuan(draft: Draft) -> Draft:
    """Amounts of money are printed in 元 with the unit in the cell."""

    def in_yuan(cell: Cell) -> Cell:
        if cell.fact is None or not cell.fact.key.indicator_id.endswith(".amount") or not cell.fact.value:
            return cell
        return cell.reading(f"{cell.fact.value * Decimal(10_000):.2f}元")

    return _each_cell(draft, in_yuan)


_TYPOS: Final = {
    "2.其他法律行政法规禁止公开": "2.其他法律行政止公开",
    "4.告知通过其他途径办理数": "告知通过其它途径办理数",
    "（一）收到申请数": "（一）收到申请总数",
    "2、政府公报公开数": "2、政府公报公开",
    "3.补正后申请内容仍不明确": "3.补正后申请内容任不明确",
}


def label_typos(draft: Draft) -> Draft:
    """Some row labels have typing errors or lost letters."""
    return _each_cell(draft, lambda cell: cell.reading(_TYPOS.get(cell.text, cell.text)))


def nul_characters(draft: Draft) -> Draft:
    """NUL characters stand between the sentences."""
    return _each_paragraph(draft, lambda text: text.replace("。", "。\x00"))


def signed_changes(draft: Draft) -> Draft:
    """An increase is printed with its plus sign, as the form's 增/减 suggests."""

    def sign(cell: Cell) -> Cell:
        if (
            cell.fact is None
            or not cell.fact.key.indicator_id.endswith("items_change")
            or cell.fact.value <= 0
        ):
            return cell
        return cell.reading(f"+{cell.text}")

    return _each_cell(draft, sign)


def thousands_separators(draft: Draft) -> Draft:
    """Numbers of the tables are grouped by thousands."""

    def group(cell: Cell) -> Cell:
        return cell.reading(f"{cell.fact.value:,f}") if cell.fact and abs(cell.fact.value) >= 1000 else cell

    return _each_cell(draft, group)


def repeated_table(draft: Draft) -> Draft:
    """The last table is printed a second time, as pages do that show an annex beside the text."""
    return replace(draft, blocks=(*draft.blocks, *draft.tables()[-1:]))


def short_title(draft: Draft) -> Draft:
    """The title names no body: header and signature alone say whose report it is."""
    return replace(draft, title=draft.title.replace(draft.agency.name, ""))


def hidden_figures(draft: Draft) -> Draft:
    """An invisible paragraph of an older draft states other figures."""
    sentence = f"{draft.year}年，主动公开政府信息99999条，共收到政府信息公开申请88888件。"
    ghost = Hidden(f'<p style="display:none">{sentence}</p>')
    return replace(draft, blocks=(draft.blocks[0], ghost, *draft.blocks[1:]))


NOISES: Final = tuple(
    Noise(f"N{number:02d}", (change.__doc__ or "").strip(), change)
    for number, change in enumerate(
        (
            split_numbers,
            blank_legal_persons,
            slashes,
            full_width_digits,
            gbk_bytes,
            flattened_tables,
            traditional_with_pinyin,
            doubled_punctuation,
            link_farm,
            wrong_header_span,
            amounts_in_yuan,
            label_typos,
            nul_characters,
            signed_changes,
            thousands_separators,
            repeated_table,
            short_title,
            hidden_figures,
        ),
        start=1,
    )
)
"""The catalogue: `N01` to `N18`. A number keeps its meaning for ever: new ones are added at the end."""


def noise(number: str) -> Noise:
    """The noise of that number.

    Raises:
        KeyError: there is none.
    """
    return _BY_NUMBER[number]


_BY_NUMBER: Final = {entry.number: entry for entry in NOISES}
