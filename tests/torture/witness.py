"""Who remembers what people were told, and looks whether journal and catalogs still say so.

It reads the journal's rows by itself, without the program's own code but with its SQLite, and the catalogs by the strict
guard.
"""

from __future__ import annotations

import json
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

from l10n.model import CatalogKey, Entry, Key, State
from l10n.newsroom.project import Project
from l10n.stores.po import parse_catalog
from l10n.stores.sqlite import driver

from .newsroom import catalogs_of, strays

Place = tuple[str, str, str, str]
"""Article, locale, context and source of an entry."""


class Witness:
    """Keeps what was answered and compares it with what is there. Each text is typed once, so texts tell decisions."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.told: set[str] = set()
        """Texts whose approval was answered with 303."""
        self.declined: set[str] = set()
        """Texts that were answered with 409."""
        self.outcomes: dict[str, str] = {}
        self.newest: dict[Place, dict[str, object]] = {}
        self.faults: list[str] = []
        self.lost = 0
        self._last = 0
        self._lock = threading.Lock()
        self._sizes = {key: len(project.catalogs.read(key)[0].entries) for key in catalogs_of(project)}

    def heard(self, status: int, text: str) -> None:
        """Remember an answer to the approval of *text*."""
        with self._lock:
            {303: self.told, 409: self.declined}.get(status, set()).add(text)

    def examine(self) -> None:
        """Compare all that was told since the last time; nobody may be deciding meanwhile."""
        self._read_journal()
        for text in self.told:
            if self.outcomes.get(text) != "applied":
                self._fault(f"told done, but {self.outcomes.get(text, 'not in the journal')}: {text}", lost=True)
        for text in self.declined:
            if self.outcomes.get(text) != "conflict":
                self._fault(f"told a conflict, but {self.outcomes.get(text, 'not kept')}: {text}", lost=True)
        self.told.clear()
        self.declined.clear()
        for key in self._sizes:
            self._examine_catalog(key)
        for stray in strays(self.project.root):
            self._fault(f"left lying about: {stray}")

    def check_database(self) -> None:
        with closing(self._connect()) as journal:
            [said] = journal.execute("PRAGMA integrity_check").fetchone()
        if said != "ok":
            self._fault(f"the journal is damaged: {said}")

    def _connect(self) -> Any:
        return driver.connect(f"file:{self.project.root / '.diglot' / 'journal.sqlite'}?mode=ro", uri=True)

    def _read_journal(self) -> None:
        columns = "id, slug, locale, context, source, before, after, outcome"
        with closing(self._connect()) as journal:
            rows = journal.execute(
                f"SELECT {columns} FROM decisions WHERE id > ? ORDER BY id",
                (self._last,),
            ).fetchall()
        for id, slug, locale, context, source, before, after, outcome in rows:
            self._last = id
            place, after = (slug, locale, context, source), json.loads(after)
            self.outcomes[after.get("target", "")] = outcome
            if outcome == "pending":
                self._fault(f"decision {id} is still pending")
            if outcome != "applied":
                continue
            seen, stood = json.loads(before).get("target", ""), self.newest.get(place, {}).get("target", "")
            if seen != stood:
                self._fault(f"decision {id} was made upon {seen!r}, where {stood!r} stood", lost=True)
            self.newest[place] = after

    def _examine_catalog(self, key: CatalogKey) -> None:
        path: Path = self.project.catalogs.path(key)
        text = path.read_bytes().decode("utf-8")
        entries: dict[Key, Entry] = parse_catalog(text, key=key, path=path.name).by_key()
        if len(entries) != self._sizes[key]:
            self._fault(f"{path.name} has {len(entries)} entries, not {self._sizes[key]}", lost=True)
        for (context, source), entry in entries.items():
            after = self.newest.get((key.slug, key.locale, context, source), {})
            if entry.target != after.get("target", ""):
                self._fault(f"{path.name} says {entry.target!r}, the journal {after.get('target', '')!r}", lost=True)
            elif after.get("seal") and entry.state() is not State.APPROVED:
                self._fault(f"{path.name}: {entry.target!r} is no longer approved", lost=True)

    def _fault(self, words: str, *, lost: bool = False) -> None:
        self.faults.append(words)
        self.lost += lost
