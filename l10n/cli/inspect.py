"""`diglot inspect`."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import Command, Settings
from .output import answer, hint, say, table

if TYPE_CHECKING:
    from ..inspecting import Report
    from ..inspecting.eye import Eye

_EVERYBODY = {"root", "user", "admin", "ubuntu", "debian", "localhost", "home", "test", "guest", "diglot", "computer"}


@click.command("inspect", cls=Command)
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.pass_obj
def command(settings: Settings, files: Sequence[Path]) -> int:
    """Show what files give away: people, computers, programs, moments, links, and what they fetch when they are opened.

    For web pages, e-books, Word and LibreOffice documents, PDF, Markdown, text, JSON and pictures, whichever program
    made them; of a folder all files in it. Ends with 1 where a file fetches anything from outside or runs anything.

    Example: diglot inspect editions/flood/flood.en-my.epub
    """
    from ..errors import DiglotError

    eye, rows, failed = _eye(), [], []
    for path in _files(files, settings.folder):
        try:
            report, digest = _inspected(path, eye)
        except DiglotError as error:
            failed.append(error)
            continue
        rows.append(_row(path, digest, report))
        if not settings.json:
            _show(path, report, quiet=settings.quiet)
    if settings.json:
        errors = [{"reason": str(failure), "remedy": failure.remedy} for failure in failed]
        answer({"schema": "diglot.inspect/1", "files": rows, "errors": errors})
    else:
        for failure in failed:
            click.echo(f"Error: {failure}", err=True)
            if failure.remedy:
                hint(f"Try: {failure.remedy}")
    return 4 if failed else int(not all(row["clean"] for row in rows))


def _files(paths: Sequence[Path], folder: Path) -> Iterator[Path]:
    """Yield the files, and those in folders in the order of their names; links are not followed."""
    for path in paths:
        place = folder / path
        if place.is_dir():
            yield from sorted(p for p in place.rglob("*") if p.is_file() and not p.is_symlink())
        else:
            yield place


def _inspected(path: Path, eye: Eye) -> tuple[Report, str]:
    from ..errors import InspectionError
    from ..inspecting import MOST_BYTES, inspect_file

    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        remedy = "look for it with: ls; of a project, editions lie in editions/"
        raise InspectionError("there is no such file", path=str(path), remedy=remedy) from error
    except OSError as error:
        raise InspectionError(f"cannot be read: {error.strerror}", path=str(path)) from error
    return inspect_file(data, name=str(path), eye=eye), hashlib.sha256(data).hexdigest()


def _eye() -> Eye:
    """Return what also looks for the names of this computer and of whoever asks."""
    import getpass
    import platform

    from ..inspecting.eye import Eye

    home = Path(os.path.expanduser("~"))
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = ""
    own = {str(home): "your home folder", platform.node(): "the name of this computer", user: "your user name"}
    return Eye(
        {name: what for name, what in own.items() if len(name) > 2 and name.lower().strip("/") not in _EVERYBODY}
    )


def _show(path: Path, report: Report, *, quiet: bool) -> None:
    counts = Counter(trace.kind.value for trace in report.traces)
    said = ", ".join(f"{number} {kind}" for kind, number in counts.items()) or "nothing"
    say("ok" if report.clean else "no", f"{path}  {report.format}  {said}")
    if report.traces and not quiet:
        rows = [(t.kind.value, f"×{t.count}" if t.count > 1 else "", t.where, t.text) for t in report.traces]
        table(("", "", "where", "what"), rows)


def _row(path: Path, digest: str, report: Report) -> dict[str, object]:
    traces = [{"kind": t.kind.value, "where": t.where, "text": t.text, "count": t.count} for t in report.traces]
    return {"path": str(path), "format": report.format, "sha256": digest, "clean": report.clean, "traces": traces}
