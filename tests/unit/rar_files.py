"""RAR 5 archives, written by the published format: the program that makes them is not free.

What belongs here: blocks of stored and of packed members. What does not: assertions. Two other programs unpack
what is made here (unar and bsdtar), so that it is no format of our own.
"""

import zlib
from collections.abc import Iterator, Mapping

_SIGNATURE = b"Rar!\x1a\x07\x01\x00"
_N_CODES = 306 + 64 + 16 + 44
"""Codes of a packed block: letters and lengths, distances, their low bits, repeated lengths."""
_LENGTH_CODES = {8: "0", 19: "10"}
"""Of the lengths of codes: eight bits, and a run of codes that are not used, its length less 11 in seven bits."""
_LONGEST_RUN = 138


def rar(members: Mapping[str, bytes], *, method: int = 0) -> bytes:
    """An archive of members that are stored (`method` 0) or packed (1 to 5)."""
    made = _SIGNATURE + _block(b"\x01\x00\x00")
    for name, content in members.items():
        data = _packed(content) if method else content
        head = b"\x02\x02" + _number(len(data)) + b"\x04" + _number(len(content)) + b"\x00"
        head += zlib.crc32(content).to_bytes(4, "little") + _number(method << 7) + b"\x01"
        stored = name.encode()
        made += _block(head + _number(len(stored)) + stored, data)
    return made + _block(b"\x05\x00\x00")


def _number(value: int) -> bytes:
    """A number: seven bits a byte, the lowest first."""
    made = bytearray()
    while value > 0x7F:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*made, value])


def _block(content: bytes, data: bytes = b"") -> bytes:
    sized = _number(len(content)) + content
    return zlib.crc32(sized).to_bytes(4, "little") + sized + data


def _packed(content: bytes) -> bytes:
    """One packed block in which every byte is a letter of eight bits and nothing is repeated."""
    bits = "".join(_bits(content))
    n_last = len(bits) % 8 or 8
    data = int(bits + "0" * (-len(bits) % 8), 2).to_bytes((len(bits) + 7) // 8, "big")
    n_size = (len(data).bit_length() + 7) // 8
    flags = 0xC0 | (n_size - 1) << 3 | (n_last - 1)
    size = len(data).to_bytes(n_size, "little")
    check = 0x5A ^ flags
    for byte in size:
        check ^= byte
    return bytes([flags, check]) + size + data


def _bits(content: bytes) -> Iterator[str]:
    for symbol in range(20):
        yield f"{len(_LENGTH_CODES[symbol]) if symbol in _LENGTH_CODES else _UNUSED.get(symbol, 0):04b}"
    yield _LENGTH_CODES[8] * 256
    unused = _N_CODES - 256
    while unused:
        run = min(unused, _LONGEST_RUN)
        yield f"{_LENGTH_CODES[19]}{run - 11:07b}"
        unused -= run
    yield from (f"{byte:08b}" for byte in content)


_UNUSED = {0: 3, 18: 3}
"""Lengths of two codes that never occur: without them the codes above are no complete set."""
