"""The process in which dbt runs one command: `python -m flows.build.dbt_process RESULTS PARENT`, told what by JSON on
its standard input; PARENT is the process that began it.

What belongs here: what must happen in dbt's own process. What does not: its arguments, and what is made of its results
(`dbt.py`).

To begin costs dbt a second, in which others find out what it is to do and make its files ready. Where no command comes,
for whoever started it is no more, it ends, and so it does where they are killed while it works: its files lie where
another build may have made its own by then.
"""

import gc
import json
import os
import sys
from typing import Any, Final

# The process is short, and to look for garbage among all that dbt loads and reads is a sixth of what a night without
# news costs: so nobody looks, from the first import on.
gc.disable()

from mashumaro.config import BaseConfig  # noqa: E402

# Of the forms of settings that dbt knows, a command reads few: each is made ready when it is first read.
BaseConfig.lazy_compilation = True

from dbt.adapters.duckdb.connections import DuckDBConnectionManager  # noqa: E402
from dbt.artifacts.schemas.run import RunExecutionResult  # noqa: E402
from dbt.cli.main import dbtRunner  # noqa: E402
from dbt_common.dataclass_schema import dbtClassMixin  # noqa: E402
from dbt_common.events.base_types import BaseEvent, DebugLevel  # noqa: E402
from dbt_common.events.event_manager import EventManager  # noqa: E402

from flows.build.dbt_plugin import Plugin, write_work_tables  # noqa: E402
from flows.build.files import YEARS  # noqa: E402
from flows.orphans import end_with  # noqa: E402

_FINE: Final = frozenset({"success", "pass"})
_CONNECTIONS: Any = DuckDBConnectionManager
"""What holds dbt's connections, all of them to one database; its types are not told."""


def main() -> None:
    """Wait for the command, run it, and write the results of its nodes where it leaves that to us."""
    results, parent = sys.argv[1], int(sys.argv[2])
    # Elsewhere than on Linux the locks of the files keep a second build away.
    end_with(parent)
    command = sys.stdin.read()
    if not command:
        return
    arguments = json.loads(command)
    _say_no_details()
    begins_with_another = "--no-write-json" in arguments
    if begins_with_another:
        _trust_the_settings()
        Plugin.keeps_work_in_memory = True
    done = dbtRunner().invoke(arguments)
    # Beside the results dbt would write twice what it knows of the project, which the last build knew too.
    if begins_with_another and isinstance(done.result, RunExecutionResult):
        if done.success:
            # Results say that the build is whole: an error before them is one of the build.
            _settle(is_asked_about=any(node.status not in _FINE for node in done.result.results))
            done.result.write(results)
        else:
            done.result.write(results)
            _settle(is_asked_about=True)
    else:
        _CONNECTIONS.close_all_connections()
    sys.stdout.flush()
    # All is in the files: to take dbt and its tables apart, object by object, costs more than to open the project did.
    os._exit(0)


def _trust_the_settings() -> None:
    """Ask no more whether settings of the project and the profile have the form that they should: they are those of
    the build that this one begins with, and for each question dbt makes the rules anew, half a second in all."""
    dbtClassMixin.validate = classmethod(lambda _, _data: None)  # type: ignore[assignment, method-assign]


def _say_no_details() -> None:
    """Make no events of what only a log of details would hold: none is kept, and each would be made twice over before
    it is thrown away, a twentieth of a night in all."""
    make, fire = BaseEvent.__init__, EventManager.fire_event

    def make_but_details(self: BaseEvent, *values: Any, **named: Any) -> None:
        if not isinstance(self, DebugLevel):
            make(self, *values, **named)

    def fire_but_details(self: EventManager, event: BaseEvent, *values: Any, **named: Any) -> None:
        if not isinstance(event, DebugLevel):
            fire(self, event, *values, **named)

    BaseEvent.__init__ = make_but_details  # type: ignore[method-assign]
    EventManager.fire_event = fire_but_details  # type: ignore[assignment, method-assign]


def _settle(*, is_asked_about: bool) -> None:
    """Pack the marts of a night, as people read them, and keep of its work tables what the next build asks for: to keep
    all would cost as much as to make them. Where something is wrong people look into all of them."""
    cursor = _CONNECTIONS.env().handle().cursor()
    cursor.execute("checkpoint gongkai")
    write_work_tables(cursor, None if is_asked_about else [YEARS])


if __name__ == "__main__":
    main()
