"""The life of an article after it was taken in, and what follows when targets or the reader's rules change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ArticleError, ConfigError
from ..files import locked, write_atomically
from ..locales import is_locale
from .reviewing import Reviewing

if TYPE_CHECKING:
    from ..stores.journal import SqlJournal
    from ..workflow.decide import Recovered
    from ..workflow.normalize import NormalizedCatalog


@dataclass(frozen=True, slots=True)
class Shelved:
    """An article and where it is: `active`, `archived`, or `removed` where only its catalogs are left."""

    slug: str
    place: str
    title: str
    locales: tuple[str, ...]


class Shelving(Reviewing):
    """The side of a project where articles are renamed, archived and removed, and targets come and go."""

    def articles(self) -> list[Shelved]:
        """Return all articles: the active ones, then those archived, then those of which only catalogs are left."""
        from ..workflow.articles import archived_slugs, remembered_slugs

        keys = list(self.catalogs.keys())
        removed = remembered_slugs(self.root, keys)
        places = {"active": self.slugs(), "archived": archived_slugs(self.root), "removed": removed}
        locales: dict[str, list[str]] = {}
        for key in keys:
            locales.setdefault(key.slug, []).append(key.locale)
        return [
            Shelved(slug, place, self._title(slug, place), tuple(locales.get(slug, ())))
            for place, slugs in places.items()
            for slug in slugs
        ]

    def rename_article(self, old: str, new: str) -> None:
        """Call the article *old* by another short name, with catalogs, pictures and history. ArticleError."""
        from ..workflow.articles import begin_rename

        with self._moving():
            self._finish_rename()
            self.chosen([old])
            begin_rename(self.root, old, new, self.catalogs.keys())
            self._finish_rename()

    def archive_article(self, slug: str) -> Path:
        """Put an article on the shelf: it is in no list any more, its translations stay as memory. ArticleError."""
        from ..workflow.articles import archive_article

        with self._moving():
            self._finish_rename()
            self.chosen([slug])
            return archive_article(self.root, slug)

    def restore_article(self, slug: str) -> Path:
        """Take an article down from the shelf, with every approval it had. ArticleError."""
        from ..workflow.articles import restore_article

        with self._moving():
            self._finish_rename()
            return restore_article(self.root, slug)

    def remove_article(self, slug: str) -> None:
        """Delete the text of an article, active or archived; its catalogs stay as memory. ArticleError."""
        from ..workflow.articles import archived_slugs, remove_article

        with self._moving():
            self._finish_rename()
            active = slug in self.slugs()
            if not active and slug not in archived_slugs(self.root):
                self.chosen([slug])
            remove_article(self.root, slug, archived=not active)

    def kept_original(self, slug: str) -> Path | None:
        """Return the original that an article, active or archived, was made of; None where none was kept."""
        from ..workflow.articles import article_path

        for archived in (False, True):
            path = article_path(self.root, slug, archived=archived)
            if path.is_file():
                digest = self.parsed(slug, path.read_bytes()).facts.get("digest", "-")
                original = self.root / "articles" / ".original" / Path(digest).name
                return original if original.is_file() else None
        return None

    def recover(self) -> Recovered:
        """Finish what a crash interrupted: a rename, pending decisions; sweep temporary files."""
        with self._moving():
            self._finish_rename()
        return super().recover()

    def normalize(self, slugs: Sequence[str] = (), *, check: bool = False) -> Iterator[NormalizedCatalog]:
        """Migrate catalogs to the rules that articles are read by now; one result per article and locale.

        Pending decisions are settled first. With *check* nothing is written.
        """
        from ..workflow.normalize import normalize_article

        chosen, locales = self.chosen(slugs), self.locales(())
        if not check and self._known_journal() is not None:
            self.recover()
        for slug in chosen:
            yield from normalize_article(
                self.document(slug),
                locales,
                store=self.catalogs,
                journal=self._known_journal(),
                write_template=self.catalogs.write_template,
                check=check,
                approvals=self.approvals,
            )

    def add_target(self, locale: str) -> None:
        """Write *locale* into the configuration as one more target. ConfigError. Open the project again after it."""
        if not is_locale(locale):
            better = locale.replace("_", "-")
            remedy = f"write {better}" if is_locale(better) else "write a tag like my or pt-BR"
            raise ConfigError(f"{locale!r} is no locale", key="project.targets", remedy=remedy)
        if locale == self.source_locale:
            raise ConfigError(f"{locale!r} is the language of the articles themselves", key="project.source")
        if locale in self.target_locales:
            raise ConfigError(f"{locale!r} is a target already", key="project.targets", path=str(self.config.path))
        self._write_targets([*self.target_locales, locale], locale)

    def drop_target(self, locale: str) -> None:
        """Take *locale* out of the configuration; its catalogs stay. ConfigError. Open the project again after it."""
        self.locales([locale])
        self._write_targets([target for target in self.target_locales if target != locale], locale)

    def kept_catalogs(self, locale: str) -> int:
        """Return how many catalogs there are in *locale*, target or not."""
        return sum(key.locale == locale for key in self.catalogs.keys())  # noqa: SIM118  the port's method

    def _write_targets(self, targets: Sequence[str], locale: str) -> None:
        from ..targets import with_target, without_target

        origin, path = self.config.origins["project.targets"], self.config.path
        if origin not in (path.name, "default"):
            raise ConfigError(
                f"the targets come from the environment, from {origin}",
                key="project.targets",
                remedy=f"set {origin}={','.join(targets)}",
            )
        text = path.read_bytes().decode("utf-8")
        table = ("tool", "diglot", "project") if path.name == "pyproject.toml" else ("project",)
        edited = (with_target if locale in targets else without_target)(text, locale, table=table)
        if edited is None:
            raise ConfigError(
                "the list of targets cannot be edited safely; the file was not touched",
                key="project.targets",
                path=str(path),
                remedy="write it yourself: targets = [" + ", ".join(f'"{target}"' for target in targets) + "]",
            )
        write_atomically(path, edited.encode())

    def _moving(self) -> AbstractContextManager[None]:
        return locked(self.private_folder() / "locks" / "articles.lock", name="the list of articles")

    def _finish_rename(self) -> None:
        from ..readers.markdown import read_markdown
        from ..workflow.articles import finish_rename, rename_under_way

        rename = rename_under_way(self.root)
        if rename is not None:
            journal = self._known_journal()
            finish_rename(rename, root=self.root, parse=read_markdown, store=self.catalogs, journal=journal)

    def _known_journal(self) -> SqlJournal | None:
        """Return the journal, None where nobody has decided anything yet."""
        return self.journal if self.has_journal else None

    def _title(self, slug: str, place: str) -> str:
        from ..workflow.articles import article_path

        try:
            data = article_path(self.root, slug, archived=place == "archived").read_bytes()
            document = self.parsed(slug, data)
        except (ArticleError, OSError):
            return ""
        return document.facts.get("title", "") or next((s.source for s in document.segments), "")
