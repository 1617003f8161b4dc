"""Pictures of the main pages, for people to look at and for the README: `build/pictures/`."""

import hashlib
from pathlib import Path

import pytest

from tests.site.conftest import Visit
from tests.site.test_pages import BODY, OTHER

pytestmark = pytest.mark.server

BROKEN = hashlib.sha256(b"body40").hexdigest()[:16]
"""A body with a broken equation in its report of 2022."""

PICTURES = {
    "home-en": "en/index.html",
    "home-zh": "zh/index.html",
    "agency-zh": f"zh/agency.html?id={BROKEN}&year=2022",
    "report-en": f"en/agency.html?id={BROKEN}&year=2022#report",
    "evidence-en": f"en/agency.html?id={BODY}&year=2023&scope=agency#n=applications.granted~total",
    "compare-en": f"en/compare.html?ids={BODY},{OTHER},{BROKEN}&figure=applications_received",
    "indicator-zh": "zh/indicator.html?id=applications.new",
    "missing-en": "en/missing.html",
    "findings-zh": "zh/findings.html",
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_of_a_page(visit: Visit, pictures: Path, name: str) -> None:
    page = visit.go(PICTURES[name])
    picture = page.screenshot(path=pictures / f"{name}.png")
    assert len(picture) > 20_000


def test_a_picture_of_the_console(visit: Visit, pictures: Path) -> None:
    page = visit.go("en/console.html?example=response_rates_by_province")
    page.locator("textarea").evaluate("element => { element.rows = 8; }")
    page.click("button[type=submit]")
    page.wait_for_selector("#count", timeout=60_000)
    picture = page.screenshot(path=pictures / "console-en.png")
    assert len(picture) > 20_000


def test_a_picture_on_a_phone(visit: Visit, pictures: Path) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 844})
    for name, address in (
        ("phone-zh", "zh/index.html"),
        ("phone-agency-zh", f"zh/agency.html?id={BROKEN}&year=2022"),
    ):
        picture = visit.go(address).screenshot(path=pictures / f"{name}.png")
        assert len(picture) > 20_000
