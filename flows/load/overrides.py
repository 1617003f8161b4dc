"""What people have decided about documents: `data/overrides.csv`, read, checked and appended to.

What belongs here: the file's columns, what a row may say, and which rows are in force. What does not: what a
decision does to the tables (`dbt_project/models/intermediate/int_overrides.sql`, the gate's rules).

A row says who decided what about which document, when and why. `quarantine` leaves the document out. `set` gives it
another body or report year than was read. `accept` says that what a rule of the gate finds about it is right, or,
without a document, that the rule as a whole may fail against one release. `withdraw` ends an earlier decision.
Rows are added and never changed: of two on the same matter the later counts.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from flows.durable import alone_with, sync_folder, write_through
from flows.errors import SettingsError
from flows.extract.identity.agencies import region_of, resolve
from flows.extract.identity.names import read_name
from flows.extract.identity.placing import Hints
from flows.extract.identity.regions import Gazetteer, gazetteer_of
from flows.reference import Reference
from flows.schema import OVERRIDES
from flows.vocabulary import FIRST_REPORT_YEAR

_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "quarantine": ("",),
    "set": ("agency", "report_year"),
}
_DOCUMENT: Final = re.compile(r"[0-9a-f]{32}")
_PAYLOAD: Final = re.compile(r"[0-9a-f]{64}")
_RULE: Final = re.compile(r"\w+")
_RUN: Final = re.compile(r"\d{8}T\d{6}Z|")
_PLACED: Final = re.compile(r"(?:(?P<code>\d{6}(?:\d{3})?)\s+)?(?P<name>\S+)")


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of the file, as it is written; what does not apply is empty.

    Attributes:
        decision: quarantine, set, accept or withdraw.
        document_id: the document; empty where a rule as a whole is accepted.
        url, payload_sha256: where it was found. With both, the decision holds on when a newer reader gives what
            stands there another id and the raw tables were made anew.
        field: what is set (`agency`, `report_year`), or the rule that is accepted.
        value: the full name of the body, with its division's code in front where the name alone is not enough; the
            year; or the run of the last release against which a rule as a whole is accepted, empty before the
            first one.
        who, decided_on, why: the person, the day (2026-03-02), the reason.
    """

    decision: str
    document_id: str
    url: str
    payload_sha256: str
    field: str
    value: str
    who: str
    decided_on: str
    why: str

    @property
    def matter(self) -> tuple[str, str, str]:
        """What is decided: of two decisions on one matter the later counts."""
        return self.document_id, self.field, "" if self.document_id else self.value


COLUMNS: Final = tuple(field.name for field in fields(Decision))


def decisions_in_force(path: Path) -> dict[int, Decision]:
    """The decisions that hold, by the line of the file; none where there is no file.

    Raises:
        SettingsError: rows are wrong; the message names each with its line and what is wrong.
    """
    content = _content(path)
    return _in_force(_text(content, path), path) if content is not None else {}


def overrides_table(path: Path, reference: Reference) -> pa.Table:
    """The decisions in force as the raw table `overrides`, with the bodies that they name placed.

    Raises:
        SettingsError: as `decisions_in_force`.
    """
    return _table(decisions_in_force(path), path, reference)


def add_decision(path: Path, decision: Decision, reference: Reference) -> None:
    """Append a decision to the file, or make the file; it is replaced whole, and only by one that is right.

    Of several processes that add at one moment each waits for its turn. An editor asks nobody: what it saves until the
    file is replaced is read again, and the decision is appended to that. When this returns, the decision outlives a
    power cut.

    Raises:
        SettingsError: the file or the new row is wrong; the file stays as it is.
        OSError: the disk is full or cannot be written; the file stays as it is.
    """
    row = io.StringIO()
    csv.writer(row, lineterminator="\n").writerow(astuple(decision))
    path.parent.mkdir(parents=True, exist_ok=True)
    # The lock is a file of its own, for the file itself is replaced.
    with alone_with(path.with_name(f".{path.name}.lock")):
        while not _appended(path, row.getvalue(), reference):
            pass


def _appended(path: Path, row: str, reference: Reference) -> bool:
    """Replace the file by itself with one more row, unless somebody has changed it since it was read."""
    content = _content(path)
    before = _text(content, path) if content is not None else ",".join(COLUMNS) + "\n"
    after = before + ("" if before.endswith("\n") else "\n") + row
    _table(_in_force(after, path), path, reference)
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)  # of a process that died here, or of a round before
    write_through(part, after.encode())
    if _content(path) != content:
        return False
    part.replace(path)
    sync_folder(path.parent)
    return True


def _content(path: Path) -> bytes | None:
    """The file's bytes; None where there is no file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error}") from error


def _text(content: bytes, path: Path) -> str:
    """The file's text, with line ends as the house writes them."""
    try:
        return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig").read()
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} cannot be read: {error}") from error


