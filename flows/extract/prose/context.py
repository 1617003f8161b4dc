"""A cut sentence and what stands around it: topic, period, clause, scope.

What belongs here: questions that every reader of sentences asks. What does not: what a number counts.
"""

import re
from dataclasses import dataclass
from typing import Final

from flows.extract.lazily import lazy
from flows.extract.prose.bodies import (
    Ruler,
    is_of_a_governments_site,
    is_of_a_higher_place,
    is_of_a_system,
    names_another,
    rulers,
)
from flows.extract.prose.dated import Dated
from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.headings import Section
from flows.extract.prose.related_bodies import is_of_a_related_body
from flows.extract.prose.requests import (
    WAYS,
    follows_requests,
    is_counted_request,
    is_matter,
    is_other_work,
    shows_requests,
)
from flows.extract.prose.tokens import CODE_OF, Token
from flows.vocabulary import Scope

_TOPICS: Final = {
    "inquiry": "inquiry",
    "review": "review",
    "litigation": "litigation",
    "direct_suit": "direct_suit",
    "later_suit": "later_suit",
    "appeal": "appeal",
    "complaint": "complaint",
    "normative": "normative",
    "regulation": "regulation",
    "proactive": "information",
    "information": "information",
    "government_information": "information",
    "hot": "hot",
    "press": "press",
    "interview": "interview",
    "course": "training",
    "meeting": "training",
    "business": "business",
    "licensing": "business",
    "licensing_items": "business",
    "other_items": "business",
    "penalty_items": "business",
    "coercion_items": "business",
    "fee_items": "business",
    "punishment": "business",
}
_ON_REQUEST: Final = CODE_OF["on_request"]
_MAY_BE_OTHER_WORK: Final = frozenset({"foreign", "unknown", "matter", "other_method"})
_SETS_TOPIC: Final = codes("on_request", "application", "newly", *_TOPICS, *_MAY_BE_OTHER_WORK)
SECTION_TOPICS: Final = {Section.APPLICATIONS: "application", Section.INQUIRIES: "inquiry"}
_SEMICOLON: Final = CODE_OF["semicolon"]
_PART: Final = CODE_OF["part"]
_TERRITORY: Final = CODE_OF["territory"]
_BODIES: Final = codes("territory", "whole", "self")
_SPEAKS: Final = codes("disclosure", "on_request", "reading_point")
_OF_INFORMATION: Final = codes(
    "disclosure", "on_request", "disclose", "information", "government_information"
)
_SHOWS: Final = codes("proactive", "disclose", "publish", "added", "make", "produce")
_ASKS: Final = codes("application", "on_request")
_RESULTS: Final = codes("granted", "partly_granted", "new_granted", "new_partly_granted", "not_existing")
# Figures that only a report on disclosure states.
_COMPANY: Final = pattern(
    "(?:proactive|disclose|publish) GLUE INFO ABOUT number|(?:disclosure|on_request).*?number|proactive GLUE number"
    "|TAKE filler* disclose filler* application GLUE number|newly WHOSE application"
    "|column GLUE visits|neg TAKE WHOSE (?:disclosure|disclose|on_request) WHOSE application"
    "|(?:website|portal|wechat|weibo) [^number comma semicolon]* ACT GLUE number"
)
# The same, where nothing is read of them: whose they are, or of which time, can be unknown.
_TOLD: Final = pattern(
    "(?:proactive|disclose|publish) GLUE INFO ABOUT number|proactive GLUE number"
    "|(?:TAKE|newly) WHOSE (?:disclosure|disclose|on_request) WHOSE application GLUE number"
)
_NEWLY_COUNTED: Final = pattern("newly (?:filler|count)* number")
_NEWLY_OF_THE_FORM: Final = pattern(
    "newly filler* application GLUE number [comma pause semicolon] carried_in"
)
_PEOPLE: Final = re.compile("群众|居民|村民|企业|市民|(?<![各本我])单位|个人")
_PLAIN_REQUEST: Final = pattern(
    "(?:newly|receive|accept|submit) (?:filler|public|conjunction|pause|others)* application GLUE number"
)
_SUIT: Final = pattern("(?:direct_suit|later_suit) filler*$")
_TOOK: Final = codes("receive", "accept", "handle")
_HEADING_NUMBER: Final = re.compile(r"\(.{1,3}\)|.{1,3}、")
_UNNAMED: Final = codes("unknown", "foreign")
_PARTS_COMPANY: Final = tuple(codes("semicolon", "gap"))
_OTHER_WORK: Final = codes("business", "licensing", "punishment", "penalty", "docket", "campaign")
# Under these headings other work is told of too.
_APART: Final = frozenset({Section.PROACTIVE, Section.PLAN})
_ONE_SYSTEM: Final = re.compile("系统|机关|部门|单位|学校|队伍|派出所|税务所|司法所")
_NAME_OF_A_SYSTEM: Final = 10
"""A system's name after 全市 is no longer."""


