"""Numbers about the desk for Prometheus: of requests, entries, decisions and jobs. None names a person or an article.

Each worker process counts its own requests. With PROMETHEUS_MULTIPROC_DIR, which has to be set before this module is
imported, they share what they count and each answers for all; without it each answers for itself, and says which it is.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from l10n.clock import utc_now
from l10n.errors import DiglotError

from .tallying import Tally
from .watching import Seen

if TYPE_CHECKING:
    from l10n.newsroom.project import Project

SHARED = "PROMETHEUS_MULTIPROC_DIR"
BUCKETS_S = (0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)
MOST_OFTEN_S = 15.0
"""So long what the database says is not asked again."""
STATES = ("approved", "review", "draft", "stale", "empty")


class Metrics:
    """What is counted in this process, and the page that tells it to who has *token*."""

    def __init__(self, desk: Project, tally: Tally, *, token: str) -> None:
        self.token = token
        own = CollectorRegistry()
        labels = ["route", "method"]
        self._requests = Counter("diglot_requests", "Requests that are over.", [*labels, "status"], registry=own)
        self._seconds = Histogram(
            "diglot_request_seconds", "How long they took.", labels, registry=own, buckets=BUCKETS_S
        )
        self._errors = Counter("diglot_errors", "Errors in the log, by its room.", ["room"], registry=own)
        self._registry = CollectorRegistry() if os.environ.get(SHARED) else own
        if os.environ.get(SHARED):
            MultiProcessCollector(self._registry)  # type: ignore[no-untyped-call]
        else:
            self._registry.register(_ThisProcess())
        self._registry.register(_Desk(desk, tally))

    def count(self, seen: Seen) -> None:
        """Count a request, by the kind of its status: 2xx, 4xx."""
        self._requests.labels(seen.route, seen.method, f"{seen.status // 100}xx").inc()
        self._seconds.labels(seen.route, seen.method).observe(seen.seconds)

    def watch_log(self) -> None:
        """Count what this process logs as an error from now on."""
        logging.getLogger().addHandler(_Counting(self._errors))

    def page(self) -> bytes:
        return generate_latest(self._registry)


class _Counting(logging.Handler):
    def __init__(self, counter: Counter) -> None:
        super().__init__(logging.ERROR)
        self._counter = counter

    def emit(self, record: logging.LogRecord) -> None:
        self._counter.labels(record.name.split(".")[0]).inc()


class _ThisProcess:
    """Says which process answers, where each answers for itself."""

    def collect(self) -> Iterator[Metric]:
        gauge = GaugeMetricFamily("diglot_process", "Which process has counted: requests are its own.", labels=["pid"])
        gauge.add_metric([str(os.getpid())], 1)
        yield gauge


class _Desk:
    """What the project says of itself; where it cannot be asked, these numbers are missing and `diglot_up` is 0."""

    def __init__(self, desk: Project, tally: Tally) -> None:
        self._desk, self._tally = desk, tally
        self._found: tuple[Metric, ...] = ()
        self._asked_at = 0.0

    def collect(self) -> Iterator[Metric]:
        if not self._found or time.monotonic() - self._asked_at > MOST_OFTEN_S:
            self._found, self._asked_at = tuple(self._ask()), time.monotonic()
        yield from self._found

    def _ask(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("diglot_up", "Whether catalogs and database could be asked.")
        try:
            yield from (*self._entries(), *self._figures())
        except DiglotError:
            up.add_metric([], 0)
        else:
            up.add_metric([], 1)
        yield up

    def _entries(self) -> list[Metric]:
        progress = self._tally.current()
        entries = GaugeMetricFamily("diglot_entries", "Paragraphs by state.", labels=["locale", "state"])
        for locale in self._desk.target_locales:
            counts = [each[locale] for each in progress.values() if locale in each]
            for state in STATES:
                entries.add_metric([locale, state], sum(getattr(count, state) for count in counts))
        articles = GaugeMetricFamily("diglot_articles", "Articles in the project.", value=len(progress))
        return [entries, articles]

    def _figures(self) -> list[Metric]:
        from l10n.stores.figures import count_figures

        figures = count_figures(self._desk.database, now=utc_now())
        decisions = CounterMetricFamily("diglot_decisions", "Decisions recorded.", labels=["action", "outcome"])
        for (action, outcome), count in figures.decisions.items():
            decisions.add_metric([action, outcome], count)
        jobs = GaugeMetricFamily("diglot_jobs", "Jobs on the list, by state.", labels=["state"])
        for state, count in figures.jobs.items():
            jobs.add_metric([state], count)
        age = "How long the oldest job has waited, in seconds."
        return [decisions, jobs, GaugeMetricFamily("diglot_queue_age_seconds", age, value=figures.queue_age_s)]
