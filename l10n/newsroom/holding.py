"""A memory that is in line with its files before each use: catalogs in `locales/`, imported TMX files in `memory/`.

Nobody has to tell it of a decision, an import or a pull: it looks at the files' sizes and times, which costs no
reading, and takes anew what has changed. Where several machines share the catalogs each has a memory of its own, and
looks at the catalogs' revisions in the same way.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import astuple, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import CatalogError, DiglotError
from ..files import Stamp, locked
from ..model import CatalogKey
from ..stores.held import Held, HeldFiles, Sources, digest_file, list_sources, stamp_of_revision, unchanged
from ..stores.index import catalog_name

if TYPE_CHECKING:
    from ..ports import Memory, Progress, Remembered
    from .workspace import Workspace

_VERSION = 1
_MANY_BYTES = 8_000_000
"""Of a file that is larger all is taken anew in one pass: quicker, and no list of its texts is made."""
_PATIENCE_S = 3.0
"""So long the desk, which is asked again and again, does not look whether files have changed."""
_WAIT_S = 10.0


@dataclass(frozen=True, slots=True)
class Change:
    """What has changed since the memory was last in line; *seen* are files that changed in their times alone."""

    new: tuple[str, ...]
    gone: tuple[str, ...]
    seen: Mapping[str, Held]


class MemoryKeeper:
    """Keeps one project's memory, made by *open_memory* when it is first asked for, in line with its files."""

    def __init__(self, workspace: Workspace, open_memory: Callable[[Path], Memory], *, wait_s: float = _WAIT_S) -> None:
        self._workspace, self._open, self._wait_s = workspace, open_memory, wait_s
        self._folder = workspace.root / ".diglot" / "cache" / "memory"
        targets = " ".join(sorted(workspace.target_locales))
        self._shared = workspace.shared_catalogs()
        shared = " shared" if self._shared else ""
        rules = f"{_VERSION} {workspace.source_locale} > {targets} {workspace.approvals}{shared}"
        self._files = HeldFiles(self._folder / "held.sqlite", rules=rules)
        self._mutex = threading.Lock()
        self._memory: Memory | None = None
        self._patience_s, self._looked_at = (_PATIENCE_S if workspace.kept else 0.0), 0.0
        self._beside = threading.Thread()

    def current(self, *, progress: Progress | None = None) -> Memory:
        """Return the memory, which holds what its files say now. LockedError where another program is at it.

        For the desk it holds what they said some seconds ago: it catches up while the desk goes on.
        """
        if self._patience_s and self._memory and self._looked_at > 0 and _is_whole(self._memory):
            self._catch_up_beside()
            return self._memory
        return self._caught_up(progress)

    def _caught_up(self, progress: Progress | None = None) -> Memory:
        with self._mutex:
            memory = self._opened()
            if not _is_whole(memory) or self._is_behind():
                with self._locked():
                    self._catch_up(memory, progress)
            self._looked_at = time.monotonic()
            return memory

    def _catch_up_beside(self) -> None:
        """Begin to catch up in a thread of its own, where that is due and none is at it; a failure is tried again."""
        if time.monotonic() - self._looked_at < self._patience_s or self._beside.is_alive():
            return

        def catch_up() -> None:
            with suppress(DiglotError):
                self._caught_up()

        self._beside = threading.Thread(target=catch_up, name="memory", daemon=True)
        self._beside.start()

    def rebuild(self, *, progress: Progress | None = None) -> int:
        """Make the memory anew from its files; return how many texts it holds. LockedError."""
        with self._mutex, self._locked():
            return self._rebuild(self._opened(), self._sources(), progress)

    def holdings(self) -> Mapping[str, Held]:
        """Return what is held, by the names of the files."""
        self.current()
        return {name: self._files.read()[name] for name in sorted(self._files.read())}

    def everything(self, *, own: bool) -> Iterator[Remembered]:
        """Yield all texts, file by file, from the files themselves; with *own* without those of other memories."""
        taken: dict[str, Held] = {}
        for name in self._sources():
            if not (own and name.endswith(".tmx")):
                yield from self._texts(name, taken)
                if name in taken and taken[name].problem:
                    raise CatalogError(taken[name].problem)

    def close(self) -> None:
        if self._memory is not None:
            self._memory.close()
            self._memory = None

    def _opened(self) -> Memory:
        if self._memory is None:
            self._workspace.private_folder()
            self._memory = self._open(self._folder / "index")
        return self._memory

    def _locked(self) -> AbstractContextManager[None]:
        return locked(
            self._workspace.private_folder() / "locks" / "memory.lock", timeout_s=self._wait_s, name="the memory"
        )

    def _is_behind(self) -> bool:
        change = self._change(self._sources())
        if change.seen:
            self._files.record(change.seen)
        return bool(change.new or change.gone)

    def _sources(self) -> Sources:
        files = list_sources(self._workspace.root)
        if self._shared is None:
            return files
        revisions = self._shared.revisions()
        own = {name: stamp for name, stamp in files.items() if not _key_of(name)}
        return {catalog_name(key): stamp_of_revision(*revisions[key]) for key in sorted(revisions, key=astuple)} | own

    def _digest(self, name: str) -> tuple[str, Stamp]:
        """Return the digest of a file, and its stamp. OSError."""
        key = _key_of(name)
        if self._shared is None or key is None:
            return digest_file(self._workspace.root / name)
        data, revision = self._shared.text(key)
        if data is None:
            raise FileNotFoundError(name)
        return revision, stamp_of_revision(revision, len(data))

    def _change(self, sources: Sources) -> Change:
        held, seen = self._files.read(), {}
        new: list[str] = []
        for name, stamp in sources.items():
            known = held.get(name)
            if known and known.stamp == stamp:
                continue
            is_file = self._shared is None or not _key_of(name)
            same = _unchanged(known, self._workspace.root / name, stamp) if known and is_file else None
            if same is None:
                new.append(name)
            elif same != known:
                seen[name] = same
        return Change(tuple(new), tuple(name for name in held if name not in sources), seen)

    def _catch_up(self, memory: Memory, progress: Progress | None) -> None:
        """Take what has changed: file by file, or all in one pass where that is most of it."""
        sources = self._sources()
        change = self._change(sources)
        sizes = [sources[name][0] for name in change.new]
        many = len(sizes) > 1 and sum(sizes) > sum(stamp[0] for stamp in sources.values()) / 4
        if not (_is_whole(memory) and self._files.read()) or many or max(sizes, default=0) > _MANY_BYTES:
            self._rebuild(memory, sources, progress)
            return
        for name in change.gone:
            for locale in self._files.read()[name].texts:
                memory.replace(CatalogKey(_slug_of(name), locale), [])
        self._files.forget(change.gone)
        taken: dict[str, Held] = {}
        for name in change.new:
            self._take(memory, name, taken)
        self._files.record(taken)

    def _take(self, memory: Memory, name: str, taken: dict[str, Held]) -> None:
        """Let the memory hold what one file says now, in the place of what it held of it; *taken* is told of it."""
        by_locale: dict[str, list[Remembered]] = {}
        for remembered in self._texts(name, taken):
            by_locale.setdefault(remembered.target_locale, []).append(remembered)
        known = self._files.read().get(name)
        for locale in {*by_locale, *(known.texts if known else ())}:
            memory.replace(CatalogKey(_slug_of(name), locale), by_locale.get(locale, []))

    def _rebuild(self, memory: Memory, sources: Sources, progress: Progress | None) -> int:
        taken: dict[str, Held] = {}
        self._files.clear()
        total, done = sum(stamp[0] for stamp in sources.values()), 0

        def everything() -> Iterator[Remembered]:
            nonlocal done
            for name, stamp in sources.items():
                yield from self._texts(name, taken, progress and partial(_shifted, progress, done, total))
                done += stamp[0]
                if progress:
                    progress(done, total)

        count = memory.rebuild(everything())
        self._files.record(taken)
        return count

    def _texts(
        self, name: str, taken: dict[str, Held], tell: Callable[[int], None] | None = None
    ) -> Iterator[Remembered]:
        """Yield what one file gives; at its end *taken* says how it was."""
        key, path, problem = _key_of(name), self._workspace.root / name, ""
        texts: dict[str, int] = {key.locale: 0} if key else {}
        try:
            digest, stamp = self._digest(name)
            for remembered in self._of_catalog(key) if key else self._of_tmx(path, name, tell):
                texts[remembered.target_locale] = texts.get(remembered.target_locale, 0) + 1
                yield remembered
        except CatalogError as error:
            problem = str(error)
        except OSError:
            return  # gone meanwhile: the next look finds out
        taken[name] = Held(digest, texts, stamp, problem)

    def _of_catalog(self, key: CatalogKey) -> Iterator[Remembered]:
        from ..workflow.remember import remembered_of

        catalog, _ = self._workspace.catalogs.read(key)
        yield from remembered_of(
            catalog, source_locale=self._workspace.source_locale, approvals=self._workspace.approvals
        )

    def _of_tmx(self, path: Path, name: str, tell: Callable[[int], None] | None) -> Iterator[Remembered]:
        from ..exchange.tmx_stream import open_tmx, read_units
        from ..workflow.remember import remembered_of_texts

        workspace, limit = self._workspace, self._workspace.config.number("limits.memory_bytes")
        with open_tmx(path, max_bytes=limit) as file:
            for number, unit in enumerate(read_units(file, path=name)):
                if tell and number % 1000 == 0:
                    tell(file.tell())
                if not unit.is_machines:
                    yield from remembered_of_texts(
                        unit.texts,
                        source_locale=workspace.source_locale,
                        target_locales=workspace.target_locales,
                        file_name=path.name,
                        context=unit.context,
                    )


def _unchanged(known: Held, path: Path, stamp: Stamp) -> Held | None:
    try:
        return unchanged(known, path, stamp)
    except OSError:
        return None


def _key_of(name: str) -> CatalogKey | None:
    """Return which catalog a file is, None for a TMX file."""
    parts = name.split("/")
    return CatalogKey(parts[-1].removesuffix(".po"), parts[1].replace("_", "-")) if name.endswith(".po") else None


def _is_whole(memory: Memory) -> bool:
    """Whether an index has lost nothing that it was ever given: by damage, or because its rules have changed."""
    return bool(getattr(memory, "is_whole", True))


def _shifted(progress: Progress, before: int, total: int, done: int) -> None:
    progress(min(before + done, total), total)


def _slug_of(name: str) -> str:
    """Return what the memory calls a file: an article's slug, or the name of a TMX file with its ending."""
    return Path(name).stem if name.endswith(".po") else Path(name).name
