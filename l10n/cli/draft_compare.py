"""`diglot draft --compare`: what several engines make of the same paragraphs, with what differs marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .consent import recipients
from .draft_work import Work
from .output import answer, hint, mark, quoted

if TYPE_CHECKING:
    from ..workflow.compare import Attempt, Compared, Row


def compare(work: Work, *, dry_run: bool, yes: bool, json: bool) -> int:
    """Show each paragraph with the engines' drafts under it; return the exit code."""
    if len(work.names) < 2:
        raise click.UsageError("Name the engines to compare, with a comma between: --compare apertium,google")
    agreed = set() if dry_run else work.agreed(yes=yes, compare=True)
    results = []
    for result in work.compared(agreed=agreed, plan_only=dry_run):
        results.append(result)
        if not json:
            _show(result)
    if json:
        answer({"schema": "diglot.compare/1", "catalogs": [_as_json(result) for result in results]})
    if work.stop.asked:
        return 130
    if work.withheld:
        return 1
    return 5 if any(result.refused for result in results) else 0


def _show(result: Compared) -> None:
    click.echo(f"{result.slug}  {result.locale}")
    for line in recipients(result.plan):
        click.echo(f"  {line}")
    for row in result.rows:
        click.echo(f"\n{row.label}  {quoted(row.key[1])}")
        for attempt in row.attempts:
            click.echo(f"  {attempt.engine}: {_marked(attempt) if attempt.target else f'— {attempt.reason}'}")
            for finding in attempt.findings:
                click.echo(f"    {mark('warn')} {finding.message}")
    for line in result.refused:
        hint(f"! {line}")


def _marked(attempt: Attempt) -> str:
    """Return the target with numbers and names that another engine does not have between ‹ ›."""
    parts: list[str] = []
    last = 0
    for contrast in attempt.contrasts:
        if contrast.start >= last:
            parts += [attempt.target[last : contrast.start], "‹", attempt.target[contrast.start : contrast.end], "›"]
            last = contrast.end
    return "".join([*parts, attempt.target[last:]])


def _as_json(result: Compared) -> dict[str, object]:
    return {
        "slug": result.slug,
        "locale": result.locale,
        "rows": [_row(row) for row in result.rows],
        "refused": list(result.refused),
        "sent": dict(result.sent),
        "plan": [{"engine": p.engine, "host": p.host, "characters": p.characters} for p in result.plan],
        "stopped": result.stopped,
    }


def _row(row: Row) -> dict[str, object]:
    return {"label": row.label, "context": row.key[0], "source": row.key[1], "drafts": [_one(a) for a in row.attempts]}


def _one(attempt: Attempt) -> dict[str, object]:
    return {
        "engine": attempt.engine,
        "target": attempt.target,
        "reason": attempt.reason,
        "flags": list(attempt.flags),
        "findings": [{"rule": f.rule, "severity": f.severity.value, "message": f.message} for f in attempt.findings],
        "contrasts": [{"kind": c.kind, "start": c.start, "end": c.end} for c in attempt.contrasts],
    }
