"""The data files: what they are made of fits into little memory, stays in small files and is what the release says."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import dbt.task.docs
import pytest

from flows.publish.damage import damaged_files
from flows.publish.release import CHECKSUMS, checksums, current_release
from flows.reference import load_reference
from flows.settings import PROJECT_DIR, make_settings
from flows.site import build, excerpts, findings, policy, shards
from flows.site.build import build_site
from flows.site.codes import FIGURES, STATED_AS
from flows.site.groups import Group, groups_of
from flows.site.parts import mended
from flows.warehouse import connect
from tests.site.panel import make_release


def test_groups_are_whole_files_and_hold_every_body() -> None:
    counts = [("00", 3), ("01", 3), ("02", 9), ("0a", 1), ("ff", 2)]
    found = groups_of(counts, 6)
    assert found == [Group("00", "02"), Group("02", "0a"), Group("0a", "g")]
    for prefix, _ in counts:
        assert sum(group.holds(f"{prefix}77") for group in found) == 1
    assert groups_of([("", 5)], 1) == [Group("", "g")]
    assert groups_of([], 1) == []


def test_a_figure_is_one_of_the_numbers_that_its_model_takes_it_from() -> None:
    model = (PROJECT_DIR / "dbt_project/models/marts/fct_agency_year.sql").read_text("utf-8")
    pieces = re.split(r" as (\w+),?\n", model)
    sources = dict(zip(pieces[1::2], pieces[::2], strict=False))
    assert STATED_AS.keys() == set(FIGURES)
    for name, keys in STATED_AS.items():
        for key in keys:
            arguments = ", ".join(f"'{part}'" for part in key.split("~"))
            assert f"{{{{ figure({arguments}) }}}}" in sources[name], (name, key)


@pytest.fixture(scope="module")
def two_sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same release as a site, built at once and in many small bites with hardly any memory."""
    settings = make_settings(data_dir=tmp_path_factory.mktemp("data"))
    make_release(settings, 800, years=2)
    plain = build_site(settings, load_reference(), settings.data_dir / "plain").folder
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "MEMORY_LIMIT", "48MB")
        patch.setattr(excerpts, "_TEXTS_AT_ONCE", 500)
        patch.setattr(excerpts, "_WORDS_AT_ONCE", 5_000)
        patch.setattr(shards, "_FACTS_AT_ONCE", 10_000)
        narrow = build_site(settings, load_reference(), settings.data_dir / "narrow").folder
    return plain, narrow


def test_a_site_is_built_the_same_with_hardly_any_memory(two_sites: tuple[Path, Path]) -> None:
    plain, narrow = two_sites
    files = [path.relative_to(plain) for path in (plain / "data").rglob("*") if path.is_file()]
    assert len(files) > 500
    for path in files:
        assert (plain / path).read_bytes() == (narrow / path).read_bytes(), path
    assert not list(narrow.rglob(".*"))


def test_findings_are_cut_into_small_files_and_none_is_lost(
    two_sites: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "_IN_A_FILE", 20)
    monkeypatch.setattr(findings, "_FULL_FILES", 1_000_000)
    with connect(two_sites[0].parent / "published" / "gongkai.duckdb", read_only=True) as database:
        counts = findings.write_findings(database, tmp_path)
        stated = database.execute(
            "select report_year, coalesce(left(region_code, 6), '00'), document_id, finding_number from fct_finding"
        ).fetchall()
    index = json.loads((tmp_path / "index.json").read_text("utf-8"))
    assert [tuple(row) for row in index["counts"]] == counts
    found = []
    for year, province, number, first, last, n in index["files"]:
        rows = _unpacked(tmp_path / f"{year}-{province}-{number}.bin")
        assert len(rows) == n <= 20
        assert (rows[0][0], rows[-1][0]) == (first, last)
        assert all(row[0][:2] == province for row in rows)
        found += [(year, row[0], row[8], row[9]) for row in rows]
    assert sorted(found) == sorted(stated)
    assert sum(row[-1] for row in counts) == len(stated)
    for province in {row[1][:2] for row in stated}:
        counted = _unpacked(tmp_path / f"{province}.bin")["counts"]
        assert sum(row[-1] for row in counted) == sum(row[1][:2] == province for row in stated)


def test_dbts_page_asks_for_nothing_that_is_not_there() -> None:
    """The page that dbt ships is taken as it is installed: a newer one that leaves other names unfilled fails here."""
    page = Path(dbt.task.docs.__file__).with_name("index.html").read_text("utf-8")
    asked = re.compile(r"""(?<![\w-])(?:src|href|xlink:href)=\\?["'](?:\$\{|\{\{)[^"]*""")
    assert len(asked.findall(page)) >= 3
    assert asked.findall(mended(page)) == []
    assert policy.LINEAGE in mended(page).partition("</head>")[0]


def _unpacked(path: Path) -> Any:
    return json.loads(gzip.decompress(path.read_bytes()))


def test_what_is_done_to_the_downloads_is_not_done_to_the_release(two_sites: tuple[Path, Path]) -> None:
    settings = make_settings(data_dir=two_sites[0].parent)
    release = current_release(settings)
    assert release is not None
    for name in (*checksums(release), CHECKSUMS):
        copy = two_sites[0] / "downloads" / name
        assert copy.read_bytes() == (release.file.parent / name).read_bytes(), name
        with copy.open("ab") as stream:
            stream.write(b"\n")
    assert damaged_files(release) == []
