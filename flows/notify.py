"""Telling a person that a run or many of its sources went wrong: one POST of JSON to the address that the operator set.

What belongs here: what is said, and sending it. What does not: when it is said (`road.py`), and trying again (the
task that sends it).

The JSON has `text`, which chat services show, and the fields of the run record that a program would read: `flow`,
`run_id`, `decision`, `message`, `failures` (rules that do not hold, each with its first rows), `sources` (those that
failed, with their problems) and `data_docs`. A site chooses some of the words, its addresses for one, so in `text`
nothing is left of what a chat service takes for a link (a bare address is one to most), a picture or a call to
everybody; the fields keep every sign.
"""

import re
from typing import Any, Final

import requests

from flows.errors import GongkaiError
from flows.runs import RunRecord, failed_sources
from flows.settings import Settings
from flows.terminal import written_out

TIMEOUT_SECONDS: Final = 10
_ROWS: Final = 5
"""Rows at fault of each rule; all of them stand in the run's record."""
_SOURCES: Final = 20
"""Sources that failed; likewise."""
_MARKUP: Final = str.maketrans("<>[]@`", "＜＞［］＠｀")
"""Signs that links, pictures and names to call begin with at one chat service or another, and what they are shown as:
each service escapes in a way of its own, and shows the way of another as it stands."""
_ADDRESS: Final = re.compile(r":(?=//)|(?<=\w)\.(?=[^\W\d_])")
"""The colon of `https://`, and the dots of a host's name, which many services make a link of without a scheme too. A
file's name looks the same; a decimal point does not."""
_WIDE: Final = {":": "：", ".": "．"}


class UntoldError(GongkaiError):
    """What was to be told was not taken. It does not name the address: whoever knows it can write there.

    Attributes:
        is_transient: the connection broke, or the receiver is ill or busy, so that another attempt may work.
    """

    def __init__(self, why: str, *, is_transient: bool) -> None:
        super().__init__(f"the address of GONGKAI_NOTIFY_URL did not take it: {why}")
        self.is_transient = is_transient


def notify(settings: Settings, record: RunRecord) -> None:
    """Post what became of a run to `settings.notify_url`; does nothing where it is not set.

    Raises:
        UntoldError: it was not taken.
    """
    url = settings.notify_url.get_secret_value()
    if not url:
        return
    try:
        answer = requests.post(url, json=_said(settings, record), timeout=TIMEOUT_SECONDS)
    except requests.RequestException as error:
        broken = isinstance(error, requests.ConnectionError | requests.Timeout)
        raise UntoldError(type(error).__name__, is_transient=broken) from None
    if not answer.ok:
        is_ill = answer.status_code >= 500 or answer.status_code == 429
        raise UntoldError(f"HTTP {answer.status_code}", is_transient=is_ill)


def is_transient(error: BaseException) -> bool:
    """Whether sending may work on another attempt: the connection broke, or the receiver is ill or busy."""
    return isinstance(error, UntoldError) and error.is_transient


def _said(settings: Settings, record: RunRecord) -> dict[str, Any]:
    docs = settings.quality_dir / "docs" / "index.html"
    failures = [
        {
            **failure,
            "rows": [{name: str(value) for name, value in row.items()} for row in failure["rows"][:_ROWS]],
        }
        for failure in record.failures
    ]
    lines = [f"gongkai {record.flow} {record.run_id}: {record.decision}", record.message]
    lines += [f"{failure['severity']} {failure['name']}: {failure['message']}" for failure in failures]
    sources = [
        {"source": row["source"], "problems": row.get("problems", "")}
        for row in failed_sources(record)[:_SOURCES]
    ]
    lines += [f"source {row['source']} failed: {row['problems']}" for row in sources]
    return {
        "text": _in_chat("\n".join(lines)),
        "flow": record.flow,
        "run_id": record.run_id,
        "decision": record.decision,
        "message": record.message,
        "failures": failures,
        "sources": sources,
        "data_docs": docs.resolve().as_uri() if docs.exists() else None,
    }


def _in_chat(text: str) -> str:
    """A text as a chat service may show it: it finds nothing to obey and nothing to lead to."""
    return _ADDRESS.sub(lambda sign: _WIDE[sign[0]], written_out(text).translate(_MARKUP))
