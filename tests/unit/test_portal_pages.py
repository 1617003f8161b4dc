"""The sample reports: their forms are complete, and the truth is what stands on the page."""

import re
from decimal import Decimal

import pytest
from lxml import html

from flows.demo.agencies import agencies
from flows.demo.catalogue import REPORTS_PER_NOISE, Entry, catalogue, corrected, report_of
from flows.demo.draft import Paragraph, Table
from flows.demo.markup import content_of
from flows.demo.noises import NOISES, noise
from flows.demo.pages import report_page
from flows.reference import load_reference

BODIES = agencies(40)
YEARS = (2012, 2016, 2020, 2023)
FORM_OF_YEAR = {2012: "F2008", 2016: "F2014", 2020: "F2019", 2023: "F2021"}


@pytest.fixture(scope="module")
def entries():
    return catalogue(1, BODIES, YEARS)


def _report(year, number=1):
    return report_of(1, BODIES[number - 1], year)


def _facts(draft):
    return [cell.fact for table in draft.tables() for row in table.rows for cell in row if cell.fact]


@pytest.mark.parametrize("year", YEARS)
def test_a_report_prints_every_cell_of_its_form_once(year):
    printed = [fact.key for fact in _facts(_report(year))]
    official = load_reference().forms[FORM_OF_YEAR[year]]
    assert len(printed) == len(set(printed))
    assert set(printed) == {(cell.indicator_id, cell.applicant, cell.period) for cell in official}


def _bare(label):
    return re.sub(r"^(其中)?[:：]?([一二三四五六七八九]、|（.）|\(.\)|\d[.、])?|[（(].*[)）]$|\W", "", label)


@pytest.mark.parametrize("year", YEARS)
def test_the_labels_typed_here_agree_with_the_dictionary_of_the_reader(year):
    draft = _report(year)
    last_label = -1 if year >= 2019 else 0  # the lists have a column of units behind the label
    labels = {
        number.fact.key.indicator_id: _bare([cell.text for cell in row if not cell.fact][last_label])
        for table in draft.tables()[: 2 if year >= 2019 else 1]
        for row in table.rows
        for number in row
        if number.fact
    }
    for cell in load_reference().forms[FORM_OF_YEAR[year]]:
        if cell.table != "remedies":
            official = _bare(cell.row_path[-1]).replace("行政规范性文件", "规范性文件")
            assert labels[cell.indicator_id].replace("行政规范性文件", "规范性文件") == official


def test_the_page_shows_the_numbers_of_the_truth_in_reading_order():
    draft = _report(2023, number=6)
    assert draft.style == "plain"
    tree = html.fromstring(report_page(draft, "SL-1"))
    cells = tree.xpath("//div[@id='zoom']//td")
    shown = [Decimal(c.text_content()) for c in cells if re.fullmatch(r"[\d.]+", c.text_content())]
    assert shown == [o.value for o in draft.observations() if o.basis == "table"]


def test_every_row_of_a_table_is_as_wide_as_its_spans_say():
    for year in YEARS:
        for table in _report(year).tables():
            widths = [0] * len(table.rows)
            for i, row in enumerate(table.rows):
                for cell in row:
                    for covered in range(i, i + cell.rowspan):
                        widths[covered] += cell.colspan
            assert len(set(widths)) == 1, (year, widths)


def test_sentences_state_the_numbers_that_the_truth_claims():
    for year in YEARS:
        for number in range(1, 12):
            for block in _report(year, number).blocks:
                if isinstance(block, Paragraph):
                    for fact in block.facts:
                        assert not fact.value or f"{fact.value:f}" in block.text


def test_prose_only_bodies_exist_before_the_national_list():
    assert _report(2012, number=5).form == "prose"
    assert all(o.basis == "prose" for o in _report(2012, number=5).observations())


def test_two_reports_are_wrong_and_say_so(entries):
    wrong = {entry.clean.form: entry for entry in entries if entry.clean.expected_findings}
    assert {form: entry.clean.expected_findings for form, entry in wrong.items()} == {
        "F2021": ("A1",),
        "F2014": ("S3",),
    }
    assert all(not entry.noises for entry in wrong.values())
    values = {(o.indicator_id, o.applicant): o.value for o in wrong["F2021"].clean.observations()}
    for applicant, gap in (("natural_person", 1), ("total", 1), ("legal_person.other", 0)):
        left = values["applications.new", applicant] + values["applications.carried_in", applicant]
        right = values["applications.outcomes", applicant] + values["applications.carried_out", applicant]
        assert left - right == gap
    values = {o.indicator_id: o.value for o in wrong["F2014"].clean.observations() if o.basis == "table"}
    parts = [v for k, v in values.items() if re.fullmatch(r"stat\.applications\.replied\.\w+", k)]
    assert sum(parts) == values["stat.applications.replied"] + 2


