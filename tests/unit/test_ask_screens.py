"""What `gongkai explain` prints: how far a number can be trusted, what contradicts it, and which of many it is."""

from datetime import datetime
from decimal import Decimal
from io import StringIO
from typing import Any

from rich.console import Console

from flows.ask.explain import Explained
from flows.ask_screens import print_explained

_FACT: dict[str, Any] = {
    "agency_name": "样例县人民政府",
    "report_year": 2022,
    "scope": "agency",
    "indicator_id": "applications.granted",
    "label_zh": "予以公开",
    "applicant": "total",
    "period": "year",
    "value": Decimal("5.000000"),
    "unit": "件",
    "is_approximate": False,
    "status": "contradicted",
    "form": "F2021",
    "aligned_by": "label",
    "document_id": "d",
    "table_index": 0,
    "row_index": 4,
    "column_index": 7,
    "quote": "5",
    "title": None,
    "url": "https://www.example.gov.cn/1.htm",
    "fetched_at": datetime(2026, 1, 1, 18, 30),  # noqa: DTZ001 - the archive's times are UTC without a zone
    "warc_file": "warc/a.warc.gz",
    "warc_offset": 1,
    "payload_sha256": "0" * 64,
}


def _printed(one: Explained) -> list[str]:
    with StringIO() as stream:
        print_explained(Console(width=200, file=stream), (one,))
        return [" ".join(line.split()) for line in stream.getvalue().splitlines()]


def test_the_number_is_marked_and_what_contradicts_it_comes_first() -> None:
    one = Explained(
        _FACT, ("A3", "outcomes 9 should equal 8"), (("D1", "late"),), (), "0 0 0", "5", "0 0", None
    )
    lines = _printed(one)
    assert lines[1] == "status contradicted by A3: outcomes 9 should equal 8"
    assert lines[-2:] == ["words 0 0 0 »5« 0 0", "finding D1: late"]


def test_a_number_that_nothing_contradicts_says_its_status() -> None:
    lines = _printed(Explained(_FACT | {"status": "proved"}, None, (), (), "", "5", "", None))
    assert lines[1] == "status proved"
