"""PDF files become sheets of paper, by way of pdfium.

What belongs here: the calls of pdfium and the limits of a file. What does not: what lines and tables the
glyphs make (`typeset.py`).
"""

import ctypes
from collections.abc import Iterator
from typing import Any, Final

from flows.clean.layout import Draft
from flows.clean.paper import LOST, Glyph, Rule, Sheet
from flows.clean.typeset import typeset
from flows.errors import Refusal

MAX_SHEETS: Final = 400
MAX_GLYPHS: Final = 600_000
MAX_OBJECTS: Final = 400_000
_MIN_GLYPHS: Final = 20
"""Less than this in a whole file is a stamp or a page number over scanned pictures."""
_MAX_LOST_SHARE: Final = 0.5
_MAX_DEPTH: Final = 8
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
    if len(glyphs) < _MIN_GLYPHS:
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
