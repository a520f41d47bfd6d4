"""The short form of the kills; `make torture` has the long one."""

import os

import pytest
from thorough import THOROUGH, examples
from torture.kills import tell_of, torture_by_kills

pytestmark = pytest.mark.slow

KILLS = examples(200)


def test_what_people_were_told_outlives_kill_9(tmp_path, capsys):
    found = torture_by_kills(tmp_path, kills=KILLS, seed=20210902)
    with capsys.disabled():
        tell_of(found)
    assert found.faults == []
    assert (found.lost, found.trials >= KILLS) == (0, True)
    assert found.told > KILLS
    assert found.recovered > 0 or not THOROUGH  # some kills did fall between journal and catalog
    # What else this machine does must not decide: the best of the restarts says what the program needs.
    assert min(found.restarts_s) < 2.0
    assert min(found.cold_s, default=0.0) < 2.0 or os.getloadavg()[0] > (os.cpu_count() or 1)
