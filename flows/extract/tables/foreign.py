"""Figures that the page gives as another year's, another period's or another body's than the report's.

What belongs here: which words speak of which cells: titles and lines above a table, headings in it, the labels of a
row, a note right under it. What does not: what the words say (`period_words.py`, `titled_bodies.py`), and what the
figures are (`form_*.py`).

A title of another year holds until the next title, where the page also has one of the report's own year (two reports
on one page). A line right above a table holds for it and for the tables that follow without a line between.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from flows.extract.tables.cells import is_nothing
from flows.extract.tables.column_words import column_kind
from flows.extract.tables.form_rows import Row, is_words, rows_of
from flows.extract.tables.grid import Grid, GridCell
from flows.extract.tables.period_words import Said, said_period
from flows.extract.titled_bodies import FILLED_BY, another_body, is_of_whole_place, named_alone

_TITLE: Final = re.compile(r"(?:附[件表录]?\d*\s*[:：])?[^。；;:：]{0,60}(?:报告|年报|总结)[^。；;]{0,10}")
_NUMBERED: Final = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）])"
)
_OF_THE_PAGE: Final = re.compile(
    r"^(?!.{0,2}(?:统计|数据)).*?(?:发布|来源|时间|日期|字号|浏览|索引|文号|作者|编辑|附件|链接|上一篇|下一篇|相关|下载)"
)
_ANNEX: Final = re.compile(
    r"附[件表录]\s*[\d一二三四五六七八九十]*\s*[:：.、]?\s*(?=.*表(?:[(（][^()（）]*[)）])?$)"
)
"""What stands before the title of a table that is an annex; a link to a file ends otherwise."""
_BARE_YEAR: Final = re.compile(r"(?:19|20)\d\d\s*(?:年度?)?")
_FEWEST_IN_A_MENU: Final = 2
_SAMPLE: Final = re.compile(
    r"[(（【]?(?:样表|示例|范例|填写示例|填表示例|参考样式|仅?供参考|其[他它][^。；]{0,20}参考[^。；]{0,20})(?:[,，、]?仅?供参考)?[)）】]?"
)
_LARGE: Final = r"[十百千万亿]+(?:[件条次个人]|人次)"
_LARGE_UNIT: Final = re.compile(
    rf"[(（]?(?:计量)?单位\s*[:：]\s*(?:[^\s、/／]{{1,3}}[、/／])*{_LARGE}(?:[、/／][^\s、/／]{{1,3}})*[)）]?"
)
_LARGE_HEADING: Final = re.compile(rf"(?P<name>.*?)\s*[(（](?:单位[:：])?(?:{_LARGE}|[百千万亿])[)）]\s*")
_NOTE: Final = re.compile(
    r"(?:以上|上表|上述|表中|表内|本表|该表)[^，,。；;]{0,6}(?:数据|数字|统计数?|数)(?:均|都|统计|时间|期限)*"
    r"(?P<said>(?:为|是|系|截至|截止|至)[^，,。；;]{4,30})"
)
"""What a note under a table says of all its figures."""
_DAY: Final = re.compile(r"月\d{1,2}日")
_MOST_NOTES: Final = 2
_LONGEST_NOTE: Final = 200
_FILLED: Final = re.compile(FILLED_BY)
_MOST_TITLE_ROWS: Final = 2
_MOST_LINES: Final = 4
"""Short lines right above a table that can speak of it."""
_LONGEST: Final = 60
_MOST_PIECES: Final = 4

Cell = tuple[int, int, int]
"""A cell of a grid: table, row, column."""


def said_over(
    above: Sequence[Sequence[str]], text: str, grids: Sequence[Grid], report_year: int | None
) -> dict[int, Said]:
    """The grids (by number) that stand under words of another period, or over a note of one, with what these say.

    Args:
        above: the lines above each grid (`regions`).
    """
    titles = [_title_said(region, report_year) for region in above]
    has_own_title = any(title is not None and title.is_own for title in titles)
    found = _said_under(text, grids, report_year)
    title: Said | None = None
    nearest: Said | None = None
    for table, (region, of_title) in enumerate(zip(above, titles, strict=True)):
        title = of_title or title
        if any(line.strip() for line in region):
            nearest = next(_lines_said(region, report_year), None)
        inside = (said_period(_ANNEX.sub("", words), report_year) for words in titles_inside(grids[table]))
        of_table = next((said for said in inside if said is not None and said.kind in ("all", "part")), None)
        if of_table is not None:
            found[table] = of_table
        elif nearest is not None and not nearest.is_own:
            found[table] = nearest
        elif has_own_title and title is not None and not title.is_own:
            found[table] = title
    return found


def _said_under(text: str, grids: Sequence[Grid], report_year: int | None) -> dict[int, Said]:
    """The grids (by number) with a note right under them that gives their figures as those of another period."""
    ends = [*(grid.start for grid in grids[1:]), len(text)]
    found: dict[int, Said] = {}
    for table, (grid, end) in enumerate(zip(grids, ends, strict=False)):
        last = "".join(cell.text for cell in grid.rows[-1]) if grid.rows else ""
        below = (
            line for line in text[grid.end : min(end, grid.end + _LONGEST_NOTE)].split("\n") if line.strip()
        )
        for line in (last, *islice(below, _MOST_NOTES)):
            note = _NOTE.search(line)
            said = said_period(_DAY.sub("月", note["said"]), report_year) if note else None
            if said is not None and not said.is_own:
                found[table] = said
    return found


@dataclass(frozen=True, slots=True)
class Apart:
    """Why the figures of a table are not the report's own: the rule of the finding, and its words."""

    rule: str
    why: str