def _table(in_force: Mapping[int, Decision], path: Path, reference: Reference) -> pa.Table:
    gazetteer = gazetteer_of(reference)
    rows, wrong = [], []
    for line, decision in in_force.items():
        try:
            rows.append(_row(line, decision, gazetteer))
        except ValueError as error:
            wrong.append(f"line {line}: {error}")
    _refuse(path, wrong)
    return pa.Table.from_pylist(rows, schema=OVERRIDES.schema)


def _in_force(text: str, path: Path) -> dict[int, Decision]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise SettingsError(f"{path}, line 1: the columns must be {','.join(COLUMNS)}")
    holding: dict[tuple[str, str, str], tuple[int, Decision]] = {}
    wrong = []
    for row in reader:
        # A quoted reason may hold line breaks: a row is named by the line that it ends on.
        line = reader.line_num
        if None in row or None in row.values():
            wrong.append(f"line {line}: {len(COLUMNS)} columns are needed")
            continue
        decision = Decision(**{name: value.strip() for name, value in row.items()})
        faults = list(_faults(decision))
        wrong += [f"line {line}: {fault}" for fault in faults]
        if faults:
            continue
        before = holding.pop(decision.matter, None)
        if decision.decision != "withdraw":
            holding[decision.matter] = (line, decision)
        elif before is None:
            wrong.append(
                f"line {line}: there is nothing to withdraw about {' '.join(decision.matter).strip()}"
            )
    _refuse(path, wrong)
    return dict(holding.values())


def _faults(decision: Decision) -> Iterable[str]:
    kind, field, value = decision.decision, decision.field, decision.value
    if kind not in ("quarantine", "set", "accept", "withdraw"):
        yield f"decision {kind!r} is none of quarantine, set, accept, withdraw"
    if not decision.who or not decision.why:
        yield "who and why must be given"
    try:
        date.fromisoformat(decision.decided_on)
    except ValueError:
        yield f"decided_on {decision.decided_on!r} is no day such as 2026-03-02"
    if decision.document_id and not _DOCUMENT.fullmatch(decision.document_id):
        yield f"document_id {decision.document_id!r} is not 32 hex digits"
    if bool(decision.url) != bool(decision.payload_sha256):
        yield "url and payload_sha256 are given together or not at all"
    if decision.payload_sha256 and not _PAYLOAD.fullmatch(decision.payload_sha256):
        yield f"payload_sha256 {decision.payload_sha256!r} is not 64 hex digits"
    if kind in _FIELDS:
        if not decision.document_id:
            yield f"{kind} needs a document_id"
        if field not in _FIELDS[kind]:
            yield f"field {field!r} cannot be given to {kind}; it can be {' or '.join(_FIELDS[kind]) or 'empty'}"
    if kind == "set" and field == "report_year" and not _is_year(value, decision.decided_on):
        yield f"value {value!r} is no report year"
    if kind == "accept" and not _RULE.fullmatch(field):
        yield f"field {field!r} is no name of a rule"
    if kind == "accept" and not decision.document_id and not _RUN.fullmatch(value):
        yield f"value {value!r} is no release: give its run, such as 20260301T183000Z"


def _is_year(value: str, decided_on: str) -> bool:
    return value.isdecimal() and FIRST_REPORT_YEAR <= int(value) <= int(decided_on[:4])


def _refuse(path: Path, wrong: Sequence[str]) -> None:
    if wrong:
        raise SettingsError(f"{path}: " + "; ".join(wrong))


def _row(line: int, decision: Decision, gazetteer: Gazetteer) -> dict[str, Any]:
    row: dict[str, Any] = {
        name: value or None for name, value in zip(COLUMNS, astuple(decision), strict=True)
    }
    row |= {"line": line, "decided_on": date.fromisoformat(decision.decided_on)}
    if decision.decision == "set" and decision.field == "report_year":
        row["report_year"] = int(decision.value)
    if decision.decision == "set" and decision.field == "agency":
        row |= _agency(decision.value, gazetteer)
    return row


def _agency(value: str, gazetteer: Gazetteer) -> dict[str, str | None]:
    """The columns of a body, named as the reader names it.

    Raises:
        ValueError: the words are not the full name of one body.
    """
    match = _PLACED.fullmatch(value)
    name = read_name(match["name"], gazetteer) if match else None
    code = match["code"] if match else None
    if code and code not in gazetteer.regions:
        raise ValueError(f"{code} is no division of today's list")
    agency = resolve(name, Hints(near=frozenset({code} if code else ())), gazetteer) if name else None
    region = region_of(agency, gazetteer) if agency else None
    if agency is None or (code and (region is None or region.code[:6] != code[:6])):
        raise ValueError(
            f"value {value!r} is not the full name of one body; give its division's code too, "
            "such as 110000 北京市人民政府"
        )
    is_prefecture = region is not None and region.level == "prefecture"
    return {
        "agency_name": agency.name,
        "level": agency.level,
        "category": agency.category,
        "province": region.province if region else None,
        "city": (region.name if is_prefecture else region.city) if region else None,
        "county": agency.place.county if agency.place else None,
        "region_code": region.code if region else None,
    }
