"""Files of addresses: what somebody else's list names, as text or as a table.

What belongs here: which addresses such a file holds. What does not: whether they may be asked (`model.py`).

A text file has one address a line; blank lines and lines that begin with `#` are passed over. A CSV file has a
header line; of its columns the one with most addresses is read, whatever it is called, and its other cells are
empty.
"""

import csv
from itertools import zip_longest
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_MOST: Final = 1_000_000
"""Addresses; a file with more is no list that one night could walk."""


def read_addresses(path: Path) -> tuple[str, ...]:
    """The addresses of a file, in its order, each once.

    Raises:
        OSError: it cannot be read.
        ValueError: it holds no address, too many, or a line that is none; the message names the line.
    """
    text = _decoded(path.read_bytes())
    found = _of_table(text) if path.suffix.lower() == ".csv" else _of_lines(text)
    if not found:
        raise ValueError("it holds no address")
    if len(found) > _MOST:
        raise ValueError(f"it holds more than {_MOST:,} addresses")
    return tuple(dict.fromkeys(found))


def _decoded(payload: bytes) -> str:
    """Spreadsheet programs in China save CSV as GBK."""
    for encoding in _ENCODINGS:
        try:
            return payload.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("it is neither UTF-8 nor GB 18030")


def _of_lines(text: str) -> list[str]:
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        address = line.strip()
        if address and not address.startswith("#"):
            if not is_address(address):
                raise ValueError(f"line {number}: {address!r} is no http or https address")
            found.append(address)
    return found


def _of_table(text: str) -> list[str]:
    try:
        rows = list(csv.reader(text.splitlines(), strict=True))[1:]
    except csv.Error as error:
        raise ValueError(f"it is no CSV file: {error}") from error
    columns = [
        [(n, cell.strip()) for n, cell in enumerate(column, start=2)]
        for column in zip_longest(*rows, fillvalue="")
    ]
    best = max(columns, key=lambda column: sum(is_address(cell) for _, cell in column), default=[])
    wrong = next(((number, cell) for number, cell in best if cell and not is_address(cell)), None)
    if wrong is not None:
        raise ValueError(f"line {wrong[0]}: {wrong[1]!r} is no http or https address")
    return [cell for _, cell in best if cell]


def is_address(text: str) -> bool:
    """Whether a text is one whole http or https address."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not text.split(maxsplit=1)[1:]
