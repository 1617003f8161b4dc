"""Telling a person that a run went wrong: one POST of JSON to the address that the operator set.

What belongs here: what is said, and sending it. What does not: when it is said (`road.py`), and trying again (the
task that sends it).

The JSON has `text`, which chat services show as it is, and the fields of the run record that a program would read:
`flow`, `run_id`, `decision`, `message`, `failures` (rules that do not hold, each with its first rows) and
`data_docs`.
"""

from typing import Any, Final

import requests

from flows.runs import RunRecord
from flows.settings import Settings

TIMEOUT_SECONDS: Final = 10
_ROWS: Final = 5
"""Rows at fault of each rule; all of them stand in the run's record."""


def notify(settings: Settings, record: RunRecord) -> None:
    """Post what became of a run to `settings.notify_url`; does nothing where it is not set.

    Raises:
        requests.RequestException: it was not taken.
    """
    if settings.notify_url:
        answer = requests.post(settings.notify_url, json=_said(settings, record), timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()


def is_transient(error: BaseException) -> bool:
    """Whether sending may work on another attempt: the connection broke, or the receiver is ill or busy."""
    if isinstance(error, requests.HTTPError) and error.response is not None:
        return error.response.status_code >= 500 or error.response.status_code == 429
    return isinstance(error, requests.ConnectionError | requests.Timeout)


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
    return {
        "text": "\n".join(lines),
        "flow": record.flow,
        "run_id": record.run_id,
        "decision": record.decision,
        "message": record.message,
        "failures": failures,
        "data_docs": docs.resolve().as_uri() if docs.exists() else None,
    }
