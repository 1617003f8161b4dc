"""A page's own style sheets: which style its elements have by class and id.

What belongs here: the rules of `<style>`, matched by tag, class, id and the elements around, the stronger rule over
the weaker as in a browser. What does not: what a style means (`looks.py`). Rules with pseudo-classes, attributes or
neighbours, and those for some media only, are left out: whether they hold cannot be known here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from flows.clean.elements import Element, select
from flows.clean.looks import hides, is_struck, is_tiny, may_take_away
from flows.errors import Refusal

_MAX_STYLE_SHEET: Final = 200_000
_MAX_TRIALS: Final = 5_000_000
"""Rules that can hold for an element, of all elements together; a page has thousands."""
_ON_SCREEN: Final = ("", "all", "screen")
_COMPOUND: Final = re.compile(r"(?P<tag>[a-zA-Z][a-zA-Z0-9]*)?(?P<names>(?:[.#][\w-]+)*)")
_NAME: Final = re.compile(r"[.#][\w-]+")


@dataclass(frozen=True, slots=True)
class _Compound:
    """What one element must have: a tag (or any, if empty), classes (`.a`) and ids (`#a`)."""

    tag: str
    names: frozenset[str]

    def matches(self, element: Element, names_of: "_NamesOf") -> bool:
        return self.tag in ("", element.tag) and self.names <= names_of[element]


@dataclass(frozen=True, slots=True)
class _Rule:
    """A style for the elements that a path of compounds leads to, outermost first; a heavier rule wins."""

    path: tuple[_Compound, ...]
    style: str
    weight: tuple[int, int]

    def matches(self, element: Element, names_of: "_NamesOf") -> bool:
        *around, last = self.path
        if not last.matches(element, names_of):
            return False
        outside = element.iterancestors()
        return all(any(compound.matches(one, names_of) for one in outside) for compound in reversed(around))


class _NamesOf(dict[Element, frozenset[str]]):
    """The classes (`.a`) and the id (`#a`) of elements, each worked out once."""

    def __missing__(self, element: Element) -> frozenset[str]:
        own = {f".{name}" for name in element.get("class", "").split()}
        found = self[element] = frozenset(own | {f"#{element.get('id')}"})
        return found


def styled(root: Element) -> Iterator[tuple[Element, str]]:
    """The elements of the body that a rule hides or strikes out, each with the style that it has in the end.

    A later or narrower rule, or the element's own style, can bring an element back: its style says so.

    Raises:
        Refusal: `too_complex`.
    """
    sheets = [sheet.text or "" for sheet in root.iter("style") if sheet.get("media", "all") in _ON_SCREEN]
    rules = [rule for sheet in sheets if may_take_away(sheet) for rule in _rules(sheet[:_MAX_STYLE_SHEET])]
    takers = _by_name(
        rule for rule in rules if hides(rule.style) or is_tiny(rule.style) or is_struck(rule.style)
    )
    if not takers:
        return
    by_name, names_of = _by_name(rules), _NamesOf()
    elements = select(root, "body/descendant::*[@class or @id]")
    n_trials = sum(len(by_name.get(name, ())) for element in elements for name in names_of[element])
    if n_trials > _MAX_TRIALS:
        raise Refusal("too_complex", f"{len(rules)} rules of style for {len(elements)} elements")
    for element in elements:
        if any(_holding(element, takers, names_of)):
            yield element, _style_of(element, _holding(element, by_name, names_of))


def _by_name(rules: Iterable[_Rule]) -> dict[str, list[_Rule]]:
    """Rules by one of the names that their elements have."""
    found: dict[str, list[_Rule]] = {}
    for rule in rules:
        found.setdefault(min(rule.path[-1].names), []).append(rule)
    return found


def _holding(element: Element, rules: Mapping[str, Sequence[_Rule]], names_of: _NamesOf) -> Iterator[_Rule]:
    named = (rule for name in names_of[element] for rule in rules.get(name, ()))
    return (rule for rule in named if rule.matches(element, names_of))


def _style_of(element: Element, holding: Iterable[_Rule]) -> str:
    """The declarations that hold for an element, one for each property."""
    declared: dict[str, str] = {}
    styles = [rule.style for rule in sorted(holding, key=lambda rule: rule.weight)]
    for style in (*styles, element.get("style", "")):
        for declaration in style.split(";"):
            name, colon, value = declaration.partition(":")
            if colon:
                declared[name.strip().lower()] = value.strip()
    return ";".join(f"{name}:{value}" for name, value in declared.items())


@lru_cache(maxsize=16)
def _rules(sheet: str) -> tuple[_Rule, ...]:
    """The rules of a sheet; the pages of a site carry the same one."""
    return tuple(_read(sheet))


def _read(sheet: str) -> Iterator[_Rule]:
    depth = order = 0
    for block in "".join(part.partition("/*")[0] for part in sheet.split("*/")).split("}"):
        n_opened = block.count("{")
        if depth == 0 and n_opened == 1:
            selectors, _, style = block.partition("{")
            for path in filter(None, map(_path, selectors.split(","))):
                order += 1
                yield _Rule(path, style, (sum(len(compound.names) for compound in path), order))
        depth = max(0, depth + n_opened - 1)


def _path(selector: str) -> tuple[_Compound, ...] | None:
    """The compounds of a selector; None for one that is not known here or ends in a bare tag."""
    found = [_COMPOUND.fullmatch(part) for part in selector.replace(">", " ").split()]
    path = tuple(
        _Compound((one["tag"] or "").lower(), frozenset(_NAME.findall(one["names"]))) for one in found if one
    )
    return path if path and len(path) == len(found) and path[-1].names else None
