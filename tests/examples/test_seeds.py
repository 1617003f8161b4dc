"""The real seed texts are read exactly: identity, form and the whole set of facts."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from flows.cli import app
from tests.evaluate.cases import SEEDS, Case, facts_of, seeds

pytestmark = pytest.mark.skipif(
    not SEEDS.exists(), reason="the folder shared/ with the real texts is not here"
)


@pytest.fixture(scope="module")
def printed() -> dict[str, list[dict[str, Any]]]:
    """What `gongkai extract --json` prints, by file."""
    files = [str(SEEDS / case.name) for case in seeds()]
    result = CliRunner().invoke(app, ["extract", *files, "--json"])
    assert result.exit_code == 0, result.output
    rows: dict[str, list[dict[str, Any]]] = {}
    for line in result.stdout.splitlines():
        row = json.loads(line)
        rows.setdefault(row["file"], []).append(row)
    return rows


@pytest.mark.parametrize("case", list(seeds()), ids=lambda case: case.name[:3])
def test_identity_is_read_exactly(case: Case, printed: dict[str, list[dict[str, Any]]]) -> None:
    row = printed[case.name][0]
    for field, label in case.identity.items():
        allowed = {label, None} if field in case.may_be_null else {label}
        assert row[field] in allowed, field
    assert (row["excluded_because"] is None) == (case.label.get("excluded_because") is None)


@pytest.mark.parametrize("case", list(seeds()), ids=lambda case: case.name[:3])
def test_no_fact_is_missing_and_none_is_extra(case: Case, printed: dict[str, list[dict[str, Any]]]) -> None:
    row = printed[case.name][0]
    assert facts_of(row["observations"]) == case.facts
    assert len(row["observations"]) == len(case.facts)


def test_disagreement_of_prose_and_table_is_a_finding(printed: dict[str, list[dict[str, Any]]]) -> None:
    flattened = next(rows[0] for name, rows in printed.items() if name.startswith("001"))
    found = [f for f in flattened["findings"] if f["rule"] == "C1"]
    assert [(f["left"], f["right"]) for f in found] == [(4, 0)]


def test_compilation_is_cut_into_its_members(printed: dict[str, list[dict[str, Any]]]) -> None:
    case = next(case for case in seeds() if "member_start_lines" in case.label)
    whole, *members = printed[case.name]
    assert whole["kind"] == "template_compilation"
    assert [m["member_start_line"] for m in members] == case.label["member_start_lines"]
    assert {(m["kind"], m["member_of"]) for m in members} == {("template_member", case.name)}
    assert not any(m["observations"] for m in members)


def test_every_fact_quotes_the_place_it_stands_at() -> None:
    from flows.extract.document import read_payload

    for case in seeds():
        for document in read_payload(case.payload):
            for observation in document.observations:
                where = observation.where
                assert document.text[where.start : where.end] == where.quote
                assert where.quote.strip()
