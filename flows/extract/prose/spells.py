"""Parts of a year that are told by what went on: 春节前后, 防汛期间, 宣传周, 当月.

What belongs here: where such words rule what a sentence counts. What does not: parts of a year that are told by
months, quarters and dates (`periods.py`), and the period of a figure (`dated.py`).

春节期间主动公开政府信息80条 is no figure of the year; 春节期间加强值守 and 开展宣传月活动 say nothing of one.
"""

import re
from typing import Final

# Without one of these no such words are looked for.
_SIGNS: Final = ("期间", "前后", "节前", "节后", "汛前", "汛后", "宣传", "公开月", "公开周", "其间", "当")
# Up to what is counted: the body may stand between, and no word of time.
_COUNTED: Final = (
    r"(?:活动)?[中内里]?(?:,[^,;。年月\d]{0,16}?|[我本全][^,;。年月\d]{1,4}?)?(?:共计?|累计|已|及时|依法|集中|补充)*"
    r"(?:主动|公开|公布|发布|收到|受理|接到|新收|未收|没有收|没有受)"
)
_SPELL: Final = re.compile(
    r"(?:(?<![一-龥\d])|(?<=在)|(?<=年))(?:[一-龥]{0,12}?(?:(?<!报告)(?<!统计)(?<!年度)(?<!年)期间|[^目此]前后|[节汛][前后]|(?:宣传|公开)[周月日])"
    rf"|其间|当[月日天周晚]|当季度?){_COUNTED}"
)


def spell_in(text: str) -> int | None:
    """Where words for a part of the year begin that what is counted behind them stands under; None where none do.

    Args:
        text: a sentence as it is cut.
    """
    if not any(sign in text for sign in _SIGNS):
        return None
    found = _SPELL.search(text)
    return None if found is None else found.start()
