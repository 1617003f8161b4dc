"""The documents that wait to be compared.

What belongs here: which documents are compared at all, and which of them have no signature yet. What does not:
with what they are compared (`candidates.py`).
"""

from dataclasses import fields
from typing import Final

import duckdb

from flows.compare.texts import MODEL_KINDS, Text
from flows.vocabulary import FACT_KINDS

KINDS: Final = sorted(FACT_KINDS | MODEL_KINDS)
"""Documents that are compared: what reports, and what is written to be copied."""
TEXT_COLUMNS: Final = ", ".join(field.name for field in fields(Text))
"""Columns of `raw.documents` that make a `Text`, in its order."""

# A compilation that was cut into members is compared by its members.
_UNSIGNED: Final = """
from raw.documents
anti join raw.document_signatures using (document_id, reader_version)
anti join (select member_of as document_id, reader_version from raw.documents where member_of is not null)
    using (document_id, reader_version)
where reader_version = $version and list_contains($kinds, kind)
"""


def count_unsigned(connection: duckdb.DuckDBPyConnection, reader_version: int) -> int:
    """How many documents have no signature yet."""
    parameters = {"version": reader_version, "kinds": KINDS}
    return int(connection.execute(f"select count(*) {_UNSIGNED}", parameters).fetchall()[0][0])


def unsigned(connection: duckdb.DuckDBPyConnection, reader_version: int, limit: int) -> list[Text]:
    """The first documents without a signature, in the order of their ids."""
    rows = connection.execute(
        f"select {TEXT_COLUMNS} {_UNSIGNED} order by document_id limit $limit",
        {"version": reader_version, "kinds": KINDS, "limit": limit},
    ).fetchall()
    return [Text(*row) for row in rows]
