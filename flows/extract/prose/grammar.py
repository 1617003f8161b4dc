"""Patterns over concepts.

What belongs here: the small language in which rules say which concepts follow each other. What does not: the
rules.

A pattern names concepts (keys of `VOCABULARY`, number, time, unknown, start) and uses the operators of
regular expressions; capitals are abbreviations; blanks mean nothing. It runs over `Tokens.codes`.
"""

import re
from functools import lru_cache
from typing import Final

from flows.extract.prose.tokens import CODE_OF

_ABBREVIATIONS: Final = {
    # A label begins here: what stands further left belongs to something else.
    "EDGE": (
        "(?:start|comma|semicolon|colon|open|shut|gap|part|foreign|number|number pause|number conjunction|shut pause)"
        "(?:filler|apiece|running|time|self|territory|whole|means|equip|each|set_up)*"
    ),
    # The statement ends here.
    "END": "(?=comma|semicolon|pause|colon|open|shut|gap|part|conjunction|$)",
    # What may stand between the words of a label.
    "GLUE": "(?:filler|apiece|count|running|time|self|territory|whole|each|colon|kinds)*",
    "INFO": "(?:government_information|information)",
    "ACT": "(?:proactive|disclose|publish)",
    "TAKE": "(?:receive|accept)",
    # The way in which one may apply.
    "WAY": "(?:in_person|fax|online|letter|mail|email)",
    # What an application may be called by: 公民、法人提出的政府信息公开申请.
    "WHOSE": (
        "(?:disclosure|on_request|public|conjunction|pause|filler|count|disclose|government_information|information|"
        "others|submit|self|time|running|kinds|matter|apiece)*"
    ),
    "ABOUT": (
        "(?:filler|apiece|count|running|time|matter|disclosure|disclose|government_information|information|each|colon|self)*"
    ),
}
_CAPITALS: Final = re.compile(r"[A-Z]+")
_CONCEPT: Final = re.compile(r"[a-z_]+")


@lru_cache(maxsize=2048)
def pattern(source: str) -> re.Pattern[str]:
    """Compile a pattern over concepts.

    Raises:
        KeyError: it names a concept or an abbreviation that there is not.
    """
    spelled = _CAPITALS.sub(lambda name: _ABBREVIATIONS[name.group()], source)
    return re.compile(_CONCEPT.sub(lambda name: CODE_OF[name.group()], spelled).replace(" ", ""))


@lru_cache(maxsize=1024)
def codes(*concepts: str) -> frozenset[str]:
    """The codes of some concepts."""
    return frozenset(CODE_OF[concept] for concept in concepts)
