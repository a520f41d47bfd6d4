"""`SHA256SUMS`: the digest of every file, as `sha256sum -c` reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

NAME = "SHA256SUMS"
SIGNATURE = f"{NAME}.minisig"

_JOURNAL = re.compile(r"^# journal ([0-9a-f]{64})$", re.MULTILINE)
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


def sums_bytes(digests: Mapping[str, str], remarks: Sequence[str] = ()) -> bytes:
    """Return the file; *remarks* stand before the digests, where the programs that check them pass them over."""
    said = [f"# {' '.join(remark.split())}" for remark in remarks]
    return "".join(f"{line}\n" for line in [*said, *(f"{digests[name]}  {name}" for name in sorted(digests))]).encode()


def journal_remark(link: str) -> list[str]:
    """Return the remark that names the last link of the journal's chain, [] where there is none."""
    return [f"journal {link}"] if link else []


def journal_named(data: bytes) -> str:
    """Return which link of the journal's chain a list of checksums names as the last one, "" where none."""
    found = _JOURNAL.search(data.decode("utf-8", "replace"))
    return found[1] if found else ""


def sums_from(data: bytes) -> dict[str, str]:
    """Return the digests by name. ValueError for a line that is none, a name that is twice there or leads outside."""
    digests: dict[str, str] = {}
    for number, line in enumerate(data.decode("utf-8").split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        if not found:
            raise ValueError(f"line {number} is no digest with a name")
        digest, name = found.groups()
        if name in digests or not is_inside(name):
            raise ValueError(f"line {number} names {name!r}, " + ("which was named" if name in digests else "outside"))
        digests[name] = digest
    return digests


def is_inside(name: str) -> bool:
    """Whether a name of a file, with `/` between folders, leads to a place inside the folder it is looked for in."""
    return not re.search(r"[\\\x00-\x1f:]", name) and all(part not in ("", ".", "..") for part in name.split("/"))
