"""Jobs that any machine of a newsroom may do: handed to the queue, and done by `diglot worker`.

Whoever asked has to be allowed still when the job runs: people leave, and jobs wait.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ..clock import utc_now
from ..errors import ConfigError, DiglotError, EditionError
from ..ports.jobs import LEASE, Job, JobState
from .deskwork import DeskWork
from .membership import may
from .releasing import Releasing

if TYPE_CHECKING:
    from ..stores.queue import Queue
    from .shipping import Signing

KINDS = ("draft", "build", "publish")
"""What workers do, and the names of the queues."""
NEEDED = {"build": "maintainer", "publish": "maintainer"}
"""The role that somebody needs when the job runs; for drafts the job itself says it."""

Report = Callable[[str, str], None]
"""Told how each job ended: `ok` or `no`, and in words."""

_log = logging.getLogger(__name__)


class Queueing(Releasing, DeskWork):
    """The side of a project where jobs are handed to workers."""

    @cached_property
    def queue(self) -> Queue:
        """The queue, with its tables. ConfigError where no database is shared; StorageError."""
        if not self.config.is_shared:
            raise ConfigError(
                "jobs are done by the desk itself, as no database is shared",
                key="database.url",
                path=str(self.config.path),
                remedy="for workers on several machines set DIGLOT_DATABASE_URL (docs/cluster.md)",
            )
        from ..stores.queue import Queue

        queue = Queue(self.config.text("database.url"))
        queue.prepare()
        return queue

    def hand_over(self, job: Job) -> bool:
        """Hand a job of the desk to the workers; False where the desk does it itself. StorageError."""
        if not self.config.is_shared:
            return False
        catalog = job.order.catalog
        lock = f"draft {catalog.slug} {catalog.locale}"
        self.queue.put("draft", queue="draft", lock=lock, once=f"draft {job.id}", id=job.id)
        return True

    def ask_workers(self, kind: str, slugs: Sequence[str], locales: Sequence[str], *, by: str) -> bool:
        """Have a worker `build` or `publish` articles; False where the same waits already.

        ArticleError, ConfigError; StorageError. Whether *by* may is looked at now, and again when it is done.
        """
        chosen, wanted = self.chosen(slugs), self.locales(locales)
        self._demand_role(kind, by)
        once = f"{kind} {' '.join(slugs)} {' '.join(locales)}"
        return self.queue.put(kind, queue=kind, lock=kind, once=once, slugs=chosen, locales=wanted, by=by)

    def work(
        self, *, kinds: Sequence[str] = KINDS, signing: Signing | None = None, wait: bool = True, report: Report
    ) -> None:
        """Work on jobs until a signal says stop, or without *wait* until none is left. StorageError, ConfigError."""
        from .shipping import NO_KEY

        tasks = _Tasks(self, signing or NO_KEY, report)
        done: dict[str, Callable[..., None]] = {"draft": tasks.draft, "build": tasks.build, "publish": tasks.publish}
        self.queue.work(
            {kind: task for kind, task in done.items() if kind in kinds}, look=tasks.look, queues=kinds, wait=wait
        )

    def _demand_role(self, kind: str, by: str) -> None:
        if not may(self.people, by, NEEDED[kind]):
            raise EditionError(
                f"{by or 'nobody'} may not {kind} here", remedy=f"it takes a {NEEDED[kind]}: diglot people list"
            )


class _Tasks:
    """What a worker does for each kind of job; each comes to the same when it is done again."""

    def __init__(self, project: Queueing, signing: Signing, report: Report) -> None:
        from .project import Project
        from .working import Worker

        assert isinstance(project, Project)  # noqa: S101 (tells the types what an assembled project is)
        self._project, self._signing, self._report = project, signing, report
        self._worker = Worker(project)

    def draft(self, id: int) -> None:
        """Work on a job of the desk, unless it has ended; later, while somebody else may be at it."""
        from ..stores.queue import NotYetError

        if self._worker.run_one(id):
            job = self._project.jobs.job(id)
            self._report("ok", f"draft {id}: {job.state.value if job else 'gone'}")
            return
        job = self._project.jobs.job(id)
        if job and job.is_active(utc_now()):
            raise NotYetError

    def build(self, slugs: list[str], locales: list[str], by: str) -> None:
        try:
            self._project._demand_role("build", by)
            for key, built in self._project.build_all(slugs, locales):
                refused = isinstance(built, EditionError)
                self._report(
                    "no" if refused else "ok", f"build {key.slug} {key.locale}{f': {built}' if refused else ''}"
                )
        except DiglotError as error:
            self._report("no", f"build: {error}")
            raise

    def publish(self, slugs: list[str], locales: list[str], by: str) -> None:
        try:
            self._project._demand_role("publish", by)
            done = self._project.publish(slugs, locales, now=utc_now(), signing=self._signing)
            for slug, error in done.refused.items():
                self._report("no", f"publish {slug}: {error}")
            self._report("ok", f"publish: {done.shipped.files} files")
        except DiglotError as error:
            self._report("no", f"publish: {error}")
            raise

    def look(self) -> None:
        """Hand over what a desk that died in between has not, and finish decisions that a cut link left pending."""
        try:
            now = utc_now()
            for job in self._project.jobs.unfinished():
                if job.is_active(now) and (job.state is JobState.WAITING or now - job.seen_at > LEASE):
                    self._project.hand_over(job)
            if any((now - decision.at).total_seconds() > 30 for decision in self._project.journal.pending()):
                self._project.recover()
        except DiglotError as error:
            _log.warning("%s", error)
