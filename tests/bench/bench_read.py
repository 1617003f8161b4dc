"""How fast a page is read whole (clean, identify, extract), as a ratio within one run.

The pages are the sample portal's reports of all forms, each in as many bytes of menus again as it has itself, as
government sites print them; the yardstick is `BeautifulSoup(html, "lxml")` alone on the
same pages. Each ratio is taken on the same page in turns, so that the machine's noise meets both.
"""

import statistics

from bs4 import BeautifulSoup

from flows.demo.portal import Portal
from flows.extract.document import read_payload
from tests.bench.bench_clean import seconds
from tests.measures import Measure

N_PAGES = 24
REPEATS = 3


def measures() -> list[Measure]:
    """The median ratio over the pages, and how far the repeats of the whole lay apart."""
    pages = _pages()
    for html in pages:
        read_payload(html.encode())
    ratios = [statistics.median(_ratio(html) for html in pages) for _ in range(REPEATS)]
    median = statistics.median(ratios)
    size = statistics.mean(len(html.encode()) for html in pages) / 1000
    return [
        Measure(
            "read.page_vs_soup",
            median,
            0.8,
            "at most",
            repeats=REPEATS,
            spread=(max(ratios) - min(ratios)) / median,
            note=f"{len(pages)} sample pages, {size:.0f} KB on average",
        )
    ]


def _pages() -> list[str]:
    portal = Portal()
    reports = [report for report in portal.truth if report.kind == "annual_report" and not report.noises]
    chosen = reports[:: max(1, len(reports) // N_PAGES)][:N_PAGES]
    return [_with_menus(portal.body(report.path).decode()) for report in chosen]


def _with_menus(html: str) -> str:
    """The page with a side menu as large as itself."""
    item = '<li class="nav-item"><a href="/col{0}/index.html" title="栏目{0}"><span>公开栏目第{0}组</span></a></li>\n'
    items: list[str] = []
    size = 0
    while size < len(html.encode()):
        items.append(item.format(len(items)))
        size += len(items[-1].encode())
    return html.replace("</body>", f'<div class="side"><ul class="menu">{"".join(items)}</ul></div></body>')


def _ratio(html: str) -> float:
    payload = html.encode()
    return seconds(lambda: read_payload(payload), 1)[0] / seconds(lambda: BeautifulSoup(html, "lxml"), 1)[0]
