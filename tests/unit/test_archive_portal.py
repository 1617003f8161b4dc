"""The archive of whole nights on the sample portal, in other people's tools: warcio reads it and finds no fault, an
index of it leads to every page, and its log can be written anew."""

import json
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from warcio.archiveiterator import ArchiveIterator
from warcio.indexer import Indexer

from flows.archive.archive import Archive
from flows.archive.reindex import reindex
from flows.archive.verify import verify
from flows.archive.warc import sha256_of
from flows.collect.collect import collect_source
from flows.demo.demo import SOURCE_FILE
from flows.demo.portal import Portal
from flows.demo.saved import write_saved, write_sources
from flows.settings import Settings
from flows.sources.registry import load_sources
from tests.unit.test_archive import warcio_finds_no_fault
from tests.unit.test_archive_reindex import rows_of

_FIELDS = (
    "filename", "offset", "length", "warc-type", "warc-target-uri", "warc-date", "warc-payload-digest",
    "warc-refers-to-target-uri", "warc-refers-to-date", "http:status",
)  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two nights of every source of the portal, in small files."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("portal"))
    with Portal(n_agencies=4, years=(2016, 2023), other_systems=True) as portal:
        assert portal.systems is not None
        column = yaml.safe_load(SOURCE_FILE.read_text(encoding="utf-8"))
        column |= {"start": [f"{portal.base_url}/zwgk/xxgknb/index.html"], "bounds": {"min_reports": 2}}
        folder = settings.data_dir / "sources"
        write_sources(folder, [column, *portal.systems.sources(portal.base_url)])
        write_saved(portal.systems, portal.base_url, folder)
        for run_id in ("20250301T180000Z", "20250302T180000Z"):
            with Archive(settings.archive_dir, segment_bytes=400_000) as archive:
                for source in load_sources(folder):
                    report = collect_source(source, archive, settings, run_id)
                    assert report.status == "ok", report
    return settings.archive_dir


@pytest.fixture(scope="module")
def index(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """A line for each record that is looked up when an address is replayed."""
    target = tmp_path_factory.mktemp("index") / "index.json"
    files = [str(path) for path in sorted((archive / "warc").glob("*.warc.gz"))]
    assert len(files) > 1
    Indexer(list(_FIELDS), files, str(target), verify_http=True).process_all()
    lines = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line["warc-type"] in ("response", "revisit", "resource")]


def test_warcio_finds_no_fault_in_it(archive: Path) -> None:
    assert warcio_finds_no_fault(archive)
    assert list(verify(archive)) == []


def test_an_index_leads_to_every_page(archive: Path, index: list[dict[str, str]]) -> None:
    for line in index:
        content = (archive / "warc" / line["filename"]).read_bytes()
        start, end = int(line["offset"]), int(line["offset"]) + int(line["length"])
        record = next(iter(ArchiveIterator(BytesIO(content[start:end]))))
        assert record.rec_headers.get_header("WARC-Target-URI") == line["warc-target-uri"]
        payload = record.content_stream().read()
        if line["warc-type"] != "revisit":
            assert f"sha256:{sha256_of(payload)}" == line["warc-payload-digest"]
    kinds = Counter(line["warc-type"] for line in index)
    assert min(kinds["response"], kinds["revisit"]) > 50, kinds
    assert kinds["resource"] > 1, kinds


def test_every_capture_with_a_page_is_in_the_index(archive: Path, index: list[dict[str, str]]) -> None:
    there = {(line["warc-date"], line["warc-payload-digest"]) for line in index}
    brought = {line["warc-payload-digest"] for line in index if line["warc-type"] != "revisit"}
    captures = [row for row in rows_of(archive) if row["payload_sha256"]]
    for row in captures:
        digest = f"sha256:{row['payload_sha256']}"
        assert digest in brought, row["url"]
        is_file_again = row["status"] is None and row["outcome"] == "unchanged"
        assert is_file_again or (f"{row['fetched_at'].isoformat(timespec='microseconds')}Z", digest) in there
    assert len(captures) > 100


def test_a_revisit_names_the_answer_that_it_repeats(archive: Path, index: list[dict[str, str]]) -> None:
    there = {
        (line["warc-target-uri"], line["warc-date"]): line["warc-payload-digest"]
        for line in index
        if line["warc-type"] != "revisit"
    }
    for line in index:
        if line["warc-type"] == "revisit":
            named = line["warc-refers-to-target-uri"], line["warc-refers-to-date"]
            assert there[named] == line["warc-payload-digest"]


def test_its_log_can_be_written_anew(archive: Path) -> None:
    before = rows_of(archive)
    (archive / "captures.sqlite").unlink()
    assert reindex(archive).n_captures == len(before)
    assert rows_of(archive) == before
