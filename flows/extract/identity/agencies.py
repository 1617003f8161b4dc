"""Bodies: giving a name that was read its full official form, its level and its place.

What belongs here: the form of full names and where a body lies. What does not: reading names (`names.py`), the
vocabulary of bodies (`units.py`), places (`regions.py`, `placing.py`) and the choice between names
(`agency_choice.py`).

The house form of a full name: a government by its own place (样例县人民政府); a township or a department
after its county or city (样例县样溪镇人民政府, 样例县水利局); a district, and what lies in it, after its city
(样例市样东区审计局); nothing above that. Bodies with a name of their own (ministries, universities, zones,
branches of the state's own bureaus) keep the name as written.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from flows.extract.identity.names import CORPS, CORPS_TOWN, AgencyName
from flows.extract.identity.placing import Hints, Place, called, holder, nearest, place
from flows.extract.identity.regions import Gazetteer
from flows.extract.identity.units import (
    VERTICAL_HEAD,
    ZONE_WORDS,
    full_unit,
    is_abbreviated,
    is_border_body,
    state_body,
)
from flows.reference import Region
from flows.vocabulary import Category, Level

# A department's own name that says enough to be the one of its place: 水务局, and not 办公室 or 分局.
_OWN_NAME: Final = re.compile(r"^(?![本各该有相]).{2,}(?<!分)[局委厅]$")
_ANYTHING: Final = re.compile("")


@dataclass(frozen=True, slots=True)
class Agency:
    """A body that is known for certain, with its place.

    Attributes:
        is_short: the name is a short form that the page does not spell out: the body is placed, not named.
    """

    name: str
    written: str
    level: Level | None
    category: Category
    place: Place | None
    is_short: bool = False


def resolve(name: AgencyName, hints: Hints, gazetteer: Gazetteer) -> Agency | None:
    """The body for certain: its name and place; None where its place cannot be told."""
    agency = _resolved(name, hints, gazetteer)
    return replace(agency, is_short=is_abbreviated(name.unit)) if agency else None


def _resolved(name: AgencyName, hints: Hints, gazetteer: Gazetteer) -> Agency | None:
    if name.stands_alone:
        return _standing_alone(name, hints, gazetteer)
    where = _place_of(name, hints, gazetteer)
    if where is None:
        return _unlisted(name)
    unit = name.unit if name.category == "government" else full_unit(name.unit)
    full = _prefix(where, name) + unit
    if name.seat:
        return _branch(name, full, where, gazetteer)
    level = "township" if name.category == "subdistrict_office" else _level(where)
    # A zone that a name places in a province alone is of some rank below it.
    is_somewhere = name.category == "development_zone" and level == "province"
    return Agency(full, name.written, None if is_somewhere else level, name.category, where)


def _branch(name: AgencyName, full: str, where: Place, gazetteer: Gazetteer) -> Agency:
    """A bureau's branch: its place is the county that it works in; a branch for a zone has no county."""
    found = [*gazetteer.named(name.seat), *gazetteer.called(name.seat)]
    inside = {r.code: r for r in found if r.level == "county" and gazetteer.contains(where.region, r)}
    if len(inside) != 1:
        category: Category = "vertical_agency" if name.seat.endswith("区") else "department"
        return Agency(full, name.written, None, category, where)
    county = next(iter(inside.values()))
    return Agency(full, name.written, "county", "vertical_agency", Place(county, county.county))


def _unlisted(name: AgencyName) -> Agency | None:
    """A body of a city or county that today's list lacks: its printed name is full, its place unknown."""
    links = name.links[1:] if name.links and name.links[0].is_province else name.links
    if name.is_bare or not links or links[0].regions or not re.search(r"[市县旗]$", links[0].name):
        return None
    full = "".join(link.name for link in links) + name.through + full_unit(name.unit)
    # An unknown 市 may be of either rank.
    level: Level | None = None if links[0].name.endswith("市") else "county"
    return Agency(full, name.written, "township" if links[-1].is_township else level, name.category, None)


def _place_of(name: AgencyName, hints: Hints, gazetteer: Gazetteer) -> Place | None:
    if name.links:
        return place(name.links, hints, gazetteer)
    if name.relative:
        region = holder(name.relative, hints, gazetteer)
    else:
        region = nearest(hints, gazetteer) if _OWN_NAME.match(name.unit) else None
    return Place(region, region.county) if region else None


def _standing_alone(name: AgencyName, hints: Hints, gazetteer: Gazetteer) -> Agency:
    """A body that needs no place; where its name holds one (国家税务总局样例市税务局), it lies there."""
    where = _place_within(name, hints, gazetteer)
    level: Level | None = None
    if state_body(name.unit):
        level = "state"
    elif name.unit.startswith(CORPS):
        level = "township" if CORPS_TOWN.search(name.unit) else None
    elif where and not is_border_body(name.unit) and (name.category == "vertical_agency" or where.county):
        level = _level(where)
    return Agency(name.unit, name.written, level, name.category, where)


def _place_within(name: AgencyName, hints: Hints, gazetteer: Gazetteer) -> Place | None:
    if name.links:
        return place(name.links, hints, gazetteer)
    is_vertical = name.category == "vertical_agency"
    own = VERTICAL_HEAD.sub("", name.unit)
    links, _ = gazetteer.read_chain(own)
    if links and is_vertical:
        return place(links, hints, gazetteer)
    after = _ANYTHING if is_vertical else ZONE_WORDS if name.category == "development_zone" else None
    region = called(own, hints, gazetteer, certain_before=after)
    if region is None or (region.level == "province" and not is_vertical):
        return None
    return Place(region, region.county)


def _prefix(where: Place, name: AgencyName) -> str:
    """The place in front of a full name: a district after its city, a township after its county."""
    region, county, township = where.region, where.county, where.township or ""
    if not county:
        above = region.province if region.level == "province" else region.city or region.name
        return above + township
    is_today = region.level in ("county", "township")
    city = (region.city or "") if is_today else region.name
    is_zone = bool(name.links) and name.links[-1].is_zone
    return (city if county.endswith("区") and not is_zone else "") + county + name.through + township


def _level(where: Place) -> Level:
    if where.township:
        return "township"
    return "county" if where.county else where.region.level


def region_of(agency: Agency, gazetteer: Gazetteer) -> Region | None:
    """The place whose code the document gets."""
    if agency.place is None:
        return None
    region = agency.place.region
    if agency.place.township and region.level == "county":
        return gazetteer.township(region, agency.place.township) or region
    return region
