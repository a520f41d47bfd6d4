"""`diglot sync`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from . import Command, Settings
from .output import answer, hint, quoted, say

if TYPE_CHECKING:
    from ..errors import DiglotError
    from ..model import CatalogKey
    from ..workflow.sync import Synced


@click.command("sync", cls=Command)
@click.argument("articles", nargs=-1)
@click.option("--check", is_flag=True, help="Say what would be done, write nothing; exit 1 if there is anything.")
@click.pass_obj
def command(settings: Settings, articles: tuple[str, ...], check: bool) -> int:
    """Bring the catalogs in this checkout in step with those in the database that several machines share.

    What one side changed goes to the other. Where both changed a paragraph, the database's text stands (or the
    approved one), and the other is kept beside it for a person to choose. Commit, or pull, then sync; as often as you
    like.

    Example: git pull && diglot sync && git commit -am "Translations" && git push
    """
    from ..newsroom.project import utc_now

    problems: list[tuple[CatalogKey, DiglotError]] = []
    synced: list[Synced] = []
    project = settings.open()
    for done in project.sync(
        articles, now=utc_now(), check=check, failed=lambda key, error: problems.append((key, error))
    ):
        synced.append(done)
        if not settings.json and not settings.quiet:
            _tell(done)
    changed = sum(done.changed for done in synced)
    if settings.json:
        answer(_as_json(synced, problems))
    else:
        if not settings.quiet:
            would = "would be " if check else ""
            say("ok", f"{len(synced)} catalogs, {changed} {would}changed, {len(synced) - changed} in step")
        for _, error in problems:
            hint(f"! {error}. {error.remedy}")
    return problems[0][1].exit_code if problems else 1 if check and changed else 0


def _tell(done: Synced) -> None:
    name = f"{done.key.slug}  {done.key.locale}"
    if done.changed:
        what = [("into the database", done.taken), ("into the file", done.given), ("file removed", done.removed)]
        say("ok", f"{name}  {', '.join(words for words, is_so in what if is_so)}")
    if done.conflicts:
        click.echo(f"{name}: to look at: {len(done.conflicts)}. Nothing was lost.", err=True)
    for kept in done.conflicts:
        beside = f": {quoted(kept.other)} is kept beside {quoted(kept.entry.target)}" if kept.other else ""
        hint(f"! {quoted(kept.entry.source)}{beside}")


def _as_json(synced: list[Synced], problems: list[tuple[CatalogKey, DiglotError]]) -> dict[str, object]:
    catalogs = [
        {
            "slug": done.key.slug,
            "locale": done.key.locale,
            "taken": done.taken,
            "given": done.given,
            "removed": done.removed,
            "conflicts": [
                {"context": k.entry.context, "source": k.entry.source, "why": k.why.value, "other": k.other}
                for k in done.conflicts
            ],
        }
        for done in synced
    ]
    told = [{"slug": key.slug, "locale": key.locale, "problem": str(error)} for key, error in problems]
    return {"schema": "diglot.sync/1", "catalogs": catalogs, "problems": told}
