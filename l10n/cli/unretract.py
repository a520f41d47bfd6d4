"""`diglot unretract`."""

from __future__ import annotations

from pathlib import Path

import click

from . import Command, Settings
from .output import answer, say
from .signing import Signature, signature_options, signing_for, site_as_json, tell_site

SCHEMA = "diglot.unretract/1"


@click.command("unretract", cls=Command)
@click.argument("slug")
@signature_options
@click.pass_obj
def command(
    settings: Settings, slug: str, sign_with: Path | None, unsigned: bool, passphrase_file: Path | None
) -> None:
    """Put a retracted article on the site again, as it is approved now.

    That it was retracted stays on record, with both dates.

    Example: diglot unretract flood
    """
    from ..clock import utc_now
    from ..newsroom.config import load_config
    from ..newsroom.releasing import Releasing

    project = Releasing(load_config(settings.folder))
    signing = signing_for(project, Signature(sign_with, unsigned, passphrase_file))
    publication = project.unretract(slug, now=utc_now(), signing=signing)
    if settings.json:
        answer({"schema": SCHEMA, "slug": slug, **site_as_json(publication)})
    elif not settings.quiet:
        say("ok", f"{slug} is on the site again")
        tell_site(publication)
