"""Documents by hand on the command line: `extract` and `label`.

What belongs here: commands that read files without any database. What does not: reading.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.shared import EXIT_FAILED, EXIT_USAGE, complaints, console
from flows.errors import Refusal
from flows.settings import load_settings

app = typer.Typer()


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
    within the limits of a night, in a process of its own: one that harms its reader costs only itself. Of several
    files, further pages (name_2.html) and annexes that a page links by their names are read as parts of its report.
    """
    from flows.extract.report_json import document_object, dumps, refusal_object
    from flows.load.batch import files_at_hand, read_at_hand

    settings = load_settings()
    readable = console.is_terminal and not as_json
    payloads: dict[Path, bytes] = {}
    for path in files:
        try:
            payloads[path] = path.read_bytes()
        except OSError as error:
            complaints.print(
                f"{path}: {error.strerror}", style="red", highlight=False, soft_wrap=True, markup=False
            )
    for path, file in zip(payloads, files_at_hand(payloads, url=url), strict=True):
        try:
            rows = [
                document_object(d, file=path.name, member_of=path.name if d.member_of else None)
                for d in read_at_hand(file, settings)
            ]
        except Refusal as refusal:
            rows = [refusal_object(refusal, file=path.name)]
        for row in rows:
            if readable:
                from flows.screens import print_document

                print_document(console, row)
            else:
                sys.stdout.write(dumps(row) + "\n")
    if not all(path in payloads for path in files):
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
    from flows.labelling.draft import (
        Label,
        differences,
        draft,
        is_complete,
        label_file,
        load_label,
        save_label,
    )
    from flows.labelling.walk import Stopped, walk
    from flows.load.batch import files_at_hand, read_at_hand
    from flows.reference import load_reference

    def read_today() -> Label:
        payload = file.read_bytes()
        (alone,) = files_at_hand({file: payload}, url=url)
        return draft(file, payload, read_at_hand(alone, load_settings())[0], url=url)

    path = label_file(file)
    if check:
        if not path.exists():
            raise typer.BadParameter(f"{path} is not there; `gongkai label {file}` makes it")
        said = differences(load_label(path), read_today())
        console.print("\n".join(said) or "no difference", highlight=False, markup=False, soft_wrap=True)
        raise typer.Exit(EXIT_FAILED if said else 0)
    made = load_label(path) if path.exists() else read_today()
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
