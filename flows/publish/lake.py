"""What people see of the lake: one schema of views, led from one build to the next in a single transaction.

What belongs here: leading the views. What does not: the builds that they show (`flows/build/lake.py`), and the release
as a file (`release.py`).
"""

import time
from contextlib import suppress
from typing import Final

import duckdb
from duckdb import DuckDBPyConnection

from flows.ducklake import (
    ALIAS,
    build_schema,
    connected_lake,
    in_lake,
    published_run,
    tables_of,
)
from flows.errors import PublishError
from flows.lake_owner import claim
from flows.settings import Settings
from flows.warehouse import identifier

_ATTEMPTS: Final = 5
"""Of two who publish at one moment the catalog lets one through; the other sees what came before it and tries again."""


def publish_on_lake(settings: Settings, run_id: str, *, is_back: bool = False) -> None:
    """Show a run's build, which the gate has passed, to all who read the lake; whoever reads sees the release before
    or this one, whole. Doing it again changes nothing.

    Args:
        is_back: a person leads back to an older run; otherwise a newer one stays.

    Raises:
        PublishError: a newer run is published already, the build is not there (any more), or others were faster every
            time.
        GongkaiError: the lake cannot be reached, or the name belongs to another installation.
    """
    with connected_lake(settings) as lake:
        claim(lake, settings)
        for attempt in range(_ATTEMPTS):
            time.sleep(attempt / 10)
            lake.begin()
            try:
                _lead(lake, settings, run_id, is_back=is_back)
                lake.commit()
            except duckdb.TransactionException as error:
                said = str(error)
            except BaseException:
                with suppress(
                    duckdb.Error
                ):  # the catalog is gone: nothing of the transaction is left there either
                    lake.rollback()
                raise
            else:
                return
    raise PublishError(f"run {run_id} could not be published on the lake in {_ATTEMPTS} attempts: {said}")


def _lead(lake: DuckDBPyConnection, settings: Settings, run_id: str, *, is_back: bool) -> None:
    """Make the views anew, in the transaction of the caller."""
    seen, build = settings.lake_name, build_schema(settings, run_id)
    published, marts = published_run(lake, settings), tables_of(lake, build)
    if published is not None and published > run_id and not is_back:
        raise PublishError(f"run {run_id} is older than run {published}, which is published on the lake")
    if not marts:
        raise PublishError(f"the lake holds no build of run {run_id}")
    lake.execute(f"create schema if not exists {ALIAS}.{identifier(seen)}")
    for gone in set(tables_of(lake, seen)) - set(marts):
        lake.execute(f"drop view {in_lake(seen, gone)}")
    for mart in marts:
        # Without the name of the lake: everybody attaches it under his own.
        shown = f"{identifier(build)}.{identifier(mart)}"
        lake.execute(f"create or replace view {in_lake(seen, mart)} as from {shown}")
