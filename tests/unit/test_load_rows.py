"""Rows: every table has exactly the schema that the warehouse was promised."""

from dataclasses import replace
from decimal import Decimal

import pyarrow as pa
import pytest

from flows.load.rows import READING_TABLES, PayloadReading, to_tables
from flows.schema import RAW_TABLES
from tests.warehouse.synthetic_raw import Page, fact, readings, report


def _tables(*pages: Page) -> dict[str, pa.Table]:
    return to_tables(readings(pages), reader_version=3, run_id="r1")


def test_each_table_has_exactly_its_schema() -> None:
    tables = _tables(
        Page(
            "https://www.yunxi.gov.cn/1.htm",
            [report(None, None), report("云溪县财政局", 2022, fact("review.total", 3))],
        )
    )
    of_other_stages = {
        "captures",
        "document_signatures",
        "document_overlaps",
        "common_sentences",
        "overrides",
    }
    assert set(tables) == {table.name for table in RAW_TABLES} - of_other_stages
    for table in READING_TABLES:
        assert tables[table.name].schema.equals(table.schema, check_metadata=True)


def test_a_document_in_two_payloads_is_written_once_and_found_twice() -> None:
    shared = report("云溪县财政局", 2022, fact("review.total", 3))
    tables = _tables(Page("https://a.gov.cn/1", [shared]), Page("https://b.gov.cn/1", [shared]))
    assert tables["documents"].num_rows == 1
    assert tables["observations"].num_rows == 1
    assert tables["document_sources"].column("url").to_pylist() == [
        "https://a.gov.cn/1",
        "https://b.gov.cn/1",
    ]
    assert tables["readings"].column("n_documents").to_pylist() == [1, 1]
    assert set(tables["observations"].column("reader_version").to_pylist()) == {3}


@pytest.mark.parametrize("value", ["1000000000000", "0.0000001", "NaN", "1E+30"])
def test_a_number_the_column_cannot_hold_is_a_finding_and_no_fact(value: str) -> None:
    odd = replace(fact("review.total", 7), value=Decimal(value))
    tables = _tables(
        Page("https://a.gov.cn/1", [report("云溪县财政局", 2022, fact("review.upheld", 1), odd)])
    )
    assert tables["observations"].column("indicator_id").to_pylist() == ["review.upheld"]
    finding = tables["findings"].to_pylist()[-1]
    assert (finding["rule"], finding["indicator_id"], finding["quote"]) == (
        "value_out_of_range",
        "review.total",
        "7",
    )


def test_the_largest_and_the_finest_number_are_kept_exactly() -> None:
    values = ["999999999999.999999", "-5", "7539.443252"]
    facts = [fact("proactive.procurement.amount", value) for value in values]
    tables = _tables(Page("https://a.gov.cn/1", [report("云溪县财政局", 2022, *facts)]))
    assert tables["observations"].column("value").to_pylist() == [Decimal(value) for value in values]


def test_a_refused_payload_has_a_reading_and_nothing_else() -> None:
    reading = PayloadReading("0" * 64, "https://a.gov.cn/x", "sample", "refused", "empty_file", "0 bytes")
    tables = to_tables([reading], reader_version=1, run_id="r1")
    assert tables["readings"].to_pylist()[0]["reason"] == "empty_file"
    assert all(tables[table.name].num_rows == 0 for table in READING_TABLES if table.name != "readings")


def test_a_member_of_a_compilation_is_linked_to_it() -> None:
    whole = report(None, None, kind="template_compilation")
    member = replace(
        report(None, None, text="范文一", kind="template_member"), member_of=whole.document_id, member_start=5
    )
    tables = _tables(Page("https://share.example/1", [whole, member]))
    (link,) = tables["document_links"].to_pylist()
    assert (link["relation"], link["other_document_id"]) == ("member_of", whole.document_id)
    assert tables["document_sources"].column("ordinal").to_pylist() == [0, 1]


def test_a_part_is_linked_to_its_report_once() -> None:
    part = replace(report("云溪县财政局", 2022, text="第二页"), part_of="0" * 32)
    tables = _tables(Page("https://a.gov.cn/1_2", [part]), Page("https://b.gov.cn/1_2", [part]))
    (link,) = tables["document_links"].to_pylist()
    assert (link["document_id"], link["relation"], link["other_document_id"]) == (
        part.document_id,
        "part_of",
        part.part_of,
    )
