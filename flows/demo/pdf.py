"""PDF files of sample reports, written as the format itself (ISO 32000-1): lines of text and ruled tables.

What belongs here: laying a report out on sheets, and the few objects that a file needs. What does not: what is printed
in them (`split.py`). The font is one of those that every reader has for Chinese (9.7.5.2, `STSong-Light`), so none is
embedded. The bytes are the same each time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from flows.demo.draft import Hidden, Paragraph, Table
from flows.demo.office import placed

PDF_TYPE: Final = "application/pdf"
_WIDTH, _HEIGHT, _MARGIN = 595.0, 842.0, 40.0
_TEXT: Final = 11.0
_CELL: Final = 7.0
_LEADING: Final = 1.4
_PADDING: Final = 2.0
_COLUMN: Final = _WIDTH - 2 * _MARGIN


@dataclass(slots=True)
class _Sheet:
    """One sheet as it is filled from above; `used` is in points from its upper edge."""

    used: float = _MARGIN
    height: float = _HEIGHT
    lines: list[tuple[float, float, float, str]] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)

    def content(self) -> bytes:
        drawn = [
            f"{x:.1f} {self.height - y - high:.1f} {wide:.1f} {high:.1f} re S"
            for x, y, wide, high in self.boxes
        ]
        drawn += [
            f"BT /F1 {size:g} Tf {x:.1f} {self.height - y - size:.1f} Td <{text.encode('utf-16-be').hex()}> Tj ET"
            for x, y, size, text in self.lines
        ]
        return "\n".join(("0.5 w", *drawn)).encode()


def pdf_document(title: str, blocks: Sequence[Paragraph | Table | Hidden]) -> bytes:
    """A PDF file with a title, paragraphs and ruled tables; a table stands whole on one sheet."""
    sheets = [_Sheet()]
    _write(sheets, title)
    for block in blocks:
        if isinstance(block, Table):
            _draw(sheets, block)
        elif isinstance(block, Paragraph):
            _write(sheets, block.text)
    return _file(sheets)


def _write(sheets: list[_Sheet], text: str) -> None:
    for line in _wrapped(text, int(_COLUMN / _TEXT)):
        if sheets[-1].used + _TEXT * _LEADING > sheets[-1].height - _MARGIN:
            sheets.append(_Sheet())
        sheets[-1].lines.append((_MARGIN, sheets[-1].used, _TEXT, line))
        sheets[-1].used += _TEXT * _LEADING


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of at most so many full-width characters."""
    return [text[i : i + width] for i in range(0, len(text), width)] or [""]


def _draw(sheets: list[_Sheet], table: Table) -> None:
    cells = [(row, column, cell) for row, column, cell in placed(table.rows)]
    n_columns = max(column + cell.colspan for _, column, cell in cells)
    wide = _COLUMN / n_columns
    texts = {
        (row, column): _wrapped(cell.text, max(1, int((wide * cell.colspan - 2 * _PADDING) / _CELL)))
        for row, column, cell in cells
    }
    heights = [_CELL * _LEADING + 2 * _PADDING] * len(table.rows)
    for row, column, cell in cells:
        needed = len(texts[row, column]) * _CELL * _LEADING + 2 * _PADDING
        missing = needed - sum(heights[row : row + cell.rowspan])
        if missing > 0:
            heights[row + cell.rowspan - 1] += missing
    sheet = _sheet_for(sheets, sum(heights))
    tops = [sheet.used + sum(heights[:row]) for row in range(len(heights) + 1)]
    for row, column, cell in cells:
        x, y = _MARGIN + column * wide, tops[row]
        sheet.boxes.append((x, y, wide * cell.colspan, tops[row + cell.rowspan] - y))
        sheet.lines += [
            (x + _PADDING, y + _PADDING + n * _CELL * _LEADING, _CELL, line)
            for n, line in enumerate(texts[row, column])
            if line
        ]
    sheet.used = tops[-1] + _TEXT


def _sheet_for(sheets: list[_Sheet], height: float) -> _Sheet:
    """The sheet on which a table goes: the last one where there is room, else a new one, tall enough."""
    if sheets[-1].used + height > sheets[-1].height - _MARGIN:
        sheets.append(_Sheet(height=max(_HEIGHT, height + 2 * _MARGIN)))
    return sheets[-1]


def _file(sheets: Sequence[_Sheet]) -> bytes:
    """The objects of the file, their places and its trailer (7.5)."""
    body = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(_objects(sheets), start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start)
    return bytes(body)


def _objects(sheets: Sequence[_Sheet]) -> Iterator[bytes]:
    first = 6
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(sheets)))
    yield b"<< /Type /Catalog /Pages 2 0 R >>"
    yield f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>".encode()
    yield (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>"
    )
    yield (
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R /DW 1000 /W [1 95 500]"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>"
    )
    yield (
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
    )
    for n, sheet in enumerate(sheets):
        content = sheet.content()
        yield (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_WIDTH:g} {sheet.height:g}]"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {first + 2 * n + 1} 0 R >>"
        ).encode()
        yield b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content)
