"""Documents of Word 97, WPS and RTF become drafts, by way of LibreOffice where it is installed.

What belongs here: finding LibreOffice, and running it within limits. What does not: reading what it makes
(`docx.py`).

antiword is no second way: of a table with many columns it prints some rows and drops the others unseen.
"""

import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from flows.clean.docx import read_docx
from flows.clean.layout import Draft
from flows.errors import Refusal
from flows.orphans import kept

_NAMES: Final = ("soffice", "libreoffice")
_SECONDS: Final = 25
_MEMORY_BYTES: Final = 3 << 30
_MAX_MADE_BYTES: Final = 100_000_000


def read_doc(payload: bytes) -> Draft:
    """The draft of an old Word or WPS document.

    Raises:
        Refusal: `needs_converter` (LibreOffice is not here), `broken_file`, `too_slow`; as `read_docx`.
    """
    return _through_libreoffice(payload, "doc")


def read_rtf(payload: bytes) -> Draft:
    """The draft of an RTF document; raises as `read_doc`."""
    return _through_libreoffice(payload, "rtf")


def _through_libreoffice(payload: bytes, suffix: str) -> Draft:
    program = next((path for name in _NAMES if (path := shutil.which(name)) is not None), None)
    if program is None:
        raise Refusal("needs_converter", f"a .{suffix} document needs LibreOffice")
    with TemporaryDirectory() as folder:
        source, made = Path(folder, f"document.{suffix}"), Path(folder, "document.docx")
        source.write_bytes(payload)
        # A profile of its own: a second LibreOffice on the same profile does nothing and says nothing.
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        options = ["--headless", "--norestore", "--convert-to", "docx:MS Word 2007 XML", "--outdir", folder]
        _run([program, profile, *options, str(source)], folder)
        if not made.is_file() or made.stat().st_size > _MAX_MADE_BYTES:
            raise Refusal("broken_file", "LibreOffice makes no document of it")
        return read_docx(made.read_bytes())


def _run(command: Sequence[str], folder: str) -> None:
    """Run a program to its end; neither it nor what it starts outlives this call, or this process."""
    with kept() as mark:
        environment = {"PATH": os.defpath, "HOME": folder, "LANG": "C.UTF-8", **mark}
        _run_within_limits(command, folder, environment)


def _run_within_limits(command: Sequence[str], folder: str, environment: Mapping[str, str]) -> None:
    process = subprocess.Popen(  # noqa: S603 - the program is one of those above, the file is one of ours
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        # A reader's own bound is address space, of which LibreOffice takes more than it uses.
        with suppress(ProcessLookupError):
            _, hard = resource.prlimit(process.pid, resource.RLIMIT_AS)
            bound = _MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(_MEMORY_BYTES, hard)
            resource.prlimit(process.pid, resource.RLIMIT_AS, (bound, hard))
        process.wait(timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        raise Refusal("too_slow", f"{Path(command[0]).name} takes more than {_SECONDS} s") from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
