"""Where a memory's index lies, and how it is replaced whole while others read it."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Iterable
from contextlib import AbstractContextManager, suppress
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from .. import tokens
from ..files import locked, write_atomically
from ..ports import Remembered
from .memory_newest import Change
from .memory_pair import PairIndex, Writer
from .memory_texts import DamagedError

_RULES = f"2.{tokens.VERSION}"
_PREFIX = "index-"
_MANY_PAIRS = 2


class IndexFiles:
    """The indexes in *folder*, one for each pair of locales, in the subfolder that the file `current` names.

    An index made by other rules, or found damaged, is none. Those who write hold `lock`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamp: tuple[int, ...] = ()
        self._pairs: dict[str, PairIndex] = {}
        self._opening = threading.Lock()
        self.name, self.is_whole = "", False

    def lock(self, *, timeout_s: float) -> AbstractContextManager[None]:
        """Keep all others from writing. LockedError after *timeout_s*, StorageError."""
        return locked(self._folder / "lock", timeout_s=timeout_s, name="the memory")

    def refresh(self) -> None:
        """See which index is in use now."""
        with self._opening:
            stamp = _stamp(self._folder / "current")
            if stamp != self._stamp:
                self._pairs = {}
                self.name, self.is_whole = _read_current(self._folder)
                self._stamp = stamp

    def pair(self, source_locale: str, target_locale: str) -> PairIndex | None:
        """Return the index for a pair of locales as it is now, None where there is none. DamagedError."""
        name = _pair_name(source_locale, target_locale)
        with self._opening:
            pair = self._pairs.get(name)
            if pair is None and self.name and (self._folder / self.name / name).is_dir():
                pair = self._pairs[name] = PairIndex(self._folder / self.name / name)
            if pair:
                pair.reload()
            return pair

    def give_up(self, name: str) -> None:
        """Forget the index of that name, which cannot be read, unless another has taken its place."""
        if name and _read_current(self._folder)[0] == name:
            with suppress(OSError):
                (self._folder / "current").unlink()
        self.refresh()
        if self.name == name:  # it cannot even be removed
            self.name, self.is_whole, self._pairs = "", False, {}

    def take_in(self, changes: Iterable[Change]) -> None:
        """Write changes into the index. Under `lock`. DamagedError, StorageError."""
        self.refresh()
        if not self.name:
            self._use(_fresh_name(), is_whole=False)
        writers = _Writers(self._folder / self.name, little=True)
        try:
            for change in changes:
                writers.forget(change)
                for remembered in change.remembered:
                    writers.add(remembered)
            writers.commit()
        except BaseException:
            writers.cancel()
            raise

    def rebuild(self, remembered: Iterable[Remembered]) -> int:
        """Make a new index, then put it in the place of the old one; return how many texts. Under `lock`."""
        self._sweep()
        name, count = _fresh_name(), 0
        writers = _Writers(self._folder / name, little=False)
        try:
            for each in remembered:
                writers.add(each)
                count += 1
            writers.commit()
            self._use(name, is_whole=True)
        except BaseException:
            writers.cancel()
            shutil.rmtree(self._folder / name, ignore_errors=True)
            raise
        self._sweep()
        return count

    def close(self) -> None:
        with self._opening:
            for pair in self._pairs.values():
                pair.close()
            self._pairs, self._stamp = {}, ()

    def _use(self, name: str, *, is_whole: bool) -> None:
        (self._folder / name).mkdir(parents=True, exist_ok=True)
        current = json.dumps({"rules": _RULES, "index": name, "whole": is_whole})
        write_atomically(self._folder / "current", current.encode(), lasting="whole")
        self.refresh()

    def _sweep(self) -> None:
        """Remove the indexes that are not in use; readers that have one open read on."""
        kept, _ = _read_current(self._folder)
        for folder in self._folder.glob(f"{_PREFIX}*"):
            if folder.name != kept:
                shutil.rmtree(folder, ignore_errors=True)


class _Writers:
    """The writers of the pairs of locales in *folder*, each made when it is needed."""

    def __init__(self, folder: Path, *, little: bool) -> None:
        self._folder, self._little = folder, little
        self._writers: dict[str, Writer] = {}

    def add(self, remembered: Remembered) -> None:
        self._writer(_pair_name(remembered.source_locale, remembered.target_locale)).add(remembered)

    def forget(self, change: Change) -> None:
        ending = _pair_name("", change.key.locale)
        for folder in self._folder.glob("*"):
            if folder.name.endswith(ending):
                self._writer(folder.name).forget(change.key.slug, change.key.locale)

    def commit(self) -> None:
        for writer in self._writers.values():
            writer.commit()

    def cancel(self) -> None:
        for writer in self._writers.values():
            with suppress(DamagedError):
                writer.cancel()

    def _writer(self, name: str) -> Writer:
        if name not in self._writers:
            little = self._little or len(self._writers) >= _MANY_PAIRS
            self._writers[name] = PairIndex(self._folder / name).writer(little=little)
        return self._writers[name]


@lru_cache(maxsize=64)
def _pair_name(source_locale: str, target_locale: str) -> str:
    """Return the name of the pair's folder; file systems may not tell small letters from capitals."""
    names = (quote(locale.lower(), safe="").replace("~", "%7E") for locale in (source_locale, target_locale))
    return "~".join(names)


def _fresh_name() -> str:
    return f"{_PREFIX}{os.urandom(6).hex()}"


def _read_current(folder: Path) -> tuple[str, bool]:
    try:
        current = json.loads((folder / "current").read_bytes())
        name = str(current["index"])
        if current["rules"] == _RULES and name.startswith(_PREFIX) and (folder / name).is_dir():
            return name, current["whole"] is True
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return "", False


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        stat = os.stat(path)
    except OSError:
        return (-1,)
    return (stat.st_mtime_ns, stat.st_ino)
