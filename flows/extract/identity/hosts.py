"""Hosts: which place an address belongs to.

What belongs here: reading the host of a government's site (www.<place>.gov.cn, <place>.<province>.gov.cn). What
does not: what else the page says of its place (`placing.py`), and years in an address (`years.py`).

A host speaks only where its label is the pinyin of one place of today's list: two places of one spelling leave
it open, save that a city stands before its own county. Initials (hsx) say nothing.
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from flows.extract.identity.regions import Gazetteer
from flows.reference import Region

_GOVERNMENT_SITES: Final = ".gov.cn"
_PROVINCES: Final = {
    "beijing": "11", "tj": "12", "hebei": "13", "shanxi": "14", "nmg": "15", "ln": "21", "jl": "22",
    "hlj": "23", "shanghai": "31", "jiangsu": "32", "zj": "33", "ah": "34", "fujian": "35", "jiangxi": "36",
    "shandong": "37", "henan": "41", "hubei": "42", "hunan": "43", "gd": "44", "gxzf": "45", "hainan": "46",
    "cq": "50", "sc": "51", "guizhou": "52", "yn": "53", "xizang": "54", "shaanxi": "61", "gansu": "62",
    "qinghai": "63", "nx": "64", "xinjiang": "65",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Host:
    """What a host says.

    Attributes:
        name: the host.
        province: first two digits of the province whose site it is, or None.
        place: the prefecture or county whose site it is, or None.
    """

    name: str = ""
    province: str | None = None
    place: Region | None = None


def read_host(url: str | None, gazetteer: Gazetteer) -> Host:
    """Read the host of an address; a host outside gov.cn says nothing of a place."""
    name = (urlsplit(url).hostname or "") if url else ""
    labels = name.removesuffix(_GOVERNMENT_SITES).split(".") if name.endswith(_GOVERNMENT_SITES) else []
    province = _PROVINCES.get(labels[-1]) if labels else None
    if province:
        labels = labels[:-1]
    place = gazetteer.spelled(labels[-1]) if labels else None
    if place is not None and province and place.code[:2] != province:
        place = None
    return Host(name, province, place)
