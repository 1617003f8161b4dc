"""The command line: `gongkai --help` lists the commands. One module a group of commands.

What belongs here: arguments, what is printed, exit codes. What does not: any work. Heavy modules (Prefect,
the reader) are imported inside the commands, so that `--help` and `extract` start at once.

Exit codes: 0 done, 1 the work failed (the message says why), 2 wrong use, 3 the gate refused the night.
"""

import errno
import sys
from typing import Final, NoReturn

import typer

from flows.cli import archive, asking, decisions, nights, reading, releases, site, sources
from flows.cli.shared import EXIT_FAILED, EXIT_REFUSED, EXIT_USAGE, complaints
from flows.errors import GateError, GongkaiError, SettingsError

_OF_THE_DISK: Final = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EACCES}

app = typer.Typer(
    name="gongkai",
    help="Gongkai (公开): a warehouse of Chinese disclosure reports, every number with its proof.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for commands in (nights, reading, asking, decisions):
    app.add_typer(commands.app)
app.add_typer(archive.app, name="archive")
app.add_typer(sources.app, name="sources")
app.add_typer(site.app, name="site")
app.add_typer(releases.app, name="releases")


def main() -> None:
    """Run the command line; errors made on purpose, and those of the disk, end in one sentence, not in a traceback."""
    try:
        app()
    except GateError as error:
        _complain(error, EXIT_REFUSED)
    except SettingsError as error:
        _complain(error, EXIT_USAGE)
    except GongkaiError as error:
        _complain(error, EXIT_FAILED)
    except OSError as error:
        if error.errno not in _OF_THE_DISK:
            raise
        _complain(error, EXIT_FAILED)


def _complain(error: Exception, code: int) -> NoReturn:
    complaints.print(str(error), style="red", highlight=False, soft_wrap=True, markup=False)
    sys.exit(code)
