"""The command line: what it prints and how it exits."""

import json
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import simplejson
import typer
from typer.testing import CliRunner

from flows.archive.archive import Archive
from flows.cli import app, main
from flows.errors import BusyError
from flows.runs import only_night
from flows.settings import make_settings
from tests.unit.test_archive import fetched

REPORT = """\
样例市样例局2019年政府信息公开工作年度报告
发布时间：2020-01-20
本报告所列数据的统计期限自2019年1月1日起至2019年12月31日止。
一、主动公开情况
2019年，我局主动公开政府信息1234条。
"""


def _extract(*arguments: str) -> list[dict[str, object]]:
    result = CliRunner().invoke(app, ["extract", *arguments])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_extract_prints_one_object_a_line(tmp_path: Path) -> None:
    page = tmp_path / "report.txt"
    page.write_text(REPORT, encoding="utf-8")
    (row,) = _extract(str(page), "--json")
    assert (
        row["file"],
        row["kind"],
        row["agency"],
        row["report_year"],
        row["published_on"],
        row["form"],
    ) == (
        "report.txt",
        "annual_report",
        "样例市样例局",
        2019,
        "2020-01-20",
        "prose",
    )
    (fact,) = row["observations"]  # type: ignore[misc]
    assert (fact["indicator_id"], fact["value"], fact["period"], fact["basis"], fact["unit"]) == (
        "stat.proactive.items",
        1234,
        "year",
        "prose",
        "条",
    )
    assert "1234条" in fact["evidence"]["quote"]


def test_a_value_keeps_its_decimals(tmp_path: Path) -> None:
    cell = "<tr><td>第二十条第（八）项</td><td></td></tr><tr><td>信息内容</td><td>本年收费金额（单位：万元）</td></tr>"
    page = tmp_path / "fees.html"
    page.write_text(
        f"<h1>样例市样例局2022年政府信息公开工作年度报告</h1><table>{cell}"
        "<tr><td>行政事业性收费</td><td>75394432.52元</td></tr></table>",
        encoding="utf-8",
    )
    result = CliRunner().invoke(app, ["extract", str(page)])
    (fact,) = simplejson.loads(result.stdout, use_decimal=True)["observations"]
    assert (fact["indicator_id"], fact["value"], fact["unit"]) == (
        "proactive.fees.amount",
        Decimal("7539.443252"),
        "万元",
    )
    assert fact["evidence"]["quote"] == "75394432.52元"


def test_a_refused_file_is_a_row_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    refused, read = _extract(str(tmp_path / "empty.html"), str(tmp_path / "report.txt"))
    assert refused["observations"] == []
    assert str(refused["excluded_because"]).startswith("empty_file")
    assert read["agency"] == "样例市样例局"


def test_a_missing_file_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    result = CliRunner().invoke(app, ["extract", str(tmp_path / "none.txt"), str(tmp_path / "report.txt")])
    assert result.exit_code == 2
    assert json.loads(result.stdout)["file"] == "report.txt"


def test_an_error_on_purpose_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GONGKAI_SOURCES_DIR", str(tmp_path / "none"))
    monkeypatch.setattr(sys, "argv", ["gongkai", "sources"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "no such folder" in capsys.readouterr().err


def test_status_of_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["status", "--data", str(tmp_path)])
    assert result.exit_code == 0
    assert "no night has run" in result.stdout


def test_extract_reads_files_that_belong_together_as_one_report(tmp_path: Path) -> None:
    body = REPORT.replace("\n", "<br>")
    links = '<p>附件：<a href="/files/P01.txt">统计表</a></p>'
    figures = (
        "政府信息公开情况统计表\n填报单位：样例局\n本年主动公开政府信息77条，收到政府信息公开申请3件。\n"
    )
    (tmp_path / "t1.html").write_text(f"<html><body>{body}{links}</body></html>", encoding="utf-8")
    (tmp_path / "t1_2.html").write_text("<html><body><p>二、回应解读情况</p></body></html>", encoding="utf-8")
    for name in ("P01.txt", "统计表.txt", "P02.txt"):
        (tmp_path / name).write_text(figures, encoding="utf-8")
    rows = _extract(*(str(path) for path in sorted(tmp_path.iterdir())), "--json")
    part_of = {row["file"]: row["part_of"] for row in rows}
    whole = next(row["document_id"] for row in rows if row["file"] == "t1.html")
    # By the name of the link's target, by its words, or by the number behind the page's own name.
    assert part_of == {
        "t1.html": None, "t1_2.html": whole, "P01.txt": whole, "统计表.txt": whole, "P02.txt": None
    }  # fmt: skip


def test_extract_does_not_wait_for_prefect(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    code = (
        "import sys; from typer.testing import CliRunner; from flows.cli import app; "
        "CliRunner().invoke(app, ['extract', sys.argv[1]]); "
        "print(sorted({'prefect', 'great_expectations', 'dbt'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "report.txt")], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def _commands(group: Any, *names: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, *names, name)
        else:
            yield (*names, name), command


WITHOUT_DATA = {("extract",), ("label",), ("sources", "check"), ("sources", "new"), ("site", "assets")}
"""Commands that touch no data folder."""


def test_every_command_on_the_data_folder_takes_another_one() -> None:
    commands = dict(_commands(typer.main.get_command(app)))
    options = {
        name: {words for one in command.params for words in one.opts} for name, command in commands.items()
    }
    assert {name for name, words in options.items() if "--data" not in words} == WITHOUT_DATA


@pytest.mark.parametrize("command", ["nightly", "season", "reprocess", "backfill"])
def test_a_run_works_on_the_folder_that_is_named(command: str, tmp_path: Path) -> None:
    with only_night(make_settings(data_dir=tmp_path)):
        ended = CliRunner().invoke(app, [command, "--data", str(tmp_path)])
    assert isinstance(ended.exception, BusyError)
    assert f"another run works on {tmp_path} " in str(ended.exception)


def test_sources_are_listed_with_the_captures_of_the_folder_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "county.yml").write_text(
        "id: county\ntitle: 样例\nkind: http\nstart: [http://a.test/]\nlinks: {text: [年报]}\n", "utf-8"
    )
    monkeypatch.setenv("GONGKAI_SOURCES_DIR", str(tmp_path / "sources"))
    with Archive(tmp_path / "data" / "archive") as archive:
        archive.store(fetched(1, b"first"))
    for folder, captures in (("data", "1"), ("mistyped", "0")):
        listed = CliRunner().invoke(app, ["sources", "list", "--data", str(tmp_path / folder)]).stdout
        (row,) = (line for line in listed.splitlines() if "county" in line)
        assert row.replace("│", " ").split()[-1] == captures
    assert not (tmp_path / "mistyped").exists()
