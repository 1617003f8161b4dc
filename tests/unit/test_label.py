"""`gongkai label`: a draft of what is read, a person's answers, and what they measure."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from flows.cli import app
from flows.errors import GongkaiError
from flows.extract.document import read_payload
from flows.extract.report_json import IDENTITY_FIELDS
from flows.labelling.draft import Label, differences, draft, is_complete, label_file, load_label, save_label
from flows.labelling.walk import Stopped, walk
from flows.reference import load_reference
from tests.evaluate.cases import labelled_files
from tests.evaluate.scoring import score

_PAGE = """样例县水务局2022年政府信息公开工作年度报告

2022年，我局主动公开政府信息35条，巡查河道61次，其中通过政府网站公开20条。未收到政府信息公开申请。
"""


@pytest.fixture(name="page")
def _page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(_PAGE, encoding="utf-8")
    return path


def _draft(page: Path) -> Label:
    payload = page.read_bytes()
    return draft(page, payload, read_payload(payload)[0])


def _answers(*answers: str) -> Iterator[str]:
    yield from answers
    while True:
        yield ""


def _walk(label: dict[str, object], answers: Iterator[str]) -> None:
    walk(label, load_reference(), Console(quiet=True), lambda _: next(answers))


def test_a_draft_holds_what_is_read_and_what_is_left_out(page: Path) -> None:
    made = _draft(page)
    assert (made["agency"], made["report_year"]) == ("样例县水务局", 2022)
    assert {(one["indicator_id"], int(one["value"])) for one in made["observations"]} == {
        ("stat.proactive.items", 35),
        ("stat.proactive.by_channel.website", 20),
        ("stat.applications.received", 0),
    }
    assert [one["number"] for one in made["unread"]] == ["61"]
    assert "巡查河道【61】次" in made["unread"][0]["words"]
    assert not is_complete(made)


def test_answers_correct_the_draft_and_complete_it(page: Path) -> None:
    made = _draft(page)
    fields = [""] * (len(IDENTITY_FIELDS) - 1)
    _walk(
        made, _answers("notice", *fields, "36", "-", "", "新闻发布会", "stat.response.press_conferences", "c")
    )
    assert is_complete(made)
    assert made["kind"] == "notice"
    stated = {one["indicator_id"]: (int(one["value"]), one["period"]) for one in made["observations"]}
    assert stated == {
        "stat.proactive.items": (36, "year"),
        "stat.applications.received": (0, "year"),
        "stat.response.press_conferences": (61, "cumulative"),
    }
    said = differences(made, _draft(page))
    assert "kind: the label says notice, read is annual_report" in said
    assert len([one for one in said if one.startswith(("missing", "extra"))]) == 4


def test_a_stop_keeps_the_answers_and_the_next_walk_goes_on_there(page: Path) -> None:
    made = _draft(page)
    with pytest.raises(Stopped):
        _walk(made, _answers(*[""] * len(IDENTITY_FIELDS), "-", "q"))
    save_label(label_file(page), made)
    again = load_label(label_file(page))
    assert [one["checked"] for one in again["observations"]] == [True, False, False]
    _walk(again, _answers())
    assert is_complete(again)
    assert len(again["observations"]) == 2


def test_only_a_complete_label_measures(page: Path) -> None:
    made = _draft(page)
    save_label(label_file(page), made)
    assert not list(labelled_files(page.parent))
    _walk(made, _answers())
    save_label(label_file(page), made)
    scored = score(labelled_files(page.parent))
    assert (scored.n_documents, scored.n_exact, scored.total("prose").right) == (1, 1, 3)


def test_the_command_writes_compares_and_refuses_what_is_no_label(page: Path) -> None:
    run = CliRunner()
    assert run.invoke(app, ["label", str(page)]).exit_code == 0
    assert run.invoke(app, ["label", str(page), "--check"]).output == "no difference\n"
    row = json.loads(label_file(page).read_text(encoding="utf-8"))
    label_file(page).write_text(json.dumps({**row, "agency": "样例县水利局"}), encoding="utf-8")
    result = run.invoke(app, ["label", str(page), "--check"])
    assert result.exit_code == 1
    assert "agency: the label says 样例县水利局, read is 样例县水务局" in result.output
    label_file(page).write_text("[]", encoding="utf-8")
    assert isinstance(run.invoke(app, ["label", str(page)]).exception, GongkaiError)
