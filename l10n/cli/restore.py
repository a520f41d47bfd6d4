"""`diglot restore`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import Command, Settings
from .output import answer, hint, say

if TYPE_CHECKING:
    from ..newsroom.restoring import Restored

SCHEMA = "diglot.restore/1"


@click.command("restore", cls=Command)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("target", metavar="FOLDER", type=click.Path(file_okay=False, path_type=Path))
@click.option("--identity", "identities", multiple=True, metavar="FILE", help="Unlock it with this secret key of age.")
@click.option("--replace", is_flag=True, help="Put the project that is in FOLDER aside. Nobody may be at work on it.")
@click.option("--files", is_flag=True, help="Into files of this machine alone, though it was in a shared database.")
@click.pass_obj
def command(
    settings: Settings, file: Path, target: Path, identities: tuple[str, ...], replace: bool, files: bool
) -> int:
    """Put the project of a backup FILE into FOLDER: whole, or not at all.

    The backup is checked first, file by file. Where the configuration names a database that machines share, journal
    and catalogs go into that, which must be empty. Whoever was signed in signs in again; engines' keys are to be put
    back.

    Example: diglot restore newsroom.backup newsroom
    """
    from ..clock import utc_now
    from ..newsroom.restoring import restore

    there = settings.folder / target
    restored = restore(
        settings.folder / file, there, now=utc_now(), identities=identities, replace=replace, files=files
    )
    if settings.json:
        _answer(restored)
        return 1 if restored.trouble else 0
    if not settings.quiet:
        _tell(restored, target)
    if files and os.environ.get("DIGLOT_DATABASE_URL"):
        say("warn", "DIGLOT_DATABASE_URL is set here: commands use that database, until you unset it")
    if trouble := restored.trouble:
        click.echo(f"Error: not every decision that was under way could be carried out: {trouble}", err=True)
        click.echo(f"  Try: {trouble.remedy or 'diglot recover'}", err=True)
    return 1 if restored.trouble else 0


def _answer(restored: Restored) -> None:
    manifest = restored.manifest
    answer(
        {
            "schema": SCHEMA,
            **{"path": str(restored.path), "project": manifest.project, "files": len(manifest.members)},
            **{"made": manifest.made, "links": manifest.links, "link": manifest.link},
            **{"aside": str(restored.aside or ""), "applied": restored.applied, "shared": restored.shared},
            "trouble": str(restored.trouble or ""),
        }
    )


def _tell(restored: Restored, target: Path) -> None:
    manifest = restored.manifest
    say("ok", f"{restored.path}  {len(manifest.members):,} files, as they were on {manifest.made}")
    if restored.shared:
        say("ok", "journal and catalogs are in the database that machines share")
    if manifest.links:
        say("ok", f"journal {manifest.link[:16]}…  all {manifest.links:,} links hold")
    if restored.applied:
        say("ok", f"decisions that were under way then: {restored.applied} carried out")
    if restored.aside:
        say("warn", f"{restored.aside}  what was there before, with editions, site and keys")
    hint(f"Look at it: diglot -C {target} doctor. Editions and the site are built again: diglot build")
