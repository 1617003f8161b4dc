"""Reading on many machines: batches of pages handed to a Dask cluster, here or elsewhere.

What belongs here: the cluster and what travels to it. What does not: what is done with a batch there
(`load/batch.py`), and what is done with it here afterwards (`road.py`).

A worker reads a batch as a night on one machine does, in a process of its own with limits, and leaves it as Parquet in
the data folder, which all machines have under the same path; what comes back is its name. So a batch that is read twice
because a worker was lost changes nothing, and the store has one writer.

A worker that has other code than the night, sees another archive, or cannot read or write there, is asked no more in
that night, and its batches are read by the others.
"""

import logging
import time
from collections import Counter, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, islice
from socket import gethostname
from typing import Any, Final

import dask
from distributed import Client, Future, get_worker
from distributed.client import ClosedClientError, FutureCancelledError
from distributed.scheduler import KilledWorker
from pydantic import SecretStr

from flows.archive.files import WarcFiles
from flows.errors import GongkaiError, OtherArchiveError, OtherCodeError
from flows.load.batch import WrittenBatch, read_and_write
from flows.load.code import must_read_with, reading_code
from flows.load.store import Pending
from flows.settings import Settings

LOCAL: Final = "local"

_BATCHES_A_THREAD: Final = 3
"""Batches handed out ahead, so that no worker waits for the next one."""

_CONNECT_SECONDS: Final = 30

_WORKERS_SECONDS: Final = 60.0
"""So long the cluster may be without any worker: they may start after the night, or be started anew."""

_LOOK_SECONDS: Final = 5.0
"""Between two looks at whether there are workers, while a batch is waited for."""

_TRIES: Final = 3
"""Workers that may fail to read a batch before that ends the night; one with other code or another archive has not
tried."""

log = logging.getLogger("gongkai")

# Dask's workers are daemons, which may start no processes; a batch is read in one. And while it is, a worker only
# waits: to take samples of that costs and tells nothing.
_CONFIG: Final = {"distributed.worker.daemon": False, "distributed.worker.profile.enabled": False}


@dataclass(frozen=True, slots=True)
class _Unread:
    """A batch that a worker could not read: the worker's address, what it says, and whether it tried: not where it has
    other code or sees another archive."""

    worker: str
    why: str
    has_tried: bool


@dataclass(frozen=True, slots=True)
class _Handed:
    """A batch that was handed out, and the workers that may read it; any may where none is named."""

    name: str
    future: "Future[WrittenBatch | _Unread]"
    workers: frozenset[str]


@contextmanager
def reading_cluster(settings: Settings) -> Iterator[Client]:
    """A client of the cluster that the settings name; a local one is started and ended here.

    Raises:
        GongkaiError: nobody answers at the scheduler's address.
    """
    from prefect_dask.task_runners import DaskTaskRunner  # noqa: PLC0415 - the workers import this module without it

    logging.getLogger("distributed").setLevel(logging.WARNING)  # else it tells of each of its connections
    with dask.config.set(_CONFIG), DaskTaskRunner(**_where(settings)) as runner:
        try:
            client = runner.client
        except (OSError, TimeoutError) as error:
            raise GongkaiError(f"no Dask scheduler answers at {settings.dask}: {error}") from error
        yield client


def read_on_cluster(
    client: Client, batches: Mapping[str, Sequence[Pending]], settings: Settings, run_id: str
) -> Iterator[tuple[str, WrittenBatch]]:
    """Read batches on the cluster.

    Args:
        batches: by their names, in the order in which they are given back.

    Yields:
        the name of each batch with what was written.

    Raises:
        GongkaiError: a batch ended worker after worker, the cluster is gone or has no worker, or none that can read and
            write.
    """
    there = _for_workers(settings)
    archive, code = WarcFiles(settings.archive_dir, settings.remote).identity(), reading_code()
    waiting, handed_out = iter(batches), deque[_Handed]()
    unfit, tries, number = set[str](), Counter[str](), count()

    def hand_out(name: str) -> _Handed:
        fit = frozenset(_fit(client, unfit)) if unfit else frozenset[str]()
        # No key twice: a batch that an earlier run read is read again where the store does not have it.
        future = client.submit(
            _read_there,
            batches[name],
            name,
            there,
            run_id,
            archive,
            code,
            key=f"read-{name}-{next(number)}",
            workers=sorted(fit) or None,
        )
        return _Handed(name, future, fit)

    while True:
        with _scheduler_errors():
            free = _BATCHES_A_THREAD * max(1, sum(_fit(client, unfit).values())) - len(handed_out)
            handed_out.extend(hand_out(name) for name in islice(waiting, max(0, free)))
        if not handed_out:
            return
        first = handed_out.popleft()
        with _scheduler_errors():
            has_ended = _wait(client, first, unfit)
        came = _written(first) if has_ended else None
        if isinstance(came, WrittenBatch):
            yield first.name, came
            continue
        with _scheduler_errors():
            if came is not None:
                _leave_out(client, first.name, came, unfit, tries)
            handed_out.appendleft(hand_out(first.name))


