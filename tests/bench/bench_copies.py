"""How well copies are found, and how fast: seeded copies among 2,000 generated reports, built by dbt to the mart.

Copies have another body, year and figures, and 5, 20 or 50 % of their sentences replaced or reworded; half of them
were taken from reports, half from the members of a compilation. The real texts beside the repository are put among
them, and the members of the real compilation are sources too, where they are there. A copy is found where the mart
names its source as the nearest one, and a claim is true where the named source is the one it was made from, or
another copy of the same.
"""

import resource
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flows.build.dbt import run_build
from flows.compare.compare import compare_and_append
from flows.extract.model import Document
from flows.settings import Settings, make_settings
from flows.warehouse import connect
from tests.copies import Report, copy_of, member, real_texts, reports
from tests.measures import Measure, timed
from tests.warehouse.synthetic_raw import Page, load

N_REPORTS: Final = 2_000
N_COPIES: Final = 100
"""Of each level; half of them from model texts."""
LEVELS: Final = (5, 20, 50)
N_MODELS: Final = 15
RUN: Final = "20260102T183000Z"


@dataclass(frozen=True)
class _Seeded:
    """A planted copy: what it is, how much of it was changed in per cent, and what it was made from."""

    document: Document
    level: int
    source_id: str


def measures() -> list[Measure]:
    """Recall at each level, precision, documents a second, and the memory of it all."""
    originals = reports(N_REPORTS)
    models = [report.sentences for report in reports(N_MODELS, seed=9)]
    seeded = [_seed(originals, models, level, number) for level in LEVELS for number in range(N_COPIES)]
    documents = [original.document for original in originals]
    documents += [member(sentences, number) for number, sentences in enumerate(models)]
    documents += [copy.document for copy in seeded]
    documents += real_texts()
    with tempfile.TemporaryDirectory() as folder:
        settings = make_settings(data_dir=Path(folder))
        load(
            settings, [Page(f"https://site{i}.gov.cn/1", [document]) for i, document in enumerate(documents)]
        )
        _, seconds = timed(lambda: compare_and_append(settings, RUN))
        claims = _claims(settings)
    made_from = {copy.document.document_id: copy.source_id for copy in seeded}
    true = sum(_is_true(document_id, source, made_from) for document_id, source in claims.items())
    note = f"{len(documents)} documents, {N_COPIES} copies of each level"
    return [
        *(
            Measure(f"read.copies.recall_{level}", _recall(seeded, level, claims), target, note=note)
            for level, target in zip(LEVELS, (0.98, 0.98, 0.9), strict=True)
        ),
        Measure("read.copies.precision", true / len(claims), 0.99, note=f"{len(claims)} copies claimed"),
        Measure("read.copies.documents_per_second", len(documents) / seconds, note="one process"),
        Measure(
            "read.copies.memory_mb",
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            note="of the whole bench, texts and dbt's driver included",
        ),
    ]


def _seed(originals: Sequence[Report], models: Sequence[tuple[str, ...]], level: int, number: int) -> _Seeded:
    seed = level * 10_000 + number
    if number % 2:
        source = originals[seed * 7 % len(originals)]
        sentences, source_id = source.sentences, source.document.document_id
    else:
        model = number // 2 % len(models)
        sentences, source_id = models[model], member(models[model], model).document_id
    return _Seeded(copy_of(sentences, 2024, level / 100, seed=seed).document, level, source_id)


def _claims(settings: Settings) -> dict[str, str]:
    """Documents that the mart says copied, with the nearest source."""
    candidate = run_build(settings, RUN).candidate
    with connect(candidate, read_only=True) as connection:
        rows = connection.execute(
            "select document_id, nearest_source_document_id from dim_document "
            "where nearest_source_document_id is not null"
        ).fetchall()
    return dict(rows)


def _recall(seeded: Sequence[_Seeded], level: int, claims: dict[str, str]) -> float:
    of_level = [copy for copy in seeded if copy.level == level]
    return sum(claims.get(copy.document.document_id) == copy.source_id for copy in of_level) / len(of_level)


def _is_true(document_id: str, source: str, made_from: dict[str, str]) -> bool:
    origin = made_from.get(document_id)
    return origin is not None and origin in (source, made_from.get(source))
