"""What a backup holds, and what it says of itself: its manifest, and which names may stand in it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from .checksums import is_inside

SCHEMA = "diglot.backup/1"
NAME = "backup.json"
JOURNAL = ".diglot/journal.sqlite"
CONFIGURATIONS = ("diglot.toml", "pyproject.toml")

FOLDERS = ("articles", "locales", "glossary", "memory", "releases", ".diglot/corrections")
"""What is kept whole. Editions and the site are left out: they are made of this; so are caches, keys and secrets."""

FILES = (
    *CONFIGURATIONS,
    *(".gitignore", ".gitattributes"),
    *(".diglot/glossary.csv", ".diglot/glossary-proposed.csv", ".diglot/renaming.json"),
)

LARGEST_MANIFEST = 256_000_000
SMALL = 10_000_000
MOST_GROWTH = 200
"""How many times its size a backup may grow when it is unpacked, above `SMALL` bytes. Ours grow some 5 to 20 times."""

_TEMPORARY = re.compile(r"(?:^|/)\.[^/]*\.diglot-(?:tmp|new|old)$")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a backup."""

    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself: when it was made, of what, and each file in it by its place in the project.

    *links* and *link* are the head of the journal's chain, 0 and "" where there was none.
    """

    made: str
    project: str
    members: Mapping[str, Member]
    links: int = 0
    link: str = ""

    @property
    def size_bytes(self) -> int:
        return sum(member.size_bytes for member in self.members.values())


def belongs(name: str) -> bool:
    """Whether a file of a project, named from its folder with `/`, belongs into a backup, and may come out of one."""
    known = name == JOURNAL or name in FILES or any(name.startswith(f"{folder}/") for folder in FOLDERS)
    return known and is_inside(name) and not _TEMPORARY.search(name) and ".git" not in name.split("/")


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return the manifest as JSON, each file on a line of its own."""
    files = ",\n".join(
        f"  {_json(name)}: {_json([member.sha256, member.size_bytes])}"
        for name, member in sorted(manifest.members.items())
    )
    head = {
        **{"schema": SCHEMA, "made": manifest.made, "project": manifest.project},
        **{"links": manifest.links, "link": manifest.link},
    }
    said = "".join(f" {_json(name)}: {_json(value)},\n" for name, value in head.items())
    return f'{{\n{said} "files": {{\n{files}\n }}\n}}\n'.encode()


def manifest_from(data: bytes) -> Manifest:
    """Return the manifest that *data* holds. ValueError says why it is none."""
    try:
        value = json.loads(data)
        if value["schema"] != SCHEMA:
            raise ValueError(f"it is of another kind, {value['schema']!r:.60}")
        members = {name: _member(name, *row) for name, row in value["files"].items()}
        manifest = Manifest(value["made"], value["project"], members, value["links"], value["link"])
    except (KeyError, TypeError, AttributeError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError("its manifest is damaged") from error
    if not set(CONFIGURATIONS) & members.keys():
        raise ValueError("it holds no configuration")
    if len({name.casefold() for name in members}) != len(members) or _has_file_as_folder(members):
        raise ValueError("two files in it want the same place")
    return manifest


def _member(name: str, sha256: object, size: object) -> Member:
    if not belongs(name):
        raise ValueError(f"{name!r:.80} does not belong into a backup")
    if not isinstance(sha256, str) or not _DIGEST.fullmatch(sha256) or type(size) is not int or size < 0:
        raise ValueError("its manifest is damaged")
    return Member(sha256, size)


def _has_file_as_folder(members: Mapping[str, Member]) -> bool:
    folders = {name[:end] for name in members for end in _ends(name)}
    return bool(folders & members.keys())


def _ends(name: str) -> list[int]:
    return [place for place, char in enumerate(name) if char == "/"]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
