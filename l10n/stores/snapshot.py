"""A project's files and its journal as they were at one moment, taken while people work on them.

Files are copied first, as many times as it takes. Then the journal is kept from changing: what is settled in it lies
in the catalogs already, and what is not is replayed by `recover`. So what has changed since is copied again, until a
look at all files finds none changed; that look is the moment. Then the journal is let go, and copied as it was at it.

Where machines share a database nothing is held: it shows one moment as long as it is asked to, and the files were at
it what they are in the copy where the look that follows finds none changed.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ..backups import FILES, FOLDERS, JOURNAL, Member, belongs
from ..errors import LockedError, StorageError
from ..files import SUFFIX, UNKNOWN, Stamp, open_beside, read_stamped, stamp_of, storage_error
from .chain_reading import ending_in
from .index import is_catalog
from .sqlite import JOURNAL_MODE, driver

if TYPE_CHECKING:
    import sqlite3

    from .shared_moment import SharedMoment

LOCKED_S = 5.0
"""How long the journal is kept from changing, at most, for the files to come to rest."""

Hold = Callable[[], AbstractContextManager[object]]
"""Keeps the journal from changing while its block lasts."""


@dataclass(frozen=True, slots=True)
class _Copy:
    stamp: Stamp
    offset: int
    member: Member


class Snapshot:
    """Copies of the files of the project at *root*, in a file without a name that is kept in *folder*."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root, self._folder = root, folder
        self._spool: IO[bytes] = tempfile.TemporaryFile(dir=folder, prefix=".copy.", suffix=SUFFIX)  # noqa: SIM115 (closed by close)
        self._copies: dict[str, _Copy] = {}
        self._catalogs_are_files = True
        self.left_out: list[str] = []
        self.passed_over: list[str] = []
        """Files of catalogs that stand in a shared database, too."""
        self.head: tuple[int, str] = (0, "")
        """Where the chain of the copied journal ends."""

    def take(self, hold: Hold | None) -> None:
        """Copy everything; *hold* is None where there is no journal. StorageError, LockedError."""
        try:
            self._copy_changed()
            self._copy_changed()
            if hold is None:
                self._rest()
                return
            with ExitStack() as stack:
                with hold():
                    self._rest()
                    journal = stack.enter_context(closing(self._open_journal()))
                    journal.execute("BEGIN")
                    journal.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on it sees no change
                    if JOURNAL_MODE != "WAL":
                        self._copy_journal(journal)  # nobody could write beside a reader
                        journal.close()
                if JOURNAL_MODE == "WAL":
                    self._copy_journal(journal)
        except driver.Error as error:
            raise StorageError(f"cannot copy the journal: {error}", remedy="diglot doctor says more") from error
        except OSError as error:
            raise storage_error(f"cannot copy {error.filename or 'the project'}", error) from error

    def take_shared(self, begin: Callable[[], AbstractContextManager[SharedMoment]]) -> None:
        """Copy everything of a project whose journal and catalogs are in a database. StorageError, LockedError."""
        self._catalogs_are_files = False
        try:
            self._copy_changed()
            deadline = time.monotonic() + LOCKED_S
            while not self._taken_shared(begin):
                _demand_before(deadline)
        except OSError as error:
            raise storage_error(f"cannot copy {error.filename or 'the project'}", error) from error

    def _taken_shared(self, begin: Callable[[], AbstractContextManager[SharedMoment]]) -> bool:
        self._copy_changed()
        with begin() as moment:
            if self._copy_changed():
                return False
            with self._journal_file() as path:
                moment.write_journal(path)
                self._keep_journal(path)
            for name, data in moment.catalogs():
                self._keep(name, data, UNKNOWN)
        return True

    @property
    def members(self) -> dict[str, Member]:
        return {name: copy.member for name, copy in sorted(self._copies.items())}

    def open(self, name: str) -> IO[bytes]:
        """Return a file that gives the content of a member from where it stands; good until the next is opened."""
        self._spool.seek(self._copies[name].offset)
        return self._spool

    def close(self) -> None:
        self._spool.close()

    def _rest(self) -> None:
        deadline = time.monotonic() + LOCKED_S
        while self._copy_changed():
            _demand_before(deadline)

    def _copy_changed(self) -> int:
        """Copy what has changed since it was copied last; return how many files had."""
        found: set[str] = set()
        self.left_out, changed = [], 0
        for name, stamp in self._listed():
            found.add(name)
            known = self._copies.get(name)
            if known and known.stamp == stamp != UNKNOWN:
                continue
            try:
                data, stamp = read_stamped(self._root / name)
            except FileNotFoundError:
                found.discard(name)
                continue
            changed += self._keep(name, data, stamp)
        gone = self._copies.keys() - found - {JOURNAL}
        for name in gone:
            del self._copies[name]
        return changed + len(gone)

    def _keep(self, name: str, data: bytes, stamp: Stamp) -> bool:
        """Keep a file's content; return whether it is another than what was kept of it."""
        known, member = self._copies.get(name), Member(hashlib.sha256(data).hexdigest(), len(data))
        is_new = known is None or known.member != member
        offset = self._spool.seek(0, os.SEEK_END) if known is None or is_new else known.offset
        self._copies[name] = _Copy(stamp, offset, member)
        if is_new:
            self._spool.write(data)
        return is_new

    def _listed(self) -> Iterator[tuple[str, Stamp]]:
        self.passed_over = []
        for name in (*FILES, *(inner for folder in FOLDERS for inner in self._below(folder))):
            try:
                stat = os.lstat(self._root / name)
            except FileNotFoundError:
                continue
            if belongs(name) and os.path.isfile(self._root / name) and not os.path.islink(self._root / name):
                if not self._catalogs_are_files and is_catalog(name):
                    self.passed_over.append(name)
                    continue
                yield name, stamp_of(stat)
            elif not name.endswith(".diglot-tmp"):
                self.left_out.append(name)

    def _below(self, folder: str) -> Iterator[str]:
        for base, folders, files in os.walk(self._root / folder):
            inner = Path(base).relative_to(self._root).as_posix()
            links = [name for name in folders if os.path.islink(os.path.join(base, name))]
            yield from (f"{inner}/{name}" for name in (*files, *links))

    def _open_journal(self) -> sqlite3.Connection:
        address = f"{(self._root / JOURNAL).absolute().as_uri()}?mode=ro"
        connection: sqlite3.Connection = driver.connect(address, uri=True, timeout=LOCKED_S)
        return connection

    def _copy_journal(self, journal: sqlite3.Connection) -> None:
        """Copy the journal as *journal* sees it; with a write-ahead log people go on deciding meanwhile."""
        with self._journal_file() as path:
            with closing(driver.connect(path)) as copy:
                journal.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE").fetchone()
            self._keep_journal(path)

    @contextmanager
    def _journal_file(self) -> Iterator[Path]:
        """Give an empty file for a copy of the journal, which is gone when the block ends."""
        descriptor, name = open_beside(str(self._folder), "journal", mode=0o600)
        try:
            yield Path(name)
        finally:
            os.close(descriptor)
            os.unlink(name)

    def _keep_journal(self, path: Path) -> None:
        self._copies[JOURNAL] = self._copied(path)
        self.head = ending_in(path)

    def _copied(self, path: Path) -> _Copy:
        offset, digest, size = self._spool.seek(0, os.SEEK_END), hashlib.sha256(), 0
        with open(path, "rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
                size += self._spool.write(block)
        return _Copy(UNKNOWN, offset, Member(digest.hexdigest(), size))


def _demand_before(deadline: float) -> None:
    if time.monotonic() > deadline:
        remedy = "Wait until the command that writes them has finished, and try again."
        raise LockedError("the project's files do not come to rest", remedy=remedy)
