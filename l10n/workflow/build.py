"""Writes the editions of one article in one locale, and the manifest of the texts behind them."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ..edition import Edition
from ..embargo import demand_released
from ..errors import EditionError
from ..model import Catalog, Document, Key, State
from ..wording import label
from .manifest import NAME, describe_file, describe_segments, manifest_bytes, read_manifest

if TYPE_CHECKING:
    from ..glossary.unpublished import Secret
    from ..ports import EditionWriter

IN_WORDS = {
    State.EMPTY: "empty",
    State.DRAFT: "machine-drafted",
    State.REVIEW: "in review",
    State.STALE: "needing work",
}


class Splice(Protocol):
    def __call__(self, document: Document, targets: Mapping[Key, str], /) -> str: ...


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """One edition on disk; *changed* says whether its bytes differ from what lay there before.

    *target* says whether there is a translation in it.
    """

    path: Path
    format: str
    size_bytes: int
    sha256: str
    changed: bool
    target: bool = True


@dataclass(frozen=True, slots=True)
class Built:
    """The editions written, what a person should know about them, and the SHA-256 of the manifest."""

    files: list[BuiltFile]
    warnings: list[str]
    manifest: str = ""


def build_article(
    document: Document,
    catalog: Catalog,
    edition: Edition,
    *,
    writers: Sequence[EditionWriter],
    out: Path,
    single: bool,
    splice: Splice,
    write: Callable[[Path, bytes], None],
    secrets: Sequence[Secret] = (),
    catalog_path: str = "",
    now: datetime | None = None,
) -> Built:
    """Write *edition*, composed of *document* and *catalog*, in every format, and the manifest, into `out/<slug>/`.

    EditionError where one of *secrets* stands anywhere, an embargo is not over at *now*, anything is not approved and
    the edition is no draft, or the manifest is damaged: nothing is written.
    """
    if now:
        demand_released(document, now)
    if secrets:
        _demand_publishable(document, catalog, secrets, edition.source_locale, catalog_path)
    _demand_approved(edition)
    variants = _variants(document, catalog, edition, splice) if single else [edition]
    files, manifest = _write_files(variants, writers, out / document.slug, write)
    return Built(files, _warnings(document), manifest)


def names_of_file(slug: str, languages: str, suffix: str) -> tuple[str, str]:
    """Return the names of an edition that is approved, `slug.en-my.html` or `slug.my.html`, and of its draft."""
    return f"{slug}.{languages}{suffix}", f"{slug}.{languages}.draft{suffix}"


def _write_files(
    variants: Sequence[Edition], writers: Sequence[EditionWriter], folder: Path, write: Callable[[Path, bytes], None]
) -> tuple[list[BuiltFile], str]:
    """Write each variant in each format and the manifest; drafts that an approved edition replaces are taken away."""
    slug = variants[0].slug
    fresh = not os.path.lexists(folder)  # then nothing in it need be looked for, compared or taken away
    rows = {} if fresh else read_manifest(folder, slug)
    segments = describe_segments(variants[0])
    written = [[writer.write(variant) for writer in writers] for variant in variants]  # all, before any is stored
    files = []
    for variant, texts in zip(variants, written, strict=True):
        target = variant.only != variant.source_locale
        # In the source alone each text stands for itself, whatever the state of a translation.
        said = segments if target else [[source, source, State.APPROVED.value] for source, _, _ in segments]
        for writer, data in zip(writers, texts, strict=True):
            approved, draft = names_of_file(slug, _languages(variant), writer.suffix)
            path = folder / (draft if variant.draft else approved)
            file = _store(path, data, writer.name, write, target=target, fresh=fresh)
            rows[path.name] = describe_file(variant, format=file.format, sha256=file.sha256, segments=said)
            files.append(file)
            if not variant.draft and not fresh:
                with suppress(FileNotFoundError):
                    os.unlink(folder / draft)
    manifest = _store(folder / NAME, manifest_bytes(folder, slug, rows), "manifest", write, fresh=fresh)
    return files, manifest.sha256


def _languages(edition: Edition) -> str:
    return edition.only or f"{edition.source_locale}-{edition.target_locale}"


def _demand_publishable(
    document: Document, catalog: Catalog, secrets: Sequence[Secret], source_locale: str, catalog_path: str
) -> None:
    from .secrecy import demand_publishable  # and with it the glossary, which takes long to load

    demand_publishable(document, catalog, secrets, source_locale=source_locale, catalog_path=catalog_path)


def _demand_approved(edition: Edition) -> None:
    waiting = [p for p in edition.pairs if p.state is not State.APPROVED and not p.stale]
    if edition.draft or not waiting:
        return
    counts = Counter(p.state for p in waiting)
    detail = ", ".join(f"{counts[state]} {words}" for state, words in IN_WORDS.items() if counts[state])
    raise EditionError(
        f"{len(waiting)} of {len(edition.pairs)} segments are not approved: {detail}; the first is {waiting[0].name}",
        article=edition.slug,
        remedy="diglot build --draft, to see it with every such paragraph marked; diglot serve --open, to finish",
    )


def _variants(document: Document, catalog: Catalog, edition: Edition, splice: Splice) -> list[Edition]:
    """Return the target-only and the source-only edition."""
    target = replace(edition, only=edition.target_locale)
    spliced = splice(document, _texts(catalog, target))
    return [replace(target, spliced=spliced), _source_only(edition, document)]


def _source_only(edition: Edition, document: Document) -> Edition:
    return replace(edition, only=edition.source_locale, spliced=document.text, draft=False)


def _texts(catalog: Catalog, edition: Edition) -> dict[Key, str]:
    """Return what stands in the one-language Markdown, each text that is not approved with its label behind it."""
    entries = catalog.by_key()
    texts = {}
    for pair in edition.pairs:
        entry = entries.get(pair.key)
        text = pair.in_digits(entry.target) if entry and pair.text else pair.key[1]
        marked = label(pair, edition)
        texts[pair.key] = f"{text} ({marked})" if marked else text
    return texts


def _store(
    path: Path,
    data: bytes,
    format: str,
    write: Callable[[Path, bytes], None],
    *,
    target: bool = True,
    fresh: bool = False,
) -> BuiltFile:
    """Write the file unless it is the same already; in a *fresh* folder there is nothing to compare it with."""
    changed = fresh or _differs(path, data)
    if changed:
        write(path, data)
    return BuiltFile(path, format, len(data), hashlib.sha256(data).hexdigest(), changed, target)


def _differs(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() != data
    except FileNotFoundError:
        return True


def _warnings(document: Document) -> list[str]:
    if document.facts.get("licence"):
        return []
    return [f"{document.path}: the licence is unknown; ask the publisher and write licence: … into the front matter"]
