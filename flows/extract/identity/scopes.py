"""Scope: whose figures a report says that it holds, those of one body alone or of its whole system.

What belongs here: the words of titles, openings and notes that say so. What does not: the scope of a single figure
(`prose/context.py`), and figures of a whole place in a department's table (`tables/foreign.py`).
"""

import re
from collections.abc import Sequence
from typing import Final

from flows.clean.page import Page
from flows.extract.identity.clues import Clue, located
from flows.extract.identity.titles import Title
from flows.vocabulary import Scope

_OWN_SCOPE: Final = re.compile(r"本级|机关本身|(?:局|委|厅|署|部)机关(?!各)")
_SYSTEM_SCOPE: Final = re.compile(
    r"全系统|系统(?=\S{0,12}公开)|全国(?!人|政)|各(?:部门|单位|地|级)\S{0,4}汇总|汇总|^全[省市县区]"
)
_OWN_FIGURES: Final = re.compile(
    r"(?:报告|数据|统计)[^。；\n]{0,30}(?:不含|不包括|仅(?:含|包括|反映|统计|为))[^。；\n]{0,12}(?:下属|所属|直属|本级|机关)"
)
_ALL_FIGURES: Final = re.compile(
    r"(?:综合|汇总)[^。；\n]{0,24}各(?:部门|乡镇|单位|县|区|市|地|镇|街道)[^。；\n]{0,40}(?:报告|数据|编制|情况)"
    r"|各(?:部门|乡镇|单位|县|区|市|地|镇|街道)[^。；\n]{0,40}(?:报告|数据|情况)[^。；\n]{0,6}(?:汇总|综合)"
)
# 本报告数据为全县水利系统数据, and in a note under a table: 以上数据均含局属各单位
_FIGURES: Final = re.compile("数[据字值]")
_OF_THE_REPORT: Final = re.compile(r"(?:报告|以上|上述|[上本]表|表[中内]|所列)[^。；，,\n]{0,6}$")
_BEHIND_FIGURES: Final[tuple[tuple[Scope, re.Pattern[str]], ...]] = (
    ("agency", re.compile(r"(?:均|都)?(?:不|未)(?:包?含|包括)[^。；，,\n]{0,6}(?:所|下|局|直|委)属")),
    (
        "system",
        re.compile(
            r"(?:均|都)?(?:为|是|系|包?含|包括|涵盖)[^。；，,\n不未仅]{0,14}(?:全系统|(?:所|下|局|直|委)属[^。；，,\n]{0,6}(?:单位|机构)"
            r"|全[省市县区州旗盟](?!政)[^。；，,\n]{0,6}(?:系统|数据|情况|汇总|合计))"
        ),
    ),
    (
        "agency",
        re.compile(
            r"(?:均|都)?(?:仅|只)?(?:为|是|系|包?含|包括)[^。；，,\n]{0,8}(?:本级|局机关)(?![及和与、])"
        ),
    ),
)
_BEFORE: Final = 16
_SCOPE_SEARCHED: Final = 800
_TITLE_WITHIN: Final = 6000


def stated_scope(page: Page, found: Sequence[Title]) -> Clue | None:
    """Whose figures the report says it holds, in its title or where it begins; most reports do not say."""
    for title in found:
        for scope, pattern in (("agency", _OWN_SCOPE), ("system", _SYSTEM_SCOPE)):
            if pattern.search(title.words):
                return located(scope, "title", title.words, page.text, within=_TITLE_WITHIN)
    for scope, pattern in (("agency", _OWN_FIGURES), ("system", _ALL_FIGURES)):
        if match := pattern.search(page.text, 0, _SCOPE_SEARCHED):
            return Clue(scope, "sentence", match[0], *match.span())
    return _noted_scope(page.text)


def _noted_scope(text: str) -> Clue | None:
    """Whose figures they are by what the report says of them anywhere: 以上数据均含局属各单位."""
    for figures in _FIGURES.finditer(text):
        named = _OF_THE_REPORT.search(text[max(0, figures.start() - _BEFORE) : figures.start()])
        if named is None:
            continue
        for scope, pattern in _BEHIND_FIGURES:
            if match := pattern.match(text, figures.end()):
                start = figures.start() - len(named[0])
                return Clue(scope, "sentence", text[start : match.end()], start, match.end())
    return None
