"""Releases on the command line: `releases list`, `releases diff`, `releases rollback` and `releases resume`."""

import getpass
from typing import Annotated

import typer

from flows.cli.shared import DataFolder, console
from flows.errors import GongkaiError, PublishError
from flows.settings import Settings, settings_of

app = typer.Typer(
    help="The releases on disk: which are there, what changed, and back to an older one.",
    no_args_is_help=True,
)


@app.command("list")
def show(
    verify: Annotated[
        bool, typer.Option(help="Read every file and hold it against its check sum, too.")
    ] = False,
    data: DataFolder = None,
) -> None:
    """List the releases, newest first, and say which one people read and which are damaged."""
    settings = settings_of(data)
    from flows.screens import print_releases

    print_releases(console, settings, by_content=verify)


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
    why: Annotated[str, typer.Option(help="The reason; it stays with the releases that are left.")],
    release: Annotated[
        str | None, typer.Argument(help="The release to go to; the one before the current, if not given.")
    ] = None,
    who: Annotated[str, typer.Option(help="Who decides; the user of this machine if not given.")] = "",
    data: DataFolder = None,
) -> None:
    """Lead people back to an older release, at once, and hold the nights until `releases resume`.

    What a night publishes at this moment is left too. The site is built anew where there is one. Whoever has a file
    open keeps it. A roll-back by mistake is undone by naming the release that it left.
    """
    settings = settings_of(data)
    from flows.publish.release import hold
    from flows.publish.rollback import roll_back

    now = roll_back(settings, release, why=why, who=who or getpass.getuser())
    console.print(f"{settings.published_file} is release {now.run_id} now", soft_wrap=True, highlight=False)
    if hold(settings) is not None:
        console.print("the nights are held: `gongkai releases resume` lets them publish on", highlight=False)
    try:
        _lead_the_lake_back(settings, now.run_id)
    finally:  # a lake that does not answer leaves no site with the figures that people were led back from
        _bring_the_site_up(settings)


@app.command()
def resume(
    who: Annotated[str, typer.Option(help="Who decides; the user of this machine if not given.")] = "",
    data: DataFolder = None,
) -> None:
    """Let the nights publish on after a roll-back, once what was wrong is mended or in quarantine."""
    settings = settings_of(data)
    from flows.publish.rollback import resume as resume_nights

    resume_nights(settings, who=who or getpass.getuser())
    console.print("the next night publishes on", highlight=False)


def _lead_the_lake_back(settings: Settings, run_id: str) -> None:
    """Show the release to those who read the lake, where there is one.

    Raises:
        PublishError: the lake does not answer, or has no build of that run any more; the message says what to do.
    """
    from flows.publish.rollback import lead_lake_back

    if settings.is_on_lake:
        try:
            lead_lake_back(settings)
        except GongkaiError as error:
            raise PublishError(
                f"those who read the lake do not see release {run_id}: {error}; `gongkai releases rollback {run_id}` "
                "leads them there once the lake answers, and if it has no such build any more, they see what it shows "
                "now until a night publishes again"
            ) from error
        console.print("those who read the lake see it too", highlight=False)


def _bring_the_site_up(settings: Settings) -> None:
    """Build the site anew where there is one: it must not go on showing what people were led back from."""
    from flows.reference import load_reference
    from flows.site.build import build_site, site_dir

    if site_dir(settings).exists():
        console.print("the site is built anew ...", highlight=False)
        report = build_site(settings, load_reference())
        console.print(f"{report.folder} shows it too", soft_wrap=True, highlight=False)
