"""Everybody can use it: axe, the checker of accessibility, finds no serious fault on any page."""

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
def test_axe_finds_no_serious_fault(visit: Visit, axe: Path, page: str) -> None:
    visit.page.add_init_script(path=axe)
    evidence = f"agency.html?id={BODY}&year=2022&scope=agency#n=applications.granted~total"
    shown = visit.go(f"en/{evidence if page == 'evidence' else PLACES.get(page, page + '.html')}")
    found = shown.evaluate("async () => (await axe.run()).violations")
    serious = [
        (one["id"], [node["html"][:200] for node in one["nodes"][:3]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []
