"""Labels of rows and columns: made comparable, and matched with the labels of the official forms.

What belongs here: what makes two labels the same (numbering, brackets, quotes, spaces, 其它 for 其他), the
alias table, and the few typos that can be forgiven. What does not: labels that were shortened (`likeness.py`), which
labels a form has (`forms.csv`), and what the order of rows says (`align.py`).
"""

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, Generic, TypeVar

from flows.extract.tables.likeness import MEANING, is_shorter_form, may_shorten

T = TypeVar("T", bound=Hashable)

_WIDTH: Final = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)}
_NUMBERING: Final = re.compile(
    r"(?:其中|\ufffd+[、.)]|[一二三四五六七八九十]{1,3}[、.,:]|\([一二三四五六七八九十0-9]{1,3}\)|[0-9]{1,2}[、.,):](?![0-9])|[①-⑳㈠-㈩]"
    r"|[:、.;,*])+"
)
_NO_NUMBER: Final = ":、.;,*"
_BRACKETS: Final = re.compile(r"\([^()]*\)")
# A lost character is no punctuation: 不同意 without its 不 is not 同意.
_PUNCTUATION: Final = re.compile(r"[^\w\ufffd]|_")
_LOST: Final = re.compile("\ufffd+")
_COUNT_SUFFIX: Final = re.compile(r"(?:总数量|总数|数量|件数|条数|次数|人数|情况|数)$")
_CLAUSES: Final = re.compile("[、,，]")
_SPELLINGS: Final = (("其它", "其他"), ("部份", "部分"))

_SHORTEST_BEGINNING: Final = 4
_SHORTEST_WITH_TYPO: Final = 6
_SHORTEST_WITH_TWO: Final = 12
_SHORTEST_WITH_SLIP: Final = 4
_MOST_EDITS: Final = 2


@lru_cache(maxsize=8192)
def plain(label: str) -> str:
    """A label without numbering, white space, punctuation and quotes; what stands in brackets is kept."""
    return _PUNCTUATION.sub("", _unnumbered(label))


@lru_cache(maxsize=8192)
def keys(label: str) -> tuple[str, ...]:
    """What a label is found under, most exact first: as it is, without its brackets, without a last 数."""
    full = plain(label)
    short = _PUNCTUATION.sub("", _BRACKETS.sub("", _unnumbered(label))) or full
    stem = _COUNT_SUFFIX.sub("", short) or short
    return tuple(dict.fromkeys((full, short, stem)))


def is_numbered(label: str) -> bool:
    """Whether a label begins with a number of its own or 其中, so that nothing of it can stand before."""
    return _number(label) != ""


def same_numbering(one: str, other: str) -> bool:
    """Whether two labels are numbered alike."""
    return _number(one) == _number(other)


def _number(label: str) -> str:
    found = _NUMBERING.match("".join(label.translate(_WIDTH).split()))
    return found[0].strip(_NO_NUMBER) if found else ""


@lru_cache(maxsize=1024)
def brackets(label: str) -> tuple[str, ...]:
    """What stands in a label's brackets: notes and units."""
    return tuple(found[1:-1] for found in _BRACKETS.findall(label.translate(_WIDTH)))


