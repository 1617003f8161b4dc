"""Figures of the forms of 2019 and 2021: sections 2, 3 and 4. A1 to A4, R1, P1 and X1 to X3 hold.

What belongs here: drawing them. What does not: how they are printed (`sections.py`).
"""

from decimal import Decimal
from typing import Final

from flows.demo.agencies import Agency
from flows.demo.draw import FIRST_YEAR, TYPICAL_APPLICATIONS, Draw, applications_of
from flows.demo.facts import FactKey, Figures
from flows.vocabulary import APPLICANTS, Applicant

_PEOPLE: Final = tuple(applicant for applicant in APPLICANTS if applicant != "total")
_PEOPLE_WEIGHTS: Final = (78, 12, 1, 2, 4, 3)

# Outcomes of section 3 with the weights they are drawn by; many rows are zero in most reports.
_OUTCOMES: Final[dict[str, int]] = {
    "applications.granted": 45,
    "applications.partly_granted": 12,
    "applications.denied.state_secret": 0,
    "applications.denied.other_law": 1,
    "applications.denied.safety_stability": 1,
    "applications.denied.third_party": 2,
    "applications.denied.internal_affairs": 1,
    "applications.denied.process": 2,
    "applications.denied.enforcement_file": 2,
    "applications.denied.query_matter": 1,
    "applications.unavailable.not_held": 18,
    "applications.unavailable.needs_creation": 3,
    "applications.unavailable.unclear": 1,
    "applications.not_processed.complaint": 3,
    "applications.not_processed.repeated": 2,
    "applications.not_processed.publication": 1,
    "applications.not_processed.excessive": 0,
    "applications.not_processed.reconfirm": 1,
}
_OTHER_2019: Final[dict[str, int]] = {"applications.other": 4}
_OTHER_2021: Final[dict[str, int]] = {
    "applications.other.not_corrected": 2,
    "applications.other.fee_unpaid": 0,
    "applications.other.rest": 2,
}
_REMEDIES: Final = ("review", "litigation_direct", "litigation_after_review")
_RESULTS: Final[dict[str, int]] = {"upheld": 6, "corrected": 2, "other": 2, "pending": 1}


def figures_2019(seed: int, agency: Agency, year: int) -> Figures:
    """What a report in the form of 2019 states in its tables."""
    return {
        **_proactive_2019(seed, agency, year),
        **_applications(seed, agency, year, _OTHER_2019),
        **_remedies(seed, agency, year),
    }


def figures_2021(seed: int, agency: Agency, year: int) -> Figures:
    """What a report in the form of 2021 states in its tables."""
    return {
        **_proactive_2021(seed, agency, year),
        **_applications(seed, agency, year, _OTHER_2021),
        **_remedies(seed, agency, year),
    }


def _new(seed: int, agency: Agency, year: int) -> list[int]:
    return Draw(seed, agency, year, "people").split(applications_of(seed, agency, year), _PEOPLE_WEIGHTS)


def _carried_out(seed: int, agency: Agency, year: int) -> list[int]:
    # Never more than the year's own: what was carried in is always finished.
    draw = Draw(seed, agency, year, "carried")
    return [draw.split(new, (6, 94))[0] for new in _new(seed, agency, year)]


def _applications(seed: int, agency: Agency, year: int, other: dict[str, int]) -> dict[FactKey, Decimal]:
    """Section 3: rows by applicants; A1 to A4 hold."""
    weights = {**_OUTCOMES, **other}
    new = _new(seed, agency, year)
    carried_in = _carried_out(seed, agency, year - 1)
    carried_out = _carried_out(seed, agency, year)
    draw = Draw(seed, agency, year, "outcomes")
    outcomes = [n + i - o for n, i, o in zip(new, carried_in, carried_out, strict=True)]
    parts = [draw.split(count, tuple(weights.values())) for count in outcomes]
    rows: dict[str, list[int]] = {"applications.new": new, "applications.carried_in": carried_in}
    rows |= {row: [column[i] for column in parts] for i, row in enumerate(weights)}
    rows |= {"applications.outcomes": outcomes, "applications.carried_out": carried_out}
    return {
        FactKey(row, applicant): Decimal(value)
        for row, values in rows.items()
        for applicant, value in _with_total(values)
    }


def _with_total(values: list[int]) -> list[tuple[Applicant, int]]:
    return [*zip(_PEOPLE, values, strict=True), ("total", sum(values))]


