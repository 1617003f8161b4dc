"""The words around each number, cut out of the clean texts that the raw store keeps: what evidence shows.

What belongs here: cutting them and writing `data/texts/`. What does not: a number (`bodies.py`), and reading the
archive anew (`flows/ask/explain.py`).

A number of a sentence gets the rest of its line, some characters to each side, and only where the text has the quoted
words at the very place; what is a person's own in them is hidden (`personal.py`). A number of a table gets the labels
of its table: the browser finds those over and beside it. The Parquet batches are read and not the store, which a night
may hold. A document lies whole in one batch; where several hold it, the first one counts, as it does in the store.

A country's texts and cells do not fit into memory. So the small side of every join is what is looked for, texts are
read some thousand at a time, what was cut is sorted by body (which the database does on the disk), and then written for
a group of bodies at a time.

    data/texts/<prefix>.bin      gzip of {document: [{"start-end": [before, after]}, {table: [label, ...]}]}

A label is [row, column, rows, columns, text]. The prefix is that of the body (`shards.py`).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Final

from duckdb import DuckDBPyConnection

from flows.load.batches import ParquetBatches
from flows.load.rows import READING_TABLES
from flows.personal import teach
from flows.schema import CELLS, DOCUMENTS
from flows.site.files import pack
from flows.site.groups import Group, groups_of

_SIDE: Final = 60
"""Characters shown on each side of a number in a sentence."""
_SEEN: Final = _SIDE + 80
"""Characters looked at on each side: what is a person's own may reach over the edge, and must be known whole."""
_LABEL: Final = 120
"""Characters of a label."""
_TEXTS_AT_ONCE: Final = 20_000
_WORDS_AT_ONCE: Final = 200_000
"""Sentences and labels of a group of bodies."""
_NOT_A_LABEL: Final = r"[\s\d.,，．%％+\-—–/]*[件条次个人份起万元无]{0,3}\s*"
"""Cells that hold a number, with its unit or without, or nothing."""

# Documents are numbered in the order of their bodies: a number is a small key, and bodies are neighbours by it.
_PREPARE: Final = (
    """
    create or replace temp table places as
    select row_number() over (order by agency_id, document_id)::integer as place, agency_id, document_id, reader_version
    from dim_document
    where agency_id is not null
    """,
    """
    create or replace temp table spots as
    select distinct place, span_start, span_end, quote
    from fct_disclosure
    inner join places using (document_id)
    where table_index is null
    """,
    """
    create or replace temp table shown_tables as
    select distinct place, table_index
    from fct_disclosure
    inner join places using (document_id)
    where table_index is not null
    """,
    "create or replace temp table sentences (place integer, span varchar, before varchar, after varchar)",
    """
    create or replace temp table labels (
        place integer, table_index integer, batch ubigint, row_index integer, column_index integer, row_span integer,
        column_span integer, words varchar
    )
    """,
)
_ROWS_OF_FILES: Final = "select file_name, num_rows from parquet_file_metadata($files) order by file_name"
_THESE: Final = "read_parquet($files) where file_row_number >= $first and file_row_number < $end"
_FIND_SPOTS: Final = f"""
create or replace temp table spots_here as
select spots.*
from spots
semi join (
    select place
    from (select document_id, reader_version from {_THESE})
    inner join places using (document_id, reader_version)
) using (place)
"""  # noqa: S608 - the parts are constants of this module
_CUT_SENTENCES: Final = f"""
insert into sentences
with cut as (
    select
        place, span_start, span_end, quote, span_end - span_start as length, least(span_start, {_SEEN}) as lead,
        substring(clean_text, span_start - least(span_start, {_SEEN}) + 1, lead + length + {_SEEN}) as words,
        without_personal(words, false) as public_words
    from (select document_id, reader_version, clean_text from {_THESE})
    inner join places using (document_id, reader_version)
    inner join spots_here using (place)
)
select
    place, span_start || '-' || span_end,
    regexp_extract(right(substring(public_words, 1, lead), {_SIDE}), '[^\\n]*$'),
    regexp_extract(substring(public_words, lead + length + 1, {_SIDE}), '^[^\\n]*')
from cut
where substring(words, lead + 1, length) = quote
"""  # noqa: S608 - as above
_CUT_LABELS: Final = f"""
insert into labels
select place, table_index, file_index, row_index, column_index, row_span, column_span,
    left(without_personal(cell_text, false), {_LABEL})
from read_parquet($files)
inner join places using (document_id, reader_version)
semi join shown_tables using (place, table_index)
where not regexp_full_match(cell_text, '{_NOT_A_LABEL}')
order by place
"""  # noqa: S608 - as above
_COUNT_WORDS: Final = """
select left(agency_id, $length) as shard, count(*)
from (select place from labels union all select place from sentences)
inner join places using (place)
group by shard
order by shard
"""
_PLACES_OF_GROUP: Final = (
    "select min(place), max(place) from places where agency_id >= $first and agency_id < $end"
)
_OF_GROUP: Final = """
with lines as (
    select place, string_agg(distinct line, ',' order by line) as words
    from (
        select place, to_json(span) || ':' || to_json([before, after]) as line
        from sentences
        where place between $low and $high
    )
    group by place
),
headed as (
    select
        place, table_index,
        string_agg(
            '[' || concat_ws(',', row_index, column_index, row_span, column_span, to_json(words)) || ']', ','
            order by row_index, column_index
        ) as cells
    from (
        select *, min(batch) over (partition by place) as first_batch
        from labels
        where place between $low and $high
    )
    where batch = first_batch
    group by place, table_index
),
tables as (
    select place, string_agg(to_json(table_index::varchar) || ':[' || cells || ']', ',' order by table_index) as heads
    from headed
    group by place
)
select agency_id, to_json(document_id) || ':[{' || coalesce(words, '') || '},{' || coalesce(heads, '') || '}]'
from places
inner join (lines full join tables using (place)) using (place)
order by place
"""
_EVERY_ROW: Final = 2**62


