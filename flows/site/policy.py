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

LINEAGE: Final = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; base-uri 'none'; form-action 'none'"
)
"""dbt's page keeps its inline scripts and still reaches no other host."""

QUALITY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""The gate's pages run and load nothing; their one style sheet stands in them. They say so themselves too
(`expectations/templates/gate_page.j2`)."""

FRAMES: Final = "; frame-ancestors 'none'"
"""Can only be sent as a header; a policy in a page may not say it."""
