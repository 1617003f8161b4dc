"""Pinyin glosses in brackets: `人(rén)民`, `年(nian)(nian)`, `（zhèng fǔ）`.

What belongs here: telling a gloss from real bracketed Latin such as (app) or (PDF), and taking it out. What
does not: other repairs. Sites that copy reports insert such glosses so that the copy is not found.

A gloss with a tone mark is one wherever it follows a character. One without tone marks is one only if it is a
legal syllable in lower case and the page has several of them.
"""

import re
import unicodedata
from typing import Final

from flows.clean.hanzi import HANZI

_INITIALS_OF: Final = {
    "a": "_ b p m f d t n l g k h zh ch sh r z c s y w",
    "o": "_ b p m f l w y",
    "e": "_ m d t n l g k h zh ch sh r z c s y",
    "ai": "_ b p m d t n l g k h zh ch sh z c s w",
    "ei": "_ b p m f d t n l g k h zh sh z w",
    "ao": "_ b p m d t n l g k h zh ch sh r z c s y",
    "ou": "_ p m f d t n l g k h zh ch sh r z c s y",
    "an": "_ b p m f d t n l g k h zh ch sh r z c s y w",
    "en": "_ b p m f d n g k h zh ch sh r z c s w",
    "ang": "_ b p m f d t n l g k h zh ch sh r z c s y w",
    "eng": "_ b p m f d t n l g k h zh ch sh r z c s w",
    "ong": "d t n l g k h zh ch r z c s y",
    "er": "_",
    "i": "b p m d t n l zh ch sh r z c s j q x y",
    "ia": "d l j q x",
    "ie": "b p m d t n l j q x",
    "iao": "b p m d t n l j q x",
    "iu": "m d n l j q x",
    "ian": "b p m d t n l j q x",
    "in": "b p m n l j q x y",
    "iang": "n l j q x",
    "ing": "b p m d t n l j q x y",
    "iong": "j q x",
    "u": "b p m f d t n l g k h zh ch sh r z c s j q x y w",
    "ua": "g k h zh sh",
    "uo": "d t n l g k h zh ch sh r z c s",
    "uai": "g k h zh ch sh",
    "ui": "d t g k h zh ch sh r z c s",
    "uan": "d t n l g k h zh ch sh r z c s j q x y",
    "un": "d t l g k h zh ch sh r z c s j q x y",
    "uang": "g k h zh ch sh",
    "ue": "j q x y n l",
    "ü": "n l",
    "v": "n l",
    "u:": "n l",
    "üe": "n l",
    "ve": "n l",
    "u:e": "n l",
}
_SYLLABLES: Final = frozenset(
    initial.replace("_", "") + final
    for final, initials in _INITIALS_OF.items()
    for initial in initials.split()
)
_TONES: Final = "\u0300\u0301\u0304\u0306\u030c"
_TONED: Final = "āáǎăàēéěĕèīíǐĭìōóǒŏòūúǔŭùǖǘǚǜńňǹḿ"
_LATIN: Final = f"a-zü:{_TONED}{_TONES}\u0308ɑɡ"
_SPACE: Final = "[ \u00a0\u3000]*"
_BRACKETED: Final = (
    rf"{_SPACE}[(（]{_SPACE}([{_LATIN}]+(?:[ '’\u00a0\u3000]+[{_LATIN}]+){{0,3}}){_SPACE}[)）]"
)
_GLOSS: Final = re.compile(rf"(?<=([{HANZI}A-Za-z_]))((?:{_BRACKETED})+)")
_ONE: Final = re.compile(_BRACKETED)
# Looked for first, since it is quick: most texts have no Latin word in brackets.
_OPENED: Final = re.compile(rf"[(（]{_SPACE}[{_LATIN}]")
_MIN_TONELESS_ON_PAGE: Final = 3
_LOOKS_ALIKE: Final = str.maketrans({"ɑ": "a", "ɡ": "g", "ă": "ǎ", "ĕ": "ě", "ĭ": "ǐ", "ŏ": "ǒ", "ŭ": "ǔ"})

READING: Final = re.compile(rf"[{_LATIN}]*[{_TONED}][{_LATIN}]*")
"""A run of Latin letters with a tone mark."""


def has_toneless_glosses(text: str) -> bool:
    """Whether the page has so many bracketed syllables without tone marks that they must be glosses."""
    if _OPENED.search(text) is None:
        return False
    found = [m.group(2) for m in _GLOSS.finditer(text) if not m.group(1).isascii()]
    toneless = sum(_is_syllables(words) for gloss in found for words in _ONE.findall(gloss))
    return toneless >= _MIN_TONELESS_ON_PAGE


def drop_glosses(text: str, *, toneless: bool) -> tuple[str, int]:
    """Take out the glosses that follow a character; with `toneless` also those without tone marks."""
    return _drop(text, toneless=toneless, after_latin=False)


def drop_glosses_of_letters(text: str) -> tuple[str, int]:
    """Take out toned glosses that follow a Latin letter: byte damage made it of a character."""
    return _drop(text, toneless=False, after_latin=True)


def _drop(text: str, *, toneless: bool, after_latin: bool) -> tuple[str, int]:
    if _OPENED.search(text) is None:
        return text, 0
    n_dropped = 0

    def kept(match: re.Match[str]) -> str:
        nonlocal n_dropped
        if match.group(1).isascii() and not after_latin:
            return match.group()
        readings = _ONE.findall(match.group(2))
        is_doubled = len(readings) > 1 and len(set(readings)) == 1 and not match.group(1).isascii()
        if not all(_is_gloss(reading, toneless=toneless or is_doubled) for reading in readings):
            return match.group()
        n_dropped += len(readings)
        return ""

    return _GLOSS.sub(kept, text), n_dropped


def _is_gloss(words: str, *, toneless: bool) -> bool:
    return has_tone(words) or (toneless and _is_syllables(words))


def has_tone(words: str) -> bool:
    """Whether Latin letters carry a tone mark of pinyin."""
    return any(tone in _TONES for tone in unicodedata.normalize("NFD", words.translate(_LOOKS_ALIKE)))


def _is_syllables(words: str) -> bool:
    return all(word.translate(_LOOKS_ALIKE) in _SYLLABLES for word in re.split(r"[ '’\u00a0\u3000]+", words))
