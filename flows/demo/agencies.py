"""The invented bodies of the sample portal: one city with districts, counties, departments and townships.

What belongs here: who reports on the portal, how the body is called and how busy it is. What does not: what
it reports (`figures.py`, `prose.py`).

Every name carries the syllable 样 (sample) of the invented city 样例市, so that no page is a false report
under the name of a body that exists. The kinds of bodies are those of real life.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

CITY: Final = "样例市"
PROVINCE: Final = "样例省"


class Size(IntEnum):
    """How many applications and documents a body deals with."""

    TOWNSHIP = 0
    DEPARTMENT = 1
    COUNTY = 2
    CITY = 3


@dataclass(frozen=True, slots=True)
class Agency:
    """One body that reports.

    Attributes:
        slug: its name in addresses and in the seeds of its figures.
        name: full name as the contract wants it (a district's body with its city, a county's without).
        we: how its reports call it (我局, 我镇, 本机关).
        size: how busy it is.
        number: 1-based place in the list, used for index and document numbers.
        makes_rules: it may issue government rules (规章): of a city's bodies only its people's government.
    """

    slug: str
    name: str
    we: str
    size: Size
    number: int
    makes_rules: bool = False

    @property
    def is_government(self) -> bool:
        """A people's government: its deadline is the end of March under both Regulations."""
        return self.name.endswith("人民政府")


_CITY_BODIES: Final = (
    ("gov", "人民政府", "我市", Size.CITY),
    ("edu", "教育局", "我局", Size.DEPARTMENT),
    ("pol", "公安局", "我局", Size.DEPARTMENT),
    ("civ", "民政局", "我局", Size.DEPARTMENT),
    ("jus", "司法局", "我局", Size.DEPARTMENT),
    ("fin", "财政局", "我局", Size.DEPARTMENT),
    ("wat", "水利局", "我局", Size.DEPARTMENT),
    ("aud", "审计局", "我局", Size.DEPARTMENT),
    ("sta", "统计局", "我局", Size.DEPARTMENT),
    ("tra", "交通运输局", "我局", Size.DEPARTMENT),
    ("ndr", "发展和改革委员会", "我委", Size.DEPARTMENT),
    ("hou", "住房和城乡建设局", "我局", Size.DEPARTMENT),
    ("met", "气象局", "我局", Size.TOWNSHIP),
    ("sch", "第一中学", "我校", Size.TOWNSHIP),
    ("lib", "图书馆", "我馆", Size.TOWNSHIP),
)
_ZONE: Final = ("etdz", "样例经济技术开发区管理委员会", "我区", Size.DEPARTMENT)
_DISTRICT_BODIES: Final = (
    ("gov", "人民政府", "我区", Size.COUNTY),
    ("edu", "教育局", "我局", Size.DEPARTMENT),
    ("civ", "民政局", "我局", Size.TOWNSHIP),
)
_COUNTY_BODIES: Final = (
    ("gov", "人民政府", "我县", Size.COUNTY),
    ("wat", "水利局", "我局", Size.DEPARTMENT),
    ("tra", "交通运输局", "我局", Size.TOWNSHIP),
    ("ndr", "发展和改革局", "我局", Size.TOWNSHIP),
)
_DISTRICTS: Final = (
    ("yd", "样例市样东区", (("样河街道办事处", "我街道"), ("样桥街道办事处", "我街道"))),
    ("yx", "样例市样西区", (("样园街道办事处", "我街道"), ("样港镇人民政府", "我镇"))),
)
_COUNTIES: Final = (
    ("yn", "样南县", (("样溪镇人民政府", "我镇"), ("样岭乡人民政府", "我乡"))),
    ("yb", "样北县", (("样塘镇人民政府", "我镇"), ("样坪乡人民政府", "我乡"))),
)
_FURTHER_BUREAUS: Final = (
    ("jus", "司法局"),
    ("aud", "审计局"),
    ("sta", "统计局"),
    ("fin", "财政局"),
    ("pol", "公安局"),
)


def _bodies() -> list[tuple[str, str, str, Size]]:
    bodies = [(f"sl-{slug}", CITY + name, we, size) for slug, name, we, size in _CITY_BODIES]
    bodies.append(_ZONE)
    for group, own in ((_DISTRICTS, _DISTRICT_BODIES), (_COUNTIES, _COUNTY_BODIES)):
        for place_slug, place, townships in group:
            bodies += [(f"{place_slug}-{slug}", place + name, we, size) for slug, name, we, size in own]
            bodies += [
                (f"{place_slug}-t{i}", place + name, we, Size.TOWNSHIP)
                for i, (name, we) in enumerate(townships, start=1)
            ]
    places = [(slug, place) for slug, place, _ in (*_DISTRICTS, *_COUNTIES)]
    bodies += [
        (f"{place_slug}-{slug}", place + name, "我局", Size.TOWNSHIP)
        for slug, name in _FURTHER_BUREAUS
        for place_slug, place in places
    ]
    return bodies


def agencies(count: int) -> tuple[Agency, ...]:
    """The first `count` bodies of the sample city; the city's own come first, then districts and counties.

    Raises:
        ValueError: the sample city has fewer bodies.
    """
    found = _all_agencies()
    if not 1 <= count <= len(found):
        raise ValueError(f"the sample city has 1 to {len(found)} bodies, not {count}")
    return found[:count]


def last_agencies(count: int) -> tuple[Agency, ...]:
    """The last `count` bodies of the sample city.

    Raises:
        ValueError: the sample city has fewer bodies.
    """
    return agencies(len(_all_agencies()))[-count:]


def _all_agencies() -> tuple[Agency, ...]:
    return tuple(
        Agency(slug, name, we, size, number, makes_rules=slug == "sl-gov")
        for number, (slug, name, we, size) in enumerate(_bodies(), start=1)
    )
