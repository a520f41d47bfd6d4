"""Commands under strace, which kills them or makes a call of theirs fail: each at one chosen call.

The program is loaded once, in a process that forks for each trial. The child waits until strace has taken hold of it.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .desk import ENVIRONMENT, LOADED, REPOSITORY

WRITING = (
    "write,pwrite64,writev,pwritev,ftruncate,truncate,fallocate,fsync,fdatasync,rename,renameat,renameat2,unlink,"
    "unlinkat,mkdir,mkdirat,rmdir,link,linkat,symlink,symlinkat,chmod,fchmod,fchmodat,openat,sendfile,copy_file_range"
)
"""The calls by which a program changes a disk; of `openat` those that create or empty a file."""

_RUNNER = (
    LOADED
    + """
import traceback
from torture.driver import drive
print("ready", flush=True)
for line in sys.stdin:
    out, *args = line.rstrip("\\n").split("\\t")
    pid = os.fork()
    if pid == 0:
        os.setsid()
        said = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for stream in (1, 2):
            os.dup2(said, stream)
        code = 70
        try:
            os.read(int(sys.argv[1]), 1)  # until strace has taken hold
            code = drive(args)
        except BaseException:
            traceback.print_exc()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)
    print(pid, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""
)

LIMIT_S = 30.0
"""A command that takes longer hangs."""

_CALL = re.compile(r"^(\d+) +(\w+)\((.*)$")
_MAKES = re.compile(r"O_CREAT|O_TRUNC")


@dataclass(frozen=True, slots=True)
class Call:
    """The *number*-th call of *name* by one thread of a command, from 1, and what it was about."""

    name: str
    number: int
    about: str


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended: exit code, below 0 for a signal, what it said, and the calls that strace saw."""

    code: int
    said: str
    trace: str


class Runner:
    """Runs commands in a process that has the program loaded, under strace where that is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        waits, self._gate = os.pipe()
        environment = {**ENVIRONMENT, "PYTHONPATH": f"{REPOSITORY}:{REPOSITORY / 'tests'}"}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _RUNNER, str(waits)],
            pass_fds=[waits],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
            start_new_session=True,
        )
        os.close(waits)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def run(self, *args: str, inject: str = "", traced: str = WRITING) -> Ran:
        """Run `diglot ARGS`; *inject* is strace's word for what is to happen to which call."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        out, trace = self._folder / "said", self._folder / "trace"
        self._process.stdin.write("\t".join((str(out), *args)) + "\n")
        self._process.stdin.flush()
        pid = int(self._process.stdout.readline())
        command = ["strace", "-f", "-qq", "-y", "-s", "0", "-e", f"trace={traced}", "-o", str(trace), "-p", str(pid)]
        command += ["-e", f"inject={inject}"] if inject else []
        quiet = subprocess.DEVNULL
        with subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True) as strace:
            _await_tracer(pid)
            os.write(self._gate, b"!")
            with _time_limit(pid) as hung:
                code = int(self._process.stdout.readline())
            strace.wait(20)
        said = out.read_text(encoding="utf-8", errors="replace")
        said += f"\nTraceback: it hangs, for {LIMIT_S:.0f} s" if hung else ""
        return Ran(code, said, trace.read_text(encoding="utf-8", errors="replace"))

    def close(self) -> None:
        self._process.kill()  # it holds nothing, and to end by itself takes long on a busy machine
        self._process.communicate()
        os.close(self._gate)


@contextmanager
def _time_limit(pid: int) -> Iterator[list[int]]:
    """Kill the process where it takes too long, and say so in the list."""
    hung: list[int] = []

    def kill() -> None:
        hung.append(pid)
        os.killpg(pid, signal.SIGKILL)

    timer = threading.Timer(LIMIT_S, kill)
    timer.start()
    try:
        yield hung
    finally:
        timer.cancel()


def _await_tracer(pid: int) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        if "TracerPid:\t0\n" not in status:
            return
        time.sleep(0.001)
    raise AssertionError("strace takes no hold of the program; is ptrace allowed here?")


def writes(trace: str, root: Path) -> list[Call]:
    """Return the calls of a trace that change something below *root*, each once: by its name and its number."""
    numbers: Counter[tuple[str, str]] = Counter()
    found: dict[tuple[str, int], Call] = {}
    for line in trace.splitlines():
        call = _CALL.match(line)
        if not call:
            continue
        thread, name, about = call.groups()
        numbers[thread, name] += 1
        if not _changes(name, about, root):
            continue
        number = numbers[thread, name]
        found.setdefault((name, number), Call(name, number, about.replace(str(root), "")[:160]))
    return list(found.values())


def met_others(trace: str, root: Path) -> bool:
    """Whether what was injected met a call that changes nothing below *root*: each thread counts its calls for itself."""
    injected = [_CALL.match(line) for line in trace.splitlines() if line.endswith("(INJECTED)")]
    return any(not call or not _changes(call[2], call[3], root) for call in injected)


def _changes(name: str, about: str, root: Path) -> bool:
    return str(root) in about and (name != "openat" or bool(_MAKES.search(about)))
