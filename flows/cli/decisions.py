"""People's decisions on the command line: `gongkai quarantine`.

What belongs here: keeping documents out of the builds and letting them in again. What does not: decisions that are
written by hand into `data/overrides.csv`.
"""

import getpass
from datetime import datetime
from typing import Annotated

import typer

from flows.cli.shared import DataFolder, console
from flows.settings import settings_of

app = typer.Typer()


@app.command()
def quarantine(
    document: Annotated[
        str | None, typer.Argument(help="The document's id; without it those in quarantine are listed.")
    ] = None,
    why: Annotated[str, typer.Option(help="The reason, kept with the decision.")] = "",
    release: Annotated[bool, typer.Option("--release", help="Let the document in again.")] = False,
    who: Annotated[str, typer.Option(help="Who decides; the user of this machine if not given.")] = "",
    data: DataFolder = None,
) -> None:
    """Keep a document out of the builds, or let it in again; the next night is built accordingly.

    The decision is a row of data/overrides.csv. The document stays in dim_document and says why it is left out.
    """
    settings = settings_of(data)
    from flows.archive.model import CHINA
    from flows.load.quarantine import kept_out, let_out, put_in
    from flows.reference import load_reference

    if document is None:
        for one in kept_out(settings):
            said = f"{one.document_id} {one.what} {one.url}\n    {one.who}, {one.decided_on}: {one.why}"
            console.print(said, soft_wrap=True, highlight=False, markup=False)
        return
    if not why.strip():
        raise typer.BadParameter("give the reason: --why")
    act = let_out if release else put_in
    act(
        settings,
        load_reference(),
        document,
        who=who or getpass.getuser(),
        on=datetime.now(CHINA).date(),
        why=why,
    )
    said = "is let in again" if release else "is kept out"
    console.print(
        f"{document} {said}: {settings.overrides_file}", soft_wrap=True, highlight=False, markup=False
    )
