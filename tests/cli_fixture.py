"""Runs the command line in this process, as the tests of the commands need it."""

import contextlib
import io
import os
from dataclasses import dataclass
from pathlib import Path

from l10n.cli import run


@dataclass(frozen=True)
class Ran:
    """What a command answered: exit code, stdout, stderr."""

    code: int
    out: str
    err: str


def diglot(folder: Path, *args: str) -> Ran:
    """Run `diglot ARGS` in *folder*."""
    out, err = io.StringIO(), io.StringIO()
    before = Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(list(args))
    finally:
        os.chdir(before)
    return Ran(code, out.getvalue(), err.getvalue())
