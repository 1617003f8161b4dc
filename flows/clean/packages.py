"""Zip packages: their members and their XML, within limits.

What belongs here: opening what an unknown program packed, safely. What does not: what the members mean
(`docx.py`, `xlsx.py`, `ofd.py`, `archives.py`).
"""

import lzma
import struct
import zipfile
import zlib
from io import BytesIO
from typing import Final

from lxml import etree

from flows.clean.elements import Element
from flows.errors import Refusal

MAX_MEMBERS: Final = 3_000
MAX_TOTAL_BYTES: Final = 300_000_000
MAX_XML_BYTES: Final = 40_000_000
MAX_RATIO: Final = 250
"""Bytes for each packed byte; a sheet of nothing but formatted cells reaches one hundred."""
FREE_BYTES: Final = 5_000_000
"""A member this small may be packed as tightly as it likes."""
_LIMITS_OF_LIBXML: Final = (("depth", "too_deep"), ("amplification", "entity_declarations"))
_ENCRYPTED: Final = 0x1
_UNREADABLE: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, NotImplementedError, ValueError,
    IndexError,
)  # fmt: skip


def most_unpacked(n_packed: int) -> int:
    """Bytes that so many packed ones may become."""
    return max(FREE_BYTES, MAX_RATIO * n_packed)


class Package:
    """A zip file whose directory was found to be within the limits.

    Raises:
        Refusal: `broken_file`, `encrypted` or `archive_bomb`; so do its methods.
    """

    def __init__(self, payload: bytes) -> None:
        try:
            self._file = zipfile.ZipFile(BytesIO(payload))
        except _UNREADABLE as error:
            raise Refusal("broken_file", f"no readable zip file: {error}") from None
        self.members = {info.filename: info for info in self._file.infolist() if not info.is_dir()}
        _check(self._file.infolist())

    def read(self, name: str) -> bytes:
        """The bytes of a member; what its directory entry says of its size is never exceeded."""
        info = self.members.get(name)
        if info is None:
            raise Refusal("broken_file", f"the package has no {name}")
        try:
            with self._file.open(info) as member:
                # Asked for more than that, zipfile unpacks all before it looks at what was said.
                content = member.read(info.file_size)
                if member.read(1):
                    raise Refusal("broken_file", f"{name}: longer than its directory says")
                return content
        except _UNREADABLE as error:
            raise Refusal("broken_file", f"{name}: {error}") from None
        except RuntimeError as error:  # zipfile's word for a missing password
            raise Refusal("encrypted", f"{name}: {error}") from None

    def xml(self, name: str, *, renamed: tuple[bytes, bytes] = (b"", b"")) -> Element:
        """The root of an XML member; `renamed` is a namespace and the one that it is read as.

        Raises:
            Refusal: also `entity_declarations`, `too_large`, `too_deep`.
        """
        if (info := self.members.get(name)) is not None and info.file_size > MAX_XML_BYTES:
            raise Refusal("too_large", f"{name}: {info.file_size} bytes, limit {MAX_XML_BYTES}")
        content = self.read(name)
        return parsed_xml(content.replace(*renamed) if renamed[0] else content, name)


def member_names(payload: bytes) -> list[str] | None:
    """The names in the directory of a zip file; None where it has no readable one."""
    try:
        with zipfile.ZipFile(BytesIO(payload)) as file:
            return file.namelist()
    except _UNREADABLE:
        return None


def parsed_xml(content: bytes, name: str) -> Element:
    """The root of an XML document that declares no entities: one that does can hide or multiply words."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reasons = (reason for mark, reason in _LIMITS_OF_LIBXML if mark in str(error))
        raise Refusal(next(reasons, "broken_file"), f"{name}: {error}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refusal("entity_declarations", f"{name} has a document type of its own")
    return root


def _check(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_MEMBERS:
        raise Refusal("archive_bomb", f"{len(infos)} members, limit {MAX_MEMBERS}")
    total = sum(info.file_size for info in infos)
    if total > MAX_TOTAL_BYTES:
        raise Refusal("archive_bomb", f"{total} bytes unpacked, limit {MAX_TOTAL_BYTES}")
    for info in infos:
        if info.flag_bits & _ENCRYPTED:
            raise Refusal("encrypted", info.filename)
        if info.file_size > most_unpacked(info.compress_size):
            raise Refusal(
                "archive_bomb", f"{info.filename}: {info.compress_size} bytes become {info.file_size}"
            )
