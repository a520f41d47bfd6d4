"""Jobs for workers on any machine: procrastinate's queue, in the PostgreSQL that the machines share.

What is put in is there for good when `put` returns. A worker that dies stops saying that it lives; another takes its
job up again then. So a job may be begun twice, and must come to the same: what it is called says what there is to do,
and who does it looks first what is left.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from traceback import extract_tb
from typing import Any

import procrastinate
import psycopg
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status

from ..errors import StorageError
from .postgres import plain_url
from .queue_schema import SCHEMA, prepare_queue

BEAT_S = 5.0
"""How often a worker says that it lives."""
SILENT_S = 15.0
"""After so long without a word a worker is taken for dead."""
LOOK_S = 10
"""How often workers look after what dead ones, and desks that died in between, have left."""

_OPTIONS = f"-c search_path={SCHEMA} -c synchronous_commit=on"
_REMEDY = "Check that the database server runs and can be reached; then try again."
_log = logging.getLogger(__name__)

Task = Callable[..., None]


class NotYetError(Exception):
    """A job cannot be worked on now: whoever had it last may live still. It is tried again in a moment."""


class Queue:
    """The queue in the database at *url*."""

    def __init__(self, url: str) -> None:
        self._url = plain_url(url)

    def prepare(self) -> None:
        """Make the queue's tables, or bring them to the installed procrastinate; quick where they are. StorageError."""
        try:
            with closing(psycopg.connect(self._url, connect_timeout=4)) as connection:
                prepare_queue(connection)
        except psycopg.Error as error:
            raise _storage_error() from error

    def put(self, task: str, *, queue: str, lock: str, once: str, **values: Any) -> bool:
        """Put a job in; False where one called *once* waits already. Of jobs with one *lock* one runs at a time.

        *values* are what the task is called with, as JSON can say it. StorageError.
        """
        connector = procrastinate.SyncPsycopgConnector(
            conninfo=self._url, min_size=1, max_size=1, timeout=8, kwargs={"options": _OPTIONS, "connect_timeout": 4}
        )
        app = procrastinate.App(connector=connector)
        try:
            with app.open():
                app.configure_task(task, queue=queue, lock=lock, queueing_lock=once).defer(**values)
        except AlreadyEnqueued:
            return False
        except (ConnectorException, psycopg.Error) as error:
            raise _storage_error() from error
        return True

    def work(
        self, tasks: Mapping[str, Task], *, look: Callable[[], None], queues: Sequence[str], wait: bool = True
    ) -> None:
        """Work on jobs until a signal says stop, or without *wait* until none is left; *look* is called now and then.

        A task that raises NotYetError is tried again; any other error ends its job. StorageError where the database
        goes away: the jobs under way are taken up by whoever lives.
        """
        connector = procrastinate.PsycopgConnector(
            conninfo=self._url, min_size=1, max_size=4, timeout=8, kwargs={"options": _OPTIONS, "connect_timeout": 4}
        )
        app = procrastinate.App(connector=connector)
        again = procrastinate.RetryStrategy(max_attempts=1000, wait=3, retry_exceptions={NotYetError})
        for name, task in tasks.items():
            app.task(name=name, retry=again, pass_context=False)(_told(name, task))
        logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
        try:
            asyncio.run(_work(app, look, [*queues, _LOOKING], wait=wait))
        except (ConnectorException, psycopg.Error, OSError) as error:
            raise _storage_error() from error


_LOOKING = "look"


async def _work(app: procrastinate.App, look: Callable[[], None], queues: Sequence[str], *, wait: bool) -> None:
    async def look_after(timestamp: int = 0) -> None:
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_S):
            _log.warning("%s: whoever worked on it is gone; it is taken up again", job.task_name)
            await _take_up(app, job)
        await asyncio.to_thread(look)

    task = app.task(name="look", queue=_LOOKING, queueing_lock="look", pass_context=False)(look_after)
    app.periodic(cron=f"* * * * * */{LOOK_S}")(task)
    async with app.open_async():
        await look_after()
        await app.run_worker_async(
            queues=queues,
            wait=wait,
            concurrency=2,
            fetch_job_polling_interval=2.0,
            update_heartbeat_interval=BEAT_S,
            stalled_worker_timeout=SILENT_S,
            shutdown_graceful_timeout=30.0,
            delete_jobs="successful",
        )


async def _take_up(app: procrastinate.App, job: Job) -> None:
    """Let a job wait again; where it has been put in anew meanwhile, that one is enough."""
    try:
        await app.job_manager.retry_job(job)
    except UniqueViolation:
        await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)


def _told(name: str, task: Task) -> Task:
    """Return the task, whose faults are logged by kind and place alone: what they say may hold texts and names."""

    def run(**values: Any) -> None:
        try:
            task(**values)
        except NotYetError:
            raise
        except Exception as error:
            last = extract_tb(error.__traceback__)[-1]
            _log.error("%s: %s in %s:%s", name, type(error).__name__, Path(last.filename).name, last.lineno)
            raise

    return run


def _storage_error() -> StorageError:
    return StorageError("the queue of jobs cannot be reached, or ended the connection", remedy=_REMEDY)
