"""Nothing that a page says is obeyed by the terminal that it is shown on."""

import io
import json

import pytest
from rich.markup import escape
from rich.table import Table

from flows.cli.shared import complaints, console
from flows.terminal import Terminal, escaped_in_json, in_one_line, written_out

EVIL = "样例局\x1b]0;pwned\x07\x1b[2J\x9b31m\x7f\rreport\u202e年报"
"""Titles that set the window's name, wipe the screen, colour, go back in the line, and turn the words round."""
OBEYED = "\x07\x9b\x7f\r\u202e"


def shown(renderable: object, **options: object) -> str:
    stream = io.StringIO()
    Terminal(file=stream, force_terminal=True, width=300, **options).print(renderable, highlight=False)  # type: ignore[arg-type]
    return stream.getvalue()


def _table() -> Table:
    table = Table("title")
    table.add_row(escape(EVIL))
    return table


@pytest.mark.parametrize("renderable", [EVIL, f"[red]{escape(EVIL)}[/]", _table()])
def test_control_characters_are_written_out(renderable: object) -> None:
    said = shown(renderable)
    assert not any(sign in said for sign in OBEYED)
    assert "\x1b]0" not in said
    assert "\x1b[2J" not in said
    assert "\\x1b]0;pwned" in said
    assert "样例局" in said


def test_signs_that_are_not_seen_are_written_out() -> None:
    hidden = "\u200e\u200f\u061c\u2028\u2029\u200b\u200d\u2060\ufeff\u00ad"
    hidden += "\u3164\u115f\u1160\uffa0\u034f\u180b\ufe0f\ufff9\U000e0001\U000e0041\U000e0100"
    line = json.dumps(f"云溪{hidden}县", ensure_ascii=False)
    assert not set(hidden) & {*escaped_in_json(line), *written_out(hidden)}
    assert json.loads(escaped_in_json(line)) == f"云溪{hidden}县"
    assert not set(hidden) & {*in_one_line(hidden), *shown(hidden)}
    assert in_one_line("云溪\u3164县\U000e0041") == r"云溪\u3164县\U000e0041"
    assert written_out("云溪县人民政府　2020 年，100％ ①—②…“”") == "云溪县人民政府　2020 年，100％ ①—②…“”"


def test_its_own_colours_and_lines_stay() -> None:
    assert shown("[red]one[/]\ntwo", color_system="standard") == "\x1b[31mone\x1b[0m\ntwo\n"


def test_what_the_commands_print_on_is_such_a_terminal() -> None:
    assert isinstance(console, Terminal)
    assert isinstance(complaints, Terminal)
