"""What is known of single Chinese characters: which are everyday ones, and their simplified forms.

What belongs here: facts about characters, shared by the decoder and the repairs. What does not: repairs.
"""

from functools import lru_cache
from typing import Final

from opencc import OpenCC

HANZI: Final = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇"
"""The inside of a regular expression's character class: ideographs."""


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    # Made on first use: a worker process that is forked before has no dictionary to copy.
    return OpenCC("t2s")


def simplified(text: str) -> str:
    """Traditional characters become simplified ones, by words and then by characters."""
    return str(_converter().convert(text))


@lru_cache(maxsize=32_768)
def is_everyday(character: str) -> bool:
    """Whether its simplified form is in the first level of GB/T 2312 (3,755 characters) or its punctuation.

    Nearly all characters of any official text are; most of those of a text read in a wrong encoding are not.
    """
    if character == "〇":
        return True
    try:
        code = simplified(character).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and (code[0] in (0xA1, 0xA3) or 0xB0 <= code[0] <= 0xD7)
