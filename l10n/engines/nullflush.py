"""A chain of programs kept running between texts: each text ends with a NUL, and so does its answer."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import IO


class PipeFailed(Exception):
    """The chain died, or did not answer in time; it has been ended."""


class NullFlushPipe:
    """A shell script whose every program flushes at NUL, started at the first text. For one thread at a time."""

    def __init__(
        self, script: str, *arguments: str, timeout_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._command = ["bash", "-c", script, "pipe", *arguments]
        self._timeout_s = timeout_s
        self._clock = clock
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = 0

    def ask(self, text: str) -> str:
        """Return the answer to one text without NUL in it. PipeFailed; the next call starts the chain anew."""
        return self.ask_all([text])[0]

    def ask_all(self, texts: Sequence[str]) -> list[str]:
        """Return the answers to texts that go in at once, so that no program of the chain waits. PipeFailed."""
        if not texts:
            return []
        process = self._process = self._process or self._start()
        # An answer is over when the programs pass on this blank, which they never translate or reorder.
        ends = [f"[/N:{self._asked + n}]" for n in range(1, len(texts) + 1)]
        self._asked += len(texts)
        sent = "".join(f"{text}[]\0{end}\0" for text, end in zip(texts, ends, strict=True))
        try:
            answer = self._exchange(process, sent.encode(), f"{ends[-1]}\0".encode()).decode()
            return _parted(answer.replace("\0", ""), ends)
        except (OSError, UnicodeError) as error:
            self.close()
            raise PipeFailed(f"the programs stopped: {error}") from error
        except BaseException:
            self.close()  # half an answer may be under way: this chain is of no use to the next text
            raise

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        if sys.platform != "win32":
            os.set_blocking(_stream(process.stdin).fileno(), False)
        return process

    def _exchange(self, process: subprocess.Popen[bytes], data: bytes, end: bytes) -> bytes:
        """Write and read by turns, so that a long text cannot block both sides."""
        writer, reader = _stream(process.stdin).fileno(), _stream(process.stdout).fileno()
        deadline = self._clock() + self._timeout_s
        unsent, answer = memoryview(data), bytearray()
        while not answer.endswith(end):
            left = deadline - self._clock()
            if left <= 0:
                raise PipeFailed(f"no answer within {self._timeout_s:g} s")
            readable, writable, _ = select.select([reader], [writer] if unsent else [], [], left)
            if writable:
                unsent = unsent[os.write(writer, unsent[:4096]) :]
            if readable:
                piece = os.read(reader, 65536)
                if not piece:
                    raise PipeFailed("the programs ended")
                answer += piece
        return bytes(answer[: -len(end)])

    def close(self) -> None:
        """End the chain and every program in it."""
        process, self._process = self._process, None
        if process is None:
            return
        if sys.platform == "win32":
            process.kill()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for stream in (process.stdin, process.stdout):
            _stream(stream).close()


def _parted(answer: str, ends: Sequence[str]) -> list[str]:
    """Return what stands before each end; the last one has been cut off already. PipeFailed where one is missing."""
    parts = []
    for end in ends[:-1]:
        part, found, answer = answer.partition(end)
        if not found:
            raise PipeFailed("an answer is missing")
        parts.append(part)
    return [part.removesuffix("[]") for part in (*parts, answer)]


def _stream(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # noqa: S101  # both were asked for as pipes
    return stream
