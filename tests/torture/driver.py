"""What the tortured process does: a command, or one decision as the desk makes it, which no command makes."""

from __future__ import annotations

from l10n.cli import Settings, _explain, run
from l10n.errors import DiglotError
from l10n.model import Action, CatalogKey
from l10n.newsroom.project import open_project, utc_now


def drive(args: list[str]) -> int:
    """Run `diglot ARGS`, or `decide FOLDER SLUG LOCALE NUMBER TEXT`, and return the exit code."""
    if args[0] != "decide":
        return run(args)
    folder, slug, locale, number, text = args[1:]
    try:
        project = open_project(folder)
        key = CatalogKey(slug, locale)
        entry = project.catalogs.read(key)[0].entries[int(number)]
        decided = project.decide(
            catalog=key, key=entry.key, action=Action.APPROVE, target=text, base=entry.revision, by="p0", now=utc_now()
        )
        print(f"told: {decided.outcome}", flush=True)
    except DiglotError as error:
        return _explain(error, Settings())
    return 0
