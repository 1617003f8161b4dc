"""Everything that Great Expectations must be told so that it works on DuckDB and keeps to itself.

What belongs here: the repair of its SQL engine, the context (stores, Data Docs, no telemetry) and the
connection. What does not: rules and their results.

Great Expectations gives a connection back before it fetches the rows, which loses them on DuckDB (its issue
11579: every expectation fails with `list index out of range`). It keeps the connection for dialects of a
list; `repair_dialects` adds DuckDB to it. `tests/warehouse/test_gate.py` fails loudly when a version changes
that list.
"""

from pathlib import Path
from typing import Any, Final

import great_expectations as gx
import sqlalchemy
from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext
from great_expectations.data_context.types.base import DataContextConfig, ProgressBarsConfig
from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
from great_expectations.execution_engine import sqlalchemy_execution_engine

from expectations.history import NIGHTS_KEPT

KEPT_DIALECTS: Final = "_PERSISTED_CONNECTION_DIALECTS"
"""The private list of Great Expectations that names the dialects whose connection is kept."""

DOCS_SITE: Final = "docs"


class _DuckDB(str):
    """Looks like a member of Great Expectations' own list of dialects, which are strings with a `value`."""

    __slots__ = ()

    @property
    def value(self) -> str:
        return str(self)


def repair_dialects() -> None:
    """Make Great Expectations keep its DuckDB connection until the rows are fetched; calling it twice is
    harmless."""
    kept: tuple[str, ...] = getattr(sqlalchemy_execution_engine, KEPT_DIALECTS)
    if "duckdb" not in kept:
        setattr(sqlalchemy_execution_engine, KEPT_DIALECTS, (*kept, _DuckDB("duckdb")))


def open_context(quality: Path | None) -> EphemeralDataContext:
    """A context that keeps validation results in `quality/results` (the history) and writes Data Docs into
    `quality/docs`, or leaves nothing behind; rules live in code and are never stored."""
    config = DataContextConfig(
        config_version=4,
        fluent_datasources={},
        expectations_store_name="expectations",
        validation_results_store_name="results",
        checkpoint_store_name="checkpoints",
        stores={
            "expectations": _store("ExpectationsStore"),
            "results": _store("ValidationResultsStore", quality and quality / "results"),
            "checkpoints": _store("CheckpointStore"),
            "validation_definition_store": _store("ValidationDefinitionStore"),
        },
        data_docs_sites={DOCS_SITE: _site(quality / "docs")} if quality else {},
        analytics_enabled=False,
        progress_bars=ProgressBarsConfig(globally=False),
    )
    context = gx.get_context(mode="ephemeral", project_config=config)
    if not isinstance(context, EphemeralDataContext):
        raise TypeError(f"Great Expectations gave a {type(context).__name__} for an ephemeral context")
    return context


def open_file(
    context: EphemeralDataContext, name: str, file: Path, previous: Path | None = None
) -> SQLDatasource:
    """Connect to a DuckDB file, read-only, with the last release attached read-only as `previous`."""
    repair_dialects()
    # `kwargs` reach SQLAlchemy's `create_engine`; the typed interface of `add_sql` does not know them.
    options: dict[str, Any] = {"kwargs": {"connect_args": {"read_only": True}}}
    source = context.data_sources.add_sql(
        name, connection_string=f"duckdb:///{file.resolve()}", create_temp_table=False, **options
    )
    if previous is not None:
        quoted = str(previous.resolve()).replace("'", "''")
        with source.get_execution_engine().get_connection() as connection:
            connection.execute(sqlalchemy.text(f"attach '{quoted}' as previous (read_only)"))
    return source


def _store(kind: str, folder: Path | None = None) -> dict[str, Any]:
    return {"class_name": kind, "store_backend": _backend(folder)}


def _backend(folder: Path | None) -> dict[str, str]:
    if folder is None:
        return {"class_name": "InMemoryStoreBackend"}
    return {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder.resolve())}


def _site(folder: Path) -> dict[str, Any]:
    page = {"module_name": "expectations.offline", "class_name": "OfflinePage"}
    index = {"module_name": "expectations.offline", "class_name": "OfflineIndex"}
    return {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "store_backend": _backend(folder),
        "site_index_builder": {
            "class_name": "DefaultSiteIndexBuilder",
            "view": index,
            "validation_results_limit": 2 * NIGHTS_KEPT,
        },
        "site_section_builders": {
            "expectations": {"view": page},
            "validations": {"view": page},
            "profiling": "none",
        },
    }
