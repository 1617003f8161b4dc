"""The DuckDB form of the raw tables, derived from their Arrow schemas.

What belongs here: types, columns and comments. What does not: rows (`store.py`).
"""

from collections.abc import Mapping
from typing import Any, Final

import duckdb
import pyarrow as pa

from flows.errors import GongkaiError
from flows.schema import RAW_TABLES, RawTable
from flows.warehouse import identifier, quoted

SCHEMA_NAME: Final = "raw"

_SCALARS: Final[Mapping[pa.DataType, str]] = {
    pa.string(): "VARCHAR",
    pa.bool_(): "BOOLEAN",
    pa.int16(): "SMALLINT",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.float32(): "FLOAT",
    pa.date32(): "DATE",
    pa.timestamp("us"): "TIMESTAMP",
}


def ddl(table: RawTable) -> str:
    """The statement that makes a raw table, from its Arrow schema."""
    columns = ", ".join(
        f"{identifier(field.name)} {sql_type(field.type)}{'' if field.nullable else ' NOT NULL'}"
        for field in table.schema
    )
    return f"create table {SCHEMA_NAME}.{table.name} ({columns})"


def sql_type(kind: pa.DataType) -> str:
    """DuckDB's name of an Arrow type.

    Raises:
        TypeError: a type that no raw table uses yet.
    """
    if pa.types.is_decimal(kind):
        return f"DECIMAL({kind.precision},{kind.scale})"
    if pa.types.is_list(kind):
        return f"{sql_type(kind.value_type)}[]"
    if pa.types.is_struct(kind):
        members = ", ".join(f"{identifier(field.name)} {sql_type(field.type)}" for field in kind.fields)
        return f"STRUCT({members})"
    try:
        return _SCALARS[kind]
    except KeyError:
        raise TypeError(f"no DuckDB type is known for {kind}") from None


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the raw tables that are missing, and the newest columns of older ones, with their comments.

    Raises:
        GongkaiError: a table is there and has other columns.
    """
    connection.execute(f"create schema if not exists {SCHEMA_NAME}")
    for table in RAW_TABLES:
        found = _columns(connection, table)
        if not found:
            connection.execute(ddl(table))
            _comment(connection, table)
            continue
        new = list(table.schema)[len(found) :]
        if found == table.schema.names[: len(found)] and all(field.nullable for field in new):
            for field in new:
                connection.execute(
                    f"alter table {SCHEMA_NAME}.{table.name} "
                    f"add column {identifier(field.name)} {sql_type(field.type)}"
                )
                _comment_column(connection, table, field)
        else:
            raise GongkaiError(
                f"the raw table {table.name} was made with other columns ({', '.join(found)}); "
                "remove store.duckdb: it is made again from the Parquet batches beside it"
            )


def _columns(connection: duckdb.DuckDBPyConnection, table: RawTable) -> list[str]:
    rows = connection.execute(
        """
        select column_name from information_schema.columns
        where table_catalog = current_database() and table_schema = ? and table_name = ?
        order by ordinal_position
        """,
        [SCHEMA_NAME, table.name],
    ).fetchall()
    return [name for (name,) in rows]


def _comment(connection: duckdb.DuckDBPyConnection, table: RawTable) -> None:
    name = f"{SCHEMA_NAME}.{table.name}"
    connection.execute(f"comment on table {name} is {quoted(table.grain)}")
    for field in table.schema:
        _comment_column(connection, table, field)


def _comment_column(connection: duckdb.DuckDBPyConnection, table: RawTable, field: "pa.Field[Any]") -> None:
    description = quoted((field.metadata or {})[b"description"].decode())
    column = f"{SCHEMA_NAME}.{table.name}.{identifier(field.name)}"
    connection.execute(f"comment on column {column} is {description}")
