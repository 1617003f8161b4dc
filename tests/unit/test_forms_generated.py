"""Every form, printed in every shape with different figures and with the noises that pages carry: what is
read is exactly what was printed, or is missing with a finding, and never wrong."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from flows.extract.tables.forms import TableReading
from flows.reference import Reference, load_reference
from flows.vocabulary import TableForm
from tests.unit import table_pages as pages
from tests.unit.table_pages import Figures, Table, Td

FORMS: list[TableForm] = ["F2008", "F2008B", "F2014", "F2019", "F2021"]
SECTION_FORMS: list[TableForm] = ["F2019", "F2021"]


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference()


def printed(reference: Reference, form: TableForm, seed: int = 1) -> tuple[Figures, list[Table]]:
    values = pages.figures(reference, form, random.Random(seed))  # noqa: S311 - made-up data, not a secret
    return values, pages.tables(reference, form, values)


def assert_never_wrong(reading: TableReading, values: Figures) -> None:
    read = pages.facts(reading)
    wrong = {fact: (value, values.get(fact)) for fact, value in read.items() if values.get(fact) != value}
    assert not wrong
    if len(read) < len(values):
        assert reading.findings


@pytest.mark.parametrize("form", FORMS)
def test_html_is_read_exactly(reference: Reference, form: TableForm) -> None:
    values, tables = printed(reference, form)
    reading = pages.read(pages.html_page(*tables), reference)
    assert pages.facts(reading) == values
    assert reading.forms == (form,)
    assert reading.findings == ()
    assert {o.aligned_by for o in reading.observations} == {"label"}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "flatten",
    [
        pages.one_cell_a_line,
        lambda table: pages.joined(table, " | "),
        lambda table: pages.joined(table, "\t"),
        lambda table: pages.joined(table, "\n"),
        lambda table: pages.joined(table, "  "),
        lambda table: "| " + pages.joined(table, " | ").replace("\n", " |\n| ") + " |",
        lambda table: pages.joined(table, "\n").replace("\n", "  "),
    ],
    ids=["marked", "bars", "tabs", "lines", "spaces", "framed", "one line"],
)
def test_flattened_text_is_read_exactly(
    reference: Reference, form: TableForm, flatten: Callable[[Table], str]
) -> None:
    values, tables = printed(reference, form)
    headings = [
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
    ]
    text = "本机关编制了本报告。\n"
    for heading, table in zip(headings, tables, strict=False):
        text += f"{heading}\n{flatten(table)}\n"
    reading = pages.read(pages.text_page(text + "五、存在的主要问题及改进情况\n公开不够及时。\n"), reference)
    assert_never_wrong(reading, values)
    assert pages.facts(reading) == values
    assert reading.forms == (form,)


def any_cell(table: Table, rng: random.Random, fits: Callable[[Td], bool]) -> tuple[int, int]:
    found = [(r, p) for r, row in enumerate(table) for p, td in enumerate(row) if fits(td)]
    return rng.choice(found)


def is_figure(td: Td) -> bool:
    return td.text.isdigit()


def is_long_label(td: Td) -> bool:
    return len(td.text) > 4 and not td.text.isdigit()


def drop_figure(table: Table, rng: random.Random) -> None:
    r, p = any_cell(table, rng, is_figure)
    del table[r][p]


def double_figure(table: Table, rng: random.Random) -> None:
    r, p = any_cell(table, rng, is_figure)
    table[r].insert(p, table[r][p])


def split_figure(table: Table, rng: random.Random) -> None:
    r, p = any_cell(table, rng, lambda td: is_figure(td) and len(td.text) > 1)
    text = table[r][p].text
    table[r][p : p + 1] = [Td(text[:1]), Td(text[1:])]


def blank_figure(table: Table, rng: random.Random) -> None:
    r, p = any_cell(table, rng, is_figure)
    table[r][p] = replace(table[r][p], text=rng.choice(["", "/", "—"]))


def add_blank(table: Table, rng: random.Random) -> None:
    row = rng.choice(table)
    row.insert(rng.randrange(len(row) + 1), Td(""))


def change_spans(table: Table, rng: random.Random) -> None:
    r, p = any_cell(table, rng, lambda _: True)
    td = table[r][p]
    table[r][p] = replace(td, rowspan=max(1, td.rowspan + rng.choice([-1, 0, 1, 2])), colspan=td.colspan + 1)


def change_rowspan(table: Table, rng: random.Random) -> None:
    r, p = any_cell(table, rng, lambda _: True)
    table[r][p] = replace(table[r][p], rowspan=max(1, table[r][p].rowspan + rng.choice([-1, 1, 2])))


def add_blank_row(table: Table, rng: random.Random) -> None:
    table.insert(rng.randrange(len(table) + 1), [Td("") for _ in range(rng.choice([1, 4, 7, 10]))])


def add_title_row(table: Table, rng: random.Random) -> None:
    table.insert(0, [Td("某某局政府信息公开情况统计表", 1, rng.choice([1, 4, 10]))])


def drop_row(table: Table, rng: random.Random) -> None:
    del table[rng.randrange(len(table))]


def swap_rows(table: Table, rng: random.Random) -> None:
    a, b = rng.randrange(len(table)), rng.randrange(len(table))
    table[a], table[b] = table[b], table[a]


def lose_label(table: Table, rng: random.Random) -> None:
    r, p = any_cell(table, rng, lambda td: not is_figure(td))
    table[r][p] = replace(table[r][p], text=rng.choice(["", "0", "?"]))


def drop_label(table: Table, rng: random.Random) -> None:
    r, p = any_cell(table, rng, lambda td: not is_figure(td))
    del table[r][p]


def mistype(table: Table, rng: random.Random) -> None:
    r, p = any_cell(table, rng, is_long_label)
    text, i = table[r][p].text, rng.randrange(len(table[r][p].text))
    table[r][p] = replace(table[r][p], text=text[:i] + rng.choice(["", "某", "口"]) + text[i + 1 :])


def add_note(table: Table, rng: random.Random) -> None:
    r, p = any_cell(table, rng, is_figure)
    table[r][p] = replace(table[r][p], text=table[r][p].text + rng.choice(["①", "（注1）", "*"]))


def add_row(table: Table, rng: random.Random) -> None:
    figures = [Td(str(rng.randrange(9999))) for _ in range(rng.choice([1, 7, 8]))]
    table.insert(rng.randrange(len(table) + 1), [Td(rng.choice(["", "合计", "备注"])), *figures])


def lose_all_numbered_labels(table: Table, _rng: random.Random) -> None:
    for row in table:
        row[:] = [replace(td, text="0") if is_long_label(td) and td.text[0].isdigit() else td for td in row]


NOISES: list[Callable[[Table, random.Random], None]] = [
    drop_figure,
    double_figure,
    split_figure,
    blank_figure,
    add_blank,
    change_spans,
    change_rowspan,
    add_blank_row,
    add_title_row,
    drop_row,
    swap_rows,
    lose_label,
    drop_label,
    mistype,
    add_note,
    add_row,
    lose_all_numbered_labels,
]


@pytest.mark.parametrize("noise", NOISES, ids=lambda noise: noise.__name__)
@pytest.mark.parametrize("form", FORMS)
def test_noise_never_makes_a_figure_wrong(
    reference: Reference, form: TableForm, noise: Callable[[Table, random.Random], None]
) -> None:
    for seed in range(4):
        rng = random.Random(seed)  # noqa: S311 - made-up data, not a secret
        values, tables = printed(reference, form, seed)
        noise(rng.choice(tables), rng)
        for page in (
            pages.html_page(*tables),
            pages.text_page("\n".join(map(pages.one_cell_a_line, tables))),
        ):
            read = pages.facts(pages.read(page, reference))
            assert {fact: value for fact, value in read.items() if values[fact] != value} == {}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "noise", [add_note, add_blank_row, change_rowspan, add_title_row], ids=lambda n: n.__name__
)
def test_harmless_noise_loses_nothing_in_html(
    reference: Reference, form: TableForm, noise: Callable[[Table, random.Random], None]
) -> None:
    for seed in range(4):
        values, tables = printed(reference, form, seed)
        noise(tables[0], random.Random(seed))  # noqa: S311 - made-up data, not a secret
        assert pages.facts(pages.read(pages.html_page(*tables), reference)) == values


@pytest.mark.parametrize("form", FORMS)
def test_a_figure_without_a_place_is_a_finding(reference: Reference, form: TableForm) -> None:
    for seed in range(4):
        values, tables = printed(reference, form, seed)
        split_figure(tables[0], random.Random(seed))  # noqa: S311 - made-up data, not a secret
        assert_never_wrong(pages.read(pages.html_page(*tables), reference), values)


@pytest.mark.parametrize("form", SECTION_FORMS)
def test_applicant_columns_in_another_order(reference: Reference, form: TableForm) -> None:
    values, tables = printed(reference, form)
    kinds = slice(-6, -1)
    for row in tables[1][2:]:
        row[:] = [*row[:-6], *row[kinds][::-1], row[-1]] if len(row) > 5 else row[::-1]
    reading = pages.read(pages.html_page(*tables), reference)
    assert pages.facts(reading) == values
    assert reading.findings == ()
