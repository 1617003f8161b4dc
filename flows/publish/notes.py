"""What changed, in words: the text that lies beside a release (`NOTES.md`) and that `gongkai releases diff` prints.

What belongs here: sentences and lists. What does not: finding out what they say (`changes.py`).

A site chooses some of the words (names, addresses, what the gate quotes): the signs that markup of Markdown and HTML
begins with are escaped by a backslash, so that whatever shows the text shows them as they are.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from flows.publish.changes import KINDS, ChangedReport, Changes, Count

LISTED: Final = 100
"""Reports of one kind that are named; of the others the number stands there."""

_MARKUP: Final = re.compile(r"[\\`*<>\[\]|]")
"""What code, tags, links, pictures and cells cannot do without, and what escapes. Names of rules and addresses have
none of it and stay as they are."""
_ESCAPED: Final = re.compile(rf"\\({_MARKUP.pattern})")


def release_notes(run_id: str, before: str | None, changes: Changes | None, gate: Sequence[str]) -> str:
    """The notes of a new release.

    Args:
        before, changes: the release that it follows, and what is different; None for the first one.
        gate: what the gate remarked, a sentence each.
    """
    lines = [f"# Release {run_id}", ""]
    lines += ["The first release.", ""] if changes is None else [f"Since release {before}:", ""]
    if changes is not None:
        lines += changed(changes)
    if gate:
        lines += ["## What the gate remarked", "", *(f"- {_as_text(said)}" for said in gate), ""]
    return "\n".join(lines)


def changed(changes: Changes) -> Iterator[str]:
    """What is different, as lines of Markdown."""
    reports = ", ".join(f"{len(changes.of_kind(kind)):,} {kind}" for kind in KINDS)
    facts = ", ".join(f"{number:,} {change}" for change, number in changes.facts.items())
    yield f"- Reports: {reports}."
    yield f"- Facts: {facts}."
    yield ""
    for kind in KINDS:
        yield from _listed(f"## Reports that are {kind}", changes.of_kind(kind))
    yield from _counted("## Coverage: reports of a year", changes.years)
    yield from _counted("## Coverage: reports of a province's bodies", changes.provinces)
    yield from _counted("## Findings of a rule", changes.rules)


def _listed(title: str, reports: Sequence[ChangedReport]) -> Iterator[str]:
    if not reports:
        return
    yield from (title, "")
    for report in reports[:LISTED]:
        where = f", {report.url}" if report.url else ""
        scope = f", {report.scope}" if report.scope else ""
        yield f"- {_as_text(f'{report.agency_name} {report.report_year}{scope}{where}')}"
    if len(reports) > LISTED:
        yield f"- and {len(reports) - LISTED:,} more"
    yield ""


def _counted(title: str, counts: Sequence[Count]) -> Iterator[str]:
    """Only what is another number now."""
    moved = [count for count in counts if count.before != count.after]
    if not moved:
        return
    yield from (title, "", "| | before | now | change |", "| --- | ---: | ---: | ---: |")
    for count in moved:
        name = "(not stated)" if count.name is None else _as_text(count.name)
        change = count.after - count.before
        yield f"| {name} | {count.before:,} | {count.after:,} | {change:+,} |"
    yield ""


def without_escapes(text: str) -> str:
    """What a line of the notes says, as it was before its signs were escaped."""
    return _ESCAPED.sub(r"\1", text)


def _as_text(text: str) -> str:
    """A text of somebody else's in one line, in which nothing is markup."""
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))
