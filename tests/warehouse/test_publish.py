"""Publishing: a reader is never disturbed, whatever dies when, and an unchanged night is known as one."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

import pytest

from flows.errors import PublishError
from flows.publish import marks, rollback
from flows.publish import release as releasing
from flows.publish.changes import changes_between
from flows.publish.content import content_hash
from flows.publish.damage import damaged_files
from flows.publish.export import export
from flows.publish.release import (
    NOTES,
    HeldError,
    Release,
    current_release,
    find_release,
    hold,
    is_same,
    last_whole,
    publish,
    releases,
)
from flows.publish.rollback import resume, roll_back
from flows.settings import Settings, make_settings
from flows.warehouse import connect
from tests.warehouse.synthetic_marts import FACTS_A_REPORT, YEARS, build_marts, plant

HOLDER = """
import sys, duckdb
held = duckdb.connect(sys.argv[1], read_only=True)
first = held.sql("select * from fct_disclosure order by all").fetchall()
print("ready", flush=True)
for _ in sys.stdin:
    assert held.sql("select * from fct_disclosure order by all").fetchall() == first
    print("same", flush=True)
"""
"""An analyst who keeps one connection open; for each line that comes in he looks again."""

POLLER = """
import sys, duckdb
last, polls = "", 0
print("ready", flush=True)
while True:
    with duckdb.connect(sys.argv[1], read_only=True) as opened:
        (run,), = opened.sql("select run_id from release").fetchall()
        (counted,), = opened.sql("select count(*) from fct_disclosure").fetchall()
    assert run >= last, f"a step back from {last} to {run}"
    assert counted == int(sys.argv[2]), f"{counted} facts in {run}"
    last, polls = run, polls + 1
    print(run, flush=True)
    if run == sys.argv[3]:
        sys.exit(0)
"""
"""An analyst who opens the door again and again until the last release has come."""

N_AGENCIES = 4


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(data_dir=tmp_path / "data", releases_kept=2)


@pytest.fixture
def night(tmp_path: Path) -> Callable[[int], tuple[Path, str]]:
    """A night's built file and run id; every night has other figures."""
    base = build_marts(tmp_path / "base.duckdb", n_agencies=N_AGENCIES)

    def built(number: int) -> tuple[Path, str]:
        run_id = f"20260101T0000{number:02d}Z"
        candidate = tmp_path / run_id / "gongkai.duckdb"
        candidate.parent.mkdir(exist_ok=True)
        shutil.copy(base, candidate)
        plant(
            candidate,
            f"update release set run_id = '{run_id}'",  # noqa: S608 - names and words of our own
            f"update fct_disclosure set value = {number}",  # noqa: S608 - names and words of our own
        )
        return candidate, run_id

    return built


