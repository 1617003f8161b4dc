"""The site's words in its two languages, read from `words/*.yml`.

What belongs here: reading them and looking one up. What does not: any word. `zh.yml` and `en.yml` hold the pages'
words, `rules.yml` the names of the rules that a finding can break, `sentences.yml` what a release says in English.
"""

import re
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


@cache
def rules() -> dict[str, dict[str, str]]:
    """Of each rule its name in both languages (`zh`, `en`) and, in Chinese, what it says (`says`)."""
    loaded: dict[str, dict[str, str]] = yaml.safe_load((_FOLDER / "rules.yml").read_text(encoding="utf-8"))
    return loaded


def translated(language: str, sentence: str) -> str:
    """An English sentence of a release in a language of the site; one that is not known stays as it is."""
    if language == "zh":
        for pattern, words in _sentences():
            if found := pattern.fullmatch(sentence):
                return words.format(*(translated(language, part or "") for part in found.groups()))
    return sentence


@cache
def _sentences() -> list[tuple[re.Pattern[str], str]]:
    loaded = yaml.safe_load((_FOLDER / "sentences.yml").read_text(encoding="utf-8"))
    return [(re.compile(pattern), words) for pattern, words in loaded]


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
