"""The shared warehouse: a DuckLake, whose catalog is a PostgreSQL database and whose tables are Parquet files.

What belongs here: DuckDB's extensions for it, attaching it, its names, and its password, which no engine is told. What
does not: what a build writes there (`build/lake.py`) and what people see of it (`publish/lake.py`).

The extensions come as wheels, for nothing is ever fetched from DuckDB's own site; each is of exactly one version of
DuckDB. The catalog is named as libpq names a database (`postgres:dbname=gongkai host=db.example`). DuckDB and dbt
repeat that name in their errors, logs and results, so a password that stands in it is taken out and handed to libpq
by the environment; it is better kept where libpq looks for it by itself (`PGPASSFILE`).
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import duckdb

from flows.errors import GongkaiError, SettingsError
from flows.remote import is_address, opened_by_duckdb
from flows.settings import BUILD_ON_LAKE, Settings, put_into_environment
from flows.warehouse import connect, identifier, quoted

ALIAS: Final = "gongkai"
"""What the lake is attached as: the same name that the file with the marts has in a build."""

_METADATA: Final = f"__ducklake_metadata_{ALIAS}"
"""What DuckLake attaches the catalog's own tables as."""

EXTENSIONS: Final = ("ducklake", "postgres_scanner")

_IS_BEING_MADE: Final = "Failed to initialize DuckLake"
"""What all but the first of those hear who attach an empty database as a lake at one moment."""

_ATTEMPTS: Final = 5
_COMMITS_TRIED: Final = 100
"""A commit that another machine's overtakes is tried again by DuckLake itself: ten times, if it is not told more."""
_WORD: Final = re.compile(
    r"\s*([^\s=]+)\s*=\s*('(?:[^'\\]|\\.)*'|(?:(?:[^\s\\']|\\.)(?:[^\s\\]|\\.)*)?)(?=\s|$)", re.DOTALL
)
"""A keyword and its value, as libpq reads them (PostgreSQL's manual, "Connection Strings")."""
_QUERY: Final = re.compile(r'Failed to execute query ".*": ', re.DOTALL)
_URI: Final = re.compile(
    r"(?P<scheme>\w+://)(?:(?P<user>[^:@/?]*)(?::(?P<password>.*?))?@)?(?P<host>[^?@]*)(?:\?(?P<options>.*))?",
    re.DOTALL,
)


