"""What the desk asks of its list of jobs: drafting that goes on after the page that began it was closed.

A job belongs to one catalog and is worked on by one program at a time: whoever holds its lease. Who holds it has to
say so again before LEASE ends; a program that was killed does not, and another takes the job over. After RESUME_WITHIN
nobody does by themselves: texts are not sent days later, when nobody thinks of it any more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from ..model import CatalogKey

LEASE = timedelta(seconds=30)
RESUME_WITHIN = timedelta(hours=1)

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class JobState(StrEnum):
    """How far a job is. WAITING and RUNNING ones can be INTERRUPTED, which time alone tells."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


class Beat(StrEnum):
    """What the list answers to whoever says that they work on a job still."""

    GO_ON = "go on"
    STOP = "stop"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Order:
    """What a job is to do: which *engines* to ask in order, and which hosts somebody has *agreed* to.

    *by* is the handle of who asked, *run* the name of the job's sends in the ledger. *todo* are the paragraphs that
    were empty, as the desk calls them.
    """

    catalog: CatalogKey
    engines: tuple[str, ...]
    by: str
    agreed: tuple[str, ...] = ()
    run: str = ""
    todo: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an engine gave no draft for a paragraph."""

    engine: str
    paragraph: str
    reason: str


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a job: drafts by engine, those among them that were known before, characters sent, and reasons.

    *refused* are sentences about engines; *problem* is what ended the job, "" where nothing did.
    """

    drafted: Mapping[str, int] = field(default_factory=dict)
    cached: Mapping[str, int] = field(default_factory=dict)
    sent: Mapping[str, int] = field(default_factory=dict)
    failures: tuple[Failure, ...] = ()
    refused: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands. *attempts* counts those since a person asked; *seen_at* is when a program last told of it."""

    id: int
    order: Order
    at: datetime
    state: JobState = JobState.WAITING
    cancelled: bool = False
    attempts: int = 0
    seen_at: datetime = _LONG_AGO
    finished_at: datetime | None = None
    result: Result = Result()

    def state_at(self, now: datetime) -> JobState:
        """Return the state, INTERRUPTED for a job that nobody will take up again by themselves."""
        unfinished = self.state in (JobState.WAITING, JobState.RUNNING)
        return JobState.INTERRUPTED if unfinished and now - self.seen_at > RESUME_WITHIN else self.state

    def is_active(self, now: datetime) -> bool:
        return self.state_at(now) in (JobState.WAITING, JobState.RUNNING)


class Jobs(Protocol):
    """The list of jobs, which all programs of a project share. Each method is one transaction. StorageError."""

    def add(self, order: Order, *, now: datetime, again: int = 0) -> Job:
        """Put a job on the list, and return it; where the catalog has an active one already, that one.

        *again* takes up an ended or interrupted job of the catalog instead, which keeps its id, its name in the ledger,
        what it was to do and what came of it.
        """
        ...

    def job(self, id: int, /) -> Job | None: ...

    def latest(self, catalog: CatalogKey, /) -> Job | None: ...

    def unfinished(self) -> Sequence[Job]:
        """Return all jobs that wait or are worked on, oldest first; INTERRUPTED ones are among them."""
        ...

    def claim(self, owner: str, *, now: datetime, id: int = 0) -> Job | None:
        """Give the lease of the oldest job that waits, or whose lease has ended, to *owner*; None where there is none.

        With *id* it is that job or none. A job that somebody cancelled meanwhile is stopped instead.
        """
        ...

    def beat(self, id: int, owner: str, *, now: datetime) -> Beat:
        """Renew *owner*'s lease. LOST where another has it."""
        ...

    def finish(self, id: int, owner: str, *, state: JobState, result: Result, now: datetime) -> bool:
        """Record what came of a job and end it, or put it back with WAITING. False where *owner* has no lease."""
        ...

    def cancel(self, id: int, /, *, now: datetime) -> None:
        """Ask whoever works on a job to stop; one that nobody works on is stopped at once."""
        ...


def _added(before: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    """Return the sums of two counts."""
    return {name: before.get(name, 0) + more.get(name, 0) for name in dict.fromkeys((*before, *more))}


def merged(before: Result, more: Result) -> Result:
    """Return what came of two attempts at a job: counts added up, the reasons of the later one."""
    return Result(
        _added(before.drafted, more.drafted),
        _added(before.cached, more.cached),
        _added(before.sent, more.sent),
        more.failures,
        more.refused,
        more.problem,
    )
