"""The collector killed at random moments, and a disk that is full in the middle of a record: really done.

A real process collects from a real server on loopback. It is killed (SIGKILL) at moments spread over the length of a
night, or may write no file larger than some bound, which the system enforces as it does a full disk: part of a
record is written, then nothing. Afterwards the archive is held against its log, by us and by warcio, and a normal
night follows; at last the log is thrown away and written anew. `trials` says what was not as it should be.
"""

import os
import random
import signal
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE
from types import SimpleNamespace
from typing import Any, Self

from warcio.checker import Checker

from flows.archive.archive import LOG_NAME, Archive
from flows.archive.reindex import reindex
from flows.archive.verify import verify
from flows.sources.model import Source
from tests.unit.collect_portal import Portal, portal, publish, report_page, source_of

N_REPORTS = 30
KILLS_PER_ARCHIVE = 5
CONNECTIONS = 2
IN_FLIGHT = 2 * CONNECTIONS
"""Fetches under way at once: some are asked for while others wait for the disk."""

FULL_DISKS = ((30_000, 3_000), (200_000, 3_000), (300_000, 400_000), (700_000, 200_000))
"""Bytes that a file may grow to, and bytes of a page: first the log is full, then a record."""

_REPOSITORY = Path(__file__).resolve().parents[2]
_COLLECTOR = """
import os, resource, sys
from pathlib import Path
from flows.archive.archive import Archive
from flows.collect.collect import collect_source
from flows.errors import ArchiveError
from flows.settings import Settings
from flows.sources.model import Source
source = Source.model_validate_json(sys.argv[1])
for line in sys.stdin:
    run_id, file_size, data = line.rstrip().split(" ", 2)
    settings = Settings(data_dir=Path(data))
    child = os.fork()
    if child == 0:
        if int(file_size):
            resource.setrlimit(resource.RLIMIT_FSIZE, (int(file_size), int(file_size)))
        said = "done"
        try:
            with Archive(settings.archive_dir) as archive:
                collect_source(source, archive, settings, run_id)
        except ArchiveError as error:
            said = f"ArchiveError: {error}"
        except OSError as error:
            said = f"OSError: {error}"
        print("said", said, flush=True)
        os._exit(0)
    print("child", child, flush=True)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""
"""Starts a collecting process for each line that it is given: importing takes longer than collecting."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What was done to one archive, and what was wrong with it afterwards."""

    what: str
    problems: tuple[str, ...]


def kill_trials(folder: Path, n_kills: int, seed: int = 1) -> list[Trial]:
    """Kill the collector `n_kills` times, a few times an archive, each time in another moment of a night."""
    moments = random.Random(seed)  # noqa: S311 (moments, not secrets)
    trials = []
    with portal() as site, _Starter(_source(site)) as starter:
        _publish(site, payload_bytes=3_000)
        begun = time.monotonic()
        starter.night(folder / "calm", "run")
        length = time.monotonic() - begun
        for first in range(0, n_kills, KILLS_PER_ARCHIVE):
            n = min(KILLS_PER_ARCHIVE, n_kills - first)
            delays = [moments.uniform(0.0, length / 2) for _ in range(n)]
            trials.append(_killed(site, starter, folder / f"killed-{first}", delays))
    return trials


def disk_trials(folder: Path, disks: Sequence[tuple[int, int]] = FULL_DISKS) -> list[Trial]:
    """Fill the disk at several sizes, each time on an archive of its own."""
    trials = []
    with portal() as site, _Starter(_source(site)) as starter:
        for file_size, payload_bytes in disks:
            _publish(site, payload_bytes)
            trials.append(_filled(starter, folder / f"full-{file_size}", file_size))
    return trials


def _killed(site: Portal, starter: "_Starter", data: Path, delays: list[float]) -> Trial:
    problems: list[str] = []
    logged: set[str] = set()
    site.requests.clear()
    for number, delay in enumerate(delays):
        starter.night(data, f"run{number}", kill_after=delay)
        problems += _harm(data)
        rows = {row["capture_id"] for row in _rows(data)}
        if not logged <= rows:
            problems.append(f"kill {number} lost {len(logged - rows)} captures")
        logged = rows
    starter.night(data, "run9")
    problems += _harm(data) + _unlike_a_calm_night(_rows(data))
    whole = sum(
        path.startswith("/art/") and "If-None-Match" not in headers for _, path, headers in site.requests
    )
    if whole > N_REPORTS + IN_FLIGHT * len(delays):
        problems.append(f"{whole} pages were sent for {N_REPORTS} reports and {len(delays)} kills")
    problems += _lost_with_the_log(data)
    return Trial(f"killed after {', '.join(f'{delay:.2f}' for delay in delays)} s", tuple(problems))


