"""What was read against what was printed: nothing wrong escapes the comparison, nothing right is blamed."""

import shutil
from collections import Counter
from io import StringIO

import pyarrow as pa
import pytest
from rich.console import Console

from flows.demo.compare import compare
from flows.demo.comparison_screen import show_comparison
from flows.demo.portal import Portal
from flows.warehouse import connect

BASE = "http://127.0.0.1:18808"


@pytest.fixture(scope="module")
def truth():
    return Portal(n_agencies=9, years=(2016, 2023)).truth_at(BASE)


@pytest.fixture(scope="module")
def perfect(truth, tmp_path_factory):
    """A file that holds what a perfect reader publishes."""
    path = tmp_path_factory.mktemp("perfect") / "published.duckdb"
    pages = [report for report in truth if not report.refusal]
    documents = pa.Table.from_pylist(
        [_document(report, report.path, report.url, report.form) for report in pages]
        + [
            _document(report, part.url, part.url, part.form, part_of=report.path)
            for report in pages
            for part in report.parts
        ]
    )
    facts = pa.Table.from_pylist(
        [
            {"document_id": report.path, **key._asdict(), "value": observation.value}
            for report in pages
            if report.mirror_of is None
            for key, observation in report.facts().items()
        ]
    )
    findings = pa.Table.from_pylist(
        [{"url": r.url, "rule": r.refusal, "severity": "refusal"} for r in truth if r.refusal]
        + [
            {"url": report.url, "rule": rule, "severity": "contradiction"}
            for report in pages
            for rule in report.expected_findings
        ]
    )
    with connect(path) as con:
        for name, table in (
            ("dim_document", documents),
            ("fct_disclosure", facts),
            ("fct_finding", findings),
        ):
            con.register("made", table)
            con.execute(f"create table {name} as from made")
            con.unregister("made")
    return path


def _document(report, document_id, url, form, part_of=None):
    return {
        "document_id": document_id,
        "url": url,
        "kind": report.kind,
        "agency_name": report.agency,
        "report_year": report.report_year,
        "form": form,
        "part_of": part_of,
    }


@pytest.fixture
def published(perfect, tmp_path):
    """The same file, free to be spoilt."""
    with connect(shutil.copy(perfect, tmp_path)) as con:
        yield con


def _report(truth, form="F2021"):
    return next(report for report in truth if report.form == form)


def _kinds(comparison):
    return Counter((d.subject, d.outcome) for d in comparison.differences)


def test_a_perfect_reading_has_no_difference(published, truth):
    comparison = compare(published, truth)
    assert comparison.differences == []
    assert comparison.holds
    assert comparison.n_printed == comparison.count("right") > 9 * 200
    assert (comparison.n_findings_expected, comparison.n_findings_found) == (2, 2)
    assert set(comparison.facts) >= {"F2014", "F2021"}


def test_a_wrong_a_missing_and_an_extra_fact_are_told_apart(published, truth):
    path = _report(truth).path
    published.execute(
        "update fct_disclosure set value = 4711 where document_id = ? and indicator_id = 'review.total'",
        [path],
    )
    published.execute(
        "delete from fct_disclosure where document_id = ? and indicator_id = 'review.upheld'", [path]
    )
    published.execute("insert into fct_disclosure values (?, 'stat.complaints', null, 'year', 3)", [path])
    comparison = compare(published, truth)
    assert {(d.outcome, d.name, d.read) for d in comparison.differences} == {
        ("wrong", "review.total", "4711"),
        ("missing", "review.upheld", ""),
        ("extra", "stat.complaints", "3"),
    }
    assert all(d.path == path for d in comparison.differences)
    assert not comparison.holds


def test_a_part_that_was_not_joined_or_was_read_as_anothers_is_told(published, truth):
    first, second = [part.url for report in truth for part in report.parts][:2]
    published.execute("update dim_document set part_of = null where url = ?", [first])
    published.execute("update dim_document set agency_name = '某局' where url = ?", [second])
    comparison = compare(published, truth)
    assert [(d.subject, d.outcome, d.name) for d in comparison.differences] == [
        ("identity", "missing", "part_of"),
        ("identity", "wrong", "agency_name"),
    ]


def test_few_missing_facts_alone_do_not_break_the_promise(published, truth):
    path = _report(truth).path
    published.execute(
        "delete from fct_disclosure where document_id = ? and indicator_id like 'review.%'", [path]
    )
    comparison = compare(published, truth)
    assert comparison.count("missing") == 5
    assert comparison.holds


