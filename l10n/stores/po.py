"""Catalogs as PO files: `parse_catalog` and `serialize_catalog` undo each other; `PoCatalogStore` keeps them.

One text, one line, whatever its length: a file cut at any byte is then recognised. What the file cannot hold
without loss is refused, and the file on disk stays as it is.
"""

from __future__ import annotations

import hashlib
import os
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import CatalogError, ConflictError
from ..files import (
    UNKNOWN,
    Lasting,
    Stamp,
    locked,
    names_in,
    read_stamped,
    remove_file,
    storage_error,
    write_atomically,
)
from ..model import RESERVED_SLUGS, Catalog, CatalogKey, Decision, Entry, Key, seal_of
from .po_strict import parse_canonical
from .po_writer import FLAG, ORIGIN, PROVENANCE, SEAL, SUGGESTION, note_lines, serialize_catalog

if TYPE_CHECKING:
    from polib import POEntry, POFile

    from ..ports import Applied, Revision
    from .po_guard import Proven

_LOCKS = 32
_BEGIN = "Where nothing was translated in it yet: delete it, and `diglot update` begins it again."
_TRANSLATED = re.compile(rf"^{PROVENANCE}(?:approved|engine=|memory )", re.MULTILINE)
_NAME = re.compile(r"[^\W_.-][\w.-]*")
_LOCALE = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


def parse_catalog(text: str, *, key: CatalogKey, path: str) -> Catalog:
    """Return the catalog that *text* holds. CatalogError, with *path* and line, where it is damaged or cut off."""
    from .po_guard import RESTORE, prove

    proven = prove(text, path=path)
    file = _parse_proven(proven.text, path=path)
    if len(file) != len(proven.lines):
        raise CatalogError("entries would be lost in reading", path=path, remedy=RESTORE)
    _refuse_other_charset(file, path=path)
    _refuse_cut_off(file, proven, path=path)
    live: list[Entry] = []
    obsolete: list[Entry] = []
    seen: dict[Key, int] = {}
    for raw, line in zip(file, proven.lines, strict=True):
        entry = _entry_from(raw)
        if seen.setdefault(entry.key, line) != line:
            message = f"the same source stands in line {seen[entry.key]} already"
            raise CatalogError(message, path=path, line=line, remedy="Keep one of the two entries.")
        (obsolete if raw.obsolete else live).append(entry)
    return Catalog(key.slug, key.locale, tuple(live), tuple(obsolete))


class _Text(str):
    """A text whose lines end at LF only: polib would also cut at U+2028 and its like, inside a text."""

    __slots__ = ()

    def splitlines(self, keepends: object = False) -> list[str]:
        return self.split("\n")


def _parse_proven(text: str, *, path: str) -> POFile:
    import polib

    from .po_guard import RESTORE

    try:
        return polib.pofile(_Text(text), encoding="utf-8")
    except (OSError, ValueError) as error:
        found = re.search(r"\(line (\d+)\)", str(error))
        line = int(found[1]) if found else 0
        raise CatalogError("this is not a PO file", path=path, line=line, remedy=RESTORE) from error


def _refuse_other_charset(file: POFile, *, path: str) -> None:
    found = re.search(r"charset=([\w-]+)", file.metadata.get("Content-Type", ""))
    if found and found[1].lower() not in {"utf-8", "utf8", "ascii", "us-ascii"}:
        remedy = "Convert the file to UTF-8 (`msgconv -t UTF-8`)."
        raise CatalogError(f"the header says {found[1]}, not UTF-8", path=path, remedy=remedy)


def _refuse_cut_off(file: POFile, proven: Proven, *, path: str) -> None:
    from .po_guard import RESTORE, refuse_torn
    from .po_header import COUNT_FIELD, counted_entries

    counted = counted_entries(file.metadata.get(COUNT_FIELD, ""))
    if counted is None and not file:
        raise CatalogError("the file is empty or cut off: it has no entries", path=path, remedy=f"{RESTORE} {_BEGIN}")
    if counted is not None and len(file) < counted:
        message = f"the file is cut off: {len(file)} of {counted} entries are left"
        raise CatalogError(message, path=path, remedy=RESTORE)
    if counted and file:
        raw, line = file[-1], proven.lines[-1]
        is_marked = "fuzzy" in raw.flags or _TRANSLATED.search(raw.tcomment) is not None
        refuse_torn(proven.text, source=raw.msgid, target=raw.msgstr, is_marked=is_marked, path=path, line=line)


