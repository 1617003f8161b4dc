"""The signature of a text: where its compared sentences stand, and MinHash keys that like texts share.

What belongs here: what is worked out once for each document and kept, so that a night works only on what is new.
What does not: whether two texts are alike; that is decided on their words (`pairs.py`), and no estimate is ever
published.

A key is one band of a MinHash signature (locality-sensitive hashing): two sets whose Jaccard similarity is `s`
share one of `b` bands of `r` values with the probability `1 - (1 - s**r)**b`, equal sets share all of them.
"""

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from datasketch import MinHash

from flows.compare.prose import NO_WORD, SHORTEST, masked, prose_spans
from flows.compare.texts import Text

LONGEST_TEXT: Final = 200_000
"""Characters of a text that are compared; a report has 2,000 to 20,000."""

_SEED: Final = 1


@dataclass(frozen=True, slots=True)
class Sketch:
    """How sets of one sort are sketched: length of a shingle, number of bands, values in a band."""

    name: str
    shingle: int
    bands: int
    rows: int


SENTENCE: Final = Sketch("sentence", shingle=3, bands=5, rows=3)
"""Sentences that are alike by 0.8 share a key with a chance of 0.97, by 0.6 of 0.70, by 0.2 of 0.04."""
DOCUMENT: Final = Sketch("document", shingle=6, bands=8, rows=6)
"""Whole texts that are alike by 0.8 share a key with a chance of 0.91, by 0.5 of 0.12."""

_BLANKS: Final = {
    sketch: MinHash(num_perm=sketch.bands * sketch.rows, seed=_SEED, hashfunc=zlib.crc32)
    for sketch in (SENTENCE, DOCUMENT)
}


@dataclass(frozen=True, slots=True)
class Signature:
    """What is kept of a document for comparing.

    Attributes:
        spans: of each compared sentence in the clean text, in order.
        lengths: characters of each sentence after masking.
        sentence_keys: `SENTENCE.bands` keys of each sentence.
        document_keys: `DOCUMENT.bands` keys of the whole text, with its figures and names.
    """

    spans: tuple[tuple[int, int], ...]
    lengths: tuple[int, ...]
    sentence_keys: tuple[tuple[int, ...], ...]
    document_keys: tuple[int, ...]


def sign(text: Text) -> Signature:
    """Work out the signature of a document."""
    clean_text = text.clean_text[:LONGEST_TEXT]
    found = [
        (span, words)
        for span in prose_spans(clean_text)
        if len(words := masked(clean_text[slice(*span)], text.own_names)) >= SHORTEST
    ]
    return Signature(
        spans=tuple(span for span, _ in found),
        lengths=tuple(len(words) for _, words in found),
        sentence_keys=tuple(keys(shingles(words, SENTENCE), SENTENCE) for _, words in found),
        document_keys=keys(shingles(NO_WORD.sub("", clean_text), DOCUMENT), DOCUMENT),
    )


def shingles(words: str, sketch: Sketch) -> frozenset[str]:
    """The distinct runs of `sketch.shingle` characters; a shorter text is its own."""
    size = sketch.shingle
    return frozenset(words[at : at + size] for at in range(max(1, len(words) - size + 1)))


def keys(shingle_set: Iterable[str], sketch: Sketch) -> tuple[int, ...]:
    """The keys of a set of shingles, one a band: signed 64-bit numbers, the same on every machine."""
    minhash = _BLANKS[sketch].copy()
    minhash.update_batch([shingle.encode() for shingle in shingle_set])
    values = minhash.hashvalues.astype("<u4").tobytes()
    size = 4 * sketch.rows
    return tuple(
        _key(f"{sketch.name}{band}".encode() + values[band * size : (band + 1) * size])
        for band in range(sketch.bands)
    )


def _key(band: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(band, digest_size=8).digest(), "little", signed=True)
