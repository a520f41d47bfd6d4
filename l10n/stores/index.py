"""What was last seen of a project's files, so that a file that has not changed need not be read again.

The index is a cache in `.diglot/cache/`: it can be deleted at any time, and one that is damaged, locked or of another
version counts as empty. Each row stays true for ever: "with this stamp the file had this content, and this content was
in line with that basis". So neither a crash nor two programs at once can make it wrong, only incomplete.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sqlite3
import sys
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..files import UNKNOWN, Stamp, read_stamped, stamp_of
from ..model import RESERVED_SLUGS, CatalogKey
from ..progress import Counts

_TIMEOUT_S = 2.0
_LIBRARIES = ("markdown_it", "mdit_py_plugins", "yaml", "polib", "babel")
_TABLE = """CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, digest TEXT NOT NULL, size INTEGER NOT NULL,
 mtime_ns INTEGER NOT NULL, ctime_ns INTEGER NOT NULL, inode INTEGER NOT NULL, basis TEXT NOT NULL,
 segments INTEGER, approved INTEGER, review INTEGER, draft INTEGER, stale INTEGER, empty INTEGER) WITHOUT ROWID"""
_RULES = "SELECT digest FROM files WHERE path = ''"
_BEFORE = "before "
_BASES = "SELECT path, basis FROM files WHERE path LIKE 'locales/%.pot' OR path LIKE 'before locales/%.pot'"
_UPSERT = f"INSERT OR REPLACE INTO files VALUES ({', '.join('?' * 13)})"  # noqa: S608 (question marks alone)


_Columns = tuple[Any, ...]  # what SQLite gives has no type; the table says what it is


@dataclass(frozen=True, slots=True)
class Seen:
    """A file's content (its SHA-256), its stamp then, what the content was in line with, and a catalog's counts."""

    digest: str
    stamp: Stamp = UNKNOWN
    basis: str = ""
    counts: Counts | None = None


def article_name(slug: str) -> str:
    return f"articles/{slug}.md"


def template_name(slug: str) -> str:
    return f"locales/{slug}.pot"


def catalog_name(key: CatalogKey) -> str:
    return f"locales/{key.locale.replace('-', '_')}/LC_MESSAGES/{key.slug}.po"


def is_catalog(name: str) -> bool:
    """Whether a file, named from the project's folder, is an article's catalog."""
    parts = name.split("/")
    is_there = len(parts) == 4 and parts[0] == "locales" and parts[2] == "LC_MESSAGES" and name.endswith(".po")
    return is_there and parts[3].removesuffix(".po") not in RESERVED_SLUGS


def program_digest() -> str:
    """Return a digest of this program as it is installed: its files and the readers' libraries, by size and time."""
    package = Path(__file__).parent.parent
    folders = [package, *(package / room for room in ("readers", "stores", "workflow", "editions"))]
    for name in _LIBRARIES:
        found = importlib.util.find_spec(name)
        folders += [Path(found.origin).parent] if found and found.origin and found.submodule_search_locations else []
    files = [
        (entry.path, stat.st_size, stat.st_mtime_ns)
        for folder in folders
        for entry in _listing(str(folder)).values()
        if entry.name.endswith((".py", ".css"))
        for stat in (entry.stat(),)
    ]
    return hashlib.sha256(repr((sys.version_info, sorted(files))).encode()).hexdigest()


