"""The short form of the race; `make torture` has the long one."""

import pytest
from thorough import examples
from torture.writers import race, tell_of

pytestmark = pytest.mark.slow

OPERATIONS = examples(5000) * (1 if examples(5000) == 5000 else 20)
ENOUGH = OPERATIONS // 2
"""A busy machine may do no more in a minute and a half."""


def test_writers_at_once_lose_nothing_and_agree_on_one_order(tmp_path, capsys):
    found = race(tmp_path, operations=OPERATIONS, seconds=90, seed=20210902)
    with capsys.disabled():
        tell_of(found)
    assert found.faults == []
    assert found.lost == 0
    assert found.total >= ENOUGH
    assert found.done > 0
    assert found.declined > 0  # they did meet
