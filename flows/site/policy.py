"""The content policies: what a page of the site may load.

What belongs here: the policies, which stand in the pages and are sent by `serve.py`. What does not: anything else.
"""

from typing import Final

_NOTHING: Final = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; img-src 'self' data:; style-src 'self'"
)

PAGE: Final = f"{_NOTHING}; script-src 'self'; connect-src 'self'"
"""Scripts, styles and data of the site itself and nothing else; nothing inline runs."""

CONSOLE: Final = (
    f"{_NOTHING}; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' blob:; worker-src blob:"
)
"""The SQL page also compiles WebAssembly. Its worker is a blob, because a blob's worker obeys the page's policy."""

PART: Final = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; base-uri 'none'; form-action 'none'"
)
"""Pages that other programs made (lineage, Data Docs) keep their inline scripts and still reach no other host."""

FRAMES: Final = "; frame-ancestors 'none'"
"""Can only be sent as a header; a policy in a page may not say it."""