def write_excerpts(database: DuckDBPyConnection, raw: ParquetBatches, folder: Path, length: int) -> bool:
    """Write the words around all numbers of a release.

    Args:
        database: a published file, open.
        raw: the raw tables' Parquet batches.
        folder: `data/texts` of the site; made where there is something to write.
        length: digits of a body's id that name its file.

    Returns:
        Whether the raw tables are there; a copy of a release alone has none, and evidence shows the quoted words.

    Raises:
        GongkaiError: a batch has lost a file: the words of its documents would be missing.
    """
    raw.must_be_whole(READING_TABLES)
    texts, cells = (raw.shown_to(database, one) for one in (DOCUMENTS, CELLS))
    if not texts:
        return False
    teach(database)
    for statement in _PREPARE:
        database.execute(statement)
    with _joined_as_written(database):
        for some in _bites(database, texts):
            database.execute(_FIND_SPOTS, some)
            database.execute(_CUT_SENTENCES, some)
        if cells:
            database.execute(_CUT_LABELS, {"files": cells})
    folder.mkdir()
    counts = database.execute(_COUNT_WORDS, {"length": length}).fetchall()
    for group in groups_of(counts, _WORDS_AT_ONCE):
        _write_group(database, group, folder, length)
    return True


def _write_group(database: DuckDBPyConnection, group: Group, folder: Path, length: int) -> None:
    bounds = {"first": group.first, "end": group.end}
    ((low, high),) = database.execute(_PLACES_OF_GROUP, bounds).fetchall()
    rows = database.execute(_OF_GROUP, {"low": low, "high": high}).fetchall()
    for shard, found in groupby(rows, key=lambda row: row[0][:length]):
        text = "{" + ",\n".join(document for _, document in found) + "}"
        pack(folder / f"{shard or 'all'}.bin", text)


@contextmanager
def _joined_as_written(database: DuckDBPyConnection) -> Iterator[None]:
    """Keep the order of joins: the left side streams, and the right side is held in memory. The database would choose
    by counts of rows, and a row of the left side can be a whole report."""
    database.execute("set disabled_optimizers = 'join_order,build_side_probe_side'")
    yield
    database.execute("reset disabled_optimizers")


def _bites(database: DuckDBPyConnection, files: Sequence[str]) -> Iterator[dict[str, object]]:
    """Files in their order, as many together as hold so many texts; a file with more is read in parts.

    Yields:
        `files`, and the rows of each to read: from `first` up to, but without, `end`.
    """
    some: list[str] = []
    waiting = 0
    for file, n in database.execute(_ROWS_OF_FILES, {"files": files}).fetchall():
        if some and waiting + n > _TEXTS_AT_ONCE:
            yield {"files": some, "first": 0, "end": _EVERY_ROW}
            some, waiting = [], 0
        if n > _TEXTS_AT_ONCE:
            for first in range(0, n, _TEXTS_AT_ONCE):
                yield {"files": [file], "first": first, "end": first + _TEXTS_AT_ONCE}
        else:
            some, waiting = [*some, file], waiting + n
    if some:
        yield {"files": some, "first": 0, "end": _EVERY_ROW}
