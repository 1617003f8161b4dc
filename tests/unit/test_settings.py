"""Settings that name places: what will not do is refused before anything is done with it."""

import pytest

from flows.ducklake import build_schema
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


@pytest.mark.parametrize("name", ["main", "anhui_2", "a"])
def test_no_installation_on_a_lake_has_the_name_of_anothers_build(name: str) -> None:
    build = build_schema(make_settings(lake_name=name), "20200101T000000Z")
    with pytest.raises(SettingsError, match=r"lake_name: .* that of a build"):
        make_settings(lake_name=build)
    assert make_settings(lake_name=name).lake_name == name
