"""A backup that is killed leaves a part of the project, unlocked: whoever comes next takes it away, and no running one."""

import os
import subprocess
import sys
import threading
import time

import pytest
from newsroom_fixture import NOW, make_newsroom

from l10n.files import SUFFIX
from l10n.newsroom.doctoring import Standing, examine_project
from l10n.newsroom.project import open_project
from l10n.temporaries import left_temporaries, sweep_temporaries


@pytest.fixture
def newsroom(tmp_path):
    root = make_newsroom(tmp_path / "room", "flood")
    (root / "articles" / "large.bin").write_bytes(os.urandom(40_000_000))  # takes a second to pack
    return root


def kill_a_backup(root, path):
    """Return what is left of a backup at *path* that was killed while it was written."""
    command = [sys.executable, "-m", "l10n", "-C", str(root), "backup", str(path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        until = time.monotonic() + 60
        while not (half := [p for p in path.parent.glob(f".{path.name}.*{SUFFIX}") if p.stat().st_size]):
            assert running.poll() is None, "the backup ended too early"
            assert time.monotonic() < until
            time.sleep(0.005)
        running.kill()
    assert not path.exists()
    return half


def test_the_next_backup_takes_away_what_is_left_of_one_that_was_killed(newsroom, tmp_path):
    folder = tmp_path / "kept elsewhere"
    folder.mkdir()
    [half] = kill_a_backup(newsroom, folder / "monday.backup")
    open_project(newsroom).backup(folder / "tuesday.backup", now=NOW)
    assert not half.exists()
    assert [path.name for path in folder.iterdir()] == ["tuesday.backup"]


def test_in_the_project_itself_doctor_names_it_and_recover_takes_it_away(newsroom):
    [half] = kill_a_backup(newsroom, newsroom / "monday.backup")
    found = {
        each.name: each.message for each in examine_project(newsroom, now=NOW)[0] if each.standing is Standing.WRONG
    }
    assert found == {"temporary files": f"a crash left {half.name}"}
    open_project(newsroom).recover()
    assert left_temporaries(newsroom) == []


def test_a_backup_that_is_being_written_is_nothing_that_a_crash_left(newsroom, tmp_path):
    over, swept = threading.Event(), []

    def sweep():
        while not over.is_set():
            swept.append(sweep_temporaries(tmp_path))

    sweeping = threading.Thread(target=sweep)
    sweeping.start()
    try:
        for number in range(2):
            open_project(newsroom).backup(tmp_path / f"{number}.backup", now=NOW)
    finally:
        over.set()
        sweeping.join()
    assert len(swept) > 2
    assert sum(swept) == 0
