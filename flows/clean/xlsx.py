"""Spreadsheets of today (ECMA-376, SpreadsheetML) become drafts.

What belongs here: cells, shared words, formats and merged cells of the XML. What does not: how numbers are
printed and tables laid out (`sheets.py`), the zip package (`packages.py`).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from flows.clean.elements import Element
from flows.clean.layout import Draft
from flows.clean.packages import Package
from flows.clean.runs import Look, Run
from flows.clean.sheets import Range, SheetCells, drafted, printed_number

_DEFAULT_BOOK: Final = "xl/workbook.xml"
_PLACE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_TRUE: Final = ("1", "true")
_RAISED: Final = ("superscript", "subscript")
# ECMA-376 part 1, 18.8.30: formats that are known by their number alone.
_BUILT_IN: Final[Mapping[str, str]] = {
    "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%",
    **dict.fromkeys(("14", "15", "16", "17", "22", "27", "28", "29", "30", "31", "36", "50", "57", "58"), "yyyy-mm-dd"),
}  # fmt: skip


def read_xlsx(payload: bytes) -> Draft:
    """The draft of a workbook; hidden sheets, rows and columns are left out.

    Raises:
        Refusal: as `Package`, and `too_complex`.
    """
    package = Package(payload)
    book_path = next(
        (_resolved("", t) for t in _targets(package, "").values() if "workbook" in t), _DEFAULT_BOOK
    )
    book = package.xml(book_path)
    folder = book_path.rpartition("/")[0]
    targets = _targets(package, book_path)
    strings = _strings(package, folder)
    styles = _styles(package, folder)
    is_1904 = any(p.get("date1904") in _TRUE for p in _named(book, "workbookPr"))
    sheets = []
    for sheet in _named(book, "sheet"):
        link = next((value for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
        path = _resolved(folder, targets.get(str(link), ""))
        if sheet.get("state") in (None, "visible") and path in package.members:
            sheets.append(_sheet(package.xml(path), strings, styles, is_1904=is_1904))
    return drafted(sheets)


def _named(root: Element, name: str) -> Iterator[Element]:
    """Elements of a name in whichever of the two namespaces (transitional, strict) the file uses."""
    return root.iter(f"{{*}}{name}")


def _targets(package: Package, path: str) -> dict[str, str]:
    """What a part of the package points to, by the name of the pointer."""
    folder, _, name = path.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels".lstrip("/")
    if relations not in package.members:
        return {}
    return {
        one.get("Id", ""): one.get("Target", "") for one in _named(package.xml(relations), "Relationship")
    }


def _resolved(folder: str, target: str) -> str:
    return target[1:] if target.startswith("/") else f"{folder}/{target}".lstrip("/")


def _strings(package: Package, folder: str) -> list[list[Run]]:
    path = f"{folder}/sharedStrings.xml"
    return [_runs(one) for one in _named(package.xml(path), "si")] if path in package.members else []


def _runs(item: Element) -> list[Run]:
    """The words of a cell or a shared string with their looks, without those that tell how to say it."""
    return [
        Run(t.text or "", _look(parent))
        for t in _named(item, "t")
        if (parent := t.getparent()) is not None and not str(parent.tag).endswith("}rPh")
    ]


def _look(holder: Element) -> Look:
    """The look of a font, or of a run with properties of its own."""
    if any(one.get("val", "1") in _TRUE for one in _named(holder, "strike")):
        return "struck"
    return "raised" if any(one.get("val") in _RAISED for one in _named(holder, "vertAlign")) else "plain"


def _styles(package: Package, folder: str) -> list[tuple[str, Look]]:
    """The format code and the look of each cell style."""
    path = f"{folder}/styles.xml"
    if path not in package.members:
        return []
    root = package.xml(path)
    own = {one.get("numFmtId", ""): one.get("formatCode", "") for one in _named(root, "numFmt")}
    known = {**_BUILT_IN, **own}
    looks = {str(i): _look(font) for holder in _named(root, "fonts") for i, font in enumerate(holder)}
    return [
        (known.get(style.get("numFmtId", ""), "General"), looks.get(style.get("fontId", ""), "plain"))
        for holder in _named(root, "cellXfs")
        for style in _named(holder, "xf")
    ]


def _sheet(
    root: Element, strings: list[list[Run]], styles: list[tuple[str, Look]], *, is_1904: bool
) -> SheetCells:
    cells = SheetCells()
    hidden = [
        range(int(one.get("min", "0")) - 1, int(one.get("max", "0")))
        for one in _named(root, "col")
        if one.get("hidden") in _TRUE and one.get("min", "").isdecimal() and one.get("max", "").isdecimal()
    ]
    row = -1
    for line in _named(root, "row"):
        number = line.get("r", "")
        row = int(number) - 1 if number.isdigit() else row + 1
        column = -1
        for cell in _named(line, "c"):
            place = _PLACE.fullmatch(cell.get("r", ""))
            column = _column(place.group(1)) if place else column + 1
            if line.get("hidden") not in _TRUE and not any(column in columns for columns in hidden):
                cells.put(row, column, _printed(cell, strings, styles, is_1904=is_1904))
    for merged in _named(root, "mergeCell"):
        if (found := _range(merged.get("ref", ""))) is not None:
            cells.merged.append(found)
    return cells


def _printed(
    cell: Element, strings: list[list[Run]], styles: list[tuple[str, Look]], *, is_1904: bool
) -> list[Run]:
    """What a cell prints; a cell that is struck out as a whole is so whatever its runs say."""
    style = cell.get("s", "0")
    number_format, look = (
        styles[int(style)] if style.isdigit() and int(style) < len(styles) else ("General", "plain")
    )
    kind = cell.get("t", "n")
    value = next((one.text or "" for one in _named(cell, "v")), "")
    if kind == "inlineStr":
        runs = _runs(cell)
    elif kind == "s":
        runs = strings[int(value)] if value.isdigit() and int(value) < len(strings) else []
    elif kind == "b":
        runs = [Run("TRUE" if value in _TRUE else "FALSE")]
    else:
        runs = [Run(_number(value, number_format, is_1904=is_1904) if kind == "n" and value else value)]
    return [Run(run.words, "struck") for run in runs] if look == "struck" else runs


def _number(value: str, number_format: str, *, is_1904: bool) -> str:
    try:
        return printed_number(float(value), number_format, is_1904=is_1904)
    except (ValueError, ArithmeticError):
        return value


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _range(reference: str) -> Range | None:
    ends = [_PLACE.fullmatch(end) for end in reference.split(":")]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return None
    (first_column, first_row), (last_column, last_row) = ends[0].groups(), ends[1].groups()
    return int(first_row) - 1, int(last_row), _column(first_column), _column(last_column) + 1
