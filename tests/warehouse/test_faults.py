"""A sample of `make faults`: the stages before the build killed, without room, and on spoiled files; and how trials are
kept and told."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import cluster, kills, mishaps
from tests.faults.report import FAULTS, measures, write_table
from tests.faults.trials import Book, Outcome, fingerprint

STAGES = ("collect", "read", "compare")


@pytest.fixture(scope="module", name="road")
def _road(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kills.Road]:
    with kills.road(tmp_path_factory.mktemp("faults"), STAGES) as road:
        yield road


@pytest.mark.parametrize(("stage", "number"), [("collect", 0), ("read", 1), ("compare", 0)])
def test_a_stage_that_is_killed_is_made_up_for(road: kills.Road, stage: str, number: int) -> None:
    assert kills.killed(road, stage, number).problems == ()


@pytest.mark.parametrize("stage", ["read", "compare"])
def test_a_full_disk_loses_nothing(road: kills.Road, stage: str) -> None:
    assert kills.filled(road, stage, 0).problems == ()


def test_a_worker_of_a_cluster_that_is_killed_costs_nothing(road: kills.Road) -> None:
    assert cluster.worker_killed(road, 1).problems == ()


@pytest.mark.parametrize("name", ["parquet_file", "parquet_lost", "dead_lock"])
def test_a_spoiled_file_or_a_dead_lock_loses_nothing(road: kills.Road, name: str) -> None:
    assert mishaps.MISHAPS[name](road, 0).problems == ()


def test_a_fault_that_loses_something_is_seen(road: kills.Road) -> None:
    road.begin_before("read")
    (road.pages / "more.html").write_text("<p>样例局的公告</p>", encoding="utf-8")
    try:
        assert kills.killed(road, "collect", 0).problems
    finally:
        (road.pages / "more.html").unlink()


def test_trials_are_kept_and_a_loss_is_wiped_out_by_other_code_alone(tmp_path: Path) -> None:
    path = tmp_path / "build" / "faults.jsonl"
    Book(path).carry_out("read.kill_9", [0, 1], lambda number: Outcome("x", ("lost",) if number else ()))
    book = Book(path)
    assert book.missing("read.kill_9", 3) == [2]
    book.carry_out("read.kill_9", [1, 2], lambda _: Outcome("x"))
    assert [one.problems for one in Book(path).of("read.kill_9")] == [(), ("lost",), (), ()]
    assert not next(one for one in measures(Book(path)) if one.name == "read.kill_9.harmed").holds
    other = [{**json.loads(line), "code": "another"} for line in path.read_text().splitlines()]
    path.write_text("".join(json.dumps(line) + "\n" for line in other))
    book = Book(path)
    assert book.missing("read.kill_9", 3) == [0, 1, 2], "trials of other code do not count"
    book.carry_out("read.kill_9", [0], lambda _: Outcome("x"))
    assert len(path.read_text().splitlines()) == 1, "and leave the file with the first of today's"


def test_the_table_says_what_was_tried_and_lost(tmp_path: Path) -> None:
    book = Book(tmp_path / "faults.jsonl")
    book.carry_out("collector.kill_9", [0, 1], lambda _: Outcome("x", times=5))
    book.carry_out("nights.kill_9", [0, 1], lambda number: Outcome("x", ("a row",) if number else ()))
    page = tmp_path / "page.md"
    page.write_text(
        "before\n<!-- written by `make faults` -->\nof another run\n<!-- end of what was written -->\nafter\n"
    )
    write_table(book, page)
    said = page.read_text()
    assert said.startswith("before\n")
    assert said.endswith("\nafter\n")
    assert "of another run" not in said
    assert f"| {FAULTS['collector.kill_9'].words} | 10 | nothing |" in said
    assert f"| {FAULTS['nights.kill_9'].words} | 2 | something in 1 of 2 trials |" in said
    assert f"| {FAULTS['nights.garbage'].words} | 0 | not tried yet |" in said
    assert f"code whose fingerprint is `{fingerprint()}`" in said
    found = {one.name: one for one in measures(book)}
    assert found["collector.kill_9.harmed"].holds
    assert not found["nights.kill_9.harmed"].holds