def apart(
    above: Sequence[Sequence[str]], grids: Sequence[Grid], own: Iterable[str | None]
) -> dict[int, Apart]:
    """The grids (by number) under the name of another body than the report's, of the whole place, or under words that
    make them samples or counts in another unit.

    Args:
        above: the lines above each grid (`regions`).
        own: the names of the report's body.
    """
    names = list(own)
    found: dict[int, Apart] = {}
    why: Apart | None = None
    for table, (region, grid) in enumerate(zip(above, grids, strict=True)):
        lines = [words for line in region if (words := line.strip())] + titles_inside(grid)
        if lines:
            near = lines[: -_MOST_LINES - 1 : -1]
            of_lines = (_apart(line, names, is_nearest=number == 0) for number, line in enumerate(near))
            why = next(filter(None, of_lines), None)
        of_columns = why or _of_large_columns(grid)
        if of_columns is not None:
            found[table] = of_columns
    return found


def _of_large_columns(grid: Grid) -> Apart | None:
    """What the heading of a list's figures says against them: 统计数（万）."""
    for cell in grid.cells:
        has_bracket = "(" in cell.text or "（" in cell.text
        heading = _LARGE_HEADING.fullmatch(cell.text) if has_bracket and len(cell.text) <= _LONGEST else None
        if heading is not None and column_kind(heading["name"])[0] in ("year", "cumulative"):
            return Apart("unknown_unit", f"are counted in another unit ('{heading[0]}')")
    return None


def titles_inside(grid: Grid) -> list[str]:
    """The first rows of a table, as far as they are one line of words each."""
    found: list[str] = []
    for cells in grid.rows[:_MOST_TITLE_ROWS]:
        words = [cell.text for cell in cells if not is_nothing(cell.text)]
        if len(words) == 1 or (words and _FILLED.match(words[0])):
            found.append("".join(words[:2]))
    return found


def _apart(line: str, names: Sequence[str | None], *, is_nearest: bool) -> Apart | None:
    # Further above a table a name alone can be the signature of the text.
    alone = named_alone(line, names) if is_nearest and len(line) <= _LONGEST else None
    if (name := another_body(line, names) or alone) is not None:
        return Apart("another_body", f"stand under the name of {name}")
    if is_of_whole_place(line, names):
        return Apart("another_body", f"are those of all bodies of the place ('{line}')")
    if _SAMPLE.fullmatch(line):
        return Apart("sample_table", f"are a sample's ('{line}')")
    if _LARGE_UNIT.fullmatch(line):
        return Apart("unknown_unit", f"are counted in another unit ('{line}')")
    return None


