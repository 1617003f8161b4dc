"""The house keeps its shape: who may import whom, and where the few dangerous doors are."""

import ast
import importlib
import re
import sys
from pathlib import Path

import pytest

from flows.load.code import LIBRARIES

ROOT = Path(__file__).resolve().parents[2]
FLOWS = ROOT / "flows"
ROAD = ("sources", "collect", "archive", "clean", "extract", "load", "compare", "build", "check", "publish")
GROUND = {"vocabulary", "schema", "reference", "settings", "errors", "run_ids"}

# The order in which a stage may use another: archive stands before collect, because the collector asks the
# capture log what it has and hands its bytes over.
MAY_USE = {
    "sources": set(),
    "archive": set(),
    "collect": {"sources", "archive"},
    "clean": set(),
    "extract": {"clean"},
    "load": {"archive", "extract"},
    "compare": {"extract", "load"},
    "build": {"load"},
    "check": {"sources"},
    "publish": set(),
}


def _modules() -> list[Path]:
    return sorted(path for path in FLOWS.rglob("*.py"))


def _imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


@pytest.mark.parametrize("stage", ROAD)
def test_a_stage_imports_only_what_stands_before_it(stage: str) -> None:
    for path in (FLOWS / stage).rglob("*.py"):
        used = {
            name.split(".")[1]
            for name in _imports(path)
            if name.startswith("flows.") and name.count(".") >= 1
        }
        shared = {"warehouse", "ducklake", "lake_owner", "personal", "durable", "orphans"}
        shared |= {"remote", "remote_owner"}
        used -= {"", stage} | shared | GROUND
        assert used <= MAY_USE[stage], f"{path.relative_to(ROOT)} uses {used - MAY_USE[stage]}"


def test_prefect_is_met_only_in_flow_files() -> None:
    allowed = {"nightly.py", "season.py", "backfill.py", "reprocess.py", "site_flow.py", "tasks.py"}
    met = {path.name for path in _modules() if any(n.split(".")[0] == "prefect" for n in _imports(path))}
    assert met <= allowed


def test_dask_is_met_in_one_file() -> None:
    names = {"dask", "distributed", "prefect_dask"}
    met = {path.name for path in _modules() if names & {n.split(".")[0] for n in _imports(path)}}
    assert met == {"cluster.py"}


def test_every_library_that_pages_are_read_with_stands_in_the_name_of_the_code() -> None:
    met = {
        name.split(".")[0]
        for stage in ("clean", "extract")
        for path in (FLOWS / stage).rglob("*.py")
        for name in _imports(path)
    }
    assert met - sys.stdlib_module_names - {"flows"} == LIBRARIES.keys()


def test_fsspec_is_met_in_one_file() -> None:
    met = {path.name for path in _modules() if any(n.split(".")[0] == "fsspec" for n in _imports(path))}
    assert met == {"remote.py"}


@pytest.mark.parametrize(
    ("pattern", "home"),
    [(r"duckdb\.connect\(", "flows/warehouse.py"), (r"os\.(environ|getenv)", "flows/settings.py")],
)
def test_a_dangerous_door_has_one_keeper(pattern: str, home: str) -> None:
    users = {
        str(path.relative_to(ROOT))
        for path in _modules()
        if re.search(pattern, path.read_text(encoding="utf-8"))
    }
    assert users == {home}


def test_modules_stay_small_and_say_what_they_are() -> None:
    for path in [*_modules(), *(ROOT / "expectations").rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= 400, f"{path.relative_to(ROOT)}: more than one idea?"
        assert ast.get_docstring(ast.parse(text)), f"{path.relative_to(ROOT)} has no docstring"


@pytest.mark.parametrize("target", ["bench", "evaluate", "faults"])
def test_what_make_measures_with_can_start(target: str) -> None:
    assert callable(importlib.import_module(f"tests.{target}.__main__").main)


def test_nothing_names_a_registry_or_a_path_of_a_machine() -> None:
    hosts = re.compile("|".join(("py" + r"pi\.(org|io)", "python" + r"hosted\.", "npm" + r"js\.(org|com)")))
    paths = re.compile(r"(?<![\w.])/(?:work|root|home/\w+)/")
    for path in ROOT.rglob("*"):
        if not path.is_file() or any(
            part.startswith(".") and part != ".ci" for part in path.relative_to(ROOT).parts
        ):
            continue
        if path.relative_to(ROOT).parts[0] in {"build", "data"} and "sources" not in path.parts:
            continue
        if path.suffix in {".py", ".md", ".yml", ".yaml", ".toml", ".lock", ".sql", ".csv", ""}:
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not hosts.search(text), path
            assert not paths.search(text), path
