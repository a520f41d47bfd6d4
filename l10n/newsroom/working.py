"""The worker: one thread in each desk, which takes jobs off the project's list and drafts.

Where several machines share the list it is `diglot worker` instead, handed one job after the other (`queueing`).

A thread beside it says every second that the job is worked on, and hears whether somebody has cancelled it. Where it
cannot say so for as long as a lease lasts, the work ends, because another program may have taken it over.
"""

from __future__ import annotations

import atexit
import logging
import os
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING

from ..clock import utc_now
from ..errors import DiglotError
from ..labels import paragraph_id
from ..model import Entry
from ..ports.jobs import LEASE, Beat, Failure, Job, JobState, Result, merged
from .membership import may

if TYPE_CHECKING:
    from ..workflow.draft import Drafted
    from .project import Project

LOOK_S = 5.0
"""How often the worker looks for jobs that other programs have put on the list, or left."""

BEAT_S = 1.0
MAX_ATTEMPTS = 5
"""How often a job is taken up again after whoever worked on it died."""

NOT_ALLOWED = "not allowed"
TOO_OFTEN = "interrupted too often"
"""What a job's `problem` can be beside a sentence about an error."""

_log = logging.getLogger(__name__)


class Worker:
    """Works on the jobs of *desk*, one after the other."""

    def __init__(
        self, desk: Project, *, now: Callable[[], datetime] = utc_now, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._desk, self._now, self._clock = desk, now, clock
        self._pid, self._thread = 0, threading.Thread()
        self._woken, self._closing, self._starting = threading.Event(), threading.Event(), threading.Lock()

    def wake(self) -> None:
        """See to it that the thread of this very process runs, and looks for jobs now."""
        with self._starting:
            if self._pid != os.getpid():  # a program that forks takes no threads along
                self._woken, self._closing = threading.Event(), threading.Event()
                self._thread = threading.Thread(target=self._run, name="diglot-jobs", daemon=True)
                self._pid = os.getpid()
                self._thread.start()
                atexit.register(self.close)
        self._woken.set()

    def is_awake(self) -> bool:
        """Whether the thread of this very process runs."""
        return self._pid == os.getpid()

    def close(self) -> None:
        """Put the job under way back on the list, with what is done saved, and end the thread."""
        self._closing.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout=LEASE.total_seconds())

    def run_one(self, id: int = 0) -> bool:
        """Work on one job, the one called *id* or any, if there is one; return whether there was."""
        owner = f"{os.getpid()}-{secrets.token_hex(6)}"
        job = self._desk.jobs.claim(owner, now=self._now(), id=id)
        if job is None:
            return False
        with _Lease(self._desk, job, owner, now=self._now, clock=self._clock, closing=self._closing) as lease:
            state, result = self._done(job, lease)
        self._desk.jobs.finish(job.id, owner, state=state, result=result, now=self._now())
        return True

    def _run(self) -> None:
        while not self._closing.is_set():
            self._woken.clear()
            try:
                while not self._closing.is_set() and self.run_one():
                    pass
            except Exception:  # the thread outlives whatever happens to one job, whose lease will end
                _log.exception("The worker failed")
            self._woken.wait(LOOK_S)

    def _done(self, job: Job, lease: _Lease) -> tuple[JobState, Result]:
        """Return how a job ended, and what came of it in all its attempts."""
        before = self._before(job)
        if job.attempts > MAX_ATTEMPTS:
            return JobState.FAILED, merged(before, Result(problem=TOO_OFTEN))
        if not self._is_allowed(job):
            return JobState.FAILED, merged(before, Result(problem=NOT_ALLOWED))
        try:
            drafted = self._draft(job, lease)
        except DiglotError as error:
            return JobState.FAILED, merged(before, Result(problem=f"{error.message} {error.remedy}".strip()))
        except Exception as error:
            _log.exception("Job %d failed", job.id)
            return JobState.FAILED, merged(before, Result(problem=f"This is a defect: {type(error).__name__}"))
        state = JobState.DONE
        if drafted.stopped:
            state = JobState.WAITING if self._closing.is_set() and not lease.is_cancelled else JobState.STOPPED
        return state, merged(before, self._result(job, drafted))

    def _draft(self, job: Job, lease: _Lease) -> Drafted:
        order, desk = job.order, self._desk
        with desk.engines(order.catalog.locale, order.engines) as engines:
            return desk.draft(
                order.catalog.slug,
                order.catalog.locale,
                engines=engines,
                stop=lease.is_over,
                by=order.by,
                agreed=order.agreed,
                run=order.run,
            )

    def _is_allowed(self, job: Job) -> bool:
        """Whether who asked may still do so: people leave, and jobs wait."""
        return may(self._desk.people, job.order.by, "reviewer" if job.order.agreed else "translator")

    def _before(self, job: Job) -> Result:
        """Return what came of earlier attempts; of one whose program died, the catalog tells."""
        if job.attempts == 1:
            return job.result
        told, found = job.result.drafted, drafted_so_far(self._entries(job), job)
        most = {name: max(told.get(name, 0), found.get(name, 0)) for name in dict.fromkeys((*told, *found))}
        return Result(most, job.result.cached, job.result.sent)

    def _result(self, job: Job, drafted: Drafted) -> Result:
        todo = set(job.order.todo)
        places: dict[str, str] = {}
        for entry in sorted(self._entries(job), key=lambda entry: paragraph_id(entry.key) not in todo):
            places.setdefault(entry.source, paragraph_id(entry.key))
        failures = (Failure(f.engine, places.get(f.source, ""), f.reason) for f in drafted.failures)
        return Result(drafted.drafted, drafted.cached, drafted.sent, tuple(failures), drafted.refused)

    def _entries(self, job: Job) -> tuple[Entry, ...]:
        return self._desk.catalogs.read(job.order.catalog)[0].entries


