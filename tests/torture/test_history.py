"""The checker of histories, which is to find what a store that loses updates does, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from thorough import examples
from torture.history import READ, SET, Operation, faults_of, first_inexplicable, lost_updates

OPERATIONS = examples(4800)


def read(called: int, answered: int, value: str) -> Operation:
    return Operation("k", READ, called, answered, value)


def put(called: int, answered: int, old: str, new: str, *, done: bool | None = True) -> Operation:
    return Operation("k", SET, called, answered, new, old, done)


@pytest.mark.parametrize(
    "history",
    [
        [],
        [read(0, 1, "")],
        [put(0, 1, "", "a"), read(2, 3, "a")],
        [put(0, 9, "", "a"), read(1, 2, ""), read(3, 4, "a")],  # it happened in between
        [put(0, 9, "", "a"), read(1, 2, "a"), read(3, 4, "a")],
        [put(0, 1, "", "a"), put(2, 3, "", "b", done=False), read(4, 5, "a")],
        [put(0, 5, "", "a"), put(1, 6, "", "b", done=False)],
        [put(0, 5, "a", "b"), put(1, 6, "", "a"), read(7, 8, "b")],  # the second happened first
        [put(0, 1, "", "a", done=None), read(2, 3, ""), read(4, 5, "a")],  # no answer, and done later
        [put(0, 1, "", "a", done=None), read(2, 3, ""), read(4, 5, "")],  # no answer, and never done
        [put(0, 1, "", "a"), put(2, 3, "a", ""), put(4, 5, "", "b")],  # taken back, then changed anew
    ],
)
def test_what_some_order_explains_is_no_fault(history):
    assert first_inexplicable(history, initial="") is None


@pytest.mark.parametrize(
    ("history", "wrong"),
    [
        ([put(0, 1, "", "a"), read(2, 3, "")], 1),  # an old text after a new one was told
        ([put(0, 1, "", "a"), put(2, 3, "", "b")], 1),  # a lost update
        ([put(0, 9, "", "a"), put(1, 8, "", "b")], 0),  # one at the same time
        ([put(0, 1, "", "a", done=False)], 0),  # refused without a reason
        ([read(0, 1, "a"), put(2, 3, "", "a")], 0),  # read before it was written
        ([put(0, 9, "", "a"), read(1, 2, "a"), read(3, 4, "")], 2),  # back to the old text
        ([put(0, 1, "", "a", done=None), read(2, 3, "a"), read(4, 5, "")], 2),
    ],
)
def test_what_no_order_explains_is_named(history, wrong):
    assert first_inexplicable(history, initial="") == history[wrong]


def test_each_key_is_judged_by_itself():
    history = [Operation("one", READ, 0, 1, "a"), Operation("two", READ, 0, 1, "b")]
    assert list(faults_of(history, initial={"one": "a"})) == ["two"]


def brute_force(history: list[Operation]) -> bool:
    for order in permutations(range(len(history))):
        value, fits = "", True
        for place, n in enumerate(order):
            later = order[place + 1 :]
            fits = all(history[m].answered > history[n].called for m in later) and history[n].may_happen(value)
            if not fits:
                break
            value = history[n].new if history[n].changes else value
        if fits:
            return True
    return False


@st.composite
def histories(draw: st.DrawFn) -> list[Operation]:
    found = []
    times = iter(draw(st.permutations(range(12))))
    for _ in range(draw(st.integers(0, 6))):
        called, answered = sorted((next(times), next(times)))
        values = st.sampled_from(["", "a", "b"])
        kind = draw(st.sampled_from([READ, SET]))
        old, new = draw(values), draw(values)
        found.append(Operation("k", kind, called, answered, new, old, kind == READ or draw(st.booleans())))
    return found


@given(histories())
def test_it_says_what_trying_every_order_says(history):
    assert (first_inexplicable(history, initial="") is None) == brute_force(history)


class CompareAndSet:
    """A store that changes a text only where it is still the one that the writer saw."""

    def __init__(self) -> None:
        self.value = ""

    def put(self, old: str, new: str) -> bool:
        if self.value != old:
            return False
        self.value = new
        return True


class LastWriteWins(CompareAndSet):
    """What the naive store does."""

    def put(self, old: str, new: str) -> bool:
        self.value = new
        return True


def simulated(store: CompareAndSet, *, writers: int, operations: int, seed: int) -> list[Operation]:
    """Return the history of writers who take turns by chance: each reads, thinks, and writes upon what it saw."""
    chance, time, found = random.Random(seed), iter(range(10**9)), list[Operation]()

    def writer(name: int) -> Iterator[None]:
        count = 0
        while len(found) < operations:
            called = next(time)
            yield
            seen = store.value
            yield
            found.append(Operation("k", READ, called, next(time), seen))
            called, count, new = next(time), count + 1, f"{name}.{count}"
            yield
            done = store.put(seen, new)
            yield
            found.append(Operation("k", SET, called, next(time), new, seen, done))
            yield

    turns = [writer(n) for n in range(writers)]
    while turns:
        turn = chance.choice(turns)
        try:
            next(turn)
        except StopIteration:
            turns.remove(turn)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_a_store_that_compares_passes(seed):
    history = simulated(CompareAndSet(), writers=8, operations=OPERATIONS, seed=seed)
    assert first_inexplicable(history, initial="") is None
    assert lost_updates(history) == 0


@pytest.mark.parametrize("seed", range(3))
def test_a_store_where_the_last_write_wins_is_caught(seed):
    history = simulated(LastWriteWins(), writers=8, operations=OPERATIONS, seed=seed)
    assert first_inexplicable(history, initial="") is not None
    assert lost_updates(history) > OPERATIONS / 8
