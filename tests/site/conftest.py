"""A small invented release, its site, a server for it and a real Chromium; made once for all tests."""

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from flows.reference import load_reference
from flows.settings import Settings, make_settings
from flows.site.build import SiteReport, build_site
from flows.site.serve import make_server
from flows.site.vendor import fetch_assets
from tests.site.panel import RUN_ID, make_release

BODIES = 120


@dataclass
class Visit:
    """A page with everything that a reader must never meet: errors, and requests to another host."""

    page: Page
    base: str
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        self.page.goto(f"{self.base}/{path}")
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0)
        return self.page


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = make_settings(data_dir=tmp_path_factory.mktemp("site"))
    make_release(made, BODIES, years=4)
    _make_parts(made)
    return made


def _make_parts(settings: Settings) -> None:
    """What other programs leave beside a release: dbt's page, the gate's pages, and its verdict."""
    checked = settings.quality_dir / "docs" / "validations" / "release" / RUN_ID / "20260101T000000.000000Z"
    verdict = {
        "run_id": RUN_ID,
        "decision": "publish_with_notes",
        "outcomes": [
            {
                "name": "facts_exist",
                "severity": "critical",
                "says": "the release holds facts",
                "holds": True,
                "observed": 1,
                "rows": [],
                "error": None,
            }
        ],
    }
    for file, text in (
        (settings.warehouse_dir / RUN_ID / "docs" / "index.html", "<head></head><h1>lineage</h1>"),
        (settings.quality_dir / "docs" / "index.html", "<head></head><h1>all nights</h1>"),
        (checked / "release-release.html", "<head></head><h1>facts_exist</h1>"),
        (settings.quality_dir / "verdicts" / f"{RUN_ID}.json", json.dumps(verdict)),
    ):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"<!doctype html>{text}" if file.suffix == ".html" else text, encoding="utf-8")


@pytest.fixture(scope="session")
def site(settings: Settings) -> SiteReport:
    return build_site(settings, load_reference(), vendor=fetch_assets())


@pytest.fixture(scope="session")
def bare(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> SiteReport:
    """The same site without the programs of the SQL page, under a path that a server does not begin with."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "index.html").write_text("another page", encoding="utf-8")
    return build_site(settings, load_reference(), folder / "some" / "path", vendor=folder / "missing")


@pytest.fixture(scope="session")
def base(site: SiteReport) -> Iterator[str]:
    with make_server(site.folder, 0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; a machine without it fails, for `make programs` installs it."""
    program = shutil.which("chromium")
    assert program, "chromium is missing: `make programs` installs it"
    with sync_playwright() as playwright:
        # In a container the process is root, and there is no sandbox for it; it meets only our own pages.
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Visit]:
    with visiting(browser, base) as met:
        yield met


@contextmanager
def visiting(browser: Browser, base: str) -> Iterator[Visit]:
    """A reader with a browser of their own, who must meet no error and no other host."""
    context = browser.new_context(viewport={"width": 1280, "height": 860}, accept_downloads=True)
    page = context.new_page()
    met = Visit(page, base)

    def route(asked: Route) -> None:
        url = asked.request.url
        if url.startswith((base, "blob:", "data:")):
            asked.continue_()
        else:
            met.strangers.append(url)
            asked.abort()

    page.route("**/*", route)
    page.on(
        "console", lambda line: met.errors.append(line.text) if line.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: met.errors.append(str(error)))
    yield met
    context.close()
    assert met.strangers == []
    assert met.errors == []


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where the pictures of the main pages are left for people to look at."""
    folder = Path(__file__).resolve().parents[2] / "build" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
