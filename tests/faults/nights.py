"""Whole nights that go wrong, then a normal night: the end state must equal an undisturbed night's.

What belongs here: nights as `gongkai nightly` runs them, Prefect and all: killed at a random moment, with the clock set
back, without Prefect's server in the middle, with a source that serves garbage, and without news on a damaged release.
What does not: single stages (`kills.py`).

Compared are the capture log, all raw tables and all marts, row for row, and the site, but for what is of the clock and
the run, and captures that only say that a page was looked at again.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.request import urlopen

import yaml

from flows.demo.portal import Portal as SamplePortal
from flows.errors import GongkaiError
from flows.publish.release import CHECKSUMS, Release, current_release
from flows.run_ids import RUN_ID_FORMAT
from flows.runs import RunRecord, last_runs, save_run
from flows.settings import Settings
from tests.faults.state import State, broken_releases, marts, state, unlike
from tests.faults.trials import Outcome
from tests.ports import free_port
from tests.samples import write_sample_reports
from tests.unit.collect_portal import LIST, Portal, list_page, portal, source_of

_NIGHT: Final = ("-c", "from flows.cli import main; main()", "nightly")
_SITE_SECONDS: Final = 1.0
_SET_BACK: Final = timedelta(days=40)


@dataclass(frozen=True, slots=True)
class Nights:
    """A folder for trials, the pages of the nights, and what a calm night came to: seconds, and what it left."""

    folder: Path
    pages: Path
    seconds: float
    expected: State


def calm_night(folder: Path) -> Nights:
    """Run a night that nothing happens to."""
    pages = folder / "pages"
    write_sample_reports(pages)
    data = folder / "calm"
    started = time.monotonic()
    status = _night(data, pages).wait()
    assert status == 0, _log_of(data)
    return Nights(folder, pages, time.monotonic() - started, _state(data))


def killed(nights: Nights, number: int) -> Outcome:
    """Kill a night at a random moment, every fifth time soon after its site is begun, which is a small part of it;
    every other time without the processes that it has started."""
    chance = random.Random(f"night {number}")  # noqa: S311 (a moment, no secret)
    data = nights.folder / f"killed-{number}"
    started = time.monotonic()
    night = _night(data, nights.pages)
    alone, is_at_site = number % 2 == 1, number % 5 == 4
    while is_at_site and night.poll() is None and not (data / ".site.new").exists():
        time.sleep(0.01)
    delay = chance.uniform(0, _SITE_SECONDS) if is_at_site else chance.uniform(0.2, nights.seconds)
    try:
        night.wait(timeout=delay)
    except subprocess.TimeoutExpired:
        (os.kill if alone else os.killpg)(night.pid, signal.SIGKILL)
        night.wait()
    begun = ", its site begun" if is_at_site else ""
    what = f"after {time.monotonic() - started:.1f} s{begun}, {'the process alone' if alone else 'with its children'}"
    outcome = _then_a_normal_night(nights, data, what)
    _end(night)
    return outcome


def clock_back(nights: Nights, number: int) -> Outcome:
    """A night on half of the pages whose runs are dated forty days ahead, as they are where the clock was set back
    since; then one on all of them by the clock of today."""
    data = nights.folder / f"clock-{number}"
    half = data / "half" / nights.pages.name  # the source of a folder is known by the folder's name
    shutil.copytree(nights.pages, half)
    for path in sorted(half.rglob("*.html"))[::2]:
        path.unlink()
    ahead = datetime.now(UTC) + _SET_BACK
    dated = RunRecord(ahead.strftime(RUN_ID_FORMAT), "nightly", ahead.isoformat(), decision="failed")
    save_run(Settings(data_dir=data), dated)
    problems = _finished(_night(data, half), data)
    before = _last_run(data)
    problems += _finished(_night(data, nights.pages), data)
    after = _last_run(data)
    problems += [] if dated.run_id < before < after else [f"runs {dated.run_id}, {before}, {after}"]
    return _then_a_normal_night(nights, data, f"runs {before}, {after}", problems)


def server_gone(nights: Nights, number: int) -> Outcome:
    """Prefect's server, of its own here, is killed while a night runs on it."""
    data = nights.folder / f"server-{number}"
    data.mkdir(parents=True)
    port = free_port()
    api = f"http://127.0.0.1:{port}/api"
    own = {"PREFECT_HOME": str(data / "server"), "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    command = [sys.executable, "-m", "prefect", "server", "start", "--port", str(port)]
    with (data / "server.log").open("wb") as log:
        server = subprocess.Popen(
            command, env={**os.environ, **own}, stdout=log, stderr=log, start_new_session=True
        )
    _wait_for_answer(f"{api}/health")
    night = _night(data, nights.pages, PREFECT_API_URL=api)
    delay = random.Random(f"server {number}").uniform(0, nights.seconds / 2)  # noqa: S311 (a moment, no secret)
    while not list((data / "runs").glob("*.json")) and night.poll() is None:
        time.sleep(0.05)
    time.sleep(delay)
    _end(server)
    server.wait()
    status = night.wait()
    what = f"{delay:.1f} s into a night, which ended with status {status}"
    return _then_a_normal_night(nights, data, what)


def garbage(nights: Nights, number: int) -> Outcome:
    """A source serves bytes without sense in the place of every page, for a whole night between two good ones; the
    facts are those of the first."""
    data, sources = nights.folder / f"garbage-{number}", nights.folder / f"garbage-{number}-sources"
    noise = random.Random(f"garbage {number}")  # noqa: S311 (garbage, no secret)
    with portal() as site:
        good = _serve_samples(site)
        sources.mkdir()
        (sources / "county.yml").write_text(
            yaml.safe_dump(source_of(site).model_dump(mode="json", exclude_unset=True) | {"enabled": True}),
            encoding="utf-8",
        )
        problems = _finished(_night(data, sources=sources), data)
        expected = _published_facts(data)
        site.pages |= {path: _garbage(noise) for path in good}
        bad = _night(data, sources=sources).wait()
        problems += _missing_door(data)
        site.pages |= good
        problems += _finished(_night(data, sources=sources), data)
    problems += unlike(expected, _published_facts(data))
    return Outcome(f"{len(good)} pages; the night ended with status {bad}", tuple(problems))


def release_file(nights: Nights, number: int) -> Outcome:
    """The release that people read is spoiled, or loses files, after a night; the next one has no news, says what it
    found, and leaves a whole release all the same."""
    data = nights.folder / f"release-{number}"
    problems = _finished(_night(data, nights.pages), data)
    damaged = current_release(Settings(data_dir=data))
    assert damaged is not None
    what = _damage(damaged, number)
    problems += _finished(_night(data, nights.pages), data)
    problems += _missing_door(data, since=damaged.run_id)
    (night,) = last_runs(Settings(data_dir=data), 1)
    told = [failure for failure in night.failures if failure["name"] == "last_release_is_whole"]
    problems += [] if told else [f"the night said {night.message!r} of it"]
    problems += problems or unlike(nights.expected, _state(data))  # what is damaged still cannot be compared
    shutil.rmtree(data)
    return Outcome(what, tuple(problems))


def _damage(release: Release, number: int) -> str:
    """Spoil 4 KB of the release's file, or take the file away, or its sheets, or spoil its check sums."""
    folder = release.file.parent
    if number % 4 == 1:
        release.file.unlink()
        return f"{release.file.name} removed"
    if number % 4 == 2:
        shutil.rmtree(folder / "csv")
        return "csv removed"
    path = release.file if number % 4 == 0 else folder / CHECKSUMS
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    at = random.Random(f"release_file {number}").randrange(len(content))  # noqa: S311 (a place, no secret)
    for index in range(at, min(at + 4096, len(content))):
        content[index] ^= 0xFF
    path.write_bytes(content)
    return f"{path.name} spoiled at {at}"


def _serve_samples(site: Portal) -> dict[str, bytes]:
    """Put the sample portal's reports on a server, and give them by path."""
    sample = SamplePortal(n_agencies=2, years=(2012, 2023))
    paths = sorted({truth.path for truth in sample.truth if truth.refusal is None})
    pages = {f"/art/{index}.html": sample.body(path) for index, path in enumerate(paths)}
    site.pages |= pages
    site.pages[LIST] = list_page(*((path, f"年度报告{path}") for path in pages))
    return {**pages, LIST: site.pages[LIST]}


def _garbage(noise: random.Random) -> bytes:
    made = noise.randbytes(5_000)
    return noise.choice([made, b"<html>" + made, made.hex().encode(), "条件申请数量".encode() * 300, b""])


def _published_facts(data: Path) -> State:
    """The facts and reports of the current release, by what they say."""
    file = (data / "published" / "gongkai.duckdb").resolve()
    found = marts("published", file)
    return {name: found[name] for name in ("published.facts", "published.dim_agency")}


def _then_a_normal_night(nights: Nights, data: Path, what: str, problems: list[str] | None = None) -> Outcome:
    found = (problems or []) + _missing_door(data) + _finished(_night(data, nights.pages), data)
    found += unlike(nights.expected, _state(data))
    shutil.rmtree(data)
    return Outcome(what, tuple(found))


def _missing_door(data: Path, *, since: str = "") -> list[str]:
    """What is wrong with what people can open, if anything is published; it must be newer than a run."""
    try:
        return broken_releases(Settings(data_dir=data), since=since)
    except GongkaiError as error:
        return [str(error)]


def _finished(night: "subprocess.Popen[bytes]", data: Path) -> list[str]:
    """Wait for a night that must come to its end."""
    status = night.wait()
    return [f"a night ended with status {status}: {_log_of(data)}"] if status else []


def _night(
    data: Path,
    pages: Path | None = None,
    *,
    sources: Path | None = None,
    **environment: str,
) -> "subprocess.Popen[bytes]":
    """A night in a process group of its own, so that a kill takes its children too."""
    data.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, *_NIGHT, *(("--from-files", str(pages)) if pages else ())]
    own = {"GONGKAI_DATA_DIR": str(data), "GONGKAI_WORKERS": "2"}
    own |= {"GONGKAI_SOURCES_DIR": str(sources)} if sources else {}
    env = {**os.environ, **own, **environment}
    with (data / "night.log").open("ab") as log:
        return subprocess.Popen(command, env=env, stdout=log, stderr=log, start_new_session=True)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Leave nothing of a process group behind."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _wait_for_answer(url: str, seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=5):  # noqa: S310 - our own server on loopback
                return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(f"{url} does not answer")


def _last_run(data: Path) -> str:
    return max(path.stem for path in (data / "runs").glob("*.json"))


def _log_of(data: Path) -> str:
    return (data / "night.log").read_text(encoding="utf-8", errors="replace")[-500:]


def _state(data: Path) -> State:
    return state(Settings(data_dir=data), of_any_run=True)