def drafted_so_far(entries: tuple[Entry, ...], job: Job) -> dict[str, int]:
    """Return how many of the job's paragraphs hold a draft that nobody has judged, by engine."""
    todo = set(job.order.todo)
    origins = [entry.origin for entry in entries if entry.origin and paragraph_id(entry.key) in todo]
    return dict(Counter("memory" if o.startswith("memory") else o.removeprefix("engine=") for o in origins))


class _Lease:
    """Renews the lease of a job as long as the block lasts."""

    def __init__(
        self,
        desk: Project,
        job: Job,
        owner: str,
        *,
        now: Callable[[], datetime],
        clock: Callable[[], float],
        closing: threading.Event,
    ) -> None:
        self._desk, self._job, self._owner = desk, job, owner
        self._now, self._clock, self._closing = now, clock, closing
        self._ended = threading.Event()
        self._renewed_at = clock()
        self._beat = Beat.GO_ON

    @property
    def is_cancelled(self) -> bool:
        return self._beat is Beat.STOP

    def is_over(self) -> bool:
        """Whether the work has to end: it was cancelled or lost, the program closes, or nothing was heard for long."""
        is_late = self._clock() - self._renewed_at >= LEASE.total_seconds()
        return self._beat is not Beat.GO_ON or is_late or self._closing.is_set()

    def renew(self) -> None:
        """Say that the job is worked on; without an answer the lease goes on running out."""
        asked_at = self._clock()
        try:
            self._beat = self._desk.jobs.beat(self._job.id, self._owner, now=self._now())
        except DiglotError as error:
            _log.warning("The lease of job %d was not renewed: %s", self._job.id, error)
        else:
            self._renewed_at = asked_at

    def __enter__(self) -> _Lease:
        self._thread = threading.Thread(target=self._keep, name="diglot-lease", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _keep(self) -> None:
        while not self._ended.wait(BEAT_S) and self._beat is not Beat.LOST:
            self.renew()
