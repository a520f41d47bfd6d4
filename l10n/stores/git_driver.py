"""Git told to merge a project's catalogs by Diglot: attributes of their paths, and the driver in git's settings.

The attributes are a file of the project, shared by all; the driver is a setting of each clone, because git runs no
program that comes with a repository.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from ..errors import DiglotError
from ..files import write_atomically
from ..model import RESERVED_SLUGS

_TITLE = "# catalogs are merged by Diglot; in each clone, once: diglot merge --install"
_PATTERNS = ("locales/*.pot", "locales/*/LC_MESSAGES/*.po")
_NAME = "catalogs, paragraph by paragraph (Diglot)"


def install_driver(root: Path) -> list[str]:
    """Make git merge the catalogs of the project at *root* by Diglot; return what was changed, [] for nothing."""
    _demand_repository(root)
    changed = []
    path = root / ".gitattributes"
    present = _lines(path)
    missing = [line for line in _wanted_lines(root) if line not in present]
    if missing:
        write_atomically(path, "".join(f"{line}\n" for line in (*present, *missing)).encode())
        changed.append(f"{path.name}: {', '.join(line for line in missing if line != _TITLE)}")
    for setting, value in (("merge.diglot.name", _NAME), ("merge.diglot.driver", driver_command())):
        if _git(root, "config", "--local", "--get", setting) != value:
            _set(root, setting, value)
            changed.append(f"git config {setting}")
    return changed


def uninstall_driver(root: Path) -> list[str]:
    """Undo `install_driver`; return what was changed, [] for nothing."""
    _demand_repository(root)
    changed = []
    path = root / ".gitattributes"
    present = _lines(path)
    left = [line for line in present if line not in _all_lines()]
    if left != present:
        if any(line.strip() for line in left):
            write_atomically(path, "".join(f"{line}\n" for line in left).encode())
        else:
            path.unlink()
        changed.append(path.name)
    if _git(root, "config", "--local", "--get-regexp", r"^merge\.diglot\."):
        _git(root, "config", "--local", "--remove-section", "merge.diglot")
        changed.append("git config merge.diglot")
    return changed


def driver_command() -> str:
    """Return the command that git runs: this very Diglot, wherever git is called from."""
    python = shlex.quote(Path(sys.executable).as_posix()).replace("%", "%%")
    return f"{python} -P -m l10n merge --driver %P %O %A %B"


def _wanted_lines(root: Path) -> list[str]:
    locales = root / "locales"
    own = any(next(locales.glob(f"**/{slug}.po*"), None) for slug in RESERVED_SLUGS)
    return _all_lines() if own else [_TITLE, *(f"{pattern} merge=diglot" for pattern in _PATTERNS)]


def _all_lines() -> list[str]:
    lines = [_TITLE, *(f"{pattern} merge=diglot" for pattern in _PATTERNS)]
    return lines + [
        f"{pattern.replace('*.po', f'{s}.po')} !merge" for s in sorted(RESERVED_SLUGS) for pattern in _PATTERNS
    ]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _demand_repository(root: Path) -> None:
    if shutil.which("git") is None:
        raise DiglotError("git is not installed", remedy="Install git, or merge by hand: diglot merge BASE OURS THEIRS")
    if _git(root, "rev-parse", "--is-inside-work-tree") != "true":
        raise DiglotError(f"{root} is in no git repository", remedy=f"Make one: git -C {shlex.quote(str(root))} init")


def _set(root: Path, setting: str, value: str) -> None:
    done = _run(root, "config", "--local", setting, value)
    if done.returncode:
        remedy = "Look at git's own settings: git config --local --list --show-origin"
        raise DiglotError(f"git did not keep {setting}: {done.stderr.strip()}", remedy=remedy)


def _git(root: Path, *args: str) -> str:
    """Return what git prints, "" where it fails."""
    done = _run(root, *args)
    return done.stdout.strip() if done.returncode == 0 else ""


def _run(root: Path, *args: str) -> subprocess.CompletedProcess[str]:
    command = ["git", "-C", str(root), *args]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
