"""What is a person's own never reaches the site: not beside a number, not at its edge, not in a label."""

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.load.batches import ParquetBatches
from flows.schema import CELLS, DOCUMENTS
from flows.site.excerpts import write_excerpts
from flows.warehouse import connect

CARD, MOBILE, MAIL = "340102199001011234", "13812345678", "zhangsan@example.cn"
OFFICE = "0551-62871234"
BEFORE = f"联系电话{OFFICE}，手机{MOBILE}，收到申请"
AFTER = f"件，身份证{CARD}，邮箱{MAIL}，答复{'详' * 20}"
NUMBER = "13987654321"


@pytest.fixture
def words(tmp_path: Path) -> tuple[dict[str, list[str]], list[list[object]]]:
    """The words around two numbers of one document, and the labels of its table."""
    text = f"{BEFORE}{NUMBER}{AFTER}18人{'略' * 50}手机{MOBILE}"
    first, second = text.index(NUMBER), text.index("18人")
    raw = tmp_path / "raw"
    rows = {
        DOCUMENTS: {"document_id": "d", "reader_version": 1, "clean_text": text},
        CELLS: {
            "document_id": "d",
            "reader_version": 1,
            "table_index": 0,
            "row_index": 0,
            "column_index": 0,
            "row_span": 1,
            "column_span": 1,
            "cell_text": f"联系人{MOBILE}",
        },
    }
    for table, row in rows.items():
        (raw / table.name).mkdir(parents=True)
        pq.write_table(pa.Table.from_pylist([row]), raw / table.name / "one.parquet")
    file = tmp_path / "release.duckdb"
    with connect(file) as database:
        database.execute(
            "create table dim_document as select 'a' as agency_id, 'd' as document_id, 1 as reader_version"
        )
        database.execute(
            "create table fct_disclosure "
            "(document_id varchar, span_start integer, span_end integer, quote varchar, table_index integer)"
        )
        facts = [
            ("d", first, first + 11, NUMBER, None),
            ("d", second, second + 2, "18", None),
            ("d", 0, 2, "联系", 0),
        ]
        database.executemany("insert into fct_disclosure values (?, ?, ?, ?, ?)", facts)
    with connect(file, read_only=True) as database:
        assert write_excerpts(database, ParquetBatches(raw), tmp_path / "texts", 0)
    sentences, tables = json.loads(gzip.decompress((tmp_path / "texts" / "all.bin").read_bytes()))["d"]
    return sentences, tables["0"]


def test_the_words_around_a_number_name_nobody(
    words: tuple[dict[str, list[str]], list[list[object]]],
) -> None:
    sentences, labels = words
    shown = json.dumps([sentences, labels], ensure_ascii=False)
    for own in (CARD, MOBILE, MAIL, MOBILE[:6], CARD[:6]):
        assert own not in shown
    (before, after), (_, at_the_edge) = (sentences[span] for span in sorted(sentences, key=len))
    assert (len(before), before) == (len(BEFORE), BEFORE.replace(MOBILE, "＊" * 11))
    assert after.startswith("件，身份证＊＊＊＊")
    assert at_the_edge.endswith("手机" + "＊" * (59 - 50 - 2))
    assert labels == [[0, 0, 1, 1, "联系人" + "＊" * 11]]