@dataclass(frozen=True)
class Context(Dated):
    """A cut sentence and what stands around it.

    Attributes:
        topic: what the sentence before it, or else the section, speaks of; a concept, or empty.
        topic_is_ours: that sentence said that it is about disclosure.
        is_in_company: the sentence before it in the paragraph stated figures of disclosure.
        hears_cases: the body hears or defends cases of others.
        own_names: what the report's body is called, as far as it is known.
        ruler: what rules the sentence, if it names nobody.
        form_year: the report year, or else one of the form whose words the text has.
    """

    report_year: int | None
    topic: str
    topic_is_ours: bool
    is_in_company: bool = False
    hears_cases: bool = False
    own_names: tuple[str, ...] = ()
    ruler: Ruler | None = None
    form_year: int | None = None

    def speaks_of_disclosure(self) -> bool:
        """Whether the sentence itself names disclosure."""
        return not _SPEAKS.isdisjoint(self.codes)

    def stands_in_company(self, index: int) -> bool:
        """Whether what is said there stands among figures of disclosure, and apart from other work."""
        if self.section in _APART:
            return False
        first = max(self.codes.rfind(code, 0, index) for code in _PARTS_COMPANY) + 1
        end = self.end_of_clause(index)
        if not _OTHER_WORK.isdisjoint(self.codes[first:end]):
            return False
        start = self.clause_start(index)
        if start < index and _HEADING_NUMBER.fullmatch(self.word(self[start])):
            start += 1
        if not _UNNAMED.isdisjoint(self.codes[start:index]):
            return False
        return self.is_in_company or _COMPANY.search(self.codes, 0, index) is not None

    def tells_of_disclosure(self) -> bool:
        """Whether it states figures that only a report on disclosure has."""
        if self.section in _APART or not self.counted:
            return False
        counted = {index for index, _ in self.counted}
        return any(one.end() - 1 in counted for one in _TOLD.finditer(self.codes))

    @lazy
    def is_of_requests(self) -> bool:
        """Whether the sentence shows that its applications are for information."""
        return shows_requests(self)

    def topic_at(self, index: int) -> str:
        """The concept that was spoken of last before a token."""
        for place in range(index - 1, 0, -1):
            code = self.codes[place]
            if code not in _SETS_TOPIC:
                continue
            if (topic := self._topics.get(place)) is None:
                topic = self._topics[place] = self._topic_of(place)
            if not topic:
                continue
            # 依申请公开 is about applications where one was taken.
            if (
                code != _ON_REQUEST
                or not _TOOK.isdisjoint(self.codes[:index])
                or is_counted_request(self, place)
            ):
                return topic
        return self.topic

    @lazy
    def _topics(self) -> dict[int, str]:
        """What `_topic_of` said of a place; a long list asks it of the same places for each of its numbers."""
        return {}

    def _topic_of(self, place: int) -> str:
        concept = self[place].concept
        if is_matter(self, place):
            return ""
        if concept in _MAY_BE_OTHER_WORK:
            return "business" if is_other_work(self, place) else ""
        if concept == "on_request":
            return "application"
        if concept == "application":
            return "application" if self._is_for_information(place) else ""
        if concept == "newly":
            is_counted = _NEWLY_COUNTED.match(self.codes, place) is not None
            is_of_form = _NEWLY_OF_THE_FORM.match(self.codes, place) is not None
            return "application" if is_of_form or (is_counted and self.stands_in_company(place)) else ""
        if concept == "litigation" and (suit := _SUIT.search(self.codes, 0, place)):
            # Of 未经复议直接起诉的行政诉讼 the results are of these suits.
            return self[suit.start()].concept
        topic = _TOPICS.get(concept, "")
        if topic == "information" and not _RESULTS.isdisjoint(self.codes):
            # 答复24件,其中已主动公开5件,同意公开10件
            return ""
        if topic != "information" or concept == "proactive":
            return topic
        # 申请公开政府信息 is no disclosed item, nor is 属于内部事务信息.
        before = self.codes[self.clause_start(place) : place]
        return topic if _ASKS.isdisjoint(before) and not _SHOWS.isdisjoint(self.clause(place)) else ""

    def _is_for_information(self, place: int) -> bool:
        """申请 alone may be one for anything: its clause or its section must say."""
        if (
            self.section is Section.APPLICATIONS
            or self.is_of_requests
            or self.word(self[place]).startswith("申请公开")
        ):
            return True
        if not _OF_INFORMATION.isdisjoint(self.clause(place)):
            return True
        if self[place - 1].concept in WAYS:
            if follows_requests(self, place):
                return True
            # 受理申请3条,其中网上申请2条: the ways of those before
            plain = _PLAIN_REQUEST.search(self.codes, 0, place)
            place = place if plain is None else plain.end() - 2
        else:
            plain = _PLAIN_REQUEST.search(self.codes, self.clause_start(place))
        return (
            plain is not None
            and plain.start() <= place < plain.end()
            and self.stands_in_company(place)
            and not self.is_of_the_people(place)
        )

    def is_of_the_people(self, index: int) -> bool:
        """群众申请 can be for anything; what the Regulation calls 公民、法人 asks for information."""
        return _PEOPLE.search(self.words(self.clause_start(index), index)) is not None

    def scope_at(self, index: int) -> tuple[Scope | None, bool]:
        """Whose figure is there: `system` for 全县, 各部门 and the like, `agency` for 本级, None where neither is said;
        and whether it is one of 全市 and the like, and not of one system there (全市公安机关)."""
        body = self._body_at(index)
        if body is None:
            return None, False
        if body.concept == "self":
            if is_of_a_system(self.tokens.text, body.start, body.end):
                return "system", False
            return ("agency" if self.word(body) == "本级" else None), False
        if body.concept != "territory":
            return "system", False
        if CODE_OF["whole"] in self.codes[self.clause_start(index) : index]:
            # 全县各部门
            return "system", True
        is_one_system = _ONE_SYSTEM.search(self.tokens.text, body.end, body.end + _NAME_OF_A_SYSTEM)
        return "system", is_one_system is None

    def is_of_another(self, index: int) -> bool:
        """Whether what is said there is said of another body that is named."""
        if is_of_a_governments_site(self, index, self.own_names) or is_of_a_related_body(self, index):
            return True
        is_named = names_another(self, index, self.own_names)
        if is_named is not None:
            return is_named
        body = self._body_at(index) if _TERRITORY in self.codes else None
        if body is not None and body.concept == "territory":
            return is_of_a_higher_place(self.word(body), self.own_names)
        first = self.clause_start(index)
        ruler = self._rulers.get(first)
        return ruler is not None and ruler.is_another and _BODIES.isdisjoint(self.codes[first:index])

    def ruler_after(self) -> Ruler | None:
        """Another body that rules the sentences after this one, where it speaks of no one else."""
        found = set(self._rulers.values()) - {None}
        last = self._rulers[len(self.codes)]
        return last if all(ruler.is_another for ruler in found if ruler is not None) else None

    @lazy
    def _rulers(self) -> dict[int, Ruler | None]:
        return rulers(self, self.own_names, self.ruler)

    def _body_at(self, index: int) -> Token | None:
        """The last word for whose figure it is, in the clause or, for a part, before 其中, or else what rules it."""
        first = self.clause_start(index)
        semicolon = self.codes.rfind(_SEMICOLON, 0, index)
        if self.codes.rfind(_PART, 0, index) > semicolon:
            first = semicolon + 1
        if _BODIES.isdisjoint(self.codes[first:index]):
            ruler = self._rulers.get(self.clause_start(index))
            if ruler is None or ruler.word is None or names_another(self, index, self.own_names) is False:
                # 全省水利系统收到1245件,县水利局收到12件: the own name ends what ruled before.
                return None
            return self[ruler.word]
        named = [self[n] for n in range(first, index) if self.codes[n] in _BODIES]
        if named[-1].concept == "whole":
            # 全县各部门: the place tells which.
            return next((token for token in named if token.concept == "territory"), named[-1])
        return named[-1]