class FileIndex:
    """The rows of the index at *path*, about files below *root*; a file is named by its path from *root*, with `/`.

    Rows made under other *rules* count for nothing, and with *ignore* none does.
    """

    def __init__(
        self, path: Path, *, root: Path, rules: str, ignore: bool = False, timeout_s: float = _TIMEOUT_S
    ) -> None:
        self._path, self._root, self._rules, self._timeout_s = path, str(root), rules, timeout_s
        self._rows: dict[str, Seen | _Columns] = {} if ignore else _load(path, rules, timeout_s)
        self._changed: dict[str, Seen] = {}
        self._listed: dict[str, dict[str, os.DirEntry[str]]] = {}
        self._forget: list[str] = []

    def present(self, name: str) -> Seen | None:
        """Return what is known of the file as it is now; None where it is missing, unreadable or not as last seen."""
        folder, _, last = name.rpartition("/")
        listed = self._listed.get(folder)
        if listed is None:
            listed = self._listed[folder] = _listing(f"{self._root}/{folder}")
        entry, row = listed.get(last), self._rows.get(name)
        if entry is None or row is None:
            return None
        try:
            seen = _seen(row)
            if stamp_of(entry.stat()) == seen.stamp:
                return seen
            return self._compared(name, seen)
        except OSError:
            return None

    def last(self, name: str) -> Seen | None:
        """Return what was last seen of the file, whatever it is now."""
        row = self._rows.get(name)
        return _seen(row) if row else None

    def record(self, name: str, seen: Seen) -> None:
        """Remember what was seen of a file. Where it has no basis or counts, those of the same content stay."""
        if _BEFORE + name in self._rows:
            self._forget.append(_BEFORE + name)
        row = self._rows.get(name)
        known = _seen(row) if row else None
        if known and known.digest == seen.digest:
            seen = replace(seen, basis=seen.basis or known.basis, counts=seen.counts or known.counts)
        if seen != known:
            self._rows[name] = self._changed[name] = seen

    def record_all(self, seen: Mapping[str, Seen]) -> None:
        for name, each in seen.items():
            self.record(name, each)

    def in_line(self, slug: str, locales: Sequence[str]) -> list[Counts] | None:
        """Return the counts of the article's catalogs, None unless all of them are proved in line with the article."""
        article, template = self.present(article_name(slug)), self.present(template_name(slug))
        if article is None or template is None or template.basis != article.digest:
            return None
        counts = []
        for locale in locales:
            seen = self.present(catalog_name(CatalogKey(slug, locale)))
            if seen is None or seen.counts is None or seen.basis != article.digest:
                return None
            counts.append(seen.counts)
        return counts

    def read_before_all(self, slugs: Sequence[str]) -> dict[str, str]:
        """Return the digests of the articles whose template was last made under other rules, as they were then.

        Where an article still has that digest, and other segments, it has not changed: the rules have.
        """
        rows = {slug: self._rows.get(_BEFORE + template_name(slug)) for slug in slugs}
        return {slug: _seen(row).basis for slug, row in rows.items() if row}

    def _forget_others(self, slugs: Sequence[str], locales: Sequence[str]) -> None:
        wanted = {name for slug in slugs for name in (article_name(slug), template_name(slug))}
        wanted |= {catalog_name(CatalogKey(slug, locale)) for locale in locales for slug in slugs}
        wanted |= {_BEFORE + template_name(slug) for slug in slugs} - set(self._forget)
        kept = tuple(f"editions/{slug}/" for slug in slugs)
        self._forget = [name for name in self._rows if name not in wanted and not name.startswith(kept)]

    def save(self, *, only: tuple[Sequence[str], Sequence[str]] | None = None) -> bool:
        """Write what has changed, in one transaction; whether all went well. A failure is no error: it is a cache.

        With *only*, slugs and locales, the rows of all other files are dropped.
        """
        if only:
            self._forget_others(*only)
        if not self._changed and not self._forget:
            return True
        saved = _save(self._path, self._rules, self._changed, self._forget, self._timeout_s)
        if saved:
            self._changed, self._forget = {}, []
        return saved

    def _compared(self, name: str, seen: Seen) -> Seen | None:
        data, stamp = read_stamped(f"{self._root}/{name}")
        if hashlib.sha256(data).hexdigest() != seen.digest:
            return None
        seen = replace(seen, stamp=stamp)
        self.record(name, seen)
        return seen


def _listing(folder: str) -> dict[str, os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return {entry.name: entry for entry in entries}
    except OSError:
        return {}


def _seen(row: Seen | _Columns) -> Seen:
    if isinstance(row, Seen):
        return row
    return Seen(row[0], row[1:5], row[5], Counts(*row[6:]) if row[6] is not None else None)


def _row(name: str, seen: Seen) -> _Columns:
    c = seen.counts
    counts = (c.segments, c.approved, c.review, c.draft, c.stale, c.empty) if c else (None,) * 6
    return (name, seen.digest, *seen.stamp, seen.basis, *counts)


def _load(path: Path, rules: str, timeout_s: float) -> dict[str, Seen | _Columns]:
    if not path.is_file():
        return {}
    try:
        with closing(sqlite3.connect(path, timeout=timeout_s)) as database:
            if database.execute(_RULES).fetchone() != (rules,):
                return dict(_read_before(database))
            return {row[0]: row[1:] for row in database.execute("SELECT * FROM files WHERE path != ''")}
    except (sqlite3.Error, OSError):
        return {}


def _save(path: Path, rules: str, changed: Mapping[str, Seen], forget: Collection[str], timeout_s: float) -> bool:
    for _ in range(2):
        try:
            _prepare(path)
            with closing(sqlite3.connect(path, timeout=timeout_s, isolation_level=None)) as database:
                _write(database, rules, changed, forget)
            return True
        except sqlite3.OperationalError:
            return False  # locked, or the disk is full: the next run will do
        except (sqlite3.Error, OSError, UnicodeError):
            pass
        for damaged in (path, path.with_name(f"{path.name}-journal")):
            with suppress(OSError):
                damaged.unlink()
    return False


def _prepare(path: Path) -> None:
    """Make the file and its folders, closed to other accounts."""
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600))


def _write(database: sqlite3.Connection, rules: str, changed: Mapping[str, Seen], forget: Collection[str]) -> None:
    database.execute("BEGIN IMMEDIATE")
    if not _is_made_under(database, rules):
        before = _read_before(database)
        database.execute("DROP TABLE IF EXISTS files")
        database.execute(_TABLE)
        database.executemany(_UPSERT, (_row(name, seen) for name, seen in [("", Seen(rules)), *before]))
    database.executemany("DELETE FROM files WHERE path = ?", ((name,) for name in forget))
    database.executemany(_UPSERT, (_row(name, seen) for name, seen in changed.items()))
    database.execute("COMMIT")


def _read_before(database: sqlite3.Connection) -> list[tuple[str, Seen]]:
    """Return which article each template was made of, the newest known, under names that no file has."""
    try:
        bases = dict(sorted(database.execute(_BASES), key=lambda row: not row[0].startswith(_BEFORE)))
    except sqlite3.OperationalError:
        return []
    named = {_BEFORE + path.removeprefix(_BEFORE): basis for path, basis in bases.items() if basis}
    return [(name, Seen("", basis=basis)) for name, basis in named.items()]


def _is_made_under(database: sqlite3.Connection, rules: str) -> bool:
    try:
        return bool(database.execute(_RULES).fetchone() == (rules,))
    except sqlite3.OperationalError:
        return False
