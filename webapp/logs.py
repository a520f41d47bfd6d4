"""What the desk writes into a log: when, how grave, which room, what kind of thing; never whose, or what text.

A record of the desk's own rooms says its message, which they keep free of names and texts. Of all other libraries only
messages that are known to be harmless are written; of the others the room, the gravity and the kind of error remain,
because servers put addresses and paths, with the tokens in them, into theirs.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from traceback import extract_tb
from typing import Any, TextIO

FORMS = ("text", "json")

OWN = ("webapp", "l10n")
REQUESTS = "webapp.requests"
"""The room of the line that each request leaves where the log is JSON."""

HARMLESS = (
    *("Starting gunicorn %s", "Using worker: %s", "Booting worker with pid: %s", "Worker exiting (pid: %s)"),
    *("Handling signal: %s", "WORKER TIMEOUT (pid:%s)", "Shutting down: %s", "Hang up: %s", "Unhandled signal: %s"),
    *("Worker (pid:%s) was sent %s!", "Worker (pid:%s) was sent SIGKILL! Perhaps out of memory?"),
    "Worker (pid:%s) was sent %s! Perhaps out of memory?",  # as newer gunicorns say it
    *("Worker (pid:%s) exited with code %s", "Worker (pid:%s) exited with code %s.", "Exception in worker process"),
    *("Reason: %s", "Task queue depth is %d", "%d thread(s) still running", "Canceling %d pending task(s)"),
)
"""Messages of servers, before anything is filled in, that carry numbers and names of signals alone."""

_NOT_LISTENING = re.compile(r"(?:Connection in use: |Invalid address: |Can't connect to ).{1,150}")
_NOT_BOUND = re.compile(r"connection to .{1,150} failed: \[Errno \d+\] [\w ]+")
"""Why gunicorn cannot begin; the address in them is the one that it was told to listen at."""

current_request: ContextVar[str] = ContextVar("current_request", default="")
"""The name that the log gives the request at work in this thread: made by us, never taken from whoever asks."""

FIELDS = ("route", "method", "status", "ms", "request")
"""What a request leaves beside the fields of every line."""


class Lines(logging.Formatter):
    """Writes each record as one line: as JSON, or for people."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self._form = form

    def format(self, record: logging.LogRecord) -> str:
        told = told_of(record)
        if self._form == "json":
            return json.dumps(told, ensure_ascii=True)
        rest = " ".join(f"{name}={told[name]}" for name in told if name not in ("time", "level", "message"))
        line = f"{told['time']} {told['level']} {told.get('message', '')} {rest}".replace("  ", " ").rstrip()
        return "".join(char if char.isprintable() else "?" for char in line)


def told_of(record: logging.LogRecord) -> Mapping[str, Any]:
    """Return what may be known of a record, in order."""
    told: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "room": record.name,
        "process": record.process,
    }
    if record.name.split(".")[0] in OWN or str(record.msg) in HARMLESS or _is_of_a_start(record):
        told["message"] = _message(record)
    if current_request.get():
        told["request"] = current_request.get()
    told |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
    if record.exc_info and record.exc_info[1] is not None:
        told["error"] = kind_and_place(record.exc_info[1])
    return told


def _is_of_a_start(record: logging.LogRecord) -> bool:
    """Whether gunicorn says why it cannot listen, which it does before it has heard anybody."""
    said = record.getMessage() if record.name == "gunicorn.error" else ""
    return bool(_NOT_LISTENING.fullmatch(said) or _NOT_BOUND.fullmatch(said))


def _message(record: logging.LogRecord) -> str:
    """Return a record's message, in which errors stand by their kind alone."""
    args = record.args if isinstance(record.args, tuple) else ()
    filled = str(record.msg) % tuple(_kind(arg) if isinstance(arg, Exception) else arg for arg in args)
    return " ".join((filled if args else record.getMessage()).split())


def _kind(error: Exception) -> str:
    """Return the kind of an error, and why, where a disk or SQLite says that: they quote no text."""
    cause = error.__cause__
    why = cause.strerror if isinstance(cause, OSError) else getattr(cause, "orig", None)
    is_told = isinstance(why, str) or type(why).__module__.partition(".")[0] in ("sqlite3", "sqlcipher3")
    return f"{type(error).__name__} ({why})" if is_told else type(error).__name__


def kind_and_place(error: BaseException) -> str:
    """Return which kind of error it is and where it arose: what it says may hold texts and names."""
    last = extract_tb(error.__traceback__)[-1:]
    return type(error).__name__ + "".join(f" in {Path(frame.filename).name}:{frame.lineno}" for frame in last)


def set_up(form: str, *, stream: TextIO | None = None, level: str = "WARNING") -> None:
    """Send all that this process logs to stderr, or to *stream*, in one of FORMS; what others had set up is undone.

    Of the libraries' records those of *level* or graver are written.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Lines(form))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.captureWarnings(True)
    logging.getLogger(REQUESTS).setLevel(logging.INFO if form == "json" else logging.WARNING)
    for name in ("webapp", "waitress", "waitress.queue", "gunicorn", "gunicorn.error", "gunicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = name != "gunicorn.access"
    logging.getLogger("gunicorn.access").disabled = True
