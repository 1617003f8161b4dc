"""docs/data-dictionary.md: every published table and column, written from what dbt holds the models to.

What belongs here: the page's layout. What does not: any description (`dbt_project/models/marts/_marts.yml`).
`python -m flows.build.dictionary` writes the page anew; a test holds it to the models.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from flows.build.dbt import DBT_PROJECT_DIR
from flows.settings import PROJECT_DIR

PAGE: Final = PROJECT_DIR / "docs" / "data-dictionary.md"

_MARTS: Final = DBT_PROJECT_DIR / "models" / "marts" / "_marts.yml"
_PROJECT: Final = DBT_PROJECT_DIR / "dbt_project.yml"
_HEAD: Final = """# Data dictionary

Every table of the published DuckDB file, version {version} of the schema (what changed:
[schema-changelog.md](schema-changelog.md)). Written from `dbt_project/models/marts/_marts.yml` by
`python -m flows.build.dictionary`; the same words are the comments of the tables and columns in the file.

| table | what it holds |
| --- | --- |
"""

Model = Mapping[str, Any]


def dictionary() -> str:
    """The page, as the models stand today."""
    models: list[Model] = _yaml(_MARTS)["models"]
    version = _yaml(_PROJECT)["vars"]["schema_version"]
    overview = "\n".join(
        f"| [{one['name']}](#{one['name']}) | {_cell(one['description'])} |" for one in models
    )
    return "\n".join((_HEAD.format(version=version) + overview, *map(_table, models)))


def _table(model: Model) -> str:
    return "\n".join((f"\n## {model['name']}\n", *_about(model), *_columns(model)))


def _about(model: Model) -> Iterator[str]:
    yield f"{model['description'].strip()}\n"
    for key in _promised(model).get("keys", ()):
        yield f"Unique: {', '.join(f'`{name}`' for name in key)}.\n"


def _columns(model: Model) -> Iterator[str]:
    yield "| column | type | null | meaning |\n| --- | --- | --- | --- |"
    for column in model["columns"]:
        is_required = {"type": "not_null"} in column.get("constraints", ())
        yield (
            f"| `{column['name']}` | {_cell(column['data_type'])} | {'no' if is_required else 'yes'} "
            f"| {_cell(column['description'])}{_leads_to(model, column)} |"
        )


def _leads_to(model: Model, column: Model) -> str:
    """The table that a column is a key of."""
    links = [link for link in _promised(model).get("leads_to", ()) if link["column"] == column["name"]]
    names = [link["to"].split("'")[1] for link in links]
    return "".join(f"; key of [{name}](#{name})" for name in names)


def _promised(model: Model) -> Model:
    """What its test asks of a table's rows (the macro `sound`)."""
    (test,) = model.get("data_tests", ({"sound": {"arguments": {}}},))
    arguments: Model = test["sound"]["arguments"]
    return arguments


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _yaml(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


if __name__ == "__main__":
    PAGE.write_text(dictionary() + "\n", encoding="utf-8")
