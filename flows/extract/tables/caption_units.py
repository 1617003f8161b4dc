"""The unit of amounts that words over a table give (金额单位：元), where its own headings give none: `in_their_unit`.

What belongs here: which lines give the unit of money for which tables, and the exact conversion. What does not: units
in headings, labels and cells (`cells.py`, `form_proactive.py`), and units of counted things (`foreign.py`).

Such a line holds for the tables after it until the report's next section. Only bare digits are converted; what else is
printed without a unit is in doubt.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from flows.extract.model import Finding, Observation
from flows.extract.numbers import fits
from flows.extract.tables.cells import CURRENCY
from flows.extract.tables.foreign import titles_inside
from flows.extract.tables.form_book import LIST_FORMS
from flows.extract.tables.grid import Grid

_UNIT: Final = re.compile(
    r"(?:^|[(（\s])(?:金额|货币|计量|金额计量|收费金额|采购金额)?单位\s*[:：]\s*(?P<units>[^\s()（）。；;，,:：]{1,16})"
)
_MONEY: Final = re.compile(r"(?:人民币)?(?P<unit>[千万亿]?元)")
_SECTION: Final = re.compile(r"\s*[一二三四五六七八九十]{1,3}\s*[、.．]")
_BARE: Final = re.compile(r"\s*[0-9０-９]+(?:[.．][0-9０-９]+)?\s*")
_LONGEST: Final = 60


def in_their_unit(
    observations: Sequence[Observation], grids: Sequence[Grid], above: Sequence[Sequence[str]]
) -> tuple[list[Observation], list[Finding]]:
    """The observations with amounts in the unit that words over their table give, and findings for those in doubt.

    Args:
        above: the lines above each grid (`foreign.regions`).
    """
    units = _units(grids, above)
    kept: list[Observation] = []
    findings: list[Finding] = []
    for one in observations:
        unit = units.get(one.where.table) if one.where.table is not None else None
        if unit is None or unit == one.unit or not _takes_its_unit(one, grids):
            kept.append(one)
            continue
        value = one.value * CURRENCY[unit] / CURRENCY[one.unit]
        if one.unit_assumed and _BARE.fullmatch(one.where.quote) and fits(value):
            kept.append(replace(one, value=value, unit_assumed=False))
        elif one.value:
            findings.append(_in_doubt(one, unit))
        else:
            kept.append(one)
    return kept, findings


def _units(grids: Sequence[Grid], above: Sequence[Sequence[str]]) -> dict[int, str]:
    """For each grid (by number) under such a line the unit of money."""
    found: dict[int, str] = {}
    unit: str | None = None
    is_sure = False
    for table, (region, grid) in enumerate(zip(above, grids, strict=True)):
        for line in (*region, *titles_inside(grid)):
            said = _unit_of_line(line)
            if said is not None:
                unit, is_sure = said, False
            elif _SECTION.match(line) and is_sure:
                unit = None
        is_sure = True
        if unit is not None:
            found[table] = unit
    return found


def _unit_of_line(line: str) -> str | None:
    found = _UNIT.search(line) if len(line) <= _LONGEST else None
    if found is None:
        return None
    units = [
        money["unit"] for word in re.split("[、/／和]", found["units"]) if (money := _MONEY.fullmatch(word))
    ]
    return units[0] if len(units) == 1 else None


def _takes_its_unit(one: Observation, grids: Sequence[Grid]) -> bool:
    """Whether an amount has no unit of its own, in its heading, its row or its cell."""
    if one.unit not in CURRENCY:
        return False
    if one.form not in LIST_FORMS:
        return one.unit_assumed
    where = one.where
    if where.table is None or where.row is None:
        return False
    return not any("元" in cell.text for cell in grids[where.table].rows[where.row])


def _in_doubt(one: Observation, unit: str) -> Finding:
    return Finding(
        "unknown_unit",
        "refusal",
        f"words over the table give its amounts in {unit}, and '{one.where.quote}' has no unit that is certain; "
        "it is left out",
        indicator_id=one.indicator_id,
        where=one.where,
    )