def _entry_from(raw: POEntry) -> Entry:
    origin, seals, flags, comments = "", [], [], []
    for line in raw.tcomment.split("\n"):
        word = line.removeprefix(PROVENANCE) if line.startswith(PROVENANCE) else ""
        if not line.strip():
            continue
        if not line.startswith(PROVENANCE) or word.startswith(SUGGESTION):
            comments.append(line.rstrip())
        elif found := SEAL.fullmatch(word):
            seals.append(found[1])
        elif found := FLAG.fullmatch(word):
            flags.append(found[1])
        elif ORIGIN.fullmatch(word):
            origin = origin or word
    if not raw.msgstr:  # marks of a text that is not there are not written, either
        origin, seals, flags = "", [], []
    right_seal = seal_of(raw.msgid, raw.msgstr)
    return Entry(
        source=raw.msgid,
        target=raw.msgstr,
        context=raw.msgctxt or "",
        confirmed=bool(raw.msgstr) and "fuzzy" not in raw.flags,
        previous=raw.previous_msgid or "",
        origin=origin,
        seal=right_seal if right_seal in seals else (seals or [""])[0],
        flags=tuple(flags),
        note="\n".join(note_lines(raw.comment)),
        comments=tuple(comments),
        references=_references(raw),
        previous_context=raw.previous_msgctxt or "",
    )


def _references(raw: POEntry) -> tuple[str, ...]:
    words = " ".join(f"{file}:{line}" if line else file for file, line in raw.occurrences)
    found = re.findall("\u2068[^\u2069]*\u2069|\\S+", words)
    return tuple(word.removeprefix("\u2068").removesuffix("\u2069") for word in found)


Notice = Callable[[Path, str, Stamp, Catalog], None]
"""Told of each file that was read or written: where, its digest, its stamp (UNKNOWN after writing), what it holds."""


