"""The site's data files: one shell page reads them for every body, region, indicator and year.

What belongs here: which file holds what, and writing them. What does not: the questions (`queries.py`,
`bodies.py`) and the pages (`pages.py`).

Layout of `data/`, all JSON in UTF-8; `.bin` is JSON packed with gzip:

    codes.json                   the lists behind the positions, the dictionary, the forms, names of the rules
    agencies.bin                 names of all bodies, for the search
    agencies/<prefix>.bin        bodies whose id begins with it: reports, facts, documents, findings, coverage
    regions/<2 digits>.json      a province's regions with their years and bodies; `00` holds bodies without one
    indicators/<id>.json         years, sizes and largest values of one indicator
    absent/<year>.bin            whose report is not there, or came late
    findings/                    everything wrong or odd (see `findings.py`)
    texts/<prefix>.bin           the words around the numbers of the same bodies (see `excerpts.py`)

A country of 50,000 bodies takes about 9,000 files. The prefix is as long as keeps a file near a dozen bodies.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from duckdb import DuckDBPyConnection

from flows.load.batches import ParquetBatches
from flows.reference import Reference
from flows.site import queries
from flows.site.bodies import count_facts, texts_of_group
from flows.site.codes import APPLICANTS, FIGURES, STATED_AS, STATUSES, SUMMED
from flows.site.excerpts import write_excerpts
from flows.site.files import pack, write_json, write_packed
from flows.site.findings import write_findings
from flows.site.groups import groups_of
from flows.site.words import rules

BODIES_IN_A_FILE: Final = 24
LONGEST_PREFIX: Final = 3
_FACTS_AT_ONCE: Final = 500_000
"""Facts of the bodies that are asked together, so that memory stays flat."""
_NO_PROVINCE: Final = "00"
Row = Sequence[Any]


def prefix_length(n_bodies: int) -> int:
    """Hex digits of a body's id that name its file: 0 to 3, so at most 4,096 files."""
    length = 0
    while length < LONGEST_PREFIX and n_bodies / 16**length > BODIES_IN_A_FILE:
        length += 1
    return length


def write_shards(
    database: DuckDBPyConnection, reference: Reference, raw: ParquetBatches, folder: Path
) -> dict[str, Any]:
    """Write every data file.

    Args:
        database: a published file, open.
        raw: the raw tables that it was built from; a copy of a release alone has none.
        folder: `data/` of the site; made.

    Returns:
        what the pages need of them: dictionary, coverage, years of absence, counts of findings.

    Raises:
        GongkaiError: as `write_excerpts`.
    """
    for name in ("agencies", "regions", "indicators", "absent", "findings"):
        (folder / name).mkdir(parents=True)
    dictionary = queries.number_indicators(database)
    bodies = queries.agencies(database)
    length = prefix_length(len(bodies))
    write_packed(folder / "agencies.bin", [_searched(body) for body in bodies])
    _write_agencies(database, bodies, folder / "agencies", length)
    has_texts = write_excerpts(database, raw, folder / "texts", length)
    write_json(folder / "codes.json", {**_codes(dictionary, reference), "prefix": length, "texts": has_texts})
    _write_regions(database, bodies, folder / "regions")
    _write_indicators(database, dictionary, folder / "indicators")
    coverage = queries.coverage_by_province(database)
    years = sorted({row[1] for row in coverage})
    for year in years:
        write_packed(folder / "absent" / f"{year}.bin", queries.absent(database, year))
    return {
        "dictionary": dictionary,
        "coverage": coverage,
        "years": years,
        "rules": write_findings(database, folder / "findings"),
    }


def _codes(dictionary: list[dict[str, Any]], reference: Reference) -> dict[str, Any]:
    return {
        "applicants": APPLICANTS,
        "statuses": STATUSES,
        "figures": FIGURES,
        "summed": SUMMED,
        "stated_as": dict(STATED_AS),
        "rules": rules(),
        "indicators": [[one[name] for name in queries.DEFINITION] for one in dictionary],
        "forms": {
            str(form): [
                [
                    cell.table,
                    cell.clause,
                    cell.row_path,
                    cell.column_path,
                    cell.indicator_id,
                    str(cell.applicant or ""),
                    str(cell.period),
                ]
                for cell in cells
            ]
            for form, cells in reference.forms.items()
        },
    }


