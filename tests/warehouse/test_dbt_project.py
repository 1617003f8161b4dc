"""The dbt project and the Python side say the same: schema, vocabulary, dictionary."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from expectations.facts import YEARS_IN_ALL
from flows.build.dbt import DBT_PROJECT_DIR, prune_builds
from flows.build.dictionary import PAGE, dictionary
from flows.compare import candidates, pairs
from flows.publish.export import NOT_EXPORTED
from flows.reference import load_reference
from flows.schema import RAW_TABLES
from flows.settings import PROJECT_DIR, Settings
from flows.vocabulary import APPLICANTS, FACT_KINDS, FIRST_REPORT_YEAR, AlignedBy, Basis, Period, Scope

MODELS = DBT_PROJECT_DIR / "models"


def _yaml(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module")
def staging() -> dict[str, Any]:
    return _yaml(MODELS / "staging" / "_staging.yml")


def test_the_sources_are_the_raw_schema(staging: dict[str, Any]) -> None:
    described = {
        table["name"]: (table["description"], [(c["name"], c["description"]) for c in table["columns"]])
        for table in staging["sources"][0]["tables"]
    }
    expected = {
        table.name: (
            table.grain,
            [(column.name, (column.metadata or {})[b"description"].decode()) for column in table.schema],
        )
        for table in RAW_TABLES
    }
    assert described == expected


def test_staging_reads_every_column_of_its_source_and_nothing_else() -> None:
    for table in RAW_TABLES:
        sql = (MODELS / "staging" / f"stg_raw__{table.name}.sql").read_text(encoding="utf-8")
        columns = sql.split("select\n")[1].split("\nfrom")[0].replace(",", "").split()
        assert columns == table.schema.names


def test_only_staging_reads_a_source() -> None:
    readers = {
        path.parent.name for path in MODELS.rglob("*.sql") if "source(" in path.read_text(encoding="utf-8")
    }
    assert readers == {"staging"}


def test_kinds_that_state_facts_are_those_of_the_vocabulary() -> None:
    project = _yaml(DBT_PROJECT_DIR / "dbt_project.yml")
    assert set(project["vars"]["fact_kinds"]) == FACT_KINDS


def test_the_models_and_the_gate_have_the_same_bounds() -> None:
    project = _yaml(DBT_PROJECT_DIR / "dbt_project.yml")["vars"]
    assert project["first_report_year"] == FIRST_REPORT_YEAR
    assert project["years_in_all"] == YEARS_IN_ALL


def test_facts_are_stored_by_the_words_of_the_vocabulary() -> None:
    expected = {
        "dim_figure": {*APPLICANTS, *get_args(Period)},
        # A document that does not say it has no scope, and neither have its numbers.
        "dim_manner": {*get_args(Scope), "unstated", *get_args(AlignedBy), *get_args(Basis)},
    }
    for name, words in expected.items():
        sql = (MODELS / "marts" / f"{name}.sql").read_text(encoding="utf-8")
        assert {
            one or other for one, other in re.findall(r"(?<!ref)\('([\w.]+)'\)|'(\w+)' as basis", sql)
        } == words


def test_what_makes_a_copy_is_the_same_in_both() -> None:
    project = _yaml(DBT_PROJECT_DIR / "dbt_project.yml")["vars"]
    assert project["common_in_reports"] == candidates.COMMON_IN_REPORTS
    assert project["common_in_models"] == candidates.COMMON_IN_MODELS
    # What the stage leaves out can never count in the warehouse.
    assert project["least_copied_sentences"] >= pairs.LEAST_SENTENCES
    assert project["least_copied_share"] >= pairs.LEAST_SHARE


def test_every_mart_column_is_typed_and_described() -> None:
    models = _yaml(MODELS / "marts" / "_marts.yml")["models"]
    assert {model["name"] for model in models} == {path.stem for path in (MODELS / "marts").glob("*.sql")}
    for model in models:
        assert model["description"]
        assert all(column["data_type"] and column["description"] for column in model["columns"])


def test_figures_of_the_wide_table_are_indicators_of_the_dictionary() -> None:
    sql = (MODELS / "marts" / "fct_agency_year.sql").read_text(encoding="utf-8")
    indicators = load_reference().indicators
    named = [part.split("'")[1] for part in sql.split("figure(")[1:]]
    assert len(named) > 40
    assert [name for name in named if name not in indicators] == []


def test_every_model_is_described() -> None:
    described = {
        model["name"]
        for path in MODELS.rglob("*.yml")
        for model in _yaml(path).get("models", ())
        if model["description"]
    }
    assert described == {path.stem for path in MODELS.rglob("*.sql")}


_ASKED = r"\b(?:from|join)\s+(?:previous\.|\{release\}\.)?(\w+)"


def _asked_in(*folders: Path) -> set[str]:
    """The marts that the code or the queries of these folders name after `from` or `join`."""
    marts = {path.stem for path in (MODELS / "marts").glob("*.sql")}
    texts = (
        path.read_text(encoding="utf-8")
        for folder in folders
        for path in (*folder.rglob("*.py"), *folder.rglob("*.sql"))
    )
    named = {name for text in texts for name in re.findall(_ASKED, text)}
    # Queries call their own rows `facts`, too; only `fct_disclosure` reads that table.
    return named & marts - {"facts"}


def test_who_reads_the_marts_is_said_in_full() -> None:
    said = {
        one["name"]: {ref.split("'")[1] for ref in one["depends_on"]}
        for one in _yaml(MODELS / "_exposures.yml")["exposures"]
    }
    marts = {path.stem for path in (MODELS / "marts").glob("*.sql")}
    assert said == {
        "published_file": marts,
        "release_files": marts - set(NOT_EXPORTED),
        "site": _asked_in(PROJECT_DIR / "flows" / "site"),
        "gate": _asked_in(PROJECT_DIR / "expectations"),
        "analyses": _asked_in(DBT_PROJECT_DIR / "analyses"),
    }


def test_old_builds_are_removed_and_the_newest_stay(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, builds_kept=2)
    for name in ("20260101T000000Z", "20260102T000000Z", "20260103T000000Z"):
        (settings.warehouse_dir / name).mkdir(parents=True)
    prune_builds(settings)
    assert sorted(path.name for path in settings.warehouse_dir.iterdir()) == [
        "20260102T000000Z",
        "20260103T000000Z",
    ]


def test_the_data_dictionary_is_that_of_the_models() -> None:
    assert PAGE.read_text(encoding="utf-8") == dictionary() + "\n", "run `python -m flows.build.dictionary`"


def test_the_changelog_begins_with_the_schema_version() -> None:
    version = _yaml(DBT_PROJECT_DIR / "dbt_project.yml")["vars"]["schema_version"]
    changelog = (PROJECT_DIR / "docs" / "schema-changelog.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\d+)$", changelog, re.MULTILINE)[0] == str(version)
