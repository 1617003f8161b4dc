"""A folder that is reached by fsspec alone, under a scheme of its own, and that can fail as far folders do."""

import os
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from fsspec.implementations.local import LocalFileSystem, make_path_posix

SCHEME = "far"


class FarFolder(LocalFileSystem):  # type: ignore[misc]
    """`far://<name>` is the folder `<root>/<name>`; nothing opens it as a path.

    Attributes:
        asked: the bytes that ranged reads asked for.
        is_silent: nobody answers.
        room: bytes that a file may have; what writes more breaks off. None: as many as there are.
        spoils: what arrives is not what was sent.
        ends_at: bytes after which what is read ends, without an error.
        brings_wrong: what is read as a whole is not what lies there.
    """

    protocol = SCHEME
    cachable = False
    root: ClassVar[Path]
    asked: ClassVar[list[int]] = []
    is_silent: ClassVar[bool] = False
    room: ClassVar[int | None] = None
    spoils: ClassVar[bool] = False
    ends_at: ClassVar[int | None] = None
    brings_wrong: ClassVar[bool] = False

    @classmethod
    def _strip_protocol(cls, path: Any) -> Any:
        said = os.fspath(path)
        if said.startswith(f"{SCHEME}://"):
            said = f"{cls.root}/{said.removeprefix(f'{SCHEME}://')}"
        return make_path_posix(said).rstrip("/")

    def ls(self, path: str, detail: bool = False, **kwargs: Any) -> Any:
        self._answer()
        return super().ls(path, detail=detail, **kwargs)

    def info(self, path: str, **kwargs: Any) -> Any:
        self._answer()
        return super().info(path, **kwargs)

    def cat_file(self, path: str, start: int | None = None, end: int | None = None, **_: Any) -> Any:
        self._answer()
        with super().open(path) as stream:
            stream.seek(start or 0)
            content = stream.read(-1 if end is None else end - (start or 0))
        if end is not None:
            self.asked.append(len(content))
        return content[: self.ends_at]

    def open(self, path: str, mode: str = "rb", **kwargs: Any) -> Any:
        self._answer()
        stream = super().open(path, mode, **kwargs)
        if "w" in mode:
            return _Poor(stream, self.room, self.spoils)
        if self.ends_at is None and not self.brings_wrong:
            return stream
        with stream:
            content = stream.read(self.ends_at)
        return BytesIO(content[:9_000].ljust(len(content), b"0") if self.brings_wrong else content)

    def _answer(self) -> None:
        if self.is_silent:
            raise BrokenPipeError("nobody is there")


class _Poor:
    """A file being written that ends early, or takes something else."""

    def __init__(self, stream: BinaryIO, room: int | None, spoils: bool) -> None:
        self._stream, self._room, self._spoils = stream, room, spoils

    def __enter__(self) -> "_Poor":
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def write(self, chunk: bytes) -> int:
        if self._room is not None and len(chunk) > self._room:
            self._stream.write(chunk[: self._room])
            raise ConnectionResetError("cut off")
        return self._stream.write(chunk[::-1] if self._spoils else chunk)

    def flush(self) -> None:
        self._stream.flush()
