"""The findings of a release in files that stay small, however many there are.

What belongs here: how they are cut into files, and what is counted so that a filter need not read them. What does not:
the questions (`queries.py`) and the page (`assets/findings.js`).

    findings/index.json              counts by rule, weight, year and province; the files with their rows
    findings/<2 digits>.bin          of a province: counts by region, and the regions' names
    findings/<year>-<2 digits>-<n>.bin   the findings themselves, in the order of regions

Files that end in `.bin` are JSON packed with gzip. A year and province with many findings has several files; the index
says from which region to which each one reaches, so that only those are fetched that a filter needs.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from duckdb import DuckDBPyConnection

from flows.site import queries
from flows.site.files import write_json, write_packed

_IN_A_FILE: Final = 1_000
_FULL_FILES: Final = 200
"""A country with very many findings has larger files and not more of them."""
_ROWS_AT_ONCE: Final = 20_000

Row = tuple[Any, ...]


def write_findings(database: DuckDBPyConnection, folder: Path) -> list[Row]:
    """Write all findings of a release.

    Returns:
        rule, weight, year (0 where unknown), province (two digits, 00 where unknown) and how many there are.
    """
    places = queries.findings_by_place(database)
    counts = _summed(places)
    most = max(_IN_A_FILE, sum(row[-1] for row in counts) // _FULL_FILES)
    files = list(_write_rows(database, folder, most))
    write_json(folder / "index.json", {"counts": counts, "files": files})
    names = {row[0]: row for row in queries.regions(database)}
    for province, rows in groupby(sorted(places, key=lambda row: row[3]), key=lambda row: row[3][:2]):
        found = list(rows)
        codes = {code for *_, place, _ in found for code in (place, place[:4] + "00")}
        known = [names[code] for code in sorted(codes & names.keys())]
        write_packed(folder / f"{province}.bin", {"counts": found, "regions": known})
    return counts


def _summed(places: list[Row]) -> list[Row]:
    counts: dict[Row, int] = {}
    for rule, severity, year, place, n in places:
        key = (rule, severity, year, place[:2])
        counts[key] = counts.get(key, 0) + n
    return [(*key, n) for key, n in sorted(counts.items())]


def _write_rows(database: DuckDBPyConnection, folder: Path, most: int) -> Iterator[Row]:
    """Write the findings, which come by year, province and region: of each file year, province, number, first and last
    region, and its findings."""
    answer = queries.findings(database)
    for (year, province), found in groupby(_rows(answer), key=lambda row: (row[0], row[1][:2])):
        for number, rows in enumerate(_cut(found, most)):
            write_packed(folder / f"{year}-{province}-{number}.bin", [row[1:] for row in rows])
            yield year, province, number, rows[0][1], rows[-1][1], len(rows)


def _rows(answer: DuckDBPyConnection) -> Iterator[Row]:
    while batch := answer.fetchmany(_ROWS_AT_ONCE):
        yield from batch


def _cut(rows: Iterator[Row], most: int) -> Iterator[list[Row]]:
    some: list[Row] = []
    for row in rows:
        some.append(row)
        if len(some) == most:
            yield some
            some = []
    if some:
        yield some