def _read_there(
    batch: Sequence[Pending], name: str, settings: Settings, run_id: str, archive: str, code: str
) -> WrittenBatch | _Unread:
    """What a worker does; it says of itself who could not read."""
    try:
        must_read_with(code)
        return read_and_write(batch, name, settings, run_id, archive)
    except (GongkaiError, OSError) as error:
        worker: str = get_worker().address
        why = f"the Dask worker {worker} on {gethostname()}: {error}"
        return _Unread(worker, why, not isinstance(error, OtherArchiveError | OtherCodeError))


def _fit(client: Client, unfit: Collection[str]) -> Mapping[str, int]:
    """The threads of each worker that can read, by its address."""
    threads: Mapping[str, int] = client.nthreads()  # type: ignore[no-untyped-call]
    return {worker: n for worker, n in threads.items() if worker not in unfit}


def _leave_out(client: Client, name: str, came: _Unread, unfit: set[str], tries: Counter[str]) -> None:
    """Ask a worker no more in this night.

    Raises:
        GongkaiError: no other one is there, or so many could not read this batch that it is not theirs.
    """
    if came.worker not in unfit:
        unfit.add(came.worker)
        log.warning("%s; its batches are read by other workers", came.why)
    tries[name] += came.has_tried
    if tries[name] >= _TRIES or not _fit(client, unfit):
        raise GongkaiError(f"batch {name} could not be read on the Dask cluster: {came.why}")


@contextmanager
def _scheduler_errors() -> Iterator[None]:
    """Tell that the scheduler does not answer as an error of the house.

    Raises:
        GongkaiError: the connection to it broke in the block, or before.
    """
    try:
        yield
    except (OSError, ClosedClientError) as error:
        raise GongkaiError(
            f"the Dask scheduler does not answer any more ({error}): start it (dask scheduler); the next night reads "
            "what is left"
        ) from error


def _wait(client: Client, handed: _Handed, unfit: Collection[str]) -> bool:
    """Wait for the end of a batch, as long as there is somebody to read it.

    Returns:
        Whether it has ended; not where those who may read it are gone, and others have come.

    Raises:
        GongkaiError: the cluster has had no worker for a while.
    """
    last_seen, is_told = time.monotonic(), False
    while True:
        try:
            handed.future.exception(timeout=_LOOK_SECONDS)  # type: ignore[no-untyped-call]
        except TimeoutError:
            there = _fit(client, unfit).keys()
            if there and handed.workers and not there & handed.workers:
                return False
            if there:
                last_seen, is_told = time.monotonic(), False
            elif time.monotonic() - last_seen > _WORKERS_SECONDS:
                raise GongkaiError(
                    f"the Dask cluster has had no worker for {_WORKERS_SECONDS:.0f} s: start some (dask worker ...); "
                    "the next night reads what is left"
                ) from None
            elif not is_told:
                is_told = True
                log.warning("the Dask cluster has no worker; waiting %.0f s for one", _WORKERS_SECONDS)
        else:
            return True


def _written(handed: _Handed) -> WrittenBatch | _Unread:
    try:
        written: WrittenBatch | _Unread = handed.future.result()
    except (KilledWorker, FutureCancelledError, OSError) as error:
        raise GongkaiError(f"batch {handed.name} could not be read on the Dask cluster: {error}") from error
    except AssertionError as error:
        raise GongkaiError(
            f"batch {handed.name}: a Dask worker may start no process ({error}); start the workers with "
            "DASK_DISTRIBUTED__WORKER__DAEMON=False"
        ) from error
    except (AttributeError, ImportError, RuntimeError, TypeError) as error:
        # The batch, or what came back, does not fit the code of the other machine.
        raise GongkaiError(
            f"batch {handed.name} could not be handed to a Dask worker ({type(error).__name__}: {error}); do all "
            "workers have the version of Gongkai that the night has, and were they started with it?"
        ) from error
    return written


def _where(settings: Settings) -> dict[str, Any]:
    if settings.dask != LOCAL:
        return {"address": settings.dask, "client_kwargs": {"timeout": _CONNECT_SECONDS}}
    one_each = {"n_workers": settings.workers, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0"}
    return {"cluster_kwargs": one_each}


def _for_workers(settings: Settings) -> Settings:
    """What a worker needs to know: a process for each of its threads, the data folder wherever it was started, and
    nobody's password."""
    there = {"workers": 1, "data_dir": settings.data_dir.absolute()}
    return settings.model_copy(update={**there, "lake": SecretStr(""), "notify_url": SecretStr("")})
