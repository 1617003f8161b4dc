"""The simulated week, in small: what a night must come to when a site moves, and when it goes mad."""

import pytest

from flows.settings import Settings, use_settings

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server"), pytest.mark.timeout(600)]

NIGHTS = ("nothing", "redesigned_site", "poisoned")


def test_nights_are_what_they_should_be_and_a_reader_is_not_disturbed(settings: Settings) -> None:
    from flows.demo.week import run_week

    chosen = settings.model_copy(update={"sources_dir": settings.data_dir / "sources"})
    with use_settings(chosen):
        week = run_week(chosen, n_agencies=3, only=NIGHTS)
    assert [night.complaints for night in week.nights] == [()] * len(NIGHTS)
    assert [night.record.decision for night in week.nights] == ["published", "published", "refused"]
    assert week.seen.complaints == []
    assert week.seen.n_looks > 20
    assert week.holds
