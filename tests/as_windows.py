"""A child of the tests that takes itself for Windows, as far as pure Python can: `as_windows.py FOLDER ARGUMENT ...`.

The standard library stays what it is; our own code finds `sys.platform` "win32", no `fcntl`, no flags and calls of
POSIX, a `msvcrt` that locks, and files that cannot be replaced, moved or removed while they are open. It prints one line
a finding, and then runs `diglot` with the arguments.
"""

import asyncio
import builtins
import fcntl
import importlib
import io
import os
import pkgutil
import signal
import sqlite3
import subprocess
import sys
import sysconfig
import tempfile
import types
from pathlib import Path

KEPT = (asyncio, io, pkgutil, sqlite3, tempfile, importlib)
"""Imported while the system is still itself: they choose by it what they are."""

_LOCK, _REPLACE, _RENAME, _UNLINK = fcntl.flock, os.replace, os.rename, os.unlink


def _locking(descriptor, mode, size):
    if mode != _MSVCRT.LK_NBLCK or size != 1:
        raise AssertionError("one byte is locked, without waiting")
    try:
        _LOCK(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise PermissionError(13, "Permission denied") from error


_MSVCRT = types.ModuleType("msvcrt")
_MSVCRT.LK_NBLCK, _MSVCRT.locking = 2, _locking


def _refuse_open(path):
    """Raise as Windows does where this process has *path* open."""
    try:
        found = os.stat(path, follow_symlinks=False)
    except OSError:
        return
    for each in os.listdir("/proc/self/fd"):
        try:
            mine = os.fstat(int(each))
        except OSError:
            continue
        if (mine.st_dev, mine.st_ino) == (found.st_dev, found.st_ino):
            print("OPEN", path, flush=True)
            raise PermissionError(13, "The process cannot access the file because it is being used", str(path))


def _replace(source, target, **more):
    _refuse_open(source)
    _refuse_open(target)
    return _REPLACE(source, target, **more)


def _rename(source, target, **more):
    below = f"{os.path.realpath(source)}{os.sep}"
    for each in os.listdir("/proc/self/fd"):
        try:
            mine = os.readlink(f"/proc/self/fd/{each}")
        except OSError:
            continue
        if mine.startswith(below):
            print("OPEN", mine, flush=True)
            raise PermissionError(13, "Access is denied", str(source))
    _refuse_open(source)
    return _RENAME(source, target, **more)


def _unlink(path, **more):
    _refuse_open(path)
    return _UNLINK(path, **more)


def _opened(path, flags, *more, **others):
    if os.path.isdir(path) and flags & os.O_TMPFILE != os.O_TMPFILE:  # what tempfile asks of a Linux
        print("FOLDER", path, flush=True)
        raise PermissionError(13, "Permission denied", str(path))
    return _OPEN(path, flags, *more, **others)


_OPEN, _IMPORT = os.open, builtins.__import__


def _imported(name, *more, **others):
    caller = (more[0] or {}).get("__name__", "") if more else ""
    if name in ("fcntl", "resource", "pwd", "grp") and caller.partition(".")[0] in ("l10n", "webapp"):
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    return _IMPORT(name, *more, **others)


def become_windows():
    """Make this process as much of a Windows as our own code asks after."""
    sysconfig.get_config_vars()  # reads a file named after the system
    sys.modules["msvcrt"] = _MSVCRT
    builtins.__import__ = _imported
    os.replace, os.rename, os.unlink, os.open = _replace, _rename, _unlink, _opened
    for name in ("O_DIRECTORY", "O_CLOEXEC", "O_NOFOLLOW", "register_at_fork", "killpg", "set_blocking"):
        delattr(os, name)
    for name in ("SIGKILL", "SIGHUP"):
        delattr(signal, name)
    sys.platform = "win32"


def _import_ours():
    """Import what others bring while the system is itself, then what is ours anew, for the branches it chose."""
    import click.testing
    import polib

    import l10n.cli.build
    import l10n.cli.draft
    import l10n.newsroom.project

    others = (click, polib, subprocess, l10n.cli.build, l10n.cli.draft, l10n.newsroom.project)
    for name in [name for name in sys.modules if name.partition(".")[0] == "l10n"]:
        del sys.modules[name]
    return others


if __name__ == "__main__":
    folder, *arguments = sys.argv[1:]
    kept = _import_ours()
    become_windows()
    from l10n.errors import LockedError
    from l10n.files import locked

    lock = Path(folder) / "trial.lock"
    with locked(lock):
        other = os.open(lock, os.O_RDWR)
        try:
            _MSVCRT.locking(other, 2, 1)
        except PermissionError:
            print("LOCKED", flush=True)
        os.close(other)
    with locked(lock):
        try:
            with locked(lock, timeout_s=0.05):
                print("TWICE", flush=True)
        except LockedError:
            print("REFUSED", flush=True)
    os.remove(lock)
    from l10n.cli import main

    sys.exit(main(arguments))
