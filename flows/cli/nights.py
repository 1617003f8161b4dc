"""Nights on the command line: `nightly`, `backfill`, `demo` and `status`.

What belongs here: commands that run a flow, and the one that shows how the last ones ended. What does not: the
flows.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from flows.cli.shared import EXIT_FAILED, DataFolder, LogJson, console
from flows.errors import GongkaiError
from flows.runs import refuse_second_night
from flows.settings import Settings, load_settings, make_settings, prepare_prefect, settings_of, use_settings
from flows.sources.registry import folder_source

app = typer.Typer()


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
    log_json: LogJson = False,
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
    log_json: LogJson = False,
    data: DataFolder = None,
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
def demo(
    verbose: Annotated[bool, typer.Option(help="Show Prefect's own log.")] = False,
    log_json: LogJson = False,
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


@app.command()
def status(
    nights: Annotated[int, typer.Option(help="How many nights to show.", min=1, max=200)] = 10,
    data: DataFolder = None,
) -> None:
    """Show the last nights, what was published and what waits, in one screen."""
    settings = settings_of(data)
    from flows.screens import print_status

    print_status(console, settings, nights)
