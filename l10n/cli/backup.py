"""`diglot backup`."""

from __future__ import annotations

from pathlib import Path

import click

from . import Command, Settings
from .output import answer, hint, say

SCHEMA = "diglot.backup/1"


@click.command("backup", cls=Command)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--to",
    multiple=True,
    metavar="RECIPIENT",
    help="Lock it to this public key of age (age1… or ssh-…), or to those in a file; may be repeated.",
)
@click.pass_obj
def command(settings: Settings, file: Path, to: tuple[str, ...]) -> int:
    """Write everything that cannot be made again into one FILE, while people work on.

    Articles, originals, catalogs, glossary, memories, records of releases, the configuration and the journal; not
    editions, the site, caches and keys. It exits with 1 when something could not be taken in.

    Example: diglot backup newsroom.backup --to age1…
    """
    from ..newsroom.project import utc_now

    made = settings.open().backup(settings.folder / file, now=utc_now(), to=to)
    if settings.json:
        answer(
            {
                "schema": SCHEMA,
                **{"path": str(made.path), "bytes": made.size_bytes, "files": len(made.manifest.members)},
                **{"made": made.manifest.made, "links": made.manifest.links, "link": made.manifest.link},
                **{"locked": made.locked, "left_out": list(made.left_out)},
                "unsynced": list(made.unsynced),
            }
        )
        return 1 if made.left_out or made.unsynced else 0
    if not settings.quiet:
        how = ", locked" if made.locked else ", not locked: whoever has it can read it"
        say("ok", f"{file}  {len(made.manifest.members):,} files, {made.size_bytes:,} bytes{how}")
        if made.manifest.links:
            say("ok", f"journal {made.manifest.link[:16]}…  {made.manifest.links:,} links")
        hint(f"To have it back: diglot restore {file} FOLDER")
    for name in made.left_out:
        click.echo(f"Error: {name} is not in it: it is a link, or has a name that other systems refuse", err=True)
    for name in made.unsynced:
        click.echo(f"Error: {name} has work that the database has not: diglot sync, then back up again", err=True)
    return 1 if made.left_out or made.unsynced else 0
