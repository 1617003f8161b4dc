"""A visitor for a look: the collector's own, politeness and all, whose archive is thrown away.

What belongs here: setting it up and clearing it away. What does not: what is looked at (`check.py`, `draft.py`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.archive.archive import Archive
from flows.collect.politeness import Hosts
from flows.collect.visit import Visitor
from flows.settings import Settings
from flows.sources.model import Source


@contextmanager
def looking(source: Source, settings: Settings, hosts: Hosts | None = None) -> Iterator[Visitor]:
    """A visitor of one source, for the length of a look; `hosts` are what several looks share."""
    with TemporaryDirectory(prefix="gongkai_look_") as folder, Archive(Path(folder)) as archive:
        visitor = Visitor(source, archive, settings, "look", hosts or Hosts())
        try:
            yield visitor
        finally:
            visitor.close()
