"""Reading on many machines: batches of pages handed to a Dask cluster, here or elsewhere.

What belongs here: the cluster and what travels to it. What does not: what is done with a batch there
(`load/batch.py`), and what is done with it here afterwards (`road.py`).

A worker reads a batch as a night on one machine does, in a process of its own with limits, and leaves it as Parquet in
the data folder, which all machines have under the same path; what comes back is its name. So a batch that is read twice
because a worker was lost changes nothing, and the store has one writer.
"""

import logging
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, Final

import dask
from distributed import Client, Future
from distributed.client import ClosedClientError, FutureCancelledError
from distributed.scheduler import KilledWorker
from prefect_dask.task_runners import DaskTaskRunner
from pydantic import SecretStr

from flows.errors import GongkaiError
from flows.load.batch import WrittenBatch, read_and_write
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

log = logging.getLogger("gongkai")

# Dask's workers are daemons, which may start no processes; a batch is read in one. And while it is, a worker only
# waits: to take samples of that costs and tells nothing.
_CONFIG: Final = {"distributed.worker.daemon": False, "distributed.worker.profile.enabled": False}


@contextmanager
def reading_cluster(settings: Settings) -> Iterator[Client]:
    """A client of the cluster that the settings name; a local one is started and ended here.

    Raises:
        GongkaiError: nobody answers at the scheduler's address.
    """
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
        GongkaiError: a batch ended worker after worker, the cluster is gone or has no worker, or a worker cannot read
            or write.
    """
    there = _for_workers(settings)
    waiting, handed_out = iter(batches.items()), deque[tuple[str, Future[WrittenBatch]]]()
    while True:
        with _scheduler_errors():
            threads = sum(client.nthreads().values())  # type: ignore[no-untyped-call]
            free = _BATCHES_A_THREAD * max(1, threads) - len(handed_out)
            for name, batch in islice(waiting, max(0, free)):
                # Not pure: a batch that an earlier run read is read again where the store does not have it.
                future = client.submit(
                    read_and_write, batch, name, there, run_id, pure=False, key=f"read-{name}"
                )
                handed_out.append((name, future))
        if not handed_out:
            return
        name, future = handed_out.popleft()
        with _scheduler_errors():
            _wait(client, future)
        yield name, _written(name, future)


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


def _wait(client: Client, future: "Future[WrittenBatch]") -> None:
    """Wait for the end of a batch, as long as there is somebody to read it.

    Raises:
        GongkaiError: the cluster has had no worker for a while.
    """
    last_seen, is_told = time.monotonic(), False
    while True:
        try:
            future.exception(timeout=_LOOK_SECONDS)  # type: ignore[no-untyped-call]
        except TimeoutError:
            if client.nthreads():  # type: ignore[no-untyped-call]
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
            return


def _written(name: str, future: Future[WrittenBatch]) -> WrittenBatch:
    try:
        written: WrittenBatch = future.result()
    except (KilledWorker, FutureCancelledError, OSError) as error:
        raise GongkaiError(f"batch {name} could not be read on the Dask cluster: {error}") from error
    except AssertionError as error:
        raise GongkaiError(
            f"batch {name}: a Dask worker may start no process ({error}); start the workers with "
            "DASK_DISTRIBUTED__WORKER__DAEMON=False"
        ) from error
    return written


def _where(settings: Settings) -> dict[str, Any]:
    if settings.dask != LOCAL:
        return {"address": settings.dask, "client_kwargs": {"timeout": _CONNECT_SECONDS}}
    one_each = {"n_workers": settings.workers, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0"}
    return {"cluster_kwargs": one_each}


def _for_workers(settings: Settings) -> Settings:
    """What a worker needs to know: a process for each of its threads, and nobody's password."""
    return settings.model_copy(update={"workers": 1, "lake": SecretStr(""), "notify_url": SecretStr("")})
