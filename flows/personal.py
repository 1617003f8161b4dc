"""What in a text is a person's own: identity card and mobile numbers, e-mail addresses; hidden before it is published.

What belongs here: finding and hiding them, as a function of Python and as one of SQL. What does not: which texts are
published (`dbt_project/models/marts`, `site/excerpts.py`); the archive, the raw tables and the reader keep every
character.

Each character gives way to a ＊, so that all places in a text hold on. The numbers of an office (0551-62871234) are
meant for the public and stay. Identity cards: GB 11643-1999 (18 characters) and GB 11643-1989 (15 digits), told from
other long numbers by the province at their head and the day of birth within.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

import duckdb

SQL_NAME: Final = "without_personal"
"""What the function is called in SQL: `without_personal(text, beside_figures)`."""

_PYTHON_NAME: Final = "without_personal_in_python"

_PROVINCE: Final = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)"
_CARD: Final = re.compile(
    rf"(?<!\d){_PROVINCE}\d{{4}}(?:"
    r"(?P<gap>[-—–. \u00a0\u3000]?)(?P<born>\d{8})(?P=gap)\d{3}[0-9Xx]|(?P<born_in_1900s>\d{6})\d{3}(?!\d))(?!\d)"
)
# With the code of the country or a nought, and with dashes, dots or spaces in the usual places. What is followed by
# decimals or a unit of money is an amount.
_MOBILE: Final = re.compile(
    r"(?<!\d)(?:0|(?:00)?86-?|(?<=[+])86 )?1[3-9]\d"
    r"(?:(?P<dash>[-—–]?)\d{4}(?P=dash)?\d{4}|(?P<gap>[. \u00a0\u3000])\d{4}(?P=gap)\d{4})"
    r"(?!\d|[.]\d|[万亿]|元(?!旦))"
)
_FIGURE_BEFORE: Final = re.compile(r"\d(?:[.,]|%?[ \t\u00a0\u3000]+)$")
_FIGURE_BEHIND: Final = re.compile(r"[,%]|[ \t\u00a0\u3000]+[-+]?\d")
_BEFORE: Final = 8
"""Characters looked at before a number, for a figure of the same row."""
_MAIL: Final = re.compile(
    r"(?:[A-Za-z0-9._%+-]{1,64}|[\u4e00-\u9fff]{1,8})@[A-Za-z0-9-]{1,63}(?:[.][A-Za-z0-9-]{1,63}){1,8}"
)
_ADDRESS: Final = re.compile(r"(?:https?://|www[.])[^\s\u3000-\u9fff]+")
_HIDDEN: Final = "＊"
_NARROW: Final = dict(zip(range(0xFF01, 0xFF5F), range(0x21, 0x7F), strict=True))
"""The wide forms of ASCII, which pages print at will."""
_UNSEEN: Final = r"[\x{ad}\x{180e}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{206f}\x{feff}]"
"""Signs without a width, which may stand anywhere; as RE2 writes them."""
_IS_UNSEEN: Final = re.compile(re.sub(r"\\x[{]([0-9a-f]+)[}]", lambda code: chr(int(code[1], 16)), _UNSEEN))


def _digits(number: int) -> str:
    return rf"(?:[0-9０-９]{_UNSEEN}*){{{number}}}"


# Nearly no text has any of these: DuckDB itself, which uses RE2, finds those that have, and Python sees no others.
_GAP: Final = r"[-—–. \x{a0}\x{3000}－．]?" + f"{_UNSEEN}*"
_SUSPECT: Final = (
    f"[@＠]|{_digits(6)}{_GAP}{_digits(5)}|[1１]{_UNSEEN}*{_digits(2)}{_GAP}{_digits(4)}{_GAP}{_digits(4)}"
)


def without_personal(text: str, *, beside_figures: bool = False) -> str:
    """A text with what is a person's own hidden; as long as before.

    Args:
        beside_figures: the text prints figures without their units, and eleven digits may be one of them: mobile
            numbers stay. The others are longer than any figure that is stored.
    """
    narrow, places = _bare(text.translate(_NARROW))
    found = [one for one in _CARD.finditer(narrow) if _has_birthday(one)]
    if "@" in narrow:
        found += _MAIL.finditer(narrow)
    if not beside_figures:
        found += _mobiles(narrow)
    for one in found:
        start, end = places[one.start()], places[one.end() - 1] + 1
        text = text[:start] + _HIDDEN * (end - start) + text[end:]
    return text


def teach(database: duckdb.DuckDBPyConnection) -> None:
    """Make the function known to an open connection; one that is opened from it lacks the macro (`teach_macro`)."""
    database.create_function(
        _PYTHON_NAME,
        lambda text, beside_figures: without_personal(text, beside_figures=beside_figures),
        [duckdb.sqltypes.VARCHAR, duckdb.sqltypes.BOOLEAN],
        duckdb.sqltypes.VARCHAR,
    )
    teach_macro(database)


def teach_macro(database: duckdb.DuckDBPyConnection) -> None:
    """Make the function known to a connection that was opened from one to which it is. Python, and all that DuckDB
    loads to speak with it, is asked only where a text is suspect."""
    database.execute(
        f"create or replace temp macro {SQL_NAME}(text, beside_figures) as "
        f"case when regexp_matches(text, '{_SUSPECT}') then {_PYTHON_NAME}(text, beside_figures) else text end"
    )


def _bare(text: str) -> tuple[str, Sequence[int]]:
    """A text without what is not seen, and where each of its characters stood."""
    if _IS_UNSEEN.search(text) is None:
        return text, range(len(text))
    places = [place for place, sign in enumerate(text) if _IS_UNSEEN.match(sign) is None]
    return "".join(text[place] for place in places), places


def _mobiles(text: str) -> list[re.Match[str]]:
    """The mobile numbers of a text, and no figures of a row or digits of a page's address."""
    addressless = _ADDRESS.sub(lambda address: "/" * len(address[0]), text)
    found = _MOBILE.finditer(addressless)
    return [one for one in found if not one["gap"] or not _is_beside_figure(one)]


def _is_beside_figure(found: re.Match[str]) -> bool:
    """Whether a further figure stands in the same row."""
    text, start = found.string, found.start()
    return (
        _FIGURE_BEFORE.search(text[max(0, start - _BEFORE) : start]) is not None
        or _FIGURE_BEHIND.match(text, found.end()) is not None
    )


def _has_birthday(found: re.Match[str]) -> bool:
    """Whether a day of birth stands where a card has it; cards of 15 digits are of people born before 2000."""
    digits = found["born"] or f"19{found['born_in_1900s']}"
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= 1900
    except ValueError:
        return False
