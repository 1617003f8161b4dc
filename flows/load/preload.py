"""What every reader process needs, loaded once in the fork server from which they come.

What belongs here: imports and tables that are costly to load and never change. What does not: anything with a
thread or an open file, which would not survive the fork.

A page's objects end with the page, hardly any of them in a cycle: the collector is asked seldom, and never looks
through what was loaded here. That spares three to four hundredths of a page's time; a worker's memory stays flat.
"""

import gc
from typing import Final

from flows.load import reading
from flows.reference import load_reference

_OBJECTS_BETWEEN_COLLECTIONS: Final = 50_000

load_reference()
gc.collect()
gc.freeze()
gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)

__all__ = ["reading"]
