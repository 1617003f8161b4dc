"""The nightly flow on real pages, with a real Prefect server, dbt and gate."""

import multiprocessing
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from flows.ask.explain import explain
from flows.errors import BusyError, CollectError, GateError, GongkaiError
from flows.load.quarantine import put_in
from flows.publish.rollback import roll_back
from flows.reference import load_reference
from flows.runs import last_runs, only_night, start_run
from flows.settings import Settings, use_settings
from flows.site.build import site_dir
from flows.site.place import release_shown
from flows.warehouse import connect
from tests.receiver import Receiver
from tests.samples import write_sample_reports

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server"), pytest.mark.timeout(600)]

BAD_FILES = {
    "empty.html": b"",
    "binary.html": bytes(range(256)) * 40,
    "nul.txt": ("样例局的通知，" * 20 + "\0没有数字。").encode(),
    "surrogate.txt": b"\xed\xa0\x80 2012",
    "claims_gb2312.html": '<meta charset="gb2312"><p>珺玥局的公告，没有数字。</p>'.encode("gb18030"),
    "large.html": b"<p>" + b"a" * 2_000_000 + b"</p>",
}
"""Names of files that state nothing, with what they hold; some can be read and hold no report."""


def _night(**parameters: object) -> dict[str, object]:
    from flows.nightly import nightly

    return nightly(**parameters)  # type: ignore[arg-type]


def _count(settings: Settings, sql: str) -> int:
    with connect(settings.published_file, read_only=True) as con:
        return int(con.sql(sql).fetchall()[0][0])


def _assert_bad_files_are_recorded(settings: Settings) -> None:
    """Each has a reading: refused with its reason, or read and without facts; the store holds their captures."""
    with connect(settings.store_file, read_only=True) as con:
        said = dict(
            con.sql("select split_part(url, '/', -1), coalesce(reason, outcome) from raw.readings").fetchall()
        )
    assert {name: said[name] for name in BAD_FILES} == {
        "empty.html": "empty_file",
        "binary.html": "binary_file",
        "nul.txt": "read",
        "surrogate.txt": "read",
        "claims_gb2312.html": "read",
        "large.html": "read",
    }
    with connect(settings.published_file, read_only=True) as con:
        refusals = con.sql("select rule from fct_finding where found_by = 'refusal' order by 1").fetchall()
    # The sample portal has an empty and a binary page of its own.
    assert [rule for (rule,) in refusals] == ["binary_file", "binary_file", "empty_file", "empty_file"]


def _assert_every_number_leads_to_its_words(settings: Settings) -> None:
    """Each indicator of some bodies is walked back to the archived page; a damaged archive is told and not hidden."""
    reference = load_reference()
    asked = "select distinct agency_name, report_year, indicator_id from fct_disclosure order by all"
    with connect(settings.published_file, read_only=True) as con:
        facts = con.execute(asked).fetchall()[::5]
    assert len(facts) > 10
    for agency, year, indicator in facts:
        found = explain(settings, reference, agency, year, indicator)
        assert all(one.is_proved for one in found), (agency, year, indicator)
    agency, year, indicator = facts[0]
    for words, wrong in (
        ((agency[1:-1], year, indicator), f"no published report of .* did you mean .*{agency}"),
        ((agency, year, "proactive.it"), "is no single indicator; did you mean stat.proactive"),
        ((agency, 1999, indicator), "no published number: .* it is stated for .*[0-9]"),
    ):
        with pytest.raises(GongkaiError, match=wrong):
            explain(settings, reference, *words)
    elsewhere = settings.archive_dir.with_name("moved_archive")
    settings.archive_dir.rename(elsewhere)
    found = explain(settings, reference, *facts[0])
    assert [one.is_proved for one in found] == [False] * len(found)
    assert "the archive is not here" in str(found[0].broken)
    elsewhere.rename(settings.archive_dir)


