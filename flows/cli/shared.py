"""What the commands share: the two consoles, the exit codes and the options that several take."""

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from flows.terminal import Terminal

_NO_SCREEN: Final = 100_000
"""Columns where nobody looks at a screen: a program that reads a line wants it whole, its addresses too."""

console: Final = Terminal(width=None if sys.stdout.isatty() else _NO_SCREEN)
complaints: Final = Terminal(stderr=True)

EXIT_FAILED: Final = 1
EXIT_USAGE: Final = 2
EXIT_REFUSED: Final = 3

DataFolder = Annotated[
    Path | None, typer.Option(help="Another data folder, such as data/demo.", file_okay=False)
]
LogJson = Annotated[
    bool, typer.Option("--log-json", help="One JSON object a line: time, level, event and its fields.")
]
