"""The command line: `gongkai --help` lists the commands.

What belongs here: arguments, what is printed, exit codes. What does not: any work. Heavy modules (Prefect,
the reader) are imported inside the commands, so that `--help` and `extract` start at once.

Exit codes: 0 done, 1 the work failed (the message says why), 2 wrong use, 3 the gate refused the night.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from flows.errors import GateError, GongkaiError, Refusal, SettingsError
from flows.runs import refuse_second_night
from flows.settings import Settings, load_settings, make_settings, prepare_prefect, settings_of, use_settings
from flows.sources.registry import folder_source

app = typer.Typer(
    name="gongkai",
    help="Gongkai (公开): a warehouse of Chinese disclosure reports, every number with its proof.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console()
complaints = Console(stderr=True)

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_REFUSED = 3

_DataFolder = Annotated[
    Path | None, typer.Option(help="Another data folder, such as data/demo.", file_okay=False)
]
_LogJson = Annotated[
    bool, typer.Option("--log-json", help="One JSON object a line: time, level, event and its fields.")
]


@app.command()
def nightly(
    source: Annotated[
        list[str] | None, typer.Option(help="Collect this source only; can be repeated.")
    ] = None,
    from_files: Annotated[
        Path | None,
        typer.Option(help="Read a folder of saved pages instead of the sources."),
    ] = None,
    full_build: Annotated[bool, typer.Option(help="Build even where nothing is new.")] = False,
    verbose: Annotated[bool, typer.Option(help="Show Prefect's own log.")] = False,
    log_json: _LogJson = False,
) -> None:
    """Run one night: collect, archive, clean, extract, load, build, check, publish."""
    settings = load_settings()
    # Said here and not after the half minute that Prefect's server needs to start.
    refuse_second_night(settings)
    if from_files is not None:
        folder_source(from_files)
    prepare_prefect(settings, verbose=verbose)
    from flows.nightly import nightly as run_nightly

    _run(
        settings,
        lambda: run_nightly(source, str(from_files) if from_files else None, full_build),
        log_json=log_json,
    )


def _run(settings: Settings, flow: Callable[[], dict[str, Any]], *, log_json: bool) -> None:
    """Run a flow with its progress, and show how it ended."""
    from flows.screens import print_last_failures, print_night, watched

    with use_settings(settings):
        try:
            with watched(console, log_json=log_json):
                record = flow()
        except GongkaiError:
            if not log_json:
                print_last_failures(console, settings)
            raise
    if not log_json:
        print_night(console, settings, record)


@app.command()
def backfill(
    source: Annotated[
        list[str] | None, typer.Option(help="Read what waits of this source only; can be repeated.")
    ] = None,
    year: Annotated[
        int | None, typer.Option(help="Read only what waits of this year, by China's clock.")
    ] = None,
    verbose: Annotated[bool, typer.Option(help="Show Prefect's own log.")] = False,
    log_json: _LogJson = False,
    data: _DataFolder = None,
) -> None:
    """Rebuild everything downstream of the archive, without the network: read, build, check, publish.

    Without a source or a year every archived page is read again, whatever the raw tables hold. What was pruned
    from the archive cannot be read again.
    """
    settings = settings_of(data)
    refuse_second_night(settings)
    prepare_prefect(settings, verbose=verbose)
    from flows.backfill import backfill as run_backfill

    _run(settings, lambda: run_backfill(source, year), log_json=log_json)


@app.command()
def extract(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Saved pages or annexes: HTML, text, PDF, Word, spreadsheets, OFD, archives of them."
        ),
    ],
    url: Annotated[
        str | None, typer.Option(help="The address of the page; it helps to know the body.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line even on a terminal.")
    ] = False,
) -> None:
    """Read documents by hand, without any database: one JSON object a line per document.

    On a terminal a readable summary is printed instead; `--json` asks for the objects there too. A file is read
    within the limits of a night, in a process of its own: one that harms its reader costs only itself.
    """
    from flows.extract.report_json import document_object, dumps, refusal_object
    from flows.load.reading import ReadAtHand
    from flows.load.workers import Limits, run_isolated

    settings = load_settings()
    task = ReadAtHand(url, settings.max_page_bytes)
    limits = Limits(seconds=settings.read_timeout_seconds)
    readable = console.is_terminal and not as_json
    missing = False
    for path in files:
        try:
            payload = path.read_bytes()
        except OSError as error:
            complaints.print(
                f"{path}: {error.strerror}", style="red", highlight=False, soft_wrap=True, markup=False
            )
            missing = True
            continue
        (outcome,) = run_isolated(task, [payload], limits, workers=1, preload=None)
        if isinstance(outcome, Refusal):
            rows = [refusal_object(outcome, file=path.name)]
        else:
            rows = [
                document_object(d, file=path.name, member_of=path.name if d.member_of else None)
                for d in outcome
            ]
        for row in rows:
            if readable:
                from flows.screens import print_document

                print_document(console, row)
            else:
                sys.stdout.write(dumps(row) + "\n")
    if missing:
        raise typer.Exit(EXIT_USAGE)


@app.command()
def label(
    file: Annotated[Path, typer.Argument(help="A saved page or annex.", exists=True, dir_okay=False)],
    url: Annotated[
        str | None, typer.Option(help="The address of the page; it helps to know the body.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Compare the label with what is read today; 1 where they differ.")
    ] = False,
) -> None:
    """Write down by hand what a document states: FILE.label.json beside it, which measures the reader.

    On a terminal each field and number is asked about, with the words around it; the numbers that the reader
    left out too. Elsewhere the draft alone is written. A second call goes on where the first one stopped.
    """
    from flows.labelling.draft import differences, draft, is_complete, label_file, load_label, save_label
    from flows.labelling.walk import Stopped, walk
    from flows.reference import load_reference

    path = label_file(file)
    if check:
        if not path.exists():
            raise typer.BadParameter(f"{path} is not there; `gongkai label {file}` makes it")
        said = differences(load_label(path), draft(file, url=url))
        console.print("\n".join(said) or "no difference", highlight=False, markup=False, soft_wrap=True)
        raise typer.Exit(EXIT_FAILED if said else 0)
    made = load_label(path) if path.exists() else draft(file, url=url)
    if console.is_terminal:
        try:
            walk(
                made,
                load_reference(),
                console,
                lambda question: str(typer.prompt(question, default="", show_default=False)),
            )
        except (Stopped, typer.Abort):
            console.print("stopped; the next call goes on here")
    save_label(path, made)
    state = "complete" if is_complete(made) else "a draft"
    console.print(f"{path}: {state}", soft_wrap=True, highlight=False, markup=False)


@app.command()
def query(
    sql: Annotated[
        str, typer.Argument(help="One query in DuckDB's SQL; `-` reads it from the standard input.")
    ],
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Comma-separated rows, safe in a spreadsheet.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    data: _DataFolder = None,
) -> None:
    """Ask the published warehouse, for reading only: a table on a terminal, CSV elsewhere.

    `gongkai query "from dim_agency limit 5"`; `gongkai query "show tables"` names the tables.
    """
    settings = settings_of(data)
    from flows.ask.query import asked, write_csv, write_json
    from flows.screens import print_answer

    with asked(settings.published_file, sys.stdin.read() if sql == "-" else sql) as answer:
        if as_json:
            write_json(answer, sys.stdout)
        elif as_csv or not console.is_terminal:
            write_csv(answer, sys.stdout)
        else:
            print_answer(console, answer)


@app.command()
def explain(
    agency: Annotated[str, typer.Argument(help="The body's full name, a name it is written as, or its id.")],
    year: Annotated[int, typer.Argument(help="The report year.")],
    indicator: Annotated[str, typer.Argument(help="The indicator's id, or its official label.")],
    data: _DataFolder = None,
) -> None:
    """Walk from a published number back to the words on the archived page; 1 where they are not there."""
    settings = settings_of(data)
    from flows.ask.explain import explain as walk_back
    from flows.reference import load_reference
    from flows.screens import print_explained

    found = walk_back(settings, load_reference(), agency, year, indicator)
    print_explained(console, found)
    if not all(one.is_proved for one in found):
        raise typer.Exit(EXIT_FAILED)


@app.command()
def demo(
    verbose: Annotated[bool, typer.Option(help="Show Prefect's own log.")] = False,
    log_json: _LogJson = False,
) -> None:
    """Run a whole night on a sample portal served on this machine, in data/demo, and compare."""
    base = load_settings()
    folder = base.data_dir / "demo"
    settings = make_settings(data_dir=folder, sources_dir=folder / "sources")
    prepare_prefect(settings, verbose=verbose)
    with use_settings(settings):
        from flows.demo.demo import run_demo

        shown = Console(quiet=True) if log_json else console
        if not run_demo(settings, shown, log_json=log_json):
            raise typer.Exit(EXIT_FAILED)


archive_app = typer.Typer(
    help="Verify, import, export and prune the archive of fetched pages.", no_args_is_help=True
)
app.add_typer(archive_app, name="archive")


@archive_app.command(name="verify")
def verify_archive(data: _DataFolder = None) -> None:
    """Hold every archived record against its digest and every capture against its record; 1 where one is damaged.

    Payloads that no capture speaks of are named too: they harm nothing.
    """
    settings = settings_of(data)
    from flows.archive.verify import verify
    from flows.screens import print_verified

    if not print_verified(console, settings, verify(settings.archive_dir)):
        raise typer.Exit(EXIT_FAILED)


@archive_app.command(name="import")
def import_archive(
    files: Annotated[
        list[Path], typer.Argument(help="WARC files, packed or not.", exists=True, dir_okay=False)
    ],
    source: Annotated[
        str | None, typer.Option(help="The source of the pages; needed but for what `archive export` wrote.")
    ] = None,
    data: _DataFolder = None,
) -> None:
    """Take the pages of WARC files into the archive; 1 where a record was damaged.

    The next night, or `gongkai backfill`, reads them.
    """
    settings = settings_of(data)
    from flows.screens import print_imported
    from flows.upkeep import import_files

    counts = import_files(settings, files, source)
    print_imported(console, counts)
    if counts["without source"]:
        raise typer.BadParameter("the file does not say whose its pages are: give --source")
    if counts["damaged"]:
        raise typer.Exit(EXIT_FAILED)


@archive_app.command(name="export")
def export_archive(
    to: Annotated[
        Path, typer.Option(help="The file to be written, such as reports.warc.gz.", dir_okay=False)
    ],
    source: Annotated[str | None, typer.Option(help="Only what was fetched for this source.")] = None,
    year: Annotated[
        int | None, typer.Option(help="Only what was fetched in this year, by China's clock.")
    ] = None,
    data: _DataFolder = None,
) -> None:
    """Write what was fetched as one WARC file that any WARC tool can read."""
    settings = settings_of(data)
    from flows.archive.export import export

    number = export(settings.archive_dir, to, source, year)
    console.print(f"{to}: {number:,} fetches", soft_wrap=True, highlight=False, markup=False)


@archive_app.command(name="prune")
def prune_archive(
    budget_mb: Annotated[
        int | None,
        typer.Option(help="Megabytes for each source and year; else GONGKAI_ARCHIVE_BUDGET_MB.", min=0),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Delete; without it only what would go is shown.")
    ] = False,
    data: _DataFolder = None,
) -> None:
    """Drop the oldest versions of pages that something newer replaced, down to a budget of disk.

    What stands at an address today and what the published release speaks of is never deleted.
    """
    settings = settings_of(data)
    from flows.screens import print_pruned
    from flows.upkeep import prune_archive as prune

    budget = settings.archive_budget_mb if budget_mb is None else budget_mb
    print_pruned(console, prune(settings, budget, do_it=yes), budget, done=yes)


@app.command()
def status(
    nights: Annotated[int, typer.Option(help="How many nights to show.", min=1, max=200)] = 10,
    data: _DataFolder = None,
) -> None:
    """Show the last nights, what was published and what waits, in one screen."""
    settings = settings_of(data)
    from flows.screens import print_status

    print_status(console, settings, nights)


@app.command()
def sources() -> None:
    """List the sources and check their files."""
    settings = load_settings()
    from flows.screens import print_sources

    print_sources(console, settings)


def main() -> None:
    """Run the command line; errors made on purpose end in one sentence, not in a traceback."""
    try:
        app()
    except GateError as error:
        complaints.print(str(error), style="red", highlight=False, soft_wrap=True, markup=False)
        sys.exit(EXIT_REFUSED)
    except SettingsError as error:
        complaints.print(str(error), style="red", highlight=False, soft_wrap=True, markup=False)
        sys.exit(EXIT_USAGE)
    except GongkaiError as error:
        complaints.print(str(error), style="red", highlight=False, soft_wrap=True, markup=False)
        sys.exit(EXIT_FAILED)
