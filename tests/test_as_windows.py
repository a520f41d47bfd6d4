"""The branches of our code for Windows, run in a child that takes itself for one; `as_windows.py` says how far."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from journals import prepare_journal

from l10n.replacing import replace_patiently

TESTS = Path(__file__).resolve().parent
CONFIG = '[project]\nsource = "en"\ntargets = ["my"]\n'
needs_proc = pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="sees in /proc what is open")


@pytest.fixture
def newsroom(tmp_path):
    root = tmp_path / "newsroom"
    (root / "articles").mkdir(parents=True)
    (root / "diglot.toml").write_text(CONFIG)
    (root / "articles" / "flood.md").write_bytes(b"# Flood\r\n\r\nThe river rose on Monday.\r\n")
    return root


def windows(root, *arguments):
    """Run `diglot` as on Windows; what it printed after the locks were tried."""
    command = [sys.executable, str(TESTS / "as_windows.py"), str(root), "-C", str(root), *arguments]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(TESTS.parent), str(TESTS)))}
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment, check=False)
    assert done.stdout.startswith("LOCKED\nREFUSED\n"), done.stderr
    assert "OPEN" not in done.stdout, done.stdout
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@needs_proc
@pytest.mark.slow
def test_a_newsroom_is_begun_built_backed_up_and_restored(newsroom):
    assert "updated" in windows(newsroom, "update")
    assert (newsroom / "articles" / "flood.md").read_bytes().count(b"\r\n") == 3
    windows(newsroom, "add", str(TESTS.parent / "articles" / "river-school.md"))
    windows(newsroom, "build", "-l", "my", "--format", "html,text,markdown", "--draft")
    prepare_journal(newsroom)
    assert "journal: sound" in windows(newsroom, "doctor")
    windows(newsroom, "backup", str(newsroom.parent / "a.backup"))
    windows(newsroom, "restore", str(newsroom.parent / "a.backup"), str(newsroom.parent / "again"))
    assert windows(newsroom.parent / "again", "status") == windows(newsroom, "status")


@pytest.mark.parametrize("refusals", [0, 1, 5])
def test_a_file_that_another_reads_is_replaced_when_that_is_over(refusals):
    left, paused = [PermissionError(13, "in use")] * refusals, []

    def replace(source, target):
        if left:
            raise left.pop()

    replace_patiently("a", "b", replace=replace, sleep=paused.append)
    assert len(paused) == refusals


def test_a_file_that_stays_in_use_is_said_to_be_after_two_seconds():
    paused = []

    def replace(source, target):
        raise PermissionError(13, "in use")

    with pytest.raises(PermissionError):
        replace_patiently("a", "b", replace=replace, sleep=paused.append)
    assert 2.0 <= sum(paused) < 2.5


@pytest.mark.slow
@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_no_module_asks_for_what_another_system_does_not_have(platform, tmp_path):
    command = [sys.executable, "-m", "mypy", "--platform", platform, "--cache-dir", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=540, cwd=TESTS.parent, check=False)
    assert done.returncode == 0, done.stdout
