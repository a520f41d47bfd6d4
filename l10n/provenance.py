"""Where an edition comes from: who had a hand in it, what wrote each paragraph first, and what changed since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .approving import readers_of
from .model import Decision, Entry, Key, State


class Origin(StrEnum):
    """What the printed target of a pair is: a person's text, a machine's that a person approved as it was, or raw."""

    HUMAN = "human"
    REVIEWED_MACHINE = "reviewed-machine"
    RAW_MACHINE = "raw-machine"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Rewording:
    """One segment as an earlier numbered edition had it and as the next has it; "" where one of them lacks it."""

    label: str
    old_source: str = ""
    new_source: str = ""
    old_target: str = ""
    new_target: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """What a numbered edition changed of the one before. *date* is ISO, "" for one that was never published."""

    number: int
    date: str
    changes: tuple[Rewording, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """What no catalog tells about an edition.

    *translators* are the names that people chose to be credited by, *withheld* whether somebody chose not to be.
    *readers* is how many people at least read each approved paragraph, 0 where the desk was not used. *number* is the
    edition's own, *revisions* are those after the first, oldest first.
    """

    translators: tuple[str, ...] = ()
    withheld: bool = False
    readers: int = 0
    number: int = 1
    revisions: tuple[Revision, ...] = ()


NOTHING_KNOWN = Provenance()


def provenance_of(approved: Iterable[Entry], history: Sequence[Decision], names: Mapping[str, str]) -> Provenance:
    """Return what the decisions about a catalog, newest first, tell of its *approved* entries.

    *names* says how each person is named, "" for who is not; who is not among them has left, and is not named.
    """
    by_key: dict[Key, list[Decision]] = {}
    for decision in history:
        by_key.setdefault(decision.key, []).append(decision)
    readers = [readers_of(entry.target, by_key.get(entry.key, ())) for entry in approved]
    hands = {handle for each in readers for handle in each}
    named = tuple(dict.fromkeys(names[handle] for handle in sorted(hands) if names.get(handle)))
    withheld = any(not names.get(handle) for handle in hands)
    return Provenance(named, withheld, readers=min(map(len, readers), default=0))


def origin_of(entry: Entry | None, state: State) -> Origin:
    """Return what the target of an entry in this state is; a memory's text counts as a person's once approved."""
    if entry is None or not entry.target:
        return Origin.NONE
    machine = entry.origin.startswith("engine=")
    if machine:
        return Origin.REVIEWED_MACHINE if state is State.APPROVED else Origin.RAW_MACHINE
    return Origin.HUMAN


def shares(origins: Iterable[Origin]) -> dict[Origin, int]:
    """Return the per cent of each origin among those that have a text, together 100; {} where none has."""
    counts: Counter[Origin] = Counter(origin for origin in origins if origin is not Origin.NONE)
    total = sum(counts.values())
    floors = {origin: 100 * counts[origin] // total for origin in Origin if counts[origin]} if total else {}
    by_rest = sorted(floors, key=lambda origin: -(100 * counts[origin] % total))
    for origin in by_rest[: 100 - sum(floors.values())] if floors else ():
        floors[origin] += 1
    return floors
