"""What a worker process does with one payload: fetch its bytes from the archive and read them.

What belongs here: the task that travels to the workers. What does not: processes (`workers.py`) and tables,
whose libraries no worker needs to load.
"""

from dataclasses import dataclass
from pathlib import Path

from flows.archive.archive import Archive
from flows.extract.document import read_payload
from flows.extract.model import Document


@dataclass(frozen=True, slots=True)
class ArchivedPayload:
    """Where a payload lies and what is known of it."""

    sha256: str
    url: str
    content_type: str | None
    warc_file: str
    warc_offset: int


@dataclass(frozen=True, slots=True)
class ReadArchived:
    """The task: reads payloads of one archive.

    Raises:
        Refusal: the archive does not hold the payload unharmed, or it cannot be read.
    """

    archive_dir: Path
    max_bytes: int

    def __call__(self, payload: ArchivedPayload) -> tuple[Document, ...]:
        content = Archive(self.archive_dir).payload(payload.warc_file, payload.warc_offset, payload.sha256)
        return tuple(
            read_payload(
                content, content_type=payload.content_type, url=payload.url, max_bytes=self.max_bytes
            )
        )
