"""Random figures of the sample bodies, the same for the same seed, that obey the identities of the forms.

What belongs here: drawing the figures of one body and year. What does not: which of them are printed where
(`lists.py`, `sections.py`, `prose.py`) and the two reports that are wrong on purpose (`catalogue.py`).

Every yearly figure depends on seed, body and year alone, and what is carried over is computed from the year
before. So neighbouring years agree with each other too, whichever years are asked for.
"""

from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Final

from flows.demo.agencies import Agency, Size
from flows.demo.facts import FactKey, Figures
from flows.vocabulary import APPLICANTS, Applicant, TableForm

FIRST_YEAR: Final = 2008
"""The Regulation's first year: what is printed as 历年累计 begins here."""

_PEOPLE: Final = tuple(applicant for applicant in APPLICANTS if applicant != "total")
_PEOPLE_WEIGHTS: Final = (78, 12, 1, 2, 4, 3)
_TYPICAL: Final = {Size.TOWNSHIP: 1, Size.DEPARTMENT: 9, Size.COUNTY: 60, Size.CITY: 320}
"""About how many applications a body of this size receives a year."""
_NONE_SHARE: Final = {Size.TOWNSHIP: 0.6, Size.DEPARTMENT: 0.25, Size.COUNTY: 0.0, Size.CITY: 0.0}
"""Share of the years without any."""

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


class _Draw:
    """Random numbers that depend on seed, body, year and topic alone."""

    def __init__(self, seed: int, agency: Agency, year: int, topic: str) -> None:
        # A string seed is hashed by the library itself: the same in every process.
        self._random = Random(f"{seed}|{agency.slug}|{year}|{topic}")  # noqa: S311 (figures, not secrets)

    def about(self, typical: float, none_share: float = 0.0) -> int:
        """A whole number around `typical`, or 0 in `none_share` of the cases."""
        if self._random.random() < none_share:
            return 0
        return round(typical * self._random.uniform(0.5, 1.7))

    def split(self, total: int, weights: Sequence[int]) -> list[int]:
        """`total` spread over as many parts as there are weights."""
        counts = [0] * len(weights)
        for part in self._random.choices(range(len(weights)), weights, k=total):
            counts[part] += 1
        return counts

    def money(self, typical: float, none_share: float) -> Decimal:
        """An amount with two decimals."""
        return Decimal(self.about(typical * 100, none_share)).scaleb(-2).normalize() + 0


def figures_of(seed: int, agency: Agency, year: int, form: TableForm) -> Figures:
    """The figures that a report of this body and year states in tables of this form.

    Raises:
        ValueError: the sample portal has no such form.
    """
    if form == "F2008":
        return _list_2008(seed, agency, year)
    if form == "F2014":
        return _list_2014(seed, agency, year)
    if form == "F2019":
        return {
            **_proactive_2019(seed, agency, year),
            **_applications(seed, agency, year, _OTHER_2019),
            **_remedies(seed, agency, year),
        }
    if form == "F2021":
        return {
            **_proactive_2021(seed, agency, year),
            **_applications(seed, agency, year, _OTHER_2021),
            **_remedies(seed, agency, year),
        }
    raise ValueError(f"the sample portal has no form {form}")


def items_of(seed: int, agency: Agency, year: int) -> int:
    """Items proactively disclosed in a year, in all ways (主动公开政府信息数)."""
    return _Draw(seed, agency, year, "items").about({0: 60, 1: 240, 2: 3200, 3: 9800}[agency.size]) + 1


def _received(seed: int, agency: Agency, year: int) -> int:
    return _Draw(seed, agency, year, "received").about(_TYPICAL[agency.size], _NONE_SHARE[agency.size])


def _new(seed: int, agency: Agency, year: int) -> list[int]:
    return _Draw(seed, agency, year, "people").split(_received(seed, agency, year), _PEOPLE_WEIGHTS)


def _carried_out(seed: int, agency: Agency, year: int) -> list[int]:
    # Never more than the year's own: what was carried in is always finished.
    draw = _Draw(seed, agency, year, "carried")
    return [draw.split(new, (6, 94))[0] for new in _new(seed, agency, year)]


