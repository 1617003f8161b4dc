"""A document as it is compared: what the reader knows of it.

What belongs here: the columns of the raw documents that comparing needs, and what follows from them alone. What
does not: how texts are compared.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from flows.compare.prose import own_names
from flows.vocabulary import Kind

MODEL_KINDS: Final[frozenset[Kind]] = frozenset({"template_member", "template_compilation"})
"""Texts written to be copied: always a source, never a copy."""

_FIGURE: Final = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Text:
    """A document; the fields are columns of the raw table `documents`."""

    document_id: str
    kind: str
    clean_text: str
    agency_name: str | None = None
    agency_as_written: str | None = None
    province: str | None = None
    city: str | None = None
    county: str | None = None
    region_code: str | None = None
    report_year: int | None = None
    published_on: date | None = None

    @property
    def is_model(self) -> bool:
        """Whether it was written to be copied."""
        return self.kind in MODEL_KINDS

    @cached_property
    def own_names(self) -> tuple[str, ...]:
        """What the body and its places are called."""
        return own_names((self.agency_name, self.agency_as_written, self.province, self.city, self.county))

    @cached_property
    def figures(self) -> Counter[str]:
        """How often each figure is printed, in the tables too."""
        return Counter(_FIGURE.findall(self.clean_text))
