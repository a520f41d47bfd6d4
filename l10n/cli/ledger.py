"""`diglot ledger`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from . import Command, Settings
from .consent import counted
from .output import answer, hint, quoted, table

if TYPE_CHECKING:
    from ..ports.ledger import Send

_AGO = re.compile(r"([0-9]{1,5})([dh])")


def _moment(ctx: click.Context, param: click.Parameter, value: str) -> datetime | None:
    if not value:
        return None
    ago = _AGO.fullmatch(value.strip())
    if ago:
        hours = int(ago[1]) * (24 if ago[2] == "d" else 1)
        return datetime.now(UTC) - timedelta(hours=hours)
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        raise click.BadParameter("write a day, such as 2026-11-01, or how long ago: 7d, 12h.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@click.command("ledger", cls=Command)
@click.option("--since", default="", callback=_moment, metavar="DAY", help="From this day (UTC), or 7d, 12h ago.")
@click.option("--engine", default="", metavar="NAME", help="Only what this engine was sent.")
@click.option("--article", default="", metavar="SLUG", help="Only what was sent of this article.")
@click.option("--texts", is_flag=True, help="Show each call with its texts, or their digests.")
@click.pass_obj
def command(settings: Settings, since: datetime | None, engine: str, article: str, texts: bool) -> None:
    """Show what was sent to engines: when, to whom, how much, in whose name.

    Digests and counts are kept; the texts themselves only with `texts = true` under [ledger] in diglot.toml. A send
    whose end is not known may have arrived.

    Example: diglot ledger --since 7d --engine google
    """
    project = settings.open()
    sends = project.ledger.sends(since=since, engine=engine, slug=article) if project.has_journal else []
    if settings.json:
        answer({"schema": "diglot.ledger/1", "sends": [_as_json(send) for send in sends]})
    elif not sends:
        click.echo("Nothing was sent to any engine" + (" in that time." if since else "."))
    elif texts:
        _show_each(sends)
    else:
        _show_runs(sends)


def _show_runs(sends: Sequence[Send]) -> None:
    """Print a line for each run, engine, article and locale."""
    groups: dict[tuple[str, ...], list[Send]] = {}
    for send in sends:
        groups.setdefault((send.run, send.engine, send.host, send.slug, send.locale, send.by), []).append(send)
    header = ("when (UTC)", "engine", "sent to", "article", "locale", "texts", "characters", "by", "what came of it")
    table(header, [_row(same) for same in groups.values()])
    texts, characters = sum(len(send.digests) for send in sends), sum(send.characters for send in sends)
    hint(f"{counted(texts, 'text')}, {counted(characters, 'character')} in all")


def _row(sends: Sequence[Send]) -> tuple[str | int, ...]:
    first = sends[0]
    to = f"{first.host} through {first.proxy}" if first.proxy else first.host
    texts, characters = sum(len(send.digests) for send in sends), sum(send.characters for send in sends)
    when = f"{first.at.astimezone(UTC):%Y-%m-%d %H:%M}"
    return (when, first.engine, to, first.slug, first.locale, texts, characters, first.by or "–", _outcome(sends))


def _outcome(sends: Sequence[Send]) -> str:
    from ..ports.ledger import SendOutcome

    answered = sum(send.answered for send in sends)
    unknown = sum(len(send.digests) for send in sends if send.outcome is SendOutcome.BEGUN)
    parts = [f"{answered} answered"] if answered else []
    parts += [f"{unknown} unknown"] if unknown else []
    reason = next((send.reason for send in sends if send.reason), "")
    return "; ".join([*parts, *([reason] if reason else [])]) or "no answer"


def _show_each(sends: Sequence[Send]) -> None:
    for send in sends:
        when, engine, to, slug, locale, _, _, by, outcome = _row([send])
        much = f"{counted(len(send.digests), 'text')}, {counted(send.characters, 'character')}"
        click.echo(f"{when}  {engine} to {to}  {slug} {locale}  {much}  {by}  {outcome}")
        for place, digest in enumerate(send.digests):
            click.echo(f"  {digest}" + (f"  {quoted(send.texts[place])}" if send.texts else ""))
    if not any(send.texts for send in sends):
        hint("Texts are not kept. To keep those sent from now on: texts = true under [ledger] in diglot.toml")


def _as_json(send: Send) -> dict[str, object]:
    return {
        "id": send.id,
        "run": send.run,
        "at": send.at.isoformat(),
        "by": send.by,
        "engine": send.engine,
        "host": send.host,
        "proxy": send.proxy,
        "slug": send.slug,
        "source_locale": send.source_locale,
        "locale": send.locale,
        "texts": len(send.digests),
        "characters": send.characters,
        "hidden": send.hidden,
        "digests": list(send.digests),
        "kept": list(send.texts),
        "outcome": send.outcome.value,
        "answered": send.answered,
        "reason": send.reason,
        "finished_at": send.finished_at.isoformat() if send.finished_at else None,
    }