def _applications(seed: int, agency: Agency, year: int, other: dict[str, int]) -> dict[FactKey, Decimal]:
    """Section 3: rows by applicants; A1 to A4 hold."""
    weights = {**_OUTCOMES, **other}
    new = _new(seed, agency, year)
    carried_in = _carried_out(seed, agency, year - 1)
    carried_out = _carried_out(seed, agency, year)
    draw = _Draw(seed, agency, year, "outcomes")
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
    draw = _Draw(seed, agency, year, "remedies")
    figures: dict[FactKey, Decimal] = {}
    for block in _REMEDIES:
        total = draw.about(_TYPICAL[agency.size] / 20, 0.4)
        parts = draw.split(total, tuple(_RESULTS.values()))
        figures |= {FactKey(f"{block}.{result}"): Decimal(n) for result, n in zip(_RESULTS, parts, strict=True)}
        figures[FactKey(f"{block}.total")] = Decimal(total)
    return figures


def _proactive_2019(seed: int, agency: Agency, year: int) -> dict[FactKey, Decimal]:
    """Section 2 of 2019's form; P1 holds, and X3 between neighbouring years."""
    draw = _Draw(seed, agency, year, "proactive")
    figures: dict[str, Decimal] = {}
    for block, typical in _document_blocks(agency):
        disclosed = draw.about(typical, 0.3)
        figures[f"proactive.{block}.made"] = Decimal(disclosed)
        figures[f"proactive.{block}.disclosed"] = Decimal(disclosed)
        figures[f"proactive.{block}.disclosed_total"] = Decimal(disclosed + draw.about(typical * 5, 0.2))
    for block, typical in (("licensing", 14), ("other_services", 40), ("penalty", 25), ("coercion", 4), ("fees", 2)):
        figures[f"proactive.{block}.items_last_year"] = Decimal(_items_last_year(seed, agency, year, block, typical))
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
            sum(i - r for i, r in (_issued(seed, agency, y, block, typical) for y in range(FIRST_YEAR, year + 1)))
        )
    draw = _Draw(seed, agency, year, "proactive")
    for block in ("licensing", "penalty", "coercion"):
        figures[f"proactive.{block}.decisions"] = Decimal(_decisions(draw, agency))
    figures["proactive.fees.amount"] = draw.money(60 * (agency.size + 1), 0.5)
    return {FactKey(row): value for row, value in figures.items()}


def _document_blocks(agency: Agency) -> tuple[tuple[str, int], ...]:
    return (("regulations", 2 if agency.makes_rules else 0), ("normative_documents", 3 * agency.size))


def _issued(seed: int, agency: Agency, year: int, block: str, typical: int) -> tuple[int, int]:
    draw = _Draw(seed, agency, year, block)
    issued = draw.about(typical, 0.3)
    return issued, draw.split(issued, (1, 2))[0]


def _items_change(seed: int, agency: Agency, year: int, block: str) -> int:
    draw = _Draw(seed, agency, year, f"change {block}")
    return draw.about(3, 0.7) - draw.about(1, 0.7)


def _items_last_year(seed: int, agency: Agency, year: int, block: str, typical: int) -> int:
    start = _Draw(seed, agency, FIRST_YEAR, f"items {block}").about(typical, 0.3)
    changes = sum(_items_change(seed, agency, y, block) for y in range(FIRST_YEAR, year))
    return max(0, start + 30 + changes)


def _decisions(draw: _Draw, agency: Agency) -> int:
    return draw.about({0: 12, 1: 180, 2: 2400, 3: 15000}[agency.size], 0.35)


def _list_2008_of_year(seed: int, agency: Agency, year: int) -> dict[str, int]:
    draw = _Draw(seed, agency, year, "list 2008")
    received = _received(seed, agency, year)
    channels = draw.split(received, (3, 5, 2))
    replies = draw.split(received, (70, 10, 8, 12))
    items = items_of(seed, agency, year)
    gazette = draw.about(30, 0.1) if agency.size >= Size.COUNTY else 0
    return {
        "stat.proactive.items": items,
        "stat.proactive.by_channel.website": items - draw.about(items / 10, 0.5),
        "stat.proactive.by_channel.gazette": min(gazette, items),
        "stat.applications.received": received,
        "stat.applications.received.in_person": channels[0],
        "stat.applications.received.online": channels[1],
        "stat.applications.received.letter": channels[2],
        "stat.applications.replied": received,
        "stat.applications.replied.granted": replies[0],
        "stat.applications.replied.partly_granted": replies[1],
        "stat.applications.replied.denied": replies[2],
        "stat.applications.replied.other": replies[3],
        "stat.applications.fees_waived": draw.about(120, 0.9),
        "stat.review": draw.about(_TYPICAL[agency.size] / 20, 0.5),
        "stat.litigation": draw.about(_TYPICAL[agency.size] / 30, 0.5),
        "stat.complaints_handled": draw.about(1, 0.8),
    }


