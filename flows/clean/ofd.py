"""OFD files (GB/T 33190-2016, the national format of fixed layout) become sheets of paper.

What belongs here: the XML of pages, text objects and path objects. What does not: what lines and tables they
make (`typeset.py`), the zip package (`packages.py`).
"""

import posixpath
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from flows.clean.elements import Element
from flows.clean.layout import Draft
from flows.clean.packages import Package
from flows.clean.paper import MIN_GLYPHS, Glyph, Rule, Sheet, is_narrow
from flows.clean.pdf import MAX_GLYPHS, MAX_SHEETS
from flows.clean.typeset import typeset
from flows.errors import Refusal

_ENTRY: Final = "OFD.xml"
_POINTS: Final = 72 / 25.4
"""OFD counts millimetres."""
_A4: Final = (0.0, 0.0, 210.0, 297.0)
_UPRIGHT: Final = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_LEANING: Final = 0.05
_NARROW_WIDTH: Final = 0.5
_DEFAULT_SIZE: Final = 4.0
_COMMAND: Final = re.compile(r"([A-Za-z])|(-?[0-9.]+(?:[eE][+-]?[0-9]+)?)")
_TAKES: Final = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""Numbers that each command of a path takes (9.1, abbreviated data)."""
_HAIR: Final = 1.0

_Matrix = tuple[float, float, float, float, float, float]


def read_ofd(payload: bytes) -> Draft:
    """The draft of an OFD file.

    Raises:
        Refusal: as `Package`, and `needs_ocr`, `too_many_pages`, `too_complex`.
    """
    package = Package(payload)
    entry = next((name for name in package.members if name.lower() == _ENTRY.lower()), _ENTRY)
    sheets: list[Sheet] = []
    n_glyphs = 0
    for root in _named(package.xml(entry), "DocRoot"):
        for sheet in _sheets(package, _resolved(entry, root.text)):
            sheets.append(sheet)
            n_glyphs += len(sheet.glyphs)
            if len(sheets) > MAX_SHEETS:
                raise Refusal("too_many_pages", f"more than {MAX_SHEETS} pages")
            if n_glyphs > MAX_GLYPHS:
                raise Refusal("too_complex", f"more than {MAX_GLYPHS} glyphs")
    if n_glyphs < MIN_GLYPHS:
        raise Refusal("needs_ocr", f"{len(sheets)} pages hold {n_glyphs} characters of text")
    return typeset(sheets)


def _named(root: Element, name: str) -> Iterator[Element]:
    return root.iter(f"{{*}}{name}")


def _first(root: Element, name: str) -> Element | None:
    return next(_named(root, name), None)


def _resolved(base: str, target: str | None) -> str:
    """A member's name: targets count from the package's root or from the folder of the file that names them."""
    path = (target or "").strip().replace("\\", "/")
    return (
        path.lstrip("/")
        if path.startswith("/")
        else posixpath.normpath(posixpath.join(posixpath.dirname(base), path))
    )


def _sheets(package: Package, path: str) -> Iterator[Sheet]:
    document = package.xml(path)
    templates = {
        one.get("ID", ""): package.xml(_resolved(path, one.get("BaseLoc")))
        for one in _named(document, "TemplatePage")
    }
    box = _numbers(_text(_first(document, "PhysicalBox")), _A4)
    pages = _first(document, "Pages")
    for link in _named(pages, "Page") if pages is not None else ():
        page = package.xml(_resolved(path, link.get("BaseLoc")))
        own = _numbers(_text(_first(page, "PhysicalBox")), box)
        layers = [templates[t.get("TemplateID", "")] for t in page if _is_template(t, templates)]
        glyphs: list[Glyph] = []
        rules: list[Rule] = []
        for layer in (*layers, page):
            for item in layer.iter("{*}TextObject", "{*}PathObject"):
                if item.get("Visible") == "false" or _is_transparent(item):
                    continue
                if str(item.tag).endswith("TextObject"):
                    glyphs += _glyphs(item)
                else:
                    rules += _rules(item)
        is_scan = len(glyphs) < MIN_GLYPHS and any(
            _first(layer, "ImageObject") is not None for layer in (*layers, page)
        )
        yield Sheet(own[2] * _POINTS, own[3] * _POINTS, glyphs, rules, is_scan=is_scan)


def _is_transparent(item: Element) -> bool:
    """Whether an object, or the colour that fills it, has no opacity (`Alpha` from 0 to 255)."""
    return any(one is not None and one.get("Alpha") == "0" for one in (item, _first(item, "FillColor")))


def _is_template(element: Element, templates: dict[str, Element]) -> bool:
    return str(element.tag).endswith("}Template") and element.get("TemplateID", "") in templates


def _text(element: Element | None) -> str:
    return "" if element is None else element.text or ""


def _numbers(text: str | None, default: tuple[float, ...]) -> tuple[float, ...]:
    """The numbers of an attribute; the default where they are not as many."""
    try:
        found = tuple(float(number) for number in (text or "").split())
    except ValueError:
        return default
    return found if len(found) == len(default) else default


def _matrix(item: Element) -> _Matrix:
    """From the object's own coordinates to those of the page, in points."""
    left, top, _, _ = _numbers(item.get("Boundary"), (0.0, 0.0, 0.0, 0.0))
    a, b, c, d, e, f = _numbers(item.get("CTM"), _UPRIGHT)
    k = _POINTS
    return a * k, b * k, c * k, d * k, (e + left) * k, (f + top) * k


