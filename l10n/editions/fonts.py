"""Finds a font for each script on this machine, without asking any program or network."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .scripts import Script
from .sfnt import BOLD, SUFFIXES, Face, read_faces

MISLEADING = ("zawgyi", "win innwa", "winburmese")
"""Fonts that draw other letters than Unicode names: text would be read wrong."""


@dataclass(frozen=True, slots=True)
class Font:
    """The font found for a script: its regular face, and its bold one where there is one; a variable face is both."""

    script: Script
    regular: Face
    bold: Face | None = None

    @property
    def faces(self) -> list[Face]:
        return list(dict.fromkeys(face for face in (self.regular, self.bold) if face))


def find_font(
    script: Script, locale: str, *, font_dir: str = "", folders: Sequence[Path] | None = None, embeddable: bool = False
) -> Font | None:
    """Return the best font of a script for texts in *locale*, None where there is none.

    In *font_dir* any font will do that says it has the script, the known ones first; then the *folders*, this
    machine's own unless given, are searched for known ones. *embeddable* leaves those out that no page may carry, and
    those of one language, which are large.
    """
    own = faces_in((Path(font_dir),)) if font_dir else ()
    known = script.fonts if embeddable else script.families(locale)
    named = sorted({f.family for f in own if f.ranges >> script.bit & 1 and not _misleads(f)})
    chosen = _choose(script, own, (*known, *named), embeddable)
    if chosen:
        return chosen
    return _choose(script, faces_in(tuple(system_folders() if folders is None else folders)), known, embeddable)


def _choose(script: Script, faces: Iterable[Face], families: Sequence[str], embeddable: bool) -> Font | None:
    by_family: dict[str, list[Face]] = {}
    for face in faces:
        if face.is_upright and (face.may_be_embedded if embeddable else face.may_be_subset):
            by_family.setdefault(face.family.casefold(), []).append(face)
    for family in families:
        found = sorted(by_family.get(family.casefold(), ()), key=lambda f: (f.variable, f.path.name, f.path, f.index))
        light = [face for face in found if face.weight < BOLD]
        if light:
            bold = [face for face in found if face.weight >= BOLD]
            nearest = min(light, key=lambda f: abs(f.weight - 400))
            fallback = nearest if nearest.variable else None
            return Font(script, nearest, min(bold, key=lambda f: abs(f.weight - 700), default=fallback))
    return None


def _misleads(face: Face) -> bool:
    return any(word in face.family.lower() for word in MISLEADING)


@lru_cache(maxsize=8)
def faces_in(folders: tuple[Path, ...]) -> tuple[Face, ...]:
    """Return all fonts in *folders* and those below, in an order that does not depend on the disk's.

    A process reads them once: a font that is installed while it runs is seen by the next.
    """
    return tuple(face for folder in folders for path in sorted(_font_files(folder)) for face in read_faces(path))


def _font_files(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        found = (Path(place, name) for name in names if name.lower().endswith(SUFFIXES))
        yield from (path for path in found if path.is_file())  # to open a pipe is to wait for ever


def system_folders(
    platform: str = sys.platform, environment: Mapping[str, str] = os.environ, home: Path | None = None
) -> list[Path]:
    """Return where this kind of machine keeps fonts, a person's own first; whether a folder is there is not asked."""
    at_home = home or Path(environment.get("HOME") or environment.get("USERPROFILE") or os.sep)
    if platform == "darwin":
        shared = Path("/System/Library")
        return [at_home / "Library/Fonts", Path("/Library/Fonts"), shared / "Fonts", shared / "AssetsV2"]
    if platform == "win32":
        local = Path(environment.get("LOCALAPPDATA") or at_home / "AppData/Local")
        return [local / "Microsoft/Windows/Fonts", Path(environment.get("WINDIR") or "C:/Windows") / "Fonts"]
    data = Path(environment.get("XDG_DATA_HOME") or at_home / ".local/share")
    shared_data = (environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")
    return [data / "fonts", at_home / ".fonts", *(Path(folder) / "fonts" for folder in shared_data if folder)]
