"""Settings that name places: what will not do is refused before anything is done with it."""

import pytest

from flows.errors import SettingsError
from flows.settings import make_settings


@pytest.mark.parametrize(
    "place", ["s3://key:secr3t@bucket/lake", "s3://bucket/lake?token=secr3t", "memory://lake"]
)
def test_the_place_of_the_lake_holds_no_secret(place: str) -> None:
    with pytest.raises(SettingsError) as refused:
        make_settings(lake_data=place)
    assert "secr3t" not in repr(refused.value) + repr(refused.value.__cause__)


@pytest.mark.parametrize("place", ["", "lake", "/srv/lake/", "s3://bucket/lake"])
def test_the_lake_may_lie_in_a_folder_or_at_an_address(place: str) -> None:
    assert make_settings(lake_data=place).lake_data == place
