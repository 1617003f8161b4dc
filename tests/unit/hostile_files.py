"""Files that are made to cost their reader time, memory or its life, and odd ones that are only unlucky.

What belongs here: the bytes, small themselves, and the task that reads them in a worker process. What does not:
assertions.
"""

import gzip
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO

from flows.extract.document import read_payload

TITLE = "样例县样例局2022年政府信息公开工作年度报告"
SENTENCE = "本年度主动公开政府信息12条，受理申请3件。"
PAGE = f"<html><body><h1>{TITLE}</h1>{f'<p>{SENTENCE}</p>' * 10}"
MAX_BYTES = 16_000_000

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LAUGHS = "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
LAUGHTER = f'<!DOCTYPE x [<!ENTITY a "haha">{_LAUGHS}]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/hostname">]>'


def read(payload: bytes) -> str:
    """The text of the first document: what a worker is given to do."""
    return read_payload(payload, max_bytes=MAX_BYTES)[0].text


def zipped(members: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def docx(inside: str, declared: str = "") -> bytes:
    body = f'<w:document xmlns:w="{_WORD}"><w:body>{inside}</w:body></w:document>'
    return zipped({"word/document.xml": declared + body})


def xlsx(book: str, declared: str = "") -> bytes:
    return zipped({"xl/workbook.xml": f"{declared}<workbook>{book}</workbook>"})


def ofd(pages: str, content: str = "", declared: str = "") -> bytes:
    return zipped(
        {
            "OFD.xml": f'{declared}<o:OFD xmlns:o="o"><o:DocRoot>D/Document.xml</o:DocRoot></o:OFD>',
            "D/Document.xml": f'<o:Document xmlns:o="o"><o:Pages>{pages}</o:Pages></o:Document>',
            "D/P/Content.xml": f'<o:Page xmlns:o="o">{content}</o:Page>',
        }
    )


def overlapping(n_entries: int) -> bytes:
    """A zip file all of whose entries are one and the same packed megabyte."""
    raw = b"0" * 1_000_000
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packing.compress(raw) + packing.flush()
    sizes = (zlib.crc32(raw), len(packed), len(raw))
    made = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, *sizes, 5, 0) + b"0.txt" + packed
    start = len(made)
    for number in range(n_entries):
        name = f"{number}.txt".encode()
        lengths = (len(name), 0, 0, 0, 0, 0, 0)
        made += struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, *sizes, *lengths) + name
    end = (0, 0, n_entries, n_entries, len(made) - start, start, 0)
    return made + struct.pack("<4s4H2IH", b"PK\x05\x06", *end)


