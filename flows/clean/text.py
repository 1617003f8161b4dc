"""Repairs of text: what copying, converting and damage did to it, undone where that is certain.

What belongs here: the list of repairs and their order. What does not: bytes (`decode.py`), markup and lines
(`markup.py`, `layout.py`), numbers.

Two promises hold for every repair: the sequence of digits is the same before and after, and no line end and
no tab is added or taken away, so that lines and table cells can be found again in the repaired text.
Full-width digits and letters stay as they are printed.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flows.clean.decode import REPLACEMENT
from flows.clean.hanzi import HANZI, simplified
from flows.clean.pinyin import drop_glosses, drop_glosses_of_letters, has_toneless_glosses
from flows.clean.shifted import repair_shifted

_INVISIBLE: Final = re.compile(
    "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
_COMPATIBLE: Final = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_MARK: Final = "[,，、。；;：]"
# Looked for first, since it is quick: most texts have no two marks side by side.
_BESIDE: Final = re.compile(rf"[,，、。；：](?={_MARK})")
# Each leaves the stronger mark of a pair. Between digits nothing is touched: `1,,234` is two numbers or a
# typing error.
_DOUBLED: Final = (
    re.compile(rf"[,，]+(?={_MARK}(?!\d))|(?<!\d)[,，]+(?={_MARK})"),
    re.compile(r"(?<=[、。；：])[,，]+"),
    re.compile(r"(?<!。)。(?=。(?!。))|、(?=、)|；(?=；)"),
)
_HANZI: Final = re.compile(f"[{HANZI}]")
# A simplified text quotes a traditional name now and then, and some characters (著, 乾) belong to both
# scripts.
_MIN_TRADITIONAL: Final = 3
_MIN_TRADITIONAL_SHARE: Final = 0.01
# What converters to traditional characters make of simplified words by mistake and OpenCC leaves as it is.
_OVER_CONVERTED: Final = re.compile(
    r"谘(?=询)|(?<=[绕随看沿朝向着为本有味循趁在])著(?![作名者述称])|(?<=[答批回])覆|覆(?=议)"
)
_PLAIN_OF: Final = {"谘": "咨", "著": "着", "覆": "复"}
# `?` in the place of a character: several in a row, or where no question can end.
_LOST: Final = re.compile(
    r"\ufffd|\?(?=\?)|(?<=\?)\?|(?<=[\n\t，。、；：,;(（“《])\?|\?(?=[,，。、；;：！!])"
)


@dataclass(frozen=True, slots=True)
class Repairer:
    """The repairs that one page needs, decided on its whole text and applied to each part of it.

    Attributes:
        has_toneless: bracketed syllables without tone marks are glosses here.
        is_traditional: traditional characters stand here in number.
    """

    has_toneless: bool
    is_traditional: bool

    @classmethod
    def for_text(cls, text: str) -> "Repairer":
        return cls(has_toneless_glosses(text), _is_traditional(text))

    def repair(self, text: str) -> tuple[str, Mapping[str, int]]:
        """The repaired text and how often each repair was made."""
        counts: Counter[str] = Counter()
        text, counts["invisible_character"] = _INVISIBLE.subn("", text)
        text, counts["compatibility_character"] = _COMPATIBLE.subn(_canonical, text)
        text, counts["pinyin_gloss"] = drop_glosses(text, toneless=self.has_toneless)
        text, counts["shifted_bytes"] = repair_shifted(text)
        text, n_more = drop_glosses_of_letters(text)
        counts["pinyin_gloss"] += n_more
        for pattern in _DOUBLED if _BESIDE.search(text) else ():
            text, n_doubled = pattern.subn("", text)
            counts["doubled_punctuation"] += n_doubled
        if self.is_traditional:
            text, counts["traditional"], counts["over_converted"] = _to_simplified(text)
        return text, {name: count for name, count in counts.items() if count}


def count_lost(text: str) -> int:
    """Characters that are lost for good: replacement characters, and `?` where no question can end."""
    return len(_LOST.findall(text)) if "?" in text or REPLACEMENT in text else 0


def _canonical(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match.group())


def _is_traditional(text: str) -> bool:
    converted = simplified(text)
    if converted == text:
        return False
    n_changed = sum(a != b for a, b in zip(text, converted, strict=False))
    return n_changed >= max(_MIN_TRADITIONAL, _MIN_TRADITIONAL_SHARE * len(_HANZI.findall(text)))


def _to_simplified(text: str) -> tuple[str, int, int]:
    converted = simplified(text)
    n_converted = sum(a != b for a, b in zip(text, converted, strict=False))
    plain, n_over = _OVER_CONVERTED.subn(lambda m: _PLAIN_OF[m.group()], converted)
    return plain, n_converted, n_over
