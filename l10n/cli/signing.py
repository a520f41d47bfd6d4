"""How the commands that write the site come by its key."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .output import hint, say

if TYPE_CHECKING:
    from ..newsroom.shipping import Publication, Shipping, Signing

_READABLE = click.Path(dir_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class Signature:
    """What was said on the command line about the signature."""

    key: Path | None
    unsigned: bool
    passphrase_file: Path | None


def signature_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options about the signature to a command."""
    for option in (
        click.option("--passphrase-file", type=_READABLE, metavar="FILE", help="Read the key's passphrase there."),
        click.option("--unsigned", is_flag=True, help="Write no signature, even if there was one so far."),
        click.option("--sign-with", type=_READABLE, metavar="KEY", help="Sign with this key; else with [publish] key."),
    ):
        command = option(command)
    return command


def signing_for(project: Shipping, said: Signature) -> Signing:
    """Return how the site is to be signed: as the command line says, else as the configuration does. ConfigError."""
    from ..newsroom.shipping import Signing
    from ..newsroom.signing_keys import load_key

    if said.unsigned and said.key:
        raise click.UsageError("--unsigned and --sign-with exclude each other.")
    configured = project.config.text("publish.key")
    path = said.key or (project.root / Path(configured).expanduser() if configured else None)
    if said.unsigned or path is None:
        return Signing(unsigned=said.unsigned)
    return Signing(load_key(path, lambda: _passphrase(said.passphrase_file)))


def _passphrase(file: Path | None) -> str:
    from ..errors import ConfigError

    if file is not None:
        try:
            return file.read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"the passphrase in {file} cannot be read", remedy="look for the file") from error
    if not sys.stdin.isatty():
        raise ConfigError("the key is locked, and nobody is here to ask", remedy="--passphrase-file FILE")
    typed: str = click.prompt("Passphrase of the key", hide_input=True, err=True)
    return typed


def tell_site(publication: Publication) -> None:
    """Say what became of the site."""
    shipped = publication.shipped
    for warning in publication.warnings:
        hint(f"! {warning}")
    if not shipped.files:
        return
    changed = f"{len(shipped.written)} written, {len(shipped.removed)} removed"
    if not (shipped.written or shipped.removed):
        changed = "nothing changed"
    signed = ", signed" if shipped.signed else ", not signed"
    say("ok", f"{publication.folder}  {shipped.files} files: {changed}{signed}")


def site_as_json(publication: Publication) -> dict[str, object]:
    """Return what became of the site, for an answer in JSON."""
    shipped = publication.shipped
    return {
        "folder": str(publication.folder),
        "files": shipped.files,
        "signed": shipped.signed,
        "written": list(shipped.written),
        "removed": list(shipped.removed),
        "warnings": list(publication.warnings),
    }
