"""The manifest beside an article's editions: each file with its digest and the texts that it was made of."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..edition import Edition
from ..errors import EditionError
from ..model import Key, State

if TYPE_CHECKING:
    from ..corrections import Carrier

NAME = "manifest.json"

Row = Mapping[str, object]
"""What the manifest says of a file: format, locale, draft, sha256, segments."""


def read_manifest(folder: Path, slug: str) -> dict[str, Row]:
    """Return the rows by file name; none where nothing was built yet. EditionError where it is damaged."""
    path = folder / NAME
    try:
        return dict(json.loads(path.read_bytes())["files"]) if path.is_file() else {}
    except (ValueError, KeyError, TypeError) as error:
        raise EditionError(
            f"{path}: the manifest of the editions cannot be read",
            article=slug,
            remedy="delete it and build each locale of the article again; the editions themselves are not harmed",
        ) from error


def describe_segments(edition: Edition) -> list[list[str]]:
    """Return of every segment the digests of source and target, and the state."""
    values = {state: state.value for state in State}
    return [[digest_of(p.key[1]), digest_of(p.text), values[p.state]] for p in edition.pairs]


def describe_file(edition: Edition, *, format: str, sha256: str, segments: list[list[str]]) -> Row:
    """Return the row of one file, with what `describe_segments` says of it."""
    return {
        "format": format,
        "locale": edition.only or edition.target_locale,
        "draft": edition.draft,
        "sha256": sha256,
        "segments": segments,
    }


def manifest_bytes(folder: Path, slug: str, rows: Mapping[str, Row]) -> bytes:
    """Return the manifest of what lies in *folder*; rows of files that are gone are left out."""
    present = [name for name in sorted(rows) if os.path.isfile(f"{folder}/{name}")]
    lines = ",\n".join(f"  {_json(name)}: {_json(rows[name])}" for name in present)
    start = f'{{\n "schema": "diglot.manifest/1",\n "slug": {_json(slug)},\n "files": {{'
    return f"{start}\n{lines}\n }}\n}}\n".encode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)  # quick, because it is not indented


def find_carriers(folder: Path, slug: str, keys: Collection[Key]) -> list[Carrier]:
    """Return the editions in *folder* that carry the source of any of *keys*, by name. EditionError."""
    from ..corrections import Carrier

    wanted = {digest_of(source): source for _, source in keys}
    carriers = []
    for name, row in sorted(read_manifest(folder, slug).items()):
        segments = row.get("segments", ())
        digests = [segment[0] for segment in segments] if isinstance(segments, list) else []
        sources = frozenset(wanted[digest] for digest in digests if digest in wanted)
        if sources and (folder / name).is_file():
            carriers.append(Carrier(name, sources))
    return carriers


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
