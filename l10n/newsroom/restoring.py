"""A project restored from a backup: unpacked beside its place, looked through, and put there in one step, or not."""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from ..backups import JOURNAL, Manifest
from ..errors import BackupError, ConfigError, ConflictError, DiglotError, LockedError, StorageError
from ..files import storage_error, sync_folder, write_atomically
from ..in_use import InUse, alone_in
from ..settings_text import without_setting
from .config import Config, find_config, load_config
from .project import Project

_URL = "DIGLOT_DATABASE_URL"
_UNFINISHED = ".diglot-new"
_DAMAGED = "take another copy of the backup: nothing of this one was put anywhere"


@dataclass(frozen=True, slots=True)
class Restored:
    """A project that was restored: where, from what, where the one that was there lies now.

    *applied* decisions were under way when the backup was made; *trouble* is what kept others from being carried out.
    *shared* is whether journal and catalogs went into a database that machines share.
    """

    path: Path
    manifest: Manifest
    aside: Path | None = None
    applied: int = 0
    trouble: DiglotError | None = None
    shared: bool = False


def restore(
    file: Path,
    folder: Path,
    *,
    now: datetime,
    identities: Sequence[str] = (),
    replace: bool = False,
    files: bool = False,
    environment: Mapping[str, str] = os.environ,
) -> Restored:
    """Put the project of a backup into *folder*, which must not be there yet, or be empty.

    With *replace* it may hold a project that nobody works on: that is put aside, whole. Where the configuration names a
    shared database, journal and catalogs go into that, which must be empty; with *files* they are files all the same.
    BackupError, ConflictError, LockedError and StorageError leave everything as it was.
    """
    folder = Path(os.path.abspath(folder))
    _demand_place(folder, replace=replace)
    with contextlib.ExitStack() as stack:
        if replace and folder.is_dir():
            stack.enter_context(alone_in(folder))
        beside = stack.enter_context(_room_beside(folder))
        try:
            manifest = _unpacked(file, beside, identities)
            has_journal = _look_through(beside, manifest, str(file))
            config, trouble = _configured(beside, environment, files=files)
            if config and config.is_shared:
                aside = _put_shared(beside, folder, now, config)
                applied, trouble = _recovered(load_config(folder, environment=environment))
                return Restored(folder, manifest, aside, applied, trouble, shared=True)
            applied, trouble = _recovered(config) if config and has_journal else (0, trouble)
            return Restored(folder, manifest, _put(beside, folder, now), applied, trouble)
        except OSError as error:
            raise storage_error(f"cannot restore into {folder}", error) from error


@contextlib.contextmanager
def _room_beside(folder: Path) -> Iterator[Path]:
    """Give a new folder on the disk of *folder*, which is gone when the block ends unless it was moved.

    What restores that were cut off have left there is removed first: it holds the whole project, unlocked.
    """
    prefix = f".{folder.name[:60]}."
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _sweep(folder.parent, prefix)
        beside = Path(tempfile.mkdtemp(prefix=prefix, suffix=_UNFINISHED, dir=folder.parent))
        held = InUse(beside)
    except OSError as error:
        raise storage_error(f"cannot write beside {folder}", error) from error
    try:
        yield beside
    finally:
        del held
        shutil.rmtree(beside, ignore_errors=True)


def _sweep(folder: Path, prefix: str) -> None:
    """Remove unfinished projects that no restore works on. Windows, which holds no folders, cannot tell: not there."""
    for left in () if os.name == "nt" else folder.glob(f"{glob.escape(prefix)}*{_UNFINISHED}"):
        with contextlib.suppress(LockedError, StorageError), alone_in(left):
            shutil.rmtree(left, ignore_errors=True)


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
def _unlocked(file: IO[bytes], folder: Path, identities: Sequence[str], path: str) -> Iterator[IO[bytes]]:
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


def _look_through(folder: Path, manifest: Manifest, path: str) -> bool:
    """Look whether the project that was unpacked is sound; return whether it has a journal."""
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
    return state is not None


def _configured(
    folder: Path, environment: Mapping[str, str], *, files: bool
) -> tuple[Config | None, DiglotError | None]:
    """Return the configuration, for one machine where *files* are asked for; or what is wrong with it."""
    if files:
        environment = {name: value for name, value in environment.items() if name != _URL}
    try:
        config = load_config(folder, environment=environment)
    except ConfigError as error:
        return None, error
    if not (files and config.is_shared):
        return config, None
    text = config.path.read_bytes().decode("utf-8")
    table = ("tool", "diglot", "database") if config.path.name == "pyproject.toml" else ("database",)
    edited = without_setting(text, table, "url")
    if edited is None:
        remedy = "have it in an empty database: DIGLOT_DATABASE_URL=postgresql://… diglot restore …"
        raise ConfigError("cannot be taken out safely", key="database.url", path=str(config.path), remedy=remedy)
    write_atomically(config.path, edited.encode())
    return load_config(folder, environment=environment), None


def _recovered(config: Config) -> tuple[int, DiglotError | None]:
    """Finish what was under way when the backup was made."""
    try:
        return Project(config).recover().applied, None
    except DiglotError as error:
        return 0, error


def _put_shared(beside: Path, folder: Path, now: datetime, config: Config) -> Path | None:
    """Put journal and catalogs into the shared database and the files in their place: both or nothing.

    The database keeps what it was given when the folder is there; a restore that ends in between can be begun anew.
    """
    from ..stores.database import open_database
    from ..stores.index import catalog_name
    from ..stores.po import PoCatalogStore
    from ..stores.shared_loading import loading
    from ..stores.sql_catalogs import SqlCatalogStore

    source, name = config.text("project.source"), config.text("project.name") or folder.name
    database = open_database(config.text("database.url"))
    files = PoCatalogStore(beside, source_locale=source, project=name)
    store, aside, is_put = SqlCatalogStore(database, beside, source_locale=source, project=name), None, False
    try:
        with loading(database, beside / JOURNAL, files, store):
            for key in files.keys():  # noqa: SIM118  the port's method
                path = catalog_name(key)
                write_atomically(beside / ".diglot" / "sync" / path, (beside / path).read_bytes())
            (beside / JOURNAL).unlink()
            aside, is_put = _put(beside, folder, now), True
    except DiglotError:
        if is_put:
            os.rename(folder, beside)
            if aside:
                os.rename(aside, folder)
        raise
    return aside


def _put(beside: Path, folder: Path, now: datetime) -> Path | None:
    """Put the new project in its place in one step; return where the one that was there lies now."""
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
    _exchange(beside, folder, aside)
    sync_folder(folder.parent)
    return aside


def _exchange(beside: Path, folder: Path, aside: Path) -> None:
    """Put *beside* in the place of *folder* and that at *aside*, so that whatever ends this, people know its name."""
    from ..stores.exchange_folders import exchange_folders

    os.rename(beside, aside)
    try:
        is_done = exchange_folders(aside, folder)
    except OSError:
        os.rename(aside, beside)
        raise
    if is_done:
        return
    os.rename(aside, beside)
    os.rename(folder, aside)
    try:
        os.rename(beside, folder)
    except OSError:
        os.rename(aside, folder)
        raise


def _free(path: Path) -> Path:
    number, free = 1, path
    while os.path.lexists(free):
        number, free = number + 1, path.with_name(f"{path.name}-{number}")
    return free
