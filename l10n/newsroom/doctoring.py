"""Is a project in order, and which engines can it use? Looked at, never changed; nothing is sent anywhere."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import DiglotError, EditionError
from ..model import CatalogKey
from ..temporaries import left_temporaries
from .config import find_config, load_config
from .project import Project
from .reviewing import SWEPT
from .tending import NEEDED

if TYPE_CHECKING:
    from ..stores.examining import JournalState

_FOLDERS = ("articles", "locales", "editions", "glossary", ".diglot")
_FIX = "diglot doctor --fix"
_LITTLE_BYTES = 100_000_000
_EXTRAS = (
    ("trafilatura", "web pages", "trafilatura lxml"),
    ("mammoth", "Word files", "mammoth lxml"),
)
_SLACK = timedelta(minutes=10)


class Standing(StrEnum):
    """How something is: as it should be, worth a look, or wrong."""

    GOOD = "good"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked at, and what to try where it is not good."""

    name: str
    standing: Standing
    message: str
    remedy: str = ""


def examine_project(folder: Path, *, now: datetime) -> tuple[list[Examined], Project | None]:
    """Return what was looked at, and the project; None where its configuration cannot be used.

    ConfigError where there is no project at all.
    """
    from .examining_server import examine_server
    from .examining_site import examine_site

    find_config(folder)
    try:
        project = Project(load_config(folder))
    except DiglotError as error:
        return [Examined("configuration", Standing.WRONG, str(error), error.remedy)], None
    found = [*_configuration(project), *_folders(project), *_journal(project, now), *_articles(project)]
    found += [*_catalogs(project), *_strays(project), *_caches(project), *_disk(project)]
    found += examine_site(project, is_readable=not project.config.is_shared or _is_migrated(project))
    found += [*_formats(project), *_fonts(project), *_extras()]
    return [*found, *examine_server(project.config)], project


def _configuration(project: Project) -> Iterator[Examined]:
    if not project.target_locales:
        yield Examined("configuration", Standing.WRONG, "there is no target locale", 'set targets = ["my"]')
        return
    targets = ", ".join(project.target_locales)
    yield Examined("configuration", Standing.GOOD, f"{project.config.path.name}: {project.source_locale} → {targets}")


def _folders(project: Project) -> Iterator[Examined]:
    for name in _FOLDERS:
        path = project.root / name
        if not path.exists():
            if name in NEEDED:
                yield Examined("folders", Standing.WRONG, f"{name} is missing", f"make it: mkdir {name}")
        elif not path.is_dir():
            yield Examined("folders", Standing.WRONG, f"{name} is no folder", f"move the file {name} away")
        elif not os.access(path, os.R_OK | os.W_OK | os.X_OK):
            yield Examined("folders", Standing.WRONG, f"{name} cannot be read or written", "mend its permissions")
    private = project.root / ".diglot"
    if os.name == "posix" and private.is_dir() and private.stat().st_mode & 0o077:
        yield Examined(
            "folders", Standing.NOTE, ".diglot can be opened by other accounts of this computer", "chmod 700 .diglot"
        )


def _journal(project: Project, now: datetime) -> Iterator[Examined]:
    from ..stores.examining import examine_journal

    if project.config.is_shared:
        yield from _shared_journal(project, now)
        return
    state = examine_journal(project.root / ".diglot" / "journal.sqlite")
    if state is None:
        yield Examined("journal", Standing.GOOD, "nobody has decided anything yet")
        return
    yield from _journal_state(state, now)


def _shared_journal(project: Project, now: datetime) -> Iterator[Examined]:
    from ..stores.examining_shared import examine_shared

    state = examine_shared(project.config.text("database.url"))
    if state.version:
        yield Examined("database", Standing.GOOD, f"PostgreSQL {state.version}")
    for name in state.careless:
        message = f"{name} is off: a power cut would take decisions that people were told of"
        yield Examined("database", Standing.WRONG, message, f"set {name} = on in postgresql.conf")
    yield from _journal_state(state.journal, now)


def _journal_state(state: JournalState, now: datetime) -> Iterator[Examined]:
    if state.problem:
        yield Examined("journal", Standing.WRONG, state.problem, state.remedy)
        return
    if state.schema != state.head:
        message = f"schema {state.schema or 'none'}; the next decision brings it to {state.head}"
        yield Examined("journal", Standing.NOTE, message)
    else:
        yield Examined("journal", Standing.GOOD, f"sound, schema {state.schema}")
    yield from _chain(state)
    if state.pending:
        noun = "decision is" if state.pending == 1 else "decisions are"
        yield Examined(
            "journal", Standing.WRONG, f"{state.pending} {noun} recorded and not yet written", "diglot recover"
        )
    if state.newest and state.newest > now + _SLACK:
        yield Examined(
            "clock",
            Standing.WRONG,
            f"it is {now:%Y-%m-%d %H:%M} here, and the newest decision is of {state.newest:%Y-%m-%d %H:%M}",
            "set the clock of this computer; decisions are put in order by their time",
        )
    else:
        yield Examined("clock", Standing.GOOD, f"{now:%Y-%m-%d %H:%M} UTC")


