"""The life of an article after it was taken in: renamed, put on the shelf and taken down again, removed.

Every step is either done or not; a rename, which takes several, is written down first and finished by whoever comes
next. Catalogs and the journal are never deleted: they are the memory of the project.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from ..carrying import addresses_in
from ..errors import ArticleError, ConflictError
from ..files import move_file, remove_file, write_atomically
from ..merging import make_entries
from ..model import RESERVED_SLUGS, Catalog, CatalogKey, Entry, Key
from ..ports import CatalogStore, Journal
from .picture_paths import move_addresses, move_note
from .readding import Parse

SHELF = ".archive"
INTENT = "renaming.json"
_TRIES = 5
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class CatalogShelf(CatalogStore, Protocol):
    """A store whose catalogs can be put away when they have been copied."""

    def discard(self, key: CatalogKey, *, expected: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Rename:
    """A rename that is under way."""

    old: str
    new: str


def article_path(root: Path, slug: str, *, archived: bool = False) -> Path:
    folder = root / "articles"
    return (folder / SHELF if archived else folder) / f"{slug}.md"


def archived_slugs(root: Path) -> list[str]:
    """Return the slugs of the articles on the shelf, sorted."""
    return sorted(path.stem for path in (root / "articles" / SHELF).glob("*.md"))


def remembered_slugs(root: Path, keys: Iterable[CatalogKey]) -> list[str]:
    """Return the slugs that catalogs are kept of though the article is neither there nor on the shelf, sorted."""
    known = {key.slug for key in keys}
    here = {path.stem for path in (root / "articles").glob("*.md")}
    return sorted(known - here - set(archived_slugs(root)) - RESERVED_SLUGS)


def refuse_archived(root: Path, slug: str, *, address: str = "") -> None:
    """Refuse to take in an article that is on the shelf, by its slug or the original's address. ArticleError."""
    line = re.compile(rf"^original:\s*[\"']?{re.escape(address)}[\"']?\s*$".encode(), re.MULTILINE)
    for path in sorted((root / "articles" / SHELF).glob("*.md")):
        if path.stem == slug or (address and line.search(path.read_bytes())):
            raise ArticleError(
                f"this article is archived, as {path.stem!r}" if path.stem != slug else f"{slug!r} is archived",
                path=f"articles/{SHELF}/{path.name}",
                remedy=f"bring it back, then add again: diglot article restore {path.stem}; "
                "another article takes another name: --slug NAME",
            )


def archive_article(root: Path, slug: str) -> Path:
    """Put an article on the shelf; its catalogs and pictures stay where they are. Return where it lies now."""
    target = article_path(root, slug, archived=True)
    if target.exists():
        raise _taken(slug, f"articles/{SHELF}/{slug}.md")
    move_file(article_path(root, slug), target)
    return target


def restore_article(root: Path, slug: str) -> Path:
    """Take an article down from the shelf; return where it lies now. ArticleError where it is not there."""
    source, target = article_path(root, slug, archived=True), article_path(root, slug)
    if not source.is_file():
        known = archived_slugs(root)
        remedy = "archived are " + ", ".join(known) if known else "no article is archived; see: diglot article list"
        raise ArticleError(f"there is no archived article {slug!r}", path=f"articles/{SHELF}", remedy=remedy)
    if target.exists():
        raise _taken(slug, f"articles/{slug}.md")
    move_file(source, target)
    return target


def remove_article(root: Path, slug: str, *, archived: bool) -> None:
    """Delete the text of an article, and its template; everything else stays."""
    for path in (root / "locales" / f"{slug}.pot", article_path(root, slug, archived=archived)):
        remove_file(path)


def begin_rename(root: Path, old: str, new: str, keys: Iterable[CatalogKey]) -> Rename:
    """Write down that *old* is to be called *new*. ArticleError where that cannot be. Nothing is moved yet."""
    _refuse_name(new)
    if old == new:
        raise ArticleError(f"the article is called {new!r} already", path=f"articles/{old}.md")
    for place in _places(root, new):
        if place.exists():
            raise _taken(new, place.relative_to(root).as_posix())
    for key in keys:
        if key.slug == new:
            raise _taken(new, f"locales/{key.locale.replace('-', '_')}/LC_MESSAGES/{new}.po")
    rename = Rename(old, new)
    write_atomically(_intent(root), json.dumps({"old": old, "new": new}).encode())
    return rename


def rename_under_way(root: Path) -> Rename | None:
    """Return the rename that was begun and not finished."""
    try:
        value = json.loads(_intent(root).read_bytes())
        return Rename(value["old"], value["new"])
    except FileNotFoundError:
        return None


