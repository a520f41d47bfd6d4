"""Puts the site together: pages, editions, checksums and their signature, all of it or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ..checksums import NAME as SUMS
from ..checksums import SIGNATURE, journal_named, journal_remark, sums_bytes
from ..embargo import demand_released
from ..errors import ConflictError, EditionError, StorageError

if TYPE_CHECKING:
    from ..model import Document
    from ..releases import Record


class NewTree(Protocol):
    """A site that is being written beside the one that readers see."""

    digests: dict[str, str]
    written: list[str]

    def put(self, name: str, data: bytes) -> None: ...
    def keep(self, name: str, sha256: str) -> bool: ...


Files = Mapping[str, tuple[Path, str]]
"""Where each new file of the site lies, and its SHA-256 as it was built."""

Sign = Callable[[bytes], bytes]
"""Gives the signature file of a content: the one there is, if it still holds."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """What became of the site: how many files it has, which are new or changed, and which are gone."""

    files: int
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    signed: bool = False


def demand_releasable(document: Document, now: datetime) -> None:
    """Raise EditionError where the article's embargo holds at *now*, or nobody knows its licence. ArticleError."""
    demand_released(document, now)
    if not document.facts.get("licence"):
        raise EditionError(
            f"{document.path}: the licence is unknown",
            article=document.slug,
            remedy="ask the publisher and write licence: … into the front matter",
        )


def fill_site(
    new: NewTree,
    *,
    pages: Iterable[tuple[str, bytes]],
    editions: Mapping[str, str],
    fresh: Files,
    remarks: Sequence[str],
    journal: str,
    was: bytes,
    sign: Sign | None,
) -> str:
    """Write everything that the site has into *new*; return the SHA-256 of its list of checksums.

    *editions* are the files to download with their SHA-256: those in *fresh* are taken from there, the others from the
    site as it is. *journal* is the last link of the journal's chain; *was* is the list of checksums that the site has,
    which stays as it is where nothing but that link would change in it.
    ConflictError where a fresh edition is no longer what was built, StorageError where an old one is harmed.
    """
    for name, data in pages:
        new.put(name, data)
    harmed = [name for name, sha256 in sorted(editions.items()) if name not in fresh and not new.keep(name, sha256)]
    if harmed:
        slugs = sorted({name.split("/")[1] for name in harmed})
        raise StorageError(
            f"{len(harmed)} published files are gone or changed; the first is {harmed[0]}",
            remedy="bring the folder back from a copy of it, or publish these articles again in the same run: "
            f"diglot publish {' '.join(slugs)}",
        )
    for name, (path, sha256) in sorted(fresh.items()):
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ConflictError(f"{path} was built anew by somebody else meanwhile", remedy="publish again")
        new.put(name, data)
    sums = sums_bytes(new.digests, [*remarks, *journal_remark(journal_named(was))])
    if sums != was:
        sums = sums_bytes(new.digests, [*remarks, *journal_remark(journal)])
    new.put(SUMS, sums)
    if sign is not None:
        new.put(SIGNATURE, sign(sums))
    return hashlib.sha256(sums).hexdigest()


def retraction_remarks(records: Sequence[Record]) -> list[str]:
    """Return the lines of `SHA256SUMS` about files that were there: nobody shall take them for lost."""
    return [
        f"retracted {record.retraction.date[:10]}: {file.name} ({record.retraction.reason_in('')[0]})"
        for record in sorted(records, key=lambda each: each.slug)
        if record.retraction
        for file in record.files
    ]
