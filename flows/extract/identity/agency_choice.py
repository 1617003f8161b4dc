"""Which body reports: the choice between the names that a page gives.

What belongs here: the rules of that choice. What does not: where names stand (`agency_clues.py`) and their
forms (`agencies.py`).

The strongest clue wins, and a weaker one may only spell it out (市交通局: 样例市交通运输局). Where the title
names no body, a header, a signature or a column counts only if it is of the kind that the text speaks of
(我局, 我镇).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from flows.extract.identity.agencies import (
    GOVERNMENT,
    Agency,
    AgencyName,
    is_fuller,
    is_short,
    read_name,
    resolve,
)
from flows.extract.identity.agency_clues import AgencyClue, own_words
from flows.extract.identity.clues import Clue
from flows.extract.identity.placing import Hints
from flows.extract.identity.regions import Gazetteer
from flows.extract.identity.titles import has_mark

_DEPARTMENT_WORDS: Final = ("局", "委", "厅", "校", "院", "中心", "馆", "所")
_TOWN_WORDS: Final = ("镇", "乡")
_PLACE_WORDS: Final = ("县", "市", "区", "省", "州", "旗")
_LONGEST_UNIT: Final = 18
_SEARCHED: Final = 4000
_SPAM: Final = re.compile(r"[A-Za-z]{3,}|\d{3,}|体育|娱乐|博彩|彩票|棋牌|官网|入口|开户|登录", re.IGNORECASE)
_OFFICE: Final = re.compile(rf"^{GOVERNMENT}办公[室厅]$")


@dataclass(frozen=True, slots=True)
class Choice:
    """The body that was taken, if any, and why.

    Attributes:
        written: its name as the report writes it.
        spam: the title's words in the place of the name, where they are an advertiser's.
        clues: what each clue says.
        against: the clues that name another body.
    """

    agency: Agency | None
    written: str | None
    spam: Clue | None
    clues: tuple[Clue, ...]
    against: tuple[Clue, ...]


def choose(found: Sequence[AgencyClue], text: str, hints: Hints, gazetteer: Gazetteer) -> Choice:
    """Choose the body; None where no clue gives one for certain."""
    chooser = _Chooser(text, hints, gazetteer)
    agency = chooser.choose(found)
    told: list[Clue] = []
    against: list[Clue] = []
    for item in found:
        own = resolve(item.name, hints, gazetteer) if item.name else None
        said = own.name if own else item.clue.value
        clue = item.clue
        agrees = agency is not None and chooser.agree(agency, item, own)
        told.append(
            Clue(agency.name if agrees and agency else said, clue.source, clue.quote, clue.start, clue.end)
        )
        if own and not agrees and clue.source in ("title", "metadata", "signature"):
            against.append(clue)
    titled = next((item.name.written for item in found if item.clue.source == "title" and item.name), None)
    written = titled or (agency.written if agency else None)
    unread = (item.clue for item in found if item.clue.source == "title" and item.name is None)
    spam = next((clue for clue in unread if _SPAM.search(clue.value)), None)
    return Choice(agency, written, spam, tuple(told), tuple(against) if agency else ())


class _Chooser:
    """The choice on one page."""

    def __init__(self, text: str, hints: Hints, gazetteer: Gazetteer) -> None:
        self._text = text
        self._hints = hints
        self._gazetteer = gazetteer
        self._own: Counter[str] = own_words(text)

    def choose(self, found: Sequence[AgencyClue]) -> Agency | None:
        """The body by the strongest clue that can stand."""
        titled = [item.name for item in found if item.clue.source == "title" and item.name]
        for name in titled:
            if name.is_bare and name.category == "government" and (less := self._speaks_of_less(name)):
                # 样例县 in the title of a text that speaks of 我局: one of its bodies, which must be named.
                inner = self._first(self._inside(name, found))
                if inner or less > 1:
                    return inner
            if (agency := self._spelled_out(name, found)) is not None:
                return agency
        if titled:
            return None
        return self._first(item for item in found if item.name and self._can_stand(item))

    def _first(self, items: Iterator[AgencyClue]) -> Agency | None:
        for item in items:
            if item.name and (agency := resolve(item.name, self._hints, self._gazetteer)) is not None:
                return agency
        return None

    def _inside(self, outer: AgencyName, found: Sequence[AgencyClue]) -> Iterator[AgencyClue]:
        for item in found:
            name = item.name
            if name is None or name.category == "government" or not self._can_stand(item):
                continue
            if not name.links or name.links[0].name == outer.links[0].name or name.links[-1].is_township:
                yield item

    def _spelled_out(self, name: AgencyName, found: Sequence[AgencyClue]) -> Agency | None:
        """The body of a title, in the fullest words that the page has for it."""
        own = resolve(name, self._hints, self._gazetteer)
        if name.category == "government":
            return own
        # A header may name the successor (卫生健康局 for 卫生局): only the report's own words count.
        sources = ("signature", "sentence", "heading") if is_short(name) else ("signature", "sentence")
        others = [item.name for item in found if item.name and item.clue.source in sources]
        told = [*others, *(self._names_in_text(name) if is_short(name) else ())]
        fuller = [
            agency
            for other in told
            if other.links and _spells_out(other, name)
            if (agency := resolve(other, self._hints, self._gazetteer)) is not None
        ]
        if own is not None:
            return next((agency for agency in fuller if _same_place(agency, own)), own)
        # Bureaus of two cities: the text speaks of another one beside its own.
        return fuller[0] if fuller and all(_same_place(agency, fuller[0]) for agency in fuller) else None

    def _names_in_text(self, name: AgencyName) -> Iterator[AgencyName]:
        """Names in the text that end like the one sought and begin with a place."""
        last = re.escape(name.unit[-1])
        head = self._text[:_SEARCHED] + "\n" + self._text[-_SEARCHED:]
        for start, end, _ in self._gazetteer.mention_spans(head):
            tail = head[end : end + _LONGEST_UNIT]
            for match in re.finditer(last, tail):
                unit = tail[: match.end()]
                if (unit == name.unit or is_fuller(unit, name.unit)) and (
                    read := read_name(head[start:end] + unit, self._gazetteer)
                ):
                    yield read

    def agree(self, agency: Agency, item: AgencyClue, own: Agency | None) -> bool:
        """Whether a clue means the chosen body: the same, shorter, or the office that reports for it."""
        name = item.name
        if name is None:
            return False
        if own is None:
            return agency.name.endswith(name.unit) or is_fuller(_unit(agency), name.unit)
        if own.name == agency.name:
            return True
        same_place = _same_place(own, agency)
        if same_place and agency.category == "government" and _OFFICE.match(name.unit):
            return True
        is_longer = item.clue.source != "metadata" and is_fuller(own.name, agency.name)
        return same_place and (is_fuller(agency.name, own.name) or is_longer)

    def _speaks_of_less(self, name: AgencyName) -> int:
        """How often the text speaks of itself as something smaller than the government of its place."""
        place = sum(self._own[word] for word in _PLACE_WORDS)
        town = sum(self._own[word] for word in _TOWN_WORDS)
        if name.links[-1].is_township:
            return 0
        smaller = sum(self._own[word] for word in _DEPARTMENT_WORDS) + town + self._own["街道"]
        return smaller if smaller > 2 * place else 0

    def _can_stand(self, item: AgencyClue) -> bool:
        """Whether a clue below the title is of the kind of body that the text speaks of."""
        name = item.name
        if name is None:
            return False
        department = sum(self._own[word] for word in _DEPARTMENT_WORDS)
        town = sum(self._own[word] for word in _TOWN_WORDS)
        street = self._own["街道"]
        is_weak = item.clue.source in ("column", "sentence") or (
            item.clue.source == "heading" and not has_mark(item.clue.quote)
        )
        if name.category == "subdistrict_office":
            return street > 0 or not (is_weak or department or town)
        if name.category == "government":
            if name.links and name.links[-1].is_township:
                return town > 0 or not (is_weak or department or street)
            place = sum(self._own[word] for word in _PLACE_WORDS)
            return (
                item.clue.source != "column"
                and not (department or town or street)
                and (place > 0 or not is_weak)
            )
        if not (name.links or name.relative or name.stands_alone) and is_weak:
            return False
        if item.clue.source == "column" and not (department or self._own["办"]):
            return False
        return department > 0 or not (town or street)


def _unit(agency: Agency) -> str:
    if agency.place is None:
        return agency.name
    inner = agency.place.township or agency.place.county or agency.place.region.name
    return agency.name.rpartition(inner)[2]


def _spells_out(other: AgencyName, name: AgencyName) -> bool:
    same_kind = not name.relative or other.links[-1].name.endswith(name.relative)
    return same_kind and (is_fuller(other.unit, name.unit) or (other.unit == name.unit and not name.links))


def _same_place(one: Agency, other: Agency) -> bool:
    if one.place is None or other.place is None:
        return one.place is other.place
    return (one.place.region.code, one.place.county) == (other.place.region.code, other.place.county)
