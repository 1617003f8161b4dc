"""Every page renders, in both languages, and everybody can use it: axe, the checker of accessibility, finds no serious
fault on a desk or on a phone."""

import io
import tarfile
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pytest

from flows.site.pages import PAGES
from flows.site.vendor import Package, fetch_package
from tests.site.conftest import Visit
from tests.site.test_pages import BODY, PLACES

pytestmark = pytest.mark.server

AXE: Final = Package(
    "axe-core",
    "4.14.1",
    "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
    MappingProxyType({"package/axe.min.js": "axe.min.js"}),
)


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("axe")
    with tarfile.open(fileobj=io.BytesIO(fetch_package(AXE, folder)), mode="r:gz") as archive:
        member = archive.extractfile("package/axe.min.js")
        assert member is not None
        (folder / "axe.min.js").write_bytes(member.read())
    return folder / "axe.min.js"


@pytest.mark.parametrize("page", [*PAGES, "evidence"])
@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("zh", 375)])
def test_a_page_renders_and_axe_finds_no_serious_fault(
    visit: Visit, axe: Path, page: str, language: str, width: int
) -> None:
    visit.page.set_viewport_size({"width": width, "height": 800})
    visit.page.add_init_script(path=axe)
    evidence = f"agency.html?id={BODY}&year=2022&scope=agency#n=applications.granted~total"
    shown = visit.go(f"{language}/{evidence if page == 'evidence' else PLACES.get(page, page + '.html')}")
    assert shown.locator("h1").count() == 1
    assert shown.locator("html").get_attribute("lang") == ("zh-CN" if language == "zh" else "en")
    text = shown.inner_text("main")
    assert len(text) > 40
    assert not {"undefined", "NaN", "[object"} & set(text.split())
    assert shown.locator(".failed").count() == 0
    found = shown.evaluate("async () => (await axe.run()).violations")
    serious = [
        (one["id"], [node["html"][:200] for node in one["nodes"][:3]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []
