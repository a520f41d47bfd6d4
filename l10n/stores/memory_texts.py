"""The texts of a memory's index, one SQLite file: found by number, by equality, by a phrase.

A text's number is never used again while the index lives, so that a number the index has may be gone here, never wrong.
Neighbours that are the texts before and after, as in every article, are not kept twice.
"""

from __future__ import annotations

import json
import re
import sqlite3
import threading
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from ..files import sync_file, sync_folder
from ..ports import Remembered
from ..tokens import plain_text

_TABLES = """
CREATE TABLE texts (
    id INTEGER PRIMARY KEY, catalog INTEGER, whole INTEGER, place INTEGER,
    source, target, before, after, context, approved,
    plain_source, plain_target  -- null where SQLite makes the same of the text
);
CREATE TABLE catalogs (id INTEGER PRIMARY KEY, source_locale, target_locale, slug);
CREATE TABLE last (id INTEGER);
INSERT INTO last VALUES (0);
"""
_INDEXES = ("CREATE INDEX by_whole ON texts (whole, place)", "CREATE INDEX by_catalog ON texts (catalog)")
_INSERT = "INSERT OR REPLACE INTO texts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_EQUAL = """
SELECT id FROM (SELECT id FROM texts WHERE whole = :whole AND place = :place LIMIT :limit)
UNION SELECT id FROM (SELECT id FROM texts WHERE whole = :whole LIMIT :limit)
"""
_SOURCES = "SELECT t.id, source FROM json_each(?) j CROSS JOIN texts t ON t.id = j.value"
_REMEMBERED = """
SELECT t.source, t.target, source_locale, target_locale, slug, context,
    ifnull(t.before, (SELECT source FROM texts WHERE id = t.id - 1)),
    ifnull(t.after, (SELECT source FROM texts WHERE id = t.id + 1)), approved
FROM json_each(?) j CROSS JOIN texts t ON t.id = j.value CROSS JOIN catalogs c ON c.id = t.catalog
"""
_HOLDING = """
SELECT id FROM texts WHERE instr(ifnull(plain_{0}, {1}), ?) AND catalog NOT IN (SELECT value FROM json_each(?))
ORDER BY length({0}), id LIMIT ?
"""
_CATALOG, _SOURCE, _BEFORE, _AFTER = 1, 4, 6, 7
_MISPLACED = ("\u103a\u1037", "\u1037\u103a")
"""Two Burmese marks as many keyboards give them, and in the order that Unicode and `plain_text` put them in."""
_WAIT_S = 10.0

_Row = list[object]


class DamagedError(Exception):
    """The files of the index cannot be read: it is to be made anew."""


@contextmanager
def _guarded(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError, ValueError) as error:
        raise DamagedError(f"{path}: {error}") from error


class PairTexts:
    """The texts in the file *path*, for any thread. All that is asked raises DamagedError where it cannot be read."""

    def __init__(self, path: Path) -> None:
        self._path, self._mutex = path, threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def equal(self, source: str, *, context: str, before: str, after: str, limit: int) -> list[int]:
        """Return the numbers of those that hardly can be but this source: some in this place, some in any."""
        asked = {"whole": _digest(source), "place": _place(context, before, after), "limit": limit}
        return [_number(number) for (number,) in self._ask(_EQUAL, asked)]

    def sources(self, numbers: Sequence[int]) -> list[tuple[int, str]]:
        """Return the sources of those of *numbers* that are there still, each with its number."""
        return [(_number(number), _text(source)) for number, source in self._ask(_SOURCES, (json.dumps(numbers),))]

    def remembered(self, numbers: Sequence[int]) -> list[Remembered]:
        """Return those of *numbers* that are there still, in their order."""
        return [Remembered(*map(_text, row)) for row in self._ask(_REMEMBERED, (json.dumps(numbers),))]

    def holding(self, plain: str, *, in_target: bool, limit: int, without: Sequence[int]) -> list[int]:
        """Return the numbers of the *limit* shortest in which *plain* stands, all texts looked at.

        Those of the catalogs *without*, as `catalog_number` gives them, do not count.
        """
        with _guarded(self._path):  # not over the connection that others wait for
            connection = _open(self._path)
            try:
                asked = (_bound(plain), json.dumps(without), limit)
                column = "target" if in_target else "source"
                statement = _HOLDING.format(column, _made_plain(column, plain))
                return [number for (number,) in connection.execute(statement, asked)]
            finally:
                connection.close()

    def close(self) -> None:
        with self._mutex:
            if self._connection:
                self._connection.close()
            self._connection = None

    def _ask(self, statement: str, asked: Sequence[str] | dict[str, int]) -> list[tuple[object, ...]]:
        with self._mutex, _guarded(self._path):
            if self._connection is None:
                self._connection = _open(self._path)
            return self._connection.execute(statement, asked).fetchall()


class TextsWriter:
    """Changes of the file *path*, made where there is none, that are committed together. Raises DamagedError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with _guarded(path):
            self._is_new = not path.exists()
            self._file = path.with_suffix(".new") if self._is_new else path
            if self._is_new:
                self._file.unlink(missing_ok=True)
            self._connection = sqlite3.connect(
                self._file, timeout=_WAIT_S, isolation_level=None, check_same_thread=False
            )
            self._prepare()
            [(self._last,)] = self._connection.execute("SELECT id FROM last")

    def add(self, batch: Sequence[Remembered], plain_sources: Sequence[str]) -> range:
        """Take texts, whose sources are given as `plain_text` makes them too; return their numbers."""
        numbers = range(self._last + 1, self._last + 1 + len(batch))
        rows = list(map(_row, numbers, batch, plain_sources))
        for row, following in pairwise(rows):
            _link(row, following)
        self._last += len(batch)
        with _guarded(self._path):
            self._add_catalogs(batch)
            try:
                self._connection.executemany(_INSERT, rows)
            except UnicodeEncodeError:  # half a letter, which SQLite does not take as text
                self._connection.executemany(_INSERT, [[_bound(value) for value in row] for row in rows])
        return numbers

    def forget(self, catalog: int) -> None:
        with _guarded(self._path):
            self._connection.execute("DELETE FROM texts WHERE catalog = ?", (catalog,))

    def commit(self) -> None:
        with _guarded(self._path):
            self._connection.execute("UPDATE last SET id = ?", (self._last,))
            for statement in _INDEXES if self._is_new else ():
                self._connection.execute(statement)
            self._connection.execute("COMMIT")
            self._connection.close()
            if self._is_new:
                sync_file(self._file)
                self._file.replace(self._path)
                sync_folder(self._path.parent)

    def cancel(self) -> None:
        with _guarded(self._path):
            self._connection.close()

    def _prepare(self) -> None:
        execute = self._connection.execute
        execute("PRAGMA cache_size = -8000")
        if self._is_new:  # nobody reads it yet, and what is not finished is thrown away
            execute("PRAGMA synchronous = OFF")
            execute("PRAGMA page_size = 8192")
            execute("PRAGMA journal_mode = OFF")
            self._connection.executescript(_TABLES)
        execute("BEGIN IMMEDIATE")

    def _add_catalogs(self, batch: Iterable[Remembered]) -> None:
        found = {catalog_number(r.slug, r.target_locale): r for r in batch}
        rows = [(number, r.source_locale, r.target_locale, _bound(r.slug)) for number, r in found.items()]
        self._connection.executemany("INSERT OR REPLACE INTO catalogs VALUES (?, ?, ?, ?)", rows)


