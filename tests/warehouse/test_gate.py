"""The gate: every rule fails on a fault planted for it, says which rows and pages, and keeps its severity."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import great_expectations
import pytest
import yaml
from great_expectations.execution_engine import sqlalchemy_execution_engine
from lxml import html

from expectations import adapter
from expectations.checkpoint import rules_for, run_checkpoint
from expectations.rules import Rule, no_rows
from expectations.verdict import Outcome, decide, read_verdict, write_verdict
from flows.build.dbt import DBT_PROJECT_DIR
from flows.check import gate
from flows.check.gate import run_gate
from flows.errors import GateError
from flows.publish.release import current_release, publish
from flows.settings import make_settings
from flows.warehouse import connect
from tests.warehouse.synthetic_marts import build_marts, plant

FACT = "where document_id = 'd01-2022' and indicator_id = 'applications.new' and applicant = 'total'"
THREE = "('d01-2022', 'd02-2022', 'd03-2022')"
PAGE = "http://sample.invalid/d01-2022.html"


class Fault(NamedTuple):
    """A fault: how bad it is, what spoils the file, and the document that is to be shown for it."""

    severity: str
    statements: tuple[str, ...]
    document: str | None = "d01-2022"


def _fact(severity: str, change: str, document: str = "d01-2022") -> Fault:
    return Fault(severity, (f"update fct_disclosure set {change} {FACT}",), document)  # noqa: S608


FAULTS = {
    "facts_exist": Fault("critical", ("delete from fct_disclosure",), None),
    "fact_grain_unique": Fault(
        "critical",
        (f"insert into fct_disclosure select * from fct_disclosure {FACT}",),  # noqa: S608
    ),
    "fact_has_document": Fault("critical", ("delete from dim_document where document_id = 'd01-2022'",)),
    "fact_of_its_document": _fact("critical", "report_year = 2021"),
    "fact_from_a_report": Fault(
        "critical", ("update dim_document set kind = 'news' where document_id = 'd01-2022'",)
    ),
    "fact_has_words": _fact("critical", "quote = '  '"),
    "fact_has_span": _fact("critical", "span_end = span_end + 1"),
    "table_fact_has_cell": _fact("critical", "row_index = null"),
    "value_stated": _fact("critical", "value = null"),
    "count_not_negative": _fact("critical", "value = -4"),
    "count_is_whole": _fact("critical", "value = 4.5"),
    "percentage_in_range": _fact("critical", "value = 101, unit = '%'"),
    "count_plausible": _fact("warning", "value = 13800138000"),
    "indicator_known": _fact("critical", "indicator_id = 'applications.unheard_of'"),
    "unit_of_the_dictionary": _fact("critical", "unit = '次'"),
    "applicant_where_broken_down": Fault(
        "critical",
        (
            "update fct_disclosure set applicant = 'total' "
            "where document_id = 'd01-2022' and indicator_id = 'stat.proactive.items'",
        ),
    ),
    "year_in_range": _fact("critical", "report_year = 2108"),
    "fct_disclosure_applicant_accepted": _fact("critical", "applicant = 'company'"),
    "fct_disclosure_period_accepted": _fact("critical", "period = 'month'"),
    "fct_disclosure_basis_accepted": _fact("critical", "basis = 'picture'"),
    "fct_disclosure_scope_accepted": _fact("critical", "scope = null"),
    "fct_disclosure_form_accepted": _fact("critical", "form = 'F2030'"),
    "fct_disclosure_aligned_by_accepted": _fact("critical", "aligned_by = 'luck'"),
    "agency_year_unique": Fault(
        "critical",
        ("insert into fct_agency_year select * from fct_agency_year where document_id = 'd01-2022'",),
    ),
    "agency_year_has_document": Fault(
        "critical", ("delete from dim_document where document_id = 'd01-2022'",)
    ),
    "document_unique": Fault(
        "critical", ("insert into dim_document select * from dim_document where document_id = 'd01-2022'",)
    ),
    "document_has_page": Fault(
        "critical", ("update dim_document set payload_sha256 = null where document_id = 'd01-2022'",)
    ),
    "finding_has_document": Fault(
        "critical",
        ("insert into fct_finding values ('d99', 'http://x.invalid/', 'reader', 'A1', 'notice', 'm')",),
        "d99",
    ),
    "dim_document_kind_accepted": Fault(
        "critical", ("update dim_document set kind = 'poem' where document_id = 'd01-2022'",)
    ),
    "dim_document_scope_accepted": Fault(
        "critical", ("update dim_document set scope = 'world' where document_id = 'd01-2022'",)
    ),
    "dim_agency_level_accepted": Fault("critical", ("update dim_agency set level = 'village'",), None),
    "dim_agency_category_accepted": Fault("critical", ("update dim_agency set category = 'shop'",), None),
    "pages_unreadable": Fault(
        "warning",
        ("insert into fct_finding select null, url, 'refusal', 'scan', 'refusal', 'm' from dim_document",),
        None,
    ),
    "reports_silent": Fault("warning", ("update dim_document set n_observations = 0",), "d00-2022"),
    "documents_damaged": Fault(
        "warning",
        (
            "insert into fct_finding select document_id, url, 'reader', 'lost', 'damage', 'm' "  # noqa: S608
            f"from dim_document where document_id in {THREE}",
        ),
    ),
    "tables_balanced": Fault(
        "warning", ("update fct_agency_year set is_balanced = false where document_id > 'd01'",)
    ),
    "tables_balanced_as_usual": Fault(
        "info",
        (f"update fct_agency_year set is_balanced = false where document_id in {THREE}",),  # noqa: S608
    ),
    "agency_year_lost": Fault(
        "critical",
        (
            "delete from fct_agency_year where document_id = 'd01-2022'",
            "update dim_document set is_counted = false where document_id = 'd01-2022'",
        ),
    ),
    "agency_year_renamed": Fault(
        "warning", ("update fct_agency_year set agency_id = 'other' where document_id = 'd01-2022'",)
    ),
    "documents_kept": Fault("critical", (f"delete from dim_document where document_id in {THREE}",)),  # noqa: S608
    "documents_kept_nearly_all": Fault(
        "warning", ("delete from dim_document where document_id = 'd01-2022'",)
    ),
    "facts_kept": Fault(
        "critical",
        (
            f"delete from fct_disclosure where document_id in {THREE}",  # noqa: S608
            f"update dim_document set n_observations = 0 where document_id in {THREE}",  # noqa: S608
        ),
    ),
    "facts_kept_nearly_all": Fault(
        "warning",
        (
            "delete from fct_disclosure where document_id = 'd01-2022'",
            "update dim_document set n_observations = 0 where document_id = 'd01-2022'",
        ),
    ),
    "key_figures_unchanged": Fault(
        "critical",
        (
            "update fct_disclosure set value = 7 "
            "where indicator_id = 'applications.new' and document_id > 'd01'",
        ),
    ),
    "key_figures_unchanged_nearly_all": _fact("warning", "value = 7"),
    "key_figures_steady": Fault(
        "warning",
        ("update fct_disclosure set value = value * 5 where indicator_id = 'applications.new'",),
        None,
    ),
}
OF_MANY = {"key_figures_steady"}
"""Rules that look at a release only where it has enough rows."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_marts(tmp_path_factory.mktemp("sound") / "gongkai.duckdb")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_marts(tmp_path_factory.mktemp("large") / "gongkai.duckdb", n_agencies=100)


