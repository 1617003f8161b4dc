"""The gate: every rule fails on a fault planted for it, says which rows and pages, and keeps its severity; what a
person has accepted or left out does not fail."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import great_expectations
import pytest
from great_expectations.execution_engine import sqlalchemy_execution_engine
from lxml import html

from expectations import adapter, history
from expectations.checkpoint import check_raw, check_release, rules_for
from expectations.raw import Volume, raw_rules
from expectations.rules import Rule, no_rows
from expectations.verdict import Outcome, decide, read_verdict, write_verdict
from flows.check import gate
from flows.check.gate import opened_gate
from flows.errors import GateError
from flows.publish.release import current_release, publish
from flows.settings import make_settings
from flows.sources.model import Bounds
from flows.sources.registry import folder_source
from tests.warehouse.built_marts import build, loosen, plant

LAST = "20260101T000000Z"
VOLUMES = (Volume("sample", 40, 60),)
FACT = "where document_id = 'd01-2022' and indicator_id = 'applications.new' and applicant = 'total'"
FIVE = "('d01-2022', 'd02-2022', 'd03-2022', 'd04-2022', 'd05-2022')"
PAGE = "http://sample.invalid/d01-2022.html"
CARD, MOBILE, MAIL = "340102199001011234", "13812345678", "zhangsan@example.cn"
_TEXTS = (".html", ".json")


class Fault(NamedTuple):
    """A fault: how bad it is, what spoils the file, and the document that is to be shown for it."""

    severity: str
    statements: tuple[str, ...]
    document: str | None = "d01-2022"


def _fact(severity: str, change: str, document: str = "d01-2022") -> Fault:
    return Fault(severity, (f"update fct_disclosure set {change} {FACT}",), document)  # noqa: S608 - names and words of our own


FAULTS = {
    "facts_exist": Fault("critical", ("delete from fct_disclosure",), None),
    "fact_has_document": Fault("critical", ("delete from dim_document where document_id = 'd01-2022'",)),
    "fact_of_its_document": _fact("critical", "report_year = 2021"),
    "fact_from_a_report": Fault(
        "critical", ("update dim_document set kind = 'news' where document_id = 'd01-2022'",)
    ),
    "fact_has_words": _fact("critical", "quote = '  '"),
    "table_fact_has_cell": _fact("critical", "row_index = null"),
    "value_stated": _fact("critical", "value = null"),
    "count_not_negative": _fact("critical", "value = -4"),
    "count_is_whole": _fact("critical", "value = 4.5"),
    "percentage_in_range": _fact("critical", "value = 101, unit = '%'"),
    "value_in_range_of_its_indicator": _fact("warning", "value = 13800138000"),
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
        ("insert into fct_finding by name select 'd99' as document_id, 'http://x.invalid/' as url",),
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
        (
            "insert into fct_finding by name select url, 'refusal' as found_by, 'scan' as rule from dim_document",
        ),
        None,
    ),
    "reports_silent": Fault("warning", ("update dim_document set n_observations = 0",), "d00-2022"),
    "documents_damaged": Fault(
        "warning",
        (
            "insert into fct_finding by name select document_id, url, 'damage' as severity, 'm' as message "  # noqa: S608 - names and words of our own
            f"from dim_document where document_id in {FIVE}",
        ),
    ),
    "tables_balanced": Fault(
        "warning", ("update fct_agency_year set is_balanced = false where document_id > 'd01'",), None
    ),
    "tables_balanced_as_usual": Fault(
        "info",
        (f"update fct_agency_year set is_balanced = false where document_id in {FIVE}",),  # noqa: S608 - names and words of our own
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
    "documents_kept": Fault("critical", (f"delete from dim_document where document_id in {FIVE}",)),  # noqa: S608 - names and words of our own
    "documents_kept_nearly_all": Fault(
        "warning", ("delete from dim_document where document_id = 'd01-2022'",)
    ),
    "facts_kept": Fault(
        "critical",
        (
            f"delete from fct_disclosure where document_id in {FIVE}",  # noqa: S608 - names and words of our own
            f"update dim_document set n_observations = 0 where document_id in {FIVE}",  # noqa: S608 - names and words of our own
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
        None,
    ),
    "key_figures_unchanged_nearly_all": Fault(
        "warning",
        (
            "update fct_disclosure set value = 7 "  # noqa: S608 - names and words of our own
            f"where indicator_id = 'applications.new' and document_id in {FIVE}",
        ),
    ),
    "coverage_kept": Fault(
        "critical",
        ("update fct_report_coverage set status = 'unreadable' where report_year = 2022",),
        None,
    ),
    "coverage_kept_nearly_all": Fault(
        "warning",
        (f"update fct_report_coverage set status = 'missing' where document_id in {FIVE}",),  # noqa: S608 - names and words of our own
        None,
    ),
    "tables_balanced_as_before": Fault(
        "critical", ("update fct_agency_year set is_balanced = false where report_year = 2022",)
    ),
    "tables_balanced_nearly_as_before": Fault(
        "warning",
        (f"update fct_agency_year set is_balanced = false where document_id in {FIVE}",),  # noqa: S608 - names and words of our own
    ),
    "key_figures_steady": Fault(
        "warning",
        ("update fct_disclosure set value = value * 5 where indicator_id = 'applications.new'",),
        None,
    ),
}
OF_MANY = {"key_figures_steady"}
"""Rules that look at a release only where it has enough rows."""

A_DOCUMENT = "where document_id = 'd01-2022'"
RAW_FAULTS = {
    "source_has_its_reports": Fault(
        "warning", ("delete from raw.captures where url < 'http://sample.invalid/d05'",), None
    ),
    "most_sources_have_their_reports": Fault(
        "critical", ("delete from raw.captures where url < 'http://sample.invalid/d05'",), None
    ),
    "source_not_flooded": Fault(
        "warning",
        (
            "insert into raw.captures select * replace (capture_id || 'x' as capture_id, url || '?' as url) "
            "from raw.captures",
        ),
        None,
    ),
    "reading_has_capture": Fault(
        "critical",
        ("delete from raw.captures where url = 'http://sample.invalid/d01-2022.html'",),
        "page",
    ),
    "decision_has_its_document": Fault(
        "warning",
        (
            "insert into raw.overrides by name select 2 as line, 'quarantine' as decision, 'd99' as document_id, "
            "'w' as who, date '2026-03-02' as decided_on, 'y' as why",
        ),
        "d99",
    ),
    "identity_has_evidence": Fault("critical", (f"update raw.documents set evidence = [] {A_DOCUMENT}",)),  # noqa: S608 - names and words of our own
    "pages_readable": Fault(
        "critical",
        ("update raw.readings set outcome = 'refused' where url > 'http://sample.invalid/d01'",),
        "page",
    ),
    "pages_readable_as_usual": Fault(
        "warning",
        ("update raw.readings set outcome = 'refused' where url < 'http://sample.invalid/d06'",),
        "page",
    ),
    "reports_speak": Fault("critical", ("delete from raw.observations where document_id > 'd01'",), None),
    "reports_speak_as_usual": Fault("warning", ("delete from raw.observations where document_id < 'd12'",)),
    "texts_whole": Fault("critical", (f"update raw.documents set n_lost = 100 {A_DOCUMENT}",)),  # noqa: S608 - names and words of our own
    "texts_whole_as_usual": Fault("warning", (f"update raw.documents set n_lost = 3 {A_DOCUMENT}",)),  # noqa: S608 - names and words of our own
    "reports_identified": Fault(
        "warning", ("update raw.documents set report_year = null where document_id < 'd12'",)
    ),
}


class Built(NamedTuple):
    """One build for all tests: the file as a night leaves it, a copy whose tables take any fault, the same with more
    facts, and the raw store."""

    file: Path
    loose: Path
    large: Path
    store: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("gate")
    settings = make_settings(data_dir=folder)
    file = build(settings, LAST)
    loose = loosen(_copy(file, folder / "loose.duckdb"))
    large = plant(
        _copy(loose, folder / "large.duckdb"),
        "insert into fct_disclosure select fct_disclosure.* replace (agency_id || copy as agency_id) "
        "from fct_disclosure, range(1, 5) as copies (copy)",
    )
    return Built(file, loose, large, settings.store_file)


@pytest.fixture(scope="module")
def sound(built: Built) -> Path:
    return built.loose


@pytest.fixture
def spoil(tmp_path: Path) -> Callable[..., Path]:
    def spoiled(source: Path, *statements: str) -> Path:
        candidate = tmp_path / "candidate" / source.name
        candidate.parent.mkdir(exist_ok=True)
        return plant(_copy(source, candidate), *statements)

    return spoiled


def _copy(source: Path, target: Path) -> Path:
    shutil.copy(source, target)
    return target


def _rule(name: str) -> Rule:
    return next(rule for rule in rules_for(Path()) if rule.name == name)


def _raw_rule(name: str, last_release: str = LAST) -> Rule:
    return next(rule for rule in raw_rules(last_release, VOLUMES) if rule.name == name)


def _shown(outcome: Outcome, column: str) -> set[str]:
    return {row[column] for row in outcome.rows}


def test_every_rule_has_a_planted_fault() -> None:
    for rules, faults in ((rules_for(Path()), FAULTS), (raw_rules(LAST, VOLUMES), RAW_FAULTS)):
        assert sorted(rule.name for rule in rules) == sorted(faults)


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_breaks_its_rule(name: str, built: Built, spoil: Callable[..., Path]) -> None:
    fault, before = FAULTS[name], built.large if name in OF_MANY else built.loose
    candidate = spoil(before, *fault.statements)
    (outcome,) = check_release(candidate, before, LAST, "night", None, (_rule(name),)).outcomes
    assert (outcome.error, outcome.holds, outcome.severity) == (None, False, fault.severity)
    if fault.document is not None:
        assert fault.document in _shown(outcome, "document_id")
    if fault.document == "d01-2022":
        assert PAGE in _shown(outcome, "url")


def test_words_without_their_place_are_a_fault(built: Built, spoil: Callable[..., Path]) -> None:
    candidate = spoil(built.loose, f"update fct_disclosure set span_end = span_end + 1 {FACT}")  # noqa: S608 - names and words of our own
    (outcome,) = check_release(candidate, None, "", "night", None, (_rule("fact_has_words"),)).outcomes
    assert _shown(outcome, "document_id") == {"d01-2022"}


@pytest.mark.parametrize("name", RAW_FAULTS)
def test_a_planted_fault_in_the_raw_store_breaks_its_rule(
    name: str, built: Built, spoil: Callable[..., Path]
) -> None:
    fault = RAW_FAULTS[name]
    store = spoil(built.store, *fault.statements)
    (outcome,) = check_raw(store, LAST, VOLUMES, "night", None, (_raw_rule(name),)).outcomes
    assert (outcome.error, outcome.holds, outcome.severity) == (None, False, fault.severity)
    assert outcome.rows
    if fault.document == "d99":
        assert "d99" in _shown(outcome, "document_id")
    elif fault.document is not None:
        assert PAGE in _shown(outcome, "url")


def test_a_sound_raw_store_breaks_no_rule(built: Built) -> None:
    verdict = check_raw(built.store, LAST, VOLUMES, "night", None)
    assert [one.message for one in verdict.outcomes if not one.holds] == []
    assert all(one.observed is not None for one in verdict.outcomes)


@pytest.mark.parametrize(("source", "n_pages"), [("sample", 48), ("unheard_of", 0)])
def test_a_source_that_lists_less_than_before_is_seen_though_its_pages_are_there(
    source: str, n_pages: int, built: Built
) -> None:
    names = {"source_has_its_reports", "most_sources_have_their_reports"}
    volumes = (Volume(source, 40, 60, n_listed=3),)
    rules = [rule for rule in raw_rules(LAST, volumes) if rule.name in names]
    verdict = check_raw(built.store, LAST, volumes, "night", None, rules)
    assert {one.name: one.holds for one in verdict.outcomes} == {rule.name: False for rule in rules}
    (row,) = next(one.rows for one in verdict.outcomes if one.name == "source_has_its_reports")
    assert (row["source_id"], row["n_listed"], row["n_pages"]) == (source, 3, n_pages)


def test_a_share_of_tables_that_falls_by_new_reports_shows_them(
    built: Built, spoil: Callable[..., Path]
) -> None:
    candidate = spoil(
        built.loose,
        "insert into fct_agency_year by name select * replace (1999 as report_year, false as is_balanced) "
        "from fct_agency_year where document_id < 'd06'",
    )
    rules = (_rule("tables_balanced_nearly_as_before"),)
    (outcome,) = check_release(candidate, built.loose, LAST, "night", None, rules).outcomes
    assert not outcome.holds
    assert {(row["report_year"], row["is_new"]) for row in outcome.rows} == {(1999, True)}
    assert "%" in outcome.message.rpartition("observed")[2]


def test_what_a_release_holds_already_is_not_judged_again(built: Built, spoil: Callable[..., Path]) -> None:
    store = spoil(built.store, *RAW_FAULTS["reports_speak"].statements)
    after = "published"  # The rows were read by the run "night".
    (outcome,) = check_raw(store, after, VOLUMES, "next", None, (_raw_rule("reports_speak", after),)).outcomes
    assert (outcome.holds, outcome.observed) == (True, None)


def _decide(table: str, decision: str, document: str | None, field: str = "", value: str = "") -> str:
    names = ("document_id", "stated_document_id") if table == "fct_override" else ("document_id",)
    said = f"'{document}'" if document else "null"
    documents = ", ".join(f"{said} as {name}" for name in names)
    line = "" if table == "fct_override" else "2 as line, "
    return (
        f"insert into {table} by name select {line}'{decision}' as decision, {documents}, '{field}' as field, "
        f"'{value}' as value, 'w' as who, date '2026-03-02' as decided_on, 'seen' as why"
    )


def test_a_document_in_quarantine_is_no_fault_of_the_raw_store(
    built: Built, spoil: Callable[..., Path]
) -> None:
    lost = RAW_FAULTS["texts_whole"].statements
    store = spoil(built.store, *lost, _decide("raw.overrides", "quarantine", "d01-2022"))
    (outcome,) = check_raw(store, LAST, VOLUMES, "night", None, (_raw_rule("texts_whole"),)).outcomes
    assert (outcome.holds, outcome.observed) == (True, 0)


@pytest.mark.parametrize("decision", ["quarantine", "set"])
def test_an_agency_year_that_a_person_moved_is_not_lost(
    decision: str, built: Built, spoil: Callable[..., Path]
) -> None:
    gone = FAULTS["agency_year_lost"].statements
    candidate = spoil(built.loose, *gone, _decide("fct_override", decision, "d01-2022"))
    (outcome,) = check_release(
        candidate, built.loose, LAST, "night", None, (_rule("agency_year_lost"),)
    ).outcomes
    assert (outcome.holds, outcome.observed) == (True, 0)


def test_a_finding_that_a_person_accepted_is_none_and_others_are(
    built: Built, spoil: Callable[..., Path]
) -> None:
    negative = "update fct_disclosure set value = -4 where document_id in ('d01-2022', 'd02-2022')"
    accepted = _decide("fct_override", "accept", "d01-2022", "count_not_negative")
    rules = (_rule("count_not_negative"),)
    (outcome,) = check_release(
        spoil(built.loose, negative, accepted), None, "", "night", None, rules
    ).outcomes
    assert _shown(outcome, "document_id") == {"d02-2022"}


def test_a_rule_is_accepted_as_a_whole_against_one_release(built: Built, spoil: Callable[..., Path]) -> None:
    fault = FAULTS["documents_kept"].statements
    candidate = spoil(built.loose, *fault, _decide("fct_override", "accept", None, "documents_kept", LAST))
    rules = (_rule("documents_kept"),)
    verdict = check_release(candidate, built.loose, LAST, "night", None, rules)
    assert (verdict.decision, verdict.outcomes[0].holds) == ("publish_with_notes", False)
    assert "accepted by w, 2026-03-02: seen" in verdict.outcomes[0].message
    later = check_release(candidate, built.loose, "20260201T000000Z", "night", None, rules)
    assert later.decision == "refuse"


def test_a_sound_file_breaks_no_rule_with_and_without_a_last_release(built: Built) -> None:
    first = check_release(built.file, None, "", "first", None)
    again = check_release(built.file, built.loose, LAST, "again", None)
    assert [one.message for one in (*first.outcomes, *again.outcomes) if not one.holds] == []
    assert (first.decision, again.decision) == ("publish", "publish")
    assert len(again.outcomes) > len(first.outcomes)


def test_a_rule_that_cannot_run_is_a_critical_failure(sound: Path, tmp_path: Path) -> None:
    broken = no_rows(
        "asks_for_nothing", "info", "a column exists", "select no_such_column from fct_disclosure"
    )
    verdict = check_release(sound, None, "", "night", None, (broken,))
    (outcome,) = verdict.outcomes
    assert verdict.decision == "refuse"
    assert outcome.severity == "critical"
    assert outcome.error is not None
    assert "no_such_column" in outcome.error
    assert "could not be checked" in outcome.message


def test_nothing_to_measure_breaks_nothing(sound: Path, tmp_path: Path) -> None:
    rule = Rule("share_of_none", "critical", "a share", measure="select 1.0 / nullif(0, 0)", at_least=0.5)
    (outcome,) = check_release(sound, None, "", "night", None, (rule,)).outcomes
    assert outcome.holds
    assert outcome.observed is None


def test_braces_in_a_rule_reach_the_database(sound: Path, tmp_path: Path) -> None:
    rule = no_rows(
        "long_names",
        "info",
        "no document id has four digits in a row",
        "select document_id from dim_document where regexp_matches(document_id, '[0-9]{4}') limit 3",
    )
    (outcome,) = check_release(sound, None, "", "night", None, (rule,)).outcomes
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
    verdict = check_release(candidate, None, "", "night", None, (_rule("count_is_whole"),))
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
        f"update fct_disclosure set quote = '{evil}' {FACT}",  # noqa: S608 - names and words of our own
    )
    check_release(sound, None, "", "night-one", tmp_path, (rule,))
    verdict = check_release(candidate, None, "", "night-two", tmp_path, (rule,))
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


def _all_that_is_left(folder: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.suffix in _TEXTS)


def test_rows_at_fault_name_nobody_and_keep_figures_and_addresses(
    built: Built, spoil: Callable[..., Path], tmp_path: Path
) -> None:
    own = f"{MOBILE}，{CARD}，{MAIL}"
    address = f"http://sample.invalid/{MOBILE}.html"
    store = spoil(
        built.store,
        f"update raw.documents set n_lost = 100, title = title || '{own}' {A_DOCUMENT}",  # noqa: S608 - words of our own
        f"update raw.readings set outcome = 'refused', detail = '{own}', url = '{address}' "  # noqa: S608 - words of our own
        "where url < 'http://sample.invalid/d12'",
    )
    candidate = spoil(built.loose, f"update fct_disclosure set value = {MOBILE}, quote = '{MOBILE}' {FACT}")  # noqa: S608 - words of our own
    rules = (_raw_rule("texts_whole"), _raw_rule("pages_readable_as_usual"))
    raw = check_raw(store, LAST, VOLUMES, "night", tmp_path, rules)
    rule = _rule("value_in_range_of_its_indicator")
    release = check_release(candidate, None, "", "night", tmp_path, (rule,))
    write_verdict(raw, tmp_path / "raw.json")
    hidden = f"{'＊' * len(MOBILE)}，{'＊' * len(CARD)}，{'＊' * len(MAIL)}"
    left = _all_that_is_left(tmp_path)
    assert left.count(hidden) >= 6
    assert CARD not in left
    assert MAIL not in left
    assert own not in left
    assert _shown(raw.outcomes[1], "url") == {address}
    assert release.outcomes[0].rows[0]["quote"] == release.outcomes[0].rows[0]["value"] == MOBILE


def test_rows_of_a_document_in_quarantine_are_counted_and_not_shown(
    built: Built, spoil: Callable[..., Path], tmp_path: Path
) -> None:
    title = "update dim_document set title = 'taken down' where document_id = 'd01-2022'"
    before = spoil(built.loose, title)
    candidate = before.with_name("candidate.duckdb")
    gone = (
        "delete from dim_document where document_id in ('d01-2022', 'd02-2022')",
        _decide("fct_override", "quarantine", "d01-2022"),
    )
    plant(_copy(before, candidate), *gone)
    rules = (_rule("documents_kept_nearly_all"),)
    (outcome,) = check_release(candidate, before, LAST, "night", tmp_path, rules).outcomes
    assert not outcome.holds
    assert _shown(outcome, "document_id") == {"d02-2022"}
    assert "taken down" not in _all_that_is_left(tmp_path)


def test_past_nights_stay_readable_up_to_a_bound(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "NIGHTS_KEPT", 2)
    raw, release = (_raw_rule("reading_has_capture"),), (_rule("facts_exist"),)
    for night in ("night-1", "night-2", "night-3"):
        check_raw(built.store, LAST, VOLUMES, night, tmp_path, raw)
        verdict = check_release(built.loose, None, "", night, tmp_path, release)
        path = history.verdict_file(tmp_path, "release", night)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_verdict(verdict, path)
    index = Path(verdict.docs)
    named = set(html.fromstring(index.read_text(encoding="utf-8")).xpath("//td//text()"))
    assert {"night-2", "night-3"} == {words.strip() for words in named if words.strip().startswith("night")}
    for suite in ("raw", "release"):
        pages = {path.parts[-3] for path in index.parent.glob(f"validations/{suite}/*/*/*.html")}
        assert pages == {"night-2", "night-3"}
    assert [path.stem for path in sorted(path.parent.glob("*.json"))] == ["night-2", "night-3"]


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
    (outcome,) = check_release(sound, None, "", "night", None, (_rule("facts_exist"),)).outcomes
    assert outcome.error is not None


def test_a_bad_night_is_refused_and_the_last_release_stays(
    sound: Path, spoil: Callable[..., Path], tmp_path: Path
) -> None:
    settings = make_settings(data_dir=tmp_path / "data")
    last = publish(sound, "20260101T000000Z", settings)
    names = ("count_not_negative", "agency_year_unique")
    candidate = spoil(sound, *(one for name in names for one in FAULTS[name].statements))
    with opened_gate(settings) as running:
        report = running.check_release(candidate, last.file, last.run_id, "20260102T000000Z")
    assert report.decision == "refuse"
    assert report.n_expectations == len(rules_for(last.file))
    assert report.docs.is_file()
    critical = {failure.name: failure for failure in report.failures if failure.severity == "critical"}
    assert set(critical) == set(names)
    for failure in critical.values():
        assert (failure.rows[0]["document_id"], failure.rows[0]["url"]) == ("d01-2022", PAGE)
    assert [failure.severity for failure in report.failures][:2] == ["critical", "critical"]
    assert current_release(settings) == last


def test_one_gate_serves_both_checkpoints_of_a_night(built: Built, tmp_path: Path) -> None:
    settings = make_settings(data_dir=built.store.parent.parent)
    folder = folder_source(tmp_path)
    source = folder.model_copy(update={"id": "sample", "bounds": Bounds(min_reports=100)})
    with opened_gate(settings) as running:
        raw = running.check_raw([source], {}, LAST, "20260103T000000Z")
        release = running.check_release(built.loose, None, "", "20260103T000000Z")
    assert (raw.decision, release.decision) == ("refuse", "publish")
    assert [failure.name for failure in raw.failures] == [
        "most_sources_have_their_reports",
        "source_has_its_reports",
    ]
    assert raw.failures[0].rows[0]["n_pages"] == 48
    assert raw.docs == release.docs


@pytest.mark.parametrize(("program", "words"), [("false", "exit code 1"), ("true", "exit code 0")])
def test_a_gate_that_dies_publishes_nothing(
    program: str, words: str, sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate.sys, "executable", shutil.which(program))
    with pytest.raises(GateError, match=words), opened_gate(make_settings(data_dir=tmp_path)) as running:
        running.check_release(sound, None, "", "night")
