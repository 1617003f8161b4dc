"""Names for what goes wrong on the way to a host.

What belongs here: from the errors of the HTTP libraries to the codes of the capture log. What does not: whether a
later attempt may go better (`fetch.py`).
"""

from collections.abc import Mapping
from http.client import IncompleteRead
from typing import Final

import requests
from urllib3.exceptions import DecodeError, NameResolutionError, NewConnectionError, ProtocolError
from urllib3.exceptions import TimeoutError as UrllibTimeoutError

from flows.collect.meter import TooSlowError


def problem_of(error: BaseException) -> str:
    """A code for a transport error: the most telling cause in its chain."""
    chain = list(_causes(error))
    for kinds, code in _PROBLEMS:
        if any(isinstance(cause, kinds) for cause in chain):
            return code
    return "connection_failed"


MEANINGS: Final[Mapping[str, str]] = {
    "dns_failed": "the name of the host leads nowhere",
    "tls_failed": "the certificate of the host cannot be verified (`tls_exception` in the source allows it)",
    "connection_failed": "nobody answers at the host",
    "timeout": "the host says nothing",
}
"""What keeps us from a host altogether, in words for the operator."""

_PROBLEMS: Final[tuple[tuple[tuple[type[BaseException], ...], str], ...]] = (
    ((NameResolutionError,), "dns_failed"),
    ((requests.exceptions.SSLError,), "tls_failed"),
    ((TooSlowError,), "too_slow"),
    ((NewConnectionError,), "connection_failed"),
    ((UrllibTimeoutError, requests.Timeout, TimeoutError), "timeout"),
    ((DecodeError,), "bad_encoding"),
    ((IncompleteRead,), "truncated"),
    ((requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, ValueError), "bad_address"),
    ((ProtocolError,), "connection_broken"),
)


def _causes(error: BaseException) -> list[BaseException]:
    """An error, what caused it, and what the libraries wrapped in it."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        cause = waiting.pop()
        if isinstance(cause, BaseException) and cause not in found:
            found.append(cause)
            waiting += [cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args]
    return found
