"""The process in which dbt runs one command: `python -m flows.build.dbt_process RESULTS ARGUMENTS...`.

What belongs here: what must happen in dbt's own process. What does not: its arguments, and what is made of its results
(`dbt.py`).

To begin costs dbt a second, in which others make its files ready: it is let go by a line. Where none comes, for
whoever started it is no more, it ends: its files may be another's by then.
"""

import sys

import dbt.adapters.duckdb  # noqa: F401 - would be loaded only after the line
from dbt.artifacts.schemas.run import RunExecutionResult
from dbt.cli.main import dbtRunner


def main() -> None:
    """Wait for the line, run the command, and write the results of its nodes where it leaves that to us."""
    results, *arguments = sys.argv[1:]
    if not sys.stdin.readline():
        return
    done = dbtRunner().invoke(arguments)
    # Beside the results dbt would write twice what it knows of the project, which the last build knew too.
    if "--no-write-json" in arguments and isinstance(done.result, RunExecutionResult):
        done.result.write(results)


if __name__ == "__main__":
    main()
