"""The short form: each command with some of its calls disturbed, another part of them in every command."""

import pytest
from thorough import THOROUGH
from tools import needs_tool
from torture.faults import tell_of, torture_by_faults
from torture.ordeals import ORDEALS

pytestmark = [pytest.mark.slow, needs_tool("strace")]

EVERY = 8 if THOROUGH else 25
"""One of so many trials; `make torture` makes them all."""


@pytest.mark.parametrize("number", range(len(ORDEALS)), ids=[ordeal.name for ordeal in ORDEALS])
def test_a_disturbed_command_leaves_old_or_new_and_the_next_run_mends(tmp_path, capsys, number):
    [found] = torture_by_faults(tmp_path, [ORDEALS[number]], every=EVERY, offset=number)
    with capsys.disabled():
        tell_of([found])
    assert found.faults == []
    assert found.hit > 0
