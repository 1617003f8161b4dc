"""Which body reports: the choice between the names that a page gives.

What belongs here: the rules of that choice. What does not: where names stand (`agency_clues.py`) and their
forms (`agencies.py`).

The strongest clue wins, and a weaker one may only spell it out (市交通局: 样例市交通运输局). Where the title
names no body, a header, a signature or a column counts only if it is of the kind that the text speaks of
(我局, 我镇).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from flows.extract.identity.agencies import Agency, resolve
from flows.extract.identity.agency_clues import AgencyClue
from flows.extract.identity.clues import Clue
from flows.extract.identity.names import AgencyName, is_short, past_government, read_name
from flows.extract.identity.placing import Hints, only_county
from flows.extract.identity.regions import Gazetteer
from flows.extract.identity.titles import has_mark
from flows.extract.identity.units import (
    GOVERNMENT,
    full_unit,
    is_abbreviated,
    is_fuller,
    is_spelling_of,
    whole_end,
)
from flows.extract.identity.voice import Voice
from flows.reference import Region

_LONGEST_UNIT: Final = 18
_SEARCHED: Final = 4000
_SPAM: Final = re.compile(
    r"[A-Za-z]{3,}|\d{3,}|体育|娱乐|博彩|彩票|棋牌|官网|入口|开户|登录|葡京|开云|乐鱼|亚博", re.IGNORECASE
)
_OFFICE: Final = re.compile(rf"^{GOVERNMENT}办公[室厅]$")


@dataclass(frozen=True, slots=True)
class Choice:
    """The body that was taken, if any, and why.

    Attributes:
        written: its name as the report writes it.
        spam: the title's words in the place of the name, where they are an advertiser's.
        clues: what each clue says.
        against: the clues that name another body.
        site: the county in which a body that is not known lies, by its site.
    """

    agency: Agency | None
    written: str | None
    spam: Clue | None
    clues: tuple[Clue, ...]
    against: tuple[Clue, ...]
    site: Region | None = None

    @property
    def name(self) -> str | None:
        """The body's full name; None where there is no body, or only a short name of it."""
        return self.agency.name if self.agency and not self.agency.is_short else None


def choose(
    found: Sequence[AgencyClue], text: str, hints: Hints, gazetteer: Gazetteer, *, is_report: bool = True
) -> Choice:
    """Choose the body; None where no clue gives one for certain.

    Args:
        found: the clues, strongest first.
        text: what is searched for fuller names and for how it speaks of itself, without the header's fields.
        hints: what the page says of the place.
        gazetteer: the places.
        is_report: a place in the title of a report is its government; a notice's may be only what it is about.
    """
    chooser = _Chooser(text, hints, gazetteer)
    agency = chooser.choose(found, is_report=is_report)
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
    if agency and hints.site and not any(clue.value == agency.name for clue in told):
        told.append(Clue(agency.name, "url", hints.site.name))
    titled = next((item.name.written for item in found if item.clue.source == "title" and item.name), None)
    written = titled or (agency.written if agency else None)
    spam = next((item.clue for item in found if item.clue.source == "title" and _is_spam(item)), None)
    is_open = agency is None and titled is None and not hints.near
    site = hints.site if is_open and hints.site and hints.site.level == "county" else None
    return Choice(agency, written, spam, tuple(told), tuple(against) if agency else (), site)


def _is_spam(item: AgencyClue) -> bool:
    """An advertiser's words in the place of the name, or of the place that a name begins with."""
    links = item.name.links if item.name else ()
    if item.name is not None and (not links or links[0].is_listed):
        return False
    return _SPAM.search(links[0].name if links else item.clue.value) is not None


