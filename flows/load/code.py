"""What names the code that reads: equal names read a page alike, on whatever machine.

What belongs here: which files and libraries decide what is read, as one name, and refusing another. What does not: the
version that says which documents are to be read anew (`READER_VERSION`), which stands in the name.
"""

import hashlib
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from flows.errors import OtherCodeError
from flows.extract.document import READER_VERSION
from flows.settings import PROJECT_DIR

LIBRARIES: Final = {
    "bs4": "beautifulsoup4",
    "charset_normalizer": "charset-normalizer",
    "lxml": "lxml",
    "opencc": "opencc",
    "pypdfium2": "pypdfium2",
    "rarfile": "rarfile",
    "simplejson": "simplejson",
    "xlrd": "xlrd",
}
"""The packages that pages are read with, by the names that they are imported under."""

_FILES: Final = ("flows/**/*.py", "dbt_project/seeds/*.csv")
_DIGITS: Final = 12


def must_read_with(code: str) -> None:
    """Refuse to read for somebody who reads otherwise.

    Args:
        code: what `reading_code` says there.

    Raises:
        OtherCodeError: it says another thing here.
    """
    own = reading_code()
    if own != code:
        raise OtherCodeError(
            f"it reads with {own}, the night with {code}: install the same version, start it anew"
        )


@cache
def reading_code() -> str:
    """The name of this process's code: the reader's version, and what its files, the libraries and Python come to.

    Files count by their contents and their names within the project, wherever it lies on a machine. They are read at
    the first call, which costs some hundredths of a second.
    """
    return f"reader {READER_VERSION}, code {files_code(PROJECT_DIR)}, libraries {_libraries_code()}"


def files_code(project: Path) -> str:
    """What the files of a project come to that decide what is read."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in _FILES for path in project.glob(pattern)):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(project).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:_DIGITS]


def _libraries_code() -> str:
    versions = [
        f"python {platform.python_version()}",
        *(f"{one} {_version(one)}" for one in LIBRARIES.values()),
    ]
    return hashlib.sha256("\n".join(versions).encode()).hexdigest()[:_DIGITS]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
