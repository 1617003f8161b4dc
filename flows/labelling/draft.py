"""A label: what a careful reader takes from one document, as a JSON file beside it.

What belongs here: the draft that a person corrects (what the reader found, and the numbers that it left out),
reading and writing it, and comparing it with what is read today. What does not: asking the person (`walk.py`).

A label has the fields of `gongkai extract --json`, so that both are compared name by name. Each field and each
observation is `checked` or not; a label with anything unchecked is a draft and measures nothing. A field that is
null says that nobody can know it.
"""

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import simplejson

from flows.errors import GongkaiError
from flows.extract.model import Document
from flows.extract.numbers import find_numbers
from flows.extract.report_json import IDENTITY_FIELDS, document_object

SUFFIX: Final = ".label.json"
_AROUND: Final = 40
_UNITS: Final = "件条项次份篇个人名宗起例封期场部类种元万部%"
"""A number that none of these follows is a date, a telephone number or a numbering, and is not asked about."""

Label = dict[str, Any]


def label_file(path: Path) -> Path:
    """Where the label of a document stands: `page.html.label.json` beside `page.html`."""
    return path.with_name(path.name + SUFFIX)


def draft(path: Path, payload: bytes, document: Document, *, url: str | None = None) -> Label:
    """What the reader takes from a file's bytes, for a person to correct."""
    row = document_object(document, file=path.name)
    observations = [
        {
            **one,
            "words": _words(document.text, one["evidence"]["start"], one["evidence"]["end"]),
            "checked": False,
        }
        for one in row["observations"]
    ]
    return {
        "file": path.name,
        "sha256": hashlib.sha256(payload).hexdigest(),
        "url": url,
        **{name: row[name] for name in IDENTITY_FIELDS},
        "checked": dict.fromkeys(IDENTITY_FIELDS, False),
        "observations": observations,
        "unread": list(_unread(document)),
    }


def is_complete(label: Label) -> bool:
    """Whether a person has answered for all of it."""
    items = [*label["observations"], *label["unread"]]
    return all(label["checked"].values()) and all(item["checked"] for item in items)


def load_label(path: Path) -> Label:
    """Read a label or a draft.

    Raises:
        GongkaiError: it is no label.
    """
    try:
        label = simplejson.loads(path.read_text(encoding="utf-8"), use_decimal=True)
        if not {"file", "checked", "observations", "unread", *IDENTITY_FIELDS} <= label.keys():
            raise ValueError("fields are missing")
    except (OSError, ValueError, AttributeError) as error:
        raise GongkaiError(f"{path} is no label: {error}") from error
    return dict(label)


def save_label(path: Path, label: Label) -> None:
    """Write a label; what stood there is replaced whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    part.write_text(
        simplejson.dumps(label, ensure_ascii=False, indent=1, use_decimal=True) + "\n", encoding="utf-8"
    )
    part.replace(path)


def differences(label: Label, read: Label) -> list[str]:
    """What the reader takes otherwise than the label says, a sentence each."""
    said = [
        f"{name}: the label says {label[name] or 'nothing'}, read is {read[name] or 'nothing'}"
        for name in IDENTITY_FIELDS
        if label[name] != read[name]
    ]
    printed, found = ({_fact(one): one for one in side["observations"]} for side in (label, read))
    said += [
        f"missing: {' '.join(map(str, fact))}" for fact in sorted(printed.keys() - found.keys(), key=str)
    ]
    said += [f"extra: {' '.join(map(str, fact))}" for fact in sorted(found.keys() - printed.keys(), key=str)]
    return said


def _fact(one: dict[str, Any]) -> tuple[str, str, str, str, Decimal]:
    value = Decimal(str(one["value"]))
    return one["indicator_id"], one.get("applicant") or "", one["period"], one["basis"], value


def _unread(document: Document) -> Iterator[dict[str, Any]]:
    """Numbers with a unit, or in a table, that no observation quotes."""
    taken = [(one.where.start, one.where.end) for one in document.observations]
    cells = {(cell.start, cell.end) for cell in document.cells}
    text = document.text
    for number in find_numbers(text):
        is_cell = (number.start, number.end) in cells
        if not is_cell and text[number.end : number.end + 1] not in _UNITS:
            continue
        if any(start <= number.start and number.end <= end for start, end in taken):
            continue
        yield {
            "number": number.text,
            "value": number.value,
            "words": _words(text, number.start, number.end),
            "start": number.start,
            "end": number.end,
            "basis": "table" if is_cell else "prose",
            "checked": False,
        }


def _words(text: str, start: int, end: int) -> str:
    """The words around a place, the place itself in 【】."""
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return f"{before}【{text[start:end]}】{after}".replace("\n", " / ")
