"""What the commands share: the two consoles, the exit codes and the options that several take."""

from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

console: Final = Console()
complaints: Final = Console(stderr=True)

EXIT_FAILED: Final = 1
EXIT_USAGE: Final = 2
EXIT_REFUSED: Final = 3

DataFolder = Annotated[
    Path | None, typer.Option(help="Another data folder, such as data/demo.", file_okay=False)
]
LogJson = Annotated[
    bool, typer.Option("--log-json", help="One JSON object a line: time, level, event and its fields.")
]
