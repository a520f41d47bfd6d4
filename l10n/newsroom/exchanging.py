"""How texts go out to people with other tools, and come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from ..addressing import locale_of_file, slug_of_file
from ..errors import ArticleError, CatalogError, ConflictError
from ..files import storage_error, write_atomically
from ..model import Catalog, CatalogKey, State
from .reviewing import Reviewing

if TYPE_CHECKING:
    from ..ports import ExchangeFormat, Parcel, ReturnedParcel
    from ..workflow.exchange import Adoption


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that went out; *changed* says whether it was written, *warnings* what its sender should know."""

    slugs: tuple[str, ...]
    locale: str
    format: str
    path: Path
    entries: int
    changed: bool
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file brought; *by* is who its decisions are recorded for."""

    path: str
    format: str
    by: str
    adoption: Adoption


class Exchanging(Reviewing):
    """The side of a project that works with people who use other tools."""

    def export(
        self,
        slugs: Sequence[str] = (),
        locales: Sequence[str] = (),
        *,
        format: str,
        output: Path | None = None,
        force: bool = False,
    ) -> list[Exported]:
        """Write a file for each article and locale; in TMX one for each locale, with all its articles.

        *output* is a file or a folder, `exports/` where it is None. ConflictError where another file would be
        replaced and *force* is not given; then nothing at all is written.
        """
        made = self.exchange_format(format)
        chosen = self.chosen(slugs)
        if not chosen:
            raise ArticleError("there are no articles yet", path="articles", remedy="add one: diglot add FILE")
        groups = [chosen] if format == "tmx" else [[slug] for slug in chosen]
        jobs = [(group, locale) for group in groups for locale in self.locales(locales)]
        prepared = [self._prepared(made, group, locale, output, many=len(jobs) > 1) for group, locale in jobs]
        if not force:
            _refuse_to_replace(prepared)
        for exported, data in prepared:
            if exported.changed:
                write_atomically(exported.path, data)
        return [exported for exported, _ in prepared]

    def exchange_format(self, name: str) -> ExchangeFormat:
        """Return the format called *name*. CatalogError names the nearest one."""
        from ..exchange import format_for

        if name == "po":
            return self._po_format()
        if name == "kit":
            from ..exchange.kit import KitFormat

            return KitFormat(po=self._po_format())
        return format_for(name)

    def _po_format(self) -> ExchangeFormat:
        from ..exchange.po import PoFormat
        from ..stores.po import parse_catalog
        from ..stores.po_guard import decode
        from ..stores.po_writer import serialize_catalog

        def parse(data: bytes, path: str) -> tuple[str, Catalog]:
            text = decode(data, path=path)
            return text, parse_catalog(text, key=CatalogKey("", ""), path=path)

        serialize = partial(serialize_catalog, source_locale=self.source_locale, project=self.name)
        return PoFormat(serialize=serialize, parse=parse)

    def parcel(self, slug: str, locale: str) -> Parcel:
        """Return the catalog of an article as it is sent. CatalogError where it has no entries yet."""
        from ..labels import label_segments
        from ..ports import Parcel

        document = self.document(slug)
        catalog, _ = self.catalogs.read(CatalogKey(slug, locale))
        if not catalog.entries:
            remedy = f"bring it in line with its article first: diglot update {slug}"
            raise CatalogError(f"{slug} has no catalog in {locale} yet", remedy=remedy)
        return Parcel(
            catalog,
            self.source_locale,
            self.approvals,
            title=document.facts.get("title", ""),
            labels=label_segments(document),
        )

    def import_(
        self,
        data: bytes,
        *,
        name: str,
        now: datetime,
        slug: str = "",
        locale: str = "",
        by: str = "",
        trust: bool = False,
        dry_run: bool = False,
    ) -> Imported:
        """Take back the file *data* called *name*; without *by* its decisions are the file's own.

        CatalogError, with everything untouched, where it is too large, damaged or in another language, and where
        neither it nor the options say which article it belongs to.
        """
        from ..workflow.exchange import adopt

        format, parcel = self._read_back(data, name)
        key = self._addressee(parcel, name, slug=slug, locale=locale)
        by = by or PurePath(name).name[:100]
        adoption = adopt(
            parcel,
            key,
            store=self.catalogs,
            journal=self.journal,
            by=by,
            now=now,
            checks=partial(self.findings, locale=key.locale),
            approvals=self.approvals,
            trust=trust,
            dry_run=dry_run,
            path=name,
        )
        return Imported(name, format, by, adoption)

    def _read_back(self, data: bytes, name: str) -> tuple[str, ReturnedParcel]:
        from ..exchange import format_of

        limit = self.config.number("limits.import_bytes")
        if len(data) > limit:
            remedy = "Is it the right file? Else raise import_bytes under [limits] in diglot.toml."
            raise CatalogError(f"the file has more than {limit:,} bytes", path=name, remedy=remedy)
        format = format_of(name, data)
        return format, self.exchange_format(format).read(data, path=name)

    def _addressee(self, parcel: ReturnedParcel, name: str, *, slug: str, locale: str) -> CatalogKey:
        """Return which catalog a file belongs to. CatalogError where it does not tell, or says other than asked."""
        [asked] = self.locales([locale]) if locale else [""]
        locale = locale_of_file(
            name,
            said=parcel.target_locale,
            source_said=parcel.source_locale,
            asked=asked,
            source=self.source_locale,
            targets=self.target_locales,
        )
        if slug:
            return CatalogKey(self.chosen([slug])[0], locale)

        def sources_of(slug: str) -> list[str]:
            return [entry.source for entry in self.catalogs.read(CatalogKey(slug, locale))[0].entries]

        sources = [returned.source for returned in parcel.entries]
        found = slug_of_file(name, said=parcel.slug, sources=sources, known=set(self.slugs()), sources_of=sources_of)
        return CatalogKey(found, locale)

    def read_import(self, path: Path) -> bytes:
        """Return the bytes of a file that came back, one more than the limit at most. StorageError."""
        try:
            with path.open("rb") as file:
                return file.read(self.config.number("limits.import_bytes") + 1)
        except FileNotFoundError:
            raise CatalogError("there is no such file", path=str(path), remedy="Check its name.") from None
        except IsADirectoryError:
            raise CatalogError("this is a folder", path=str(path), remedy="Name the file in it.") from None
        except OSError as error:
            raise storage_error(f"cannot read {path}", error) from error

    def _prepared(
        self, made: ExchangeFormat, slugs: Sequence[str], locale: str, output: Path | None, *, many: bool
    ) -> tuple[Exported, bytes]:
        parcels = [self.parcel(slug, locale) for slug in slugs]
        write_all = getattr(made, "write_all", None)
        data: bytes = write_all(parcels) if write_all else made.write(parcels[0])
        stem = slugs[0] if len(slugs) == 1 else self.root.name
        path = _destination(output or self.root / "exports", f"{stem}.{locale}{made.suffix}", many=many)
        changed = not path.is_file() or path.read_bytes() != data
        count = sum(_entries_in(parcel, made.name) for parcel in parcels)
        warnings = [] if count else ["nothing is approved yet, and TMX holds approved text alone: the file is empty"]
        warnings += [self._warning(slug) for slug in slugs if self.sensitivity(self.document(slug)) == "offline"]
        return Exported(tuple(slugs), locale, made.name, path, count, changed, tuple(warnings)), data

    def _warning(self, slug: str) -> str:
        return f"{slug} is offline: hand this file over in person, and send it through no network"


def _entries_in(parcel: Parcel, format: str) -> int:
    """Return how many entries a file of this format holds."""
    states = [entry.state(parcel.approvals) for entry in parcel.catalog.entries]
    return states.count(State.APPROVED) if format == "tmx" else len(states)


def _destination(output: Path, name: str, *, many: bool) -> Path:
    """Return where a file goes. ConflictError where several files would have one name."""
    is_folder = output.is_dir() or output.suffix == "" or str(output).endswith("/")
    if is_folder:
        return output / name
    if many:
        raise ConflictError(f"{output} is one file, and several are written", remedy=f"name a folder: -o {output.stem}")
    return output


def _refuse_to_replace(prepared: Sequence[tuple[Exported, bytes]]) -> None:
    standing = [exported.path for exported, _ in prepared if exported.changed and exported.path.exists()]
    if standing:
        raise ConflictError(
            f"{standing[0]} exists and differs; nothing was written",
            remedy="take back first what a translator wrote in it (diglot import FILE); to replace it: --force",
        )
