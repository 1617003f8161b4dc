"""Nights on the command line: `nightly`, `season`, `backfill`, `reprocess`, `demo`, `week` and
`status`.

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
from flows.settings import Settings, make_settings, prepare_prefect, settings_of, use_settings
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
    data: DataFolder = None,
) -> None:
    """Run one night: collect, archive, clean, extract, load, build, check, publish."""
    settings = settings_of(data)
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
def season(
    source: Annotated[
        list[str] | None, typer.Option(help="Choose from this source only; can be repeated.")
    ] = None,
    verbose: Annotated[bool, typer.Option(help="Show Prefect's own log.")] = False,
    log_json: LogJson = False,
    data: DataFolder = None,
) -> None:
    """Run the road for the sources that are due between the nights: those with news, those that failed."""
    settings = settings_of(data)
    refuse_second_night(settings)
    prepare_prefect(settings, verbose=verbose)
    from flows.season import season as run_season

    _run(settings, lambda: run_season(source), log_json=log_json)


@app.command()
def reprocess(
    full_build: Annotated[bool, typer.Option(help="Build even where nothing is new.")] = False,
    verbose: Annotated[bool, typer.Option(help="Show Prefect's own log.")] = False,
    log_json: LogJson = False,
    data: DataFolder = None,
) -> None:
    """Read every archived page that the present reader has not read, without the network; build, check, publish."""
    settings = settings_of(data)
    refuse_second_night(settings)
    prepare_prefect(settings, verbose=verbose)
    from flows.reprocess import reprocess as run_reprocess

    _run(settings, lambda: run_reprocess(full_build), log_json=log_json)


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
    data: DataFolder = None,
) -> None:
    """Run a whole night on a sample portal served on this machine, in `demo` of the data folder, and compare."""
    folder = settings_of(data).data_dir / "demo"
    # Invented figures never go where several installations share.
    settings = make_settings(data_dir=folder, sources_dir=folder / "sources", lake="", remote="")
    prepare_prefect(settings, verbose=verbose)
    with use_settings(settings):
        from flows.demo.demo import run_demo

        shown = Console(quiet=True) if log_json else console
        if not run_demo(settings, shown, log_json=log_json):
            raise typer.Exit(EXIT_FAILED)


@app.command()
def week(
    agencies: Annotated[int, typer.Option(help="Bodies of the sample city.", min=3, max=40)] = 12,
    verbose: Annotated[bool, typer.Option(help="Show Prefect's own log.")] = False,
    data: DataFolder = None,
) -> None:
    """Run seven nights on sample portals that change as the world does, in `week` of the data folder, while a reader
    looks on."""
    folder = settings_of(data).data_dir / "week"
    # Invented figures never go where several installations share.
    settings = make_settings(data_dir=folder, sources_dir=folder / "sources", lake="", remote="")
    prepare_prefect(settings, verbose=verbose)
    with use_settings(settings):
        from flows.demo.week import run_week
        from flows.demo.week_screen import print_night_of_week, print_week

        found = run_week(settings, agencies, on_night=lambda night: print_night_of_week(console, night))
    print_week(console, found)
    if not found.holds:
        raise typer.Exit(EXIT_FAILED)


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="Port of Prefect's server on this machine.")] = 4200,
    data: DataFolder = None,
) -> None:
    """Run the nights by their schedules until it is stopped (Ctrl-C): a Prefect server and a worker on loopback."""
    from flows.screens import watched
    from flows.serve import serve as run_serve

    with watched(Console(quiet=True, force_terminal=False)):
        run_serve(settings_of(data), port)


@app.command()
def status(
    nights: Annotated[int, typer.Option(help="How many nights to show.", min=1, max=200)] = 10,
    data: DataFolder = None,
) -> None:
    """Show the last nights, what was published and what waits, in one screen."""
    settings = settings_of(data)
    from flows.screens import print_status

    print_status(console, settings, nights)
