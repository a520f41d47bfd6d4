"""Three PO files merged into one: the files around the rule in `threeway`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import CatalogError
from ..files import storage_error
from ..model import Catalog, CatalogKey
from ..threeway import ThreeWay, merge_catalogs
from .po import parse_catalog
from .po_guard import decode
from .po_writer import serialize_catalog

_FIELD = re.compile(r'^"(Project-Id-Version|Language|X-Source-Language): (.*?)(?:\\n)?"$', re.MULTILINE)
_SLUG = r"([^\W_.-][\w.-]*)"
_PLACE = re.compile(rf"(?:.*/)?locales/(?:([A-Za-z0-9]+(?:_[A-Za-z0-9]+)*)/LC_MESSAGES/{_SLUG}\.po|{_SLUG}\.pot)")
_VERSIONS = {"base": "in the version that both come from", "ours": "in our version", "theirs": "in their version"}


@dataclass(frozen=True, slots=True)
class MergedFile:
    """The merged catalog, what people must look at in it, and the bytes of its file."""

    result: ThreeWay
    data: bytes


def merge_files(
    base: Path,
    ours: Path,
    theirs: Path,
    *,
    path: str = "",
    approvals: str = "sealed",
    source_locale: str = "",
    project: str = "",
) -> MergedFile:
    """Return three files merged; nothing is written.

    *path* is what the file is called in the project, where the three have other names; it tells slug and locale, as
    does the header of *ours*, which also gives *source_locale* and *project* where they are "". An empty *base* is one
    that does not exist. CatalogError says place, line and which of the three is damaged.
    """
    files = {"base": base, "ours": ours, "theirs": theirs}
    header: dict[str, str] = {}
    texts = {}
    for version, file in files.items():
        texts[version] = _read(file, version=version, path=path)
        header |= dict(_FIELD.findall(texts[version].partition("\n\n")[0]))
    header |= dict(_FIELD.findall(texts["ours"].partition("\n\n")[0]))
    titled, _, slug = header.get("Project-Id-Version", "").rpartition("/")
    key = catalog_at(path or ours.as_posix()) or CatalogKey(
        slug or ours.stem, header.get("Language", "").replace("_", "-")
    )
    catalogs = [_parsed(texts[v], key=key, version=v, file=f, path=path) for v, f in files.items()]
    result = merge_catalogs(*catalogs, approvals=approvals)
    if not key.locale:
        result = _as_template(result)
    text = serialize_catalog(
        result.catalog,
        source_locale=source_locale or header.get("X-Source-Language", "").replace("_", "-"),
        project=project or titled,
        path=path or str(ours),
    )
    return MergedFile(result, text.encode())


def catalog_at(path: str) -> CatalogKey | None:
    """Return which catalog a project keeps at *path*; a template has the locale ""; None for any other file."""
    found = _PLACE.fullmatch(path.replace("\\", "/"))
    if not found:
        return None
    locale, slug, template = found.groups()
    return CatalogKey(template, "") if template else CatalogKey(slug, locale.replace("_", "-"))


def _as_template(result: ThreeWay) -> ThreeWay:
    entries = tuple(replace(entry.emptied(), comments=()) for entry in result.catalog.entries)
    return ThreeWay(replace(result.catalog, entries=entries, obsolete=()))


def _read(file: Path, *, version: str, path: str) -> str:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise storage_error(f"cannot read {file}", error) from error
    try:
        return decode(data, path=path or str(file))
    except CatalogError as error:
        raise _in_version(error, version=version, path=path) from error


def _parsed(text: str, *, key: CatalogKey, version: str, file: Path, path: str) -> Catalog:
    if version == "base" and not text.strip():
        return Catalog(key.slug, key.locale)
    try:
        return parse_catalog(text, key=key, path=path or str(file))
    except CatalogError as error:
        raise _in_version(error, version=version, path=path) from error


def _in_version(error: CatalogError, *, version: str, path: str) -> CatalogError:
    """Return the error as it is where each version has its own name; else it says which of the three is meant."""
    if not path:
        return error
    remedy = (
        f"Nothing was merged. Mend that version and merge again, or take a whole one: `git checkout --ours {path}` "
        f"or `git checkout --theirs {path}`, then `git add {path}`."
    )
    return CatalogError(f"{_VERSIONS[version]}: {error.message}", path=path, line=error.line, remedy=remedy)
