"""A folder that an older version published: people open it as before, what cannot read it says so, and the next night
publishes beside it."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from flows.ask.explain import explain
from flows.ask.query import asked
from flows.errors import GongkaiError, PublishError
from flows.publish.content import schema_version
from flows.publish.release import current_release, publish
from flows.publish.rollback import roll_back
from flows.reference import load_reference
from flows.settings import Settings, make_settings
from flows.site.build import build_site
from flows.warehouse import row_counts
from tests.warehouse.built_marts import YEARS, build, loosen, plant

OLD, NEW = "20240101T000000Z", "20260101T000000Z"
BODY = "样本0县人民政府"

_NEW_IN: Final = {
    3: (
        *(f"drop table {name}" for name in ("facts", "dim_figure", "dim_manner", "dim_status", "fct_override")),
        *(f"alter table dim_document drop {name}" for name in ("document_key", "region_code_of_year", "withdrawn_at")),
        *(
            f"alter table dim_indicator drop {name}"
            for name in ("comparable_id", "older_applicant", "outcome", "is_outcome", "largest_plausible")
        ),
        *(
            f"alter table fct_agency_year drop {name}"
            for name in ("n_approximate", "n_contradicted", "region_code_of_year")
        ),
    ),
    2: (
        *(f"alter table fct_disclosure drop {name}" for name in ("status", "contradicted_by", "finding_number")),
        *(
            f"alter table fct_finding drop {name}"
            for name in ("finding_number", "province", "region_code", "identity")
        ),
        *(f"alter table dim_agency drop {name}" for name in ("other_names", "successor_agency_id")),
        *(
            f"alter table dim_document drop {name}"
            for name in (
                "part_of", "same_as_document_id", "copied_share", "nearest_source_document_id", "nearest_sources",
                "n_copies",
            )
        ),
        *(
            f"drop table fct_{name}"
            for name in ("report_coverage", "report_revision", "application_outcome", "remedy", "proactive")
        ),
        "update fct_agency_year set is_balanced = true where is_balanced is null",
    ),
}  # fmt: skip
"""What each version of the schema brought (docs/schema-changelog.md), taken away again. What only the rows differ by is
not undone: the words of statuses and rules, and the days of publication."""


@dataclass(frozen=True)
class Older:
    """What today's marts of one small panel are, and a data folder with an older version's release of them.

    Attributes:
        n_facts: rows of `fct_disclosure`, in both.
    """

    settings: Settings
    candidate: Path
    version: int
    n_facts: int


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(make_settings(data_dir=tmp_path_factory.mktemp("built")), NEW)


@pytest.fixture(params=[1, 2], ids=lambda version: f"version_{version}")
def older(built: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Older:
    """What an older version left: a file in which facts are a table, its record and its checksum."""
    settings = make_settings(data_dir=tmp_path / "data")
    folder = settings.published_dir / "releases" / OLD
    folder.mkdir(parents=True)
    file = folder / "gongkai.duckdb"
    shutil.copy(built, file)
    loosen(file)
    for version in range(3, request.param, -1):
        plant(file, *_NEW_IN[version])
    plant(file, f"update release set (run_id, schema_version) = ('{OLD}', {request.param})")  # noqa: S608 - values of our own
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    record = {
        "run_id": OLD,
        "file": file.name,
        "sha256": sha256,
        "size_bytes": file.stat().st_size,
        "schema_version": request.param,
        "content": "as that version summed it up",
        "counts": row_counts(file),
        "notes": [],
    }
    (folder / "release.json").write_text(json.dumps(record), encoding="utf-8")
    (folder / "SHA256SUMS").write_text(f"{sha256}  {file.name}\n", encoding="utf-8")
    file.chmod(0o444)
    settings.published_file.symlink_to(file.relative_to(settings.published_dir))
    return Older(settings, built, request.param, row_counts(built)["fct_disclosure"])


def _facts(settings: Settings) -> int:
    with asked(settings.published_file, "select count(*), count(value) from fct_disclosure") as answer:
        ((n_rows, n_values),) = list(answer.rows)
    assert n_rows == n_values > 0
    return int(n_rows)


def test_an_older_published_folder_still_opens(older: Older) -> None:
    release = current_release(older.settings)
    assert release is not None
    assert (release.run_id, release.schema_version) == (OLD, older.version)
    assert _facts(older.settings) == older.n_facts


def test_a_number_is_explained_where_the_columns_for_it_are_there(older: Older) -> None:
    asked_for = (older.settings, load_reference(), BODY, YEARS[0], "stat.proactive.items")
    if older.version == 1:
        with pytest.raises(GongkaiError, match=r"has version 1 of the tables.*explain.*`gongkai query`"):
            explain(*asked_for)
    else:
        (one,) = explain(*asked_for)
        assert (one.fact["value"], one.fact["status"]) == (100, "stated")


def test_a_site_of_an_older_release_is_refused_in_a_sentence(older: Older) -> None:
    with pytest.raises(PublishError, match=f"has version {older.version} of the tables.*the site"):
        build_site(older.settings, load_reference(), older.settings.data_dir / "site_of_old")
    assert not (older.settings.data_dir / "site_of_old").exists()


def test_a_newer_night_publishes_beside_it_and_people_can_be_led_back(older: Older) -> None:
    today = schema_version(older.candidate)
    assert publish(older.candidate, NEW, older.settings).schema_version == today
    assert today > older.version
    assert _facts(older.settings) == older.n_facts
    assert roll_back(older.settings, OLD, why="to compare", who="w").schema_version == older.version
    assert _facts(older.settings) == older.n_facts
