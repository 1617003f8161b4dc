"""How a data file of the site is written.

What belongs here: JSON as it is, and JSON packed. What does not: what is in them (`shards.py`, `findings.py`).
"""

import gzip
import json
from pathlib import Path
from typing import Any


def write_json(path: Path, content: Any) -> None:
    """Write JSON in UTF-8, without spaces."""
    path.write_text(_json(content), encoding="utf-8")


def write_packed(path: Path, content: Any) -> None:
    """Write JSON packed with gzip, for what is large: few servers pack files themselves. The same content gives the
    same bytes."""
    pack(path, _json(content))


def pack(path: Path, text: str) -> None:
    """Write a text packed with gzip."""
    path.write_bytes(gzip.compress(text.encode(), 6, mtime=0))


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=str)
