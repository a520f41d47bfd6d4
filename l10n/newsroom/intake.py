"""How articles come into a project and stay in step with their catalogs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ArticleError, CatalogError, ConflictError, DiglotError, LockedError, NetworkError
from ..files import Stamp, read_stamped, storage_error
from ..model import Catalog, Document
from .config import Config
from .workspace import Workspace

if TYPE_CHECKING:
    from ..fates import Updated
    from ..progress import Counts
    from ..readers.fetching import Fetcher
    from ..stores.index import Seen
    from ..workflow.add import Added

Failed = Callable[[str, DiglotError], None]
"""Told of an article that could not be updated, and why."""


class Intake(Workspace):
    """The side of a project where articles come in and are corrected."""

    def add(self, source: Path, *, slug: str | None = None, dry_run: bool = False, replace: bool = False) -> Added:
        """Take an article in from a file; the same source again updates it. ArticleError, ConflictError.

        *replace* also gives up what was edited by hand in the article since.
        """
        from ..readers import inspect_text, reader_for
        from ..readers.markdown import read_markdown
        from ..workflow.add import add_article

        file, choice = _chosen(source)
        return add_article(
            file,
            root=self.root,
            reader=reader_for(str(file)),
            parse=read_markdown,
            slug=slug,
            choice=choice,
            max_bytes=self.config.number("limits.article_bytes"),
            dry_run=dry_run,
            replace=replace,
            inspect=inspect_text,
        )

    def add_url(
        self,
        url: str,
        *,
        slug: str | None = None,
        dry_run: bool = False,
        replace: bool = False,
        tell: Callable[[str], None] = lambda host: None,
    ) -> Added:
        """Fetch a page of the public web and take its article in, as `add`. *tell* hears of each host contacted.

        ArticleError, ConflictError, NetworkError; nothing is fetched where the project is offline.
        """
        from ..readers import inspect_text, reader_of_fetched
        from ..readers.markdown import read_markdown
        from ..workflow.add import Original, add_original

        fetched = self.fetcher(tell).fetch(url)
        return add_original(
            Original(fetched.data, fetched.name, fetched.url + url[len(url.partition("#")[0]) :]),
            root=self.root,
            reader=reader_of_fetched(fetched),
            parse=read_markdown,
            slug=slug,
            dry_run=dry_run,
            replace=replace,
            inspect=inspect_text,
        )

    def fetcher(self, tell: Callable[[str], None]) -> Fetcher:
        """Return what fetches pages as this project wants it. NetworkError where it wants no connection at all."""
        from ..readers.fetching import Fetcher

        if self.config.text("draft.sensitivity") == "offline":
            raise NetworkError(
                "this project is offline: nothing is fetched",
                remedy="save the page elsewhere and add the file, or change sensitivity under [draft] in diglot.toml",
            )
        return Fetcher(
            max_bytes=self.config.number("web.max_bytes"),
            timeout_s=self.config.number("web.timeout_s"),
            proxy=self.config.text("web.proxy"),
            tell=tell,
        )

    def update(
        self,
        slugs: Sequence[str] = (),
        *,
        check: bool = False,
        rebuild: bool = False,
        jobs: int = 1,
        failed: Failed | None = None,
    ) -> Iterator[Updated]:
        """Bring templates and catalogs in line with the articles, article by article.

        What the index proves to be in line is not read; *rebuild* reads it all the same. *jobs* processes share the
        work, 0 for as many as pay. An article that cannot be updated does not stop the others: *failed* is told, and
        without it the first such error is raised at the end.
        """
        from ..parallel import run_in_order

        chosen, locales = self._to_update(slugs)
        index = self.index(ignore=rebuild)
        in_line = {slug: found for slug in chosen if (found := index.in_line(slug, locales))}
        work = ArticleUpdate(self.config, locales, check=check, before=index.read_before_all(chosen))
        results = run_in_order(work, [slug for slug in chosen if slug not in in_line], jobs=jobs)
        errors: list[DiglotError] = []
        try:
            for slug in chosen:
                if slug in in_line:
                    yield from _unchanged(slug, locales, in_line[slug])
                    continue
                done = next(results)
                index.record_all(done.seen)
                if done.error and failed:
                    failed(slug, done.error)
                elif done.error:
                    errors.append(done.error)
                yield from done.updated
        finally:
            results.close()
            index.save(only=None if slugs or check else (chosen, locales))
        if errors:
            raise errors[0]

    def _to_update(self, slugs: Sequence[str]) -> tuple[list[str], list[str]]:
        """Return the articles and the locales to update. ConflictError while an article lies between two names."""
        if (self.root / ".diglot" / "renaming.json").exists():
            from ..workflow.articles import refuse_unfinished

            refuse_unfinished(self.root)
        return self.chosen(slugs), self.locales(())


def _chosen(source: Path) -> tuple[Path, str]:
    """Return the file, and which of its articles is meant: `feed.xml#guid`, unless a file has just this name."""
    name, _, choice = str(source).partition("#")
    return (source, "") if source.exists() or not name else (Path(name), choice)


@dataclass(frozen=True, slots=True)
class Done:
    """What an update of one article did, what it saw of the article's files, and the error that stopped it."""

    updated: list[Updated] = field(default_factory=list)
    seen: dict[str, Seen] = field(default_factory=dict)
    error: DiglotError | None = None


