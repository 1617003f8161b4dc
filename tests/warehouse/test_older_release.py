"""A folder that an older version published: people open it as before, and the next night publishes beside it."""

import hashlib
import json
from pathlib import Path

import pytest

from flows.ask.query import asked
from flows.publish.release import current_release, publish
from flows.publish.rollback import roll_back
from flows.settings import Settings, make_settings
from flows.warehouse import row_counts
from tests.warehouse.synthetic_marts import FACTS_A_REPORT, YEARS, build_marts, plant

OLD, NEW = "20240101T000000Z", "20260101T000000Z"
N_AGENCIES = 3
N_FACTS = N_AGENCIES * len(YEARS) * FACTS_A_REPORT


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """What version 1 of the schema left: a file in which facts are a table, its record and its checksum."""
    settings = make_settings(data_dir=tmp_path / "data")
    folder = settings.published_dir / "releases" / OLD
    file = build_marts(folder / "gongkai.duckdb", OLD, N_AGENCIES)
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    record = {
        "run_id": OLD,
        "file": file.name,
        "sha256": sha256,
        "size_bytes": file.stat().st_size,
        "schema_version": 1,
        "content": "as that version summed it up",
        "counts": row_counts(file),
        "notes": [],
    }
    (folder / "release.json").write_text(json.dumps(record), encoding="utf-8")
    (folder / "SHA256SUMS").write_text(f"{sha256}  {file.name}\n", encoding="utf-8")
    file.chmod(0o444)
    settings.published_file.symlink_to(file.relative_to(settings.published_dir))
    return settings


def _facts(settings: Settings) -> int:
    with asked(settings.published_file, "select count(*), count(value) from fct_disclosure") as answer:
        ((n_rows, n_values),) = list(answer.rows)
    assert n_rows == n_values
    return int(n_rows)


def test_an_older_published_folder_still_opens(settings: Settings) -> None:
    release = current_release(settings)
    assert release is not None
    assert (release.run_id, release.schema_version) == (OLD, 1)
    assert _facts(settings) == N_FACTS


def test_a_newer_night_publishes_beside_it_and_people_can_be_led_back(
    settings: Settings, tmp_path: Path
) -> None:
    candidate = plant(
        build_marts(tmp_path / "built.duckdb", NEW, N_AGENCIES),
        "update release set schema_version = 3",
        "alter table fct_disclosure add column status varchar",
        "alter table fct_disclosure rename to facts",
        "create view fct_disclosure as from facts",
    )
    assert publish(candidate, NEW, settings).schema_version == 3
    assert _facts(settings) == N_FACTS
    assert roll_back(settings, OLD, why="to compare", who="w").schema_version == 1
    assert _facts(settings) == N_FACTS