@pytest.fixture
def spoil(tmp_path: Path) -> Callable[..., Path]:
    def spoiled(source: Path, *statements: str) -> Path:
        candidate = tmp_path / "candidate" / "gongkai.duckdb"
        candidate.parent.mkdir(exist_ok=True)
        shutil.copy(source, candidate)
        return plant(candidate, *statements)

    return spoiled


def _rule(name: str) -> Rule:
    return next(rule for rule in rules_for(Path()) if rule.name == name)


def test_every_rule_has_a_planted_fault() -> None:
    names = [rule.name for rule in rules_for(Path())]
    assert sorted(names) == sorted(set(names))
    assert set(names) == set(FAULTS)


def test_the_rules_are_tried_on_the_columns_of_the_marts(sound: Path) -> None:
    described = yaml.safe_load(
        (DBT_PROJECT_DIR / "models" / "marts" / "_marts.yml").read_text(encoding="utf-8")
    )
    marts = {
        (model["name"], column["name"], re.sub(r"\s", "", column["data_type"]).lower())
        for model in described["models"]
        for column in model["columns"]
    }
    with connect(sound, read_only=True) as database:
        rows = database.execute(
            "select table_name, column_name, data_type from duckdb_columns() where not internal"
        ).fetchall()
    tried = {(table, column, kind.lower()) for table, column, kind in rows}
    assert tried - marts == set()


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_breaks_its_rule(
    name: str, sound: Path, large: Path, spoil: Callable[..., Path], tmp_path: Path
) -> None:
    fault, before = FAULTS[name], large if name in OF_MANY else sound
    candidate = spoil(before, *fault.statements)
    (outcome,) = run_checkpoint(candidate, before, "night", None, (_rule(name),)).outcomes
    assert outcome.error is None
    assert not outcome.holds
    assert outcome.severity == fault.severity
    if fault.document is not None:
        assert fault.document in {row["document_id"] for row in outcome.rows}
    if fault.document == "d01-2022":
        assert PAGE in {row["url"] for row in outcome.rows}


