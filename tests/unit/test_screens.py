"""What a person sees after a night: the reasons of a refusal with rows and pages, and one line a night."""

from pathlib import Path

import pytest
from rich.console import Console

from flows.runs import finish_run, start_run
from flows.screens import print_last_failures, print_night, print_status
from flows.settings import PROJECT_DIR, Settings

FAILURE = {
    "name": "count_not_negative",
    "severity": "critical",
    "message": "no value is negative: does not hold, observed 7",
    "rows": [{"url": f"http://portal.example/{n}.html", "value": -n} for n in range(1, 8)],
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, sources_dir=PROJECT_DIR / "data" / "sources")


def _console(width: int = 100) -> Console:
    return Console(width=width, record=True, file=Path("/dev/null").open("w"))


def test_a_refusal_prints_its_rows_and_pages(settings: Settings) -> None:
    record = start_run(settings, "nightly")
    record.failures = [FAILURE]
    finish_run(settings, record, "refused", "the gate refused the night")
    console = _console()
    print_last_failures(console, settings)
    said = console.export_text()
    assert "critical count_not_negative: no value is negative" in said
    assert "url http://portal.example/1.html, value -1" in said
    assert "and 2 more rows" in said


def test_a_night_without_news_does_not_claim_that_the_gate_was_asked(settings: Settings) -> None:
    console = _console()
    record = {
        "run_id": "r",
        "counts": {},
        "sources": [],
        "gate": "",
        "failures": [],
        "decision": "unchanged",
        "message": "nothing new",
    }
    print_night(console, settings, record)
    assert "not asked" in console.export_text()


def test_ten_nights_fit_on_a_small_screen(settings: Settings) -> None:
    for _ in range(10):
        record = start_run(settings, "nightly")
        record.counts = {"pages": 1234567, "documents": 1234567, "facts": 1234567}
        finish_run(
            settings, record, "published", "release of a night with a long sentence about what it brought"
        )
    console = _console(width=80)
    print_status(console, settings, 10)
    lines = console.export_text().splitlines()
    assert len(lines) <= 24
    assert sum(record.run_id in line for line in lines) == 1, "ids are printed whole"
