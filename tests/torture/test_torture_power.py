"""The short form of the power cuts; `make torture` has the long one."""

import os
import subprocess
import sys
import time
from contextlib import closing

import pytest
from thorough import examples
from torture.cuts import tell_of as tell_of_commands
from torture.cuts import torture_commands_by_power
from torture.desk import ENVIRONMENT, REPOSITORY
from torture.ordeals import ORDEALS
from torture.power import MODES, tell_of, torture_by_power
from torture.powerdisk import powered, why_not

in_ci = os.environ.get("CI", "").lower() in {"1", "true"} and os.path.exists("/dev/fuse")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(why_not()) and not in_ci, reason=why_not())]

CUTS = examples(12)


@pytest.mark.parametrize("how", MODES)
def test_what_people_were_told_outlives_a_power_cut(tmp_path, capsys, how):
    found = torture_by_power(tmp_path, cuts=CUTS, seed=20210902, how=how)
    with capsys.disabled():
        tell_of(found, how)
    assert found.faults == []
    assert (found.lost, found.trials) == (0, CUTS)
    assert found.told > CUTS


def test_a_disk_that_only_says_that_it_keeps_things_is_caught(tmp_path):
    """Otherwise the trials above could not fail."""
    found = torture_by_power(tmp_path, cuts=20, seed=1, options=("forgets",))
    assert found.lost > 0
    assert found.trials < 20


def test_a_disk_goes_with_who_mounted_it(tmp_path):
    (tmp_path / "empty").mkdir()
    mount = tmp_path / "disk"
    code = "import os, sys; from pathlib import Path; from torture.powerdisk import PowerDisk; "
    code += "disk = PowerDisk(*map(Path, sys.argv[1:])); print(os.path.ismount(sys.argv[1]), flush=True); os._exit(9)"
    path = os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "tests")])
    command = [sys.executable, "-c", code, str(mount), str(tmp_path / "empty")]
    ran = subprocess.run(command, env={**ENVIRONMENT, "PYTHONPATH": path}, capture_output=True, text=True, timeout=60)
    assert (ran.returncode, ran.stdout, ran.stderr) == (9, "True\n", "")
    end = time.monotonic() + 20
    while os.path.ismount(mount):
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_command_that_loses_its_power_leaves_the_old_or_the_new(tmp_path, capsys):
    found = torture_commands_by_power(tmp_path, list(ORDEALS), every=60, offset=17)
    with capsys.disabled():
        tell_of_commands(found)
    assert [fault for one in found for fault in one.faults] == []
    assert all(one.calls > 20 for one in found)


COMMIT = """
import os, sqlite3, sys
from l10n.stores.database import migrate, open_database, writing
from l10n.stores.sqlite import JOURNAL_MODE
import sqlalchemy as sa
database = open_database(sys.argv[1])
migrate(database)
with writing(database) as connection:
    connection.execute(sa.text("UPDATE chain_head SET number = 7"))
print(JOURNAL_MODE, flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("how", MODES)
def test_a_commit_outlives_a_cut_that_spares_nothing(tmp_path, how):
    """Without a log a commit is that the rollback journal is gone: the folder has to be synced after it."""
    from l10n.stores.sqlite import driver

    (tmp_path / "empty").mkdir()
    with powered(tmp_path / "disk", tmp_path / "empty") as power:
        command = [sys.executable, "-c", COMMIT, str(tmp_path / "disk" / "journal.sqlite")]
        environment = {**os.environ, **MODES[how]}
        with subprocess.Popen(command, stdin=-1, stdout=-1, env=environment, text=True) as child:
            assert child.stdout.readline().strip() in ("WAL", "DELETE")
            power.cut(tmp_path / "left", None)
            child.kill()
    with closing(driver.connect(tmp_path / "left" / "journal.sqlite")) as journal:
        assert journal.execute("SELECT number FROM chain_head").fetchone() == (7,)
