"""Is a history of concurrent operations linearizable? For texts that are read, and changed by compare-and-set.

Every operation must seem to happen at one moment between its call and its answer. The search is Wing and Gong's with
Lowe's memo (https://www.cs.ox.ac.uk/people/gavin.lowe/LinearizabiltyTesting/paper.pdf), key by key: it walks through
calls and answers by time and keeps every configuration that is still possible, which is the present value and the
operations under way that have happened already. An operation that changes nothing happens as soon as it can.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

READ, SET = "read", "set"


@dataclass(frozen=True, slots=True)
class Operation:
    """What one writer asked of one key and was told.

    A `read` was answered with *new*. A `set` was to put *new* in the place of *old*: *done* is whether it was told to
    have done so, and None where no answer came, so that it may have happened at any time since, or never. Times are of
    one clock for all writers.
    """

    key: str
    kind: str
    called: int
    answered: int
    new: str
    old: str = ""
    done: bool | None = True

    @property
    def changes(self) -> bool:
        return self.kind == SET and self.done is not False

    def may_happen(self, value: str) -> bool:
        """Whether this operation could have had its answer at a moment when the key had *value*."""
        if self.kind == READ:
            return value == self.new
        return value != self.old if self.done is False else value == self.old


Configuration = tuple[str, frozenset[int]]
"""The present value, and which of the operations under way have happened."""


def faults_of(operations: Iterable[Operation], *, initial: dict[str, str]) -> dict[str, str]:
    """Return for each key whose history is not linearizable the first answer that no order explains."""
    by_key: dict[str, list[Operation]] = defaultdict(list)
    for operation in operations:
        by_key[operation.key].append(operation)
    faults = {}
    for key, history in by_key.items():
        wrong = first_inexplicable(history, initial=initial.get(key, ""))
        if wrong is not None:
            faults[key] = f"{wrong}"
    return faults


def first_inexplicable(history: Sequence[Operation], *, initial: str) -> Operation | None:
    """Return the first operation, by answers, that no order of all before it explains; None where there is an order."""
    under_way: set[int] = set()
    possible: set[Configuration] = {(initial, frozenset())}
    for number, is_answer in _events(history):
        if not is_answer:
            under_way.add(number)
            continue
        possible = {
            (value, happened - {number})
            for value, happened in _reach(possible, under_way, history, until=number)
            if number in happened
        }
        under_way.discard(number)
        if not possible:
            return history[number]
    return None


def lost_updates(history: Iterable[Operation]) -> int:
    """Return how many changes were told done upon a text that another change had replaced already.

    Counts where no text comes twice: of the changes of one text, all but one overwrote somebody's.
    """
    upon = Counter((o.key, o.old) for o in history if o.kind == SET and o.done)
    return sum(count - 1 for count in upon.values())


def _events(history: Sequence[Operation]) -> Iterator[tuple[int, bool]]:
    """Yield calls and answers by time, calls first; an operation without an answer never has one."""
    events = [(o.called, False, n) for n, o in enumerate(history)]
    events += [(o.answered, True, n) for n, o in enumerate(history) if o.done is not None]
    for _, is_answer, number in sorted(events):
        yield number, is_answer


def _reach(
    possible: set[Configuration], under_way: set[int], history: Sequence[Operation], *, until: int
) -> set[Configuration]:
    """Return the configurations to which operations under way lead, each path ending where *until* has happened."""
    reached: set[Configuration] = set()
    seen: set[Configuration] = set()
    waiting = list(possible)
    while waiting:
        value, happened = waiting.pop()
        still = happened | {n for n in under_way - happened if not history[n].changes and history[n].may_happen(value)}
        if (value, still) in seen:
            continue
        seen.add((value, still))
        if until in still:
            reached.add((value, still))
            continue
        for n in under_way - still:
            if history[n].changes and history[n].may_happen(value):
                waiting.append((history[n].new, still | {n}))
    return reached
