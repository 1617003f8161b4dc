"""The stage as a whole: copies are found among many reports, whatever the order, and nothing twice."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from flows.compare.compare import CompareCounts, compare_and_append, count_uncompared
from flows.extract.document import READER_VERSION
from flows.extract.model import Document
from flows.load.store import RawStore
from flows.settings import Settings, make_settings
from flows.warehouse import connect
from tests.copies import Report, copy_of, member, real_texts, reports, sentence
from tests.evaluate.cases import SHARED
from tests.warehouse.synthetic_raw import Page, load, report

CHANGED = (0.05, 0.2, 0.5)
ORIGINALS = reports(150)
MODEL = reports(1, seed=9)[0].sentences


def _pages(documents: Sequence[Document]) -> list[Page]:
    return [Page(f"https://site{document.document_id[:8]}.gov.cn/1", [document]) for document in documents]


def _settings(folder: Path) -> Settings:
    return make_settings(data_dir=folder)


def _overlaps(settings: Settings, least: float = 0.0) -> dict[tuple[str, str], tuple[int, ...]]:
    with connect(settings.store_file, read_only=True) as connection:
        rows = connection.execute(
            "select document_id, other_document_id, sentences from raw.document_overlaps where share >= ?",
            [least],
        ).fetchall()
    return {(one, other): tuple(sentences) for one, other, sentences in rows}


def _seeded(n: int = 8) -> dict[str, tuple[Report, str]]:
    """Copies by id, with the id of their source: every second one of a model text."""
    found = {}
    for level in CHANGED:
        for number in range(n):
            source = ORIGINALS[number * 5]
            of_model = number % 2 == 0
            copy = copy_of(
                MODEL if of_model else source.sentences, 2024, level, seed=round(level * 1000) * 100 + number
            )
            source_id = member(MODEL, 1).document_id if of_model else source.document.document_id
            found[copy.document.document_id] = (copy, source_id)
    return found


def test_copies_are_found_and_others_are_not(tmp_path: Path) -> None:
    seeded = _seeded()
    documents = [*(original.document for original in ORIGINALS), member(MODEL, 1)]
    documents += [copy.document for copy, _ in seeded.values()]
    settings = _settings(tmp_path)
    load(settings, _pages(documents))
    assert compare_and_append(settings, "night").compared == len(documents)
    found = _overlaps(settings, least=0.3)
    assert {(document_id, source) for document_id, (_, source) in seeded.items()} <= found.keys()
    related = {document_id: source for document_id, (_, source) in seeded.items()}
    families = {(one, other) for one, other in found if related.get(one, one) == related.get(other, other)}
    assert found.keys() == families


def test_the_order_of_loading_loses_nothing(tmp_path: Path) -> None:
    seeded = _seeded(4)
    documents = [original.document for original in ORIGINALS[:40]] + [member(MODEL, 1)]
    documents += [copy.document for copy, _ in seeded.values()]
    at_once, night_by_night = _settings(tmp_path / "a"), _settings(tmp_path / "b")
    load(at_once, _pages(documents))
    compare_and_append(at_once, "night")
    for night, first in enumerate(range(0, len(documents), 15)):
        load(night_by_night, _pages(documents[::-1][first : first + 15]), run_id=f"night{night}")
        compare_and_append(night_by_night, f"night{night}")
    # What was paired before it became common is left out by the warehouse.
    assert _overlaps(at_once).items() <= _overlaps(night_by_night).items()


def test_what_many_bodies_print_pairs_nobody(tmp_path: Path) -> None:
    """Sixty bodies print the same three sentences: more than may have taken them from one another."""
    shared = ORIGINALS[0].sentences[:3]
    documents = [
        replace(one, sentences=(*shared, *one.sentences[3:])).document for one in reports(60, seed=5)
    ]
    settings = _settings(tmp_path)
    load(settings, _pages(documents))
    compare_and_append(settings, "night")
    assert _overlaps(settings) == {}
    with connect(settings.store_file, read_only=True) as connection:
        bounds = connection.execute("select distinct n_bodies from raw.common_sentences").fetchall()
    assert sorted(bounds) == [(10,), (20,), (50,)]


def test_nothing_is_compared_twice_and_a_lost_store_comes_back(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    twin = report("云溪县财政局", 2022, text=ORIGINALS[0].text, region_code=None)
    mirror = report("云溪县财政局", 2022, text=ORIGINALS[0].text + "\n浏览次数", region_code=None)
    load(
        settings,
        _pages([report(text=sentence(Random(1))), twin, mirror, report(kind="notice", text="通知")]),  # noqa: S311 - made-up data, not a secret
    )
    assert count_uncompared(settings) == 3
    assert compare_and_append(settings, "night") == CompareCounts(compared=3, mirrors=1, overlaps=0)
    assert compare_and_append(settings, "again") == CompareCounts()
    before = RawStore(settings).counts()
    settings.store_file.unlink()
    assert RawStore(settings).counts() == before
    assert count_uncompared(settings) == 0


def test_a_compilation_is_compared_by_its_members(tmp_path: Path) -> None:
    model = member(MODEL, 1)
    whole = report(None, None, kind="template_compilation", text="范文大全\n" + model.text)
    settings = _settings(tmp_path)
    load(settings, [Page("https://models.example/1", [whole, replace(model, member_of=whole.document_id)])])
    assert compare_and_append(settings, "night").compared == 1


@pytest.mark.skipif(
    not SHARED.exists(), reason="the shared folder with real texts is not beside the repository"
)
def test_real_reports_share_nothing_and_a_copy_of_a_real_model_text_is_found(tmp_path: Path) -> None:
    documents = real_texts()
    members = [document for document in documents if document.identity.kind == "template_member"]
    assert len(members) > 5
    settings = _settings(tmp_path)
    load(settings, _pages(documents), reader_version=READER_VERSION)
    compare_and_append(settings, "first")
    assert Counter(_overlaps(settings, least=0.1).values()) == Counter()
    halves = [
        (model.document_id, lines) for model in members if len(lines := model.text.split("\n")[::2]) > 3
    ]
    copies = [
        (report(f"云溪县{name}局", 2020, text="\n".join(["年度报告", *lines])), model_id)
        for name, (model_id, lines) in zip(
            "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥", halves, strict=False
        )
    ]
    load(settings, _pages([copy for copy, _ in copies]), run_id="second")
    compare_and_append(settings, "second")
    found = _overlaps(settings, least=0.5)
    assert {(copy.document_id, source) for copy, source in copies} <= found.keys()
