"""Every form, printed in every shape with different figures and with the noises that pages carry: what is read is
exactly what was printed, or is missing with a finding, and never wrong."""

import random
from collections.abc import Callable

import pytest

from flows.extract.forms import TableReading
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
    values = pages.figures(reference, form, random.Random(seed))  # noqa: S311
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
