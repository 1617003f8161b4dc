"""The backfill flow: all that stands downstream comes back from the archive alone, also from a pruned one."""

import shutil
from pathlib import Path

import pytest
from pydantic import SecretStr

from flows.archive.archive import Archive
from flows.ask.explain import explain
from flows.collect.collect import collect_source
from flows.errors import ArchiveError, GongkaiError
from flows.publish.release import current_release
from flows.reference import load_reference
from flows.runs import last_runs
from flows.settings import Settings, use_settings
from flows.sources.registry import folder_source
from flows.upkeep import prune_archive
from flows.warehouse import connect
from tests.receiver import Receiver
from tests.samples import write_sample_reports

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server"), pytest.mark.timeout(600)]


def _content(settings: Settings) -> str:
    release = current_release(settings)
    assert release is not None
    return release.content


def _first_fact(settings: Settings) -> tuple[str, int, str]:
    with connect(settings.published_file, read_only=True) as con:
        found = con.sql(
            "select agency_name, report_year, indicator_id from fct_disclosure order by all"
        ).fetchone()
    assert found is not None
    return found[0], found[1], found[2]


def test_everything_comes_back_from_a_pruned_archive(settings: Settings, tmp_path: Path) -> None:
    from flows.backfill import backfill
    from flows.nightly import nightly

    pages = tmp_path / "pages"
    write_sample_reports(pages)
    with Archive(settings.archive_dir) as archive:
        collect_source(folder_source(pages), archive, settings, "20200101T000000Z")
    for page in pages.rglob("*.html"):
        # Other bytes, the same words: what a counter of visitors does.
        page.write_bytes(page.read_bytes() + b"<!-- 2 -->")
    nightly(from_files=str(pages))
    facts = _first_fact(settings)

    plan = prune_archive(settings, 0, do_it=True)
    assert sum(shelf.n_dropped for shelf in plan.shelves) > 0
    # The release names places of before the pruning, and its words are found all the same.
    assert all(one.is_proved for one in explain(settings, load_reference(), *facts))

    before = _content(settings)
    shutil.rmtree(settings.raw_dir)
    shutil.rmtree(settings.warehouse_dir)
    # Where the site cannot be built, the release stands all the same, and the run says that not all is well.
    (settings.data_dir / ".site.new").touch()
    receiver = Receiver()
    told = {"site_after_publish": True, "notify_url": SecretStr(receiver.url)}
    with (
        use_settings(settings.model_copy(update=told)),
        pytest.raises(
            GongkaiError, match=r"published: release .* there is no site, and it was not built: .*File exists"
        ),
    ):
        backfill()
    receiver.stop()
    (record,) = last_runs(settings, 1)
    assert (record.decision, record.flow) == ("failed", "backfill")
    assert [one["message"] for one in receiver.taken] == [record.message]
    assert settings.published_file.resolve().parent.name == record.run_id
    assert _first_fact(settings) == facts
    assert all(one.is_proved for one in explain(settings, load_reference(), *facts))
    with connect(settings.published_file, read_only=True) as con:
        refused = con.sql("select count(*) from fct_finding where rule = 'corrupt_record'").fetchone()
    assert refused == (0,)
    assert _content(settings) != "" != before


def test_an_archive_without_such_a_page_puts_nothing_away(settings: Settings) -> None:
    from flows.backfill import backfill

    settings.raw_dir.mkdir(parents=True)
    (settings.raw_dir / "kept").touch()
    with pytest.raises(ArchiveError, match="no such page"):
        backfill()
    with pytest.raises(ArchiveError, match="no such page"):
        backfill(sources=["nowhere"], year=2026)
    assert (settings.raw_dir / "kept").exists()
