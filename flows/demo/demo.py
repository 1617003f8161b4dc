"""The demo: a whole night on the sample portal, then what was read against what was printed.

What belongs here: the demo's own folder, its source, and what it prints. What does not: the portal, the flow
and the comparison.
"""

import shutil
from typing import Final
from urllib.parse import urlsplit

import duckdb
import yaml
from rich.console import Console
from rich.table import Table

from flows.ask.query import shown
from flows.demo.compare import compare
from flows.demo.comparison_screen import show_comparison
from flows.demo.portal import Portal
from flows.demo.saved import write_saved, write_sources
from flows.demo.systems import SYSTEMS
from flows.nightly import nightly
from flows.screens import print_night, watched
from flows.settings import PROJECT_DIR, Settings
from flows.warehouse import connect

SOURCE_FILE: Final = PROJECT_DIR / "data" / "sources" / "sample_portal.yml"

QUERIES: Final = (
    (
        "Who received most applications, and what share did they grant?",
        """\
select agency_name, report_year, applications_received, share_granted
from fct_agency_year
where scope <> 'system'
order by applications_received desc nulls last, agency_name
limit 5""",
    ),
    (
        "How many items were disclosed each year, and do tables or sentences say so?",
        """\
select report_year, basis, count(*) as reports, sum(value)::bigint as items_disclosed
from fct_disclosure
where indicator_id = 'stat.proactive.items' and period = 'year' and scope <> 'system'
group by all
order by all""",
    ),
    (
        "Where does a report contradict itself, and on which page?",
        """\
select rule, left_value, right_value, agency_name, report_year, regexp_extract(url, '[^/]+$') as page
from fct_finding
where severity = 'contradiction'
order by agency_name, report_year
limit 5""",
    ),
)


def run_demo(settings: Settings, console: Console, *, log_json: bool = False) -> bool:
    """Run the demo in `settings.data_dir`, which is emptied first but for Prefect's own state.

    Args:
        log_json: tell the night in lines of JSON on the standard output; the rest still goes to the console.

    Returns:
        Whether everything printed was read right, no page misjudged, and every planted fault found.
    """
    empty(settings)
    with Portal(other_systems=True) as portal:
        _write_sources(settings, portal)
        console.print(
            f"A sample portal with {len(portal.agencies)} invented agencies answers at {portal.base_url}, and"
            f" {len(SYSTEMS)} more bodies, each behind a list of another shape.\n"
            "A night runs on it now: collect, archive, clean, extract, load, build, check, publish.",
            highlight=False,
        )
        with watched(console, log_json=log_json):
            record = nightly()
        print_night(console, settings, record)
        with connect(settings.published_file, read_only=True) as con:
            comparison = compare(con, portal.truth)
            show_comparison(comparison, console)
            for question, query in QUERIES:
                _ask(console, con, question, query)
    return comparison.holds


def empty(settings: Settings) -> None:
    """Take away what the last one left in the data folder, but for Prefect's own state."""
    for path in settings.data_dir.glob("*"):
        if path == settings.prefect_home:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _write_sources(settings: Settings, portal: Portal) -> None:
    """The committed source of the portal, at the address that the portal got, and one for each other system."""
    fields = yaml.safe_load(SOURCE_FILE.read_text(encoding="utf-8"))
    fields["start"] = [portal.base_url + urlsplit(address).path for address in fields["start"]]
    fields["enabled"] = True
    write_sources(settings.sources_dir, [fields])
    if portal.systems is not None:
        write_sources(settings.sources_dir, portal.systems.sources(portal.base_url))
        write_saved(portal.systems, portal.base_url, settings.sources_dir)


def _ask(console: Console, con: duckdb.DuckDBPyConnection, question: str, query: str) -> None:
    console.print(f"\n[bold]{question}[/]")
    console.print(query, soft_wrap=True, highlight=False, style="cyan")
    answer = con.sql(query)
    table = Table()
    for name in answer.columns:
        table.add_column(name, overflow="fold")
    for row in answer.fetchall():
        table.add_row(*map(_shown, row))
    console.print(table)


def _shown(value: object) -> str:
    """A value for people: missing is empty, a share has three decimals, a decimal no needless zeros."""
    return f"{value:.3f}" if isinstance(value, float) else shown(value)