def refuse_unfinished(root: Path) -> None:
    """Refuse to make catalogs while an article lies between two names. ConflictError."""
    rename = rename_under_way(root) if _intent(root).exists() else None
    if rename:
        raise ConflictError(
            f"renaming {rename.old!r} to {rename.new!r} was interrupted", remedy="finish it first: diglot recover"
        )


def finish_rename(rename: Rename, *, root: Path, parse: Parse, store: CatalogShelf, journal: Journal | None) -> None:
    """Carry out a rename from wherever it stands.

    The article goes first, so that nobody decides under the old name any more; the journal last. StorageError,
    CatalogError and ConflictError leave the rest to be finished.
    """
    old, new = article_path(root, rename.old), article_path(root, rename.new)
    if old.with_suffix("").is_dir() and not new.with_suffix("").exists():
        move_file(old.with_suffix(""), new.with_suffix(""))
    moves_pictures = new.with_suffix("").is_dir()
    if old.is_file():
        text = _read(old)
        moved = move_addresses(text, rename.old, rename.new, parse=parse) if moves_pictures else text
        write_atomically(new, moved.encode())
        remove_file(old)
    fresh = {entry.key: entry for entry in make_entries(parse(_read(new).replace("\r\n", "\n"), slug=rename.new))}
    for key in [key for key in store.keys() if key.slug == rename.old]:  # noqa: SIM118  the port's method
        _move_catalog(store, key, rename, fresh)
    remove_file(root / "locales" / f"{rename.old}.pot")
    if journal is not None:
        journal.rename(rename.old, rename.new)
    remove_file(_intent(root))


def _move_catalog(store: CatalogShelf, key: CatalogKey, rename: Rename, fresh: Mapping[Key, Entry]) -> None:
    """Copy the catalog to its new name, then put the old one away; again if somebody changed it meanwhile."""
    own = Catalog(rename.new, key.locale)
    for left in reversed(range(_TRIES)):
        catalog, seen = store.read(key)
        present, revision = store.read(own.key)
        entries = tuple(_moved_entry(entry, rename, fresh.get(entry.key)) for entry in catalog.entries)
        moved = replace(own, entries=entries, obsolete=catalog.obsolete)
        if present not in (own, moved) and any(entry.target for entry in (*present.entries, *present.obsolete)):
            raise ConflictError(
                f"there are translations under the new name {rename.new!r} in {key.locale} already",
                remedy="move that catalog aside, then: diglot recover",
            )
        try:
            store.replace(own.key, moved, expected=revision)
            store.discard(key, expected=seen)
        except ConflictError:
            if not left:
                raise
            own = moved
            continue
        return


def _moved_entry(entry: Entry, rename: Rename, fresh: Entry | None) -> Entry:
    """Return the entry with its references, and its note if the links lead where they led, under the new name."""
    paths = (f"articles/{rename.old}.md", f"articles/{rename.new}.md")
    references = tuple(paths[1] if reference == paths[0] else reference for reference in entry.references)
    note = move_note(entry.note, rename.old, rename.new)
    follows = fresh is not None and addresses_in(note) == addresses_in(fresh.note)
    return replace(entry, note=note if follows else entry.note, references=references)


def _places(root: Path, slug: str) -> Iterable[Path]:
    """Yield whatever may lie under a slug."""
    yield article_path(root, slug)
    yield article_path(root, slug, archived=True)
    yield root / "articles" / slug
    yield root / "locales" / f"{slug}.pot"


def _refuse_name(slug: str) -> None:
    if not _SLUG.fullmatch(slug) or len(slug) > 60:
        raise ArticleError(
            f"{slug!r} cannot be the short name of an article",
            remedy="take lower-case letters a–z, digits and single hyphens, 60 at most: flood-in-may",
        )
    if slug in RESERVED_SLUGS:
        raise ArticleError(
            f"the short name {slug!r} is taken by Diglot's own interface", remedy=f"choose another: {slug}-article"
        )


def _taken(slug: str, place: str) -> ArticleError:
    archived = place.startswith(f"articles/{SHELF}/")
    whose = "an archived article" if archived else "catalogs kept of a removed article" if "locales/" in place else "it"
    remedy = f"choose another name, e.g. {slug}-2" + (f"; see {place}" if whose != "it" else "")
    return ArticleError(
        f"the name {slug!r} is taken" + (f" by {whose}" if whose != "it" else ""), path=place, remedy=remedy
    )


def _intent(root: Path) -> Path:
    return root / ".diglot" / INTENT


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise ArticleError(
            "the article is not UTF-8", path=f"articles/{path.name}", remedy="save it as UTF-8"
        ) from error
    except OSError as error:
        raise ArticleError(f"cannot be read: {error.strerror}", path=f"articles/{path.name}") from error
