"""The errors that this project raises on purpose.

What belongs here: one small tree of exception classes, so that a caller can tell a page that cannot be read
(skip it, count it, go on) from a broken installation (stop). What does not: handling them.
"""


class GongkaiError(Exception):
    """Base of every error raised on purpose; its message is written for the person at the terminal."""


class SettingsError(GongkaiError):
    """A setting, a source file or a reference table is wrong: nothing can start before it is mended."""


class Refusal(GongkaiError):  # noqa: N818 - the word of the domain, and of the tables
    """One page or file cannot be read. The night records it and goes on.

    Attributes:
        reason: a short code in snake_case, counted in the tables (`empty_file`, `binary_file`, `too_large`).
        detail: what was found, for people.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type["Refusal"], tuple[str, str]]:
        # Refusals travel between worker processes; the default pickling would drop `detail`.
        return type(self), (self.reason, self.detail)


class CollectError(GongkaiError):
    """A source as a whole could not be collected, or lies outside its stated bounds."""


class ArchiveError(GongkaiError):
    """The archive cannot be written or read: the disk is full, the log is broken, the folder is not to be had. That
    says nothing of any page, and the run stops."""


class OtherArchiveError(ArchiveError):
    """A folder or an address is not the archive that is meant: its mount is gone here, or shows another one."""


class OtherCodeError(GongkaiError):
    """A worker on another machine reads with other code than the night: what it read would not be what is asked for."""


class RemoteError(ArchiveError):
    """The folder outside of this machine that holds the archive and the batches does not answer, or has other bytes
    than were sent. Nothing was lost: the next run goes on from there."""


class BuildError(GongkaiError):
    """dbt did not finish: the message names the nodes that failed."""


class GateError(GongkaiError):
    """The release gate said no: the message lists the failed expectations with rows and pages."""


class PublishError(GongkaiError):
    """A checked file cannot become the current release; the last release stays."""


class BusyError(GongkaiError):
    """Another night is running on the same data folder."""
