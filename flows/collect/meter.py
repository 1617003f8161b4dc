"""What one answer may cost: seconds and bytes, measured at the socket, where nothing that a host sends gets past.

What belongs here: reading an answer's bytes within its bounds, and counting them. What does not: what the bounds of a
source are (`session.py`), and how large a page may become when it is unpacked (`fetch.py`).

A timeout meets silence alone. A host that always sends a little more (a head or a chunk's length byte by byte, headers
behind the last chunk, packed bytes that unpack to nothing, one "100 Continue" after the other) keeps the HTTP libraries
reading for ever, and they tell nobody. So each piece that comes off the wire is counted before they see it.
"""

import io
import socket
import threading
import time
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import TYPE_CHECKING, Any, Final, cast

from flows.errors import Refusal

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BUFFER: Final = 1 << 16
"""Bytes; a page of the usual size comes in two or three pieces."""


class TooSlowError(TimeoutError):
    """An answer that comes, but would take longer than a night has for it."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one answer may cost.

    Attributes:
        seconds: from the request to its last byte.
        bytes: as they come over the wire: head, chunks, trailers and packed bytes too.
    """

    seconds: float
    bytes: int


class _Received(threading.local):
    n_bytes = 0


_received: Final = _Received()


def received_here() -> int:
    """Bytes of answers that this thread has received so far, whatever became of them."""
    return _received.n_bytes


class MeteredResponse(HTTPResponse):
    """An answer that is read within bounds.

    Reading raises `TooSlowError`, or `Refusal` (`too_large`), where it passes them.
    """

    def __init__(self, connection: socket.socket, *args: Any, bounds: Bounds, **options: Any) -> None:
        super().__init__(cast("socket.socket", _Wire(connection, bounds)), *args, **options)


@dataclass(frozen=True, slots=True)
class _Wire:
    """What an answer takes for its connection: all that it asks of one is a file to read from."""

    connection: socket.socket
    bounds: Bounds

    def makefile(self, mode: str) -> io.BufferedReader:
        del mode
        return io.BufferedReader(_Metered(self.connection, self.bounds), _BUFFER)


class _Metered(io.RawIOBase):
    """The bytes of one answer."""

    def __init__(self, connection: socket.socket, bounds: Bounds) -> None:
        self._stream = connection.makefile("rb", buffering=0)
        self._left = bounds.bytes
        self._ends_at = time.monotonic() + bounds.seconds
        self._bounds = bounds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int | None:
        number = self._stream.readinto(buffer)  # waits no longer than the timeout of a silence
        if number:
            _received.n_bytes += number
            self._left -= number
            if self._left < 0:
                raise Refusal("too_large", f"more than {self._bounds.bytes} bytes received")
            if time.monotonic() > self._ends_at:
                raise TooSlowError(f"no whole answer after {self._bounds.seconds:g} s")
        return number

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()
