"""The shared warehouse: a DuckLake, whose catalog is a PostgreSQL database and whose tables are Parquet files.

What belongs here: DuckDB's extensions for it, attaching it, its names, and errors that never tell a password. What does
not: what a build writes there (`build/lake.py`) and what people see of it (`publish/lake.py`).

The extensions come as wheels, for nothing is ever fetched from DuckDB's own site; each is of exactly one version of
DuckDB. The catalog is named as libpq names a database (`postgres:dbname=gongkai host=db.example`), and a password is
better kept where libpq looks for it by itself (`PGPASSFILE`).
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Final

import duckdb
import fsspec  # type: ignore[import-untyped]

from flows.errors import GongkaiError
from flows.settings import Settings
from flows.warehouse import connect, identifier, quoted

ALIAS: Final = "gongkai"
"""What the lake is attached as: the same name that the file with the marts has in a build."""

EXTENSIONS: Final = ("ducklake", "postgres_scanner")

_IS_BEING_MADE: Final = "Failed to initialize DuckLake"
"""What all but the first of those hear who attach an empty database as a lake at one moment."""

_ATTEMPTS: Final = 5
_COMMITS_TRIED: Final = 100
"""A commit that another machine's overtakes is tried again by DuckLake itself: ten times, if it is not told more."""
_PASSWORD: Final = re.compile(r"(?i)(password\s*=\s*)('(?:[^'\\]|\\.)*'|\S+)|(?<=://)[^@/\s]+(?=@)")
_ADDRESS: Final = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)


@contextmanager
def connected_lake(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the lake, attached as `gongkai`.

    Raises:
        GongkaiError: an extension is missing, or the lake cannot be reached; the message holds no password.
    """
    with connect(Path(":memory:"), spill_to=settings.data_dir / "spill") as database:
        attach_lake(database, settings)
        yield database


def attach_lake(database: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Attach the lake to an open connection.

    Raises:
        GongkaiError: as `connected_lake`.
    """
    prepare(database, lake_data(settings))
    catalog = quoted(f"ducklake:{settings.lake.get_secret_value()}")
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            database.execute(f"attach {catalog} as {ALIAS} (data_path {quoted(lake_data(settings))})")
        except duckdb.Error as error:
            if _IS_BEING_MADE not in str(error) or attempt == _ATTEMPTS:
                said = without_password(str(error))
                raise GongkaiError(f"the lake of GONGKAI_LAKE cannot be attached: {said}") from None
            time.sleep(attempt / 5)
        else:
            return


def prepare(database: duckdb.DuckDBPyConnection, data: str) -> None:
    """Load the extensions, and the file system on which the tables lie where that is none of DuckDB's own.

    Args:
        data: the folder of the Parquet files; an address (`s3://...`) is opened by fsspec.

    Raises:
        GongkaiError: an extension is missing or of another version, or nothing here opens such an address.
    """
    for name in EXTENSIONS:
        _load(database, name)
    database.execute(f"set global ducklake_max_retry_count = {_COMMITS_TRIED}")
    address = _ADDRESS.match(data)
    if address is not None:
        try:
            database.register_filesystem(fsspec.filesystem(address[1]))
        except (ImportError, ValueError) as error:
            raise GongkaiError(f"GONGKAI_LAKE_DATA: nothing here opens {address[0]}: {error}") from error


def lake_data(settings: Settings) -> str:
    """Where the lake's Parquet files lie, with a slash behind it."""
    return (settings.lake_data or str((settings.data_dir / "lake").absolute())).rstrip("/") + "/"


def build_schema(settings: Settings, run_id: str) -> str:
    """The schema in which a run's build stands: what is published shows the tables of one of these."""
    return f"{settings.lake_name}_{run_id}".lower()


def build_schemas(database: duckdb.DuckDBPyConnection, settings: Settings) -> list[str]:
    """The schemas of all builds of this installation, the oldest first."""
    found = database.execute(
        "select schema_name from duckdb_schemas() where database_name = ? order by schema_name", [ALIAS]
    ).fetchall()
    pattern = re.compile(re.escape(settings.lake_name) + r"_\d{8}t\d{6}z")
    return [name for (name,) in found if pattern.fullmatch(name)]


def published_run(database: duckdb.DuckDBPyConnection, settings: Settings) -> str | None:
    """The run whose build people see of this installation; None where nothing is published yet."""
    if "release" not in tables_of(database, settings.lake_name):
        return None
    ((run_id,),) = database.execute(f"select run_id from {in_lake(settings.lake_name, 'release')}").fetchall()  # noqa: S608 - names are quoted
    return str(run_id)


def tables_of(database: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
    """The tables and views of one schema of the lake, by name."""
    found = database.execute(
        "select table_name from information_schema.tables where table_catalog = ? and table_schema = ? order by all",
        [ALIAS, schema],
    ).fetchall()
    return [name for (name,) in found]


def in_lake(schema: str, table: str) -> str:
    """The full name of a table of the lake."""
    return f"{ALIAS}.{identifier(schema)}.{identifier(table)}"


def without_password(message: str) -> str:
    """What an engine says, without the password of a catalog that it may repeat."""
    return _PASSWORD.sub(lambda found: f"{found[1] or ''}***", message)


def _load(database: duckdb.DuckDBPyConnection, name: str) -> None:
    version, package = f"v{duckdb.__version__}", f"duckdb_extension_{name}"
    wanted = f"DuckLake needs the package {package.replace('_', '-')}=={duckdb.__version__} (extra `scale`)"
    try:
        path = Path(str(files(package))) / "extensions" / version / f"{name}.duckdb_extension"
    except ModuleNotFoundError:
        raise GongkaiError(f"{wanted}, which is not installed") from None
    if not path.exists():
        raise GongkaiError(f"{wanted}; what is installed is for another version of DuckDB")
    try:
        database.execute(f"load {quoted(str(path))}")
    except duckdb.Error as error:
        raise GongkaiError(f"{wanted}; what is installed cannot be loaded: {error}") from error
