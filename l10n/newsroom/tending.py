"""What of a project can be mended without a person, mended: never a text, a decision, or anything that is not known."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import DiglotError, StorageError
from ..files import storage_error
from ..temporaries import sweep_temporaries
from .project import Project
from .reviewing import SWEPT

if TYPE_CHECKING:
    from ..stores.examining import JournalState

NEEDED = ("articles", "locales")


@dataclass(frozen=True, slots=True)
class Mended:
    """What was done, or, with *remedy*, why it could not be."""

    name: str
    message: str
    failed: bool = False
    remedy: str = ""


def mend_project(project: Project) -> list[Mended]:
    """Mend what can be, and say what was done; whatever fails keeps nothing else from being mended."""
    found: list[Mended] = []
    for name, mend in _MENDS.items():
        try:
            found += [Mended(name, message) for message in mend(project)]
        except DiglotError as error:
            found.append(Mended(name, str(error), failed=True, remedy=error.remedy))
        except OSError as error:
            failure = storage_error("cannot be mended", error)
            found.append(Mended(name, str(failure), failed=True, remedy=failure.remedy))
    return found


def _folders(project: Project) -> Iterator[str]:
    for name in NEEDED:
        if not (project.root / name).exists():
            (project.root / name).mkdir()
            yield f"{name} is made"
    private = project.root / ".diglot"
    if os.name == "posix" and private.is_dir() and private.stat().st_mode & 0o077:
        private.chmod(0o700)
        yield ".diglot is closed to other accounts"


def _temporaries(project: Project) -> Iterator[str]:
    count = sweep_temporaries(project.root, below=False)
    count += sum(sweep_temporaries(project.root / name) for name in SWEPT)
    if count:
        yield f"{count} that a crash left {'is' if count == 1 else 'are'} removed"


def _caches(project: Project) -> Iterator[str]:
    from ..stores.caches import damaged_caches, drop_cache

    for path in damaged_caches(project.root / ".diglot" / "cache"):
        drop_cache(path)
        yield f"{path.relative_to(project.root).as_posix()} was damaged and is dropped; it is made anew when needed"


def _journal(project: Project) -> Iterator[str]:
    before = _examined(project)
    if before is None:
        return
    if before.problem:
        raise StorageError(before.problem, remedy=before.remedy)
    renaming = (project.root / ".diglot" / "renaming.json").exists()
    if not (before.pending or renaming or before.schema != before.head):
        return
    recovered = project.recover()
    if before.schema != before.head:
        yield f"brought from schema {before.schema or 'none'} to {before.head}"
    if before.pending:
        yield f"{recovered.applied} decisions applied, {recovered.conflicts} kept as suggestions"
    if renaming:
        yield "a rename that was cut off is finished"


def _examined(project: Project) -> JournalState | None:
    from ..stores.examining import examine_journal

    if project.config.is_shared:
        from ..stores.examining_shared import examine_shared

        return examine_shared(project.config.text("database.url")).journal
    return examine_journal(project.root / ".diglot" / "journal.sqlite")


def _site(project: Project) -> Iterator[str]:
    if not (project.root / ".diglot" / "publishing.json").exists():
        return
    project.settle_publication()
    yield "a publication that was cut off is brought to its end: the records say what the site has"


_MENDS: dict[str, Callable[[Project], Iterator[str]]] = {
    "folders": _folders,
    "temporary files": _temporaries,
    "caches": _caches,
    "journal": _journal,
    "site": _site,
}
