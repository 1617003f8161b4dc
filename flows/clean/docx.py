"""Word documents of today (ECMA-376, WordprocessingML) become drafts.

What belongs here: paragraphs and tables in the order of the document, and which of their words are printed.
What does not: the zip package (`packages.py`), documents of Word 97 (`office.py`).
"""

from collections.abc import Iterator
from typing import Final

from flows.clean.elements import Element
from flows.clean.laid import LaidCell, add_table
from flows.clean.layout import Draft, folded_cell, trimmed_line
from flows.clean.numbering import Numbering
from flows.clean.packages import Package
from flows.clean.paper import MIN_GLYPHS
from flows.clean.runs import STRUCK_TEXT, Look, Run, seen
from flows.errors import Refusal

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL: Final = W[1:-1].encode()
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DEFAULT_PATH: Final = "word/document.xml"
_PICTURES: Final = "word/media/"
# What is struck out, moved away, a field's instruction, a gloss over a word, or a second drawing of the same.
_UNPRINTED: Final = frozenset(
    {f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "rt", "rPr", "pPr")}
    | {f"{_MC}Fallback"}
)
_HOLDERS: Final = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_BREAK: Final = "\n"
_OFF: Final = ("0", "false", "off", "none")
_RAISED: Final = ("superscript", "subscript")


def read_docx(payload: bytes) -> Draft:
    """The draft of a Word document.

    Raises:
        Refusal: as `Package`, and `needs_ocr` (scanned pictures in place of words).
    """
    package = Package(payload)
    path = _document_path(package)
    numbering = path.rpartition("/")[0] + "/numbering.xml"
    body = _part(package, path).find(f"{W}body")
    labels = Numbering(_part(package, numbering) if numbering in package.members else None)
    reader = _Reader(labels, keeps_struck=body is not None and _is_mostly_struck(body))
    if body is not None:
        reader.read(body)
    pictures = [name for name in package.members if name.startswith(_PICTURES)]
    if pictures and sum(map(len, reader.draft.lines)) < MIN_GLYPHS:
        raise Refusal("needs_ocr", f"{len(pictures)} pictures and hardly any words")
    return reader.draft


def _part(package: Package, path: str) -> Element:
    return package.xml(path, renamed=(_STRICT, _TRANSITIONAL))


def _document_path(package: Package) -> str:
    if "_rels/.rels" in package.members:
        for relation in package.xml("_rels/.rels").iter(_RELATIONSHIP):
            target = (relation.get("Target") or "").lstrip("/")
            if (relation.get("Type") or "").endswith("/officeDocument") and target in package.members:
                return target
    return _DEFAULT_PATH


class _Reader:
    """Walks the blocks of a document and fills a draft."""

    def __init__(self, numbering: Numbering, *, keeps_struck: bool) -> None:
        self.draft = Draft()
        self._numbering = numbering
        self._keeps_struck = keeps_struck

    def read(self, holder: Element) -> None:
        for block in _blocks(holder):
            if block.tag == f"{W}tbl":
                self._read_table(block)
            else:
                self.draft.lines += filter(None, map(trimmed_line, self._paragraph(block)))

    def _paragraph(self, paragraph: Element) -> list[str]:
        """The lines of a paragraph, then those of the text boxes that hang on it."""
        boxes: list[Element] = []
        runs = list(_runs(paragraph, boxes))
        if self._keeps_struck:
            runs = [Run(run.words) if run.look == "struck" else run for run in runs]
        words, n_struck = seen(runs)
        if n_struck:
            self.draft.repairs[STRUCK_TEXT] = self.draft.repairs.get(STRUCK_TEXT, 0) + n_struck
        if words.strip():
            words = self._numbering.label(paragraph) + words
        lines = words.split(_BREAK)
        lines += [line for box in boxes for inner in _paragraphs(box) for line in self._paragraph(inner)]
        return lines

    def _read_table(self, table: Element) -> None:
        rows = [row for row in _children(table) if row.tag == f"{W}tr"]
        if next((inner for row in rows for inner in row.iter(f"{W}tbl")), None) is not None:
            # A table around tables lays out the page.
            for row in rows:
                for cell in _children(row):
                    self.read(cell)
            return
        add_table(self._cells(rows), self.draft)

    def _cells(self, rows: list[Element]) -> list[LaidCell]:
        cells: list[LaidCell] = []
        open_at: dict[int, int] = {}
        for number, row in enumerate(rows):
            column = _number(row, "trPr", "gridBefore", 0)
            if column:
                cells.append(LaidCell("", number, number + 1, 0, column))
            for cell in (child for child in _children(row) if child.tag == f"{W}tc"):
                end = column + max(1, _number(cell, "tcPr", "gridSpan", 1))
                above = open_at.get(column)
                if above is not None and _is_continued(cell):
                    cells[above] = cells[above]._replace(end_row=number + 1)
                else:
                    open_at[column] = len(cells)
                    cells.append(LaidCell(self._cell_words(cell), number, number + 1, column, end))
                column = end
        return cells

    def _cell_words(self, cell: Element) -> str:
        return folded_cell(" ".join(line for p in _paragraphs(cell) for line in self._paragraph(p)))


