"""Archives of several files: their members.

What belongs here: unpacking ZIP, RAR and gzip within limits. What does not: reading the members (`payload.py`).
"""

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final, NamedTuple

from flows.clean.packages import MAX_MEMBERS, MAX_TOTAL_BYTES, Package, most_unpacked
from flows.errors import Refusal

_UTF8_NAME: Final = 0x800
_GZIP_BITS: Final = 16 + zlib.MAX_WBITS
_NOT_FILES: Final = ("__MACOSX/", ".")
_LEFT_BY_SYSTEMS: Final = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


class Member(NamedTuple):
    """One file of an archive."""

    name: str
    payload: bytes


def unpack_zip(payload: bytes) -> list[Member]:
    """The files in a zip archive, in the order of their names.

    Raises:
        Refusal: as `Package`.
    """
    package = Package(payload)
    named = sorted((_name(info.filename, info.flag_bits), info.filename) for info in package.members.values())
    return [Member(name, package.read(stored)) for name, stored in named if _is_document(name)]


def unpack_gzip(payload: bytes) -> list[Member]:
    """The one file that a gzip file holds; it has no name of its own.

    Raises:
        Refusal: `broken_file`, `archive_bomb`.
    """
    limit = min(MAX_TOTAL_BYTES, most_unpacked(len(payload)))
    unpacking = zlib.decompressobj(wbits=_GZIP_BITS)
    try:
        content = unpacking.decompress(payload, limit)
    except zlib.error as error:
        raise Refusal("broken_file", f"no readable gzip file: {error}") from None
    if unpacking.unconsumed_tail:
        raise Refusal("archive_bomb", f"{len(payload)} bytes become more than {limit}")
    if not unpacking.eof:
        raise Refusal("broken_file", "the gzip file is cut off")
    return [Member("", content)]


def unpack_rar(payload: bytes) -> list[Member]:
    """The files in a RAR archive, in the order of their names.

    Raises:
        Refusal: `needs_converter` (a packed member, and no program here that unpacks it), `encrypted`,
            `broken_file`, `archive_bomb`.
    """
    # Loaded here: only few payloads are RAR files.
    import rarfile  # noqa: PLC0415

    # rarfile 4.5 calls bsdtar with its options in an order that it does not take, and finds the file broken.
    rarfile.BSDTAR_TOOL = ""
    try:
        with rarfile.RarFile(BytesIO(payload)) as archive:
            return list(_rar_members(archive))
    except rarfile.RarCannotExec as error:
        raise Refusal("needs_converter", f"no program to unpack RAR: {error}") from None
    except (rarfile.PasswordRequired, rarfile.RarWrongPassword) as error:
        raise Refusal("encrypted", str(error)) from None
    except (rarfile.Error, OSError, ValueError, EOFError) as error:
        raise Refusal("broken_file", f"{type(error).__name__}: {error}") from None


def _rar_members(archive: Any) -> Iterator[Member]:
    if archive.needs_password():
        raise Refusal("encrypted", "the archive asks for a password")
    infos = sorted((info for info in archive.infolist() if info.is_file()), key=lambda info: info.filename)
    total = sum(info.file_size or 0 for info in infos)
    if len(infos) > MAX_MEMBERS or total > MAX_TOTAL_BYTES:
        raise Refusal("archive_bomb", f"{len(infos)} members, {total} bytes")
    for info in infos:
        if info.file_size > most_unpacked(info.compress_size):
            raise Refusal(
                "archive_bomb", f"{info.filename}: {info.compress_size} bytes become {info.file_size}"
            )
        if _is_document(info.filename):
            yield Member(info.filename, archive.read(info))


def _name(stored: str, flags: int) -> str:
    """Archives made by Chinese Windows name their files in GBK, which zip takes for cp437."""
    if flags & _UTF8_NAME:
        return stored
    try:
        return stored.encode("cp437").decode("gb18030")
    except UnicodeError:
        return stored


def _is_document(name: str) -> bool:
    last = name.rpartition("/")[2]
    return (
        not name.startswith(_NOT_FILES) and last.lower() not in _LEFT_BY_SYSTEMS and not last.startswith("~$")
    )
