"""Runs dbt in a process of its own: from the raw store to a candidate file that the gate can check.

What belongs here: dbt's command line, and what a failed node says to people. What does not: any model
(`dbt_project/`), what a build begins with (`base.py`), and where its files lie (`files.py`).

A process of its own because dbt keeps a DuckDB file locked in the process that ran it.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import duckdb

from flows.build.base import carry_over, describe, distrusted_on_failure, find_base, mark_finished
from flows.build.files import BuildFiles, build_files, build_folders, by_link
from flows.build.lake import Mart, begin_on_lake, copy_from_lake, prune_lake, variables_on_lake
from flows.ducklake import ALIAS, attach_lake, lake_environment, lake_errors
from flows.errors import BuildError
from flows.settings import PROJECT_DIR, Settings, environment_with
from flows.warehouse import connect, row_counts

DBT_PROJECT_DIR: Final = PROJECT_DIR / "dbt_project"

_SAMPLE_ROWS: Final = 20
_RESULTS: Final = "run_results.json"
_FAILED: Final = frozenset({"error", "fail", "runtime error", "partial success"})


@dataclass(frozen=True, slots=True)
class NodeFailure:
    """One model, seed or test of dbt that failed or warned.

    Attributes:
        name: the node's name.
        message: what dbt says of it.
        rows: up to 20 of the rows that a data test found.
    """

    name: str
    message: str
    rows: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class BuildReport:
    """A finished build.

    Attributes:
        candidate: the file with the marts alone, to be checked and published.
        work: the file with staging and intermediate models, for looking into.
        row_counts: rows of each mart that is a table.
        began_with: run of the build that it began with; None where it began afresh.
        failures: nodes that only warned; a failed one raises.
    """

    candidate: Path
    work: Path
    row_counts: Mapping[str, int]
    began_with: str | None = None
    failures: tuple[NodeFailure, ...] = ()


class FailedNodesError(BuildError):
    """Nodes of dbt failed; `failures` has each with its rows."""

    def __init__(self, failures: Sequence[NodeFailure]) -> None:
        super().__init__("\n".join(map(_in_words, failures)))
        self.failures = tuple(failures)


def run_build(
    settings: Settings, run_id: str, *, full: bool = False, unit_tests: bool = False
) -> BuildReport:
    """Build the marts from the raw store into `data/warehouse/<run_id>/`.

    The build begins with what the last finished one left, where there is one that serves (`base.py`), and works out
    only the bodies' years that changed since; the result is that of a build that begins afresh. On a lake every build
    begins afresh, in a schema of its own, and the candidate is a copy of that.

    Args:
        run_id: names the folder and stands in the mart `release`; what an earlier attempt left is removed.
        full: begin afresh.
        unit_tests: run dbt's unit tests too; they test the models and say nothing of the data.

    Raises:
        FailedNodesError: models, seeds or tests failed; their names, messages and rows are in it.
        BuildError: dbt could not start or ended without results.
    """
    files = build_files(settings, run_id)
    shutil.rmtree(files.folder, ignore_errors=True)
    files.target.mkdir(parents=True)
    options = [] if unit_tests else ["--exclude-resource-type", "unit_test"]
    with _dbt(settings, files, run_id, on_lake=settings.is_on_lake) as let_go:
        base = None if full or settings.is_on_lake else find_base(settings.warehouse_dir, files.store)
        finished = describe(files.store, base)
        with distrusted_on_failure(base):
            if base is None:
                options.append("--no-partial-parse")
            else:
                options += ["--partial-parse", "--no-write-json", "--selector", "changed_by_a_night"]
                carry_over(base, files)
            if settings.is_on_lake:
                begin_on_lake(settings, run_id)
            results = _results(files, let_go("build", *options))
            failures = [_failure(settings, files, node) for node in results if node["status"] in _FAILED]
            if failures:
                raise FailedNodesError(failures)
    if settings.is_on_lake:
        copy_from_lake(settings, run_id, files.candidate, _marts(files, results))
    else:
        mark_finished(files, finished)
    return BuildReport(
        candidate=files.candidate,
        work=files.work,
        row_counts=row_counts(files.candidate, with_views=False),
        began_with=base.files.folder.name if base else None,
        failures=tuple(_failure(settings, files, node) for node in results if node["status"] == "warn"),
    )


def generate_docs(settings: Settings, run_id: str) -> Path:
    """Write the lineage and dictionary page of a build as one HTML file that asks no other host and names no folder of
    this machine: people read it on the site.

    Returns:
        path of the page, `data/warehouse/<run_id>/docs/index.html`.

    Raises:
        BuildError: dbt made no page.
    """
    files = build_files(settings, run_id)
    files.docs.mkdir(exist_ok=True)
    with TemporaryDirectory(dir=files.folder) as aside:
        # The build's own manifest stays: the next build begins with it.
        apart = replace(files, target=Path(aside))
        with _dbt(settings, apart, run_id, candidate_is_finished=True) as let_go:
            output = let_go("docs", "generate", "--static", "--no-partial-parse")
        page = apart.target / "static_index.html"
        if not page.exists():
            raise BuildError(f"dbt made no documentation page:\n{output}")
        text = _without_folders(page.read_text(encoding="utf-8"), settings, Path(aside))
        page.write_text(text, encoding="utf-8")
        return page.replace(files.docs / "index.html")


def _without_folders(text: str, settings: Settings, target: Path) -> str:
    """A text of dbt's in which its folders go by their last names, the inner ones before those that they lie in."""
    for folder, name in ((target, "target"), (settings.data_dir, "data"), (PROJECT_DIR, ".")):
        for path in {str(folder), str(folder.resolve())}:
            for written in {path, json.dumps(path)[1:-1]}:
                text = text.replace(written, name)
    return text