def _list_2008(seed: int, agency: Agency, year: int) -> Figures:
    """The list with a column for the year and one since 2008; S1, S3 and S8 hold."""
    own = _list_2008_of_year(seed, agency, year)
    years = [_list_2008_of_year(seed, agency, y) for y in range(FIRST_YEAR, year + 1)]
    figures: dict[FactKey, Decimal] = {}
    for row, value in own.items():
        figures[FactKey(row, None, "year")] = Decimal(value)
        figures[FactKey(row, None, "cumulative")] = Decimal(sum(figures_then[row] for figures_then in years))
    return figures


def _list_2014(seed: int, agency: Agency, year: int) -> Figures:
    """The list in nine parts; S1 to S7 hold."""
    draw = _Draw(seed, agency, year, "list 2014")
    items = items_of(seed, agency, year)
    normative = min(items, draw.about(4 * agency.size, 0.2))
    received = _received(seed, agency, year)
    typical = _TYPICAL[agency.size]
    conferences, interviews = draw.about(agency.size * 2, 0.3), draw.about(agency.size, 0.3)
    whole: dict[str, int | Decimal] = {
        "stat.proactive.items": items,
        "stat.proactive.normative_documents": normative,
        "stat.normative_documents.made": normative,
        "stat.proactive.by_channel.gazette": draw.about(30, 0.1) if agency.size >= Size.COUNTY else 0,
        "stat.proactive.by_channel.website": items,
        "stat.proactive.by_channel.weibo": draw.about(items / 4, 0.4),
        "stat.proactive.by_channel.wechat": draw.about(items / 3, 0.3),
        "stat.proactive.by_channel.other": draw.about(items / 20, 0.5),
        "stat.response.hot_topics": draw.about(4 * agency.size, 0.3),
        "stat.response.press_conferences": conferences,
        "stat.response.press_conferences_by_head": conferences // 2,
        "stat.response.online_interviews": interviews,
        "stat.response.online_interviews_by_head": interviews // 2,
        "stat.response.policy_interpretations": draw.about(5 * agency.size, 0.2),
        "stat.response.weibo_wechat": draw.about(3 * agency.size, 0.4),
        "stat.response.other": draw.about(2, 0.7),
        "stat.complaints": draw.about(1, 0.8),
        "stat.applications.fees": draw.money(0.02, 0.9),
        "stat.capacity.offices": draw.about(1 + agency.size, 0.2),
        "stat.capacity.reading_points": draw.about(2 + 3 * agency.size, 0.2),
        "stat.capacity.budget": draw.money(6 * agency.size, 0.4),
        "stat.training.meetings": draw.about(3, 0.2),
        "stat.training.courses": draw.about(2, 0.3),
        "stat.training.people": draw.about(40, 0.3),
    }
    figures = {FactKey(row): Decimal(value) for row, value in whole.items()}
    denied = draw.about(received / 12)
    for block, total, weights in (
        ("stat.applications.received", received, {"in_person": 2, "fax": 1, "online": 6, "letter": 3}),
        ("stat.applications.closed", received, {"on_time": 19, "extended": 1}),
        ("stat.applications.replied", received - denied, _REPLIES_2014),
        ("stat.applications.replied.denied", denied, _DENIALS_2014),
        ("stat.review", draw.about(typical / 20, 0.4), {"upheld": 6, "corrected": 1, "other": 2}),
        ("stat.litigation", draw.about(typical / 30, 0.4), {"upheld": 6, "corrected": 1, "other": 2}),
        ("stat.capacity.staff", draw.about(3 + 2 * agency.size) + 1, {"full_time": 1, "part_time": 3}),
    ):
        figures[FactKey(block)] = Decimal(total)
        for part, count in zip(weights, draw.split(total, tuple(weights.values())), strict=True):
            figures[FactKey(f"{block}.{part}")] = Decimal(count)
    # The denied ones are a part of the replies: they are drawn apart only because they have parts of their own.
    figures[FactKey("stat.applications.replied")] = Decimal(received)
    return figures


_REPLIES_2014: Final[dict[str, int]] = {
    "already_public": 10,
    "granted": 50,
    "partly_granted": 8,
    "not_this_agency": 12,
    "does_not_exist": 12,
    "asked_to_amend": 4,
    "other_route": 4,
}
_DENIALS_2014: Final[dict[str, int]] = {
    "state_secret": 1,
    "trade_secret": 2,
    "privacy": 3,
    "safety_stability": 2,
    "not_government_information": 4,
    "other_law": 2,
}
