"""Figures of the lists: 2008's with two columns, 2014's in nine parts. S1 to S8 hold.

What belongs here: drawing them. What does not: how they are printed (`lists.py`).
"""

from decimal import Decimal
from typing import Final

from flows.demo.agencies import Agency, Size
from flows.demo.draw import FIRST_YEAR, TYPICAL_APPLICATIONS, Draw, applications_of, items_of
from flows.demo.facts import FactKey, Figures

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


def _list_2008_of_year(seed: int, agency: Agency, year: int) -> dict[str, int]:
    draw = Draw(seed, agency, year, "list 2008")
    received = applications_of(seed, agency, year)
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
        "stat.review": draw.about(TYPICAL_APPLICATIONS[agency.size] / 20, 0.5),
        "stat.litigation": draw.about(TYPICAL_APPLICATIONS[agency.size] / 30, 0.5),
        "stat.complaints_handled": draw.about(1, 0.8),
    }


def figures_2008(seed: int, agency: Agency, year: int) -> Figures:
    """The list with a column for the year and one since 2008; S1, S3 and S8 hold."""
    own = _list_2008_of_year(seed, agency, year)
    years = [_list_2008_of_year(seed, agency, y) for y in range(FIRST_YEAR, year + 1)]
    figures: dict[FactKey, Decimal] = {}
    for row, value in own.items():
        figures[FactKey(row, None, "year")] = Decimal(value)
        figures[FactKey(row, None, "cumulative")] = Decimal(sum(figures_then[row] for figures_then in years))
    return figures


def figures_2014(seed: int, agency: Agency, year: int) -> Figures:
    """The list in nine parts; S1 to S7 hold."""
    draw = Draw(seed, agency, year, "list 2014")
    items = items_of(seed, agency, year)
    normative = min(items, draw.about(4 * agency.size, 0.2))
    received = applications_of(seed, agency, year)
    typical = TYPICAL_APPLICATIONS[agency.size]
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
    # The denied are a part of the replies: they are drawn apart only because they have parts of their own.
    figures[FactKey("stat.applications.replied")] = Decimal(received)
    return figures
