"""What in a text is a person's own: identity card and mobile numbers, e-mail addresses; hidden before it is published.

What belongs here: finding and hiding them, as a function of Python and as one of SQL. What does not: which texts are
published (`dbt_project/models/marts`, `site/excerpts.py`); the archive, the raw tables and the reader keep every
character.

Each character gives way to a ＊, so that all places in a text hold on. The numbers of an office (0551-62871234) are
meant for the public and stay. Identity cards: GB 11643-1999 (18 characters) and GB 11643-1989 (15 digits), told from
other long numbers by the province at their head and the day of birth within.
"""

import re
from datetime import date
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from duckdb.func import FunctionNullHandling, PythonUDFType

SQL_NAME: Final = "without_personal"
"""What the function is called in SQL: `without_personal(text, beside_figures)`."""

# Nearly no text has any of these: the others are looked over once, all together.
_SUSPECT: Final = r"[@＠]|[0-9０-９－-]{11}"
_PROVINCE: Final = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)"
_CARD: Final = re.compile(
    rf"(?<!\d){_PROVINCE}\d{{4}}(?:(?P<born>\d{{8}})\d{{3}}[0-9Xx]|(?P<born_in_1900s>\d{{6}})\d{{3}}(?!\d))(?!\d)"
)
# With the code of the country, and with hyphens in the usual places. What is followed by decimals or a unit of money
# is an amount.
_MOBILE: Final = re.compile(
    r"(?<!\d)(?:(?:00)?86-?)?1[3-9]\d(?P<hyphen>-?)\d{4}(?P=hyphen)\d{4}(?!\d|[.]\d|[万亿]|元(?!旦))"
)
_MAIL: Final = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:[.][A-Za-z0-9-]{1,63}){1,8}")
_HIDDEN: Final = "＊"
_NARROW: Final = dict(zip(range(0xFF01, 0xFF5F), range(0x21, 0x7F), strict=True))
"""The wide forms of ASCII, which pages print at will."""


def without_personal(text: str, *, beside_figures: bool = False) -> str:
    """A text with what is a person's own hidden; as long as before.

    Args:
        beside_figures: the text prints figures without their units, and eleven digits may be one of them: mobile
            numbers stay. The others are longer than any figure that is stored.
    """
    narrow = text.translate(_NARROW)
    found = [*filter(_has_birthday, _CARD.finditer(narrow)), *_MAIL.finditer(narrow)]
    if not beside_figures:
        found += _MOBILE.finditer(narrow)
    for one in found:
        text = text[: one.start()] + _HIDDEN * len(one[0]) + text[one.end() :]
    return text


def teach(database: duckdb.DuckDBPyConnection) -> None:
    """Make the function known to an open connection, and to all that are opened from it."""
    database.create_function(
        SQL_NAME,
        _of_column,
        [duckdb.sqltypes.VARCHAR, duckdb.sqltypes.BOOLEAN],
        duckdb.sqltypes.VARCHAR,
        type=PythonUDFType.ARROW,
        null_handling=FunctionNullHandling.SPECIAL,
    )


# DuckDB looks at the types, and the classes of pyarrow take no parameters while a program runs.
def _of_column(texts: pa.ChunkedArray, beside_figures: pa.ChunkedArray) -> pa.ChunkedArray:  # type: ignore[type-arg]
    suspects = pc.match_substring_regex(texts, _SUSPECT)
    if not pc.any(suspects).as_py():
        return texts
    rows = zip(texts.to_pylist(), suspects.to_pylist(), beside_figures.to_pylist(), strict=True)
    return pa.chunked_array([[_of_row(*row) for row in rows]], type=pa.string())


def _of_row(text: str | None, is_suspect: bool | None, beside_figures: bool | None) -> str | None:
    if text is None or not is_suspect:
        return text
    return without_personal(text, beside_figures=bool(beside_figures))


def _has_birthday(found: re.Match[str]) -> bool:
    """Whether a day of birth stands where a card has it; cards of 15 digits are of people born before 2000."""
    digits = found["born"] or f"19{found['born_in_1900s']}"
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= 1900
    except ValueError:
        return False
