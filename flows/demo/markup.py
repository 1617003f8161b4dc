"""Drafts as markup: what an editor pastes into a site's content field.

What belongs here: paragraphs and tables in the two styles met on real sites. What does not: the page around
them (`pages.py`).
"""

from html import escape
from typing import Final

from flows.demo.draft import Block, Cell, Draft, Hidden, Paragraph, Style, Table

_WORD_FONT: Final = "font-size:16.0pt;font-family:仿宋_GB2312;mso-font-kerning:0pt"
_WORD_CELL_FONT: Final = "font-size:12.0pt;font-family:宋体;mso-bidi-font-family:宋体;mso-font-kerning:0pt"
_WORD_CELL: Final = "border:solid windowtext 1.0pt;padding:0cm 5.4pt 0cm 5.4pt"
_WORD_END: Final = '<span lang="EN-US"><o:p></o:p></span>'
_INDENT: Final = "　　"


def content_of(draft: Draft) -> str:
    """The report's markup, title left out."""
    return "\n".join(_block(block, draft.style) for block in draft.blocks)


def _block(block: Block, style: Style) -> str:
    if isinstance(block, Hidden):
        return block.html
    if isinstance(block, Paragraph):
        return _paragraph(block, style)
    if block.is_flattened:
        return _flattened(block)
    return _word_table(block) if style == "word" else _plain_table(block)


def _paragraph(paragraph: Paragraph, style: Style) -> str:
    text = escape(paragraph.text, quote=False)
    if paragraph.role == "signature":
        return f'<p style="text-align:right">{text}</p>'
    if style == "plain":
        return f"<p>{_INDENT}{f'<strong>{text}</strong>' if paragraph.role == 'heading' else text}</p>"
    font = _WORD_FONT.replace("仿宋_GB2312", "黑体") if paragraph.role == "heading" else _WORD_FONT
    return (
        '<p class="MsoNormal" style="text-align:justify;text-indent:32.0pt;line-height:28.0pt">'
        f'<span style="{font}">{text}</span>{_WORD_END}</p>'
    )


def _spans(cell: Cell) -> str:
    attributes = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    return attributes + (f' colspan="{cell.colspan}"' if cell.colspan > 1 else "")


def _plain_table(table: Table) -> str:
    rows = "\n".join(
        "<tr>" + "".join(f"<td{_spans(c)}>{escape(c.text, quote=False)}</td>" for c in row) + "</tr>"
        for row in table.rows
    )
    return f'<table border="1" cellspacing="0" cellpadding="4"><tbody>\n{rows}\n</tbody></table>'


def _word_table(table: Table) -> str:
    rows = "\n".join(f"<tr>{''.join(map(_word_cell, row))}</tr>" for row in table.rows)
    return (
        '<table class="MsoNormalTable" border="1" cellspacing="0" cellpadding="0" '
        'style="border-collapse:collapse;mso-padding-alt:0cm 5.4pt 0cm 5.4pt">'
        f"<tbody>\n{rows}\n</tbody></table>"
    )


def _word_cell(cell: Cell) -> str:
    runs = "".join(
        f'<span style="{_WORD_CELL_FONT}">{escape(run, quote=False) or "&nbsp;"}</span>' for run in cell.runs
    )
    return (
        f'<td{_spans(cell)} style="{_WORD_CELL}"><p class="MsoNormal" style="text-align:center">'
        f"{runs}{_WORD_END}</p></td>"
    )


def _flattened(table: Table) -> str:
    """One cell a line with a bar after it, each row filled up with bars to the table's width: as dumps print
    tables whose spans are lost."""
    width = sum(cell.colspan for cell in table.rows[0])
    lines = []
    for row in table.rows:
        bars = [" |"] * len(row)
        bars[-1] += f" {'|' * (width - len(row))}"
        lines += [
            f"<p>{escape(cell.text, quote=False)}{bar}</p>" for cell, bar in zip(row, bars, strict=True)
        ]
    return "\n".join(lines)
