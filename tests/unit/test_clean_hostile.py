"""Hostile files in a real worker with the night's own limits: each ends as a refusal with its reason, or is read."""

from flows.errors import Refusal
from flows.load.workers import PRELOAD, Limits, run_isolated
from tests.unit.hostile_files import READ, REFUSED, SENTENCE, read

# A file that runs into them is refused as `too_slow` or `too_much_memory`, and no file here is.
_LIMITS = Limits(seconds=30)


def _outcomes(payloads: list[bytes]) -> list[str | Refusal]:
    return run_isolated(read, payloads, _LIMITS, workers=2, preload=PRELOAD)


def test_what_is_made_to_harm_is_refused_with_its_reason() -> None:
    found = _outcomes([make() for make, _ in REFUSED.values()])
    said = {
        name: outcome.reason if isinstance(outcome, Refusal) else "read"
        for name, outcome in zip(REFUSED, found, strict=True)
    }
    assert said == {name: reason for name, (_, reason) in REFUSED.items()}


def test_what_is_only_odd_is_read() -> None:
    found = dict(zip(READ, _outcomes([make() for make in READ.values()]), strict=True))
    assert [name for name, text in found.items() if isinstance(text, Refusal) or SENTENCE not in text] == []
