"""What dbt needs of a connection beside SQL: the function that hides what is a person's own, the way to the lake, and
work tables in memory.

What belongs here: the hook that dbt-duckdb calls before it attaches the files of a profile
(`dbt_project/profiles.yml`). What does not: the function (`flows/personal.py`) and DuckDB's extensions
(`flows/ducklake.py`).
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar, Final

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

from flows.personal import teach, teach_macro
from flows.warehouse import identifier, quoted, tables_of

_WORK: Final = "work"
_KEPT: Final = "kept"


class Plugin(BasePlugin):
    """Named by the profile; that of the lake has `lake_data` in its configuration."""

    keeps_work_in_memory: ClassVar[bool] = False
    """Whether work tables are made in memory, where a file would log each row of them: for a build that begins with
    another, and needs few of them when it has ended."""

    def initialize(self, config: dict[str, Any]) -> None:
        """Keep where the lake's files lie, if there is one."""
        self._data: str | None = config.get("lake_data")

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Teach a fresh connection the function, make it able to attach the lake, and give it work tables in memory
        where they are kept there."""
        teach(conn)
        if self._data is not None:
            from flows.ducklake import prepare  # noqa: PLC0415 - only a lake needs it, and each build waits for it

            prepare(conn, self._data)
        if self.keeps_work_in_memory:
            self._attach_with_work_in_memory(conn)

    def configure_cursor(self, cursor: DuckDBPyConnection) -> None:
        """Teach a connection that was opened from that one what it lacks."""
        teach_macro(cursor)

    def _attach_with_work_in_memory(self, conn: DuckDBPyConnection) -> None:
        attachments = (self.creds and self.creds.attach) or ()
        for one in attachments:
            conn.execute((replace(one, path=":memory:") if one.alias == _WORK else one).to_sql())
            if one.alias == _WORK:
                # Open till the end, so that no other build has the file meanwhile.
                conn.execute(f"attach {quoted(one.path)} as {_KEPT}")
        conn.execute(f"copy from database {_KEPT} to {_WORK}")


def write_work_tables(cursor: DuckDBPyConnection, names: Iterable[str] | None) -> None:
    """Write work tables that were made in memory into their file, in the place of those that the build began with: all
    of them where no names are given. The file is packed: of a log that lost its end nobody would know, and the next
    build would take years for unchanged that are not."""
    if names is None:
        names = tables_of(cursor, _WORK)
    for table in map(identifier, names):
        cursor.execute(f"create or replace table {_KEPT}.{table} as from {_WORK}.{table}")
    cursor.execute(f"checkpoint {_KEPT}")