def _searched(body: Row) -> list[Any]:
    agency_id, name, others, level, category, province, city, county, *_, first, last, reports, _ = body
    where = "".join(dict.fromkeys(part for part in (province, city, county) if part))
    aliases = " ".join(other for other in others or () if other != name)
    return [agency_id, name, aliases, where, level, category, first, last, reports]


def _write_agencies(database: DuckDBPyConnection, bodies: Sequence[Row], folder: Path, length: int) -> None:
    known = {body[0]: body for body in bodies}
    ordered = sorted(known)
    for group in groups_of(count_facts(database, length), _FACTS_AT_ONCE):
        texts = texts_of_group(database, group)
        mine = filter(group.holds, ordered)
        for shard, ids in groupby(mine, key=lambda agency_id: agency_id[:length]):
            parts = [f"{json.dumps(agency_id)}:{_agency(known, agency_id, texts)}" for agency_id in ids]
            pack(folder / f"{shard or 'all'}.bin", "{" + ",\n".join(parts) + "}")


def _agency(known: Mapping[str, Row], agency_id: str, texts: Mapping[str, Mapping[str, str]]) -> str:
    _, name, others, level, category, province, city, county, region, first, last, reports, successor = known[
        agency_id
    ]
    head = {
        "name": name,
        "names": others or [],
        "level": level,
        "category": category,
        "place": [province, city, county],
        "region": region,
        "first": first,
        "last": last,
        "n": reports,
        "successor": [successor, known[successor][1]] if successor in known else None,
    }

    def inside(kind: str) -> str:
        return texts[kind].get(agency_id, "")

    return (
        json.dumps(head, ensure_ascii=False)[:-1]
        + f', "reports":[{inside("reports")}],"documents":{{{inside("documents")}}},'
        + f'"findings":[{inside("findings")}],"coverage":[{inside("coverage")}]}}'
    )


def _write_regions(database: DuckDBPyConnection, bodies: Sequence[Row], folder: Path) -> None:
    """One file a province: regions, sums and coverage by year, bodies; codes of 6 digits, a body's code as it is."""
    places: dict[str, dict[str, Any]] = {}
    for code, name, level, parent in queries.regions(database):
        home = places.setdefault(code[:2], _empty_province())
        home["regions"].append([code, name, level, parent])
    for place, *figures in queries.years_by_region(database):
        home = places.setdefault(place[:2], _empty_province())
        home["years"].setdefault(place, []).append(figures)
    for place, *figures in queries.coverage_by_region(database):
        home = places.setdefault(place[:2], _empty_province())
        home["coverage"].setdefault(place, []).append(figures)
    for agency_id, name, _, level, category, *_, region, first, last, n_reports, _ in bodies:
        home = places.setdefault((region or _NO_PROVINCE)[:2], _empty_province())
        home["agencies"].append([agency_id, name, level, category, region, first, last, n_reports])
    for code, content in sorted(places.items()):
        write_json(folder / f"{code}.json", content)


def _empty_province() -> dict[str, Any]:
    return {"regions": [], "years": {}, "coverage": {}, "agencies": []}


def _write_indicators(database: DuckDBPyConnection, dictionary: list[dict[str, Any]], folder: Path) -> None:
    years, spread, top = (
        _by_first(answer)
        for answer in (
            queries.indicator_years(database),
            queries.indicator_spread(database),
            queries.indicator_top(database),
        )
    )
    for number, one in enumerate(dictionary):
        found = {
            name: rows.get(number, []) for name, rows in (("years", years), ("spread", spread), ("top", top))
        }
        write_json(folder / f"{one['indicator_id']}.json", found)


def _by_first(rows: Iterable[Row]) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = {}
    for first, *rest in rows:
        found.setdefault(first, []).append(rest)
    return found
