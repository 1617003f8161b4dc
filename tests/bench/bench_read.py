"""How fast a page is read whole (clean, identify, extract), as ratios within one run.

Fixtures, all generated: `portal`, the sample portal's reports of all forms, each with a side menu that makes a
page of 60 to 120 KB of it, half of that or more chrome, as government sites print them; `word`, a report
exported from Word that is all content; `large`, a page of 100 KB and one of the same make of 5 MB. Yardsticks on
the same pages: `BeautifulSoup(html, "lxml")` alone, and `trafilatura.extract` with tables. Each ratio is taken on
one page in turns, so that the machine's noise meets both; processor seconds, not the clock's.
"""

import statistics
from collections.abc import Callable, Sequence

import trafilatura
from bs4 import BeautifulSoup

from flows.demo.portal import Portal
from flows.extract.document import read_payload
from tests.bench.bench_clean import portal_page, seconds, word_page
from tests.measures import Measure, of_repeats

N_PAGES = 24
SMALLEST, LARGEST = 60_000, 120_000
REPEATS = 3
Work = Callable[[str], object]


def measures() -> list[Measure]:
    """Ratios of reading a page, and of a large page to a small one."""
    portal, word = pages(), [word_page(n) for n in (10, 20, 30)]
    for html in (*portal, *word):
        _read(html)
    return [
        _against("read.page_vs_soup", portal, _soup, 0.8),
        _against("read.word_vs_soup", word, _soup, 1.4),
        _against("read.page_vs_trafilatura", portal, _trafilatura, 1.0),
        _against("read.word_vs_trafilatura", word, _trafilatura, 1.0),
        _large(),
    ]


def pages(n: int = N_PAGES) -> list[str]:
    """Reports of the sample portal, each with a side menu; fewer than n only if the portal has fewer."""
    portal = Portal()
    reports = [report for report in portal.truth if report.kind == "annual_report" and not report.noises]
    bodies = [body for report in reports if len(body := portal.body(report.path)) <= LARGEST // 2]
    return [_with_menus(body.decode()) for body in bodies[:: max(1, len(bodies) // n)][:n]]


def _against(name: str, htmls: Sequence[str], yardstick: Work, target: float) -> Measure:
    """The median ratio over the pages, and how far the repeats of the whole lay apart."""
    repeats = [
        statistics.median(_seconds(_read, html) / _seconds(yardstick, html) for html in htmls)
        for _ in range(REPEATS)
    ]
    sizes = [len(html.encode()) // 1000 for html in htmls]
    note = f"{len(htmls)} pages of {min(sizes)} to {max(sizes)} KB"
    return of_repeats(name, repeats, target, note=note)


def _large() -> Measure:
    small, large = portal_page(32, 208), portal_page(32 * 64, 208 * 64)
    ratios = [_seconds(_read, large) / min(_seconds(_read, small) for _ in range(3)) for _ in range(REPEATS)]
    note = f"{len(large.encode()) // 1000} KB against {len(small.encode()) // 1000} KB"
    return of_repeats("read.large_vs_small", ratios, 120.0, note=note)


def _seconds(work: Work, html: str) -> float:
    return seconds(lambda: work(html), 1)[0]


def _read(html: str) -> object:
    return read_payload(html.encode())


def _soup(html: str) -> object:
    return BeautifulSoup(html, "lxml")


def _trafilatura(html: str) -> object:
    return trafilatura.extract(html, include_tables=True)


def _with_menus(html: str) -> str:
    """The page with a side menu as large as itself, or larger where the page would be too small."""
    item = '<li class="nav-item"><a href="/col{0}/index.html" title="栏目{0}"><span>公开栏目第{0}组</span></a></li>\n'
    n_bytes = len(html.encode())
    wanted, items = max(n_bytes, SMALLEST - n_bytes), list[str]()
    while wanted > 0:
        items.append(item.format(len(items)))
        wanted -= len(items[-1].encode())
    return html.replace("</body>", f'<div class="side"><ul class="menu">{"".join(items)}</ul></div></body>')