def prune_builds(settings: Settings) -> None:
    """Remove all builds but the newest `settings.builds_kept`; releases are copies and stay."""
    for folder in build_folders(settings.warehouse_dir)[: -settings.builds_kept]:
        shutil.rmtree(folder)
    if settings.is_on_lake:
        prune_lake(settings)


@contextmanager
def _dbt(
    settings: Settings,
    files: BuildFiles,
    run_id: str,
    *,
    candidate_is_finished: bool = False,
    on_lake: bool = False,
) -> Iterator[Callable[..., str]]:
    """A process of dbt, begun and waiting; what is given tells it its command, waits for its end, and gives what it
    printed.

    What dbt is told is the same for every build, by the link and by the run's id that is asked for only when models
    run: so what it has read of the project for one build serves the next.
    """
    linked = by_link(files)
    variables = {
        "store_file": str(linked.store),
        "work_file": str(linked.work),
        "candidate_file": str(linked.candidate),
        "candidate_is_finished": candidate_is_finished,
        "threads": settings.dbt_threads,
        **(variables_on_lake(settings, run_id) if on_lake else {}),
    }
    arguments = [
        *("--project-dir", str(DBT_PROJECT_DIR)),
        *("--profiles-dir", str(DBT_PROJECT_DIR)),
        *("--target", "ducklake" if on_lake else "embedded"),
        *("--target-path", str(files.target)),
        *("--log-path", str(files.target)),
        # What it prints is kept; to write it twice would take a tenth of what dbt itself does in a night.
        *("--log-level-file", "none"),
        *("--vars", json.dumps(variables)),
        "--no-use-colors",
        "--no-version-check",
        "--no-send-anonymous-usage-stats",
    ]
    results, log = files.target / _RESULTS, files.target / "dbt.log"
    with (
        log.open("wb") as printed,
        subprocess.Popen(  # noqa: S603 - our own interpreter, arguments passed as a list
            [sys.executable, "-m", "flows.build.dbt_process", str(results), str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=printed,
            stderr=subprocess.STDOUT,
            cwd=files.folder,
            env=environment_with(GONGKAI_RUN_ID=run_id, **(lake_environment(settings) if on_lake else {})),
        ) as process,
    ):

        def let_go(*command: str) -> str:
            process.communicate(json.dumps([*command, *arguments]).encode())
            return log.read_text(encoding="utf-8", errors="replace")

        try:
            yield let_go
        except BaseException:
            process.kill()
            process.wait()
            raise
        finally:
            # It ends without taking itself apart.
            shutil.rmtree(files.spilled, ignore_errors=True)


def _results(files: BuildFiles, output: str) -> list[dict[str, Any]]:
    path = files.target / _RESULTS
    if not path.exists():
        raise BuildError(f"dbt ended without results:\n{output}")
    results: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["results"]
    return results


def _marts(files: BuildFiles, results: Sequence[Mapping[str, Any]]) -> dict[str, Mart]:
    """What was made of the marts, by name, in the order in which it was made."""
    nodes = json.loads(files.manifest.read_text(encoding="utf-8"))["nodes"]
    marts = {}
    for result in results:
        node = nodes.get(result["unique_id"], {})
        if node.get("resource_type") == "model" and node["database"] == ALIAS:
            is_view = node["config"]["materialized"] == "view"
            columns = {name: column["description"] for name, column in node["columns"].items()}
            view = result["compiled_code"] if is_view else None
            marts[node["name"]] = Mart(view=view, description=node["description"], columns=columns)
    return marts


def _failure(settings: Settings, files: BuildFiles, node: Mapping[str, Any]) -> NodeFailure:
    name = node["unique_id"].split(".")[2]
    is_data_test = node["unique_id"].startswith("test.") and node["status"] in {"fail", "warn"}
    rows = _sample(settings, files, node["compiled_code"]) if is_data_test else ()
    return NodeFailure(name=name, message=node["message"] or node["status"], rows=rows)


def _sample(settings: Settings, files: BuildFiles, test_sql: str) -> tuple[Mapping[str, Any], ...]:
    if not settings.is_on_lake:
        with connect(files.work, read_only=True, attach=files.attached) as connection:
            return tuple(_records(connection, test_sql))
    with (
        connect(files.work, read_only=True, attach={"store": files.store}) as connection,
        lake_errors(),
    ):
        attach_lake(connection, settings)
        return tuple(_records(connection, test_sql))


def _records(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchmany(_SAMPLE_ROWS)]


def _in_words(failure: NodeFailure) -> str:
    rows = "".join(f"\n    {dict(row)}" for row in failure.rows)
    return f"{failure.name}: {failure.message}{rows}"