def _placed(m: _Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _glyphs(item: Element) -> Iterator[Glyph]:
    """The characters of a text object; one that leans is a watermark."""
    matrix = _matrix(item)
    if matrix[0] <= 0 or abs(matrix[1]) > _LEANING * matrix[0]:
        return
    # Some writers spell the name small.
    (size,) = _numbers(item.get("Size") or item.get("size"), (_DEFAULT_SIZE,))
    x = y = 0.0
    for code in _named(item, "TextCode"):
        (x,), (y,) = _numbers(code.get("X"), (x,)), _numbers(code.get("Y"), (y,))
        text = code.text or ""
        steps_x, steps_y = _steps(code.get("DeltaX"), len(text)), _steps(code.get("DeltaY"), len(text))
        at_x, at_y = x, y
        for i, char in enumerate(text):
            width = size * (_NARROW_WIDTH if is_narrow(char) else 1.0)
            step = steps_x[i] if i < len(steps_x) else (0.0 if steps_y else width)
            x0, baseline = _placed(matrix, at_x, at_y)
            x1, _ = _placed(matrix, at_x + (min(step, size) if step > 0 else width), at_y)
            yield Glyph(char, x0, x1, baseline, size * matrix[3])
            at_x += step
            at_y += steps_y[i] if i < len(steps_y) else 0.0


def _steps(text: str | None, n_chars: int) -> list[float]:
    """Distances between characters; `g 3 5.0` says three times 5.0 (11.3)."""
    steps: list[float] = []
    words = iter((text or "").split())
    try:
        for word in words:
            if word == "g":
                times = min(int(next(words)), n_chars)
                steps += [float(next(words))] * times
            else:
                steps.append(float(word))
    except (ValueError, StopIteration):
        return []
    return steps


def _rules(item: Element) -> Iterator[Rule]:
    """The lines of a path; a filled box that is thin is one, too."""
    is_stroked, is_filled = item.get("Stroke") != "false", item.get("Fill") == "true"
    matrix = _matrix(item)
    for points in _polygons(_text(_first(item, "AbbreviatedData"))):
        placed = [_placed(matrix, x, y) for x, y in points]
        xs, ys = [x for x, _ in placed], [y for _, y in placed]
        if is_stroked:
            yield from (Rule(*a, *b) for a, b in pairwise(placed))
        elif is_filled and min(max(xs) - min(xs), max(ys) - min(ys)) <= _HAIR * _POINTS:
            yield Rule(*_axis(min(xs), max(xs), min(ys), max(ys)))


def _axis(x0: float, x1: float, y0: float, y1: float) -> tuple[float, float, float, float]:
    """The middle line of a thin box."""
    if x1 - x0 > y1 - y0:
        return x0, (y0 + y1) / 2, x1, (y0 + y1) / 2
    return (x0 + x1) / 2, y0, (x0 + x1) / 2, y1


def _polygons(data: str) -> Iterator[list[tuple[float, float]]]:
    """The polygons of abbreviated data; curves are taken as their chords."""
    points: list[tuple[float, float]] = []
    command = ""
    taken: list[float] = []
    for letter, number in _COMMAND.findall(data):
        if letter:
            command, taken = letter.upper(), []
            if command == "C" and points:
                points.append(points[0])
        else:
            try:
                taken.append(float(number))
            except ValueError:
                return
        if not taken or len(taken) != _TAKES.get(command, 0):
            continue
        if command in "SM":
            if len(points) > 1:
                yield points
            points = []
        points.append((taken[-2], taken[-1]))
        taken = []
    if len(points) > 1:
        yield points
