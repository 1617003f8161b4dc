"""Checking sources: whether the first page of each is there and names reports.

What belongs here: the verdict on one source. What does not: whether its file is valid (`sources/registry.py`), and
printing.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flows.collect.discover import discover
from flows.collect.politeness import Hosts, Waits
from flows.collect.session import NO_CONTACT
from flows.collect.visit import Visitor
from flows.errors import SettingsError
from flows.scouting.look import looking
from flows.settings import Settings
from flows.sources.model import Source


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict on one source; `says` is a sentence for people."""

    source_id: str
    is_ok: bool
    says: str


def check_on_disk(source: Source) -> Checked:
    """What can be said without the network: the file is valid, and a folder that it names is there."""
    if source.kind == "http":
        n_start = f"{len(source.start):,} start address{'es' if len(source.start) > 1 else ''}"
        return Checked(source.id, True, f"the file is valid; {n_start}, not asked")
    is_there = source.folder is not None and source.folder.exists()
    return Checked(source.id, is_there, f"{source.folder} is {'there' if is_there else 'not there'}")


def check_first_page(source: Source, settings: Settings, hosts: Hosts) -> Checked:
    """Ask for a source's first page, as a night would, and see whether it names a report.

    Args:
        hosts: what all looks share, so that a host of several sources is asked by one pace.

    Raises:
        SettingsError: the source is for public hosts and the operator has given no contact; nothing was asked.
    """
    if source.kind != "http":
        return check_on_disk(source)
    if not (settings.contact or source.allow_private):
        raise SettingsError(NO_CONTACT.format(host=urlsplit(source.start[0]).hostname))
    with looking(source, settings, hosts) as visitor:
        if source.listing.shape == "addresses":
            return _check_first_address(source, visitor)
        found = discover(source, visitor, enough=1)
    if not found.reports:
        problems = found.problems or (
            "the first page names no report: links.include and links.text fit nothing",
        )
        return Checked(source.id, False, "; ".join(problems))
    asked = f"{found.n_pages} page{'s' if found.n_pages > 1 else ''} asked"
    return Checked(
        source.id,
        not found.problems,
        "; ".join((f"{len(found.reports):,} reports, {asked}", *found.problems)),
    )


def _check_first_address(source: Source, visitor: Visitor) -> Checked:
    try:
        visit = visitor.visit(source.start[0], "report")
    except Waits as refusal:
        return Checked(source.id, False, f"the first address gives no page: {refusal}")
    if visit.capture.outcome == "new":
        return Checked(source.id, True, "the first address answers")
    return Checked(source.id, False, f"the first address gives no page: {visit.why}")
