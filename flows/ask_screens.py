"""What a person sees of the published file: a query's rows, and the road from a number back to its page.

What belongs here: tables and sentences for people. What does not: finding out what they say (`ask/`), and what is
shown of nights and documents (`screens.py`).
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import islice
from typing import Final

from rich.box import SIMPLE
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows.ask.explain import Explained, place, stated, when
from flows.ask.query import Answer, shown

_ANSWER_ROWS: Final = 200


def print_answer(console: Console, answer: Answer) -> None:
    """A query's rows as a table, the first of them; numbers to the right."""
    rows = list(islice(answer.rows, _ANSWER_ROWS + 1))
    table = Table(box=SIMPLE, pad_edge=False)
    for index, name in enumerate(answer.columns):
        is_number = all(
            isinstance(row[index], int | float | Decimal) for row in rows if row[index] is not None
        )
        table.add_column(escape(name), justify="right" if is_number else "left", overflow="fold")
    for row in rows[:_ANSWER_ROWS]:
        table.add_row(*(escape(shown(value)) for value in row))
    console.print(table)
    if len(rows) > _ANSWER_ROWS:
        console.print(f"the first {_ANSWER_ROWS} rows; --csv or --json gives all", style="dim")


def print_explained(console: Console, found: Sequence[Explained]) -> None:
    """The road from each number to the words on the page."""
    for one in found:
        fact = one.fact
        head = f"{fact['agency_name']} {fact['report_year']}: {fact['label_zh']} = {stated(fact)}"
        console.print(f"[bold]{escape(head)}[/]", highlight=False, soft_wrap=True)
        road = Table(show_header=False, box=None, pad_edge=False, padding=(0, 1))
        road.add_column(style="dim", no_wrap=True)
        road.add_column(overflow="fold")
        if one.column:
            road.add_row("column", escape(one.column))
        road.add_row("status", _status(one))
        for name, said in (
            ("indicator", fact["indicator_id"]),
            ("document", f"{fact['title'] or '(no title)'} ({fact['document_id']})"),
            ("address", fact["url"]),
            ("archived", f"{when(fact['fetched_at'])}, {fact['warc_file']} at byte {fact['warc_offset']}"),
            ("payload", f"SHA-256 {fact['payload_sha256']}"),
            ("stands", place(fact)),
        ):
            road.add_row(name, escape(said))
        said = escape(one.broken or "the words of the fact do not stand there")
        before, after = (escape(" ".join(text.split())) for text in (one.before, one.after))
        # The marks say which of many numbers it is also where no colours are shown.
        words = f"{before} [bold green]»{escape(one.words)}«[/] {after}"
        road.add_row("words", words if one.is_proved else f"[red]{said}[/]")
        for decision in one.decisions:
            road.add_row("decision", f"[cyan]{escape(decision)}[/]")
        for rule, message in one.findings:
            road.add_row("finding", f"[yellow]{escape(rule)}[/]: {escape(message)}")
        console.print(road)


def _status(one: Explained) -> str:
    """How far the number can be trusted, with what contradicts it."""
    if one.contradiction is None:
        return escape(one.fact["status"])
    rule, message = one.contradiction
    return f"[red]{escape(one.fact['status'])} by {escape(rule)}[/]: {escape(message)}"