def _chain(state: JournalState) -> Iterator[Examined]:
    """Say whether anybody changed the journal but Diglot."""
    if state.fault:
        remedy = "keep this journal as it is, and compare it with a backup: something else than Diglot changed it"
        yield Examined("chain", Standing.WRONG, f"the decisions' chain breaks at {state.fault}", remedy)
    elif state.links:
        noun = "link holds" if state.links == 1 else "links hold"
        yield Examined("chain", Standing.GOOD, f"{state.links:,} {noun}; the last is {state.link[:16]}…")


def _unread(what: str, project: Project, error: DiglotError | OSError) -> Examined:
    if isinstance(error, DiglotError):
        return Examined(what, Standing.WRONG, str(error), error.remedy)
    place = os.path.relpath(error.filename, project.root) if error.filename else what
    return Examined(what, Standing.WRONG, f"{place}: cannot be read: {error.strerror}", "mend it, or move it away")


def _articles(project: Project) -> Iterator[Examined]:
    if not (project.root / "articles").is_dir():
        return
    slugs, bad = project.slugs(), 0
    for slug in slugs:
        try:
            project.sensitivity(project.document(slug))
        except (DiglotError, OSError) as error:
            bad += 1
            yield _unread("articles", project, error)
    if not bad:
        yield Examined("articles", Standing.GOOD, f"{len(slugs)} can be read")


def _catalogs(project: Project) -> Iterator[Examined]:
    if project.config.is_shared and not _is_migrated(project):
        return
    try:
        keys: list[CatalogKey] = list(project.catalogs.keys())
    except (DiglotError, OSError) as error:
        yield _unread("catalogs", project, error)
        return
    bad, slugs = 0, set(project.slugs())
    for key in keys:
        try:
            project.catalogs.read(key)
        except (DiglotError, OSError) as error:
            bad += 1
            yield _unread("catalogs", project, error)
    if not bad:
        yield Examined("catalogs", Standing.GOOD, f"{len(keys)} can be read")
    orphans = sorted({key.slug for key in keys} - slugs)
    if orphans:
        yield Examined(
            "catalogs", Standing.NOTE, f"their article is gone: {', '.join(orphans)}", "diglot article list --all"
        )


def _is_migrated(project: Project) -> bool:
    """Whether the shared database can be asked for catalogs without being changed."""
    from ..stores.examining_shared import examine_shared

    state = examine_shared(project.config.text("database.url")).journal
    return not state.problem and state.schema == state.head


def _strays(project: Project) -> Iterator[Examined]:
    found = left_temporaries(project.root, below=False)
    found += (path for name in SWEPT for path in left_temporaries(project.root / name))
    if found:
        names = ", ".join(str(path.relative_to(project.root)) for path in found[:3])
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        yield Examined("temporary files", Standing.WRONG, f"a crash left {names}{more}", _FIX)


def _caches(project: Project) -> Iterator[Examined]:
    from ..stores.caches import damaged_caches

    for path in damaged_caches(project.root / ".diglot" / "cache"):
        yield Examined("caches", Standing.WRONG, f"{path.name} is damaged; nothing is lost with it", _FIX)


def _disk(project: Project) -> Iterator[Examined]:
    free = shutil.disk_usage(project.root).free
    if free < _LITTLE_BYTES:
        yield Examined("disk", Standing.WRONG, f"{free // 1_000_000} MB are free", "make room before you go on")


def _formats(project: Project) -> Iterator[Examined]:
    from ..editions import writer_for

    usable = []
    for name in project.config.items("edition.formats"):
        try:
            writer_for(name)
            if name.startswith("pdf") and find_spec("typst") is None:
                raise EditionError(f"{name} cannot be built without typst", remedy="pip install 'diglot[pdf]'")
            usable.append(name)
        except (DiglotError, ImportError) as error:
            yield Examined("editions", Standing.WRONG, str(error), getattr(error, "remedy", "") or "install its extra")
    if usable:
        yield Examined("editions", Standing.GOOD, ", ".join(usable))


def _fonts(project: Project) -> Iterator[Examined]:
    """Say which font sets each target that is not written in Latin, Greek or Cyrillic."""
    from ..editions.fonts import find_font
    from ..editions.scripts import main_script, remedy_for

    folder = project.config.text("edition.font_dir")
    font_dir = str(project.root / folder) if folder else ""
    asked = any(name.startswith("pdf") for name in project.config.items("edition.formats"))
    found = []
    for locale in project.target_locales:
        script = main_script(_own_name(locale))
        font = find_font(script, locale, font_dir=font_dir) if script else None
        if font:
            found.append(f"{locale}: {font.regular.family}")
        elif script:
            standing = Standing.WRONG if asked else Standing.NOTE
            message = f"no font for {script.name}: no PDF in {locale}"
            message += ", and no letters inside its pages" if script.embed else ""
            yield Examined("fonts", standing, message, remedy_for(script, locale))
    if found:
        yield Examined("fonts", Standing.GOOD, ", ".join(found))


def _own_name(locale: str) -> str:
    """Return what speakers call the language, in its own letters; "" for one that nobody has described."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(locale, sep="-").get_display_name() or ""
    except (UnknownLocaleError, ValueError):
        return ""


def _extras() -> Iterator[Examined]:
    for module, what, packages in _EXTRAS:
        if find_spec(module) is None:
            yield Examined("readers", Standing.NOTE, f"{what} cannot be added", f"pip install {packages}")
    if shutil.which("pandoc") is None:
        what = "OpenDocument, RTF and other files that pandoc reads"
        yield Examined("readers", Standing.NOTE, f"{what} cannot be added", "apt install pandoc")
