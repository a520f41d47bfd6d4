"""The side of a project that makes backups, while people work on it."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ..backups import Manifest
from ..errors import ConflictError, StorageError
from ..files import SUFFIX, locked, open_beside, storage_error, sync_folder
from ..replacing import replace_patiently
from ..temporaries import sweep_temporaries
from .shipping import Shipping, dated

if TYPE_CHECKING:
    from ..stores.snapshot import Hold, Snapshot

_SITE_WAIT_S = 60.0


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that was made: where, how large, what is in it, and which names of the project are not.

    *unsynced* are files of catalogs with work that the shared database has not been told of: it is in no backup.
    """

    path: Path
    size_bytes: int
    manifest: Manifest
    left_out: tuple[str, ...] = ()
    unsynced: tuple[str, ...] = ()
    locked: bool = False


class Safekeeping(Shipping):
    """The side of a project that makes backups."""

    def backup(self, path: Path, *, now: datetime, to: Sequence[str] = ()) -> BackedUp:
        """Write a backup to *path*, which must not be there yet; with *to*, locked to these keys of age.

        People may work on meanwhile: it holds all that they were told is saved before it began. ConflictError,
        StorageError, LockedError where the project does not come to rest.
        """
        from ..stores.age import lock, recipients_from
        from ..stores.backup_archive import write_archive
        from ..stores.snapshot import Snapshot

        recipients = recipients_from(to)
        if os.path.lexists(path):
            raise ConflictError(f"{path} is there already", remedy="name a new file: a backup never replaces another")
        snapshot = Snapshot(self.root, self.private_folder())
        try:
            manifest = self._taken(snapshot, now)
            with _new_file(path) as target:
                if recipients:
                    with tempfile.TemporaryFile(dir=self.private_folder(), prefix=".copy.", suffix=SUFFIX) as plain:
                        write_archive(plain, manifest, snapshot)
                        plain.seek(0)
                        lock(plain, target, recipients)
                else:
                    write_archive(target, manifest, snapshot)
            left_out = tuple(sorted(snapshot.left_out))
            unsynced = tuple(self._unsynced(snapshot))
            return BackedUp(path, path.stat().st_size, manifest, left_out, unsynced, bool(recipients))
        except OSError as error:
            raise storage_error(f"cannot write {path}", error) from error
        finally:
            snapshot.close()

    def _taken(self, snapshot: Snapshot, now: datetime) -> Manifest:
        with locked(self.root / ".diglot" / "locks" / "publish.lock", timeout_s=_SITE_WAIT_S, name="the site"):
            self._settle_site()
            if self.config.is_shared:
                self._take_shared(snapshot)
            else:
                snapshot.take(self._hold() if self.has_journal else None)
        made = dated(now).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return Manifest(made, self.name, snapshot.members, *snapshot.head)

    def _take_shared(self, snapshot: Snapshot) -> None:
        from ..stores.shared_moment import shared_moment

        snapshot.take_shared(lambda: shared_moment(self.database))

    def _unsynced(self, snapshot: Snapshot) -> list[str]:
        if not self.config.is_shared:
            return []
        from ..stores.shared_moment import changed_outside

        return changed_outside(self.root, snapshot.passed_over, snapshot.members)

    def _hold(self) -> Hold:
        from ..stores.database import writing

        def hold() -> AbstractContextManager[object]:
            return writing(self.database)

        return hold


@contextlib.contextmanager
def _new_file(path: Path) -> Iterator[IO[bytes]]:
    """Give a file that is at *path* when the block ends, whole and readable to its owner alone, or not at all."""
    with contextlib.suppress(StorageError):  # somebody else's is not ours to remove
        sweep_temporaries(path.parent, below=False)  # of backups that were cut off: they hold the project, unlocked
    descriptor, temporary = open_beside(*os.path.split(path), mode=0o600)
    try:
        with open(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            if sys.platform != "win32":
                os.replace(temporary, path)
        if sys.platform == "win32":
            replace_patiently(temporary, path)  # which renames closed files only
        sync_folder(path.parent)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
