"""The pages: templates filled with what does not depend on a body, a region or an indicator.

What belongs here: which pages there are and what each template is given. What does not: data files (`shards.py`),
what the browser does (`assets/`), and words (`words/`).

Everything that comes from a report is escaped by the templates or goes into a JSON block; nothing is marked safe
but JSON in which `<` is written as an escape.
"""

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from flows.settings import PROJECT_DIR
from flows.site import policy
from flows.site.tiles import TILES
from flows.site.words import LANGUAGES, lookup, rules, translated, words_of

PAGES: Final = (
    "index",
    "agency",
    "region",
    "indicators",
    "indicator",
    "compare",
    "missing",
    "findings",
    "console",
    "downloads",
    "quality",
    "cite",
)
_TEMPLATES: Final = Path(__file__).resolve().parent / "templates"
_ANALYSES: Final = PROJECT_DIR / "dbt_project" / "analyses"
_MEGABYTE: Final = 1_000_000


def write_pages(folder: Path, facts: Mapping[str, Any]) -> None:
    """Write every page in both languages, and the root page that leads to one of them.

    Args:
        facts: what `build.py` gathered: release, headlines, dictionary, coverage, tables, files, changes,
            citation, verdict and which parts there are.
    """
    environment = _environment()
    for language in LANGUAGES:
        (folder / language).mkdir()
        for page in PAGES:
            text = environment.get_template(f"{page}.html").render(_given(language, page, facts))
            (folder / language / f"{page}.html").write_text(text, encoding="utf-8")
    root = environment.get_template("root.html").render(policy=policy.PAGE)
    (folder / "index.html").write_text(root, encoding="utf-8")


def examples() -> list[dict[str, str]]:
    """The analyses of the warehouse as questions to start from: name, first comment, and the SQL."""
    found = []
    for file in sorted(_ANALYSES.glob("*.sql")):
        sql = file.read_text(encoding="utf-8").strip()
        comment = " ".join(
            line.removeprefix("--").strip() for line in sql.splitlines() if line.startswith("--")
        )
        question = comment.partition("?")[0] + "?" if "?" in comment else comment
        found.append({"name": file.stem, "question": question, "sql": sql})
    return found


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(number=_number, size=_size, json=_json)
    return environment


def _given(language: str, page: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **facts,
        "t": partial(lookup, language),
        "said": partial(translated, language),
        "words": words_of(language),
        "language": language,
        "other": words_of(language)["other"],
        "page": page,
        "rule_words": rules(),
        "tiles": TILES,
        "policy": policy.CONSOLE if page == "console" else policy.PAGE,
        "examples": examples() if page == "console" else (),
        "label": "label_zh" if language == "zh" else "label_en",
    }


def _number(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    return f"{value:,}" if isinstance(value, int) else str(value if value is not None else "")


def _size(n_bytes: int) -> str:
    if n_bytes < 1000:
        return f"{n_bytes} B"
    return f"{n_bytes / _MEGABYTE:,.1f} MB" if n_bytes >= _MEGABYTE / 10 else f"{n_bytes / 1000:,.1f} kB"


def _json(value: object) -> Markup:
    """JSON for a script block: no character in it can end the block."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704 - what could end the block is escaped