def test_many_missing_facts_do(published, truth):
    published.execute("delete from fct_disclosure where applicant is not null")
    comparison = compare(published, truth)
    assert comparison.count("wrong") == comparison.count("extra") == 0
    assert not comparison.holds


def test_a_file_without_facts_does_not_hold(published, truth):
    published.execute("delete from fct_disclosure")
    comparison = compare(published, truth)
    assert comparison.share_right == 0
    assert not comparison.holds


def test_unknown_is_missing_and_another_name_is_wrong(published, truth):
    first, second, third = [report.path for report in truth if report.form == "F2014"][:3]
    change = "update dim_document set {} where document_id = ?"
    published.execute(change.format("agency_name = null"), [first])
    published.execute(change.format("form = 'prose'"), [second])
    comparison = compare(published, truth)
    assert {(d.outcome, d.name) for d in comparison.differences} == {
        ("missing", "agency_name"),
        ("missing", "form"),
    }
    assert comparison.holds
    published.execute(change.format("agency_name = '某局'"), [third])
    assert not compare(published, truth).holds


def test_facts_of_a_page_that_the_portal_lacks_are_extra(published, truth):
    published.execute(
        "insert into dim_document values ('x', 'http://elsewhere/x', 'annual_report', '某局', 2023, 'F2021', null)"
    )
    published.execute("insert into fct_disclosure values ('x', 'review.total', null, 'year', 1)")
    comparison = compare(published, truth)
    assert [(d.outcome, d.path) for d in comparison.differences] == [("extra", "http://elsewhere/x")]


def test_facts_read_from_the_mirror_count_for_its_original(published, truth):
    portal_truth = Portal(n_agencies=3, years=(2020,)).truth_at(BASE)
    (mirror,) = [report for report in portal_truth if report.mirror_of]
    published.execute("delete from dim_document; delete from fct_disclosure; delete from fct_finding")
    row = [mirror.url, mirror.kind, mirror.agency, mirror.report_year, mirror.form]
    published.execute("insert into dim_document values ('m', ?, ?, ?, ?, ?, null)", row)
    for key, observation in mirror.facts().items():
        published.execute(
            "insert into fct_disclosure values ('m', ?, ?, ?, ?)", [*key, str(observation.value)]
        )
    comparison = compare(published, portal_truth)
    assert comparison.count("right") == len(mirror.facts())
    assert comparison.count("extra") == 0
    assert not any(d.path == mirror.mirror_of for d in comparison.differences)


def test_identity_findings_and_refusals_are_compared_too(published, truth):
    report = _report(truth)
    published.execute("update dim_document set report_year = 2022 where document_id = ?", [report.path])
    published.execute("update dim_document set kind = 'annual_report' where kind = 'guide'")
    published.execute("delete from dim_document where kind = 'notice'")
    published.execute("delete from fct_finding where rule in ('A1', 'binary_file')")
    published.execute("insert into fct_finding values (?, 'A4', 'contradiction')", [report.url])
    published.execute("insert into fct_finding values (?, 'X1', 'notice')", [report.url])
    comparison = compare(published, truth)
    assert _kinds(comparison) == {
        ("identity", "wrong"): 2,
        ("identity", "missing"): 1,
        ("finding", "missing"): 1,
        ("finding", "extra"): 1,
        ("refusal", "missing"): 1,
    }
    assert comparison.n_findings_found == 1
    assert not comparison.holds


def test_the_screen_shows_counts_and_one_line_a_page_worst_first(published, truth):
    last = [report.path for report in truth if report.form == "F2021"][-1]
    published.execute("delete from fct_disclosure where indicator_id like 'review.%'")
    published.execute(
        "update fct_disclosure set value = 4711 where indicator_id = 'applications.new'"
        " and applicant = 'total' and document_id = ?",
        [last],
    )
    stream = StringIO()
    comparison = compare(published, truth)
    show_comparison(comparison, Console(file=stream, width=160), limit=3)
    shown = stream.getvalue()
    lines = [line for line in shown.splitlines() if "t2024" in line]
    assert "planted faults found: 2 of 2" in shown
    assert "fact wrong" in lines[0]
    assert "-> 4711" in lines[0]
    assert all("fact missing" in line and " 5 " in line for line in lines[1:])
    assert len(lines) == 3
    assert "and 7 more lines" in shown
