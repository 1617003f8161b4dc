"""Settings: every knob and every path, read once from the environment (prefix `GONGKAI_`).

What belongs here: names, defaults and bounds of settings; the layout of the data folder. What does not:
anything that acts on them. No other module reads the environment.
"""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from secrets import token_urlsafe
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.disk import refuse_full_disk
from flows.durable import made_once
from flows.errors import SettingsError
from flows.orphans import keep_till_the_end
from flows.prefect_database import make_ready

PROJECT_DIR = Path(__file__).resolve().parent.parent
REMOTE_OWNER = "remote_owner"
_DATABASE_ELSEWHERE = tuple(
    f"PREFECT_{owner}_DATABASE_{name}" for owner in ("SERVER", "API") for name in ("CONNECTION_URL", "DRIVER")
)
"""Where Prefect reads that its database is not that of its home."""
BUILD_ON_LAKE = re.compile(r"_\d{8}t\d{6}z")
"""What stands behind an installation's name in the schema of each of its builds on a lake: the run."""


def _checked_remote(address: str) -> str:
    """An address that means the same on every machine and in every process, and holds no secret."""
    if not address:
        return address
    scheme, found, place = address.partition("://")
    if not found or re.fullmatch(r"[a-z][a-z0-9+.-]*", scheme) is None or not place.strip("/"):
        raise ValueError("this is no address (s3://bucket/gongkai, file:///mnt/gongkai)")
    if re.search(r":[^@]*@|\?", place):
        raise ValueError(
            "keys, passwords and options belong into fsspec's own configuration, not into the address"
        )
    if scheme in ("http", "https"):
        raise ValueError("nothing can be written there")
    if scheme == "memory":
        raise ValueError("what lies in a process's memory is lost with it")
    if scheme in ("file", "local") and not place.startswith("/"):
        raise ValueError("a folder is named in full (file:///mnt/gongkai)")
    return address.rstrip("/")


def _checked_place(place: str) -> str:
    """A folder, or an address that holds no secret."""
    return _checked_remote(place) if "://" in place else place


def _checked_lake_name(name: str) -> str:
    """A name that is no build's: whose build it would be prunes it."""
    if re.search(BUILD_ON_LAKE.pattern + r"\Z", name):
        raise ValueError("a name with a run behind it is that of a build")
    return name


