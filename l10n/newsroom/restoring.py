"""A project restored from a backup: unpacked beside its place, looked through, and put there in one step, or not."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from ..backups import JOURNAL, Manifest
from ..errors import BackupError, ConfigError, ConflictError, DiglotError
from ..files import storage_error, sync_folder
from ..in_use import alone_in
from .config import find_config, load_config
from .project import Project

_DAMAGED = "take another copy of the backup: nothing of this one was put anywhere"


@dataclass(frozen=True, slots=True)
class Restored:
    """A project that was restored: where, from what, where the one that was there lies now.

    *applied* decisions were under way when the backup was made; *trouble* is what kept others from being carried out.
    """

    path: Path
    manifest: Manifest
    aside: Path | None = None
    applied: int = 0
    trouble: DiglotError | None = None


def restore(
    file: Path, folder: Path, *, now: datetime, identities: Sequence[str] = (), replace: bool = False
) -> Restored:
    """Put the project of a backup into *folder*, which must not be there yet, or be empty.

    With *replace* it may hold a project that nobody works on: that is put aside, whole. BackupError, ConflictError,
    LockedError and StorageError leave everything as it was.
    """
    folder = Path(os.path.abspath(folder))
    _demand_place(folder, replace=replace)
    with contextlib.ExitStack() as stack:
        if replace and folder.is_dir():
            stack.enter_context(alone_in(folder))
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            beside = Path(tempfile.mkdtemp(prefix=f".{folder.name[:60]}.", suffix=".diglot-new", dir=folder.parent))
        except OSError as error:
            raise storage_error(f"cannot write beside {folder}", error) from error
        try:
            manifest = _unpacked(file, beside, identities)
            applied, trouble = _looked_through(beside, manifest, str(file))
            aside = _put(beside, folder, now)
        except OSError as error:
            raise storage_error(f"cannot restore into {folder}", error) from error
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return Restored(folder, manifest, aside, applied, trouble)


def _demand_place(folder: Path, *, replace: bool) -> None:
    if not os.path.lexists(folder) or (folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())):
        return
    if not replace:
        remedy = "name a new folder; or put the project that is there aside: --replace"
        raise ConflictError(f"{folder} is there already", remedy=remedy)
    with contextlib.suppress(ConfigError):
        if not folder.is_symlink() and find_config(folder).parent == folder.resolve():
            return
    raise ConflictError(f"{folder} is no project of Diglot", remedy="name a new folder: nothing was replaced")


def _unpacked(file: Path, folder: Path, identities: Sequence[str]) -> Manifest:
    from ..stores.backup_archive import unpack_archive

    try:
        with file.open("rb") as packed, _unlocked(packed, folder.parent, identities, str(file)) as plain:
            size = os.fstat(plain.fileno()).st_size
            return unpack_archive(plain, folder, path=str(file), size_bytes=size)
    except FileNotFoundError as error:
        raise BackupError("there is no such file", path=str(file), remedy="name a backup") from error


@contextlib.contextmanager
def _unlocked(file: BinaryIO, folder: Path, identities: Sequence[str], path: str) -> Iterator[BinaryIO]:
    from ..stores.age import MAGIC, unlock

    is_locked = file.read(len(MAGIC)) == MAGIC
    file.seek(0)
    if not is_locked:
        yield file
        return
    with tempfile.TemporaryFile(dir=folder) as plain:
        unlock(file, plain, identities, path=path)
        plain.seek(0)
        yield plain


def _looked_through(folder: Path, manifest: Manifest, path: str) -> tuple[int, DiglotError | None]:
    """Look whether the project that was unpacked is sound, and finish what was under way when it was backed up."""
    from ..stores.examining import examine_journal

    (folder / ".diglot").mkdir(exist_ok=True)
    (folder / ".diglot").chmod(0o700)
    state = examine_journal(folder / JOURNAL)
    if state is not None and (state.problem or state.fault):
        raise BackupError(f"its journal is not sound: {state.problem or state.fault}", path=path, remedy=_DAMAGED)
    if state is not None and (state.links, state.link if state.links else "") != (manifest.links, manifest.link):
        raise BackupError("its journal is not the one that its manifest tells of", path=path, remedy=_DAMAGED)
    for name in ("articles", "locales"):
        (folder / name).mkdir(exist_ok=True)
    if state is None:
        return 0, None
    try:
        return Project(load_config(folder)).recover().applied, None
    except DiglotError as error:
        return 0, error


def _put(beside: Path, folder: Path, now: datetime) -> Path | None:
    """Put the new project in its place in one step; return where the one that was there lies now."""
    from ..stores.exchange_folders import exchange_folders

    mask = os.umask(0)
    os.umask(mask)
    beside.chmod(0o777 & ~mask)
    if not folder.exists() or not any(folder.iterdir()):
        if os.name == "nt" and folder.exists():
            folder.rmdir()
        os.rename(beside, folder)
        sync_folder(folder.parent)
        return None
    aside = _free(folder.with_name(f"{folder.name}.before-{now:%Y%m%d-%H%M%S}"))
    if exchange_folders(beside, folder):
        os.rename(beside, aside)
    else:
        os.rename(folder, aside)
        try:
            os.rename(beside, folder)
        except OSError:
            os.rename(aside, folder)
            raise
    sync_folder(folder.parent)
    return aside


def _free(path: Path) -> Path:
    number, free = 1, path
    while os.path.lexists(free):
        number, free = number + 1, path.with_name(f"{path.name}-{number}")
    return free
