"""The walls that docs/security.md speaks of: what can be held by reading the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from flows.publish import sheets

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted(path for folder in ("flows", "expectations", "tests") for path in (ROOT / folder).rglob("*.py"))
_SILENCED = re.compile(r"# noqa:[^#]*\bS\d{3}\b(?P<why>.*)")
_HTML_FROM_TEXT = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function")
_SECRET = re.compile(r"password|passwd|secret|token|api_?key|credential", re.IGNORECASE)


def _calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def test_whoever_silences_a_rule_of_security_says_why() -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in CODE
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
        if (found := _SILENCED.search(line)) and len(found["why"].strip(" -()")) < 5
    ]
    assert bare == []


def test_no_shell_and_no_code_from_text() -> None:
    forbidden = {
        "eval",
        "exec",
        "compile",
        "os.system",
        "os.popen",
        "pickle.load",
        "pickle.loads",
        "yaml.load",
    }
    for path in CODE:
        if path.parts[len(ROOT.parts)] == "tests":
            continue
        for name, call in _calls(path):
            assert name not in forbidden, f"{path.relative_to(ROOT)}: {name}"
            assert not any(
                word.arg == "shell" and ast.unparse(word.value) != "False" for word in call.keywords
            ), path


def test_the_sites_scripts_make_no_markup_from_text() -> None:
    scripts = sorted((ROOT / "flows" / "site" / "assets").rglob("*.js"))
    assert scripts
    for path in scripts:
        assert not _HTML_FROM_TEXT.search(path.read_text(encoding="utf-8")), path.name


def test_the_console_keeps_texts_from_a_spreadsheet_by_the_rule_of_the_exports() -> None:
    script = (ROOT / "flows" / "site" / "assets" / "console.js").read_text(encoding="utf-8")
    assert f"const NOT_KEPT = /{sheets._NOT_KEPT}/;" in script
    assert f"const WITHIN = /{sheets._WITHIN}/g;" in script


def test_templates_escape_unless_what_they_show_was_made_for_markup() -> None:
    for folder in ("flows/site/templates", "expectations/templates"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file():
                text = path.read_text(encoding="utf-8")
                assert "autoescape false" not in text, path
                assert not re.search(r"\|\s*safe\b", text), path


def test_no_source_and_no_deployment_holds_a_secret() -> None:
    for path in (*sorted((ROOT / "data" / "sources").glob("*.yml")), ROOT / "prefect.yaml"):
        keys = set(_keys(yaml.safe_load(path.read_text(encoding="utf-8"))))
        assert not [key for key in keys if _SECRET.search(key)], path.name


def _keys(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield str(key)
            yield from _keys(value)
    elif isinstance(node, list):
        for value in node:
            yield from _keys(value)
