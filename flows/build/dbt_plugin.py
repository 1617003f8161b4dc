"""What dbt needs to reach the lake: DuckDB's extensions, loaded from their wheels.

What belongs here: the hook that dbt-duckdb calls before it attaches the files of a profile (the target `ducklake` in
`dbt_project/profiles.yml`). What does not: the extensions themselves (`flows/ducklake.py`).
"""

from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

from flows.ducklake import prepare


class Plugin(BasePlugin):
    """Named by the profile, with `lake_data` in its configuration."""

    def initialize(self, config: dict[str, Any]) -> None:
        """Keep where the lake's files lie."""
        self._data = str(config["lake_data"])

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Make a fresh connection able to attach the lake."""
        prepare(conn, self._data)
