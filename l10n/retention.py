"""What of an article's history may be forgotten after it was published, so that its editions stay what they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from .approving import standing
from .chain import FORMER
from .model import Decision, Key, Outcome
from .releases import Record

HISTORY, AUTHORS, COMMENTS, OPENINGS, UNSAVED, JOBS = KINDS = (
    *("history", "authors", "comments"),
    *("openings", "unsaved", "jobs"),
)
"""What can be forgotten: decisions that no edition shows, who made the others, and the rest by its name."""


def cutoff(record: Record, *, days: int, now: datetime) -> datetime | None:
    """Return up to when the history of a published article may go; None while it may not. 0 *days* is never."""
    if not days or not record.releases:
        return None
    last = datetime.fromisoformat(record.last_change).astimezone(UTC)
    return last if last + timedelta(days=days) <= now else None


def forgettable(
    history: Sequence[Decision], texts: Mapping[Key, Collection[str]], *, before: datetime
) -> list[Decision]:
    """Return the decisions about a catalog, newest first, that may go: settled, and made by *before*.

    What stays is what editions and the desk depend on: of each entry the newest decision that came true, and all that
    count as somebody having read one of its *texts*, those that are published and the one in the catalog.
    """
    kept = {decision.id for decision in _newest(history).values()}
    kept |= {d.id for d in standing(history) if d.after.target in texts.get(d.key, ())}
    old = (d for d in history if d.at <= before and d.outcome is not Outcome.PENDING)
    return [decision for decision in old if decision.id not in kept]


def strippable(
    history: Sequence[Decision], texts: Mapping[Key, Collection[str]], *, before: datetime, gone: Collection[int]
) -> list[int]:
    """Return which decisions that stay are to lose the text that they replaced: it is another than those of *texts*.

    They cannot be undone any more.
    """
    settled = (d for d in history if d.at <= before and d.outcome is not Outcome.PENDING and d.id not in gone)
    return [d.id for d in settled if d.before.target and d.before.target not in texts.get(d.key, ())]


def aliases(
    history: Sequence[Decision], named: Collection[str], *, before: datetime, gone: Collection[int] = ()
) -> dict[int, str]:
    """Return in which name each decision about a catalog stands that was made by *before*, without saying whose it is.

    The same person has the same name in this catalog alone, so that as many have read each paragraph as before. Who is
    *named* in its editions stays so, and who decided about it since then is still at work on it.
    """
    busy = {d.by for d in history if d.at > before or d.outcome is Outcome.PENDING}
    present = {d.by for d in history if d.by.startswith(FORMER)}
    names: dict[str, str] = {}
    for decision in reversed(history):
        by = decision.by
        if by in named or by in busy or by in present or by in names or decision.id in gone:
            continue
        names[by] = _unused(present | set(names.values()))
    return {d.id: names[d.by] for d in history if d.by in names and d.id not in gone}


def _newest(history: Sequence[Decision]) -> dict[Key, Decision]:
    newest: dict[Key, Decision] = {}
    for decision in history:
        if decision.outcome is Outcome.APPLIED:
            newest.setdefault(decision.key, decision)
    return newest


def _unused(names: Iterable[str]) -> str:
    taken, number = set(names), 1
    while f"{FORMER} {number}" in taken:
        number += 1
    return f"{FORMER} {number}"


def published_texts(record: Record, locale: str) -> dict[str, set[str]]:
    """Return by source which targets readers were given last in a locale."""
    texts: dict[str, set[str]] = {}
    for _, source, target in record.texts(locale) if locale in record.targets else ():
        texts.setdefault(source, set()).add(target)
    return texts
