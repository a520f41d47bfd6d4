"""How a torture ends."""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from torture import shift
from torture.__main__ import PARTS
from torture.shift import Shift, is_enough, until_enough

TESTS = Path(__file__).resolve().parents[1]


def test_it_goes_on_until_enough_was_tried():
    assert list(Shift("trials", 3).over(range(10))) == [0, 1, 2]
    assert list(Shift("trials", 30).over(range(2))) == [0, 1]


def test_it_ends_when_its_time_is_over():
    assert list(Shift("trials", seconds=0).over(range(10))) == []


def test_ctrl_c_ends_it_after_the_trial_and_a_second_one_at_once():
    before = signal.getsignal(signal.SIGINT)
    with until_enough():
        seen = []
        for trial in Shift("trials", 10).over(range(10)):
            if trial == 4:
                signal.raise_signal(signal.SIGINT)
            seen.append(trial)
        assert seen == [0, 1, 2, 3, 4]
        assert is_enough()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert not is_enough()
    assert signal.getsignal(signal.SIGINT) is before


def test_how_far_it_is_is_said_now_and_then(capsys):
    one = Shift("kills", 10_000)
    one._next = time.monotonic() - 1
    assert one.goes_on(1200, lost=2)
    assert one.goes_on(1201, lost=2)
    one._next = time.monotonic() - 1
    assert one.goes_on(1300)
    first, second = capsys.readouterr().err.splitlines()
    assert first == "  … 1,200 of 10,000 kills, 2 faults"
    assert second == "  … 1,300 of 10,000 kills, faults are looked for at the end"
    assert shift.EACH_S == 60


def test_each_part_has_the_means_for_it():
    """A part that were not over a shift would not end before its time."""
    for part in PARTS:
        assert "Shift(" in Path(importlib.import_module(f"torture.{part}").__file__).read_text(encoding="utf-8")


def _writer_of(group: int) -> bool:
    """Whether a writer of that group has been started, however little of it was loaded by now."""
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if os.getpgid(int(process.name)) == group and b"torture.writing" in (process / "cmdline").read_bytes():
                return True
    return False


@pytest.mark.slow
@pytest.mark.parametrize(
    ("part", "stop"), [("kills", signal.SIGINT), ("kills", signal.SIGTERM), ("writers", signal.SIGTERM)]
)
def test_what_was_found_until_then_is_printed(part, stop):
    command = [sys.executable, "-m", "torture", part, "--seed", "4"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=TESTS, stdout=pipe, stderr=pipe, text=True, start_new_session=True) as running:
        try:
            begins = running.stderr.readline()  # the signals are looked after by then
            if part == "writers":
                while not _writer_of(running.pid):
                    time.sleep(0.01)
            else:
                time.sleep(2)
            os.killpg(running.pid, stop)  # as a terminal and `timeout` do
            said, problems = running.communicate(timeout=180)
        finally:
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGKILL)
    assert begins == f"{part} (seed 4)\n"
    assert "(seed 4, " in said
    assert "lost" in said
    assert "FAULT" not in said
    assert "Enough" in problems
    assert "Traceback" not in problems
    assert running.returncode == 130
