"""Drafts by machines: who would receive what, the job that drafts, and what comes of it.

Nothing is sent by looking. A form that starts something carries what its page has told; where that is no longer true,
the page is shown again instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, current_app, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from l10n.model import CatalogKey, State
from l10n.newsroom.working import Worker, drafted_so_far
from l10n.ports.jobs import Failure, Job, JobState, Order
from l10n.workflow.prospects import Prospect, Prospects

from .access import View, requires, the_desk, utc_now
from .articles import sheet_or_404, title_of
from .machine_words import characters, for_templates
from .rows import Row, Sheet

bp = Blueprint("drafting", __name__, url_prefix="/articles/<slug>/<locale>")


@dataclass(frozen=True, slots=True)
class Turn:
    """What one engine of a job has done so far."""

    engine: str
    drafted: int
    cached: int
    sent: int


@bp.app_context_processor
def _for_templates() -> dict[str, Any]:
    return {
        "job_of": job_of,
        "seen": seen,
        "sends": sends,
        "may_choose": may_choose,
        "may_all": may_all,
        **for_templates(),
    }


def wake_worker() -> None:
    """Have the thread of this process look after the jobs: the first page that is asked for starts it."""
    worker = _worker()
    if not worker.is_awake() and not the_desk().config.is_shared:
        worker.wake()


def job_of(catalog: CatalogKey) -> Job | None:
    """Return the catalog's job that is worked on, or will be; all of them are asked for once a request."""
    if "jobs" not in g:
        now = utc_now()
        g.jobs = {job.order.catalog: job for job in the_desk().jobs.unfinished() if job.is_active(now)}
    found: Job | None = g.jobs.get(catalog)
    return found


@bp.get("/draft")
@requires("translator")
def plan(slug: str, locale: str) -> View:
    document, sheet = sheet_or_404(slug, locale)
    return _plan_page(sheet, title_of(document), look_ahead(sheet.catalog, chosen_engines(sheet.catalog)))


@bp.post("/draft")
@requires("translator")
def start(slug: str, locale: str) -> View:
    """Start a job, or go on with the one called `again`, if it would do no more than the page has told."""
    document, sheet = sheet_or_404(slug, locale)
    engines = request.form.getlist("engine")
    if request.form.get("do") == "look":
        return redirect(url_for("drafting.plan", slug=slug, locale=locale, engine=engines or [""]), 303)
    again = _number(request.form.get("again", ""))
    ahead = look_ahead(sheet.catalog, engines, run=_run_of(sheet.catalog, again))
    if not was_told(ahead):
        return _plan_page(sheet, title_of(document), ahead, told=False), 409
    todo = tuple(row.id for row in sheet.where(State.EMPTY))
    names = tuple(each.engine for each in ahead.chosen)
    order = Order(sheet.catalog, names, current_user.handle, ahead.asking, the_desk().new_run(), todo)
    job = the_desk().jobs.add(order, now=utc_now(), again=again)
    if not current_app.testing and not the_desk().hand_over(job):
        _worker().wake()
    return redirect(_address(job), 303)


@bp.get("/draft/<int:id>")
@requires("reader")
def job(slug: str, locale: str, id: int) -> str:
    document, sheet = sheet_or_404(slug, locale)
    job = _job_or_404(sheet.catalog, id)
    state, empty = job.state_at(utc_now()), sheet.where(State.EMPTY)
    goes_on = current_user.may("translator") and empty and not job.is_active(utc_now())
    left = {row.id for row in empty}
    return render_template(
        "draft_job.html",
        title=title_of(document),
        sheet=sheet,
        job=job,
        state=state,
        active=job.is_active(utc_now()),
        turns=_turns(sheet, job),
        filled=sum(id not in left for id in job.order.todo),
        empty=len(empty),
        reasons=list(_by_row(sheet, [f for f in job.result.failures if f.paragraph in left])),
        others=sum(f.paragraph not in left for f in job.result.failures),
        ahead=look_ahead(sheet.catalog, job.order.engines, run=job.order.run) if goes_on else None,
        desk=the_desk(),
    )


