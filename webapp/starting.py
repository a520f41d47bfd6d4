"""How a desk comes up: the same way below `diglot serve`, gunicorn and waitress."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask

from l10n.errors import ConfigError
from l10n.newsroom.serving import metrics_token, trusted_proxies

from . import create_app, logs
from .proxying import behind_proxies
from .tallying import Tally
from .watching import Tell, log_request, watch

if TYPE_CHECKING:
    from l10n.newsroom.project import Project
    from l10n.workflow.decide import Recovered

KEPT = 512
"""How many articles and catalogs the desk keeps parsed; each is some 100 kB."""


@dataclass(frozen=True, slots=True)
class Started:
    """A desk that can be served, and what had to be finished after a crash."""

    app: Flask
    recovered: Recovered


def start_desk(project: Project, *, environment: Mapping[str, str], proxies: str = "", log: str = "") -> Started:
    """Recover *project* and return its desk, which believes *proxies* and writes its *log* in one of `logs.FORMS`.

    What is not said here, the environment says (DIGLOT_PROXY, DIGLOT_LOG, DIGLOT_METRICS_TOKEN), or the project.
    Call it in the process that serves, after any fork: it opens the journal. DiglotError.
    """
    form = log or environment.get("DIGLOT_LOG") or "text"
    if form not in logs.FORMS:
        raise ConfigError(f"DIGLOT_LOG cannot be {form!r}", remedy="choose " + " or ".join(logs.FORMS))
    trusted = trusted_proxies(project.config, environment, said=proxies)
    token = metrics_token(project.config, environment)
    logs.set_up(form)
    project.kept = KEPT
    recovered = project.recover()
    app = create_app(project, secret_key=project.secret_key())
    tally = app.extensions["tally"] = Tally(project)
    tell: list[Tell] = [log_request] if form == "json" else []
    if token:
        from .metrics import Metrics

        metrics = app.extensions["metrics"] = Metrics(project, tally, token=token)
        metrics.watch_log()
        tell.append(metrics.count)
    if tell:
        watch(app, tell)
    app.wsgi_app = behind_proxies(app.wsgi_app, trusted)  # type: ignore[method-assign,assignment]  # Flask's way to put something before
    return Started(app, recovered)


def clean_up_seldom() -> None:
    """Have Python look for cycles among what the desk keeps in memory less often: each look stops all requests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
