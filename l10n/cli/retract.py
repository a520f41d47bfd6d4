"""`diglot retract`."""

from __future__ import annotations

from pathlib import Path

import click

from . import Command, Settings
from .output import answer, hint, say
from .signing import Signature, signature_options, signing_for, site_as_json, tell_site

SCHEMA = "diglot.retract/1"


@click.command("retract", cls=Command)
@click.argument("slug")
@click.option(
    "--reason",
    "reasons",
    multiple=True,
    required=True,
    metavar="TEXT",
    help="What readers are told; LOCALE=TEXT for one language, may be repeated.",
)
@signature_options
@click.pass_obj
def command(
    settings: Settings,
    slug: str,
    reasons: tuple[str, ...],
    sign_with: Path | None,
    unsigned: bool,
    passphrase_file: Path | None,
) -> None:
    """Take an article off the site, with a dated notice in its place.

    Its files go, on the site and in the feeds; what readers have downloaded stays theirs.

    Example: diglot retract flood --reason "A source could be recognised." --reason "my=…"
    """
    from ..clock import utc_now
    from ..newsroom.config import load_config
    from ..newsroom.releasing import Releasing

    project = Releasing(load_config(settings.folder))
    reason = _by_locale(reasons, (project.source_locale, *project.target_locales))
    signing = signing_for(project, Signature(sign_with, unsigned, passphrase_file))
    publication = project.retract(slug, reason=reason, now=utc_now(), signing=signing)
    if settings.json:
        answer({"schema": SCHEMA, "slug": slug, "reason": reason, **site_as_json(publication)})
    elif not settings.quiet:
        say("ok", f"{slug} is retracted; a notice stands in its place")
        tell_site(publication)
        hint(f"Its editions stay in editions/{slug} here. To publish it again: diglot unretract {slug}")


def _by_locale(reasons: tuple[str, ...], locales: tuple[str, ...]) -> dict[str, str]:
    """Return the reason by locale, under "" the one that holds for all others."""
    by_locale: dict[str, str] = {}
    for said in reasons:
        tag, sign, text = said.partition("=")
        locale, reason = (tag, text) if sign and tag in locales else ("", said)
        if not reason.strip():
            raise click.UsageError("A reason is what readers are told: --reason TEXT")
        if locale in by_locale:
            raise click.UsageError(f"Two reasons for {locale or 'all languages'}; write LOCALE=TEXT.")
        by_locale[locale] = " ".join(reason.split())
    return by_locale
