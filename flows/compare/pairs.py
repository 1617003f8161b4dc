"""Two documents: what prose they share, whether they are one report, and which of them came first.

What belongs here: answers that depend on the two documents alone, so that they are the same whatever else the
archive holds and in whatever order it was read. What does not: finding pairs (`candidates.py`), and choosing
among many (the warehouse).

A sentence of one stands nearly in the other when the two share a MinHash key and the Jaccard similarity of their
shingles is at least `NEARLY`. The keys only choose what is looked at; the similarity is exact.
"""

from collections.abc import Set
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from flows.compare.prose import masked
from flows.compare.signatures import SENTENCE, Signature, shingles
from flows.compare.texts import Text

NEARLY: Final = 0.6
"""Least similarity of two sentences that count as one: in 40 characters two or three words were changed."""
LEAST_SENTENCES: Final = 3
"""Fewer sentences in common are an accident."""
LEAST_SHARE: Final = 0.2
"""So much of a document's compared prose, without what many bodies print, makes another its source."""

_MIRROR_PROSE: Final = 0.8
_MIRROR_FIGURES: Final = 0.8
_MIRROR_SUBSTANCE: Final = 10
"""A mirror is known by at least so many figures, or five sentences (each counts for two)."""


@dataclass(frozen=True)
class Signed:
    """A document and its signature."""

    text: Text
    signature: Signature

    @cached_property
    def holders(self) -> dict[int, list[int]]:
        """For each key the sentences that have it."""
        found: dict[int, list[int]] = {}
        for index, keys in enumerate(self.signature.sentence_keys):
            for key in keys:
                found.setdefault(key, []).append(index)
        return found

    def words(self, index: int) -> str:
        """The masked words of a sentence."""
        start, end = self.signature.spans[index]
        return masked(self.text.clean_text[start:end], self.text.own_names)

    def share(self, indexes: Set[int]) -> float:
        """The part of all compared characters that stands in these sentences, 0 to 1."""
        lengths = self.signature.lengths
        return sum(lengths[index] for index in indexes) / sum(lengths) if lengths else 0.0


@dataclass(frozen=True, slots=True)
class Overlap:
    """The sentences of one document that stand nearly in another.

    Attributes:
        sentences: their numbers in the document, ascending, 0-based.
        share: their part of the characters of all its compared sentences, 0 to 1.
    """

    document_id: str
    other_document_id: str
    sentences: tuple[int, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Mirror:
    """Two documents that are one report; `document_id` is the greater of the two.

    Attributes:
        share: part of the figures that both print, 0 to 1.
    """

    document_id: str
    other_document_id: str
    share: float


def compare(left: Signed, right: Signed) -> tuple[Overlap | Mirror, ...]:
    """What is to be said of two documents; the order of the arguments does not matter.

    A mirror, or what one of different bodies may have taken from the other: from the model text, or from the
    earlier report. Where neither year nor publication date tells which is earlier, it is said both ways.
    """
    near = _near(left, right)
    ours, theirs = {pair[0] for pair in near}, {pair[1] for pair in near}
    if _may_be_one(left.text, right.text):
        agreement = _one_report(left, right, ours, theirs)
        if agreement is not None:
            first, second = sorted((left.text.document_id, right.text.document_id))
            return (Mirror(second, first, agreement),)
    if not _are_others(left.text, right.text):
        return ()
    both_ways = (_overlap(left, right, ours), _overlap(right, left, theirs))
    return tuple(overlap for overlap in both_ways if overlap is not None)


def _near(left: Signed, right: Signed) -> set[tuple[int, int]]:
    """Pairs of sentences that are nearly the same."""
    looked_at = {
        (index, other)
        for key, indexes in left.holders.items()
        for other in right.holders.get(key, ())
        for index in indexes
    }
    return {(index, other) for index, other in looked_at if _alike(left.words(index), right.words(other))}


def _alike(left: str, right: str) -> bool:
    if left == right:
        return True
    ours, theirs = shingles(left, SENTENCE), shingles(right, SENTENCE)
    shared = len(ours & theirs)
    return shared >= NEARLY * (len(ours) + len(theirs) - shared)


def _overlap(one: Signed, other: Signed, shared: Set[int]) -> Overlap | None:
    if len(shared) < LEAST_SENTENCES or not _may_copy(one.text, other.text):
        return None
    return Overlap(one.text.document_id, other.text.document_id, tuple(sorted(shared)), one.share(shared))


def _may_be_one(left: Text, right: Text) -> bool:
    """Nothing that is known of the two tells them apart."""
    if left.is_model or right.is_model or _are_others(left, right):
        return False
    return None in (left.report_year, right.report_year) or left.report_year == right.report_year


def _are_others(left: Text, right: Text) -> bool:
    """Of different bodies for certain, or one of them a model text of no body."""
    if left.is_model or right.is_model:
        return left.is_model != right.is_model
    if left.agency_name is None or right.agency_name is None:
        return False
    if left.agency_name != right.agency_name:
        return True
    if left.region_code is None or right.region_code is None:
        return False
    return left.region_code[:6] != right.region_code[:6]


def _one_report(left: Signed, right: Signed, ours: Set[int], theirs: Set[int]) -> float | None:
    """The part of the figures that both print, where prose and figures agree so far that it is one report."""
    has_prose = left.signature.lengths and right.signature.lengths
    if has_prose and min(left.share(ours), right.share(theirs)) < _MIRROR_PROSE:
        return None
    all_figures = (left.text.figures | right.text.figures).total()
    shared = (left.text.figures & right.text.figures).total()
    if shared + 2 * min(len(ours), len(theirs)) < _MIRROR_SUBSTANCE:
        return None
    agreement = shared / all_figures if all_figures else 1.0
    return agreement if agreement >= _MIRROR_FIGURES else None


def _may_copy(one: Text, other: Text) -> bool:
    """Whether the first can have taken from the second: a model text, or not the later of two reports."""
    if one.is_model or other.is_model:
        return other.is_model
    if one.report_year and other.report_year and one.report_year != other.report_year:
        return one.report_year > other.report_year
    if one.published_on and other.published_on and one.published_on != other.published_on:
        return one.published_on > other.published_on
    return True