def distance(a: str, b: str, limit: int) -> int:
    """Edits that make one label the other; `limit + 1` where there are more."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (x != y)))
        if min(row) > limit:
            return limit + 1
        before = row
    return before[-1]


@lru_cache(maxsize=1 << 14)
def same_but_for_typo(printed: str, official: str) -> bool:
    """Whether two plain labels differ by one slip, or by two in a long label.

    Characters with a meaning of their own (不, 未, 部分, numbers, ...) are never forgiven. What was lost can
    have been any one character, and no more.
    """
    if _LOST.search(printed):
        return re.fullmatch(_LOST.sub(".", printed), official) is not None
    shorter = min(len(printed), len(official))
    if shorter < _SHORTEST_WITH_TYPO:
        return False
    limit = 2 if shorter >= _SHORTEST_WITH_TWO else 1
    if sorted(c for c in printed if c in MEANING) != sorted(c for c in official if c in MEANING):
        return False
    return distance(printed, official, limit) <= limit


def _is_one_slip(printed: str, official: str) -> bool:
    """Whether one character of a label of four or more is another, and neither has a meaning of its own: 重复申情."""
    if len(printed) != len(official) or len(printed) < _SHORTEST_WITH_SLIP:
        return False
    slips = [pair for pair in zip(printed, official, strict=True) if pair[0] != pair[1]]
    return len(slips) == 1 and not MEANING & {*slips[0]}


def _clauses(label: str) -> tuple[str, ...]:
    """A plain label without its brackets, whole and clause by clause."""
    bare = _BRACKETS.sub("", _unnumbered(label))
    return tuple(
        dict.fromkeys(_of_year(_PUNCTUATION.sub("", words)) for words in (bare, *_CLAUSES.split(bare)))
    )


def _of_year(label: str) -> str:
    return label.replace("年度", "年")


class LabelIndex(Generic[T]):
    """Finds what a printed label means among the labels of a form.

    Args:
        entries: official labels with what they stand for; one label can stand for several things.
        aliases: other spellings with the official label, as printed.
    """

    def __init__(self, entries: Iterable[tuple[str, T]], aliases: Mapping[str, str]) -> None:
        self._exact: dict[str, dict[T, None]] = {}
        self._loose: dict[str, dict[T, None]] = {}
        self._by_clause: dict[tuple[str, ...], dict[T, None]] = {}
        self._aliases = {plain(printed): official for printed, official in aliases.items()}
        self._known = lru_cache(maxsize=1 << 13)(self._find)
        for label, item in entries:
            first, *others = keys(label)
            self._exact.setdefault(first, {})[item] = None
            self._by_clause.setdefault(_clauses(label), {})[item] = None
            for key in others:
                self._loose.setdefault(key, {})[item] = None

    def find(self, label: str) -> tuple[T, ...]:
        """What the label stands for: several where the form uses it more than once, none if it is unknown."""
        # Reports print the same labels.
        return self._known(label)

    def _find(self, label: str) -> tuple[T, ...]:
        if not plain(label):
            return ()
        for spelling in (label, self._aliases.get(plain(label))):
            if spelling is None:
                continue
            for key in keys(spelling):
                found = self._exact.get(key) or self._loose.get(key)
                if found:
                    return tuple(found)
        return ()

    def find_beginning(self, label: str) -> tuple[T, ...]:
        """What the one label that begins with these words stands for; none where none or several begin so."""
        wanted = plain(label)
        if len(wanted) < _SHORTEST_BEGINNING:
            return ()
        begun = [key for key in self._exact if key.startswith(wanted)]
        return tuple(self._exact[begun[0]]) if len(begun) == 1 else ()

    def find_with_typo(self, label: str, among: Sequence[T]) -> T | None:
        """The one item among some whose label differs by a typo only.

        None where none or several do, and where another label of the form is as near, whatever it means: 口同意
        can be 不同意 as well as 同意.
        """
        wanted = plain(label)
        allowed = set(among)
        near = [key for key in self._exact if same_but_for_typo(wanted, key)]
        items = {item for key in near for item in self._exact[key] if item in allowed}
        if len(items) != 1:
            return None
        edits = min(distance(wanted, key, _MOST_EDITS) for key in near if items & self._exact[key].keys())
        others = (key for key, found in self._exact.items() if not items & found.keys())
        return None if any(distance(wanted, key, edits) <= edits for key in others) else items.pop()

    def find_like(self, label: str, among: Sequence[T]) -> T | None:
        """The one item among some whose label was shortened, or has a slip that only its place lets forgive.

        None where another label of the form, whatever it means, can be meant as well.
        """
        wanted = _of_year(plain(label))
        near = {
            item: any(is_shorter_form(wanted, clause) or _is_one_slip(wanted, clause) for clause in clauses)
            for clauses, items in self._by_clause.items()
            if any(may_shorten(wanted, clause) or _is_one_slip(wanted, clause) for clause in clauses)
            for item in items
        }
        if len(near) != 1:
            return None
        item, is_like = near.popitem()
        return item if is_like and item in among else None


def _unnumbered(label: str) -> str:
    bare = "".join(label.translate(_WIDTH).split()).lower()
    for written, usual in _SPELLINGS:
        bare = bare.replace(written, usual)
    return _NUMBERING.sub("", bare, count=1) if _NUMBERING.match(bare) else bare
