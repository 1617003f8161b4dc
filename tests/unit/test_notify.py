"""What is told of a run that went wrong, and to whom: a receiver on loopback."""

import re
from pathlib import Path

import pytest

from flows.notify import UntoldError, is_transient, notify
from flows.runs import RunRecord
from flows.settings import Settings, make_settings
from tests.receiver import Receiver

REFUSED = RunRecord(
    "20270101T000000Z",
    "nightly",
    "2027-01-01T00:00:00+00:00",
    decision="refused",
    message="the gate refused the night: no_negative_counts",
    failures=[
        {
            "name": "no_negative_counts",
            "severity": "critical",
            "message": "no value is negative: observed 7",
            "rows": [{"url": f"http://portal.example/{n}.html", "value": -n} for n in range(7)],
        }
    ],
)


def _settings(folder: Path, url: str) -> Settings:
    return make_settings(data_dir=folder, notify_url=url)


def test_a_refusal_is_told_with_its_reasons_and_pages(receiver: Receiver, tmp_path: Path) -> None:
    docs = tmp_path / "quality" / "docs" / "index.html"
    docs.parent.mkdir(parents=True)
    docs.touch()
    notify(_settings(tmp_path, receiver.url), REFUSED)
    (told,) = receiver.taken
    assert told["text"] == (
        "gongkai nightly 20270101T000000Z: refused\n"
        "the gate refused the night: no_negative_counts\n"
        "critical no_negative_counts: no value is negative: observed 7"
    )
    assert (told["decision"], told["data_docs"]) == ("refused", docs.as_uri())
    (failure,) = told["failures"]
    assert failure["rows"] == [{"url": f"http://portal.example/{n}.html", "value": str(-n)} for n in range(5)]


def test_nobody_is_told_where_nobody_wants_to_be(receiver: Receiver, tmp_path: Path) -> None:
    notify(_settings(tmp_path, ""), REFUSED)
    assert receiver.taken == []


def test_a_chat_service_finds_nothing_to_obey_in_the_words_of_a_site(
    receiver: Receiver, tmp_path: Path
) -> None:
    evil = (
        "gone: http://a.example/![t](http://b.example/t.png)<!channel><http://b.example|read> @here \x1b]0;x\x07"
        " www.c.example 例.中国 HTTPS://1.2.3.4/ 2.5%"
    )
    rows = [{"source": "county", "status": "failed", "problems": evil}]
    record = RunRecord("r", "nightly", "now", decision="failed", message=f"all failed: {evil}", sources=rows)
    notify(_settings(tmp_path, receiver.url), record)
    (told,) = receiver.taken
    assert not set("<>[]@`\x1b\x07") & set(told["text"])
    assert not re.search(r"(?i)://|www\.|\w\.[a-z中]", told["text"])
    assert "gone: http：//a．example/!［t］(http：//b．example/t．png)＜!channel＞" in told["text"]
    assert "www．c．example 例．中国 HTTPS：//1.2.3.4/ 2.5%" in told["text"]
    assert (told["message"], told["sources"][0]["problems"]) == (record.message, evil)


@pytest.mark.parametrize(
    ("status", "again"), [(500, True), (503, True), (429, True), (404, False), (400, False)]
)
def test_what_may_be_sent_again(receiver: Receiver, tmp_path: Path, status: int, again: bool) -> None:
    receiver.status = [status]
    with pytest.raises(UntoldError, match=f"HTTP {status}$") as caught:
        notify(_settings(tmp_path, receiver.url), REFUSED)
    assert is_transient(caught.value) is again


def test_a_broken_connection_is_tried_again(tmp_path: Path) -> None:
    with pytest.raises(UntoldError, match="ConnectionError") as caught:
        notify(_settings(tmp_path, "http://127.0.0.1:9/hook"), REFUSED)
    assert is_transient(caught.value)
    assert not is_transient(ValueError("no address"))
