"""PDF files become sheets of paper, by way of pdfium.

What belongs here: the calls of pdfium and the limits of a file. What does not: what lines and tables the
glyphs make (`typeset.py`).
"""

import ctypes
import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from flows.clean.layout import Draft
from flows.clean.paper import LOST, MIN_GLYPHS, Glyph, Rule, Sheet
from flows.clean.typeset import typeset
from flows.errors import Refusal

MAX_SHEETS: Final = 400
MAX_GLYPHS: Final = 600_000
MAX_OBJECTS: Final = 400_000
_SCAN_SHARE: Final = 0.4
"""Share of a sheet that a scanned picture covers at least; a seal or a photograph covers less."""
_MAX_LOST_SHARE: Final = 0.5
_MAX_DEPTH: Final = 8
_MAX_BREADTH: Final = 2.5
"""Width over size of a character; a dash of two em is the widest there is."""
_HAIR: Final = 3.0
"""A filled box no thicker than this is a ruling line."""
_UPRIGHT: Final = 0.05
"""Radians; a glyph that leans more is a watermark."""
_QUARTER: Final = 1.5707963267948966
_TURN: Final = 4 * _QUARTER
_SURROGATES: Final = range(0xD800, 0xE000)
_NONE: Final = (0, 0xFFFE, 0xFFFF)

_Matrix = tuple[float, float, float, float, float, float]
_Point = tuple[float, float]


def read_pdf(payload: bytes) -> Draft:
    """The draft of a PDF file.

    Raises:
        Refusal: `needs_ocr` (no text in it), `encrypted`, `broken_file`, `too_many_pages`, `too_complex`.
    """
    sheets = read_sheets(payload)
    glyphs = [glyph.char for sheet in sheets for glyph in sheet.glyphs if not glyph.char.isspace()]
    if len(glyphs) < MIN_GLYPHS:
        raise Refusal("needs_ocr", f"{len(sheets)} pages hold {len(glyphs)} characters of text")
    if glyphs.count(LOST) > _MAX_LOST_SHARE * len(glyphs):
        raise Refusal("needs_ocr", "the file does not say which characters its glyphs are")
    return typeset(sheets)


def read_sheets(payload: bytes) -> list[Sheet]:
    """The sheets of a PDF file, upright as they are shown.

    Raises:
        Refusal: as `read_pdf`, but for `needs_ocr`.
    """
    # Loaded here: only few payloads are PDF files.
    import pypdfium2  # noqa: PLC0415

    try:
        document = pypdfium2.PdfDocument(payload)
    except pypdfium2.PdfiumError as error:
        raise Refusal(
            "encrypted" if "password" in str(error).lower() else "broken_file", str(error)
        ) from None
    try:
        if len(document) > MAX_SHEETS:
            raise Refusal("too_many_pages", f"{len(document)} pages, limit {MAX_SHEETS}")
        sheets: list[Sheet] = []
        budget = _Budget()
        for page in document:
            sheets.append(_sheet(pypdfium2.raw, page, budget))
            page.close()
        return sheets
    except pypdfium2.PdfiumError as error:
        raise Refusal("broken_file", str(error)) from None
    finally:
        document.close()


class _Budget:
    """What a file may still hold."""

    def __init__(self) -> None:
        self._glyphs = MAX_GLYPHS
        self._objects = MAX_OBJECTS

    def spend(self, *, glyphs: int = 0, objects: int = 0) -> None:
        self._glyphs -= glyphs
        self._objects -= objects
        if self._glyphs < 0 or self._objects < 0:
            raise Refusal("too_complex", f"more than {MAX_GLYPHS} glyphs or {MAX_OBJECTS} drawn objects")


class _Shown:
    """Where a point of a page is shown: pages have a box of their own and can be turned."""

    def __init__(self, page: Any) -> None:
        self._left, self._bottom, self._right, self._top = page.get_bbox()
        self.quarters: int = page.get_rotation() // 90

    @property
    def size(self) -> _Point:
        size = self._right - self._left, self._top - self._bottom
        return size[::-1] if self.quarters % 2 else size

    def __call__(self, x: float, y: float) -> _Point:
        if self.quarters == 1:
            return y - self._bottom, x - self._left
        if self.quarters == 2:
            return self._right - x, y - self._bottom
        if self.quarters == 3:
            return self._top - y, self._right - x
        return x - self._left, self._top - y

    def is_upright(self, angle: float) -> bool:
        """Whether words written at this angle are read level."""
        turns = (1, 3) if self.quarters % 2 else (self.quarters,)
        return any(abs((angle - turn * _QUARTER + _QUARTER) % _TURN - _QUARTER) <= _UPRIGHT for turn in turns)


def _sheet(raw: Any, page: Any, budget: _Budget) -> Sheet:
    shown = _Shown(page)
    rules = list(_rules(raw, page, shown, budget))
    glyphs = list(_glyphs(raw, page, shown, budget))
    is_scan = sum(not glyph.char.isspace() for glyph in glyphs) < MIN_GLYPHS and _has_picture(
        raw, page, shown
    )
    return Sheet(*shown.size, glyphs, rules, is_scan=is_scan)


