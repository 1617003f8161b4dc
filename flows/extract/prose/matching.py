"""The rules of counted statements, by the words before a number.

What belongs here: which rules' labels end such words. What does not: the rules (`rules_*.py`), and what else each asks
for (`counts.py`).
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.rule import Rule
from flows.extract.prose.rules_applications import APPLICATION_RULES
from flows.extract.prose.rules_capacity import CAPACITY_RULES
from flows.extract.prose.rules_closings import CLOSING_RULES
from flows.extract.prose.rules_decisions import DECISION_RULES
from flows.extract.prose.rules_documents import DOCUMENT_RULES
from flows.extract.prose.rules_inquiries import INQUIRY_RULES
from flows.extract.prose.rules_money import MONEY_RULES
from flows.extract.prose.rules_outcomes import OUTCOME_RULES
from flows.extract.prose.rules_publicity import PUBLICITY_RULES
from flows.extract.prose.rules_remedies import REMEDY_RULES
from flows.extract.prose.rules_training import TRAINING_RULES
from flows.extract.prose.rules_ways import WAY_RULES

_CONCEPT: Final = re.compile(r"[a-z_]+")


@dataclass(frozen=True)
class Matcher:
    """A rule with its patterns, compiled when they are first needed."""

    rule: Rule

    @cached_property
    def label(self) -> re.Pattern[str]:
        """The words right before the number; the first group is the label."""
        return pattern(f"(?:{self.rule.before})$")

    @cached_property
    def after(self) -> re.Pattern[str]:
        """The words right behind it."""
        return pattern(self.rule.after)

    @cached_property
    def names_behind(self) -> bool:
        """Whether words behind the number are asked for, and not only ruled out."""
        return self.rule.after != "" and not self.rule.after.startswith("(?!")

    @cached_property
    def unless(self) -> frozenset[str]:
        """What may not stand before it in its clause."""
        return codes(*self.rule.unless)

    @cached_property
    def apart_from(self) -> frozenset[str]:
        """What may not stand before it in its sentence."""
        return codes(*self.rule.apart_from)

    @cached_property
    def keys(self) -> frozenset[str]:
        """Of these the sentence must have one."""
        return codes(*self.rule.key.split())

    @cached_property
    def is_near(self) -> bool:
        """Whether the label itself names the key."""
        named = _CONCEPT.findall(self.rule.before.replace("TAKE", "receive accept"))
        return set(named).issuperset(self.rule.key.split())


_MATCHERS: Final = tuple(
    Matcher(rule)
    for rule in (
        *APPLICATION_RULES,
        *CLOSING_RULES,
        *WAY_RULES,
        *OUTCOME_RULES,
        *INQUIRY_RULES,
        *REMEDY_RULES,
        *MONEY_RULES,
        *CAPACITY_RULES,
        *TRAINING_RULES,
        *DOCUMENT_RULES,
        *DECISION_RULES,
        *PUBLICITY_RULES,
    )
)


def _by_unit() -> dict[str, tuple[Matcher, ...]]:
    """The rules that may read a number with a unit."""
    found: dict[str, list[Matcher]] = {}
    for matcher in _MATCHERS:
        for unit in {*matcher.rule.units, *([""] if matcher.rule.bare else [])}:
            found.setdefault(unit, []).append(matcher)
    return {unit: tuple(matchers) for unit, matchers in found.items()}


_BY_UNIT: Final = _by_unit()


@lru_cache(maxsize=1 << 14)
def labelled(unit: str, window: str) -> tuple[tuple[Matcher, int], ...]:
    """The rules whose label ends such a window, with the place where it begins there.

    Reports share most of their phrases, so that most windows were met before.
    """
    named = frozenset(window)
    found = []
    for matcher in _BY_UNIT.get(unit, ()):
        if matcher.is_near and matcher.keys.isdisjoint(named):
            continue
        if (label := matcher.label.search(window)) is not None:
            found.append((matcher, label.start(1)))
    return tuple(found)
