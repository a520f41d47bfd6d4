"""In-memory stand-ins for what drafting keeps records in, with the same promises and no disk."""

from __future__ import annotations

from dataclasses import replace

from l10n.model import Draft
from l10n.ports import Reach
from l10n.ports.jobs import LEASE, Beat, Job, JobState
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


class MemoryJobs:
    """A list of Jobs in a dict."""

    def __init__(self):
        self.kept: dict[int, Job] = {}
        self.owners: dict[int, str] = {}

    def add(self, order, *, now, again=0):
        active = [job for job in self._of(order.catalog) if job.is_active(now)]
        if active:
            return active[0]
        earlier = self.kept.get(again)
        if earlier and earlier.order.catalog == order.catalog:
            todo = tuple(dict.fromkeys((*earlier.order.todo, *order.todo)))
            order = replace(order, run=earlier.order.run, todo=todo)
            self.owners.pop(again, None)
            return self._keep(Job(again, order, earlier.at, seen_at=now, result=earlier.result))
        return self._keep(Job(len(self.kept) + 1, order, now, seen_at=now))

    def job(self, id):
        return self.kept.get(id)

    def latest(self, catalog):
        return next(reversed(self._of(catalog)), None)

    def unfinished(self):
        return [job for job in self.kept.values() if job.state in (JobState.WAITING, JobState.RUNNING)]

    def claim(self, owner, *, now, id=0):
        active = [job for job in self.kept.values() if job.is_active(now) and id in (0, job.id)]
        for job in [job for job in active if self._is_free(job, now)]:
            if job.cancelled:
                self._keep(replace(job, state=JobState.STOPPED, finished_at=now))
                continue
            self.owners[job.id] = owner
            return self._keep(replace(job, state=JobState.RUNNING, seen_at=now, attempts=job.attempts + 1))
        return None

    def beat(self, id, owner, *, now):
        if self.owners.get(id) != owner:
            return Beat.LOST
        job = self._keep(replace(self.kept[id], seen_at=now))
        return Beat.STOP if job.cancelled else Beat.GO_ON

    def finish(self, id, owner, *, state, result, now):
        if self.owners.get(id) != owner:
            return False
        ended = None if state is JobState.WAITING else now
        self._keep(replace(self.kept[id], state=state, result=result, seen_at=now, finished_at=ended))
        del self.owners[id]
        return True

    def cancel(self, id, *, now):
        job = self.kept.get(id)
        if job and job.state in (JobState.WAITING, JobState.RUNNING):
            self._keep(replace(job, cancelled=True))
            if self._is_free(job, now):
                self.owners.pop(id, None)
                self._keep(replace(job, cancelled=True, state=JobState.STOPPED, finished_at=now))

    def _of(self, catalog):
        return [job for job in self.kept.values() if job.order.catalog == catalog]

    def _is_free(self, job, now):
        return job.state is JobState.WAITING or job.seen_at < now - LEASE

    def _keep(self, job):
        self.kept[job.id] = job
        return job


class Translating:
    """An engine that drafts by a function, on another computer where it has a *host*; it keeps what it was given."""

    wants_markup = False
    wants_hints = False
    fingerprint = "1"
    batch = 1
    parallel = 1

    def __init__(self, name, make=None, *, host=""):
        self.name, self.make, self.host = name, make or (lambda text: f"{name}: {text}"), host
        self.reach = Reach.REMOTE if host else Reach.OFFLINE
        self.seen: list[str] = []

    def supports(self, source_locale, target_locale):
        return True

    def translate(self, texts, *, source_locale, target_locale, hints=()):
        for text in texts:
            self.seen.append(text)
            made = self.make(text)
            yield Draft(text, made, f"engine={self.name}") if isinstance(made, str) else made

    def close(self):
        pass
