"""How the command line speaks: marks that every terminal can show, tables, progress."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from typing import Any

import click


def _marks() -> dict[str, str]:
    try:
        "✓✗…".encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return {"ok": "ok", "no": "x", "warn": "!"}
    return {"ok": "✓", "no": "✗", "warn": "!"}


def mark(name: str) -> str:
    """Return the mark `ok`, `no` or `warn` as this terminal can show it."""
    return _marks()[name]


def say(name: str, text: str) -> None:
    """Print a line of the answer behind the mark `ok`, `no` or `warn`."""
    click.echo(f"{mark(name)} {text}")


def hint(text: str) -> None:
    """Print a hint or a warning where it does not mix with the answer."""
    click.echo(f"  {text}", err=True)


def quoted(text: str) -> str:
    """Return the beginning of a text between quote marks, on one line and without what a terminal would obey."""
    line = "".join(char if char.isprintable() else "\ufffd" for char in " ".join(text.split()))
    return f"“{line if len(line) <= 60 else line[:59].rstrip() + '…'}”"


def answer(value: dict[str, Any]) -> None:
    """Print the one JSON object of a `--json` run."""
    click.echo("{\n" + ",\n".join(f"  {_json(key)}: {_member(member)}" for key, member in value.items()) + "\n}")


def _member(value: object) -> str:
    """Return a value in JSON, of a list each item on its line: quicker than all indented, and as good to read."""
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(f"    {_json(item)}" for item in value) + "\n  ]"
    return _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def table(header: Sequence[str], rows: Sequence[Sequence[str | int]]) -> None:
    """Print a table; numbers stand right, nothing is cut."""
    cells = [list(map(str, row)) for row in (header, *rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(header))]
    numeric = [bool(rows) and all(isinstance(row[i], int) for row in rows) for i in range(len(header))]
    for row in cells:
        line = (c.rjust(w) if n else c.ljust(w) for c, w, n in zip(row, widths, numeric, strict=True))
        click.echo("  ".join(line).rstrip())


class Progress:
    """A progress line on stderr: drawn in place on a terminal, one line every ten seconds elsewhere."""

    def __init__(self, title: str, *, quiet: bool = False) -> None:
        self._title, self._quiet = title, quiet
        self._terminal = sys.stderr.isatty()
        self._last = time.monotonic()
        self._drawn = False

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if self._quiet or not total:
            return
        if self._terminal:
            filled = round(24 * done / total)
            click.echo(f"\r{self._title} [{'#' * filled}{'.' * (24 - filled)}] {done}/{total}", nl=False, err=True)
            self._drawn = True
        elif now - self._last >= 10:
            self._last = now
            click.echo(f"{self._title} {done}/{total}", err=True)

    def close(self) -> None:
        if self._drawn:
            click.echo(f"\r{' ' * (len(self._title) + 48)}\r", nl=False, err=True)
