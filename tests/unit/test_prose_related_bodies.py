"""Figures of bodies that are told of by what the report's own has to do with them."""

import pytest

from flows.extract.prose import read_prose
from tests.unit.prose_facts import REFERENCE, facts

ITEMS, RECEIVED = "stat.proactive.items", "stat.applications.received"
OWN = ("样例县水利局",)


@pytest.mark.parametrize(
    "subject",
    [
        "我局牵头的县河长制办公室",
        "我局代管的县移民办",
        "我局主管的水利学会",
        "我局联系的东关村",
        "我局下设的水政执法大队",
        "我局派驻政务中心窗口",
        "我局结对帮扶村",
        "帮助企业",
        "帮助35个村",
        "督促12家供水企业",
        "代县政府起草",
    ],
)
def test_the_figure_of_a_body_that_ours_has_to_do_with(subject: str) -> None:
    text = f"{subject}公开政府信息75条。"
    read = read_prose(text, (), REFERENCE, report_year=2016, own_names=OWN)
    assert read.observations == ()
    assert [finding.rule for finding in read.findings] == ["of_other_bodies"]
    assert facts(f"我局主动公开政府信息320条。{text}", 2016, OWN) == {ITEMS: 320}


@pytest.mark.parametrize(
    "subject",
    [
        "我局牵头",
        "我局作为牵头单位",
        "我局主管的事项",
        "我局下设政务公开办公室",
        "加强与企业的联系,",
        "督促指导到位,",
        "我局联系实际,",
        "我局代建管理的项目全部完工,",
    ],
)
def test_what_only_looks_like_another_body(subject: str) -> None:
    assert facts(f"{subject}公开政府信息75条。", 2016, OWN) == {ITEMS: 75}


def test_a_body_below_that_received_nothing() -> None:
    assert RECEIVED not in facts("我局代管的县移民办未收到政府信息公开申请。", 2016, OWN)
    assert facts("我局未收到政府信息公开申请。", 2016, OWN) == {RECEIVED: 0}
