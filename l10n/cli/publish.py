"""`diglot publish`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import Command, Settings
from .output import Progress, answer, hint, say
from .signing import Signature, signature_options, signing_for, site_as_json, tell_site

if TYPE_CHECKING:
    from ..newsroom.shipping import Publication
    from ..workflow.verify import Verified

SCHEMA = "diglot.publish/1"
CHECKED = "diglot.publish.check/1"
KEY = "diglot.publish.key/1"
_TOLD = 20


@click.command("publish", cls=Command)
@click.argument("articles", nargs=-1)
@click.option("-l", "--locale", "locales", multiple=True, metavar="LOCALE", help="Only this target; may be repeated.")
@signature_options
@click.option(
    "--check",
    "copy",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Look whether the site in DIR is complete, unchanged and signed; write nothing.",
)
@click.option("--public-key", default="", metavar="KEY", help="With --check: who must have signed; a key or its file.")
@click.option(
    "--new-key",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Make a key to sign with, and do nothing else.",
)
@click.pass_obj
def command(
    settings: Settings,
    articles: tuple[str, ...],
    locales: tuple[str, ...],
    sign_with: Path | None,
    unsigned: bool,
    passphrase_file: Path | None,
    copy: Path | None,
    public_key: str,
    new_key: Path | None,
) -> int:
    """Put finished articles on the site that readers download from.

    All language editions of an article go out together, or none. The old site is replaced in one step.

    Example: diglot publish river-school --sign-with newsroom.key
    """
    said = Signature(sign_with, unsigned, passphrase_file)
    if new_key is not None:
        return _make_key(settings, new_key, passphrase_file, alone=not (articles or locales or copy or sign_with))
    if copy is not None:
        if articles or locales or sign_with or unsigned:
            raise click.UsageError("--check DIR looks at a site as it is: it takes --public-key alone.")
        return _check(settings, copy, public_key)
    if public_key:
        raise click.UsageError("--public-key goes with --check DIR.")
    return _publish(settings, articles, locales, said)


def _publish(settings: Settings, articles: tuple[str, ...], locales: tuple[str, ...], said: Signature) -> int:
    from ..clock import utc_now
    from ..newsroom.config import load_config
    from ..newsroom.releasing import Releasing

    project = Releasing(load_config(settings.folder))
    signing, progress = signing_for(project, said), Progress("Publishing", quiet=settings.quiet or settings.json)
    try:
        publication = project.publish(articles, locales, now=utc_now(), signing=signing, progress=progress)
    finally:
        progress.close()
    if settings.json:
        _answer(publication)
    elif not settings.quiet:
        for slug, numbers in publication.editions.items():
            editions = ", ".join(f"{locale} edition {number}" for locale, number in numbers.items())
            say("ok", f"{slug}  {editions}")
        tell_site(publication)
    if not settings.json:
        _complain(publication)
    return 1 if publication.refused else 0


def _complain(publication: Publication) -> None:
    for slug, error in publication.refused.items():
        click.echo(f"Error: {slug} not published: {error}", err=True)
        if error.remedy:
            click.echo(f"  Try: {error.remedy}", err=True)


def _answer(publication: Publication) -> None:
    refused = [{"slug": s, "reason": str(e), "remedy": e.remedy} for s, e in publication.refused.items()]
    editions = [
        {"slug": slug, "locale": locale, "edition": number}
        for slug, numbers in publication.editions.items()
        for locale, number in numbers.items()
    ]
    answer({"schema": SCHEMA, **site_as_json(publication), "editions": editions, "refused": refused})


def _check(settings: Settings, folder: Path, public_key: str) -> int:
    from ..newsroom.signing_keys import load_public_key
    from ..stores.signing import is_signed
    from ..workflow.verify import verify_site

    key = load_public_key(public_key) if public_key else None
    found = verify_site(folder, key=key, is_signed=is_signed)
    known = _in_journal(settings, found.journal)
    if settings.json:
        answer(
            {
                "schema": CHECKED,
                "folder": str(folder),
                "files": found.files,
                "signed": bool(key) and not found.fault,
                "missing": list(found.missing),
                "changed": list(found.changed),
                "extra": list(found.extra),
                "fault": found.fault,
                "journal": found.journal,
                "journal_knows": None if known is None else known[0] > 0,
            }
        )
    elif not settings.quiet:
        _tell(found, folder, has_key=key is not None)
        _tell_journal(found.journal, known)
    return 0 if found.sound and (known is None or known[0]) else 1


def _tell(found: Verified, folder: Path, *, has_key: bool) -> None:
    wrong = [("missing", found.missing), ("changed", found.changed), ("not of this site", found.extra)]
    for what, names in wrong:
        for name in names[:_TOLD]:
            say("no", f"{name}  {what}")
        if len(names) > _TOLD:
            say("no", f"… and {len(names) - _TOLD:,} more {what}")
    if found.fault:
        say("no", found.fault)
    if found.sound:
        who = f", signed ({found.comment.split(chr(9))[0]})" if has_key else ""
        say("ok", f"{folder}  {found.files} files are as they were published{who}")
    if not has_key:
        hint("Without --public-key KEY this says only that the copy is whole, not who made it.")


def _in_journal(settings: Settings, link: str) -> tuple[int, int] | None:
    """Return which link of how many it is in the journal of the project here, (0, 0) for none; None without any."""
    from ..errors import ConfigError
    from ..newsroom.config import load_config
    from ..newsroom.examining_site import link_known
    from ..newsroom.workspace import Workspace

    try:
        return link_known(Workspace(load_config(settings.folder)), link)
    except ConfigError:
        return None


def _tell_journal(link: str, known: tuple[int, int] | None) -> None:
    if known and known[0]:
        say("ok", f"journal {link[:16]}…  link {known[0]:,} of {known[1]:,} in the journal here")
    elif known:
        say("no", f"journal {link[:16]}…  not in the journal here: that was changed since, or belongs to another site")
    elif link:
        say("ok", f"journal {link[:16]}…  named; there is no journal here to compare with")


def _make_key(settings: Settings, path: Path, passphrase_file: Path | None, *, alone: bool) -> int:
    from ..newsroom.signing_keys import make_key

    if not alone:
        raise click.UsageError("--new-key makes a key and does nothing else.")
    passphrase = ""
    if passphrase_file is not None:
        passphrase = passphrase_file.read_text(encoding="utf-8").rstrip("\r\n")
    elif sys.stdin.isatty():
        passphrase = click.prompt(
            "Passphrase for the key (none: Enter)",
            hide_input=True,
            confirmation_prompt="The same again",
            default="",
            show_default=False,
            err=True,
        )
    public, public_path = make_key(path, passphrase)
    if settings.json:
        answer({"schema": KEY, "path": str(path), "public_path": str(public_path), "public_key": public.line()})
    elif not settings.quiet:
        say("ok", f"{path}  the secret key{'' if passphrase else ', without a passphrase'}: keep it off the server")
        say("ok", f"{public_path}  the public key: {public.line()}")
        hint(f'Next: diglot publish --sign-with {path}; or [publish] key = "{path}" in the configuration')
    return 0
