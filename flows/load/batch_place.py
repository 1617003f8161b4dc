"""Whether the Parquet batches lie where the settings say: what shows texts reads them there, and would find none.

What belongs here: telling a remote folder that was never given the batches, or has lost them. What does not: their
files (`batch_files.py`), and making them anew (`backfill.py`).
"""

from flows.errors import GongkaiError
from flows.load.batches import ParquetBatches
from flows.load.store import RawStore
from flows.remote import SETTING
from flows.schema import READINGS
from flows.settings import Settings


def must_hold_batches(settings: Settings) -> None:
    """Make sure that the batches of the raw tables lie on the remote, where the settings name one.

    Raises:
        GongkaiError: they lie in the data folder, or are lost.
        RemoteError: nobody answers.
    """
    if not settings.remote:
        return
    if ParquetBatches(settings.raw_dir).names(READINGS):
        what = f"lie in {settings.raw_dir}, and"
    elif _has_readings(settings) and not ParquetBatches(settings.raw_dir, settings.remote).names(READINGS):
        what = "are lost:"
    else:
        return
    raise GongkaiError(
        f"batches of the raw tables {what} {settings.remote} ({SETTING}) does not hold them: `gongkai backfill` makes "
        "them anew there"
    )


def _has_readings(settings: Settings) -> bool:
    return settings.store_file.exists() and RawStore(settings).counts()[READINGS.name] > 0
