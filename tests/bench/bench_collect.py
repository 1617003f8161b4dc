"""How fast the collector is against Scrapy, as ratios within one run, and what a night costs.

A loopback server in a process of its own answers pages of 100 KB (`collect_server.py`); each crawl runs in a process
of its own (`collect_runs.py`), with 16 connections and without pauses. Ours writes request, response and metadata
records, packed, and its log; Scrapy writes plain files, or the same records by warcio's own writer. They take turns,
so that the machine's noise meets all.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.collect_runs import CONNECTIONS, N_HOSTS, POLITE_SECONDS
from tests.measures import Measure, of_repeats

N_PAGES = 2_000
N_PAGES_MEMORY = 20_000
N_PAGES_DISTANT = 1_600
LATENCY_SECONDS = 0.1
PAGES_OF_SLOWEST_HOST = 20
REPEATS = 5


@dataclass(frozen=True, slots=True)
class Crawl:
    """What one crawl came to: seconds of the clock and of the processor, and the most memory it had."""

    pages: int
    seconds: float
    cpu: float
    peak_mb: float


def measures() -> list[Measure]:
    """Ratios to Scrapy, the share of what latency allows, memory, and the length of a polite night."""
    with page_server() as base:
        turns = [
            {kind: crawl(kind, base, N_PAGES) for kind in ("ours", "files", "warc")} for _ in range(REPEATS)
        ]
        long = crawl("ours", base, N_PAGES_MEMORY)
        night = crawl("hosts", base, PAGES_OF_SLOWEST_HOST)
    with page_server(LATENCY_SECONDS) as base:
        distant = crawl("ours", base, N_PAGES_DISTANT)
    note = f"{N_PAGES} pages of 100 KB, {CONNECTIONS} connections"
    allowed = N_PAGES_DISTANT * LATENCY_SECONDS / CONNECTIONS
    slowest = PAGES_OF_SLOWEST_HOST * POLITE_SECONDS
    return [
        of_repeats(
            "collect.pages_vs_scrapy_files",
            [turn["files"].seconds / turn["ours"].seconds for turn in turns],
            1.0,
            "at least",
            note=note,
        ),
        of_repeats(
            "collect.cpu_vs_scrapy_files",
            [turn["ours"].cpu / turn["files"].cpu for turn in turns],
            1.3,
            note=note,
        ),
        of_repeats(
            "collect.pages_vs_scrapy_warc",
            [turn["warc"].seconds / turn["ours"].seconds for turn in turns],
            1.5,
            "at least",
            note=note,
        ),
        Measure(
            "collect.latency_share",
            allowed / distant.seconds,
            0.9,
            note=f"{N_PAGES_DISTANT} pages, {LATENCY_SECONDS * 1000:.0f} ms each",
        ),
        Measure("collect.peak_mb", long.peak_mb, 300, "at most", note=f"{N_PAGES_MEMORY} pages"),
        Measure(
            "collect.night_vs_slowest_host",
            night.seconds / slowest,
            1.1,
            "at most",
            note=f"{N_HOSTS} hosts, {night.pages} pages; the pauses of the slowest host take {slowest:.0f} s",
        ),
    ]


@contextmanager
def page_server(latency: float = 0.0) -> Iterator[str]:
    """The page server; gives its address."""
    command = [sys.executable, "-m", "tests.bench.collect_server", str(latency)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.kill()


def crawl(kind: str, base: str, n_pages: int) -> Crawl:
    """One crawl in a process of its own.

    Raises:
        AssertionError: not all pages came.
    """
    folder = Path(tempfile.mkdtemp(prefix="gongkai-bench-"))
    command = [sys.executable, "-m", "tests.bench.collect_runs", kind, base, str(n_pages), str(folder)]
    try:
        ended = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600)
    finally:
        shutil.rmtree(folder)
    crawl = Crawl(**json.loads(ended.stdout))
    assert kind == "hosts" or crawl.pages == n_pages, f"{kind}: {crawl.pages} of {n_pages} pages came"
    return crawl
