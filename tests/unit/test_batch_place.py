"""A night whose batches lie elsewhere than it would look for them ends before it can forget them."""

import shutil
from pathlib import Path

import pytest

from flows.errors import GongkaiError
from flows.load.batch_place import must_hold_batches
from flows.load.rows import PayloadReading, to_tables
from flows.load.store import RawStore, put_away
from flows.settings import Settings, make_settings


def _filled(settings: Settings) -> None:
    reading = PayloadReading("0" * 64, "file://saved/1.txt", "saved", "refused", "empty_file")
    RawStore(settings).append(to_tables([reading], reader_version=1, run_id="run"), "run-00000")


def test_batches_that_were_never_sent_end_the_night_until_a_backfill(tmp_path: Path) -> None:
    here = make_settings(data_dir=tmp_path / "data")
    _filled(here)
    must_hold_batches(here)
    far = make_settings(data_dir=tmp_path / "data", remote=f"file://{tmp_path}/far")
    with pytest.raises(GongkaiError, match=r"lie in .*/data/raw, .*`gongkai backfill`"):
        must_hold_batches(far)
    put_away(far)
    must_hold_batches(far)
    _filled(far)
    must_hold_batches(far)


def test_batches_that_are_lost_on_the_remote_end_the_night(tmp_path: Path) -> None:
    far = make_settings(data_dir=tmp_path / "data", remote=f"file://{tmp_path}/far")
    _filled(far)
    shutil.rmtree(tmp_path / "far" / "raw")
    with pytest.raises(GongkaiError, match=r"are lost: .*`gongkai backfill`"):
        must_hold_batches(far)