def test_night_publishes_reads_on_and_refuses(settings: Settings, tmp_path: Path) -> None:
    from flows.reprocess import reprocess

    pages = tmp_path / "pages"
    expected = write_sample_reports(pages)
    for name, content in BAD_FILES.items():
        (pages / name).write_bytes(content)

    first = _night(from_files=str(pages))
    assert first["decision"] == "published"
    assert _count(settings, "select count(*) from fct_disclosure") == expected
    release = settings.published_file.resolve()
    _assert_bad_files_are_recorded(settings)
    _assert_every_number_leads_to_its_words(settings)

    # The same pages once more: nothing changes, and it is said; the site that a night died over is built.
    with_site = settings.model_copy(update={"site_after_publish": True})
    (settings.data_dir / ".site.new").mkdir()
    with use_settings(with_site):
        second = _night(from_files=str(pages))
    assert (second["decision"], settings.published_file.resolve()) == ("unchanged", release)
    assert "nothing new" in str(second["message"])
    assert "there is no site: it was built" in str(second["message"])
    assert release_shown(site_dir(settings)) == first["run_id"]
    assert not (settings.data_dir / ".site.new").exists()

    # Once more, and the disk has spoiled what was published: it is made anew, and it is said why.
    release.chmod(0o644)
    spoiled = bytearray(release.read_bytes())
    spoiled[-4096:] = bytes(255 - byte for byte in spoiled[-4096:])
    release.write_bytes(spoiled)
    third = _night(from_files=str(pages))
    assert third["decision"] == "published"
    assert settings.published_file.resolve() != release
    release = settings.published_file.resolve()
    assert f"release {first['run_id']} is not what was published" in release.with_name("NOTES.md").read_text()
    assert _count(settings, "select count(*) from fct_disclosure") == expected

    # A fault in the raw tables: a negative count that no finding accounts for. The gate must refuse it.
    with connect(settings.store_file) as con:
        con.execute("update raw.observations set value = -7 where indicator_id = 'applications.new'")
    receiver = Receiver()
    killed = start_run(settings, "season")
    with (
        use_settings(with_site.model_copy(update={"notify_url": SecretStr(receiver.url)})),
        pytest.raises(GateError, match="negative"),
    ):
        _night(from_files=str(pages), full_build=True)
    receiver.stop()
    died, told = receiver.taken
    assert (died["flow"], died["run_id"], "died" in died["text"]) == ("season", killed.run_id, True)
    assert (told["decision"], "negative" in told["text"]) == ("refused", True)
    assert told["failures"][0]["rows"][0]["url"]
    assert settings.published_file.resolve() == release
    refused = last_runs(settings, 1)[0]
    assert refused.decision == "refused"
    # The night before it had no site; what people read is shown whatever the gate says of a newer one.
    assert release_shown(site_dir(settings)) == third["run_id"]
    rows = [row for failure in refused.failures for row in failure["rows"]]
    assert rows
    assert all(row["url"] for row in rows)

    # The documents at fault are left out, their mirrors too, and the night is repeated without them.
    reference = load_reference()
    with connect(settings.store_file, read_only=True) as con:
        at_fault = con.sql("select distinct document_id from raw.observations where value = -7").fetchall()
    assert {row["document_id"] for row in rows} <= {document_id for (document_id,) in at_fault}
    for (document_id,) in at_fault:
        put_in(settings, reference, document_id, who="a test", on=date(2026, 3, 2), why="a negative count")
    again = _night(from_files=str(pages))
    assert again["decision"] == "published"
    assert 0 < _count(settings, "select count(*) from fct_disclosure") < expected
    kept_out = "select count(*) from fct_override join dim_document using (document_id) where not is_counted"
    assert _count(settings, kept_out) == len(at_fault)

    # People are led back: what is built since, by whatever flow, waits for a person.
    roll_back(settings, None, why="a wrong figure", who="a test")
    held = reprocess()
    assert (held["decision"], "roll-back by a test (a wrong figure)" in held["message"]) == ("held", True)
    assert settings.published_file.resolve() == release


def test_a_night_without_sources_says_so(settings: Settings) -> None:
    with pytest.raises(CollectError, match="no such source"):
        _night(sources=["does_not_exist"])
    assert last_runs(settings, 1)[0].decision == "failed"


def test_a_full_disk_is_named_even_where_the_record_cannot_be_written(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    def full_from_here(*_: object) -> None:
        monkeypatch.setattr("flows.durable.written_whole", full)
        full()

    monkeypatch.setattr("flows.disk.megabytes_left", lambda _: 3)
    monkeypatch.setattr("flows.nightly.chosen_sources", full_from_here)
    with pytest.raises(GongkaiError, match=r"3 MB are left on the disk of .*No space left"):
        _night()
    assert last_runs(settings, 1)[0].decision == "running"


def _hold_lock(
    settings: Settings, held: "multiprocessing.synchronize.Event", done: "multiprocessing.synchronize.Event"
) -> None:
    with only_night(settings):
        held.set()
        done.wait(60)


def test_a_second_night_at_the_same_time_is_refused(settings: Settings, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    held, done = context.Event(), context.Event()
    other = context.Process(target=_hold_lock, args=(settings, held, done))
    other.start()
    try:
        assert held.wait(60)
        with pytest.raises(BusyError, match="another run"):
            _night(from_files=str(tmp_path))
        assert last_runs(settings, 1) == []
    finally:
        done.set()
        other.join(60)
