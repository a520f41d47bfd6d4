"""`diglot init`."""

from __future__ import annotations

from pathlib import Path

import click

from . import Command, Settings
from .output import answer, say

GITIGNORE = "# derived and private files of Diglot\n.diglot/\neditions/\nexports/\nsite/\n"


@click.command("init", cls=Command)
@click.argument("place", metavar="[FOLDER]", default=".", type=click.Path(path_type=Path))
@click.option("--source", default="en", show_default=True, metavar="LOCALE", help="Language of the articles.")
@click.option(
    "--target", "targets", multiple=True, metavar="LOCALE", help="Language to translate into; may be repeated."
)
@click.option("--name", default="", help="Name of the project.  [default: the folder's name]")
@click.pass_obj
def command(settings: Settings, place: Path, source: str, targets: tuple[str, ...], name: str) -> None:
    """Make a project in FOLDER (default: here).

    Example: diglot init newsroom --source en --target my --target es
    """
    from ..errors import ConfigError
    from ..files import write_atomically
    from ..locales import is_locale
    from ..newsroom.config import FILE_NAME, render_config

    for locale in (source, *targets):
        if not is_locale(locale):
            raise click.BadParameter(f"{locale!r} is no locale; write a tag like my or pt-BR")
    root = (settings.folder / place).resolve()
    if (root / FILE_NAME).exists():
        raise ConfigError(
            "here is a project already", path=str(root / FILE_NAME), remedy="edit that file, or choose another folder"
        )
    for part in ("articles", "locales", "glossary"):
        (root / part).mkdir(parents=True, exist_ok=True)
    text = render_config(name=name or root.name, source=source, targets=targets)
    write_atomically(root / FILE_NAME, text.encode())
    if not (root / ".gitignore").exists():
        write_atomically(root / ".gitignore", GITIGNORE.encode())
    if settings.json:
        answer({"schema": "diglot.init/1", "path": str(root), "source": source, "targets": list(targets)})
    elif not settings.quiet:
        say("ok", f"Made {place}: {FILE_NAME}, articles/, locales/, glossary/")
        click.echo(
            f"  {source} → {', '.join(targets) or 'no target yet'}. Change it in {FILE_NAME}.   Next: diglot add FILE"
        )
