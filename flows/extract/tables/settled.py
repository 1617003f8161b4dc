"""Which of the figures in a page's tables are the report's own: `settled`.

What belongs here: leaving out figures of another period or body, and deciding between copies of a table. What does
not: what is said of a period or a body (`foreign.py`), and reading the tables (`forms.py`).

A table that is repeated counts once. One figure that differs is a contradiction; where two tables of a section differ
in more, they are two sets of figures (of two bodies, or two years), nothing says which is the report's, and neither
is believed.
"""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from flows.extract.model import Finding, Observation
from flows.extract.tables.caption_units import in_their_unit
from flows.extract.tables.foreign import Cell, apart, regions, said_inside, said_over
from flows.extract.tables.form_book import LIST_FORMS
from flows.extract.tables.forms import TableReading
from flows.extract.tables.grid import Grid
from flows.extract.tables.period_words import Said, is_bare_year, is_running_total

_SHARE_OF_A_SET: Final = 0.25
"""Copies that differ in more of their figures are no copies."""

Key = tuple[str, str | None, str]


def settled(
    reading: TableReading,
    grids: Sequence[Grid],
    text: str,
    report_year: int | None,
    own_names: Sequence[str] = (),
) -> TableReading:
    """The reading with the report's own figures, each once, and a finding for what was left out.

    Args:
        reading: all that the tables say.
        grids: the tables, as they were read.
        text: of the page.
        report_year: None where it is not known; then no year is judged.
        own_names: of the report's body; where it is not known no body is judged.
    """
    above = regions(text, grids)
    of_body, of_others = _without_other_bodies(reading.observations, grids, above, own_names)
    own, foreign = _without_foreign(of_body, grids, above, text, report_year)
    in_unit, doubtful = in_their_unit(own, grids, above)
    once, repeated = _once(in_unit)
    return replace(
        reading, observations=once, findings=(*reading.findings, *of_others, *foreign, *doubtful, *repeated)
    )


def _without_other_bodies(
    observations: Sequence[Observation],
    grids: Sequence[Grid],
    above: Sequence[Sequence[str]],
    own_names: Sequence[str],
) -> tuple[list[Observation], list[Finding]]:
    over = apart(above, grids, own_names)
    own = [one for one in observations if one.where.table not in over]
    findings = [
        Finding(
            found.rule,
            "refusal",
            f"the {len(figures)} figures of this table {found.why}; they are left out",
            where=figures[0].where,
        )
        for table, found in over.items()
        if (figures := [one for one in observations if one.where.table == table])
    ]
    return own, findings


def _without_foreign(
    observations: Sequence[Observation],
    grids: Sequence[Grid],
    above: Sequence[Sequence[str]],
    text: str,
    report_year: int | None,
) -> tuple[list[Observation], list[Finding]]:
    over, inside = said_over(above, text, grids, report_year), said_inside(grids, report_year)
    named = _columns_of_their_own(observations, grids)
    own: list[Observation] = []
    left_out: dict[tuple[int | None, str], list[Observation]] = defaultdict(list)
    for one in observations:
        said = _said_of(one, over, inside, named)
        if said is None:
            own.append(one)
        else:
            left_out[one.where.table, said.why].append(one)
    return own, [_another_period(why, figures) for (_, why), figures in left_out.items()]


def _columns_of_their_own(observations: Sequence[Observation], grids: Sequence[Grid]) -> dict[str, set[int]]:
    """The lists with a column of their own for what words over them speak of: all years, the end of a year."""
    lists = [one for one in observations if one.form in LIST_FORMS]
    tables = {one.where.table for one in lists if one.where.table is not None}
    return {
        "all": {
            one.where.table for one in lists if one.where.table is not None and one.period == "cumulative"
        }
        | {table for table in tables if any(is_bare_year(c.text) for c in grids[table].cells)},
        "end": {table for table in tables if any(is_running_total(c.text) for c in grids[table].cells)},
    }


def _said_of(
    one: Observation,
    over: Mapping[int, Said],
    inside: Mapping[Cell, Said],
    named: Mapping[str, Container[int]],
) -> Said | None:
    """What is said of a figure's period, if it is another than the observation's."""
    where = one.where
    if where.table is None or where.row is None or where.column is None:
        return None
    within, above = inside.get((where.table, where.row, where.column)), over.get(where.table)
    if one.form in LIST_FORMS:
        # A list has columns for all years and for parts of the year (`list_columns.py`).
        within = within if within and within.kind == "other" else None
        above = None if above and where.table in named.get(above.kind, ()) else above
    return within or above


def _another_period(why: str, figures: Sequence[Observation]) -> Finding:
    first = figures[0]
    return Finding(
        "another_period",
        "refusal",
        f"the page gives {len(figures)} figures of this table as {why}; they are left out",
        indicator_id=first.indicator_id if len(figures) == 1 else None,
        where=first.where,
    )


def _key(one: Observation) -> Key:
    return one.indicator_id, one.applicant, one.period


def _section(one: Observation) -> str:
    return one.indicator_id.partition(".")[0]


def _once(observations: Sequence[Observation]) -> tuple[tuple[Observation, ...], list[Finding]]:
    printed: dict[Key, list[Observation]] = defaultdict(list)
    for one in observations:
        printed[_key(one)].append(one)
    sections: dict[str, list[list[Observation]]] = defaultdict(list)
    for copies in printed.values():
        sections[_section(copies[0])].append(copies)
    doubtful = {name for name, figures in sections.items() if _are_two_sets(figures)}
    kept: list[Observation] = []
    findings = [_two_sets(name, sections[name]) for name in sections if name in doubtful]
    for copies in printed.values():
        if _section(copies[0]) in doubtful or (doubtful and _differ(copies)):
            continue
        kept.append(copies[0])
        findings += _differing(copies)
    return tuple(kept), findings


def _differ(copies: Sequence[Observation]) -> bool:
    return len({one.value for one in copies}) > 1


def _are_two_sets(figures: Sequence[Sequence[Observation]]) -> bool:
    """Whether figures that are printed more than once differ too often for one table and its copies."""
    n_different = sum(map(_differ, figures))
    # That two bodies both have zeros shows nothing.
    n_repeated = sum(len(copies) > 1 and any(one.value for one in copies) for copies in figures)
    return n_different > 1 and n_different > _SHARE_OF_A_SET * n_repeated


def _two_sets(section: str, figures: Sequence[Sequence[Observation]]) -> Finding:
    n_different = sum(map(_differ, figures))
    second = next(copies[1] for copies in figures if _differ(copies))
    return Finding(
        "two_sets_of_figures",
        "refusal",
        f"the page prints two tables of {section} that differ in {n_different} figures, and does not say which is the "
        "report's; both are left out",
        where=second.where,
    )


def _differing(copies: Sequence[Observation]) -> Iterator[Finding]:
    first = copies[0]
    for other in copies[1:]:
        if other.value != first.value:
            yield Finding(
                "repeated_table_differs",
                "contradiction",
                f"a second table says {other.value} where the first says {first.value}",
                left=first.value,
                right=other.value,
                indicator_id=other.indicator_id,
                applicant=other.applicant,
                where=other.where,
            )
