"""People's decisions on the command line: `gongkai quarantine`.

What belongs here: keeping documents out of the builds and letting them in again. What does not: decisions that are
written by hand into `data/overrides.csv`.
"""

from datetime import date, datetime
from typing import Annotated

import typer

from flows.cli.shared import DataFolder, console
from flows.settings import Settings, settings_of

app = typer.Typer()


@app.command()
def quarantine(
    document: Annotated[
        str | None, typer.Argument(help="The document's id; without it those in quarantine are listed.")
    ] = None,
    why: Annotated[str, typer.Option(help="The reason, kept with the decision.")] = "",
    release: Annotated[bool, typer.Option("--release", help="Let the document in again.")] = False,
    with_copies: Annotated[
        bool, typer.Option("--with-copies", help="Keep out its copies at other addresses too.")
    ] = False,
    who: Annotated[
        str, typer.Option(help="Who decides, which is published; GONGKAI_OPERATOR if not given.")
    ] = "",
    data: DataFolder = None,
) -> None:
    """Keep a document out of the builds, or let it in again; the next night is built accordingly.

    The decision is a row of data/overrides.csv. The document stays in dim_document and says why it is left out. What
    would take its place is named: copies, and other reports of the same body and year.
    """
    settings = settings_of(data)
    from flows.archive.model import CHINA
    from flows.load.quarantine import kept_out, let_out
    from flows.reference import load_reference

    if document is None:
        for one in kept_out(settings):
            _say(f"{one.document_id} {one.what} {one.url}\n    {one.who}, {one.decided_on}: {one.why}")
        return
    if not why.strip():
        raise typer.BadParameter("give the reason: --why")
    who, on = who or settings.operator, datetime.now(CHINA).date()
    if not release:
        _keep_out(settings, document, with_copies=with_copies, who=who, on=on, why=why)
    elif with_copies:
        raise typer.BadParameter("documents are let in one by one: --release takes no --with-copies")
    else:
        let_out(settings, load_reference(), document, who=who, on=on, why=why)
        _say(f"{document} is let in again: {settings.overrides_file}")


def _keep_out(settings: Settings, document: str, *, with_copies: bool, who: str, on: date, why: str) -> None:
    from flows.load.quarantine import ids_kept_out, put_in
    from flows.load.stand_ins import stand_ins
    from flows.reference import load_reference

    reference = load_reference()
    # A copy may have come since the document was left out.
    if not (with_copies and document in ids_kept_out(settings)):
        put_in(settings, reference, document, who=who, on=on, why=why)
    _say(f"{document} is kept out: {settings.overrides_file}")
    for other in stand_ins(settings, document):
        named = f"{other.document_id} {other.what} {other.url}"
        if with_copies and other.copies:
            put_in(settings, reference, other.document_id, who=who, on=on, why=why)
            _say(f"{named}\n    is kept out too: {other.copies}")
        elif other.copies:
            _say(f"{named}\n    would take its place: {other.copies} (--with-copies keeps it out too)")
        else:
            _say(f"{named}\n    would take its place: the same body and year, other figures")


def _say(words: str) -> None:
    console.print(words, soft_wrap=True, highlight=False, markup=False)
