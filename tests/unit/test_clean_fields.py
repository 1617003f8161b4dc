"""Figures in form fields: read where the field is fixed and alone in its cell, else told. All figures are invented."""

import pytest

from flows.extract.document import read_payload

_PAGE = (
    "<h1>样例县样例局2022年政府信息公开工作年度报告</h1><p>根据条例编制本报告，全年工作平稳有序推进。</p>"
    "<p>站内搜索<input value='2022'></p><table><tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td>"
    "<td>现行有效件数</td></tr><tr><td>规章</td><td>{}</td><td>3</td><td>40</td></tr></table>"
)


@pytest.mark.parametrize(
    ("cell", "issued", "rules"),
    [
        ("<input type='text' readonly value='20'>", 20, set()),
        ("<p><INPUT value=' 20 ' disabled></p>", 20, set()),
        ("<input value='20'>", None, {"unknown_row", "lost_characters"}),
        ("12<input value='20' disabled>", None, {"unreadable_cell", "lost_characters"}),
        ("<input value='1' disabled><input value='2' disabled>", None, {"unknown_row", "lost_characters"}),
        ("12<input type='hidden' value='20'>", 12, set()),
        ("12<input type='checkbox' value='20' checked>", 12, set()),
        ("12<input value='请输入'>", 12, set()),
    ],
)
def test_a_field_in_a_cell(cell: str, issued: int | None, rules: set[str]) -> None:
    document = read_payload(_PAGE.format(cell).encode())[0]
    values = {one.indicator_id: one.value for one in document.observations}
    assert values.get("proactive.regulations.issued") == issued
    told = {finding.rule for finding in document.findings if finding.severity in ("damage", "refusal")}
    assert told - {"no_agency"} == rules
