"""A newsroom on disk with a journal, small and made in milliseconds."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from journals import prepare_journal

from l10n.model import Action, CatalogKey, Outcome
from l10n.newsroom.project import Project, open_project

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
CONFIG = '[project]\nsource = "en"\ntargets = ["my", "es"]\nlicence = "CC0-1.0"\n'


def make_newsroom(root: Path, *slugs: str) -> Path:
    """Make a project with an article of two paragraphs under each slug, and an empty journal."""
    (root / "articles").mkdir(parents=True)
    (root / "diglot.toml").write_text(CONFIG, encoding="utf-8")
    for slug in slugs or ("flood",):
        text = f"The river rose at {slug} on Monday.\n\nNobody was hurt.\n"
        (root / "articles" / f"{slug}.md").write_text(text, encoding="utf-8")
    prepare_journal(root)
    list(open_project(root).update())
    return root


def approve(
    project: Project,
    slug: str = "flood",
    number: int = 0,
    target: str = "El río subió.",
    by: str = "ana",
    now: datetime = NOW,
) -> None:
    """Have *by* approve a paragraph in Spanish."""
    key = CatalogKey(slug, "es")
    entry = project.catalogs.read(key)[0].entries[number]
    decided = project.decide(
        catalog=key, key=entry.key, action=Action.APPROVE, target=target, base=entry.revision, by=by, now=now
    )
    assert decided.outcome is Outcome.APPLIED, decided


def targets(project: Project, slug: str = "flood") -> list[str]:
    """Return the Spanish texts of an article."""
    return [entry.target for entry in project.catalogs.read(CatalogKey(slug, "es"))[0].entries]
