"""Where the WARC files of an archive lie: in its folder, or, once they are closed, in a folder outside of this machine.

What belongs here: finding, opening, sending and removing them by the names that the log has (`warc/<name>`). What does
not: writing records to them (`segments.py`), and what they hold (`warc.py`, `walk.py`).

Object stores cannot append, so a file is always written here. One that is closed is sent whole, read back, given its
name, and dropped here only when the folder there is still this installation's own. A kill at any moment leaves the file
here, and the next settling sends it again. What lies here is read before what lies there; other bytes under a name
there are never written over; and where the whole folder is missing, that is silence, and no damage of a page. Without
an address nothing but the folder here is ever looked at.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from uuid import uuid4

from flows.archive import warc
from flows.archive.segments import MARKER, mend_torn_segments
from flows.durable import made_once
from flows.errors import ArchiveError, OtherArchiveError, Refusal, RemoteError
from flows.remote import Remote
from flows.remote_owner import must_be_ours, must_be_there, owner_of

WARC_FOLDER: Final = "warc"
ARCHIVE_FOLDER: Final = "archive"
"""What the archive is called on the remote, as in a data folder."""

_IDENTITY: Final = "id"
_ENDING: Final = ".warc.gz"
_FIRST_PIECE: Final = 1 << 16
"""A page is smaller, packed, more often than not."""
_LARGEST_PIECE: Final = 1 << 23


@dataclass(frozen=True, slots=True)
class WarcFiles:
    """The WARC files of one archive.

    Attributes:
        folder: the archive's; it need not be there where all files are elsewhere and nothing is written.
        address: of the remote, below which they lie as in a data folder; none if empty.
    """

    folder: Path
    address: str = ""

    @property
    def warc_folder(self) -> Path:
        """Where they are written."""
        return self.folder / WARC_FOLDER

    def identity(self) -> str:
        """The random id that tells this archive from every other folder: the remote's owner, or one that the folder
        gets when it is first asked for.

        Raises:
            OSError: the folder cannot be written.
            RemoteError: the remote does not answer.
        """
        if self.address:
            return owner_of(Remote(self.address)) or ""
        return made_once(self.folder / _IDENTITY, uuid4().hex, mode=0o644)

    def must_be(self, identity: str) -> None:
        """Make sure that what this machine sees is the archive with an id: another machine meant that one.

        Raises:
            OtherArchiveError: it is another one, or none.
            RemoteError: the remote does not answer.
        """
        if self.address:
            place, found = self.address, owner_of(Remote(self.address)) or ""
        else:
            place, found = str(self.folder.absolute()), self._id_here()
        if found != identity:
            raise OtherArchiveError(f"{place} is not the archive that this run reads: is it mounted?")

    def names(self) -> list[str]:
        """All of them, wherever they lie, in order.

        Raises:
            RemoteError: the remote does not answer.
        """
        # What lies here is looked at first: what is sent meanwhile is found there.
        here = self._here()
        self._must_be_ours()
        return sorted({*here, *self._there()})

    def is_being_written(self, name: str) -> bool:
        """Whether a writer has it open, or died over it."""
        return (self.folder / f"{name}{MARKER}").exists()

    @contextmanager
    def at_hand(self, name: str) -> Iterator[Path]:
        """A file to be read as a whole; one that lies only elsewhere is brought for as long as the block is open.

        Raises:
            FileNotFoundError: it lies nowhere.
            ArchiveError: there is no room for it here.
            RemoteError: the remote does not answer, or not all of the file came.
        """
        if not self.address or (self.folder / name).exists():
            yield self.folder / name
            return
        remote = Remote(self.address)
        with TemporaryDirectory(prefix="gongkai_warc_") as aside:
            brought = Path(aside) / Path(name).name
            try:
                with brought.open("wb") as out:
                    out.writelines(remote.chunks(_there(name)))
            except FileNotFoundError:
                must_be_there(remote)
                raise
            except OSError as error:
                raise ArchiveError(f"{name} cannot be brought to {aside}: {error}") from error
            yield brought

    def payload(self, name: str, offset: int, sha256: str) -> bytes:
        """The payload of the record at a byte offset of a file; elsewhere no more than that record is asked for. What
        lies here may be another installation's, on a machine that only reads, or spoiled: it is asked for there then.

        Raises:
            Refusal: `corrupt_record`: there is no such record, or its payload is not the one that was archived.
            ArchiveError: the file cannot be read here, and there is no remote that has it.
            RemoteError: the remote does not answer.
        """
        try:
            return warc.read_payload(self.folder / name, offset, sha256)
        except (Refusal, ArchiveError) as error:
            if not self.address:
                raise
            here = error
        remote = Remote(self.address)
        try:
            return warc.payload_of(_Behind(remote, _there(name), offset), f"{name} at {offset}", sha256)
        except FileNotFoundError as error:
            must_be_there(remote)
            raise here from error

    def settle(self) -> None:
        """Send every closed file to the remote, where there is one, and drop it here.

        Raises:
            RemoteError: the remote does not answer, or has other bytes than were sent; what was not sent stays here.
        """
        if not self.address:
            return
        mend_torn_segments(self.warc_folder)
        for name in self._here():
            if not self.is_being_written(name):
                self._send(name)

    def settled(self) -> list[str]:
        """Settle, and give the names of the files that lie on the remote; none where there is none.

        Raises:
            RemoteError: as `settle`.
        """
        self.settle()
        self._must_be_ours()
        return self._there()

    def remove(self, name: str) -> None:
        """Take a file away for good.

        Raises:
            RemoteError: the remote does not answer.
        """
        (self.folder / name).unlink(missing_ok=True)
        if self.address:
            Remote(self.address).remove(_there(name))

    def _send(self, name: str) -> None:
        path, remote, there = self.folder / name, Remote(self.address), _there(name)
        self._must_be_ours()
        with path.open("rb") as source:
            _must_not_be_another(remote, there, source)
            remote.put(source, there, f"{there}.part", is_proved=True)
            if not os.path.samestat(os.fstat(source.fileno()), path.stat()):
                raise RemoteError(
                    f"{remote.url(there)} is {path} itself: the address leads into the data folder"
                )
        self._must_be_ours()  # a mount that went meanwhile leaves a folder that takes everything
        path.unlink()

    def _must_be_ours(self) -> None:
        if self.address:
            must_be_ours(Remote(self.address), self.folder.parent)

    def _id_here(self) -> str:
        try:
            return (self.folder / _IDENTITY).read_text(encoding="ascii", errors="replace").strip()
        except OSError:
            return ""

    def _here(self) -> list[str]:
        return sorted(f"{WARC_FOLDER}/{path.name}" for path in self.warc_folder.glob(f"*{_ENDING}"))

    def _there(self) -> list[str]:
        if not self.address:
            return []
        names = Remote(self.address).names(_there(WARC_FOLDER))
        return [f"{WARC_FOLDER}/{name}" for name in names if name.endswith(_ENDING)]


def _there(name: str) -> str:
    """What a file of the archive is called on the remote."""
    return f"{ARCHIVE_FOLDER}/{name}"


def _must_not_be_another(remote: Remote, there: str, source: BufferedReader) -> None:
    """A file of the same name that is on the remote already has the same bytes: a kill left it in both places."""
    try:
        found = remote.sha256(there)
    except FileNotFoundError:
        return
    if found != hashlib.file_digest(source, "sha256").hexdigest():
        raise RemoteError(
            f"{remote.url(there)} is there already, with other bytes than the file of this name that is to be sent; "
            "both stay: `gongkai archive verify` says whether the one here is whole, and the other can be moved away"
        )
    source.seek(0)


class _Behind:
    """What a file on the remote holds from one offset on, asked for as it is read: little at first, then more."""

    def __init__(self, remote: Remote, name: str, offset: int) -> None:
        self._remote, self._name = remote, name
        self._end = remote.size(name)
        self._at = offset
        self._piece = _FIRST_PIECE
        self._held = memoryview(b"")

    def tell(self) -> int:
        """Where the next byte stands in the file; warcio asks for it."""
        return self._at - len(self._held)

    def read(self, size: int) -> bytes:
        """Some bytes, and no more than are asked for; none at the file's end."""
        if not self._held and self._at < self._end:
            until = min(self._at + self._piece, self._end)
            self._held = memoryview(self._remote.read(self._name, self._at, until))
            self._at, self._piece = self._at + len(self._held), min(2 * self._piece, _LARGEST_PIECE)
        some, self._held = self._held[:size], self._held[size:]
        return bytes(some)
