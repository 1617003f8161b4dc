"""Questions to the published warehouse on the command line: `query` and `explain`."""

import re
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from flows.cli.shared import EXIT_FAILED, DataFolder, console
from flows.settings import settings_of

app = typer.Typer()


class _Asking(TyperCommand):
    """A command that takes SQL, which may begin with a comment: what begins with `--` and a blank is no option."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        # A blank before SQL changes nothing of it, and what begins with one is no option to the parser.
        return super().parse_args(ctx, [f" {arg}" if re.match(r"--\s", arg) else arg for arg in args])


@app.command(cls=_Asking)
def query(
    sql: Annotated[
        str, typer.Argument(help="One query in DuckDB's SQL; `-` reads it from the standard input.")
    ],
    as_csv: Annotated[
        bool,
        typer.Option("--csv", help="Comma-separated rows for a spreadsheet, none of whose texts runs."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    data: DataFolder = None,
) -> None:
    """Ask the published warehouse, for reading only: a table on a terminal, CSV elsewhere.

    `gongkai query "from dim_agency limit 5"`; `gongkai query "show tables"` names the tables, and
    `gongkai query - < dbt_project/analyses/fees.sql` runs a query from a file.
    """
    settings = settings_of(data)
    from flows.ask.query import asked, write_csv, write_json
    from flows.ask_screens import print_answer
    from flows.publish.sheets import BYTE_ORDER_MARK

    with asked(settings.published_file, sys.stdin.read() if sql == "-" else sql) as answer:
        if as_json:
            write_json(answer, sys.stdout)
        elif as_csv or not console.is_terminal:
            if as_csv:  # Asked for by name it is for a spreadsheet; else a program reads it.
                sys.stdout.write(BYTE_ORDER_MARK)
            write_csv(answer, sys.stdout)
        else:
            print_answer(console, answer)


@app.command()
def explain(
    agency: Annotated[str, typer.Argument(help="The body's full name, a name it is written as, or its id.")],
    year: Annotated[int, typer.Argument(help="The report year.")],
    indicator: Annotated[
        str, typer.Argument(help="The indicator's id, its official label, or a column of fct_agency_year.")
    ],
    data: DataFolder = None,
) -> None:
    """Walk from a published number back to the words on the archived page; 1 where they are not there."""
    settings = settings_of(data)
    from flows.ask.explain import explain as walk_back
    from flows.ask_screens import print_explained
    from flows.reference import load_reference

    found = walk_back(settings, load_reference(), agency, year, indicator)
    print_explained(console, found)
    if not all(one.is_proved for one in found):
        raise typer.Exit(EXIT_FAILED)
