"""Releases on the command line: `releases list`, `releases diff` and `releases rollback`."""

from typing import Annotated

import typer

from flows.cli.shared import DataFolder, console
from flows.settings import settings_of

app = typer.Typer(
    help="The releases on disk: which are there, what changed, and back to an older one.",
    no_args_is_help=True,
)


@app.command("list")
def show(data: DataFolder = None) -> None:
    """List the releases, newest first, and say which one people read."""
    settings = settings_of(data)
    from flows.screens import print_releases

    print_releases(console, settings)


@app.command()
def diff(
    before: Annotated[str, typer.Argument(help="The older release, as `releases list` names it.")],
    after: Annotated[str, typer.Argument(help="The newer release.")],
    data: DataFolder = None,
) -> None:
    """Say what changed from one release to another: reports, facts, coverage and findings."""
    settings = settings_of(data)
    from flows.publish.changes import changes_between
    from flows.publish.notes import changed
    from flows.publish.release import find_release

    changes = changes_between(find_release(settings, before).file, find_release(settings, after).file)
    for line in changed(changes):
        console.print(line, soft_wrap=True, highlight=False, markup=False)


@app.command()
def rollback(
    release: Annotated[
        str | None, typer.Argument(help="The release to go to; the one before the current, if not given.")
    ] = None,
    why: Annotated[str, typer.Option(help="The reason; it stays with the releases that are left.")] = "",
    data: DataFolder = None,
) -> None:
    """Lead people back to an older release, at once; the next night publishes on from there.

    A night that finds nothing new since a release that was rolled back does not publish it again. Whoever has a
    file open keeps it.
    """
    settings = settings_of(data)
    from flows.publish.release import roll_back

    now = roll_back(settings, release, why)
    console.print(f"{settings.published_file} is release {now.run_id} now", soft_wrap=True, highlight=False)
