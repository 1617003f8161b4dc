"""The figures behind a column of `fct_agency_year`, as its model says.

What belongs here: reading the model for what a column is worked out of. What does not: the figures themselves
(`explain.py`). No second list is kept: a column that is added to the model is known here.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from flows.settings import PROJECT_DIR

_MODEL: Final = PROJECT_DIR / "dbt_project" / "models" / "marts" / "fct_agency_year.sql"
_LISTS: Final = re.compile(r"set (\w+) = \[([^\]]*)\]")
_NAMED: Final = re.compile(r"\bas (\w+),?\s")
_FIGURE: Final = re.compile(
    r"\b(figures?|amount)\('([\w.]+)'(?:, (?!period=)'?([\w.]+)'?)?(?:, '([\w.]+)')?(?:, period='(\w+)')?\)"
)
_SHARE: Final = re.compile(r"\{\{ share\(((?:(?!\}\}).)*)\}\}\s+as (\w+)", re.DOTALL)
_PART: Final = re.compile(r"\breports\.(\w+)")


class Figure(NamedTuple):
    """One figure of a report; `applicant` is None where the indicator is not broken down."""

    indicator_id: str
    applicant: str | None
    period: str


@lru_cache
def figures_of_columns() -> Mapping[str, tuple[Figure, ...]]:
    """What each column of `fct_agency_year` is taken from, or worked out of; those that are no figure are not there."""
    model = _MODEL.read_text(encoding="utf-8")
    lists = {name: re.findall(r"'(\w+)'", words) for name, words in _LISTS.findall(model)}
    _, _, block = model.partition("set figures_of_a_year -%}")
    block, _, rest = block.partition("{%- endset %}")
    pieces = _NAMED.split(block)
    columns = {
        column: tuple(chain.from_iterable(_figures(called, lists) for called in _FIGURE.findall(terms)))
        for terms, column in zip(pieces[::2], pieces[1::2], strict=False)
    }
    for terms, column in _SHARE.findall(rest):
        columns[column] = tuple(
            dict.fromkeys(figure for part in _PART.findall(terms) for figure in columns[part])
        )
    return columns


def _figures(called: tuple[str, ...], lists: Mapping[str, list[str]]) -> list[Figure]:
    """What one call of `macros/figure.sql` names."""
    macro, indicator_id, second, third, period = called
    if macro == "figures":
        return [Figure(f"{indicator_id}.{part}", third or None, "year") for part in lists[second]]
    return [Figure(indicator_id, second or None, period or "year")]
