"""How the site goes out: put together beside the old one, signed, recorded, and put in its place in one step."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from ..checksums import NAME as SUMS
from ..checksums import SIGNATURE
from ..errors import ConfigError, DiglotError, EditionError, StorageError
from ..files import locked
from ..releases import Record, edition_number
from ..workflow.publish import Files, Shipped, fill_site, retraction_remarks
from .publishing import Publishing, build_date

if TYPE_CHECKING:
    from ..minisign import SecretKey
    from ..site.layout import Site
    from ..stores.releases import Intent
    from ..stores.site_tree import NewTree, SiteTree


@dataclass(frozen=True, slots=True)
class Signing:
    """How the site is signed: with *key*, or not at all. Without either, a site that was signed is not published."""

    key: SecretKey | None = None
    unsigned: bool = False


NO_KEY = Signing()


@dataclass(frozen=True, slots=True)
class Ready:
    """An article that may go out: its new record, and where its editions lie."""

    record: Record
    files: Files


@dataclass(frozen=True, slots=True)
class Publication:
    """What a run put on the site, per article the numbers of its editions by locale, and what was refused."""

    folder: Path
    shipped: Shipped
    editions: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    refused: Mapping[str, DiglotError] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


class Shipping(Publishing):
    """The side of a project that writes the site."""

    @property
    def site_folder(self) -> Path:
        """Return the folder of the site. ConfigError where it would swallow the project."""
        folder = Path(os.path.abspath(self.root / self.config.text("publish.folder")))
        if folder == self.root or folder in self.root.parents:
            raise ConfigError(
                f"the site cannot lie in {folder}: the project is there",
                key="publish.folder",
                path=str(self.config.path),
                remedy='name a folder of its own: folder = "site"',
            )
        return folder

    @contextmanager
    def _held(self) -> Iterator[SiteTree]:
        """Hold the site against other runs; what one that was ended had left is brought to an end first."""
        with locked(self.root / ".diglot" / "locks" / "publish.lock", name="the site"):
            tree = self._settle_site()
            if strangers := tree.strangers():
                raise StorageError(
                    f"{tree.path} holds {len(strangers)} files that Diglot did not publish, such as {strangers[0]}",
                    remedy="move them away: the folder is replaced as a whole; or name another one in [publish] folder",
                )
            yield tree

    def _settle_site(self) -> SiteTree:
        """Bring to an end what a run that was ended had left; return the site. Whoever calls holds it."""
        from ..stores.site_tree import SiteTree

        tree = SiteTree(self.site_folder)
        tree.recover()
        self._intent().settle(tree.sums_digest())
        return tree

    def settle_publication(self) -> None:
        """Bring a publication that was cut off to its end: the records follow what reached the site."""
        with locked(self.root / ".diglot" / "locks" / "publish.lock", name="the site"):
            self._settle_site()

    def _intent(self) -> Intent:
        from ..stores.releases import Intent

        return Intent(self.private_folder() / "publishing.json", self.releases)

    def _ship(
        self,
        tree: SiteTree,
        records: Mapping[str, Record],
        ready: Mapping[str, Ready],
        now: datetime,
        signing: Signing,
    ) -> Publication:
        """Write the site with the records as they will be, and put it in the place of the old one."""
        from ..editions.rendering import inline_html
        from ..site import site_pages
        from ..site.layout import PUBLIC_KEY, file_of
        from ..stores.chain_reading import head_in

        merged = {**records, **{slug: each.record for slug, each in ready.items()}}
        changed = [each.record for slug, each in ready.items() if each.record != records.get(slug)]
        if not merged:
            return Publication(tree.path, Shipped(0))
        listed = [self._tellable(merged[slug]) for slug in sorted(merged)]
        sign = self._signature(tree, signing, now)
        key = [(PUBLIC_KEY, signing.key.public.file())] if signing.key else []
        new = tree.begin()
        try:
            digest = fill_site(
                new,
                pages=chain(key, site_pages(self._site(listed, signing), listed, inline=inline_html)),
                editions={file_of(r.slug, f.name): f.sha256 for r in listed if not r.retraction for f in r.files},
                fresh={name: place for each in ready.values() for name, place in each.files.items()},
                remarks=retraction_remarks(listed),
                journal=head_in(self.journal_place),
                was=tree.read(SUMS) or b"",
                sign=sign,
            )
            removed = tuple(new.removed())
            self._exchange(tree, new, digest, changed, same=not (new.written or removed))
        finally:
            tree.recover()
        shipped = Shipped(len(new.digests), tuple(new.written), removed, signed=signing.key is not None)
        return Publication(tree.path, shipped, _numbers(ready), warnings=self._leaks(listed))

    def _exchange(self, tree: SiteTree, new: NewTree, digest: str, changed: list[Record], *, same: bool) -> None:
        """Have the new site and the new records hold, both or none, however the run ends."""
        if not same:
            new.sync()
        self._intent().declare(digest, changed)
        if not same:
            tree.replace()
        self._intent().settle(digest)

    def _site(self, records: Sequence[Record], signing: Signing) -> Site:
        from ..site.layout import Site

        address = self.config.text("publish.address")
        known = dict.fromkeys([*self.target_locales, *(t for record in records for t in record.targets)])
        titles = {loc: str(self.config.values.get(f"publish.{loc}.title", "")) for loc in (self.source_locale, *known)}
        return Site(
            name=self.config.text("publish.title") or self.name,
            source_locale=self.source_locale,
            targets=tuple(known),
            address=address if address.endswith("/") or not address else f"{address}/",
            titles=titles,
            key=signing.key.public.line() if signing.key else "",
        )

    def _signature(self, tree: SiteTree, signing: Signing, now: datetime) -> Callable[[bytes], bytes] | None:
        """Return what signs the list of checksums; the signature there is stays where it holds. ConfigError."""
        from ..site.layout import PUBLIC_KEY

        key = signing.key
        if key is None:
            if tree.read(PUBLIC_KEY) is not None and not signing.unsigned:
                raise ConfigError(
                    "the site is signed, and would be no more",
                    key="publish.key",
                    remedy="name the key: --sign-with KEY. To publish without a signature: --unsigned",
                )
            return None
        moment = int(dated(now).timestamp())
        return Signer(key, tree.read(SIGNATURE), f"timestamp:{moment}\tfile:SHA256SUMS\thashed").sign

    def _demand_sayable(self, said: Mapping[str, str]) -> None:
        """Raise EditionError where a name that must not be published stands in what readers would be told."""
        from ..glossary.unpublished import find_secrets

        for locale, text in said.items():
            for leak in find_secrets(text, self.secrets(), locale=locale):
                raise EditionError(
                    f"“{leak.name}” must not be published, and stands in the reason",
                    remedy="say it without the name",
                )

    def _tellable(self, record: Record) -> Record:
        """Return what the site may tell: of a retracted article no headline or fact with a name that is secret now."""
        from ..glossary.unpublished import find_secrets
        from ..site.telling import title_in

        if not record.retraction or not self.secrets():
            return record
        facts = {name: fact for name, fact in record.facts.items() if not find_secrets(fact, self.secrets())}
        titles = {locale: title_in(record, locale) for locale in record.locales}
        if any(find_secrets(title, self.secrets(), locale=locale) for locale, title in titles.items()):
            last = replace(record.releases[-1], texts=dict.fromkeys(record.targets, ()))
            record = replace(record, releases=(*record.releases[:-1], last))
        return replace(record, facts=facts)

    def _leaks(self, records: Sequence[Record]) -> tuple[str, ...]:
        """Return a warning for each article on the site in which a name stands that must not be published by now."""
        from ..glossary.unpublished import find_secrets
        from ..inline import plain

        secrets = self.secrets()
        found = {
            (leak.name, record.slug): None
            for record in (records if secrets else ())
            if not record.retraction
            for locale in record.targets
            for _, source, target in record.texts(locale)
            for text, language in ((plain(source), record.source_locale), (plain(target), locale))
            for leak in find_secrets(text, secrets, locale=language)
        }
        return tuple(
            f"“{name}” must not be published by now, and stands in {slug}, which readers can download: "
            f"diglot retract {slug}"
            for name, slug in found
        )


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs with *key*, unless *old* is its signature of the same already: so that the same site has the same bytes."""

    key: SecretKey
    old: bytes | None
    trusted: str

    def sign(self, data: bytes) -> bytes:
        from ..minisign import signature_from
        from ..stores.signing import is_signed, sign

        try:
            if self.old and is_signed(data, signature_from(self.old), self.key.public):
                return self.old
        except ValueError:
            pass
        return sign(data, self.key, trusted=self.trusted).file()


def dated(now: datetime, environment: Mapping[str, str] = os.environ) -> datetime:
    """Return the time that a release carries: that of `SOURCE_DATE_EPOCH` where it is set, else *now*. ConfigError."""
    if not build_date(environment):
        return now
    return datetime.fromtimestamp(int(environment["SOURCE_DATE_EPOCH"]), UTC)


def _numbers(ready: Mapping[str, Ready]) -> dict[str, dict[str, int]]:
    return {
        slug: {t: edition_number(each.record, t, each.record.texts(t)) for t in each.record.targets}
        for slug, each in ready.items()
    }