def test_a_sound_file_breaks_no_rule_with_and_without_a_last_release(sound: Path, tmp_path: Path) -> None:
    first = run_checkpoint(sound, None, "first", None)
    again = run_checkpoint(sound, _copy(sound, tmp_path / "last.duckdb"), "again", None)
    assert [one.message for one in (*first.outcomes, *again.outcomes) if not one.holds] == []
    assert (first.decision, again.decision) == ("publish", "publish")
    assert len(again.outcomes) > len(first.outcomes)


def _copy(source: Path, target: Path) -> Path:
    shutil.copy(source, target)
    return target


def test_a_rule_that_cannot_run_is_a_critical_failure(sound: Path, tmp_path: Path) -> None:
    broken = no_rows(
        "asks_for_nothing", "info", "a column exists", "select no_such_column from fct_disclosure"
    )
    verdict = run_checkpoint(sound, None, "night", None, (broken,))
    (outcome,) = verdict.outcomes
    assert verdict.decision == "refuse"
    assert outcome.severity == "critical"
    assert outcome.error is not None
    assert "no_such_column" in outcome.error
    assert "could not be checked" in outcome.message


def test_nothing_to_measure_breaks_nothing(sound: Path, tmp_path: Path) -> None:
    rule = Rule("share_of_none", "critical", "a share", measure="select 1.0 / nullif(0, 0)", at_least=0.5)
    (outcome,) = run_checkpoint(sound, None, "night", None, (rule,)).outcomes
    assert outcome.holds
    assert outcome.observed is None


def test_braces_in_a_rule_reach_the_database(sound: Path, tmp_path: Path) -> None:
    rule = no_rows(
        "long_names",
        "info",
        "no document id has four digits in a row",
        "select document_id from dim_document where regexp_matches(document_id, '[0-9]{4}') limit 3",
    )
    (outcome,) = run_checkpoint(sound, None, "night", None, (rule,)).outcomes
    assert outcome.error is None
    assert outcome.observed == 3


def test_the_decision_follows_the_worst_failure() -> None:
    def failed(severity: str) -> Outcome:
        return Outcome("rule", severity, "says", holds=False, observed=1)  # type: ignore[arg-type]

    assert decide([]) == "publish"
    assert decide([failed("info")]) == "publish"
    assert decide([failed("info"), failed("warning")]) == "publish_with_notes"
    assert decide([failed("warning"), failed("critical")]) == "refuse"