def regions(text: str, grids: Sequence[Grid]) -> list[list[str]]:
    """For each grid the lines between it and the one before."""
    starts = [0, *(grid.end for grid in grids)]
    return [text[begin : grid.start].split("\n") for begin, grid in zip(starts, grids, strict=False)]


def _title_said(region: Sequence[str], report_year: int | None) -> Said | None:
    """What the last titles of reports say; a list of reports of several years (a menu) says nothing."""
    said = [
        one
        for line in region
        if _TITLE.fullmatch(line.strip()) and not _NUMBERED.match(line)
        if (one := said_period(line, report_year))
    ]
    own = next((one for one in said if one.is_own), None)
    return own or (said[-1] if said else None)


def _lines_said(region: Sequence[str], report_year: int | None) -> Iterator[Said]:
    """What the lines right above a table say of it, the nearest first; years one under the other (a menu) say
    nothing."""
    lines = [words for line in reversed(region) if (words := line.strip())]
    if all(map(_BARE_YEAR.fullmatch, lines[:_FEWEST_IN_A_MENU])) and len(lines) >= _FEWEST_IN_A_MENU:
        return
    for n_lines, words in enumerate(lines, 1):
        if n_lines > _MOST_LINES or len(words) > _LONGEST or "。" in words:
            return
        title = _ANNEX.sub("", words, count=1)
        said = None if _OF_THE_PAGE.search(title) else said_period(title, report_year)
        if said is not None:
            yield said
        if _NUMBERED.match(words) or _TITLE.fullmatch(words):
            return


def said_inside(grids: Sequence[Grid], report_year: int | None) -> dict[Cell, Said]:
    """The cells under a heading, or beside a label, of another period in their own table, with what it says."""
    return {
        place: said
        for table, grid in enumerate(grids)
        for place, said in _said_inside(table, grid, report_year)
    }


def _said_inside(table: int, grid: Grid, report_year: int | None) -> Iterator[tuple[Cell, Said]]:
    judged = _judged(grid, report_year)
    if not judged:
        return
    whole: Said | None = None
    columns: dict[int, Said] = {}
    has_own_column = any(said.is_own for said in judged.values())
    is_after_figures = True
    for row in rows_of(table, grid):
        if row.is_heading:
            words = [cell for cell in row.cells if not is_nothing(cell.text)]
            if len(words) == 1 and id(words[0]) in judged:
                whole, columns = judged[id(words[0])], {}
                continue
            for cell in words:
                for column in range(cell.column, cell.column + cell.colspan):
                    # A second row of headings divides the first and takes nothing back.
                    if is_after_figures:
                        columns.pop(column, None)
                    if (said := judged.get(id(cell))) is not None:
                        columns[column] = said
            is_after_figures = False
            continue
        is_after_figures = True
        beside = [said for cell in (*row.labels_above, *row.labels) if (said := judged.get(id(cell)))]
        of_row = next((said for said in beside if not said.is_own), None)
        for cell in row.cells:
            said = of_row or _of_column(cell, row, columns, has_own_column) or whole
            if said is not None and not said.is_own:
                yield (table, cell.row, cell.column), said


def _judged(grid: Grid, report_year: int | None) -> dict[int, Said]:
    """The cells (by `id`) whose words say something of a period."""
    cells = grid.cells
    found: dict[int, Said] = {}
    for number, cell in enumerate(cells):
        said = said_period(_ANNEX.sub("", cell.text), report_year) if is_words(cell) else None
        if said is not None and grid.loses_blanks:
            # A piece of a label that was broken over lines: 上一年 of 上一年项目数量.
            said = said_period("".join(c.text for c in cells[number : number + _MOST_PIECES]), report_year)
        if said is not None:
            found[id(cell)] = said
    return found


def _of_column(cell: GridCell, row: Row, columns: Mapping[int, Said], has_own_column: bool) -> Said | None:
    if row.grid.source == "html":
        return columns.get(cell.column)
    # Cells packed to the left do not tell their column: only where no heading is the report's own.
    foreign = [said for said in columns.values() if not said.is_own]
    return foreign[0] if foreign and not has_own_column else None
