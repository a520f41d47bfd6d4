"""The commands that are disturbed, each with a project on which it has something to write."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from cli_fixture import diglot

from l10n.model import CatalogKey
from l10n.newsroom.project import open_project
from l10n.returning import mark_of
from l10n.stores.database import migrate, open_database
from l10n.stores.signing import is_signed
from l10n.workflow.verify import verify_site

from .faults import Ordeal
from .newsroom import catalogs_of, make_newsroom, name_of

SLUG = f"story-{name_of(0)}"
OTHER = f"story-{name_of(1)}"
MANIFESTS = ("editions/*/manifest.json",)
BACKUP = "newsroom.backup"
KEY = CatalogKey(SLUG, "es")


def _project(root: Path) -> None:
    """Put a project at *root* in which half of the paragraphs are approved."""
    make_newsroom(root, articles=2, paragraphs=3, people=1)
    project = open_project(root)
    for key in catalogs_of(project):
        catalog, revision = project.catalogs.read(key)
        filled = {e.key: e.approved(f"Texto {name_of(n)}.") for n, e in enumerate(catalog.entries) if n % 2}
        project.catalogs.replace(key, catalog.with_entries(filled), expected=revision)


def _changed(root: Path) -> None:
    """The same, with an article that was corrected since."""
    _project(root)
    path = root / "articles" / f"{SLUG}.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nOne more thing was said.\n", encoding="utf-8")


def _returned(root: Path) -> None:
    """The same, with a table that a translator gave back."""
    _project(root)
    entries = open_project(root).catalogs.read(KEY)[0].entries
    with (root / "back.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("id", "context", "source", "target"))
        table.writerows((mark_of(e), e.context, e.source, f"De vuelta {name_of(n)}.") for n, e in enumerate(entries))


def _draftable(root: Path) -> None:
    """The same, with an empty article whose paragraphs were approved in another."""
    _project(root)
    path = root / "articles" / f"{SLUG}.md"
    shutil.copy(path, path.with_name("again.md"))
    list(open_project(root).update())


def _finished(root: Path) -> None:
    """A project in which everything is approved and ready for readers."""
    make_newsroom(root, articles=1, paragraphs=3, people=1)
    path = root / "articles" / f"{SLUG}.md"
    path.write_text(
        f"---\ntitle: The story\nsummary: About it.\nlicence: CC0-1.0\n---\n\n{path.read_text(encoding='utf-8')}",
        encoding="utf-8",
    )
    project = open_project(root)
    list(project.update())
    for key in catalogs_of(project):
        catalog, revision = project.catalogs.read(key)
        filled = {e.key: e.approved(f"Texto {name_of(n)}.") for n, e in enumerate(catalog.entries)}
        project.catalogs.replace(key, catalog.with_entries(filled), expected=revision)


def _older(root: Path) -> None:
    """A project whose journal the first version wrote."""
    _project(root)
    journal = root / ".diglot" / "journal.sqlite"
    journal.unlink()
    migrate(open_database(journal), to="0001")


def _site(root: Path) -> list[str]:
    """Return what is wrong with the site that readers download from; there may be none yet."""
    if not (root / "site").is_dir():
        return []
    checked = verify_site(root / "site", key=None, is_signed=is_signed)
    return [] if checked.sound else [f"the site is not sound: {checked}"]


def _backup(root: Path) -> list[str]:
    """Return what is wrong with the backup, which is there whole or not at all."""
    if not (root / BACKUP).exists():
        return []
    with TemporaryDirectory() as folder:
        ran = diglot(root, "restore", BACKUP, f"{folder}/restored")
    return [] if ran.code == 0 else [f"the backup cannot be restored: {ran.err}"]


def _once(prepare: Callable[[Path], None]) -> Callable[[Path], None]:
    """Return what prepares the same project each time from a copy: making one takes a second."""

    @cache
    def made() -> Path:
        folder = Path(mkdtemp()) / "made"
        prepare(folder)
        return folder

    def copied(root: Path) -> None:
        shutil.copytree(made(), root)

    return copied


ORDEALS = (
    Ordeal("approve", ("decide", SLUG, "es", "0", "Aprobado."), _project),
    Ordeal("update", ("update",), _changed),
    Ordeal("import", ("import", "{room}/back.csv", "--article", SLUG, "-l", "es", "--as", "p0"), _returned),
    Ordeal("draft", ("draft", "--engine", "memory"), _draftable),
    Ordeal("build", ("build", "-l", "es", "--format", "html,epub,markdown,text"), _finished, MANIFESTS),
    Ordeal("publish", ("publish", "--unsigned"), _finished, (*MANIFESTS, ".diglot/publishing.json"), _site),
    Ordeal("backup", ("backup", BACKUP), _project, wrong=_backup, again=("backup", "next.backup")),
    Ordeal("migrate", ("recover",), _older),
)
