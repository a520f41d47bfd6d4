"""How far all articles of a desk are: counted beside, so that nobody waits for it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping

from l10n.errors import DiglotError
from l10n.model import CatalogKey
from l10n.progress import Counts

from .desk import Desk

LOST_AFTER_S = 60.0
"""Counts that are older are not shown any more."""

Progress = Mapping[str, Mapping[str, Counts]]
"""How far each article is, in the order of the front page, by locale."""


class Tally:
    """How far the articles of a desk are."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._progress: Progress = {}
        self._at = -LOST_AFTER_S
        self._mutex = threading.Lock()

    def current(self, fresh_s: float) -> Progress:
        """Return the counts; those older than *fresh_s* are made anew beside, those nobody can use any more first."""
        age_s = time.monotonic() - self._at
        if age_s > LOST_AFTER_S or not fresh_s:
            with self._mutex:
                self._count()
        elif age_s > fresh_s and self._mutex.acquire(blocking=False):
            threading.Thread(target=self._count_beside, name="progress", daemon=True).start()
        return self._progress

    def _count_beside(self) -> None:
        try:
            self._count()
        except DiglotError as error:
            logging.getLogger(__name__).error("%s: %s", type(error).__name__, error)
        finally:
            self._mutex.release()

    def _count(self) -> None:
        slugs = self.desk.slugs()
        keys = [CatalogKey(slug, locale) for slug in slugs for locale in self.desk.target_locales]
        counted: dict[str, dict[str, Counts]] = {slug: {} for slug in slugs}
        for key, counts in zip(keys, self.desk.counts(keys), strict=True):
            counted[key.slug][key.locale] = counts
        self._progress, self._at = counted, time.monotonic()