def _row(number: int, r: Remembered, plain_source: str) -> _Row:
    numbers = number, catalog_number(r.slug, r.target_locale)
    digests = _digest(r.source), _place(r.context, r.before, r.after)
    plain = _unless_made(r.source, plain_source), _unless_made(r.target, plain_text(r.target))
    return [*numbers, *digests, r.source, r.target, r.before, r.after, r.context, r.approved, *plain]


def _link(row: _Row, following: _Row) -> None:
    """Leave out the neighbours of two texts of one catalog that follow each other, where they are each other."""
    if row[_CATALOG] == following[_CATALOG]:
        if following[_BEFORE] == row[_SOURCE]:
            following[_BEFORE] = None
        if row[_AFTER] == following[_SOURCE]:
            row[_AFTER] = None


@lru_cache(maxsize=64)
def catalog_number(slug: str, target_locale: str) -> int:
    """Return what stands for a catalog in the index."""
    data = f"{slug}\0{target_locale.lower()}".encode("utf-8", "surrogatepass")
    return zlib.crc32(data) << 30 ^ zlib.adler32(data)


def _digest(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def _place(context: str, before: str, after: str) -> int:
    return _digest(f"{context}\0{before}\0{after}")


def _unless_made(text: str, plain: str) -> str | None:
    """Return *plain*, None where SQLite makes the same of *text*: its `lower` knows ASCII letters only."""
    if plain == text:
        return None
    usual = text.replace("  ", " ")
    if text.isascii():
        return None if plain == usual.lower() else plain
    usual = usual.replace(*_MISPLACED)
    same = plain == usual or plain.encode("utf-8", "surrogatepass") == usual.encode("utf-8", "surrogatepass").lower()
    return None if same else plain


def _made_plain(column: str, phrase: str) -> str:
    """Return how SQLite makes the texts of a column plain, as far as that matters for a phrase: all are made so."""
    if re.search("[a-z]", phrase):
        column = f"lower({column})"
    if " " in phrase:
        column = f"replace({column}, '  ', ' ')"
    if _MISPLACED[1] in phrase or phrase.startswith(_MISPLACED[1][1]) or phrase.endswith(_MISPLACED[1][0]):
        column = f"replace({column}, '{_MISPLACED[0]}', '{_MISPLACED[1]}')"
    return column


def _bound(value: object) -> object:
    """Return *value* as SQLite takes it: a text with half a letter as bytes."""
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            return value.encode("utf-8", "surrogatepass")
    return value


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogatepass")
    return str(value or "")


def _open(path: Path) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode=rw"  # never made where it is gone
    connection = sqlite3.connect(address, uri=True, timeout=_WAIT_S, check_same_thread=False)
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA cache_size = -4000")
    return connection