class Settings(BaseSettings):
    """Settings of one installation. Each can be given as `GONGKAI_<NAME>` in the environment."""

    model_config = SettingsConfigDict(
        env_prefix="GONGKAI_", extra="ignore", frozen=True, hide_input_in_errors=True
    )

    data_dir: Path = PROJECT_DIR / "data"
    """Where everything made at run time lives."""
    sources_dir: Path = PROJECT_DIR / "data" / "sources"
    """Where the source files (`*.yml`) lie."""
    contact: str = ""
    """The operator's address or page, printed in the user agent so that a site's owner can reach somebody. No
    public host is asked without it."""
    operator: Annotated[str, Field(min_length=1)] = "operator"
    """Who decides, where no other name is given (`gongkai quarantine --who`). Every release publishes it, so it is a
    role or a name that was chosen for that, and never the user of the machine."""
    workers: Annotated[int, Field(ge=1, le=256)] = max(1, os.cpu_count() or 1)
    """Processes that read pages."""
    batch_size: Annotated[int, Field(ge=1, le=100_000)] = 200
    """Captures in one batch of the reader: one Prefect task, one Parquet file a table."""
    requests_at_once: Annotated[int, Field(ge=1, le=1_000)] = 64
    """Requests of the collector under way at one time, over all hosts."""
    collect_hours: Annotated[float, Field(gt=0, le=240)] = 12.0
    """Hours after which a night asks no host for anything more; what is left waits for the next night."""
    max_page_bytes: Annotated[int, Field(ge=1_000)] = 32_000_000
    """A larger payload is recorded as refused (`too_large`) and read no further."""
    read_timeout_seconds: Annotated[float, Field(gt=0)] = 30.0
    """One document that takes longer to read, once its bytes are there, is recorded as refused (`too_slow`)."""
    releases_kept: Annotated[int, Field(ge=1)] = 7
    """Published releases that stay on disk."""
    builds_kept: Annotated[int, Field(ge=1)] = 3
    """Builds that stay on disk, for looking into: the refused ones too."""
    archive_budget_mb: Annotated[int, Field(ge=0)] = 2_000
    """Disk in megabytes that one source may take in the archive for one year; beyond it `gongkai archive prune`
    drops versions that were replaced long ago."""
    dbt_threads: Annotated[int, Field(ge=1)] = 2
    notify_url: SecretStr = SecretStr("")
    """The address that takes a POST of JSON (`notify.py`) where a run failed, the gate refused it or many of its
    sources failed; none if empty."""
    site_after_publish: bool = True
    """Every release is followed by its static site."""
    dask: Annotated[str, Field(pattern=r"^(|local|(tcp|tls|ws|wss|ucx)://\S+)$")] = ""
    """The Dask cluster that reads pages: the address of its scheduler (`tcp://host:8786`), or `local` for one of
    `workers` processes on this machine; none if empty."""
    lake: SecretStr = SecretStr("")
    """The catalog of the DuckLake that the marts are built on (`postgres:dbname=gongkai host=...`); none if empty."""
    lake_data: Annotated[str, AfterValidator(_checked_place)] = ""
    """Where the lake's Parquet files lie: a folder, or an address that fsspec opens; `lake` in the data folder if
    empty. All installations on one lake name the same place."""
    lake_name: Annotated[
        str, Field(pattern=r"^[a-z][a-z0-9_]{0,30}$"), AfterValidator(_checked_lake_name)
    ] = "main"
    """The schema of the lake in which people find this installation's release; installations that share a lake have
    one each, and none has a name that the build of another one could have (`main_20260601t183000z`)."""

    remote: Annotated[str, AfterValidator(_checked_remote)] = ""
    """Where the closed WARC files and the Parquet batches lie, if not in the data folder: a folder of this installation
    alone, by an address that fsspec opens (`s3://bucket/gongkai`). Keys and options are fsspec's own affair, and stand
    in no address."""

    @cached_property
    def user_agent(self) -> str:
        """What the collector calls itself."""
        contact = f"+{self.contact}; " if self.contact else ""
        return f"gongkai/0.1 ({contact}annual disclosure reports archive)"

    @property
    def is_on_lake(self) -> bool:
        """Whether the marts are built on a lake."""
        return bool(self.lake.get_secret_value())

    @property
    def lake_owner_file(self) -> Path:
        """Whose name on the lake this is: the id of the data folder."""
        return self.data_dir / "lake_owner"

    @property
    def remote_owner_file(self) -> Path:
        """Whose remote folder this is: an id that lies there too."""
        return self.data_dir / REMOTE_OWNER

    @property
    def archive_dir(self) -> Path:
        """WARC files and the capture log."""
        return self.data_dir / "archive"

    @property
    def raw_dir(self) -> Path:
        """Parquet batches and the raw tables (`store.duckdb`)."""
        return self.data_dir / "raw"

    @property
    def store_file(self) -> Path:
        """The DuckDB file of the raw tables."""
        return self.raw_dir / "store.duckdb"

    @property
    def warehouse_dir(self) -> Path:
        """Build files of the nights."""
        return self.data_dir / "warehouse"

    @property
    def overrides_file(self) -> Path:
        """What people have decided; it is the house's own work, and never made at run time."""
        return self.data_dir / "overrides.csv"

    @property
    def published_dir(self) -> Path:
        """Releases and the analysts' door."""
        return self.data_dir / "published"

    @property
    def published_file(self) -> Path:
        """The analysts' door: a link to the current release."""
        return self.published_dir / "gongkai.duckdb"

    @property
    def quality_dir(self) -> Path:
        """Results of the gate and Data Docs."""
        return self.data_dir / "quality"

    @property
    def runs_dir(self) -> Path:
        """One JSON record a run."""
        return self.data_dir / "runs"

    @property
    def prefect_home(self) -> Path:
        """Prefect's own state: one home a data folder, never the user's."""
        return self.data_dir / "prefect"


_override: Settings | None = None


