"""What is due on which night: by the calendar, and on a real portal through a year."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from flows.archive.archive import Archive
from flows.archive.model import History, Outcome
from flows.collect.schedule import resting
from tests.unit.collect_portal import LIST, Nights, portal, publish, report_page, source_of
from tests.unit.test_archive import URL, fetched

NOON = timedelta(hours=4)
"""Noon in China, in UTC."""


def history(last: date, **changes: object) -> History:
    at = datetime(last.year, last.month, last.day) + NOON  # noqa: DTZ001 - the log's times have no zone
    given: dict[str, object] = {
        "url": "u", "last_fetched_at": at, "last_outcome": "unchanged", "last_modified": None, "changed_at": at,
        "found_at": at, "n_unchanged": 0, "n_changes": 0, "n_failures": 0,
    }  # fmt: skip
    return History(**(given | changes))  # type: ignore[arg-type]


def nights_until_due(one: History) -> int:
    first = one.last_fetched_at.date()
    return next(n for n in range(1, 400) if not resting([one], first + timedelta(days=n)))


def test_a_listed_page_that_was_away_for_a_night_is_asked_for_on_the_next(tmp_path: Path) -> None:
    today = datetime.now(UTC).date()
    with portal() as site:
        nights = Nights(tmp_path)
        nights.run(source_of(site), "run1")
        away, site.pages = site.pages, {path: site.pages[path] for path in (LIST, "/robots.txt")}
        assert nights.run(source_of(site), "run2").counts == {"gone": 3}
        site.pages = away
        assert nights.run(source_of(site), "run3", today + timedelta(days=3)).counts == {"unchanged": 3}


@pytest.mark.parametrize(
    ("last", "modified", "n_unchanged", "nights"),
    [
        (date(2026, 2, 10), None, 0, 1),
        (date(2026, 2, 10), None, 9, 1),  # fresh, in the season: every night
        (date(2026, 6, 1), None, 0, 1),  # found tonight: it may still be corrected
        (date(2026, 6, 1), None, 1, 2),
        (date(2026, 6, 1), None, 2, 4),
        (date(2026, 6, 1), None, 8, 7),
        (date(2026, 6, 1), "Sun, 01 Jun 2025 08:00:00 GMT", 8, 30),
        (date(2026, 2, 1), "Sun, 01 Jun 2025 08:00:00 GMT", 8, 7),
        (date(2026, 2, 1), "Sun, 01 Jun 2014 08:00:00 GMT", 8, 30),
        (date(2026, 6, 1), "Sun, 01 Jun 2014 08:00:00 GMT", 8, 90),
        (date(2026, 6, 1), "Sun, 01 Jun 2014 08:00:00 GMT", 3, 8),
        (date(2026, 6, 1), "Fri, 01 Jan 2100 00:00:00 GMT", 8, 7),  # a clock that runs ahead
        (date(2026, 6, 1), "yesterday", 8, 7),
    ],
)
def test_the_wait_of_a_page(last: date, modified: str | None, n_unchanged: int, nights: int) -> None:
    assert nights_until_due(history(last, last_modified=modified, n_unchanged=n_unchanged)) == nights


def test_the_season_opens_what_waits() -> None:
    """A page that waits 90 nights from November is due when January begins, not in February."""
    old = history(date(2026, 11, 20), last_modified="Sun, 01 Jun 2014 08:00:00 GMT", n_unchanged=9)
    assert resting([old], date(2026, 12, 31)) == {"u"}
    assert resting([old], date(2027, 1, 1)) == set()


@pytest.mark.parametrize(("n_failures", "nights"), [(1, 1), (2, 2), (3, 4), (4, 7), (60, 7)])
@pytest.mark.parametrize("outcome", ["failed", "blocked", "refused"])
def test_the_wait_after_failures(outcome: Outcome, n_failures: int, nights: int) -> None:
    assert nights_until_due(history(date(2026, 6, 1), last_outcome=outcome, n_failures=n_failures)) == nights


def test_what_is_gone_is_asked_for_rarely_and_not_never() -> None:
    assert nights_until_due(history(date(2026, 1, 1), last_outcome="gone", n_failures=4)) == 90


def test_what_is_gone_while_the_list_names_it_is_asked_for_soon() -> None:
    gone = history(date(2026, 6, 1), last_outcome="gone", n_failures=1)
    assert resting([gone], date(2026, 6, 2), {"u"}) == set()
    weeks = history(date(2026, 6, 1), last_outcome="gone", n_failures=9)
    assert resting([weeks], date(2026, 6, 7), {"u"}) == {"u"}
    assert resting([weeks], date(2026, 6, 8), {"u"}) == set()


@pytest.mark.parametrize(
    ("url", "last", "found", "n_changes", "nights"),
    [
        ("/a.html", date(2026, 7, 1), date(2026, 6, 1), 2, 1),
        ("/a.html", date(2026, 7, 1), date(2026, 6, 1), 3, 7),
        ("/a.html", date(2026, 7, 1), date(2025, 6, 1), 9, 30),
        ("/a.html", date(2026, 2, 1), date(2026, 1, 20), 9, 1),  # fresh, in the season: every night
        ("/art/2011/1/30/art_7.html", date(2026, 7, 1), date(2026, 6, 1), 9, 90),
        ("/201101/t20110130_7.html", date(2026, 2, 1), date(2026, 1, 20), 9, 30),
        ("/art/20991399/7.html", date(2026, 7, 1), date(2026, 6, 1), 9, 7),
    ],
)
def test_a_page_that_counts_its_visitors_is_asked_for_by_its_age(
    url: str, last: date, found: date, n_changes: int, nights: int
) -> None:
    found_at = datetime(found.year, found.month, found.day)  # noqa: DTZ001 - the log's times have no zone
    assert nights_until_due(history(last, url=url, found_at=found_at, n_changes=n_changes)) == nights


def test_a_date_out_of_range_is_not_believed() -> None:
    one = history(date(2026, 6, 1), last_modified="Mon, 01 Jan 0001 00:00:00 +2300")
    assert nights_until_due(one) == 1


def test_midnight_is_chinas() -> None:
    late = history(date(2026, 6, 1), last_fetched_at=datetime(2026, 6, 1, 17))  # noqa: DTZ001 - 1 o'clock of 2 June
    assert resting([late], date(2026, 6, 2)) == {"u"}
    assert resting([late], date(2026, 6, 3)) == set()


def test_what_the_log_says_of_an_address(tmp_path: Path) -> None:
    nights: tuple[tuple[Outcome, bytes | None], ...] = (
        ("new", b"a"), ("unchanged", b"a"), ("changed", b"b"), ("unchanged", b"b"), ("failed", None),
        ("unchanged", b"b"), ("blocked", None), ("failed", None), ("new", b"tonight"),
    )  # fmt: skip
    with Archive(tmp_path) as archive:
        for day, (outcome, payload) in enumerate(nights, 1):
            at = datetime(2026, 5, day, tzinfo=UTC)
            archive.store(fetched(1, payload, outcome=outcome, run_id=f"run{day}", fetched_at=at))
        (said,) = archive.captures.histories("county", before=datetime(2026, 5, 9))  # noqa: DTZ001
        assert archive.captures.histories("other", before=datetime(2026, 5, 9)) == []  # noqa: DTZ001
    assert said == History(
        url=URL.format(1),
        last_fetched_at=datetime(2026, 5, 8),  # noqa: DTZ001
        last_outcome="failed",
        last_modified=None,
        changed_at=datetime(2026, 5, 3),  # noqa: DTZ001
        found_at=datetime(2026, 5, 1),  # noqa: DTZ001
        n_unchanged=2,
        n_changes=0,
        n_failures=2,
    )


def test_later_nights_ask_for_what_is_due_and_nothing_else(tmp_path: Path) -> None:
    """The pages say that they are of 2020. The captures are of the real today, so the nights are counted from it."""
    today = datetime.now(UTC).date() + timedelta(days=1)
    with portal() as site:
        nights = Nights(tmp_path)
        nights.run(source_of(site), "run1")
        # On the same date once more, then on a night that leaves all waits behind: no page body comes.
        bytes_before = site.body_bytes
        assert nights.run(source_of(site), "run2").counts == {"unchanged": 3}
        later = today + timedelta(days=100)
        assert nights.run(source_of(site), "run3", later).counts == {"unchanged": 3}
        assert site.body_bytes == bytes_before
        # Seen unchanged twice: a wait of four nights, but what is new is asked for at once.
        publish(site, 4)
        assert nights.run(source_of(site), "run4", today + timedelta(days=1)).counts == {"new": 1}
        assert site.asked("/art/0.html") == 3
        assert site.asked(LIST) == 4


def test_a_page_that_vanished_is_asked_for_again_after_ninety_nights(tmp_path: Path) -> None:
    today = datetime.now(UTC).date()
    with portal() as site:
        nights = Nights(tmp_path)
        nights.run(source_of(site), "run1")
        gone = site.pages.pop("/art/1.html")
        site.pages[LIST] = site.pages[LIST].replace(b"/art/1.html", b"/guide2.html")
        assert nights.run(source_of(site), "run2").counts == {"unchanged": 2, "gone": 1}
        assert nights.run(source_of(site), "run3").counts == {"unchanged": 2}
        site.pages["/art/1.html"] = gone + report_page("样例")
        assert "changed" not in nights.run(source_of(site), "run4", today + timedelta(days=80)).counts
        assert nights.run(source_of(site), "run5", today + timedelta(days=95)).counts["changed"] == 1
