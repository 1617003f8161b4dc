"""What a published table's rows are known by, and which other table a column leads to.

What belongs here: reading both from what dbt tests of the marts (`dbt_project/models/marts/_marts.yml`). What does
not: the tests themselves, and how a description of the files names keys (`export.py`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import yaml

from flows.settings import PROJECT_DIR

_MARTS: Final = PROJECT_DIR / "dbt_project" / "models" / "marts" / "_marts.yml"

# dbt tests the table that a view shows, and the view joins these tables by these columns: it can hold no other value.
_OF_A_VIEW: Final = {
    "agency_id": ("dim_agency", "agency_id"),
    "document_id": ("dim_document", "document_id"),
    "indicator_id": ("dim_indicator", "indicator_id"),
}
_OF_VIEWS: Final = {"fct_disclosure": _OF_A_VIEW, "fct_application_outcome": _OF_A_VIEW}


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one table.

    Attributes:
        primary: columns that no two rows share and that are never null; none where there are no such columns.
        foreign: of a column the table and its column that hold each of its values.
    """

    primary: tuple[str, ...]
    foreign: Mapping[str, tuple[str, str]]


@cache
def keys() -> Mapping[str, Keys]:
    """The keys of all marts, by table."""
    models: list[Mapping[str, Any]] = yaml.safe_load(_MARTS.read_text(encoding="utf-8"))["models"]
    return {
        model["name"]: Keys(_primary(model), dict(_foreign(model)) | _OF_VIEWS.get(model["name"], {}))
        for model in models
    }


def _primary(model: Mapping[str, Any]) -> tuple[str, ...]:
    required = {one["name"] for one in model["columns"] if {"type": "not_null"} in one.get("constraints", ())}
    unique = map(tuple, _promised(model).get("keys", ()))
    return next((columns for columns in unique if required.issuperset(columns)), ())


def _foreign(model: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    for link in _promised(model).get("leads_to", ()):
        yield link["column"], (link["to"].split("'")[1], link["field"])


def _promised(model: Mapping[str, Any]) -> Mapping[str, Any]:
    """What dbt asks of a table's rows (the macro `sound`)."""
    (test,) = model.get("data_tests", ({"sound": {"arguments": {}}},))
    arguments: Mapping[str, Any] = test["sound"]["arguments"]
    return arguments