class _Chooser:
    """The choice on one page."""

    def __init__(self, text: str, hints: Hints, gazetteer: Gazetteer) -> None:
        self._text = text
        self._hints = hints
        self._gazetteer = gazetteer
        self._voice = Voice(text)

    def choose(self, found: Sequence[AgencyClue], *, is_report: bool) -> Agency | None:
        """The body by the strongest clue that can stand."""
        titled = [
            name for item in found if item.clue.source == "title" and (name := self._titled(item, found))
        ]
        for name in titled:
            if (name.is_bare and not is_report) or _is_over(name, titled[0]):
                continue
            if name.is_bare and name.category == "government" and (less := self._speaks_of_less(name)):
                # 样例县 in the title of a text that speaks of 我局: one of its bodies, which must be named.
                inner = self._first(self._inside(name, found), found)
                if inner or less > 1 or not (self._voice.of_place or _is_sent_by(name, found)):
                    return inner
            if (agency := self._spelled_out(name, found)) is not None:
                return agency
        if any(item.name and not _is_spam(item) for item in found if item.clue.source == "title"):
            return None
        standing = [item for item in found if self._can_stand(item)]
        told = [item for item in standing if item.clue.source == "sentence"]
        if len({agency.name for item in told if (agency := self._first([item], found))}) > 1:
            # Sentences that name several bodies tell of none.
            standing = [item for item in standing if item not in told]
        return self._by_signature(standing, found) or self._first(standing, found) or self._of_site(found)

    def _titled(self, item: AgencyClue, found: Sequence[AgencyClue]) -> AgencyName | None:
        """The name in a title; a bare place that today's list lacks is one only where the text speaks as it, or
        where the page names its government."""
        if _is_spam(item):
            return None
        name = item.name or past_government(item.clue.value)
        site = self._hints.site
        if name is None or not name.is_bare or (name.links and name.links[0].is_listed):
            return name
        last = name.links[-1] if name.links else None
        is_its_voice = last is not None and (
            self._voice.speaks_as_town if last.is_township else self._voice.place_alone == last.name[-1]
        )
        is_its_voice = is_its_voice or any(
            other.links == name.links and other.unit.startswith(GOVERNMENT) and not other.is_bare
            for other in (one.name for one in found)
            if other is not None
        )
        is_elsewhere = site is not None and site.level == "county"
        if is_its_voice and not (is_elsewhere or self._gazetteer.is_shortened(name.links[0].name)):
            return replace(name, is_bare=False)
        return item.name

    def _by_signature(self, standing: Sequence[AgencyClue], found: Sequence[AgencyClue]) -> Agency | None:
        """The body that signs and that the report's own words name: the header may name today's successor."""
        signed = self._first([item for item in standing if item.clue.source == "signature"], found)
        own = [item for item in standing if item.clue.source in ("heading", "sentence")]
        named = self._first(own, found)
        return signed if signed and named and signed.name == named.name else None

    def _of_site(self, found: Sequence[AgencyClue]) -> Agency | None:
        """The government whose site it is, by its address or by the names of site and columns, where the text speaks
        as 我县 and nothing on the page names a body below a government."""
        kind = self._voice.place_alone
        if kind is None or any(item.name and item.name.category != "government" for item in found):
            return None
        site = self._hints.site
        if site is None or not site.name.endswith(kind):
            site = only_county(self._hints, self._gazetteer)
        if site is None or not site.name.endswith(kind):
            return None
        name = read_name(site.name, self._gazetteer)
        written = f"我{kind}"
        return resolve(replace(name, written=written), self._hints, self._gazetteer) if name else None

    def _first(self, items: Iterable[AgencyClue], found: Sequence[AgencyClue]) -> Agency | None:
        for item in items:
            name = item.name and self._as_reporter(item.name)
            if name and (agency := self._spelled_out(name, found)) is not None:
                return agency
        return None

    def _as_reporter(self, name: AgencyName) -> AgencyName:
        """The government itself, where its office sends out a text that speaks of 我县."""
        is_for_government = self._voice.is_government and _OFFICE.match(full_unit(name.unit))
        return replace(name, unit=GOVERNMENT, category="government") if is_for_government else name

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
        if own is None and name.links and name.links[-1].is_township:
            return self._under_county(name, found)
        if name.category == "government":
            return own
        fuller = [
            agency
            for other in self._spellings(name, found)
            if other.links or other.stands_alone
            if (agency := resolve(other, self._hints, self._gazetteer)) is not None
        ]
        if own is not None:
            is_anywhere = own.place is None and own.category == "development_zone"
            return next((agency for agency in fuller if is_anywhere or _same_place(agency, own)), own)
        # Bureaus of two cities: the text speaks of another one beside its own.
        return fuller[0] if fuller and all(_same_place(agency, fuller[0]) for agency in fuller) else None

    def _under_county(self, name: AgencyName, found: Sequence[AgencyClue]) -> Agency | None:
        """The body of a township that a title names alone, as header or signature name it with its county."""
        place = name.links[-1].name
        fuller = [
            agency
            for item in found
            if (other := item.name) and len(other.links) > len(name.links) and other.links[-1].name == place
            if (agency := resolve(other, self._hints, self._gazetteer)) is not None
        ]
        return fuller[0] if fuller and all(agency.name == fuller[0].name for agency in fuller) else None

    def _spellings(self, name: AgencyName, found: Sequence[AgencyClue]) -> Iterator[AgencyName]:
        """Names on the page that spell a title's name out, the surest first.

        A header may name the successor (卫生健康局 for 卫生局): the report's own words count, and in a header or
        column only what spells out a short name word by word.
        """
        sources = ("signature", "sentence", "heading") if is_short(name) else ("signature", "sentence")
        own = (item.name for item in found if item.clue.source in sources and item.name)
        yield from (other for other in (*own, *self._names_in_text(name)) if _spells_out(other, name))
        if is_abbreviated(name.unit):
            others = (item.name for item in found if item.name)
            yield from (other for other in others if is_spelling_of(other.unit, name.unit))

    def _names_in_text(self, name: AgencyName) -> Iterator[AgencyName]:
        """Names in the text that end like a short one and begin with a place."""
        if not is_short(name):
            return
        last = re.escape(whole_end(name.unit)[-1])
        head = self._text[:_SEARCHED] + "\n" + self._text[-_SEARCHED:]
        for start, end, _ in self._gazetteer.mention_spans(head):
            tail = head[end : end + _LONGEST_UNIT]
            for match in re.finditer(last, tail):
                unit = tail[: match.end()]
                if (whole_end(unit) == whole_end(name.unit) or is_fuller(unit, name.unit)) and (
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
        if same_place and own.is_short and own.category == agency.category == "development_zone":
            return True
        is_longer = item.clue.source != "metadata" and is_fuller(own.name, agency.name)
        return same_place and (is_fuller(agency.name, own.name) or is_longer)

    def _speaks_of_less(self, name: AgencyName) -> int:
        """How often the text speaks of itself as something smaller than the government of its place."""
        if name.links[-1].is_township:
            return 0
        voice = self._voice
        smaller = voice.of_bureau + voice.of_town + voice.of_street
        return smaller if smaller > 2 * voice.of_place else 0

    def _can_stand(self, item: AgencyClue) -> bool:
        """Whether a clue below the title is of the kind of body that the text speaks of."""
        source = item.clue.source
        if _is_spam(item):
            return False
        is_weak = source in ("column", "sentence") or (source == "heading" and not has_mark(item.clue.quote))
        return item.name is not None and self._voice.can_be(
            item.name, is_weak=is_weak, is_column=source == "column"
        )


def _is_sent_by(place: AgencyName, found: Iterable[AgencyClue]) -> bool:
    """Whether the page's own header or its signature names the government of a place that a title names."""
    # A column of the site stands over the pages of all its bodies; 来源 is printed on this one.
    printed = (
        item.name
        for item in found
        if item.clue.source in ("signature", "metadata")
        or (item.clue.source == "column" and item.clue.start is not None)
    )
    return any(name and name.links == place.links and name.unit.startswith(GOVERNMENT) for name in printed)


def _is_over(name: AgencyName, first: AgencyName) -> bool:
    """Whether a title names the government over the body of the first title: it is the site's."""
    is_whole = name.category == "government" and not (name.links and name.links[-1].is_township)
    return is_whole and (first.category != "government" or bool(first.links and first.links[-1].is_township))


def _unit(agency: Agency) -> str:
    if agency.place is None:
        return agency.name
    inner = agency.place.township or agency.place.county or agency.place.region.name
    return agency.name.rpartition(inner)[2]


def _spells_out(other: AgencyName, name: AgencyName) -> bool:
    if name.category == "development_zone" and name.stands_alone and other.stands_alone:
        # 安徽样例经济开发区 spells out 样例经开区: its province stands in front.
        return any(is_fuller(other.unit[start:], name.unit) for start in (0, 2, 3))
    is_same_kind = not name.relative or (other.links and other.links[-1].name.endswith(name.relative[-1]))
    is_placed = other.unit == name.unit and not name.links
    return bool(is_same_kind and (is_placed or is_fuller(other.unit, name.unit)))


def _same_place(one: Agency, other: Agency) -> bool:
    if one.place is None or other.place is None:
        return one.place is other.place
    return (one.place.region.code, one.place.county) == (other.place.region.code, other.place.county)
