"""`diglot memory`: what was approved before, listed, searched, taken in, given out, made anew."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import Settings
from .groups import Group
from .memory_tmx import SCHEMA, export, import_
from .output import Progress, answer, hint, say, table

if TYPE_CHECKING:
    from ..newsroom.project import Project
    from ..ports import Remembered
    from ..stores.held import Held


@click.group("memory", cls=Group)
def command() -> None:
    """Find what was approved before, and share it with other tools. It keeps itself current.

    Example: diglot memory search "ceasefire"
    """


command.add_command(import_)
command.add_command(export)


@command.command("list")
@click.option("-l", "--locale", "locales", multiple=True, metavar="LOCALE", help="Only this target; may be repeated.")
@click.pass_obj
def list_(settings: Settings, locales: tuple[str, ...]) -> int:
    """List what is held: how many approved texts, by article or imported file, and target.

    Example: diglot memory list -l my
    """
    project = settings.open()
    wanted = project.locales(locales) if locales else ()
    holdings = project.memory_holdings()
    rows = [row for row in _rows(holdings) if not wanted or row[1] in wanted]
    problems = {name: held.problem for name, held in holdings.items() if held.problem}
    if settings.json:
        keys = ("from", "locale", "texts", "kind")
        answer({"schema": SCHEMA, "held": [dict(zip(keys, row, strict=True)) for row in rows], "problems": problems})
    elif rows:
        table(("from", "locale", "texts", "kind"), rows)
        click.echo(f"{sum(row[2] for row in rows):,} texts")
    elif not settings.quiet:
        click.echo(
            "Nothing is remembered yet: approve in the desk, or take in a TMX file.   Next: diglot memory import FILE"
        )
    for problem in problems.values():
        hint(f"! {problem}")
    return 1 if problems else 0


def _rows(holdings: Mapping[str, Held]) -> list[tuple[str, str, int, str]]:
    """Return article or file, target, number of texts and kind, of all that gave any."""
    rows = [
        (
            Path(name).stem if name.endswith(".po") else name,
            locale,
            texts,
            "article" if name.endswith(".po") else "file",
        )
        for name, held in holdings.items()
        for locale, texts in held.texts.items()
        if texts
    ]
    return sorted(rows, key=lambda row: (row[3], row[0], row[1]))


@command.command("search")
@click.argument("phrase")
@click.option("-l", "--locale", "locales", multiple=True, metavar="LOCALE", help="Only this target; may be repeated.")
@click.option(
    "--in",
    "side",
    type=click.Choice(["both", "source", "target"]),
    default="both",
    show_default=True,
    help="Look in the originals, in the translations, or in both.",
)
@click.option("--limit", type=click.IntRange(min=1, max=1000), default=20, show_default=True, help="At most so many.")
@click.pass_obj
def search(settings: Settings, phrase: str, locales: tuple[str, ...], side: str, limit: int) -> int:
    """Find PHRASE in what was approved, with its translation and where it comes from. Exit code 1: nowhere.

    Example: diglot memory search "shadow government" -l my
    """
    if not phrase.strip():
        raise click.BadParameter("name a word or a phrase to look for", param_hint="PHRASE")
    project = settings.open()
    sides = {"both": (False, True), "source": (False,), "target": (True,)}[side]
    found = [
        (pair, in_target)
        for locale in project.locales(locales)
        for in_target in sides
        for pair in project.search_memory(phrase, locale, in_target=in_target, limit=limit)
    ]
    if settings.json:
        answer({"schema": SCHEMA, "phrase": phrase, "found": [_as_json(p, phrase, in_target=t) for p, t in found]})
    else:
        for pair, in_target in found:
            _show(project, pair, phrase, in_target=in_target)
        if not found and not settings.quiet:
            hint(f"“{phrase}” stands nowhere in what was approved, nor in what was imported.")
    return 0 if found else 1


def _show(project: Project, pair: Remembered, phrase: str, *, in_target: bool) -> None:
    where = f"{pair.slug}, {pair.context}" if pair.context else pair.slug
    click.echo(click.style(f"{where}  {pair.source_locale} > {pair.target_locale}", dim=True))
    for text, marked in ((pair.source, not in_target), (pair.target, in_target)):
        click.echo("  " + (_marked(text, phrase) if marked else _one_line(text)))


def _marked(text: str, phrase: str) -> str:
    """Return the text with the phrase in bold, or between `>` and `<` where nothing can be bold."""
    from ..marking import mark_phrase

    bold = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    pieces = ((is_phrase, _one_line(piece)) for is_phrase, piece in mark_phrase(text, phrase))
    shown = ((click.style(p, bold=True, underline=True) if bold else f">{p}<") if m else p for m, p in pieces)
    return "".join(shown)


def _one_line(text: str) -> str:
    """Return a text as a terminal may be shown it: on one line, without what it would obey."""
    return "".join(char if char.isprintable() or char in "\u200b\u200c\u200d" else " " for char in text)


def _as_json(pair: Remembered, phrase: str, *, in_target: bool) -> dict[str, object]:
    return {
        "source": pair.source,
        "target": pair.target,
        "source_locale": pair.source_locale,
        "locale": pair.target_locale,
        "from": pair.slug,
        "context": pair.context,
        "in": "target" if in_target else "source",
        "spans": list(_spans(pair.target if in_target else pair.source, phrase)),
    }


def _spans(text: str, phrase: str) -> Iterator[tuple[int, int]]:
    from ..marking import mark_phrase

    start = 0
    for is_phrase, piece in mark_phrase(text, phrase):
        if is_phrase:
            yield (start, start + len(piece))
        start += len(piece)


@command.command("rebuild")
@click.pass_obj
def rebuild(settings: Settings) -> None:
    """Make the memory anew from the catalogs and from memory/*.tmx. Needed only to be sure.

    Example: diglot memory rebuild
    """
    project = settings.open()
    bar = Progress("memory", quiet=settings.quiet or settings.json)
    try:
        count = project.rebuild_memory(progress=bar)
    finally:
        bar.close()
    if settings.json:
        answer({"schema": SCHEMA, "texts": count})
    elif not settings.quiet:
        say("ok", f"{count:,} texts are remembered")
