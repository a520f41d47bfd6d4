"""How far all articles of a desk are: counted beside, so that nobody waits for it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from l10n.errors import DiglotError
from l10n.model import CatalogKey
from l10n.progress import Counts

if TYPE_CHECKING:
    from l10n.newsroom.project import Project


PATIENCE_S = 0.1
"""So long a page waits for a new count before it shows the last one; for one that takes longer it does not wait."""

SHARE = 0.05
"""How much of the time may be spent on counting: counts of a small desk are never old, those of a large one seconds."""

Progress = Mapping[str, Mapping[str, Counts]]
"""How far each article is, in the order of the front page, by locale."""


class Tally:
    """How far the articles of a desk are."""

    def __init__(self, desk: Project) -> None:
        self.desk = desk
        self._progress: Progress = {}
        self._at, self._cost_s = 0.0, 0.0
        self._mutex = threading.Lock()

    def current(self) -> Progress:
        """Return the counts as they are, or as they were some seconds ago; every article there is now is among them."""
        if self.desk.slugs() != list(self._progress):
            with self._mutex:
                self._count()
        elif time.monotonic() - self._at > self._cost_s / SHARE and self._mutex.acquire(blocking=False):
            beside = threading.Thread(target=self._count_beside, name="progress", daemon=True)
            beside.start()
            beside.join(PATIENCE_S if self._cost_s < PATIENCE_S else 0)
        return self._progress

    def _count_beside(self) -> None:
        try:
            self._count()
        except DiglotError as error:
            logging.getLogger(__name__).error("%s: %s", type(error).__name__, error)
        finally:
            self._mutex.release()

    def _count(self) -> None:
        began, slugs = time.monotonic(), self.desk.slugs()
        keys = [CatalogKey(slug, locale) for slug in slugs for locale in self.desk.target_locales]
        counted: dict[str, dict[str, Counts]] = {slug: {} for slug in slugs}
        for key, counts in zip(keys, self.desk.counts(keys), strict=True):
            counted[key.slug][key.locale] = counts
        self._at = time.monotonic()
        self._progress, self._cost_s = counted, self._at - began