@pytest.fixture
def start() -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Starts an analyst of his own process and waits until he reads; none outlives the test."""
    started: list[subprocess.Popen[str]] = []

    def starting(script: str, *arguments: str) -> "subprocess.Popen[str]":
        reader = subprocess.Popen(
            [sys.executable, "-c", script, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(reader)
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
        return reader

    yield starting
    for reader in started:
        reader.kill()
        reader.wait()


def test_readers_are_not_disturbed_by_twenty_nights(
    settings: Settings,
    night: Callable[[int], tuple[Path, str]],
    start: Callable[..., "subprocess.Popen[str]"],
) -> None:
    nights = [night(number) for number in range(21)]
    door, n_facts = str(settings.published_file), N_AGENCIES * len(YEARS) * FACTS_A_REPORT
    publish(*nights[0], settings)
    holder = start(HOLDER, door)
    poller = start(POLLER, door, str(n_facts), nights[-1][1])
    assert holder.stdin is not None
    assert holder.stdout is not None
    for candidate, run_id in nights[1:]:
        publish(candidate, run_id, settings)
        holder.stdin.write("look\n")
        holder.stdin.flush()
        assert holder.stdout.readline() == "same\n"
    polled, complaint = poller.communicate(timeout=60)
    assert complaint == ""
    assert poller.returncode == 0
    assert len(set(polled.split())) > 3
    assert holder.communicate(timeout=60) == ("", "")
    assert holder.returncode == 0


def test_a_release_describes_itself(settings: Settings, night: Callable[[int], tuple[Path, str]]) -> None:
    candidate, run_id = night(1)
    release = publish(candidate, run_id, settings, ["tables_balanced: few"])
    assert current_release(settings) == release
    current = settings.published_dir / "current"
    for link in (settings.published_file, current):
        assert not link.readlink().is_absolute()
    assert settings.published_file.resolve() == (current / "gongkai.duckdb").resolve() == release.file
    assert (current / "SHA256SUMS").is_file()
    assert (current / "parquet").is_dir()
    assert release.file.read_bytes() == candidate.read_bytes()
    assert release.sha256 == hashlib.sha256(candidate.read_bytes()).hexdigest()
    assert release.size_bytes == candidate.stat().st_size
    assert release.counts["fct_disclosure"] == N_AGENCIES * len(YEARS) * FACTS_A_REPORT
    assert release.schema_version == 1
    assert release.notes == ("tables_balanced: few",)
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=release.file.parent,
        capture_output=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout
    files = [path for path in release.file.parent.rglob("*") if path.is_file()]
    assert [path for path in files if path.stat().st_mode & 0o222] == []
    assert release.sizes == {
        str(path.relative_to(release.file.parent)): path.stat().st_size
        for path in files
        if path.name not in ("release.json", "SHA256SUMS")
    }
    assert json.loads((release.file.parent / "release.json").read_text())["file"] == "gongkai.duckdb"


def test_the_newest_releases_are_kept(settings: Settings, night: Callable[[int], tuple[Path, str]]) -> None:
    assert current_release(settings) is None
    published = [publish(*night(number), settings) for number in range(4)]
    assert list(releases(settings)) == published[:1:-1]
    assert current_release(settings) == published[-1]


def test_the_release_before_outlives_its_successor(
    tmp_path: Path, night: Callable[[int], tuple[Path, str]]
) -> None:
    settings = make_settings(data_dir=tmp_path / "data", releases_kept=1)
    published = [publish(*night(number), settings) for number in range(3)]
    assert list(releases(settings)) == published[:0:-1]


def test_publishing_a_run_twice_changes_nothing(
    settings: Settings, night: Callable[[int], tuple[Path, str]]
) -> None:
    candidate, run_id = night(1)
    first = publish(candidate, run_id, settings)
    assert publish(candidate, run_id, settings) == first
    plant(candidate, "delete from fct_finding", "update fct_disclosure set value = 0")
    with pytest.raises(PublishError, match="another content"):
        publish(candidate, run_id, settings)


def test_what_is_no_release_stands_in_nobodys_way(
    settings: Settings, night: Callable[[int], tuple[Path, str]]
) -> None:
    folder = settings.published_dir / "releases"
    (folder / ".20260101T000000Z").mkdir(parents=True)  # of a run that died
    for name in (".DS_Store", "notes.txt"):
        (folder / name).write_text("of a person")
    newest = publish(*night(1), settings)
    assert releases(settings) == (newest,)
    assert {path.name for path in folder.iterdir()} == {".DS_Store", "notes.txt", newest.run_id}


def test_there_is_no_step_back(settings: Settings, night: Callable[[int], tuple[Path, str]]) -> None:
    newest = publish(*night(2), settings)
    with pytest.raises(PublishError, match="older"):
        publish(*night(1), settings)
    assert current_release(settings) == newest


def test_a_roll_back_leads_to_an_older_release_and_the_next_night_publishes_on(
    settings: Settings, night: Callable[[int], tuple[Path, str]]
) -> None:
    settings = settings.model_copy(update={"releases_kept": 9})
    published = [publish(*night(number), settings) for number in range(4)]
    back = roll_back(settings, None, why="a wrong figure", who="w")
    assert (back, current_release(settings)) == (published[2], published[2])
    mark = find_release(settings, published[3].run_id).rolled_back
    assert mark is not None
    assert (mark.why, mark.who) == ("a wrong figure", "w")
    assert hold(settings) == mark
    # Once more: never to one that people were led back from.
    assert roll_back(settings, None, why="worse than thought", who="w") == published[1]
    assert [one.rolled_back is not None for one in releases(settings)] == [True, True, False, False]
    checked = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=published[3].file.parent)
    assert checked.returncode == 0
    resume(settings, who="v")
    assert hold(settings) is None
    with pytest.raises(PublishError, match="not held"):
        resume(settings, who="v")
    newest = publish(*night(4), settings)
    assert current_release(settings) == newest
    assert f"Since release {published[1].run_id}" in newest.file.with_name("NOTES.md").read_text()
    # A mistake is undone by name.
    assert roll_back(settings, published[0].run_id, why="by mistake", who="w") == published[0]
    assert hold(settings) is not None
    assert roll_back(settings, newest.run_id, why="undone", who="w") == newest
    assert hold(settings) is None
    with pytest.raises(PublishError, match=f"there are: {newest.run_id}"):
        roll_back(settings, "20200101T000000Z", why="", who="")


def test_a_night_that_waits_while_people_are_led_back_publishes_nothing(
    settings: Settings, night: Callable[[int], tuple[Path, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = (publish(*night(number), settings) for number in (1, 2))
    built = night(3)
    assert hold(settings) is None
    with ThreadPoolExecutor(1) as pool:
        waiting: list[Future[Release]] = []

        def while_the_files_are_read(release: Release) -> list[str]:
            waiting.append(pool.submit(publish, *built, settings))
            assert not wait(waiting, timeout=0.3).done
            return damaged_files(release)

        monkeypatch.setattr(rollback, "damaged_files", while_the_files_are_read)
        roll_back(settings, None, why="a wrong figure", who="w")
        with pytest.raises(HeldError, match=r"held since a roll-back by w \(a wrong figure\)"):
            waiting[0].result()
    assert current_release(settings) == first
    assert hold(settings) is not None
    resume(settings, who="w")
    assert publish(*built, settings) == current_release(settings)


def test_who_leads_back_while_a_night_publishes_leaves_what_he_saw_and_what_came_in(
    settings: Settings, night: Callable[[int], tuple[Path, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings.model_copy(update={"releases_kept": 9})
    for number in (1, 2, 3):
        publish(*night(number), settings)
    with ThreadPoolExecutor(1) as pool:
        waiting: list[Future[Release]] = []

        def while_the_release_is_made(file: Path, part: Path, run_id: str) -> None:
            waiting.append(pool.submit(roll_back, settings, None, why="the third is wrong", who="w"))
            assert not wait(waiting, timeout=0.3).done
            export(file, part, run_id)

        monkeypatch.setattr(releasing, "export", while_the_release_is_made)
        publish(*night(4), settings)
        back = waiting[0].result()
    assert back == current_release(settings)
    assert back.run_id.endswith("02Z")
    assert [one.rolled_back is not None for one in releases(settings)] == [True, True, False, False]
    assert hold(settings) is not None


@pytest.mark.parametrize("name", ["gongkai.duckdb", "csv/dim_agency.csv"])
@pytest.mark.parametrize("is_gone", [True, False])
def test_nobody_is_led_to_a_damaged_release(
    name: str, is_gone: bool, settings: Settings, night: Callable[[int], tuple[Path, str]]
) -> None:
    first, second = (publish(*night(number), settings) for number in (1, 2))
    damaged = first.file.parent / name
    damaged.chmod(0o644)
    if is_gone:
        damaged.unlink()
    else:
        damaged.write_bytes(damaged.read_bytes()[:-1])
    with pytest.raises(PublishError, match=f"{first.run_id} is damaged.*{name}"):
        roll_back(settings, None, why="a wrong figure", who="w")
    assert current_release(settings) == second
    assert hold(settings) is None


def test_a_release_that_was_spoiled_on_the_disk_stops_no_night(
    settings: Settings, night: Callable[[int], tuple[Path, str]]
) -> None:
    first, second = publish(*night(1), settings), publish(*night(2), settings)
    assert last_whole(settings) == second
    second.file.chmod(0o644)
    content = bytearray(second.file.read_bytes())
    content[len(content) // 4 :] = bytes(255 - byte for byte in content[len(content) // 4 :])
    second.file.write_bytes(content)
    assert last_whole(settings) == first
    third = publish(*night(3), settings)
    assert current_release(settings) == third
    assert first.run_id in third.file.with_name(NOTES).read_text(encoding="utf-8")


def test_a_door_of_an_older_version_is_led_on(
    settings: Settings, night: Callable[[int], tuple[Path, str]]
) -> None:
    """It led straight to the file, and there was no `current`."""
    first = publish(*night(1), settings)
    (settings.published_dir / "current").unlink()
    settings.published_file.unlink()
    settings.published_file.symlink_to(first.file.relative_to(settings.published_dir))
    assert current_release(settings) == first
    second = publish(*night(2), settings)
    assert current_release(settings) == second
    assert (settings.published_dir / "current").resolve() == second.file.parent


def test_a_roll_back_that_dies_has_moved_the_door_and_is_finished_by_doing_it_again(
    settings: Settings, night: Callable[[int], tuple[Path, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (publish(*night(number), settings) for number in (1, 2))
    with monkeypatch.context() as patched:
        patched.setattr(marks, "replace_through", _full)
        with pytest.raises(OSError, match="No space"):
            roll_back(settings, None, why="wrong", who="w")
    assert current_release(settings) == first
    roll_back(settings, first.run_id, why="wrong", who="w")
    assert find_release(settings, second.run_id).rolled_back is not None


def test_an_old_release_whose_record_is_spoiled_stands_in_nobodys_way(
    settings: Settings, night: Callable[[int], tuple[Path, str]], caplog: pytest.LogCaptureFixture
) -> None:
    old, before, left = (publish(*night(number), settings) for number in (1, 2, 3))
    assert not old.file.exists()  # two are kept
    spoiled = before.file.with_name("release.json")
    spoiled.chmod(0o644)
    spoiled.write_bytes(b"")
    assert hold(settings) is None
    assert releases(settings) == (left,)
    assert f"release {before.run_id} is left out" in caplog.text
    newest = publish(*night(4), settings)
    assert current_release(settings) == newest
    assert not spoiled.exists()
    roll_back(settings, left.run_id, why="wrong", who="w")
    newest.file.with_name("release.json").chmod(0o644)
    newest.file.with_name("release.json").write_bytes(b"{")
    assert hold(settings) is not None
    resume(settings, who="w")
    assert hold(settings) is None


def test_where_the_current_release_says_nothing_the_night_publishes_anew_once_the_link_is_gone(
    settings: Settings, night: Callable[[int], tuple[Path, str]]
) -> None:
    spoiled = publish(*night(1), settings)
    spoiled.file.with_name("release.json").chmod(0o644)
    spoiled.file.with_name("release.json").write_bytes(b"")
    with pytest.raises(PublishError, match=r"release\.json cannot be read"):
        publish(*night(2), settings)
    settings.published_file.unlink()
    newest = publish(*night(2), settings)
    assert current_release(settings) == newest
    assert releases(settings) == (newest,)


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_there_is_nothing_to_lead_back_to(
    settings: Settings, night: Callable[[int], tuple[Path, str]]
) -> None:
    with pytest.raises(PublishError, match="nothing is published"):
        roll_back(settings, None, why="", who="")
    publish(*night(1), settings)
    with pytest.raises(PublishError, match="no older release"):
        roll_back(settings, None, why="", who="")


CHANGED = (
    "delete from fct_agency_year where document_id = 'd00-2022'",
    "delete from fct_disclosure where document_id = 'd00-2022'",
    "update fct_agency_year set document_id = 'd01-2022b' where document_id = 'd01-2022'",
    "insert into dim_document by name select * replace ('d01-2022b' as document_id)"
    " from dim_document where document_id = 'd01-2022'",
    "update fct_disclosure set document_id = 'd01-2022b', value = value + if(basis = 'prose', 1, 0)"
    " where document_id = 'd01-2022'",
    "delete from fct_disclosure where document_id = 'd02-2022' and indicator_id = 'proactive.fees.amount'",
    "insert into fct_finding values ('d02-2022', 'u', 'reader', 'A1', 'notice', 'm')",
    "insert into fct_agency_year by name select * replace (2024 as report_year) from fct_agency_year"
    " where document_id = 'd03-2023'",
    "update fct_agency_year set document_id = 'd02-2023b' where document_id = 'd02-2023'",
    "update fct_disclosure set document_id = 'd02-2023b' where document_id = 'd02-2023'",
)
"""What a night brings: a report is withdrawn, one corrected, one restated, one read anew, one found; and a
finding."""


def test_what_changed_is_told_in_numbers_and_in_words(
    settings: Settings, night: Callable[[int], tuple[Path, str]]
) -> None:
    first = publish(*night(1), settings)
    assert "The first release." in first.file.with_name("NOTES.md").read_text()
    candidate, _ = night(1)
    run_id = "20260101T000009Z"
    second = publish(plant(candidate, *CHANGED), run_id, settings, ["a rule: does not\nhold"])
    found = changes_between(first.file, second.file)
    assert [(one.kind, one.agency_name, one.report_year) for one in found.reports] == [
        ("corrected", "样本1县人民政府", 2022),
        ("new", "样本3县人民政府", 2024),
        ("read anew", "样本2县人民政府", 2022),
        ("restated", "样本2县人民政府", 2023),
        ("withdrawn", "样本0县人民政府", 2022),
    ]
    assert found.facts == {"new": 0, "changed": 1, "withdrawn": FACTS_A_REPORT + 1}
    assert [(one.name, one.before, one.after) for one in found.years] == [
        ("2022", 4, 3),
        ("2023", 4, 4),
        ("2024", 0, 1),
    ]
    assert [(one.name, one.before, one.after) for one in found.provinces] == [("样本省", 8, 8)]
    assert [(one.name, one.before, one.after) for one in found.rules] == [("A1", 0, 1)]
    said = second.file.with_name("NOTES.md").read_text(encoding="utf-8")
    for words in (
        f"Since release {first.run_id}:",
        "- Reports: 1 new, 1 corrected, 1 restated, 1 read anew, 1 withdrawn.",
        f"- Facts: 0 new, 1 changed, {FACTS_A_REPORT + 1} withdrawn.",
        "- 样本0县人民政府 2022, agency, http://sample.invalid/d00-2022.html",
        "| 2024 | 0 | 1 | +1 |",
        "| A1 | 0 | 1 | +1 |",
        "- a rule: does not hold",
    ):
        assert words in said
    assert "| 2023 |" not in said
    same = changes_between(second.file, second.file)
    assert (same.reports, set(same.facts.values())) == ((), {0})


def test_bodies_without_a_province_are_counted_together(
    settings: Settings, night: Callable[[int], tuple[Path, str]]
) -> None:
    files = [plant(night(number)[0], "update fct_agency_year set province = null") for number in (1, 2)]
    assert [(one.name, one.before, one.after) for one in changes_between(*files).provinces] == [(None, 8, 8)]


@pytest.mark.parametrize("step", ["copy_through", "write_through", "sync_folder", "lead_to", "_prune"])
def test_whatever_dies_the_door_leads_to_a_whole_release_and_the_next_night_publishes(
    step: str,
    settings: Settings,
    night: Callable[[int], tuple[Path, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = publish(*night(1), settings)

    with monkeypatch.context() as patched:
        patched.setattr(releasing, step, _full)
        with pytest.raises(OSError, match="No space"):
            publish(*night(2), settings)
    left = current_release(settings)
    assert left is not None
    assert left == first or step == "_prune"
    with connect(settings.published_file, read_only=True) as database:
        assert database.execute("select run_id from release").fetchall() == [(left.run_id,)]
    for number in (2, 3):
        again = publish(*night(number), settings)
        assert current_release(settings) == again
    assert [path.name for path in again.file.parent.parent.iterdir() if path.name.startswith(".")] == []


def test_a_killed_publisher_leaves_nothing_that_disturbs(
    settings: Settings, night: Callable[[int], tuple[Path, str]]
) -> None:
    """Leftovers as a kill leaves them: half a folder, a new door that was never moved in."""
    first = publish(*night(1), settings)
    half = first.file.parent.with_name(".20260101T000002Z")
    half.mkdir()
    (half / "gongkai.duckdb").write_bytes(b"half")
    (settings.published_dir / ".current.new").symlink_to("releases/nowhere")
    assert current_release(settings) == first
    assert releases(settings) == (first,)
    second = publish(*night(2), settings)
    assert current_release(settings) == second
    assert not half.exists()


def test_a_broken_door_is_told(settings: Settings, night: Callable[[int], tuple[Path, str]]) -> None:
    release = publish(*night(1), settings)
    shutil.rmtree(release.file.parent)
    with pytest.raises(PublishError, match="no release"):
        current_release(settings)
    settings.published_file.unlink()
    settings.published_file.write_bytes(b"by hand")
    with pytest.raises(PublishError, match="move it away"):
        current_release(settings)


@pytest.mark.parametrize(
    ("statement", "same"),
    [
        ("update release set run_id = 'later'", True),
        ("update dim_document set fetched_at = fetched_at + interval 1 day", True),
        ("create or replace table fct_finding as from fct_finding order by all desc", True),
        ("update fct_disclosure set value = value + 0.000001 where document_id = 'd01-2022'", False),
        ("insert into fct_finding select * from fct_finding limit 1", False),
        ("delete from fct_finding where rule = 'A1'", False),
        ("update dim_document set excluded_because = '' where document_id = 'd01-2022'", False),
        ("comment on column fct_disclosure.value is 'another meaning'", False),
        ("alter table fct_agency_year rename column form to shape", False),
        ("create table extra (a integer)", False),
    ],
)
def test_a_night_without_change_is_the_same(
    statement: str, same: bool, settings: Settings, night: Callable[[int], tuple[Path, str]]
) -> None:
    candidate, run_id = night(1)
    plant(
        candidate,
        "insert into fct_finding values ('d01-2022', 'u', 'reader', 'A1', 'notice', 'm')",
        "insert into fct_finding values (null, 'v', 'refusal', 'too_large', 'refusal', 'm')",
    )
    current = publish(candidate, run_id, settings)
    assert is_same(candidate, current)
    assert is_same(plant(candidate, statement), current) is same


def test_equal_rows_do_not_cancel_out(tmp_path: Path) -> None:
    twice = plant(tmp_path / "twice.duckdb", "create table t as select 1 as a union all select 1")
    other = plant(tmp_path / "other.duckdb", "create table t as select 2 as a union all select 2")
    assert content_hash(twice) != content_hash(other)