def _filled(starter: "_Starter", data: Path, file_size: int) -> Trial:
    problems: list[str] = []
    said = starter.night(data, "run0", file_size=file_size)
    if not said.startswith("ArchiveError: "):
        problems.append(f"it said {said!r}")
    problems += _harm(data)
    starter.night(data, "run9")
    problems += _harm(data) + _unlike_a_calm_night(_rows(data)) + _lost_with_the_log(data)
    return Trial(f"files of {file_size} bytes at most", tuple(problems))


def _harm(data: Path) -> list[str]:
    """What is wrong with an archive, by our own word and by warcio's. Records that no capture speaks of are none."""
    found = [one.message for one in verify(data / "archive") if one.kind == "damage"]
    paths = [str(path) for path in sorted((data / "archive" / "warc").glob("*.warc.gz"))]
    if paths and Checker(SimpleNamespace(inputs=paths, verbose=False)).process_all() != 0:
        found.append("warcio check finds fault")
    return found


def _unlike_a_calm_night(rows: list[dict[str, Any]]) -> list[str]:
    """What a log has that is not the log of a night that took everything once."""
    reports = [row for row in rows if row["role"] == "report"]
    n_new = sum(row["outcome"] == "new" for row in reports)
    n_urls = len({row["url"] for row in reports})
    others = sorted({row["outcome"] for row in reports} - {"new", "unchanged"})
    problems = [f"{n_new} new captures of {n_urls} reports"] if (n_new, n_urls) != (N_REPORTS,) * 2 else []
    problems += [f"outcomes {others}"] if others else []
    problems += ["a capture twice"] if len({row["capture_id"] for row in rows}) != len(rows) else []
    return problems


def _lost_with_the_log(data: Path) -> list[str]:
    """What the WARC files do not know that the log knew. They may know more: what a kill kept out of it."""
    before = {row["capture_id"]: _without_place(row) for row in _rows(data)}
    if any((data / "archive" / "warc").glob("*.warc.gz")):  # a kill may come before the first record
        (data / "archive" / LOG_NAME).unlink()
        reindex(data / "archive")
    after = {row["capture_id"]: _without_place(row) for row in _rows(data)}
    n_lost = sum(after.get(capture_id) != row for capture_id, row in before.items())
    return _harm(data) + ([f"{n_lost} captures would be lost with the log"] if n_lost else [])


def _without_place(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if not name.startswith("warc_")}


def _rows(data: Path) -> list[dict[str, Any]]:
    with Archive(data / "archive") as archive:
        return archive.captures.to_arrow().to_pylist()


def _publish(site: Portal, payload_bytes: int) -> None:
    """Pages that cannot be packed small."""
    noise = random.Random(2)  # noqa: S311 (pages, not secrets)
    publish(site, N_REPORTS)
    for number in range(N_REPORTS):
        letters = b64encode(noise.randbytes(payload_bytes * 3 // 4))
        site.pages[f"/art/{number}.html"] = report_page(str(number)) + letters


def _source(site: Portal) -> Source:
    hurried = {"delay_seconds": 0.005, "connections": CONNECTIONS}
    return source_of(site, politeness=hurried)


class _Starter:
    """Runs nights of a source, each in a process of its own."""

    def __init__(self, source: Source) -> None:
        command = [sys.executable, "-c", _COLLECTOR, source.model_dump_json()]
        self._process = subprocess.Popen(command, cwd=_REPOSITORY, stdin=PIPE, stdout=PIPE, text=True)

    def night(self, data: Path, run_id: str, *, file_size: int = 0, kill_after: float | None = None) -> str:
        """One night on a data folder; gives what it said at its end, nothing where it was killed before.

        Args:
            file_size: bytes that a file may grow to; 0 for any.
            kill_after: seconds.
        """
        assert self._process.stdin is not None
        print(run_id, file_size, data, file=self._process.stdin, flush=True)
        said = ""
        for word, rest in self._lines():
            if word == "ended":
                break
            if word == "said":
                said = rest
            elif word == "child" and kill_after is not None:
                time.sleep(kill_after)
                with suppress(ProcessLookupError):
                    os.kill(int(rest), signal.SIGKILL)
        return said

    def _lines(self) -> Iterator[tuple[str, str]]:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            word, _, rest = line.rstrip("\n").partition(" ")
            yield word, rest

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._process.kill()
        self._process.communicate()
