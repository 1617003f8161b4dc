"""Whose remote folder is whose: each belongs to one data folder, and no other one's nights write there.

What belongs here: the claim to it, and whether it still stands. What does not: the folder (`remote.py`) and what lies
there (`archive/files.py`, `load/batch_files.py`).

The first run that works with a remote folder leaves a random id there, which its data folder keeps too. So two
installations that were left with the same address never write one file each over the other's; a folder that is not
mounted is not mistaken for an empty one; and an archive that lies elsewhere is missed where the address is lost. A
mount can go in mid-run, so the id is asked for again wherever something is dropped here, or a number is taken there.
"""

import re
from io import BytesIO
from pathlib import Path
from typing import Final
from uuid import uuid4

from flows.durable import made_once
from flows.errors import RemoteError, SettingsError
from flows.remote import SETTING, Remote
from flows.settings import REMOTE_OWNER, Settings

OWNER: Final = "owner"
_ID: Final = re.compile(r"[0-9a-f]{32}")


def must_be_named(settings: Settings) -> None:
    """Make sure that the settings name the remote folder, where this installation has one.

    Raises:
        SettingsError: they name none.
    """
    mine = settings.remote_owner_file
    if not settings.remote and mine.exists():
        raise SettingsError(
            f"the archive of {settings.data_dir} lies outside of this machine, and {SETTING} does not say where; "
            f"if all of it was brought back, remove {mine}"
        )


def must_be_ours(remote: Remote, data_dir: Path) -> None:
    """Make sure that the folder at an address is still the one that a data folder has claimed; one that claimed none,
    as on a machine that only reads, says nothing.

    Raises:
        RemoteError: its owner is gone, or another, or it does not answer.
    """
    mine = data_dir / REMOTE_OWNER
    if mine.exists() and owner_of(remote) != mine.read_text(encoding="utf-8").strip():
        raise RemoteError(_is_another(remote))


def must_be_there(remote: Remote) -> None:
    """Make sure that something is missing in the folder, and not the folder itself.

    Raises:
        RemoteError: it has no owner, or does not answer.
    """
    if owner_of(remote) is None:
        raise RemoteError(_is_another(remote))


def claim_remote(settings: Settings) -> None:
    """Make sure that the remote folder, where the settings name one, is this installation's own. The caller holds the
    lock of the data folder.

    Raises:
        SettingsError: none is named, and this installation has one; or it is the data folder itself.
        RemoteError: it belongs to another data folder, has lost its owner, or does not answer.
    """
    must_be_named(settings)
    if not settings.remote:
        return
    mine = settings.remote_owner_file
    remote = Remote(settings.remote)
    owner = owner_of(remote)
    if owner is None and mine.exists():
        raise RemoteError(f"{_is_another(remote)}; to begin with an empty one, remove {mine}")
    if owner is not None and _ID.fullmatch(owner) is None:
        raise RemoteError(
            f"{remote.url(OWNER)} says of nobody whose the folder is; "
            + (f"write into it what {mine} says" if mine.exists() else "remove it if the folder is empty")
        )
    if owner is None:
        owner = uuid4().hex
        remote.put(BytesIO(owner.encode()), OWNER, f"{OWNER}.{owner}.part")
        if (settings.data_dir / OWNER).exists():
            remote.remove(OWNER)
            raise SettingsError(f"{settings.remote} ({SETTING}) is the data folder itself; leave it out")
        made_once(mine, owner, mode=0o644)
        owner = owner_of(remote)
    known = mine.read_text(encoding="utf-8").strip() if mine.exists() else ""
    if owner != known:
        raise RemoteError(
            f"{settings.remote} ({SETTING}) belongs to another installation: give this one a folder of its own; if it "
            f"is the same one with a new data folder, write {owner} into {mine}"
        )


def _is_another(remote: Remote) -> str:
    return (
        f"{remote.address} ({SETTING}) is not the folder that this installation left there: is it mounted? If it was "
        f"moved, take the file `{OWNER}` along"
    )


def owner_of(remote: Remote) -> str | None:
    """The id that lies in the folder; None where it has none.

    Raises:
        RemoteError: nobody answers.
    """
    try:
        return remote.read(OWNER).decode("ascii", "replace").strip()
    except FileNotFoundError:
        return None
