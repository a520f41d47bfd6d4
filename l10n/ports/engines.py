"""What the use cases ask of engines: drafts, with their limits and their reach stated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from ..glossary import Term
from ..model import Draft
from ..sensitivity import Reach as Reach


class FailureKind(StrEnum):
    """What a failure tells of: the answer that came, the way to the engine, its patience, or its permission."""

    BAD_OUTPUT = "bad-output"
    UNREACHABLE = "unreachable"
    RATE_LIMITED = "rate-limited"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class EngineFailure:
    """Why one text got no draft."""

    source: str
    reason: str
    kind: FailureKind = FailureKind.BAD_OUTPUT


@dataclass(frozen=True, slots=True)
class Hints:
    """What helps an engine that can read it: the sources that stand before and after the text, and its terms."""

    before: str = ""
    after: str = ""
    terms: tuple[Term, ...] = ()

    @property
    def characters(self) -> int:
        """How many characters leave with a text that these are told with."""
        told = (part for term in self.terms for part in (term.source, *term.targets, *term.forbidden))
        return len(self.before) + len(self.after) + sum(map(len, told))


NO_HINTS = Hints()


class Engine(Protocol):
    """Something that drafts. It raises EngineError or returns; it never returns a sentence about an error.

    Texts given to `translate` are plain: markup stands in them as ⟦n⟧ marks, which must all come back once.
    *reach* and *host* (the host name texts are sent to, "" when none) are what the sensitivity rule judges.
    An engine with *wants_markup* gives back people's own texts (a memory): it is given sources with their markup
    as they stand, and what it returns is not judged as a machine's output.
    *fingerprint* changes with every setting that may change its answers. It is best given *batch* texts at a time,
    and *parallel* such calls may run at once, in threads. One with *wants_hints* makes use of `Hints`.
    """

    name: str
    reach: Reach
    host: str
    wants_markup: bool
    wants_hints: bool
    fingerprint: str
    batch: int
    parallel: int

    def supports(self, source_locale: str, target_locale: str) -> bool: ...

    def translate(
        self, texts: Sequence[str], *, source_locale: str, target_locale: str, hints: Sequence[Hints] = ()
    ) -> Iterator[Draft | EngineFailure]:
        """Yield one result per text, in order, as soon as it is there. EngineUnavailable, UnsupportedPair.

        *hints* are empty, or one for each text.
        """
        ...

    def close(self) -> None: ...
