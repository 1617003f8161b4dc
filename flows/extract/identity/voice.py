"""How a text speaks of itself (我局, 本镇, 全县), and which bodies can speak so.

What belongs here: counting those words and judging whether a name fits them. What does not: where names stand
(`agency_clues.py`) and the choice between them (`agency_choice.py`).
"""

import re
from collections import Counter
from typing import Final

from flows.extract.identity.names import AgencyName

_SELF: Final = re.compile(
    r"[我本](中心|街道|公司|[局委厅办镇乡县市区省州盟旗校院馆所会社署站队处园关团]|部(?!门)|行(?!政|业|为))(?![长员属内直计])"
    r"|全(局|委|厅|办|镇|乡|街道|县|市|区|省|州|盟|旗|校|院|中心|馆|所)(?![长员属内直])"
)
_NEUTRAL: Final = re.compile(r"[我本](?:单位|机关|部门|行政机关)")
_PLACES: Final = ("县", "市", "区", "省", "州", "盟", "旗")
_TOWNS: Final = ("镇", "乡")
_STREET: Final = "街道"
_BUREAUS: Final = ("局", "委员会", "委", "厅")
# What a body that calls itself 我委, 我办, ... can be named like.
_ENDINGS: Final = {
    "局": ("局",), "委": ("委", "委员会", "管委会"), "厅": ("厅",), "办": ("办", "办公室", "办公厅", "办事处"),
    "校": ("校", "学", "学院", "中", "园"), "院": ("院",), "中心": ("中心",), "馆": ("馆",), "所": ("所",),
    "会": ("会",), "社": ("社",), "署": ("署",), "站": ("站",), "队": ("队",), "处": ("处",), "园": ("园", "园区"),
    "关": ("海关",), "团": ("团",), "部": ("部",), "行": ("行",), "公司": ("公司",),
}  # fmt: skip


def first_own_words(text: str) -> int:
    """Where a text first speaks of itself; its length where it never does."""
    match = _SELF.search(text)
    return match.start() if match else len(text)


class Voice:
    """What a text calls itself, counted."""

    def __init__(self, text: str) -> None:
        self._counts: Counter[str] = Counter(match[1] or match[2] for match in _SELF.finditer(text))
        self._is_neutral = _NEUTRAL.search(text) is not None

    @property
    def of_bureau(self) -> int:
        """How often it speaks as a body below a government: 我局, 本中心."""
        return sum(self._counts[word] for word in _ENDINGS)

    @property
    def of_town(self) -> int:
        """How often it speaks as a township."""
        return sum(self._counts[word] for word in _TOWNS)

    @property
    def of_street(self) -> int:
        """How often it speaks as a street."""
        return self._counts[_STREET]

    @property
    def of_place(self) -> int:
        """How often it speaks as, or of, a county, city or province."""
        return sum(self._counts[word] for word in _PLACES)

    @property
    def is_government(self) -> bool:
        """It speaks as the government of a place and as nothing smaller."""
        return self.of_place > 0 and not (self.of_bureau or self.of_town or self.of_street)

    @property
    def speaks_as_town(self) -> bool:
        """It speaks as a township, and as no bureau."""
        return self.of_town > 0 and not self.of_bureau

    @property
    def place_alone(self) -> str | None:
        """The one kind of place that it speaks as (我县, never 我局 or 本单位), or None."""
        words = [word for word in _PLACES if self._counts[word]]
        return words[0] if len(words) == 1 and self.is_government and not self._is_neutral else None

    def can_be(self, name: AgencyName, *, is_weak: bool, is_column: bool) -> bool:
        """Whether a name that stands below the title is of the kind of body that the text speaks of.

        Args:
            name: the name.
            is_weak: it stands where other bodies are named too.
            is_column: it is a column of the site.
        """
        if name.category == "subdistrict_office":
            return self.of_street > 0 or not (is_weak or self.of_bureau or self.of_town)
        if name.category == "government":
            if name.links and name.links[-1].is_township:
                return self.of_town > 0 or not (is_weak or self.of_bureau or self.of_street)
            is_smaller = self.of_bureau or self.of_town or self.of_street
            return not (is_column or is_smaller) and (self.of_place > 0 or not is_weak)
        if is_weak and not (name.links or name.relative or name.stands_alone):
            # 首页 > 部门 > 水利局 over a text of 我局: the column of the bureau, where its place is known.
            return (
                is_column and self.of_bureau > 1 and name.unit.endswith(_BUREAUS) and self._sounds_like(name)
            )
        if is_column and not self.of_bureau:
            return False
        return self._sounds_like(name) if self.of_bureau else not (self.of_town or self.of_street)

    def _sounds_like(self, name: AgencyName) -> bool:
        """Whether a body of that name calls itself as the text mostly does."""
        most = max(self._counts[word] for word in _ENDINGS)
        words = [word for word in _ENDINGS if self._counts[word] == most]
        return (
            any(name.unit.endswith(_ENDINGS[word]) for word in words) or name.category == "development_zone"
        )
