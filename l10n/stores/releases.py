"""The records of releases: `releases/<slug>.json`, one for each article that was ever published.

They are the truth about what readers hold, and belong into the project's history beside the catalogs.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from ..errors import StorageError
from ..files import remove_file, storage_error, write_atomically
from ..releases import PublishedFile, Record, Release, Retraction
from ..rewording import Text

SCHEMA = "diglot.releases/1"
_FILE_NAME = re.compile(r"[^/\\\x00-\x1f]+")
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class ReleaseStore:
    """The records below *root*, read whole and written whole."""

    def __init__(self, root: Path) -> None:
        self._folder = root / "releases"

    def slugs(self) -> list[str]:
        """Return the slugs of all articles that were ever published, sorted."""
        names = os.listdir(self._folder) if self._folder.is_dir() else ()
        return sorted(name[:-5] for name in names if name.endswith(".json") and not name.startswith("."))

    def read(self, slug: str) -> Record | None:
        """Return the record, None where the article was never published. StorageError where it is damaged."""
        data = self.read_bytes(slug)
        try:
            return record_from(data, slug) if data is not None else None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StorageError(
                f"releases/{slug}.json: the record of what was published cannot be read ({error})",
                remedy="take the file back from git or from a backup; without it nobody knows what readers hold",
            ) from error

    def read_bytes(self, slug: str) -> bytes | None:
        """Return the record's file, None where there is none. StorageError."""
        path = f"{self._folder}/{slug}.json"
        try:
            with open(path, "rb", buffering=0) as file:
                return file.read()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise storage_error(f"cannot read {path}", error) from error

    def read_all(self) -> dict[str, Record]:
        """Return all records by slug. StorageError names the first one that is damaged."""
        return {slug: record for slug in self.slugs() if (record := self.read(slug))}

    def write(self, record: Record) -> None:
        """Write the record, durably. StorageError."""
        data = record_bytes(record)
        path = self._folder / f"{record.slug}.json"
        if not path.is_file() or path.read_bytes() != data:
            write_atomically(path, data)


def record_bytes(record: Record) -> bytes:
    """Return the record as JSON, each text on a line of its own so that git shows what changed."""
    members = [
        f'"schema": "{SCHEMA}"',
        f'"slug": {_json(record.slug)}',
        f'"id": {_json(record.id)}',
        f'"source": {_json(record.source_locale)}',
        f'"facts": {_json(dict(sorted(record.facts.items())))}',
        f'"files": {_listed([_json([f.name, f.locale, f.format, f.size_bytes, f.sha256]) for f in record.files])}',
        f'"retractions": {_listed([_json([r.date, dict(r.reason), r.lifted]) for r in record.retractions])}',
        f'"releases": {_listed([_release(r) for r in record.releases])}',
    ]
    return ("{\n" + ",\n".join(members) + "\n}\n").encode()


def record_from(data: bytes, slug: str) -> Record:
    """Return the record that *data* holds; ValueError, KeyError or TypeError where it is not one of *slug*."""
    value = json.loads(data)
    if value["schema"] != SCHEMA:
        raise ValueError(f"it is no {SCHEMA}")
    if value["slug"] != slug:
        raise ValueError(f"it is about {value['slug']!r}")
    record = Record(
        slug=slug,
        id=_text(value["id"]),
        source_locale=_text(value["source"]),
        facts={_text(name): _text(fact) for name, fact in value["facts"].items()},
        files=tuple(_file(*row) for row in value["files"]),
        releases=tuple(_release_from(row) for row in value["releases"]),
        retractions=tuple(
            Retraction(_date(d), _texts_by_name(reason), lifted and _date(lifted))
            for d, reason, lifted in value["retractions"]
        ),
    )
    if not record.releases or [r.number for r in record.releases] != list(range(1, len(record.releases) + 1)):
        raise ValueError("its releases are not numbered from 1")
    return record


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _listed(rows: list[str]) -> str:
    return "[\n" + ",\n".join(rows) + "\n]" if rows else "[]"


def _release(release: Release) -> str:
    texts = ",\n".join(
        f"{_json(locale)}: {_listed([_json(list(text)) for text in rows])}" for locale, rows in release.texts.items()
    )
    return f'{{"number": {release.number}, "date": {_json(release.date)}, "texts": {{\n{texts}\n}}}}'


def _release_from(value: Mapping[str, object]) -> Release:
    number, texts = value["number"], value["texts"]
    if type(number) is not int or not isinstance(texts, dict) or not texts:
        raise ValueError("a release in it has no number or no texts")
    rows = {_text(locale): tuple(_triple(*row) for row in rows) for locale, rows in texts.items()}
    return Release(number, _date(value["date"]), rows)


def _triple(label: object, source: object, target: object) -> Text:
    return (_text(label), _text(source), _text(target))


def _file(name: object, locale: object, format: object, size: object, sha256: object) -> PublishedFile:
    if (
        not _FILE_NAME.fullmatch(_text(name))
        or type(size) is not int
        or not re.fullmatch("[0-9a-f]{64}", _text(sha256))
    ):
        raise ValueError(f"{name!r} in it is no file")
    return PublishedFile(_text(name), _text(locale), _text(format), size, _text(sha256))


def _texts_by_name(value: Mapping[object, object]) -> dict[str, str]:
    return {_text(name): _text(text) for name, text in value.items()}


def _text(value: object) -> str:
    return _checked(value, lambda text: True)


def _date(value: object) -> str:
    return _checked(value, lambda text: bool(_DATE.fullmatch(text)))


def _checked(value: object, is_right: Callable[[str], bool]) -> str:
    if not isinstance(value, str) or not is_right(value):
        raise ValueError(f"{value!r:.60} does not belong there")
    return value


class Intent:
    """What a publication is about to say, kept while the site is exchanged, in *path*.

    The site and the records are two things that a crash could tear apart. So the records are written down first, with
    the digest of the site that they belong to; whoever comes next sees by the site whether it was exchanged.
    """

    def __init__(self, path: Path, store: ReleaseStore) -> None:
        self._path, self._store = path, store

    def declare(self, site: str, records: list[Record]) -> None:
        """Write down that *records* hold as soon as the site has the digest *site*, durably. StorageError."""
        value = {"site": site, "records": {record.slug: record_bytes(record).decode() for record in records}}
        write_atomically(self._path, _json(value).encode())

    def settle(self, site: str) -> bool:
        """Write the records of a publication that reached the site, forget one that did not; whether one did."""
        try:
            value = json.loads(self._path.read_bytes())
            records = [record_from(text.encode(), slug) for slug, text in value["records"].items()]
            reached = bool(value["site"] == site)
        except FileNotFoundError:
            return False
        except (ValueError, KeyError, TypeError, AttributeError):
            records, reached = [], False
        for record in records if reached else ():
            self._store.write(record)
        remove_file(self._path)
        return reached