class PoCatalogStore:
    """Catalogs in `locales/<locale>/LC_MESSAGES/<slug>.po` below *root*, templates in `locales/<slug>.pot`.

    Safe between threads and processes: whoever writes holds the catalog's lock and has compared what is there.
    """

    def __init__(
        self, root: Path, *, source_locale: str, project: str, notice: Notice | None = None, kept: int = 0
    ) -> None:
        self.root, self.source_locale, self.project, self._notice = root, source_locale, project, notice
        self._parsed = lru_cache(kept)(self._parse)

    def path(self, key: CatalogKey) -> Path:
        """Return where the catalog lies. CatalogError for a slug or locale that is no plain name."""
        if not _NAME.fullmatch(key.slug) or not _LOCALE.fullmatch(key.locale):
            raise CatalogError(
                f"{key.slug!r} in {key.locale!r} cannot name a catalog", remedy="Use letters and digits."
            )
        return Path(self.root, "locales", key.locale.replace("-", "_"), "LC_MESSAGES", f"{key.slug}.po")

    def template_path(self, slug: str) -> Path:
        """Return where the template of an article lies. CatalogError for a slug that is no plain name."""
        if not _NAME.fullmatch(slug):
            raise CatalogError(f"{slug!r} cannot name a template", remedy="Use letters and digits.")
        return self.root / "locales" / f"{slug}.pot"

    def read(self, key: CatalogKey) -> tuple[Catalog, Revision]:
        """Return the catalog and its revision; an empty catalog and "" where there is none. CatalogError."""
        path = self.path(key)
        data, stamp = _read(path)
        catalog, revision = self._parsed(key, data), _revision(data)
        if self._notice and data is not None:
            self._notice(path, revision, stamp, catalog)
        return catalog, revision

    def apply(self, key: CatalogKey, decisions: Sequence[Decision]) -> Applied:
        """Set each decided entry whose revision is still the decision's base; write once. See the port."""
        from ..ports import Applied
        from .deciding import decide

        with self._locked(key):
            path = self.path(key)
            data, stamp = _read(path)
            catalog = self._parsed(key, data)
            changed, outcomes = decide(catalog.by_key(), decisions)
            if changed:
                self._write(path, catalog.with_entries(changed), present=data, stamp=stamp)
        return Applied(outcomes)

    def replace(self, key: CatalogKey, catalog: Catalog, *, expected: Revision) -> Revision:
        """Write *catalog* if the present revision is *expected*, else ConflictError. Equal bytes write nothing."""
        with self._locked(key):
            path = self.path(key)
            data, stamp = _read(path)
            found = _revision(data)
            if found != expected:
                raise ConflictError(
                    f"{self._place(path)} was changed meanwhile",
                    seen=expected,
                    found=found,
                    remedy="Read the catalog again and repeat the change.",
                )
            own = replace(catalog, slug=key.slug, locale=key.locale)
            begun = data is None and not any(e.target for e in (*own.entries, *own.obsolete))  # can be made again
            return self._write(path, own, present=data, stamp=stamp, lasting="derived" if begun else "durable")

    def discard(self, key: CatalogKey, *, expected: Revision) -> None:
        """Delete a catalog that was copied elsewhere, if its present revision is *expected*, else ConflictError."""
        with self._locked(key):
            path = self.path(key)
            found = _revision(_read(path)[0])
            if found != expected:
                raise ConflictError(f"{self._place(path)} was changed meanwhile", seen=expected, found=found)
            remove_file(path)

    def keys(self) -> Iterator[CatalogKey]:
        """Yield the keys of all article catalogs, by slug, then locale; the desk's own are skipped."""
        folder = self.root / "locales"
        files = [(file, name) for name in names_in(folder) for file in names_in(folder / name / "LC_MESSAGES")]
        for slug, locale in sorted((file[:-3], name.replace("_", "-")) for file, name in files if file.endswith(".po")):
            if slug not in RESERVED_SLUGS and _NAME.fullmatch(slug) and _LOCALE.fullmatch(locale):
                yield CatalogKey(slug, locale)

    def write_template(self, slug: str, entries: Sequence[Entry]) -> bool:
        """Write the template of an article, without targets; return whether it changed.

        It needs no lock: it is made of the article alone, and replaced whole.
        """
        path = self.template_path(slug)
        bare = tuple([replace(e.emptied(), comments=()) if e.target or e.comments else e for e in entries])
        present, stamp = _read(path)
        template = Catalog(slug, "", bare)
        return self._write(path, template, present=present, stamp=stamp, lasting="derived") != _revision(present)

    def _parse(self, key: CatalogKey, data: bytes | None) -> Catalog:
        if data is None:
            return Catalog(key.slug, key.locale)
        if own := parse_canonical(data, key=key):
            return own
        from .po_guard import decode

        place = self._place(self.path(key))
        return parse_catalog(decode(data, path=place), key=key, path=place)

    def _bytes(self, catalog: Catalog, path: Path) -> bytes:
        place = self._place(path)
        text = serialize_catalog(catalog, source_locale=self.source_locale, project=self.project, path=place)
        return text.encode()

    def _write(
        self, path: Path, catalog: Catalog, *, present: bytes | None, stamp: Stamp, lasting: Lasting = "durable"
    ) -> Revision:
        data = self._bytes(catalog, path)
        if data != present:
            write_atomically(path, data, lasting=lasting)
        revision = _revision(data)
        if self._notice:
            self._notice(path, revision, stamp if data == present else UNKNOWN, catalog)
        return revision

    def _locked(self, key: CatalogKey) -> AbstractContextManager[None]:
        """Hold one of a few locks, which catalogs share so that lock files stay few; no thread ever holds two."""
        path = self.path(key)  # refuses names that lead elsewhere
        number = zlib.crc32(f"{key.locale}/{key.slug}".encode()) % _LOCKS
        lock = Path(self.root, ".diglot", "locks", f"catalogs-{number:02}.lock")
        return locked(lock, name=self._place(path))

    def _place(self, path: Path) -> str:
        return str(path).removeprefix(f"{self.root}{os.sep}").replace(os.sep, "/")


def _read(path: Path) -> tuple[bytes | None, Stamp]:
    try:
        return read_stamped(path)
    except FileNotFoundError:
        return None, UNKNOWN
    except OSError as error:
        raise storage_error(f"cannot read {path}", error) from error


def _revision(data: bytes | None) -> Revision:
    return "" if data is None else hashlib.sha256(data).hexdigest()