@bp.post("/draft/<int:id>/cancel")
@requires("translator")
def cancel(slug: str, locale: str, id: int) -> View:
    _, sheet = sheet_or_404(slug, locale)
    job = _job_or_404(sheet.catalog, id)
    if job.order.by != current_user.handle and not current_user.may("reviewer"):
        abort(403)
    the_desk().jobs.cancel(id, now=utc_now())
    return redirect(_address(job), 303)


def may_choose(prospect: Prospect) -> bool:
    """Whether this person may have the engine asked: to agree that texts leave takes whoever may approve."""
    return prospect.is_open and (not prospect.asks or current_user.may("reviewer"))


def may_all(prospects: Sequence[Prospect]) -> bool:
    """Whether there are engines, and this person may have each of them asked."""
    return bool(prospects) and all(map(may_choose, prospects))


def sends(ahead: Prospects) -> str:
    """Return what the button says that leaves: `Send 1,234 characters to mt.example`."""
    parts = [
        gettext(
            "%(characters)s to %(host)s",
            characters=characters(sum(each.leaves for each in ahead.chosen if each.host == host)),
            host=host,
        )
        for host in ahead.recipients
    ]
    return str(gettext("Send %(what)s", what=", ".join(parts)))


def seen(ahead: Prospects) -> str:
    """Return what the page tells of the engines chosen, as its form carries it: `google@mt.example=1234`."""
    return " ".join(f"{each.engine}@{each.host}={each.leaves}" for each in ahead.chosen)


def chosen_engines(catalog: CatalogKey) -> list[str]:
    """Return the engines that the address names; without any those of the project."""
    return request.args.getlist("engine") or list(the_desk().chain(catalog.locale))


def look_ahead(catalog: CatalogKey, chosen: Sequence[str], row: Row | None = None, *, run: str = "") -> Prospects:
    """Return what asking the desk's engines would mean: for what is empty, or for one paragraph."""
    key = row.entry.key if row else None
    return the_desk().prospects(catalog.slug, catalog.locale, chosen=chosen, key=key, run=run)


def was_told(ahead: Prospects) -> bool:
    """Whether asking the engines chosen sends no more than the page has told, and this person may have it done."""
    told = dict(part.rpartition("=")[::2] for part in request.form.get("seen", "").split())
    return may_all(ahead.chosen) and all(
        each.leaves <= _number(told.get(f"{each.engine}@{each.host}", "-"), -1) for each in ahead.chosen
    )


def _number(text: str, otherwise: int = 0) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else otherwise


def _run_of(catalog: CatalogKey, id: int) -> str:
    job = the_desk().jobs.job(id) if id else None
    return job.order.run if job and job.order.catalog == catalog else ""


def _plan_page(sheet: Sheet, title: str, ahead: Prospects, *, told: bool = True) -> str:
    return render_template("draft.html", title=title, sheet=sheet, ahead=ahead, told=told, desk=the_desk())


def _job_or_404(catalog: CatalogKey, id: int) -> Job:
    job = the_desk().jobs.job(id)
    if job is None or job.order.catalog != catalog:
        abort(404)
    return job


def _turns(sheet: Sheet, job: Job) -> list[Turn]:
    """Return what each engine has done: while the job runs by what the catalog holds, then by what was counted."""
    drafted = dict(job.result.drafted)
    if job.state in (JobState.WAITING, JobState.RUNNING):
        now = drafted_so_far(tuple(row.entry for row in sheet.rows), job)
        drafted |= {name: max(count, drafted.get(name, 0)) for name, count in now.items() if name in job.order.engines}
    sent: dict[str, int] = {}
    for send in the_desk().ledger.sends(run=job.order.run):
        sent[send.engine] = sent.get(send.engine, 0) + send.characters
    names = dict.fromkeys((*job.order.engines, *drafted))
    return [Turn(name, drafted.get(name, 0), job.result.cached.get(name, 0), sent.get(name, 0)) for name in names]


def _by_row(sheet: Sheet, failures: Sequence[Failure]) -> Iterator[tuple[Row, list[Failure]]]:
    for row in sheet.rows:
        own = [failure for failure in failures if failure.paragraph == row.id]
        if own:
            yield row, own


def _address(job: Job) -> str:
    key = job.order.catalog
    return url_for("drafting.job", slug=key.slug, locale=key.locale, id=job.id)


def _worker() -> Worker:
    worker: Worker = current_app.extensions["worker"]
    return worker
