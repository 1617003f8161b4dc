"""Parts of a year that are told by what went on."""

import pytest

from tests.unit.prose_facts import facts

ITEMS, RECEIVED = "stat.proactive.items", "stat.applications.received"


@pytest.mark.parametrize(
    "spell",
    [
        "春节前后",
        "防汛期间",
        "在“世界水日”宣传周",
        "政务公开月期间,",
        "国庆节前,",
        "其间,",
        "当月",
        "当日",
        "春节期间,我局",
        "2016年春节期间,",
        "2016年,防汛期间",
    ],
)
def test_a_figure_of_a_part_of_the_year(spell: str) -> None:
    assert facts(f"{spell}主动公开政府信息80条,收到政府信息公开申请3件。", 2016) == {}
    assert facts(f"{spell}未收到政府信息公开申请。", 2016) == {}
    beside = f"{spell}主动公开政府信息80条,全年主动公开政府信息320条。"
    assert facts(beside, 2016) == {ITEMS: 320}


@pytest.mark.parametrize(
    "words",
    [
        "防汛期间加强值守,全年",
        "开展政务公开宣传月活动,全年",
        "防汛期间未发生事故;",
        "报告期间",
        "统计期间",
        "2016年期间",
        "2016年度期间,",
        "当年",
    ],
)
def test_what_only_looks_like_a_part_of_the_year(words: str) -> None:
    assert facts(f"{words}主动公开政府信息80条。", 2016) == {ITEMS: 80}
