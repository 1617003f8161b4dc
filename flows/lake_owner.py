"""Whose name on the lake is whose: each name belongs to one data folder, and builds of another never touch its schemas.

What belongs here: the claim to a name. What does not: the lake (`ducklake.py`) and what is written there under the name
(`build/lake.py`, `publish/lake.py`).

The first who builds under a name makes it his: a table of that name in the schema `_owners` holds a random id, which
his data folder keeps too. Of two who make it at one moment the catalog lets one through.
"""

import time
from typing import Final
from uuid import uuid4

import duckdb

from flows.ducklake import ALIAS, in_lake, tables_of
from flows.durable import made_once
from flows.errors import GongkaiError
from flows.settings import Settings
from flows.warehouse import identifier, quoted

OWNERS: Final = "_owners"
"""No installation can be called so: names begin with a letter."""

_ATTEMPTS: Final = 5


def claim(lake: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Make sure that the name of this installation is its own on an attached lake; outside any transaction.

    Raises:
        GongkaiError: the name belongs to another data folder.
        duckdb.Error: the lake cannot be reached or written.
    """
    mine, name = made_once(settings.lake_owner_file, uuid4().hex, mode=0o644), settings.lake_name
    table = in_lake(OWNERS, name)
    for attempt in range(1, _ATTEMPTS + 1):
        if name in tables_of(lake, OWNERS):
            break
        try:
            lake.execute(f"create schema if not exists {ALIAS}.{identifier(OWNERS)}")
            lake.execute(f"create table if not exists {table} as select {quoted(mine)} as owner")
        except duckdb.TransactionException:
            if attempt == _ATTEMPTS:
                raise
            time.sleep(attempt / 5)
    ((owner,),) = lake.execute(f"select owner from {table}").fetchall()  # noqa: S608 - as above
    if owner != mine:
        raise GongkaiError(
            f"the name {name} on the lake belongs to another installation: give this one a name of its own "
            f"(GONGKAI_LAKE_NAME); if it is the same one with a new data folder, write {owner} into "
            f"{settings.lake_owner_file}"
        )
