"""What every reader process needs, loaded once in the fork server from which they come.

What belongs here: imports and tables that are costly to load and never change. What does not: anything with a
thread or an open file, which would not survive the fork.
"""

from flows.load import reading
from flows.reference import load_reference

load_reference()

__all__ = ["reading"]