@dataclass(frozen=True, slots=True)
class ArticleUpdate:
    """Updates one article after the other, in whichever process it is called.

    *before* has the digests of articles that were last updated when they were read by other rules.
    """

    config: Config
    locales: Sequence[str]
    check: bool
    before: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, slug: str) -> Done:
        from ..stores.index import Seen, article_name

        name = article_name(slug)
        done = Done()
        try:
            data, stamp = _read_article(self.config.root / name, name)
            document = Workspace(self.config).parsed(slug, data)
        except ArticleError as error:
            return replace(done, error=error)
        digest = hashlib.sha256(data).hexdigest()
        if self.before.get(slug) == digest and self._is_cut_otherwise(document):
            return replace(done, error=_other_rules(name))
        for locale in self.locales:
            try:
                done.updated.extend(self._update(document, locale, digest, done.seen))
            except (CatalogError, ConflictError, LockedError) as error:
                done = replace(done, error=done.error or error)
        if not self.check:
            done.seen[name] = Seen(digest, stamp)
        if all(u.new + u.unchanged == len(u.changes) for u in done.updated):  # nobody asks what nothing happened to
            done = replace(done, updated=[replace(u, changes=()) for u in done.updated])
        return done

    def _is_cut_otherwise(self, document: Document) -> bool:
        """Say whether catalogs would lose anything by an update, though the article is the same."""
        from ..workflow.update import update_article

        workspace = Workspace(self.config)
        updated = update_article(
            document,
            self.locales,
            store=workspace.catalogs,
            write_template=lambda *_: False,
            check=True,
            approvals=workspace.approvals,
        )
        return any(u.edited or u.split or u.merged or u.removed for u in updated)

    def _update(self, document: Document, locale: str, digest: str, known: dict[str, Seen]) -> list[Updated]:
        """Update one catalog, and the template unless it is *known*; only what went well becomes known."""
        from ..progress import count_states
        from ..stores.index import Seen, template_name
        from ..workflow.update import update_article

        last: dict[Path, tuple[str, Stamp, Catalog]] = {}
        workspace = Workspace(self.config)
        store = workspace.watched_catalogs(lambda path, *seen: last.update({path: seen}))
        updated = update_article(
            document,
            [locale],
            store=store,
            write_template=(lambda *_: False) if template_name(document.slug) in known else store.write_template,
            check=self.check,
            approvals=workspace.approvals,
        )
        for path, (content, stamp, catalog) in last.items() if not self.check else ():
            counts = count_states(catalog.entries, approvals=workspace.approvals)
            known[path.relative_to(workspace.root).as_posix()] = Seen(content, stamp, digest, counts)
        return updated


def _other_rules(name: str) -> ArticleError:
    return ArticleError(
        "the article has not changed, but this version of Diglot reads it differently; its catalogs were not touched",
        path=name,
        remedy="keep the approvals: diglot update --normalize; or update all the same: diglot update --rebuild",
    )


def _read_article(path: Path, name: str) -> tuple[bytes, Stamp]:
    try:
        return read_stamped(path)
    except OSError as error:
        failure = storage_error(f"cannot read {name}", error)
        raise ArticleError(f"cannot be read: {error.strerror or error}", path=name, remedy=failure.remedy) from error


def _unchanged(slug: str, locales: Sequence[str], counts: Sequence[Counts]) -> Iterator[Updated]:
    from ..fates import Updated

    for locale, count in zip(locales, counts, strict=True):
        yield Updated(slug, locale, unchanged=count.segments)
