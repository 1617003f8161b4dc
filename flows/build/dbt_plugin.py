"""What dbt needs of a connection beside SQL: the function that hides what is a person's own, and the way to the lake.

What belongs here: the hook that dbt-duckdb calls before it attaches the files of a profile
(`dbt_project/profiles.yml`). What does not: the function (`flows/personal.py`) and DuckDB's extensions
(`flows/ducklake.py`).
"""

from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

from flows.personal import teach, teach_macro


class Plugin(BasePlugin):
    """Named by the profile; that of the lake has `lake_data` in its configuration."""

    def initialize(self, config: dict[str, Any]) -> None:
        """Keep where the lake's files lie, if there is one."""
        self._data: str | None = config.get("lake_data")

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Teach a fresh connection the function, and make it able to attach the lake."""
        teach(conn)
        if self._data is not None:
            from flows.ducklake import prepare  # noqa: PLC0415 - only a lake needs it, and each build waits for it

            prepare(conn, self._data)

    def configure_cursor(self, cursor: DuckDBPyConnection) -> None:
        """Teach a connection that was opened from that one what it lacks."""
        teach_macro(cursor)
