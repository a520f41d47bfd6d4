"""`diglot update --normalize`: what it did, in words and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from . import Settings
from .output import answer, hint, mark

if TYPE_CHECKING:
    from ..workflow.normalize import NormalizedCatalog

_WORDS = {
    "rekeyed": "{} in another notation, all kept",
    "stale": "{} need work",
    "split": "{} split",
    "merged": "{} joined",
    "new": "{} new",
    "removed": "{} no longer read, kept aside",
}


def normalize(settings: Settings, articles: Sequence[str], *, check: bool) -> int:
    """Migrate the catalogs and say so; return the exit code, 1 where *check* found anything to do."""
    results = []
    for result in settings.open().normalize(articles, check=check):
        results.append(result)
        if not (settings.json or settings.quiet):
            click.echo(_line(result, check=check))
    changed = [result for result in results if result.changed]
    if settings.json:
        answer({"schema": "diglot.normalize/1", "catalogs": [_as_json(result) for result in results]})
    elif not settings.quiet and changed and not check:
        stale = sum(len(r.done.stale) + len(r.done.split) + len(r.done.merged) for r in changed)
        if stale:
            hint(f"{stale} translations are marked as needing work. To look at them: diglot serve --open")
    return 1 if check and changed else 0


def _line(result: NormalizedCatalog, *, check: bool) -> str:
    start = f"{mark('ok')} {result.slug}  {result.locale}  "
    if not result.changed:
        return start + "no change"
    detail = ", ".join(words.format(result.counts[name]) for name, words in _WORDS.items() if result.counts[name])
    kept = f"{result.approved} of {result.approved_before} approvals kept"
    return start + ("would be migrated" if check else "migrated") + f": {detail or 'notes only'}; {kept}"


def _as_json(result: NormalizedCatalog) -> dict[str, object]:
    return {
        "slug": result.slug,
        "locale": result.locale,
        "changed": result.changed,
        **result.counts,
        "approved_before": result.approved_before,
        "approved": result.approved,
    }
