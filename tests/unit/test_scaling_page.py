"""The figures of docs/scaling.md are written between its marks, and nothing else of the page is touched."""

from pathlib import Path

import pytest

from tests.bench.scaling_page import BEGIN, END, PAGE, Share, write_figures
from tests.measures import Measure

SHARES = [
    Share("reading, one worker", "1,000 pages", "s", 0.02),
    Share("the archive", "1,000 pages", "B", 10_000.0),
    Share("facts", "1,000 pages", "", 200.0),
]


def test_figures_stand_between_the_marks_and_can_be_written_again(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    for value in (1.5, 1.8):
        write_figures(SHARES, [Measure("scale.dask", value, 1.7, spread=0.05, note="two workers")], page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"before\n{BEGIN}")
    assert text.endswith(f"{END}\nafter\n")
    assert "| `scale.dask` | 1.8 | at least 1.7 | 5% | two workers |" in text
    # 20 ms a page and 5 million pages are 27.8 hours; 10 KB a page are 50 GB.
    assert "| reading, one worker | 1,000 pages | 20.00 ms | 27.8 h |" in text
    assert "| the archive | 1,000 pages | 10.00 KB | 50 GB |" in text
    assert "| facts | 1,000 pages | 200 | 1e+09 |" in text
    assert "Measured on " in text
    assert "old" not in text


def test_a_page_without_marks_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("nothing here", encoding="utf-8")
    with pytest.raises(ValueError, match="no place for figures"):
        write_figures(SHARES, [], page)


def test_the_page_has_its_marks() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text.count(BEGIN) == text.count(END) == 1
