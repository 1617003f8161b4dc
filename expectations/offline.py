"""Data Docs that need no network: Great Expectations' pages in a shell of our own.

What belongs here: the two page views that the site is written with; their templates stand in `templates/`.
What does not: what the pages say (`expectation.py`).

Great Expectations' own pages ask eight hosts for styles and scripts and draw their first page with
JavaScript. Our templates come first in the search path and replace the shell, the tables of the first page
and the folding parts by plain HTML with one style sheet in the page. Nothing in them runs or loads anything,
and the content policy of each page forbids it.
"""

from pathlib import Path
from typing import Any, Final

from great_expectations.render.view.view import DefaultJinjaPageView
from jinja2 import ChoiceLoader, FileSystemLoader

TEMPLATES: Final = Path(__file__).resolve().parent / "templates"


class OfflinePage(DefaultJinjaPageView):
    """A page of one night, or of the rules."""

    _template = "gate_page.j2"

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        own = FileSystemLoader(TEMPLATES)
        self.env.loader = own if self.env.loader is None else ChoiceLoader([own, self.env.loader])


class OfflineIndex(OfflinePage):
    """The first page: the nights."""

    _template = "gate_index.j2"
