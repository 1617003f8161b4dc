"""Two bodies in one text: a passage under another's name is left out, and a shared title says so. All are invented."""

import pytest

from flows.extract.document import read_payload
from flows.extract.model import Document
from flows.extract.other_bodies import passages_of_others

BUREAU, COUNTY = ["样例县水利局"], ["样例县人民政府"]
OURS = "主动公开政府信息320条，收到政府信息公开申请5件。"
THEIRS = "主动公开政府信息77条，行政复议1件。"


def names(text: str, own: list[str]) -> list[tuple[str, str]]:
    """The name and the last line of each passage."""
    return [
        (one.name, text[one.start : one.end].strip().rpartition("\n")[2])
        for one in passages_of_others(text, own)
    ]


@pytest.mark.parametrize(
    ("text", "own", "expected"),
    [
        (f"（一）样例县水利局\n{OURS}\n（二）样例县林业局\n{THEIRS}", BUREAU, [("样例县林业局", THEIRS)]),
        (f"（一）样例县林业局\n{THEIRS}\n（二）样例县水利局\n{OURS}", BUREAU, [("样例县林业局", THEIRS)]),
        # What is numbered ends with the next number, or a higher heading.
        (
            f"（二）样例县水利工程管理中心\n{THEIRS}\n二、依申请公开\n{OURS}",
            BUREAU,
            [("样例县水利工程管理中心", THEIRS)],
        ),
        (f"（二）样例县林业局\n{THEIRS}\n（三）其他\n{OURS}", BUREAU, [("样例县林业局", THEIRS)]),
        # Its own headings count anew.
        (
            f"{OURS}\n二、样例县林业局\n一、主动公开\n{THEIRS}\n三、复议\n{THEIRS}",
            BUREAU,
            [("样例县林业局", THEIRS)],
        ),
        # A chapter that does not go on with those before it is one of its own.
        (
            f"二、主动公开\n{OURS}\n（二）样例县林业局\n二、主动公开\n{THEIRS}\n四、复议\n{THEIRS}",
            BUREAU,
            [("样例县林业局", THEIRS)],
        ),
        (f"{OURS}\n样例县林业局2022年政府信息公开工作情况\n{THEIRS}", BUREAU, [("样例县林业局", THEIRS)]),
        (f"{OURS}\n县林业局：\n{THEIRS}\n县水利局：\n{OURS}", BUREAU, [("县林业局", THEIRS)]),
        (f"{OURS}\n第二部分　县教育局\n{THEIRS}", COUNTY, [("县教育局", THEIRS)]),
        # A site in front, a signature behind, the own office, a heading that only mentions a body: none of them.
        (f"样例县政务服务局\n{OURS}", BUREAU, []),
        (f"{OURS}\n样例县林业局\n2023年1月20日", BUREAU, []),
        (f"{OURS}\n（一）县政府办公室\n{OURS}", COUNTY, []),
        (f"{OURS}\n落实市水利局公开要求情况\n{OURS}", BUREAU, []),
        (f"{OURS}\n（二）样例县林业局\n{THEIRS}", [], []),
    ],
)
def test_what_stands_under_another_bodys_name(
    text: str, own: list[str], expected: list[tuple[str, str]]
) -> None:
    assert names(text, own) == expected


def read(title: str, *lines: str) -> Document:
    markup = "".join(f"<p>{line}</p>" for line in lines)
    return read_payload(f"<title>{title}</title><h1>{title}</h1>{markup}".encode())[0]


def rules(document: Document) -> set[str]:
    return {finding.rule for finding in document.findings}


def test_another_bodys_figures_are_not_the_reports_and_a_finding_says_so() -> None:
    title = "样例县水利局2022年政府信息公开工作年度报告"
    document = read(title, "（一）样例县水利局", OURS, "（二）样例县林业局", THEIRS)
    figures = {one.indicator_id: int(one.value) for one in document.observations}
    assert figures == {"stat.proactive.items": 320, "stat.applications.received": 5}
    assert "another_body" in rules(document)


@pytest.mark.parametrize(
    ("words", "is_shared"),
    [
        ("样例县水利局、样例县林业局", True),
        ("样例县水利局和林业局", True),
        ("样例县统计局、国家统计局样例调查队", True),
        ("样例县水利局", False),
        ("样例县水利局（样例县水土保持局）", False),
        ("样例县自然资源和规划局", False),
        ("样例县人民政府", False),
    ],
)
def test_a_title_with_two_bodies_says_so(words: str, is_shared: bool) -> None:
    document = read(f"{words}2022年政府信息公开工作年度报告", OURS)
    assert ("shared_report" in rules(document)) is is_shared


def test_an_institutions_report_behind_a_bureaus_is_a_second_report() -> None:
    below = (
        "一、主动公开",
        OURS,
        "我单位将继续努力做好政府信息公开工作，提高公开的质量和水平，满足群众的需要。" * 4,
    )
    document = read(
        "样例县水利局2022年政府信息公开工作年度报告",
        *below,
        "样例县水政监察大队2022年政府信息公开工作年度报告",
        *below,
    )
    assert (document.observations, "two_reports" in rules(document)) == ((), True)


def test_tables_further_down_under_another_bodys_name_are_left_out() -> None:
    table = "".join(
        f"<tr><td>{label}</td><td>{value}</td></tr>"
        for label, value in (
            ("统计指标", "统计数"),
            ("收到申请数", 7),
            ("行政复议数量", 1),
            ("行政诉讼数量", 2),
        )
    )
    title = "样例县水利局2016年政府信息公开工作年度报告"
    for name, n_facts in (("样例县林业局", 2), ("样例县水利局", 5)):
        parts = f"<p>{OURS}</p><p>{name}</p><p>三、依申请公开情况</p><p>如下表。</p><table>{table}</table>"
        document = read_payload(f"<title>{title}</title><h1>{title}</h1>{parts}".encode())[0]
        assert len(document.observations) == n_facts
        assert ("another_body" in rules(document)) is (n_facts == 2)
