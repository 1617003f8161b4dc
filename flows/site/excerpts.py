"""The words around each number, cut out of the clean texts that the raw store keeps: what evidence shows.

What belongs here: cutting them and writing `data/texts/`. What does not: a number (`bodies.py`), and reading the
archive anew (`flows/ask/explain.py`).

A number of a sentence gets the rest of its line, some characters to each side, and only where the text has the quoted
words at the very place. A number of a table gets the labels of its table: the browser finds those over and beside it.
The Parquet batches are read and not the store, which a night may hold. They are read a few at a time, because a
country's texts do not fit into memory; a batch that came twice gives the same words.

    data/texts/<prefix>.bin      gzip of {document: [{span_start: [before, after]}, {table: [label, ...]}]}

A label is [row, column, rows, columns, text]. The prefix is that of the body (`shards.py`).
"""

import gzip
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from duckdb import DuckDBPyConnection

from flows.schema import CELLS, DOCUMENTS

_SIDE: Final = 60
"""Characters shown on each side of a number in a sentence."""
_LABEL: Final = 120
"""Characters of a label."""
_BYTES_AT_ONCE: Final = 32_000_000
_NOT_A_LABEL: Final = r"[\s\d.,，．%％+\-—–/]*[件条次个人份起万元无]{0,3}\s*"
"""Cells that hold a number, with its unit or without, or nothing."""

_SPOTS: Final = """
create or replace temp table spots as
select distinct document_id, span_start, span_end, quote from fct_disclosure where table_index is null
"""
_TABLES: Final = """
create or replace temp table shown_tables as
select distinct document_id, table_index from fct_disclosure where table_index is not null
"""
_EMPTY: Final = """
create or replace temp table sentences (
    agency_id varchar, document_id varchar, span_start integer, before varchar, after varchar
);
create or replace temp table labels (
    agency_id varchar, document_id varchar, table_index integer, cells varchar
)
"""
_CUT_SENTENCES: Final = f"""
insert into sentences
with cut as (
    select
        agency_id, document_id, span_start, quote, span_end - span_start as length, least(span_start, {_SIDE}) as lead,
        substring(clean_text, span_start - least(span_start, {_SIDE}) + 1, lead + length + {_SIDE}) as words
    from read_parquet($files)
    inner join spots using (document_id)
    inner join dim_document using (document_id, reader_version)
)
select
    agency_id, document_id, span_start, regexp_extract(substring(words, 1, lead), '[^\\n]*$'),
    regexp_extract(substring(words, lead + length + 1), '^[^\\n]*')
from cut
where substring(words, lead + 1, length) = quote
"""  # noqa: S608 - the parts are constants of this module
_CUT_LABELS: Final = f"""
insert into labels
select
    agency_id, document_id, table_index,
    string_agg(
        '[' || concat_ws(',', row_index, column_index, row_span, column_span, to_json(left(cell_text, {_LABEL})))
        || ']', ',' order by row_index, column_index
    )
from (
    select distinct
        agency_id, document_id, table_index, row_index, column_index, row_span, column_span, cell_text
    from read_parquet($files)
    semi join shown_tables using (document_id, table_index)
    inner join dim_document using (document_id, reader_version)
    where not regexp_full_match(cell_text, '{_NOT_A_LABEL}')
)
group by agency_id, document_id, table_index
"""  # noqa: S608 - as above
_OF_GROUP: Final = """
with lines as (
    select agency_id, document_id, string_agg(distinct line, ',' order by line) as words
    from (
        select
            agency_id, document_id, to_json(span_start::varchar) || ':' || to_json([before, after]) as line
        from sentences
        where agency_id >= $first and agency_id < $end
    )
    group by agency_id, document_id
),
tables as (
    select
        agency_id, document_id,
        string_agg(to_json(table_index::varchar) || ':[' || cells || ']', ',' order by table_index) as heads
    from (
        select agency_id, document_id, table_index, min(cells) as cells
        from labels
        where agency_id >= $first and agency_id < $end
        group by all
    )
    group by agency_id, document_id
)
select agency_id, to_json(document_id) || ':[{' || coalesce(words, '') || '},{' || coalesce(heads, '') || '}]'
from lines
full join tables using (agency_id, document_id)
order by agency_id, document_id
"""
# A bound that a scan can use by itself; 16 digits of an id are all smaller than this letter.
_PAST: Final = "g"


def write_excerpts(
    database: DuckDBPyConnection, raw: Path, folder: Path, length: int, prefixes: Sequence[str]
) -> bool:
    """Write the words around all numbers of a release.

    Args:
        database: a published file, open.
        raw: the folder of the raw tables' Parquet batches.
        folder: `data/texts` of the site; made where there is something to write.
        length: digits of a body's id that name its file.
        prefixes: the groups in which bodies are asked.

    Returns:
        Whether the raw tables are there; a copy of a release alone has none, and evidence shows the quoted words.
    """
    texts, cells = (sorted((raw / one.name).glob("*.parquet")) for one in (DOCUMENTS, CELLS))
    if not texts:
        return False
    for statement in (_SPOTS, _TABLES, _EMPTY):
        database.execute(statement)
    for statement, files in ((_CUT_SENTENCES, texts), (_CUT_LABELS, cells)):
        for some in _few_at_a_time(files):
            database.execute(statement, {"files": [str(file) for file in some]})
    folder.mkdir()
    for prefix in prefixes:
        rows = database.execute(_OF_GROUP, {"first": prefix, "end": prefix + _PAST}).fetchall()
        for shard, found in groupby(rows, key=lambda row: row[0][:length]):
            text = "{" + ",\n".join(document for _, document in found) + "}"
            (folder / f"{shard or 'all'}.bin").write_bytes(gzip.compress(text.encode(), 6, mtime=0))
    return True


def _few_at_a_time(files: Sequence[Path]) -> Iterator[list[Path]]:
    """Files in their order, as many at once as stay within a few megabytes."""
    some: list[Path] = []
    size = 0
    for file in files:
        size += file.stat().st_size
        if some and size > _BYTES_AT_ONCE:
            yield some
            some, size = [], file.stat().st_size
        some.append(file)
    if some:
        yield some
