"""Numbers that are struck out, and marks of notes, on the paper of a PDF made by reportlab."""

from collections.abc import Callable
from io import BytesIO

import pytest
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from flows.clean.page import Page
from flows.clean.payload import clean

FONT, SIZE = "STSong-Light", 12
WORDS = "根据条例编制本报告，全年工作平稳有序推进，没有其他需要说明的事项。"
Draw = Callable[[Canvas, float, float], None]


def page(draw: Draw) -> Page:
    """A sheet with a line of words, and what is drawn from a point on."""
    registerFont(UnicodeCIDFont(FONT))
    file = BytesIO()
    canvas = Canvas(file)
    canvas.setFont(FONT, SIZE)
    canvas.drawString(60, 700, WORDS)
    draw(canvas, 60, 660)
    canvas.save()
    return clean(file.getvalue())


def write(canvas: Canvas, x: float, y: float, words: str, *, size: float = SIZE, rise: float = 0) -> float:
    canvas.setFont(FONT, size)
    canvas.drawString(x, y + rise, words)
    return x + canvas.stringWidth(words, FONT, size)


def struck(canvas: Canvas, x: float, y: float) -> None:
    start = write(canvas, x, y, "公开信息")
    end = write(canvas, start, y, "9")
    canvas.line(start, y + 0.3 * SIZE, end, y + 0.3 * SIZE)
    write(canvas, end, y, "12条")


def underlined(canvas: Canvas, x: float, y: float) -> None:
    end = write(canvas, x, y, "公开信息12条")
    canvas.line(x, y - 1.5, end, y - 1.5)


def crossed_by_a_long_line(canvas: Canvas, x: float, y: float) -> None:
    write(canvas, x, y, "公开信息12条")
    canvas.line(20, y + 0.3 * SIZE, 560, y + 0.3 * SIZE)


def noted(canvas: Canvas, x: float, y: float) -> None:
    end = write(canvas, write(canvas, x, y, "公开信息12"), y, "1", size=7, rise=4)
    write(canvas, end, y, "条")


def noted_word(canvas: Canvas, x: float, y: float) -> None:
    end = write(canvas, x, y, "面积12m")
    write(canvas, write(canvas, end, y, "2", size=7, rise=4), y, "。")


@pytest.mark.parametrize(
    ("draw", "line", "n_struck"),
    [
        (struck, "公开信息12条", 1),
        (underlined, "公开信息12条", 0),
        (crossed_by_a_long_line, "公开信息12条", 0),
        (noted, "公开信息12[1]条", 0),
        (noted_word, "面积12m2。", 0),
    ],
)
def test_marks_on_paper(draw: Draw, line: str, n_struck: int) -> None:
    read = page(draw)
    assert "".join(read.text.split("\n")[-1].split()) == line
    assert read.repairs.get("struck_text", 0) == n_struck


@pytest.mark.parametrize(
    ("old", "new", "shift", "is_lost"),
    [
        ("1280", "1320", 0.0, True),
        ("80", "55", 0.0, True),
        ("80", "55", 3.0, True),
        ("80", "80", 0.4, False),
        ("80", "55", 30.0, False),
    ],
)
def test_a_number_printed_over_another_is_lost(old: str, new: str, shift: float, *, is_lost: bool) -> None:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        at = write(canvas, x, y, "主动公开政府信息")
        write(canvas, at, y, old)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(at - 2, y - 4, 60, 16, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        write(canvas, at + shift, y, new)

    read = page(draw)
    line = next(line for line in read.text.split("\n") if line.startswith("主动公开"))
    assert ("\ufffd" in line) == is_lost
    assert read.n_lost == int(is_lost)
    assert is_lost != any(map(str.isdecimal, line))
