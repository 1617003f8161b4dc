"""WACZ files: a ZIP of WARC files with an index of them (https://specs.webrecorder.net/wacz/1.1.1/).

What belongs here: finding the WARC files of one and bringing them to where they can be read. What does not: reading
them (`answers.py`). The index and the list of pages are not needed: every record is read.
"""

import lzma
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile, ZipInfo

ENDINGS: Final = (".warc", ".warc.gz")
WACZ: Final = ".wacz"

_ENCRYPTED: Final = 0x1
_MOST_TIMES_LARGER: Final = 100
"""A member may be so many times as large as the bytes that it is packed in: text packs to a tenth."""


@contextmanager
def warcs_in(path: Path) -> Iterator[Iterator[Path]]:
    """The WARC files of a WACZ file, one after the other, each on the disk until the next is asked for; of any other
    file the file itself.

    Raises:
        OSError: it cannot be read, or there is no room to unpack it.
        ValueError: it is no WACZ file, or holds no WARC file that can be unpacked.
    """
    if path.suffix.lower() != WACZ:
        yield iter((path,))
        return
    try:
        with ZipFile(path) as package, tempfile.TemporaryDirectory(prefix="gongkai-wacz-") as folder:
            inside = [one for one in package.infolist() if one.filename.lower().endswith(ENDINGS)]
            if not inside:
                raise ValueError("no WARC file in it")
            yield (_unpacked(package, one, Path(folder)) for one in inside)
    except (BadZipFile, NotImplementedError, EOFError, lzma.LZMAError, zlib.error) as error:
        raise ValueError(f"no WACZ file that can be read: {error}") from error


def _unpacked(package: ZipFile, member: ZipInfo, folder: Path) -> Path:
    """A member on the disk, under a name of ours, in place of the one before."""
    if member.flag_bits & _ENCRYPTED:
        raise ValueError(f"{member.filename} is encrypted")
    if member.file_size > _MOST_TIMES_LARGER * max(member.compress_size, 1):
        raise ValueError(f"{member.filename} would unpack to {member.file_size} bytes")
    target = folder / "member.warc"
    with package.open(member) as packed, target.open("wb") as out:
        shutil.copyfileobj(packed, out)
    return target
