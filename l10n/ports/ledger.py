"""What drafting asks of the record of what was sent, and of the store of answers it has had before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from ..model import Draft


class SendOutcome(StrEnum):
    """What is known of a send. One that only BEGUN may have reached its recipient."""

    BEGUN = "begun"
    ANSWERED = "answered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Send:
    """One call to an engine that is a server: which texts went where, when, on whose behalf.

    *run* is the same for all sends of one command or job. *digests* are those of the texts as they were sent, with
    hidden names already replaced; *texts* are these themselves, or empty. *characters* count all that was sent, the
    neighbours and terms given along too. *proxy* is the host of the proxy it went through. *answered* counts the texts
    that got a translation, *reason* says why others did not. *id* is 0 until the ledger has it.
    """

    run: str
    at: datetime
    engine: str
    host: str
    slug: str
    source_locale: str
    locale: str
    characters: int
    digests: tuple[str, ...]
    by: str = ""
    proxy: str = ""
    hidden: int = 0
    texts: tuple[str, ...] = ()
    id: int = 0
    outcome: SendOutcome = SendOutcome.BEGUN
    answered: int = 0
    reason: str = ""
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """How many characters one engine may be sent: *since* a moment, or in a *run*; *name* is what people call it."""

    name: str
    characters: int
    since: datetime | None = None
    run: str = ""


class Ledger(Protocol):
    """The record of what left. It is written before anything is sent, and never forgets."""

    def begin(self, send: Send, *, budgets: Sequence[Budget] = ()) -> int:
        """Commit that *send* is about to happen, and return its id.

        0 where it would go beyond one of the *budgets*, all sends of its engine counted: then nothing is written, and
        nothing may be sent. Two programs at once cannot spend the same budget. StorageError.
        """
        ...

    def finish(self, id: int, *, at: datetime, outcome: SendOutcome, answered: int, reason: str = "") -> None:
        """Record what came of a send."""
        ...

    def sends(
        self, *, since: datetime | None = None, engine: str = "", slug: str = "", run: str = ""
    ) -> Sequence[Send]:
        """Return what was sent, oldest first."""
        ...

    def spent(self, engine: str, *, since: datetime | None = None, run: str = "") -> int:
        """Return how many characters the engine was sent."""
        ...


class DraftCache(Protocol):
    """Good answers of engines, by a key that says all they depend on. It can be lost at any time."""

    def get(self, key: str) -> Draft | None:
        """Return the answer, its `source` left empty; None where there is none, or it is too old."""
        ...

    def put(self, key: str, draft: Draft) -> None: ...

    def close(self) -> None:
        """Keep what was put for the next run."""
        ...
