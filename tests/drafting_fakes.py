"""In-memory stand-ins for what drafting keeps records in, with the same promises and no disk."""

from __future__ import annotations

from dataclasses import replace

from l10n.model import Draft
from l10n.ports.ledger import Send, SendOutcome


class MemoryLedger:
    """A Ledger that keeps sends in a list."""

    def __init__(self):
        self.kept: list[Send] = []

    def begin(self, send, *, budgets=()):
        for budget in budgets:
            if self.spent(send.engine, since=budget.since, run=budget.run) + send.characters > budget.characters:
                return 0
        self.kept.append(replace(send, id=len(self.kept) + 1))
        return len(self.kept)

    def finish(self, id, *, at, outcome, answered, reason=""):
        send = self.kept[id - 1]
        if send.outcome is SendOutcome.BEGUN:
            self.kept[id - 1] = replace(send, outcome=outcome, answered=answered, reason=reason, finished_at=at)

    def sends(self, *, since=None, engine="", slug="", run=""):
        return [
            send
            for send in self.kept
            if (since is None or send.at >= since)
            and engine in ("", send.engine)
            and slug in ("", send.slug)
            and run in ("", send.run)
        ]

    def spent(self, engine, *, since=None, run=""):
        return sum(send.characters for send in self.sends(since=since, engine=engine, run=run))


class MemoryCache:
    """A DraftCache that keeps answers in a dict."""

    def __init__(self):
        self.kept: dict[str, Draft] = {}

    def get(self, key):
        return self.kept.get(key)

    def put(self, key, draft):
        self.kept[key] = replace(draft, source="")

    def close(self):
        pass
