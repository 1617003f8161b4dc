"""Asking a person about a draft label, one thing after the other.

What belongs here: questions and answers on a terminal. What does not: what a label is (`draft.py`).

Enter accepts, `-` says that nobody can know (or that a fact is none), `q` stops; what was answered is kept, and
the next call goes on there.
"""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from rich.console import Console

from flows.extract.report_json import IDENTITY_FIELDS
from flows.labelling.draft import Label
from flows.reference import Indicator, Reference

Ask = Callable[[str], str]
"""Prints a question and gives the answer without its blanks."""

STOP: Final = "q"
NOTHING: Final = "-"
_WHICH: Final = "no fact [Enter], or the indicator's id, or words of its label"
_SHOWN: Final = 12


class Stopped(Exception):  # noqa: N818 - no error: the person has had enough
    """The person stopped; what was answered before is in the label."""


def walk(label: Label, reference: Reference, console: Console, ask: Ask) -> None:
    """Ask about all that is not checked yet; answers are written into the label as they come.

    Raises:
        Stopped: the person stopped.
    """
    console.print(
        f"Enter accepts, {NOTHING} takes it away, {STOP} stops and keeps what was answered.", style="dim"
    )
    for name in IDENTITY_FIELDS:
        if not label["checked"][name]:
            _ask_field(label, name, ask)
    for one in label["observations"]:
        if not one["checked"]:
            _ask_fact(one, console, ask)
    for one in label["unread"]:
        if not one["checked"]:
            added = _unread_fact(one, reference, console, ask)
            label["observations"] += [added] if added else []
            one["checked"] = True
    label["observations"] = [one for one in label["observations"] if not one.get("rejected")]


def _ask_field(label: Label, name: str, ask: Ask) -> None:
    answer = _answer(ask, f"{name} [{label[name] if label[name] is not None else NOTHING}]")
    if answer == NOTHING:
        label[name] = None
    elif answer:
        label[name] = int(answer) if name == "report_year" and answer.isdigit() else answer
    label["checked"][name] = True


def _ask_fact(one: dict[str, Any], console: Console, ask: Ask) -> None:
    console.print(f"\n{one['words']}", highlight=False, markup=False)
    name = " ".join(str(one[part]) for part in ("indicator_id", "applicant", "period") if one.get(part))
    answer = _answer(ask, f"{name} = {one['value']} [right]")
    while answer not in ("", NOTHING) and _decimal(answer) is None:
        answer = _answer(ask, f"a number, Enter or {NOTHING}")
    if answer == NOTHING:
        one["rejected"] = True
    elif answer:
        one["value"] = Decimal(answer)
    one["checked"] = True


def _unread_fact(
    one: dict[str, Any], reference: Reference, console: Console, ask: Ask
) -> dict[str, Any] | None:
    """The fact that a number is after all, or None."""
    console.print(f"\n{one['words']}", highlight=False, markup=False)
    answer = _answer(ask, _WHICH)
    while answer and answer != NOTHING and answer not in reference.indicators:
        for indicator in _found(answer, reference):
            console.print(f"  {indicator.indicator_id}  {indicator.label_zh}", highlight=False, markup=False)
        answer = _answer(ask, _WHICH)
    if answer in ("", NOTHING):
        return None
    is_cumulative = _answer(ask, "of the year [Enter], or since 2008 (c)") == "c"
    return {
        "indicator_id": answer,
        "value": one["value"],
        "period": "cumulative" if is_cumulative else "year",
        "unit": reference.indicators[answer].unit,
        "basis": one["basis"],
        "evidence": {"start": one["start"], "end": one["end"], "quote": one["number"]},
        "words": one["words"],
        "checked": True,
    }


def _found(words: str, reference: Reference) -> list[Indicator]:
    fitting = [
        one for one in reference.indicators.values() if words in one.label_zh or words in one.indicator_id
    ]
    return fitting[:_SHOWN]


def _answer(ask: Ask, question: str) -> str:
    answer = ask(question).strip()
    if answer == STOP:
        raise Stopped
    return answer


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
