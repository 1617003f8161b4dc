"""Pages with tables, built from the official forms for the tests of the table readers.

What belongs here: rendering a form with given figures as a table of the markup, and turning tables into
pages. What does not: assertions.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flows.clean.page import Page, PrintedCell, PrintedTable
from flows.extract.tables.forms import TableReading, read_tables
from flows.extract.tables.grid import grids
from flows.extract.tables.settled import settled
from flows.reference import FormCell, Reference
from flows.vocabulary import APPLICANTS, TableForm


@dataclass(frozen=True)
class Td:
    """A cell as the markup has it."""

    text: str
    rowspan: int = 1
    colspan: int = 1


Table = list[list[Td]]
Fact = tuple[str, str | None, str]
Figures = dict[Fact, str]


def fact_of(cell: FormCell) -> Fact:
    return cell.indicator_id, cell.applicant, cell.period


def html_page(*parts: Table | str) -> Page:
    """A page of tables and of lines of text between them."""
    text, tables = "", []
    for part in parts:
        if isinstance(part, str):
            text += part + "\n"
            continue
        start, cells = len(text), []
        for r, row in enumerate(part):
            for p, td in enumerate(row):
                text += "\t" if p else ""
                cells.append(PrintedCell(r, p, td.rowspan, td.colspan, len(text), len(text) + len(td.text)))
                text += td.text
            text += "\n"
        tables.append(PrintedTable(tuple(cells), start, len(text)))
    return Page(text=text, container="html", encoding="utf-8", tables=tuple(tables))


def text_page(text: str) -> Page:
    """A page without markup."""
    return Page(text=text, container="text", encoding="utf-8")


def read(page: Page, reference: Reference) -> TableReading:
    """Grids and forms of a page, with the promise of every span checked."""
    tables = grids(page)
    reading = settled(read_tables(tables, reference), tables, page.text, None)
    for observation in reading.observations:
        assert page.text[observation.where.start : observation.where.end] == observation.where.quote
    return reading


def facts(reading: TableReading) -> dict[Fact, str]:
    """What was read, as plain figures."""
    return {
        (o.indicator_id, o.applicant, o.period): format(o.value.normalize(), "f")
        for o in reading.observations
    }


def figures(reference: Reference, form: TableForm, rng: random.Random) -> Figures:
    """Different figures for all cells of a form, but totals of applicants and of outcomes that add up."""
    numbers = iter(rng.sample(range(1, 9000), 600))
    cells = reference.forms[form]
    made = {fact_of(cell): str(next(numbers)) for cell in cells}
    for cell in cells:
        if cell.applicant == "total":
            parts = [int(made[cell.indicator_id, who, "year"]) for who in APPLICANTS if who != "total"]
            made[fact_of(cell)] = str(sum(parts))
    for cell in cells:
        if cell.table == "remedies" and cell.indicator_id.endswith(".total"):
            block = cell.indicator_id.removesuffix("total")
            outcomes = [c for c in cells if c.indicator_id.startswith(block) and c is not cell]
            made[fact_of(cell)] = str(sum(int(made[fact_of(c)]) for c in outcomes))
        if cell.period == "cumulative":
            # What is printed for all years is never less than the year.
            made[fact_of(cell)] = str(int(made[cell.indicator_id, None, "year"]) + int(made[fact_of(cell)]))
    return made


def section_cells(reference: Reference, form: TableForm, table: str) -> list[FormCell]:
    return [cell for cell in reference.forms[form] if cell.table == table]


def proactive(reference: Reference, form: TableForm, values: Figures) -> Table:
    """Section 2 as one table: clause, heading and rows of each item."""
    width = 4
    rows: Table = []
    clause = ""
    by_row: dict[tuple[str, str], list[FormCell]] = {}
    for cell in section_cells(reference, form, "proactive"):
        by_row.setdefault((cell.clause, cell.row_path[-1]), []).append(cell)
    for (item, label), cells in by_row.items():
        last = width - len(cells)
        if item != clause:
            rows.append([Td(item, colspan=width)])
            rows.append([Td("信息内容"), *_last_wide([c.column_path[-1] for c in cells], last)])
            clause = item
        rows.append([Td(label), *_last_wide([values[fact_of(c)] for c in cells], last)])
    return rows


def _last_wide(texts: Sequence[str], colspan: int) -> list[Td]:
    return [*(Td(text) for text in texts[:-1]), Td(texts[-1], colspan=colspan)]


def applications(reference: Reference, form: TableForm, values: Figures) -> Table:
    """Section 3 with its three rows of headings and its groups as rowspans."""
    rows: Table = [
        [
            Td("(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)", 3, 3),
            Td("申请人情况", 1, 7),
        ],
        [Td("自然人", 2), Td("法人或其他组织", 1, 5), Td("总计", 2)],
        [Td(text) for text in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")],
    ]
    paths = list(dict.fromkeys(c.row_path for c in section_cells(reference, form, "applications")))
    by_path = {path: [c for c in reference.forms[form] if c.row_path == path] for path in paths}
    opened: set[tuple[str, ...]] = set()
    for path in paths:
        labels = []
        for depth in range(1, len(path)):
            prefix = path[:depth]
            if prefix not in opened:
                opened.add(prefix)
                labels.append(Td(path[depth - 1], sum(p[:depth] == prefix for p in paths)))
        labels.append(Td(path[-1], 1, 4 - len(path)))
        rows.append([*labels, *(Td(values[fact_of(c)]) for c in by_path[path])])
    return rows


def remedies(reference: Reference, form: TableForm, values: Figures) -> Table:
    """Section 4 with three rows of headings over one row of figures."""
    cells = section_cells(reference, form, "remedies")
    outcomes = list(dict.fromkeys(c.column_path[-1] for c in cells))
    return [
        [Td("行政复议", 1, 5), Td("行政诉讼", 1, 10)],
        [*(Td(o, 2) for o in outcomes), Td("未经复议直接起诉", 1, 5), Td("复议后起诉", 1, 5)],
        [Td(o) for o in outcomes * 2],
        [Td(values[fact_of(c)]) for c in cells],
    ]


def statistics(reference: Reference, form: TableForm, values: Figures) -> Table:
    """A list: label, unit, and a column for each period."""
    cells = section_cells(reference, form, "statistics")
    columns = list(dict.fromkeys(c.column_path[-1] for c in cells))
    rows = [[Td("指标名称"), Td("计量单位"), *(Td(column) for column in columns)]]
    printed: set[tuple[str, ...]] = set()
    for path in dict.fromkeys(c.row_path for c in cells):
        for depth in range(1, len(path)):
            if path[:depth] not in printed:
                printed.add(path[:depth])
                if not any(c.row_path == path[:depth] for c in cells):
                    rows.append([Td(path[depth - 1]), Td("——"), *(Td("——") for _ in columns)])
        printed.add(path)
        of_row = [c for c in cells if c.row_path == path]
        unit = reference.indicators[of_row[0].indicator_id].unit
        rows.append([Td(path[-1]), Td(unit), *(Td(values[fact_of(c)]) for c in of_row)])
    return rows


def tables(reference: Reference, form: TableForm, values: Figures) -> list[Table]:
    """All tables of a form."""
    if form in ("F2019", "F2021"):
        return [make(reference, form, values) for make in (proactive, applications, remedies)]
    return [statistics(reference, form, values)]


def one_cell_a_line(table: Table) -> str:
    """A table as pages print it that lost their markup: `|` after each cell, and more of them after a row."""
    width = max(sum(td.colspan for td in row) for row in table)
    lines = []
    for row in table:
        lines += [f"{td.text} |" for td in row[:-1]]
        fill = width - len(row)
        lines.append(f"{row[-1].text} |" + (f" {'|' * fill}" if fill else ""))
    return "\n".join(lines)


def joined(table: Table, separator: str) -> str:
    """A table as rows of cells joined by a separator; spans are lost."""
    return "\n".join(separator.join(td.text for td in row) for row in table)


def changed(table: Table, change: Callable[[int, int, Td], Iterable[Td]]) -> Table:
    """A table with each cell replaced by what `change(row, position, cell)` gives."""
    return [[new for p, td in enumerate(row) for new in change(r, p, td)] for r, row in enumerate(table)]
