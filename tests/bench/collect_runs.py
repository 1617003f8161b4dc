"""One crawl in a process of its own, whose time, processor time and memory are printed as JSON.

`ours` is the collector as a night uses it; `files` and `warc` are Scrapy with plain files and with WARC records as
warcio writes them. Each takes the pages of `collect_server.py`, robots.txt obeyed, without pauses; what is measured
begins when all is imported. `hosts` is a night of many polite hosts whose names all lead to loopback.
"""

import json
import resource
import socket
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

CONNECTIONS = 16
N_HOSTS = 200
POLITE_SECONDS = 2.0
"""The pause of a polite host in the bench."""


def addresses(base: str, n_pages: int) -> list[str]:
    """The pages of a crawl."""
    return [f"{base}/p/{number}.html" for number in range(n_pages)]


def ours(base: str, n_pages: int, folder: Path) -> Callable[[], int]:
    """The collector; gives how many pages came."""
    from flows.archive.archive import Archive
    from flows.collect.collect import collect_source
    from flows.settings import Settings
    from flows.sources.model import Source

    source = Source.model_validate(
        {
            "id": "bench",
            "title": "Bench",
            "kind": "http",
            "start": addresses(base, n_pages),
            "listing": {"shape": "addresses"},
            "bounds": {"max_reports": 1_000_000},
            "politeness": {"delay_seconds": 0, "connections": CONNECTIONS, "max_requests": 1_000_000},
            "allow_private": True,
        }
    )

    def run() -> int:
        with Archive(folder) as archive:
            report = collect_source(source, archive, Settings(data_dir=folder), "20260101T000000Z")
        return report.counts.get("new", 0)

    return run


def hosts(base: str, most_pages: int, folder: Path) -> Callable[[], int]:
    """A night of `N_HOSTS` polite hosts with up to `most_pages` pages each; gives how many pages came."""
    from flows.archive.archive import Archive
    from flows.collect.collect import collect_source
    from flows.collect.politeness import Hosts
    from flows.settings import Settings
    from flows.sources.model import Source

    real = socket.getaddrinfo

    def to_loopback(host: Any, *given: Any, **named: Any) -> Any:
        return real("127.0.0.1" if str(host).endswith(".example") else host, *given, **named)

    socket.getaddrinfo = to_loopback
    port = urlsplit(base).port
    sources = [
        Source.model_validate(
            {
                "id": f"host_{number}",
                "title": "Bench",
                "kind": "http",
                "start": addresses(
                    f"http://county-{number}.example:{port}", most_pages - number % (most_pages // 2)
                ),
                "listing": {"shape": "addresses"},
                "politeness": {"delay_seconds": POLITE_SECONDS},
                "allow_private": True,
            }
        )
        for number in range(N_HOSTS)
    ]

    def run() -> int:
        night, settings = Hosts(), Settings(data_dir=folder)
        with Archive(folder) as archive, ThreadPoolExecutor(len(sources)) as pool:
            reports = pool.map(
                lambda source: collect_source(source, archive, settings, "20260101T000000Z", hosts=night),
                sources,
            )
            return sum(report.counts.get("new", 0) for report in reports)

    return run


def scrapy(base: str, n_pages: int, folder: Path, *, as_warc: bool) -> Callable[[], int]:
    """Scrapy, writing what came; gives how many pages came."""
    from scrapy import Spider
    from scrapy.crawler import CrawlerProcess
    from scrapy.http import Response
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    stream = (folder / "pages.warc.gz").open("wb")
    writer = WARCWriter(stream, gzip=True, warc_version="1.1")
    n_written = 0

    def write_file(response: Response) -> None:
        (folder / f"{n_written}.html").write_bytes(response.body)

    def write_records(response: Response) -> None:
        head = [(str(k, "latin-1"), str(v[0], "latin-1")) for k, v in response.headers.items()]
        answered = writer.create_warc_record(
            response.url,
            "response",
            payload=BytesIO(response.body),
            length=len(response.body),
            http_headers=StatusAndHeaders(f"{response.status} OK", head, protocol="HTTP/1.1"),
        )
        request = response.request
        assert request is not None
        sent = [(str(k, "latin-1"), str(v[0], "latin-1")) for k, v in request.headers.items()]
        asked = writer.create_warc_record(
            response.url, "request", http_headers=StatusAndHeaders("/ HTTP/1.1", sent, protocol="GET")
        )
        writer.write_request_response_pair(asked, answered)
        note = b"source: bench\r\nrun: run1\r\nrole: report\r\noutcome: new\r\n"
        writer.write_record(
            writer.create_warc_record(response.url, "metadata", payload=BytesIO(note), length=len(note))
        )

    class Bench(Spider):
        name = "bench"
        start_urls = addresses(base, n_pages)

        def parse(self, response: Response, **_: Any) -> None:
            nonlocal n_written
            (write_records if as_warc else write_file)(response)
            n_written += 1

    process = CrawlerProcess(
        {
            "LOG_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "CONCURRENT_REQUESTS": CONNECTIONS,
            "CONCURRENT_REQUESTS_PER_DOMAIN": CONNECTIONS,
            "DOWNLOAD_DELAY": 0,
            "ROBOTSTXT_OBEY": True,
        }
    )

    def run() -> int:
        process.crawl(Bench)
        process.start()
        stream.close()
        return n_written

    return run


CRAWLS: dict[str, Callable[[str, int, Path], Callable[[], int]]] = {"ours": ours, "hosts": hosts}


def main() -> None:
    """Run one crawl: `kind base pages folder`."""
    kind, base, n_pages, folder = sys.argv[1], sys.argv[2], int(sys.argv[3]), Path(sys.argv[4])
    folder.mkdir(parents=True, exist_ok=True)
    if kind in CRAWLS:
        run = CRAWLS[kind](base, n_pages, folder)
    else:
        run = scrapy(base, n_pages, folder, as_warc=kind == "warc")
    begun, cpu_before = time.monotonic(), time.process_time()
    n_came = run()
    seconds, cpu = time.monotonic() - begun, time.process_time() - cpu_before
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(json.dumps({"pages": n_came, "seconds": seconds, "cpu": cpu, "peak_mb": peak_mb}))  # noqa: T201


if __name__ == "__main__":
    main()
