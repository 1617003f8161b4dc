"""Figures that are told only in part: under a sum, with a footnote, denied and counted, in a list's entries, of a
docket, or in the place of a number. Beside each stands what must still be read. All bodies are invented."""

import pytest

from flows.extract.prose import read_prose
from tests.unit.prose_facts import REFERENCE, Facts, facts

ITEMS = "stat.proactive.items"
RECEIVED = "stat.applications.received"
REPLIED = "stat.applications.replied"
REVIEW, LITIGATION = "stat.review", "stat.litigation"
REMEDIES = "四、复议、诉讼情况\n"
BUREAU = ["样例县水利局"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # Whether what follows a sum up to the year's end is a sum too is not told; that there was none is.
        ("截至2016年底累计公开政府信息3030条,收到政府信息公开申请5件。", {f"{ITEMS} cumulative": 3030}),
        ("截至2016年底累计公开政府信息3030条,其中政府网站公开2900条。", None),
        # A sum in brackets says nothing of the next figure.
        (
            "截至2016年12月31日,当年收到政府信息公开申请6件(历年累计27件),已答复6件(历年累计27件)。",
            {RECEIVED: 6, f"{RECEIVED} cumulative": 27, REPLIED: 6, f"{REPLIED} cumulative": 27},
        ),
        # Denied and counted at once: nobody can tell which is meant.
        (f"{REMEDIES}未发生政府信息公开行政复议案1件、行政诉讼案0件。", {LITIGATION: 0}),
        (f"{REMEDIES}未发生政府信息公开行政复议案0件。", {REVIEW: 0}),
        (f"{REMEDIES}未发生一件政府信息公开行政复议案。", {REVIEW: 0}),
        # Marks of footnotes are no part of a number, nor of its unit.
        ("主动公开政府信息320[1]条,收到政府信息公开申请5①件。", {ITEMS: 320, RECEIVED: 5}),
        ("主动公开政府信息3[2]0条。", {}),
        ("收到申请公开政府信息的申请12件。", {RECEIVED: 12}),
        ("收到申请公开政府信息的书面申请5份、网上申请7份。", {"stat.applications.received.online": 7}),
        # What was done with those of the year before.
        ("全年办理依申请公开2件,均为2015年12月收到。", {}),
        ("收到政府信息公开申请1件,为2015年12月30日收到的申请。", {}),
        ("收到政府信息公开申请3件,均为2016年收到。", {RECEIVED: 3}),
        ("针对公众关注热点或重大舆情,我局共回应3次。", {"stat.response.hot_topics": 3}),
        ("一、主动公开政府信息数(条):523\n二、收到政府信息公开申请数(件):6", {ITEMS: 523, RECEIVED: 6}),
        ("主动公开政府信息(含村务信息):523", {}),
    ],
)
def test_what_is_told_only_in_part(sentence: str, expected: Facts | None) -> None:
    found = facts(sentence, 2016)
    assert found == expected if expected is not None else f"{ITEMS} cumulative" in found


def test_the_own_figure_beside_that_of_the_whole_place() -> None:
    reading = read_prose(
        "全县各部门主动公开政府信息32000条,我局公开320条。",
        (),
        REFERENCE,
        report_year=2016,
        has_territory=False,
        own_names=BUREAU,
    )
    assert [int(one.value) for one in reading.observations] == [320]
    assert [one.rule for one in reading.findings] == ["of_other_bodies"]


@pytest.mark.parametrize(
    ("sentence", "quotes"),
    [
        ("主动公开政府信息3；20条。", ["3；20"]),
        ("主动公开政府信息300-320条。", ["300-320"]),
        ("政府信息公开统计：政府公报公开数条892.政府网站公开数条84。", ["892."]),
        ("根据《政府信息公开条例》第20-22条，主动公开政府信息5条。", []),
        ("2016年1-12月收到政府信息公开申请5件2.行政复议0件。", []),
    ],
)
def test_what_stands_for_a_number_and_is_none_is_a_finding(sentence: str, quotes: list[str]) -> None:
    reading = read_prose(sentence, (), REFERENCE, report_year=2016)
    found = [one.where.quote for one in reading.findings if one.rule == "unreadable_number" and one.where]
    assert found == quotes


COUNTED_LIST = (
    "一、主动公开政府信息数（条）：523\n其中：主动公开规范性文件数（条）：4\n二、收到申请数（件）：6\n"
    "1.当面申请数（件）：1\n三、申请办结数（件）：6\n四、行政复议数量（件）：0"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            COUNTED_LIST,
            {
                ITEMS: 523,
                "stat.proactive.normative_documents": 4,
                RECEIVED: 6,
                "stat.applications.received.in_person": 1,
                "stat.applications.closed": 6,
                REVIEW: 0,
            },
        ),
        ("主动公开政府信息：345条\n收到申请：6件\n行政复议：0件", {ITEMS: 345, RECEIVED: 6, REVIEW: 0}),
        # No list of disclosure: entries of other work, or of nothing that is named.
        ("受理申请：126件\n办结：126件", {}),
        ("办理许可：126件\n收到申请：6件", {}),
    ],
)
def test_the_entries_of_a_list_stand_together(text: str, expected: Facts) -> None:
    assert facts(text, 2016) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("县司法局2016年共收到行政复议申请86件,其中信息公开类9件。", {}),
        ("县法制办办理行政复议案件16件,其中涉及政府信息公开2件。", {}),
        ("县司法局收到政府信息公开申请3件,引发行政复议1件。", {RECEIVED: 3, REVIEW: 1}),
        ("我局发生行政复议案件16件,其中涉及政府信息公开2件。", {REVIEW: 2}),
    ],
)
def test_the_docket_of_a_body_that_hears_cases_is_not_its_own(sentence: str, expected: Facts) -> None:
    assert facts(sentence, 2016) == expected


def test_a_kind_of_application_behind_the_whole_is_not_the_whole() -> None:
    text = "县政府信息公开工作办公室共受理申请12件,其中书面申请9件,电子邮件3件。"
    assert facts(text, 2016).get(RECEIVED) in (None, 12)