def _has_picture(raw: Any, page: Any, shown: _Shown) -> bool:
    """Whether a picture covers most of the sheet, as a scan does."""
    width, height = shown.size
    edges = [ctypes.c_float() for _ in range(4)]
    for i in range(raw.FPDFPage_CountObjects(page)):
        item = raw.FPDFPage_GetObject(page, i)
        if raw.FPDFPageObj_GetType(item) not in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM):
            continue
        raw.FPDFPageObj_GetBounds(item, *edges)
        left, bottom, right, top = (edge.value for edge in edges)
        if (right - left) * (top - bottom) >= _SCAN_SHARE * width * height:
            return True
    return False


def _glyphs(raw: Any, page: Any, shown: _Shown, budget: _Budget) -> Iterator[Glyph]:
    text = page.get_textpage()
    n_chars = text.count_chars()
    budget.spend(glyphs=n_chars)
    x, y = ctypes.c_double(), ctypes.c_double()
    for i in range(n_chars):
        if raw.FPDFText_IsGenerated(text, i) == 1 or not shown.is_upright(raw.FPDFText_GetCharAngle(text, i)):
            continue
        raw.FPDFText_GetCharOrigin(text, i, x, y)
        char = _char(raw.FPDFText_GetUnicode(text, i), is_lost=raw.FPDFText_HasUnicodeMapError(text, i) == 1)
        if char:
            x0, x1, height = _extent(raw, text, i, shown)
            yield Glyph(char, x0, x1, shown(x.value, y.value)[1], height)
    text.close()


def _extent(raw: Any, text: Any, i: int, shown: _Shown) -> tuple[float, float, float]:
    """Left and right edge and size of a character as its font states them.

    For fonts of vertical writing pdfium states a box in units of its own: there the inked box is taken.
    """
    loose, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    raw.FPDFText_GetLooseCharBox(text, i, loose)
    raw.FPDFText_GetMatrix(text, i, matrix)
    size = raw.FPDFText_GetFontSize(text, i) * math.hypot(matrix.c, matrix.d)
    (x0, y0), (x1, y1) = shown(loose.left, loose.top), shown(loose.right, loose.bottom)
    if size and abs(x1 - x0) > _MAX_BREADTH * size:
        edges = [ctypes.c_double() for _ in range(4)]
        raw.FPDFText_GetCharBox(text, i, *edges)
        left, right, bottom, top = (edge.value for edge in edges)
        (x0, y0), (x1, y1) = shown(left, top), shown(right, bottom)
    return min(x0, x1), max(x0, x1), size or abs(y1 - y0)


def _char(code: int, *, is_lost: bool) -> str:
    if is_lost or code in _NONE or code in _SURROGATES or code > 0x10FFFF:
        return LOST
    char = chr(code)
    return char if char.isprintable() or char.isspace() else ""


def _rules(raw: Any, page: Any, shown: _Shown, budget: _Budget) -> Iterator[Rule]:
    """The straight level and upright lines that are drawn, also those of drawings inside drawings."""
    count, get = raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject
    waiting: list[tuple[Any, _Matrix, int]] = [
        (get(page, i), (1, 0, 0, 1, 0, 0), 0) for i in range(count(page))
    ]
    budget.spend(objects=len(waiting))
    own = raw.FS_MATRIX()
    while waiting:
        item, outer, depth = waiting.pop()
        kind = raw.FPDFPageObj_GetType(item)
        if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM):
            continue
        raw.FPDFPageObj_GetMatrix(item, own)
        matrix = _multiplied((own.a, own.b, own.c, own.d, own.e, own.f), outer)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield from _drawn(raw, item, matrix, shown, budget)
        elif depth < _MAX_DEPTH:
            inside = raw.FPDFFormObj_CountObjects(item)
            budget.spend(objects=inside)
            waiting += [(raw.FPDFFormObj_GetObject(item, i), matrix, depth + 1) for i in range(inside)]


def _multiplied(m: _Matrix, n: _Matrix) -> _Matrix:
    """First `m`, then `n`."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _drawn(raw: Any, path: Any, m: _Matrix, shown: _Shown, budget: _Budget) -> Iterator[Rule]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    if not (fill.value or stroke.value):
        return
    for points in _pieces(raw, path, budget):
        placed = [shown(m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]) for x, y in points]
        if stroke.value:
            yield from (Rule(*a, *b) for a, b in pairwise(placed))
        else:
            yield from _hair(placed)


def _pieces(raw: Any, path: Any, budget: _Budget) -> Iterator[list[_Point]]:
    """The polygons of a path; its curves are taken as their chords, which are neither level nor upright."""
    points: list[_Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    n_segments = raw.FPDFPath_CountSegments(path)
    budget.spend(objects=n_segments)
    for i in range(n_segments):
        segment = raw.FPDFPath_GetPathSegment(path, i)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append((x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def _hair(points: list[_Point]) -> Iterator[Rule]:
    """A thin filled box is a line."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if y1 - y0 <= _HAIR < x1 - x0:
        yield Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
    elif x1 - x0 <= _HAIR < y1 - y0:
        yield Rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