def test_one_report_mixes_two_forms(entries):
    mixed = [entry.printed for entry in entries if "+" in entry.printed.form]
    assert [draft.form for draft in mixed] == ["F2021+F2019"]
    ids = {o.indicator_id for o in mixed[0].observations()}
    assert {"applications.other", "proactive.regulations.in_force"} <= ids


def test_every_noise_is_on_the_portal_and_changes_its_page(entries):
    for entry in NOISES:
        bearers = [e for e in entries if entry.number in e.noises]
        assert len(bearers) == REPORTS_PER_NOISE, entry.number
        for bearer in bearers:
            assert bearer.printed.noises == (entry.number,)
            spoilt, clean = report_page(bearer.printed, ""), report_page(bearer.clean, "")
            assert spoilt != clean, entry.number
    assert [n.number for n in NOISES] == [f"N{i:02d}" for i in range(1, len(NOISES) + 1)]
    assert all(len(n.says) > 20 for n in NOISES)


BLANKING = {"N02", "N03"}


@pytest.mark.parametrize("number", [n.number for n in NOISES])
def test_only_blanking_noises_take_facts_away(number):
    for year in YEARS:
        clean = _report(year, number=2)
        spoilt = noise(number)(clean)
        before, after = clean.observations(), spoilt.observations()
        if number in BLANKING:
            assert set(after) <= set(before)
            assert all(o.value == 0 for o in set(before) - set(after))
        else:
            assert after == before


def test_blank_cells_state_nothing():
    spoilt = noise("N02")(_report(2023, number=20))
    blanks = [c for t in spoilt.tables() for row in t.rows for c in row if c.text == ""]
    assert len(blanks) > 50
    assert all(cell.fact is None for cell in blanks)


def test_split_numbers_are_whole_again_without_markup():
    spoilt = noise("N01")(_report(2023))
    split = [c for t in spoilt.tables() for row in t.rows for c in row if len(c.runs) > 1]
    assert split
    assert all(cell.text == f"{cell.fact.value:f}" for cell in split)
    cells = html.fromstring(content_of(spoilt)).xpath("//td")
    assert {cell.text for cell in split} <= {c.text_content() for c in cells}


def test_gbk_page_lies_about_its_bytes():
    spoilt = noise("N05")(_report(2016))
    payload = report_page(spoilt, "").encode(spoilt.codec)
    assert b"charset=gb2312" in payload
    with pytest.raises(UnicodeDecodeError):
        payload.decode("gb2312")
    with pytest.raises(UnicodeDecodeError):
        payload.decode("utf-8")
    assert "李镕" in payload.decode("gb18030")


def test_flattened_tables_have_no_markup_and_all_their_cells():
    clean = _report(2020)
    content = content_of(noise("N06")(clean))
    assert "<table" not in content
    bars = re.findall(r"<p>.*? \|( \|*)?</p>", content)
    rows = [row for table in clean.tables() for row in table.rows]
    assert len(bars) == sum(len(row) for row in rows)
    # Every row is as wide as its table: 4, 10 and 15 columns.
    filled = sum(table_bars.count("|") for table_bars in bars)
    assert len(bars) + filled == sum(
        width * len(t.rows) for t, width in zip(clean.tables(), (4, 10, 15), strict=True)
    )


def test_traditional_text_is_glossed():
    text = content_of(noise("N07")(_report(2012)))
    assert "(shù)" in text
    assert "條" in text


def test_amounts_in_yuan_are_the_same_amounts():
    spoilt = noise("N11")(_report(2023))
    cells = [c for t in spoilt.tables() for row in t.rows for c in row if c.text.endswith("元") and c.fact]
    assert cells
    for cell in cells:
        assert Decimal(cell.text.removesuffix("元")) == cell.fact.value * 10_000


def test_hidden_text_is_on_the_page_and_not_in_the_truth():
    for number, words in (("N09", "样例广告"), ("N18", "88888件")):
        spoilt = noise(number)(_report(2016))
        assert words in content_of(spoilt)
        assert spoilt.observations() == _report(2016).observations()


def test_a_correction_changes_words_and_truth_together():
    for year in YEARS:
        old = _report(year, number=4)
        new = corrected(old)
        raised = {o.key for o in new.observations()} & {o.key for o in old.observations()}
        assert raised == {o.key for o in old.observations()}
        for before, after in zip(old.observations(), new.observations(), strict=True):
            assert after.value - before.value == (5 if before.indicator_id == "stat.proactive.items" else 0)
        for block in new.blocks:
            if isinstance(block, Paragraph):
                assert all(not f.value or f"{f.value:f}" in block.text for f in block.facts)
            elif isinstance(block, Table):
                cells = [cell for row in block.rows for cell in row if cell.fact]
                assert all(cell.text == f"{cell.fact.value:f}" for cell in cells)


def test_noises_stay_on_a_corrected_report():
    entry = Entry(corrected(_report(2016)), ("N04",))
    assert entry.printed.noises == ("N04",)
    assert any("０" in c.text for t in entry.printed.tables() for row in t.rows for c in row)