def load_settings() -> Settings:
    """The settings of this process: those of `use_settings` where it is active, else the environment's.

    Raises:
        SettingsError: a value is out of bounds or of the wrong type; the message names each.
    """
    return _override if _override is not None else make_settings()


def settings_of(data_dir: Path | None) -> Settings:
    """The settings of this process, or those of another data folder.

    Raises:
        SettingsError: as `load_settings`.
    """
    return load_settings() if data_dir is None else make_settings(data_dir=data_dir)


def make_settings(**overrides: object) -> Settings:
    """Read the settings from the environment; `overrides` win over it.

    Raises:
        SettingsError: as `load_settings`.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise SettingsError(f"settings: {wrong}") from error


@contextmanager
def use_settings(settings: Settings) -> Iterator[None]:
    """Make these the settings of the process for a while: how the demo and the tests get a data folder of
    their own."""
    global _override
    before, _override = _override, settings
    try:
        yield
    finally:
        _override = before


def prepare_prefect(settings: Settings, *, verbose: bool = False) -> None:
    """Set Prefect's environment where the operator has not: its home inside the data folder, no reports to
    anybody, time enough for the embedded server to start, and the password of that server, whose database is that of
    `gongkai serve`; make that database where there is none. Where this process is killed, what it has started since,
    that server too, is killed after it. Call it before Prefect is imported.

    Raises:
        GongkaiError: the disk is full, or Prefect's database cannot be made.
    """
    _prepare_prefect(settings, verbose=verbose)
    put_into_environment(keep_till_the_end())


def _prepare_prefect(settings: Settings, *, verbose: bool) -> None:
    refuse_full_disk(settings.data_dir)
    settings.prefect_home.mkdir(parents=True, exist_ok=True)  # Prefect makes no parents of its home
    defaults = {
        "PREFECT_HOME": str(settings.prefect_home.resolve()),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        # The newer pages ask a host of statistics before they know that none are wanted.
        "PREFECT_SERVER_UI_V2_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "DO_NOT_TRACK": "1",
        # The embedded server needs 13 to 22 s on two cores, near Prefect's own limit of 20 s.
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_LOGGING_LEVEL": "INFO" if verbose else "CRITICAL",
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
    if "PREFECT_API_URL" not in os.environ:
        if not any(map(os.environ.get, _DATABASE_ELSEWHERE)):
            make_ready(Path(os.environ["PREFECT_HOME"]) / "prefect.db", os.environ)
        if "PREFECT_SERVER_API_AUTH_STRING" not in os.environ:
            put_into_environment(_locked(settings))


def prefect_password_file(settings: Settings) -> Path:
    """Where the password of Prefect's server lies, in one line that only its owner may read."""
    return settings.prefect_home / "password"


def _locked(settings: Settings, *origins: str) -> dict[str, str]:
    """What makes Prefect's server ask for the password, its clients say it, and browsers keep pages of other
    `origins` out: a run may name a command, so whoever reaches the server runs programs on this machine."""
    password = made_once(prefect_password_file(settings), f"gongkai:{token_urlsafe(32)}")
    return {
        "PREFECT_SERVER_API_AUTH_STRING": password,
        "PREFECT_API_AUTH_STRING": password,
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": ",".join(origins),
    }


def put_into_environment(values: Mapping[str, str]) -> None:
    """Leave values where a library of this process looks for them, and nowhere else."""
    os.environ.update(values)


def environment_with(**more: str) -> dict[str, str]:
    """The environment that a process is started in: this one's, with more."""
    return {**os.environ, **more}


def serving_environment(settings: Settings, api: str) -> dict[str, str]:
    """The environment in which Prefect's own programs run these settings' nights, against a server at `api` on
    loopback.

    Whatever the operator has set reaches the nights; the folders are named in full, for a worker starts elsewhere.
    """
    _prepare_prefect(settings, verbose=True)
    page = api.removesuffix("/api")
    return {
        **os.environ,
        **_locked(settings, page, page.replace("127.0.0.1", "localhost")),
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath))),
        "PREFECT_API_URL": api,
        "GONGKAI_HOME": str(PROJECT_DIR),
        "GONGKAI_DATA_DIR": str(settings.data_dir.resolve()),
        "GONGKAI_SOURCES_DIR": str(settings.sources_dir.resolve()),
    }
