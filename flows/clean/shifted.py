"""Characters lost where a GBK text was edited byte by byte: `?,F` for `。現`, `毙畔?` for `”信息`.

What belongs here: this one damage, whose mechanism is known, and its repair. What does not: any guess by
meaning.

The mechanism. Some copying sites insert commas or glosses into GBK **bytes** and do not look where a
character begins. The byte before the insertion loses its partner and becomes `?` or U+FFFD; from there on each
character is read from the second byte of one and the first byte of the next, until a byte pairs with an ASCII
letter (`AC` + `F`) or is lost with the ASCII character behind it (`A2` + `<`, again a `?`).

So the characters inside can be computed. Of the first and the last one only one byte is left: they are
restored only if the page itself, in words it uses elsewhere, leaves one possibility, and become U+FFFD
else. A run that holds a digit is left as it is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise, starmap
from typing import Final

from flows.clean.hanzi import is_everyday
from flows.clean.pinyin import READING, has_tone

_LOST: Final = "\ufffd"
_MARKS: Final = ("?", _LOST)
_START: Final = re.compile(r"[?\ufffd](?=[^\x00-\x40]|[,;:!()])")
_MAX_RUN: Final = 80
# The page may have had its full-width punctuation narrowed after the damage.
_WIDENED: Final = str.maketrans(",;:!()", "，；：！（）")
_TAG_REST: Final = re.compile(r"/?(?:span|font|p|b|strong|a|div|td|o:p)>")
_GLOSSED: Final = re.compile(rf"[(（]{READING.pattern}[)）]")
# An ideographic space, the usual indent, is A1 A1 in GBK.
_INDENT_TRAIL: Final = b"\xa1"
# Words that open a sentence: before them stands a full stop, A1 A3, and no other mark ends in A3.
_STOP: Final = "。"
_STOP_TRAIL: Final = b"\xa3"
_OPENER: Final = re.compile("[现現][将將就]|本[报報]告|截至|截止|其中[，,：:]")
_NUMBERING: Final = re.compile(r"[（(]?[一二三四五六七八九十]+[）)、]")


@dataclass(slots=True)
class Words:
    """Which characters stand next to each other elsewhere on the page."""

    pairs: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, text: str) -> "Words":
        return cls(frozenset(map("".join, pairwise(text))))

    def knows(self, left: str, right: str) -> bool:
        return left + right in self.pairs


@dataclass(frozen=True, slots=True)
class _Run:
    """A damaged run: `stream` are its bytes from the second byte of the first lost character on."""

    stream: bytes
    end: int
    ends_in_loss: bool


def repair_shifted(text: str) -> tuple[str, int]:
    """Restore shifted runs whose bytes give one answer; returns the text and how many they were."""
    if not any(mark in text for mark in _MARKS):
        return text, 0
    out: list[str] = []
    done = n_repaired = 0
    words: Words | None = None
    for match in _START.finditer(text):
        if match.start() < done or (run := _run_at(text, match.end())) is None:
            continue
        words = words or Words.of(text)
        restored = _restored(text, match.start(), run, words)
        if restored is None:
            continue
        out += [text[done : match.start()], restored]
        done = run.end
        n_repaired += 1
    return "".join(out) + text[done:], n_repaired


def _run_at(text: str, start: int) -> _Run | None:
    """The run that begins behind the `?` at `start` - 1, or None if bytes cannot have come about so."""
    if (reading := READING.match(text, start)) is not None:
        # A gloss was inserted in the middle of a character, and its opening bracket was lost with a byte.
        if not text.startswith(")", reading.end()) or not has_tone(reading.group()):
            return None
        start = reading.end() + 1
    stream = bytearray()
    for index, character in enumerate(text[start : start + _MAX_RUN], start):
        if character in _MARKS:
            rest = _TAG_REST.match(text, index + 1)
            return _Run(bytes(stream), rest.end() if rest else index + 1, True) if stream else None
        if character.isascii() and (character.isalpha() or character in "_@[]^`{|}~\\"):
            return _Run(bytes(stream) + character.encode(), index + 1, False) if stream else None
        code = _gbk(character.translate(_WIDENED))
        if len(code) != 2 or character.isdigit():
            return None
        stream += code
    return None


def _gbk(character: str) -> bytes:
    try:
        return character.encode("gb18030")
    except UnicodeEncodeError:
        return b""


def _restored(text: str, start: int, run: _Run, words: Words) -> str | None:
    """The words of a run, or None if they are not certain."""
    inside = _decoded(run.stream[1:-1] if run.ends_in_loss else run.stream[1:])
    if not inside or any(c.isdigit() for c in inside) or not all(map(is_everyday, inside)):
        return None
    before, after = text[start - 1 : start].strip(), text[run.end : run.end + 1].strip()
    last = _only_last(run.stream[-1], inside[-1], after, words) if run.ends_in_loss else ""
    starts_line = not before and _NUMBERING.match(inside) is not None
    following = inside if run.ends_in_loss else inside + after
    is_supported = (
        starts_line
        or bool(last)
        or any(starmap(words.knows, pairwise(following)))
        or _GLOSSED.match(text, run.end) is not None
    )
    if not is_supported:
        return None
    is_indent = starts_line and run.stream[:1] == _INDENT_TRAIL
    if is_indent:
        first = ""
    elif run.stream[:1] == _STOP_TRAIL and _OPENER.match(
        inside + _GLOSSED.sub("", text[run.end : run.end + _MAX_RUN])
    ):
        first = _STOP
    else:
        first = _only_first(run.stream[0], before, inside[0], words)
    return first + inside + (last or _LOST if run.ends_in_loss else "")


def _only_first(trail: int, before: str, after: str, words: Words) -> str:
    """The one character with this second byte that the page uses between these two, or U+FFFD."""
    if not before:
        return _LOST
    found = [c for c in _ending_in(trail) if words.knows(before, c) and words.knows(c, after)]
    return found[0] if len(found) == 1 else _LOST


def _only_last(lead: int, before: str, after: str, words: Words) -> str:
    """The one character with this first byte that the page uses after `before`, or nothing."""
    is_free = not after or not is_everyday(after)
    found = [
        c for c in _beginning_with(lead) if words.knows(before, c) and (is_free or words.knows(c, after))
    ]
    return found[0] if len(found) == 1 else ""


@lru_cache(maxsize=256)
def _ending_in(trail: int) -> tuple[str, ...]:
    return _everyday(bytes([lead, trail]) for lead in range(0x81, 0xFF))


@lru_cache(maxsize=256)
def _beginning_with(lead: int) -> tuple[str, ...]:
    return _everyday(bytes([lead, trail]) for trail in range(0x40, 0xFF))


def _everyday(codes: Iterable[bytes]) -> tuple[str, ...]:
    decoded = map(_decoded, codes)
    return tuple(c for c in decoded if len(c) == 1 and is_everyday(c) and not c.isdigit())


def _decoded(code: bytes) -> str:
    try:
        return code.decode("gb18030")
    except UnicodeDecodeError:
        return ""
