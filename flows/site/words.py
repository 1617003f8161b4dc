"""The site's words in its two languages, read from `words/*.yml`.

What belongs here: reading them and looking one up. What does not: any word.
"""

from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

LANGUAGES: Final = ("zh", "en")
_FOLDER: Final = Path(__file__).resolve().parent / "words"


@cache
def words_of(language: str) -> dict[str, Any]:
    """All words of a language, nested as in its file."""
    loaded: dict[str, Any] = yaml.safe_load((_FOLDER / f"{language}.yml").read_text(encoding="utf-8"))
    return loaded


def lookup(language: str, key: str, **values: object) -> str:
    """The words for a key such as `home/title`, with `{names}` filled in.

    Raises:
        KeyError: there are no such words: a mistake in a template.
    """
    found: Any = words_of(language)
    for part in key.split("/"):
        found = found[part]
    text = str(found)
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text
