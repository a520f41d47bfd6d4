"""`diglot merge`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import Command, Settings
from .output import answer, hint, quoted, say

if TYPE_CHECKING:
    from ..newsroom.project import Project
    from ..stores.po_merge import MergedFile
    from ..threeway import Kept

_FILE = click.Path(path_type=Path)


@click.command("merge", cls=Command, options_metavar="[OPTIONS]")
@click.argument("files", nargs=-1, type=_FILE, metavar="BASE OURS THEIRS")
@click.option("-o", "--output", type=_FILE, metavar="FILE", help="Write here, and leave OURS as it is.")
@click.option("--strict", is_flag=True, help="Exit 1 whenever there is something for people to look at.")
@click.option("--install", is_flag=True, help="Make git merge this project's catalogs so, in this clone.")
@click.option("--uninstall", is_flag=True, help="Undo --install.")
@click.option("--driver", metavar="PATH", help="For git: what the file is called in the repository.")
@click.pass_obj
def command(
    settings: Settings,
    files: tuple[Path, ...],
    output: Path | None,
    strict: bool,
    install: bool,
    uninstall: bool,
    driver: str | None,
) -> int:
    """Merge two versions of a catalog, both made from BASE, paragraph by paragraph, into OURS.

    No approval is lost, and no conflict mark is written: where both sides changed a paragraph, the approved text (else
    ours) stands, and the other is kept beside it for a person to choose. An approval of a paragraph that the other
    side has corrected goes with it, as needing work.

    Exits 1, so that git stops, where one side took an approval back and the other still has it.

    \b
    Examples:
      diglot merge --install
      diglot merge before.po locales/my/LC_MESSAGES/flood.po from-thida.po
    """
    if install or uninstall:
        if files or output or driver or (install and uninstall):
            raise click.UsageError("--install and --uninstall stand alone.")
        return _set_up(settings, install=install)
    if len(files) != 3:
        raise click.UsageError("Name three files: BASE OURS THEIRS. For git: diglot merge --install")
    merged = _merge(settings, files, output, driver)
    _tell(settings, merged, driver or str(output or files[1]), driven=driver is not None)
    conflicts = merged.result.conflicts
    return 1 if (strict and conflicts) or any(kept.why.value == "taken-back" for kept in conflicts) else 0


def _merge(settings: Settings, files: tuple[Path, ...], output: Path | None, driver: str | None) -> MergedFile:
    from ..errors import CatalogError
    from ..files import write_atomically
    from ..newsroom.project import utc_now
    from ..stores.po_merge import merge_files

    for file in files:
        if not file.exists():
            raise CatalogError("there is no such file", path=str(file), remedy="name three files: BASE OURS THEIRS")
    base, ours, theirs = files
    project = _project_of(Path(driver) if driver else output or ours, driven=driver is not None)
    if project:
        return project.merge(base, ours, theirs, now=utc_now(), output=output, path=driver or "")
    merged = merge_files(base, ours, theirs, path=driver or "")
    write_atomically(output or ours, merged.data)
    return merged


def _project_of(file: Path, *, driven: bool) -> Project | None:
    """Return the project that the file lies in, None for a file elsewhere."""
    from ..errors import ConfigError
    from ..newsroom.config import find_config
    from ..newsroom.project import open_project

    folder = file.resolve().parent
    try:
        find_config(folder)
        return open_project(folder)
    except ConfigError as error:
        if driven and error.place():
            hint(f"{error}; merged as if approvals were sealed")
        elif error.place():
            raise
        return None


def _tell(settings: Settings, merged: MergedFile, path: str, *, driven: bool) -> None:
    conflicts = merged.result.conflicts
    if settings.json and not driven:
        found = [
            {
                "context": kept.entry.context,
                "source": kept.entry.source,
                "why": kept.why.value,
                "target": kept.entry.target,
                "other": kept.other,
            }
            for kept in conflicts
        ]
        answer({"schema": "diglot.merge/1", "path": path, "conflicts": found})
        return
    if not driven and not settings.quiet:
        catalog = merged.result.catalog
        say("ok", f"{path}: merged, {len(catalog.entries)} paragraphs, {len(catalog.obsolete)} obsolete")
    if conflicts:
        click.echo(f"{path}: to look at: {len(conflicts)}. Nothing was lost.", err=True)
    for kept in conflicts:
        name = kept.entry.note.partition("\n")[0]
        hint(f"! {name + ': ' if name else ''}{quoted(kept.entry.source)}")
        hint(f"    {_words(kept)}")


def _words(kept: Kept) -> str:
    stands, other = quoted(kept.entry.target), quoted(kept.other)
    beside = f"{other} is kept beside {stands}"
    return {
        "approved-twice": f"approved on both sides: {beside}",
        "unapproved": f"approved on one side, changed on the other: {beside}",
        "edited": f"changed on both sides: {beside}",
        "taken-back": f"one side took the approval back; it stands until somebody decides: {stands}",
        "gone": f"the other side removed or corrected this paragraph; the text is kept as obsolete: {stands}",
        "replaced": f"approved again: {beside}",
    }[kept.why.value]


def _set_up(settings: Settings, *, install: bool) -> int:
    project = settings.open()
    changed = project.install_merge_driver() if install else project.uninstall_merge_driver()
    if settings.json:
        answer({"schema": "diglot.merge.install/1", "installed": install, "changed": changed})
    elif not settings.quiet:
        for what in changed:
            say("ok", what)
        if not changed:
            say("ok", "git merges this project's catalogs so already" if install else "there was nothing to undo")
        elif install:
            hint("Commit .gitattributes. In every other clone, once: diglot merge --install")
    return 0