def _remedies(seed: int, agency: Agency, year: int) -> dict[FactKey, Decimal]:
    """Section 4: three blocks of results; R1 holds."""
    draw = Draw(seed, agency, year, "remedies")
    figures: dict[FactKey, Decimal] = {}
    for block in _REMEDIES:
        total = draw.about(TYPICAL_APPLICATIONS[agency.size] / 20, 0.4)
        parts = draw.split(total, tuple(_RESULTS.values()))
        figures |= {
            FactKey(f"{block}.{result}"): Decimal(n) for result, n in zip(_RESULTS, parts, strict=True)
        }
        figures[FactKey(f"{block}.total")] = Decimal(total)
    return figures


def _proactive_2019(seed: int, agency: Agency, year: int) -> dict[FactKey, Decimal]:
    """Section 2 of 2019's form; P1 holds, and X3 between neighbouring years."""
    draw = Draw(seed, agency, year, "proactive")
    figures: dict[str, Decimal] = {}
    for block, typical in _document_blocks(agency):
        disclosed = draw.about(typical, 0.3)
        figures[f"proactive.{block}.made"] = Decimal(disclosed)
        figures[f"proactive.{block}.disclosed"] = Decimal(disclosed)
        figures[f"proactive.{block}.disclosed_total"] = Decimal(disclosed + draw.about(typical * 5, 0.2))
    for block in ("licensing", "other_services", "penalty", "coercion", "fees"):
        figures[f"proactive.{block}.items_last_year"] = Decimal(_items_last_year(seed, agency, year, block))
        figures[f"proactive.{block}.items_change"] = Decimal(_items_change(seed, agency, year, block))
    for block in ("licensing", "other_services", "penalty", "coercion"):
        figures[f"proactive.{block}.decisions"] = Decimal(_decisions(draw, agency))
    procured = draw.about(4 * (agency.size + 1), 0.4)
    figures["proactive.procurement.items"] = Decimal(procured)
    figures["proactive.procurement.amount"] = draw.money(120, 0.0) if procured else Decimal(0)
    return {FactKey(row): value for row, value in figures.items()}


def _proactive_2021(seed: int, agency: Agency, year: int) -> dict[FactKey, Decimal]:
    """Section 2 of 2021's form; X2 holds between neighbouring years."""
    figures: dict[str, Decimal] = {}
    for block, typical in _document_blocks(agency):
        issued, repealed = _issued(seed, agency, year, block, typical)
        figures[f"proactive.{block}.issued"] = Decimal(issued)
        figures[f"proactive.{block}.repealed"] = Decimal(repealed)
        figures[f"proactive.{block}.in_force"] = Decimal(
            sum(
                i - r
                for i, r in (_issued(seed, agency, y, block, typical) for y in range(FIRST_YEAR, year + 1))
            )
        )
    draw = Draw(seed, agency, year, "proactive")
    for block in ("licensing", "penalty", "coercion"):
        figures[f"proactive.{block}.decisions"] = Decimal(_decisions(draw, agency))
    figures["proactive.fees.amount"] = draw.money(60 * agency.size, 0.5)
    return {FactKey(row): value for row, value in figures.items()}


def _document_blocks(agency: Agency) -> tuple[tuple[str, int], ...]:
    return (("regulations", 2 if agency.makes_rules else 0), ("normative_documents", 3 * agency.size))


def _issued(seed: int, agency: Agency, year: int, block: str, typical: int) -> tuple[int, int]:
    draw = Draw(seed, agency, year, block)
    issued = draw.about(typical, 0.3)
    return issued, draw.split(issued, (1, 2))[0]


def _items_change(seed: int, agency: Agency, year: int, block: str) -> int:
    if not _items_at_start(seed, agency, block):
        return 0
    draw = Draw(seed, agency, year, f"change {block}")
    return draw.about(3, 0.7) - draw.about(1, 0.7)


def _items_last_year(seed: int, agency: Agency, year: int, block: str) -> int:
    changes = sum(_items_change(seed, agency, y, block) for y in range(FIRST_YEAR, year))
    return _items_at_start(seed, agency, block) + changes


def _items_at_start(seed: int, agency: Agency, block: str) -> int:
    # Half of the bodies have no items of a kind, ever; the others so many that no change leads below zero.
    return Draw(seed, agency, FIRST_YEAR, f"items {block}").about(80, 0.5)


def _decisions(draw: Draw, agency: Agency) -> int:
    return draw.about({0: 12, 1: 180, 2: 2400, 3: 15000}[agency.size], 0.35)