@contextmanager
def connected_lake(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the lake, attached as `gongkai`.

    Raises:
        GongkaiError: an extension is missing, or the lake cannot be reached, or breaks off while the block is open.
    """
    with connect(Path(":memory:"), spill_to=settings.data_dir / "spill") as database, lake_errors():
        attach_lake(database, settings)
        yield database


@contextmanager
def lake_errors() -> Iterator[None]:
    """Tell what DuckDB says of the lake as an error of the house.

    Raises:
        GongkaiError: DuckDB raised one of its own in the block.
    """
    try:
        yield
    except duckdb.Error as error:
        raise GongkaiError(f"the lake of GONGKAI_LAKE: {_said(error)}") from error


def attach_lake(database: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Attach the lake to an open connection.

    Raises:
        GongkaiError: as `connected_lake`.
        SettingsError: as `lake_environment`.
    """
    prepare(database, lake_data(settings))
    name, password = _catalog(settings)
    put_into_environment(password)
    catalog = quoted(f"ducklake:{name}")
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            database.execute(f"attach {catalog} as {ALIAS} (data_path {quoted(lake_data(settings))})")
        except duckdb.Error as error:
            if _IS_BEING_MADE not in str(error) or attempt == _ATTEMPTS:
                raise GongkaiError(f"the lake of GONGKAI_LAKE cannot be attached: {_said(error)}") from error
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
    if is_address(data):
        opened_by_duckdb(database, data, "GONGKAI_LAKE_DATA")


def lake_environment(settings: Settings) -> dict[str, str]:
    """What a process that attaches the lake by itself finds in its environment: the catalog's name, and apart from it
    the password, which libpq looks for there.

    Raises:
        SettingsError: the catalog is not named as libpq names a database.
    """
    name, password = _catalog(settings)
    return {"DBT_ENV_SECRET_GONGKAI_LAKE": name, **password}


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
    return [name for (name,) in found if _is_build(name, settings)]


def build_folders_ever(database: duckdb.DuckDBPyConnection, settings: Settings) -> list[str]:
    """The folders below `lake_data` of all builds of this installation that the catalog remembers, the removed ones
    too: it forgets a schema with the last snapshot that has it."""
    found = database.execute(
        f"select distinct schema_name, path from {_METADATA}.ducklake_schema where path_is_relative order by all"  # noqa: S608 - a word of our own
    ).fetchall()
    return [path.rstrip("/") for name, path in found if _is_build(name, settings)]


def named_files(database: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The names, without their folders, of all files that a row of the catalog names: of today, of older snapshots, or
    on their way out."""
    tables = ("ducklake_data_file", "ducklake_delete_file", "ducklake_files_scheduled_for_deletion")
    rows = " union all ".join(f"select path from {_METADATA}.{table}" for table in tables)  # noqa: S608 - words of our own
    return frozenset(path.rpartition("/")[2] for (path,) in database.execute(rows).fetchall())


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


def _is_build(schema: str, settings: Settings) -> bool:
    return re.fullmatch(re.escape(settings.lake_name) + BUILD_ON_LAKE.pattern, schema) is not None


def _catalog(settings: Settings) -> tuple[str, dict[str, str]]:
    """What DuckDB is told of the catalog, and the password as libpq finds it in the environment, if one is given."""
    kind, colon, database = settings.lake.get_secret_value().partition(":")
    uri = _URI.fullmatch(database)
    name, passwords = _without_passwords_of_uri(uri) if uri else _without_passwords_of_words(database)
    return f"{kind}{colon}{name}", {"PGPASSWORD": passwords[-1]} if passwords else {}


def _without_passwords_of_uri(uri: re.Match[str]) -> tuple[str, list[str]]:
    passwords = [uri["password"]] if uri["password"] else []
    options = []
    for option in (uri["options"] or "").split("&"):
        word, _, value = option.partition("=")
        if _is_password(word):
            passwords.append(value)
        elif option:
            options.append(option)
    user = f"{uri['user']}@" if uri["user"] is not None else ""
    tail = f"?{'&'.join(options)}" if options else ""
    return f"{uri['scheme']}{user}{uri['host']}{tail}", [unquote(password) for password in passwords]


def _without_passwords_of_words(database: str) -> tuple[str, list[str]]:
    if _WORD.sub("", database).strip():
        raise SettingsError("GONGKAI_LAKE is not a database as libpq names it (postgres:dbname=... host=...)")
    words, passwords = [], []
    for word, value in _WORD.findall(database):
        if _is_password(word):
            bare = value[1:-1] if value.startswith("'") else value
            passwords.append(re.sub(r"\\(.)", r"\1", bare, flags=re.DOTALL))
        else:
            words.append(f"{word}={value}")
    return " ".join(words), passwords


def _is_password(word: str) -> bool:
    """Whether a keyword is the password.

    Raises:
        SettingsError: it is that of a key, which libpq takes from nowhere else, so that it would be repeated.
    """
    if word.lower() == "sslpassword":
        raise SettingsError("GONGKAI_LAKE: a key with a password (sslpassword) is not supported")
    return word.lower() == "password"


def _said(error: duckdb.Error) -> str:
    """What went wrong, without the pages of SQL in which DuckDB asks a catalog for all that it holds."""
    return _QUERY.sub("", str(error)).strip()


def _load(database: duckdb.DuckDBPyConnection, name: str) -> None:
    version, package = f"v{duckdb.__version__}", f"duckdb_extension_{name}"
    wanted = f"DuckLake needs the package {package.replace('_', '-')}=={duckdb.__version__} (extra `scale`; make setup)"
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
