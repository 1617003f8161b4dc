"""What a run tells: lines of JSON for programs, plain lines for a log."""

import json
import logging
import threading
from datetime import datetime
from io import StringIO

import pytest

from flows import progress
from flows.progress import LogReporter, as_json, reporter
from flows.runs import RunRecord, source_columns


def test_every_line_is_an_object_with_time_level_and_event(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_SECONDS_BETWEEN", 0)
    stream = StringIO()
    with as_json(stream):
        reporter().start("county", 3)
        reporter().advance("county", 2, 3)
        reporter().finish(
            "county", "failed: 1 new\n;", {"status": "failed", "outcomes": {"new": 1}}, failed=True
        )
        reporter().end(RunRecord("r", "nightly", "now", decision="refused", message="样例"))
    told = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [one["event"] for one in told] == [
        "stage_started",
        "stage_progress",
        "stage_finished",
        "run_finished",
    ]
    assert [one["level"] for one in told] == ["info", "info", "error", "error"]
    assert told[1] | {"time": ""} == {
        "time": "", "level": "info", "event": "stage_progress", "stage": "county", "done": 2, "total": 3,
    }  # fmt: skip
    assert told[2]["outcomes"] == {"new": 1}
    assert told[3]["message"] == "样例"
    assert all(datetime.fromisoformat(one["time"]).tzinfo is not None for one in told)
    assert isinstance(reporter(), LogReporter)


def test_threads_do_not_mix_their_lines() -> None:
    stream = StringIO()
    with as_json(stream):

        def tell() -> None:
            for _ in range(200):
                reporter().finish("s", "x" * 50)

        threads = [threading.Thread(target=tell) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len([json.loads(line) for line in stream.getvalue().splitlines()]) == 800


def test_progress_is_not_told_for_every_page() -> None:
    stream = StringIO()
    with as_json(stream):
        for _ in range(1_000):
            reporter().advance("read", 1, 1_000)
    assert stream.getvalue() == ""


def test_a_failed_source_is_a_warning_in_a_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="gongkai"):
        LogReporter().finish("county", "failed: nothing was found", failed=True)
        LogReporter().finish("read", "3 documents")
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


def test_a_log_says_now_and_then_how_far_a_stage_is(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with caplog.at_level(logging.INFO, logger="gongkai"):
        quiet = LogReporter()
        monkeypatch.setattr(progress, "_SECONDS_BETWEEN_LINES", 0)
        for one in (quiet, LogReporter()):
            one.start("county", 2_000)
            one.advance("county", 1_500, 2_000)
    begun = "county: start, 2,000 to do"
    assert caplog.messages == [begun, begun, "county: 1,500 done of 2,000"]


def test_the_columns_of_the_sources_table() -> None:
    rows = [
        {"source": "a", "status": "ok", "new": 1, "problems": ""},
        {"source": "b", "status": "failed", "gone": 2, "problems": "x"},
    ]
    assert source_columns(rows) == ("source", "status", "new", "gone", "problems")
    assert source_columns(rows[:1]) == ("source", "status", "new"), "no empty column"
    assert source_columns([]) == ()


def test_a_log_does_not_obey_what_a_site_says(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="gongkai"):
        LogReporter().finish(
            "county", "gone: /\x1b]0;pwned\x07\n12:00:00 county: \u202eok\x9b31m", failed=True
        )
    assert caplog.messages == [r"county: gone: /\x1b]0;pwned\x07\n12:00:00 county: \u202eok\x9b31m"]


def test_a_line_of_json_names_the_signs_that_a_terminal_would_obey() -> None:
    said, stream = "gone: /\x1b[31m \u202eko\u2069 \x9b31m\x7f\x85", StringIO()
    with as_json(stream):
        reporter().finish("county", said)
    assert not [sign for sign in stream.getvalue().removesuffix("\n") if not sign.isprintable()]
    assert json.loads(stream.getvalue())["summary"] == said


def test_the_summary_of_a_run_holds_no_markup_and_no_control_sign_of_a_site() -> None:
    from flows.tasks import summary

    message = "![t](http://x/t.png) <img src=x> \x1b[31m `a`\n# head"
    said = summary(RunRecord("r", "nightly", "now", decision="failed", message=message, counts={"new": 1000}))
    assert said.split("\n") == [
        "# Run r (nightly): failed",
        "",
        r"!\[t](http://x/t.png) &lt;img src=x&gt; \\x1b\[31m \`a\` # head",
        "",
        "| what | number |",
        "| --- | ---: |",
        "| new | 1,000 |",
    ]


def test_a_problem_cannot_break_out_of_its_cell() -> None:
    from flows.tasks import source_lines

    rows = [{"source": "a", "status": "failed", "problems": "<script>x</script> | [link](http://x)\n# head"}]
    lines = source_lines(rows)
    assert lines[-1] == r"| a | failed | &lt;script&gt;x&lt;/script&gt; \| \[link](http://x) # head |"
