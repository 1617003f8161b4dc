"""The stage: documents that were read but not compared yet are signed, paired and compared, and the raw tables say
what came of it.

What belongs here: from what waits to what is stored. What does not: any rule about texts.

Everything written is true of a document or of a pair for itself, so rows never have to change: which of several
sources counts, and who copied from whom where a later night finds an earlier original, the warehouse decides anew
with each build.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import pyarrow as pa

from flows.compare.candidates import COMMON_IN_MODELS, COMMON_IN_REPORTS, Question
from flows.compare.pairs import LEAST_SENTENCES, LEAST_SHARE, Mirror, Overlap, Signed, compare
from flows.compare.signatures import sign
from flows.compare.waiting import count_unsigned, unsigned
from flows.extract.document import READER_VERSION
from flows.load.store import RawStore
from flows.schema import (
    COMMON_SENTENCES,
    DOCUMENT_LINKS,
    DOCUMENT_OVERLAPS,
    DOCUMENT_SIGNATURES,
    RawTable,
)
from flows.settings import Settings
from flows.warehouse import connect

BATCH: Final = 1_000
"""Documents compared at a time: one question to the raw tables, one Parquet file a table, some 100 MB."""
_AT_ONCE: Final = 500
"""Documents whose texts are fetched together to be held against those of the batch."""


@dataclass(frozen=True, slots=True)
class CompareCounts:
    """What comparing came to: documents compared, mirrors found, and overlaps (one a direction)."""

    compared: int = 0
    mirrors: int = 0
    overlaps: int = 0

    def __add__(self, more: "CompareCounts") -> "CompareCounts":
        return CompareCounts(
            self.compared + more.compared, self.mirrors + more.mirrors, self.overlaps + more.overlaps
        )


def count_uncompared(settings: Settings) -> int:
    """How many documents wait to be compared."""
    with connect(settings.store_file, read_only=True) as connection:
        return count_unsigned(connection, READER_VERSION)


def compare_and_append(
    settings: Settings, run_id: str, on_progress: Callable[[int], None] = lambda _: None
) -> CompareCounts:
    """Compare all documents that wait with all others, and append what was found to the raw store.

    Args:
        run_id: the run that compares.
        on_progress: called with the number of documents after each batch.

    Raises:
        BusyError: another process holds the store.
    """
    total = CompareCounts()
    number = 0
    while (counts := _compare_batch(settings, run_id, f"{run_id}-compared-{number:05d}")).compared:
        on_progress(counts.compared)
        total += counts
        number += 1
    return total


def _compare_batch(settings: Settings, run_id: str, batch_name: str) -> CompareCounts:
    with connect(settings.store_file, read_only=True) as connection:
        texts = unsigned(connection, READER_VERSION, BATCH)
        if not texts:
            return CompareCounts()
        constants = {"reader_version": READER_VERSION, "run_id": run_id}
        batch = [Signed(text, sign(text)) for text in texts]
        signatures = _table(DOCUMENT_SIGNATURES, map(_signature_row, batch), constants)
        question = Question(connection, signatures, reader_version=READER_VERSION)
        found = list(_compared(question, batch))
        common = question.newly_common()
    tables = {
        DOCUMENT_SIGNATURES.name: signatures,
        DOCUMENT_OVERLAPS.name: _table(
            DOCUMENT_OVERLAPS, (asdict(one) for one in found if isinstance(one, Overlap)), constants
        ),
        DOCUMENT_LINKS.name: _table(
            DOCUMENT_LINKS,
            (asdict(one) | {"relation": "same_as"} for one in found if isinstance(one, Mirror)),
            constants,
        ),
        COMMON_SENTENCES.name: _table(
            COMMON_SENTENCES, ({"sentence_key": key, "n_bodies": bound} for key, bound in common), constants
        ),
    }
    RawStore(settings).append_comparison(tables, batch_name)
    return CompareCounts(
        len(texts), tables[DOCUMENT_LINKS.name].num_rows, tables[DOCUMENT_OVERLAPS.name].num_rows
    )


def _compared(question: Question, batch: Sequence[Signed]) -> Iterator[Overlap | Mirror]:
    """Hold each pair's texts against each other; texts outside the batch are fetched some at a time."""
    common = {bound: question.common(bound) for bound in (COMMON_IN_REPORTS, COMMON_IN_MODELS)}
    new = {signed.text.document_id: signed for signed in batch}
    partners: dict[str, list[str]] = {}
    for one, other in question.pairs():
        known, asked = (one, other) if one in new else (other, one)
        if asked in new:
            yield from _of_note(new[known], new[asked], common)
        else:
            partners.setdefault(asked, []).append(known)
    ids = sorted(partners)
    for first in range(0, len(ids), _AT_ONCE):
        for old in question.documents(ids[first : first + _AT_ONCE]):
            for document_id in partners[old.text.document_id]:
                yield from _of_note(old, new[document_id], common)


def _of_note(left: Signed, right: Signed, common: Mapping[int, frozenset[int]]) -> Iterator[Overlap | Mirror]:
    """What is said of two documents, without overlaps so small, or so common already, that they never count."""
    for found in compare(left, right):
        if isinstance(found, Overlap):
            one, other = (left, right) if found.document_id == left.text.document_id else (right, left)
            many = common[COMMON_IN_MODELS if other.text.is_model else COMMON_IN_REPORTS]
            keys = one.signature.sentence_keys
            uncommon = {sentence for sentence in found.sentences if many.isdisjoint(keys[sentence])}
            if len(uncommon) < LEAST_SENTENCES or one.share(uncommon) < LEAST_SHARE:
                continue
        yield found


def _table(table: RawTable, rows: Iterable[dict[str, Any]], constants: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist([row | constants for row in rows], schema=table.schema)


def _signature_row(signed: Signed) -> dict[str, Any]:
    signature = signed.signature
    return {
        "document_id": signed.text.document_id,
        "span_starts": [start for start, _ in signature.spans],
        "span_ends": [end for _, end in signature.spans],
        "lengths": signature.lengths,
        "sentence_keys": [key for keys in signature.sentence_keys for key in keys],
        "document_keys": signature.document_keys,
    }
