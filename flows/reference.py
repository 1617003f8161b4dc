"""The reference tables: the same CSV files that dbt loads as seeds, typed and read once.

What belongs here: reading, checking and indexing the dictionary, the official forms, the identities, the
crosswalk, the label aliases and the administrative divisions. What does not: any rule that uses them.

A new indicator is one new line in `indicators.csv`; nothing here has to change.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, cast

from flows.errors import SettingsError
from flows.settings import PROJECT_DIR
from flows.vocabulary import Applicant, Level, Period, TableForm

SEEDS_DIR: Final = PROJECT_DIR / "dbt_project" / "seeds"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of the dictionary; `unit` is 件, 条, 项, 次, 万元, 元, %, ...; `dimension` applicant or empty. The gate
    doubts a value for one year above `largest_plausible`, in that unit."""

    indicator_id: str
    section: str
    parent_id: str
    label_zh: str
    label_en: str
    unit: str
    dimension: str
    largest_plausible: int


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell of an official form; paths are label levels from the outside in."""

    form: TableForm
    order: int
    table: str
    clause: str
    row_path: tuple[str, ...]
    column_path: tuple[str, ...]
    indicator_id: str
    applicant: Applicant | None
    period: Period


@dataclass(frozen=True, slots=True)
class IdentityRule:
    """One line of `identities.csv`: arithmetic that a correct report obeys. The terms are read by
    `extract/identities.py`."""

    identity_id: str
    forms: tuple[str, ...]
    over: str
    left: str
    relation: str
    right: str
    severity: str
    origin: str


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Which cells of a newer form mean what an older or prose indicator means."""

    prose_id: str
    form_id: str
    forms: tuple[str, ...]
    relation: str


@dataclass(frozen=True, slots=True)
class Region:
    """One administrative division of today: 6-digit code, or 9 for a township."""

    code: str
    name: str
    level: Level
    parent_code: str
    province: str
    city: str | None
    county: str | None


@dataclass(frozen=True, slots=True)
class Reference:
    """All reference tables, indexed the way the reader asks for them.

    Attributes:
        form_indicators: the indicators of each form's cells.
    """

    indicators: Mapping[str, Indicator]
    forms: Mapping[TableForm, tuple[FormCell, ...]]
    form_indicators: Mapping[TableForm, frozenset[str]]
    identities: tuple[IdentityRule, ...]
    crosswalk: tuple[Crosswalk, ...]
    label_aliases: Mapping[str, str]
    regions: Mapping[str, Region]
    regions_by_name: Mapping[str, tuple[Region, ...]]
    region_pinyin: Mapping[str, str]
    agency_aliases: Mapping[str, str]


_SIGNED: Final = ".items_change"


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    path = folder / f"{name}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))
    except OSError as error:
        raise SettingsError(f"reference table {path} cannot be read: {error}") from error


def _indicator(row: dict[str, str]) -> Indicator:
    largest = row.pop("largest_plausible") or ""
    if not largest.isdecimal():
        raise SettingsError(
            f"indicators.csv: {row['indicator_id']} has no largest_plausible value: {largest!r}"
        )
    return Indicator(**row, largest_plausible=int(largest))


def _path(text: str) -> tuple[str, ...]:
    # A slash is a level, but 增/减 is one label of the official form.
    return tuple(part.replace("\0", "增/减") for part in text.replace("增/减", "\0").split("/"))


def _forms(folder: Path) -> dict[TableForm, tuple[FormCell, ...]]:
    forms: dict[TableForm, list[FormCell]] = {}
    for row in _rows(folder, "forms"):
        cell = FormCell(
            form=cast(TableForm, row["form"]),
            order=int(row["cell_order"]),
            table=row["table_name"],
            clause=row["clause"],
            row_path=_path(row["row_path"]),
            column_path=_path(row["column_path"]),
            indicator_id=row["indicator_id"],
            applicant=cast(Applicant, row["applicant"]) if row["applicant"] else None,
            period=cast(Period, row["period"]),
        )
        forms.setdefault(cell.form, []).append(cell)
    return {form: tuple(cells) for form, cells in forms.items()}


def _regions(folder: Path) -> dict[str, Region]:
    return {
        row["region_code"]: Region(
            code=row["region_code"],
            name=row["region_name"],
            level=cast(Level, row["level"]),
            parent_code=row["parent_code"],
            province=row["province"],
            city=row["city"] or None,
            county=row["county"] or None,
        )
        for row in _rows(folder, "regions")
    }


def is_signed(indicator_id: str) -> bool:
    """Whether a count may be below zero: 本年增/减 alone is a change (see N1 in identities.csv)."""
    return indicator_id.endswith(_SIGNED)


@lru_cache(maxsize=4)
def load_reference(folder: Path = SEEDS_DIR) -> Reference:
    """Read and check the reference tables of a folder; the result is shared and must not be changed.

    Raises:
        SettingsError: a file is missing, an indicator has no bound, or a form names one that the dictionary lacks.
    """
    indicators = {row["indicator_id"]: _indicator(row) for row in _rows(folder, "indicators")}
    forms = _forms(folder)
    unknown = {c.indicator_id for cells in forms.values() for c in cells} - indicators.keys()
    if unknown:
        raise SettingsError(
            f"forms.csv names indicators that indicators.csv lacks: {', '.join(sorted(unknown))}"
        )
    regions = _regions(folder)
    by_name: dict[str, list[Region]] = {}
    for region in regions.values():
        by_name.setdefault(region.name, []).append(region)
    return Reference(
        indicators=indicators,
        forms=forms,
        form_indicators={form: frozenset(c.indicator_id for c in cells) for form, cells in forms.items()},
        identities=tuple(
            IdentityRule(
                identity_id=row["identity_id"],
                forms=tuple(row["forms"].split()),
                over=row["applies_over"],
                left=row["left_side"],
                relation=row["relation"],
                right=row["right_side"],
                severity=row["severity"],
                origin=row["origin"],
            )
            for row in _rows(folder, "identities")
        ),
        crosswalk=tuple(
            Crosswalk(row["prose_or_older_id"], row["form_id"], tuple(row["forms"].split()), row["relation"])
            for row in _rows(folder, "crosswalk")
        ),
        label_aliases={
            row["label_as_printed"]: row["official_label"] for row in _rows(folder, "label_aliases")
        },
        regions=regions,
        regions_by_name={name: tuple(found) for name, found in by_name.items()},
        region_pinyin={row["region_code"]: row["pinyin"] for row in _rows(folder, "region_pinyin")},
        agency_aliases={row["alias_name"]: row["agency_name"] for row in _rows(folder, "agency_aliases")},
    )
