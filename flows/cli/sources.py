"""The sources on the command line: `gongkai sources list`, `check` and `new`."""

from datetime import datetime
from typing import Annotated

import typer
from rich.markup import escape

from flows.cli.shared import EXIT_FAILED, DataFolder, console
from flows.settings import load_settings, settings_of

app = typer.Typer(
    help="List the sources, check them, or draft a new one; without a command they are listed.",
    invoke_without_command=True,
)


@app.callback()
def listed_by_default(context: typer.Context) -> None:
    """List the sources, check them, or draft a new one; without a command they are listed."""
    if context.invoked_subcommand is None:
        list_sources()


@app.command(name="list")
def list_sources(data: DataFolder = None) -> None:
    """List the sources, with what the archive holds of each, and check their files."""
    from flows.screens import print_sources

    print_sources(console, settings_of(data))


@app.command(name="check")
def check_sources(
    ids: Annotated[list[str] | None, typer.Argument(help="Sources; all where none is named.")] = None,
    network: Annotated[
        bool, typer.Option("--network/--no-network", help="Ask for the first page of each.")
    ] = True,
) -> None:
    """Ask for the first page of each source and see whether it names reports; 1 where one is wrong.

    Sources that are switched off are asked only where they are named.
    """
    from flows.collect.politeness import Hosts
    from flows.scouting.check import check_first_page, check_on_disk
    from flows.sources.registry import load_sources

    settings = load_settings()
    sources = {source.id: source for source in load_sources(settings.sources_dir)}
    unknown = sorted(set(ids or ()) - sources.keys())
    if unknown:
        raise typer.BadParameter(f"no such source: {', '.join(unknown)}")
    is_ok, hosts = True, Hosts()
    for source in [sources[name] for name in ids] if ids else sources.values():
        is_asked = network and (bool(ids) or source.enabled)
        checked = check_first_page(source, settings, hosts) if is_asked else check_on_disk(source)
        is_ok &= checked.is_ok
        verdict = "[green]ok[/]     " if checked.is_ok else "[red]problem[/]"
        # A look takes a while: what is known is said at once.
        console.print(f"{verdict} {source.id}: {escape(checked.says)}", soft_wrap=True, highlight=False)
    if not is_ok:
        raise typer.Exit(EXIT_FAILED)


@app.command(name="new")
def new_source(
    url: Annotated[str, typer.Argument(help="The list of reports, or the site's front page.")],
    source_id: Annotated[
        str | None, typer.Option("--id", help="The id; made of the host where it is not given.")
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="The site is on this machine or a private network.")
    ] = False,
) -> None:
    """Look at a site and draft its source file, switched off and not verified. Nothing is overwritten."""
    from flows.archive.model import CHINA
    from flows.reference import load_reference
    from flows.scouting.draft import draft_source, id_of
    from flows.sources.registry import refuse_known, save_new_source

    settings = load_settings()
    refuse_known(settings.sources_dir, source_id or id_of(url))
    draft = draft_source(
        url,
        settings,
        load_reference(),
        source_id=source_id,
        allow_private=allow_private,
        today=datetime.now(CHINA).date(),
    )
    path = save_new_source(settings.sources_dir, draft.id, draft.as_yaml())
    console.print(f"{path}: {draft.fields['notes']}", soft_wrap=True, highlight=False, markup=False)
    console.print(
        "hold it against the site, then set `enabled` and `verified`", highlight=False, markup=False
    )