def test_a_verdict_survives_its_file(sound: Path, spoil: Callable[..., Path], tmp_path: Path) -> None:
    candidate = spoil(sound, *FAULTS["count_is_whole"].statements)
    verdict = run_checkpoint(candidate, None, "night", None, (_rule("count_is_whole"),))
    write_verdict(verdict, tmp_path / "verdict.json")
    assert read_verdict(tmp_path / "verdict.json") == verdict
    (row,) = verdict.outcomes[0].rows
    assert row["value"] == "4.5"


def test_data_docs_need_no_network_and_run_nothing(
    sound: Path, spoil: Callable[..., Path], tmp_path: Path
) -> None:
    evil = "<script>alert(1)</script>$says"
    rule = _rule("count_not_negative")
    candidate = spoil(
        sound,
        *FAULTS["count_not_negative"].statements,
        f"update fct_disclosure set quote = '{evil}' {FACT}",  # noqa: S608
    )
    run_checkpoint(sound, None, "night-one", tmp_path, (rule,))
    verdict = run_checkpoint(candidate, None, "night-two", tmp_path, (rule,))
    index = Path(verdict.docs)
    pages = sorted(index.parent.rglob("*.html"))
    assert len(pages) == 4
    for page in pages:
        tree = html.fromstring(page.read_text(encoding="utf-8"))
        assert tree.xpath("//script | //img | //iframe | //link | //@onclick") == []
        assert "default-src 'none'" in tree.xpath("string(//meta[@http-equiv]/@content)")
        assert re.findall(r"url\(|@import", " ".join(tree.xpath("//style/text()"))) == []
        for href in tree.xpath("//a/@href"):
            assert href.startswith("#") or (page.parent / href).resolve().is_file(), href
    nights = html.fromstring(index.read_text(encoding="utf-8"))
    assert {"night-one", "night-two"} <= {cell.strip() for cell in nights.xpath("//td//text()")}
    (poisoned,) = (page for page in pages if "night-two" in str(page))
    shown = html.fromstring(poisoned.read_text(encoding="utf-8")).text_content()
    for words in ("critical", rule.name, rule.says, PAGE, evil):
        assert words in shown


def test_the_repair_of_great_expectations_is_still_what_it_needs(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where this fails, Great Expectations has changed: look at `expectations/adapter.py` anew."""
    assert great_expectations.__version__.startswith("1.24.")
    kept = getattr(sqlalchemy_execution_engine, adapter.KEPT_DIALECTS)
    unrepaired = tuple(one for one in kept if one != "duckdb")
    assert "sqlite" in {one.value for one in unrepaired}
    monkeypatch.setattr(sqlalchemy_execution_engine, adapter.KEPT_DIALECTS, unrepaired)
    monkeypatch.setattr(adapter, "repair_dialects", lambda: None)
    (outcome,) = run_checkpoint(sound, None, "night", None, (_rule("facts_exist"),)).outcomes
    assert outcome.error is not None


def test_a_bad_night_is_refused_and_the_last_release_stays(
    sound: Path, spoil: Callable[..., Path], tmp_path: Path
) -> None:
    settings = make_settings(data_dir=tmp_path / "data")
    last = publish(sound, "20260101T000000Z", settings)
    names = ("count_not_negative", "agency_year_unique")
    candidate = spoil(sound, *(one for name in names for one in FAULTS[name].statements))
    report = run_gate(candidate, last.file, "20260102T000000Z", settings)
    assert report.decision == "refuse"
    assert report.n_expectations == len(rules_for(last.file))
    assert report.docs.is_file()
    critical = {failure.name: failure for failure in report.failures if failure.severity == "critical"}
    assert set(critical) == set(names)
    for failure in critical.values():
        assert (failure.rows[0]["document_id"], failure.rows[0]["url"]) == ("d01-2022", PAGE)
    assert [failure.severity for failure in report.failures][:2] == ["critical", "critical"]
    assert current_release(settings) == last


@pytest.mark.parametrize(("program", "words"), [("false", "exit code 1"), ("true", "no verdict")])
def test_a_gate_that_dies_publishes_nothing(
    program: str, words: str, sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate.sys, "executable", shutil.which(program))
    with pytest.raises(GateError, match=words):
        run_gate(sound, None, "night", make_settings(data_dir=tmp_path))