def lying(said: int, size: int, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file whose directory says another size than its member has."""
    made = zipped({"a.txt": b"0" * size}, method)
    return made.replace(size.to_bytes(4, "little"), said.to_bytes(4, "little"))


def nested(content: bytes, depth: int) -> bytes:
    for _ in range(depth):
        content = zipped({f"{number}.zip": content for number in range(3)})
    return content


def pdf(*objects: bytes) -> bytes:
    """A PDF file of these objects behind its catalog; the second one is the root of its pages."""
    made, places = b"%PDF-1.7\n", []
    for number, content in enumerate((b"<< /Type /Catalog /Pages 2 0 R >>", *objects), 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(places) + 1, table)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, len(made))
    return made + head + tail


def _form(inside: bytes, number: int) -> bytes:
    head = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 400 400] /Resources << /XObject << /A %d 0 R >> >>"
        % number
    )
    return head + b" /Length %d >>\nstream\n%b\nendstream" % (len(inside), inside)


def pdf_of_forms(depth: int, breadth: int) -> bytes:
    """A page whose drawing draws another one many times, which draws another one many times."""
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    box = b"/MediaBox [0 0 400 400] /Resources << /XObject << /A 5 0 R >> >>"
    page = b"<< /Type /Page /Parent 2 0 R %b /Contents 4 0 R >>" % box
    forms = [_form(b"/A Do " * breadth, 6 + level) for level in range(depth)]
    return pdf(
        pages, page, b"<< /Length 6 >>\nstream\n/A Do \nendstream", *forms, _form(b"0 0 m 9 0 l S ", 4)
    )


def _table(n_rows: int, n_columns: int, cell: str) -> str:
    return f"{PAGE}<table>{f'<tr>{cell * n_columns}</tr>' * n_rows}</table>"


REFUSED: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "docx that unpacks to much": (lambda: docx(" " * 40_000_000), "archive_bomb"),
    "docx with entities in entities": (
        lambda: docx("<w:p><w:r><w:t>&i;</w:t></w:r></w:p>", LAUGHTER),
        "entity_declarations",
    ),
    "docx with a file of ours": (
        lambda: docx("<w:p><w:r><w:t>&i;</w:t></w:r></w:p>", EXTERNAL),
        "entity_declarations",
    ),
    "docx of deep elements": (lambda: docx("<w:ins>" * 5_000 + "</w:ins>" * 5_000), "too_deep"),
    "xlsx with entities in entities": (lambda: xlsx("&i;", LAUGHTER), "entity_declarations"),
    "xlsx with a file of ours": (lambda: xlsx("&i;", EXTERNAL), "entity_declarations"),
    "xlsx of a million cells": (
        lambda: zipped(
            {"xl/workbook.xml": "<workbook/>", "xl/worksheets/a.xml": "<c><v>1</v></c>" * 1_000_000}
        ),
        "archive_bomb",
    ),
    "ofd with entities in entities": (lambda: ofd("", declared=LAUGHTER), "entity_declarations"),
    "ofd with a file of ours": (lambda: ofd("", declared=EXTERNAL), "entity_declarations"),
    "ofd of 10,000 pages": (lambda: ofd('<o:Page BaseLoc="P/Content.xml"/>' * 10_000), "too_many_pages"),
    "ofd of 10,000 heavy objects": (
        lambda: ofd(
            '<o:Page BaseLoc="P/Content.xml"/>' * 300,
            "<o:TextObject><o:TextCode>公开公开</o:TextCode></o:TextObject>" * 2_000,
        ),
        "too_complex",
    ),
    "zip in zip in zip": (lambda: nested(zipped({"a.txt": SENTENCE}), 4), "too_deep"),
    "zip of overlapping entries": (lambda: overlapping(250), "broken_file"),
    "zip that says less than it holds": (lambda: lying(4_000, 60_000_000), "broken_file"),
    "zip that says more than it holds": (lambda: lying(4_000_000_000, 4_000_000), "archive_bomb"),
    "bzip2 that says less than it holds": (
        lambda: lying(4_000, 30_000_000, zipfile.ZIP_BZIP2),
        "broken_file",
    ),
    "gzip in gzip": (lambda: gzip.compress(gzip.compress(b"0" * 90_000_000)), "archive_bomb"),
    "gzip in gzip in gzip": (
        lambda: gzip.compress(gzip.compress(gzip.compress(gzip.compress(PAGE.encode())))),
        "too_deep",
    ),
    "gzip that is cut": (lambda: gzip.compress(PAGE.encode())[:-30], "broken_file"),
    "pdf that is its own page": (
        lambda: pdf(b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 300 >>"),
        "broken_file",
    ),
    "pdf that counts pages it has not": (
        lambda: pdf(b"<< /Type /Pages /Kids [] /Count 399 >>"),
        "broken_file",
    ),
    # pdfium ends its process where it is given no more memory.
    "pdf of drawings in drawings": (lambda: pdf_of_forms(11, 10), "worker_died"),
    "page nested 100,000 deep": (lambda: (PAGE + "<div>" * 100_000 + SENTENCE).encode(), "too_deep"),
    "page of spans 100,000 deep": (lambda: (PAGE + "<span>" * 100_000 + SENTENCE).encode(), "too_deep"),
    "page of tables 100,000 deep": (lambda: (PAGE + "<table><tr><td>" * 100_000).encode(), "too_deep"),
    "page beyond the limit": (lambda: PAGE.encode() + b"0" * MAX_BYTES, "too_large"),
    "drawing with entities": (
        lambda: f"{LAUGHTER.replace(' x ', ' svg ')}<svg><text>&i;</text></svg>".encode(),
        "binary_file",
    ),
    "drawing": (lambda: b'<?xml version="1.0"?><!-- a --><svg xmlns="s"><text>1</text></svg>', "binary_file"),
    "nothing but NUL": (lambda: b"\0" * 5_000_000, "empty_file"),
    "NUL in every word": (lambda: PAGE.replace("<p>", "<p>\0\0").encode(), "binary_file"),
    "random bytes": (lambda: random.Random(1).randbytes(3_000_000), "binary_file"),  # noqa: S311 (noise, no secret)
    "random bytes behind a tag": (lambda: b"<html>" + random.Random(2).randbytes(3_000_000), "binary_file"),  # noqa: S311 - made-up data, not a secret
    "data": (lambda: b"[" + b"1," * 1_000_000 + b"1]", "needs_reader"),
}
READ: Mapping[str, Callable[[], bytes]] = {
    "entities that a page declares": lambda: (LAUGHTER + PAGE + "<p>&i;&i;</p>").encode(),
    "one word of two megabytes": lambda: (PAGE + "<p>" + "a" * 2_000_000).encode(),
    "one line of spaces": lambda: (PAGE + "<p>公" + "\n \n" * 500_000 + "开").encode(),
    "30,000 cells": lambda: _table(100, 300, "<td>1</td>").encode(),
    "monstrous spans": lambda: _table(2, 2, "<td colspan=1000000000 rowspan=1000000000>1</td>").encode(),
    "spans as large as they may be": lambda: _table(50, 50, "<td colspan=1000 rowspan=1000>1</td>").encode(),
    "20,000 attributes": lambda: (PAGE + "<p " + " ".join(f"a{i}={i}" for i in range(20_000)) + ">").encode(),
    "brackets that never close": lambda: (PAGE + "（" * 500_000 + "(rén" * 200_000 + "<![CDATA[" * 200_000).encode(),
    "comments that never close": lambda: (PAGE + "<!--" * 200_000).encode(),
    "tags that never close": lambda: (PAGE + "<a href=x>" * 20_000 + "<tr><td>1" * 20_000).encode(),
    "the word of the breadcrumb everywhere": lambda: (PAGE + "<div>位置</div>" * 20_000).encode(),
    "style sheets that never close": lambda: (PAGE + "<style>" + "a{display:none /*" * 20_000 + "</style>").encode(),
    "strings that never close": lambda: ("<script>" + "'\"`\\" * 200_000 + "</script>" + PAGE).encode(),
    "UTF-16 without a mark": lambda: f"{TITLE}\n{SENTENCE * 10}".encode("utf-16-le"),
    "UTF-16 of the other order": lambda: f"{TITLE}\n{SENTENCE * 10}".encode("utf-16-be"),
    "UTF-32 without a mark": lambda: PAGE.encode("utf-32-le"),
    "UTF-32 of the other order": lambda: f"{TITLE}\n{SENTENCE * 10}".encode("utf-32-be"),
    "GBK and UTF-8": lambda: f"<html><body><h1>{TITLE}</h1>".encode("gb18030") + PAGE.encode(),
    "lone surrogates": lambda: (PAGE + "<p>&#xD800;&#xDFFF;").encode() + "\ud800".encode("utf-8", "surrogatepass"),
    "packed page": lambda: gzip.compress(PAGE.encode()),
    "brackets of data": lambda: b"[" * 200_000 + f"{SENTENCE}".encode(),
}  # fmt: skip
