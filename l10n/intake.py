"""How articles come into a project and stay in step with their catalogs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .workspace import Workspace

if TYPE_CHECKING:
    from .workflow.add import Added
    from .workflow.update import Updated


class Intake(Workspace):
    """The side of a project where articles come in and are corrected."""

    def add(self, source: Path, *, slug: str | None = None, dry_run: bool = False) -> Added:
        """Take an article in. ArticleError names path, line and remedy."""
        from .readers import reader_for
        from .readers.markdown import read_markdown
        from .workflow.add import add_article

        return add_article(
            source,
            root=self.root,
            reader=reader_for(str(source)),
            parse=read_markdown,
            slug=slug,
            max_bytes=self.config.number("limits.article_bytes"),
            dry_run=dry_run,
        )

    def update(self, slugs: Sequence[str] = (), *, check: bool = False) -> Iterator[Updated]:
        """Bring templates and catalogs in line with the articles, article by article."""
        from .workflow.update import update_article

        for slug in self.chosen(slugs):
            yield from update_article(
                self.document(slug),
                self.locales(()),
                store=self.catalogs,
                write_template=self.catalogs.write_template,
                check=check,
            )