def _children(holder: Element) -> Iterator[Element]:
    """Child elements, those in content controls and insertions as if these were not there."""
    for child in holder:
        if child.tag in _HOLDERS:
            yield from _children(child)
        elif child.tag == f"{W}tr" and child.find(f"{W}trPr/{W}del") is not None:
            continue
        else:
            yield child


def _blocks(holder: Element) -> Iterator[Element]:
    return (child for child in _children(holder) if child.tag in (f"{W}p", f"{W}tbl"))


def _paragraphs(holder: Element) -> Iterator[Element]:
    """The paragraphs of a cell or a text box, those in tables too."""
    for block in _blocks(holder):
        if block.tag == f"{W}p":
            yield block
        else:
            for row in _children(block):
                for cell in _children(row):
                    yield from _paragraphs(cell)


def _runs(element: Element, boxes: list[Element], look: Look = "plain") -> Iterator[Run]:
    """The printed words of a paragraph; text boxes in it are put aside."""
    for child in element:
        if child.tag in _UNPRINTED:
            continue
        if child.tag == f"{W}t":
            yield Run(child.text or "", look)
        elif child.tag in (f"{W}tab", f"{W}ptab"):
            yield Run("\t", look)
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield Run(_BREAK, look)
        elif child.tag == f"{W}noBreakHyphen":
            yield Run("-", look)
        elif child.tag == f"{W}txbxContent":
            boxes.append(child)
        elif child.tag == f"{W}r":
            if not _is_on(child, "vanish"):
                yield from _runs(child, boxes, _look(child))
        else:
            yield from _runs(child, boxes, look)


def _look(run: Element) -> Look:
    if _is_on(run, "strike") or _is_on(run, "dstrike"):
        return "struck"
    align = run.find(f"{W}rPr/{W}vertAlign")
    return "raised" if align is not None and align.get(f"{W}val") in _RAISED else "plain"


def _is_on(run: Element, name: str) -> bool:
    """Whether a run has a property of its own that is on or off."""
    found = run.find(f"{W}rPr/{W}{name}")
    return found is not None and found.get(f"{W}val", "1") not in _OFF


def _is_mostly_struck(body: Element) -> bool:
    """Whether so much is struck out that it can be no correction."""
    n_words = {True: 0, False: 0}
    for run in body.iter(f"{W}r"):
        n_words[_look(run) == "struck"] += sum(len(t.text or "") for t in run.iter(f"{W}t"))
    return n_words[True] > n_words[False]


def _is_continued(cell: Element) -> bool:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") != "restart"


def _number(element: Element, properties: str, name: str, default: int) -> int:
    found = element.find(f"{W}{properties}/{W}{name}")
    value = "" if found is None else found.get(f"{W}val", "")
    return min(int(value), 1000) if value.isascii() and value.isdigit() and len(value) < 9 else default
