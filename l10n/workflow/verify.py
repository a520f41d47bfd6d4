"""Looks whether a copy of the site is what its newsroom published: every file, and the signature."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..checksums import NAME as SUMS
from ..checksums import SIGNATURE, journal_named, sums_from
from ..errors import StorageError
from ..files import storage_error
from ..minisign import PublicKey, Signature, signature_from

IsSigned = Callable[[bytes, Signature, PublicKey], bool]


@dataclass(frozen=True, slots=True)
class Verified:
    """What a copy of the site lacks, what was changed in it, what does not belong to it, and who signed it.

    *fault* says what is wrong with the signature; *comment* is what was signed along with the checksums. *journal* is
    the link of the newsroom's journal that it was published after, "" where it names none.
    """

    files: int
    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    fault: str = ""
    comment: str = ""
    journal: str = ""

    @property
    def sound(self) -> bool:
        return not (self.missing or self.changed or self.extra or self.fault)


def verify_site(folder: Path, *, key: PublicKey | None, is_signed: IsSigned) -> Verified:
    """Return what is wrong with the site in *folder*; without *key* its signature is not looked at.

    StorageError where there is no site, or its list of checksums cannot be read.
    """
    try:
        data = (folder / SUMS).read_bytes()
        digests = sums_from(data)
    except OSError as error:
        remedy = f"name the folder of a site: it has a file {SUMS}"
        raise StorageError(f"{folder / SUMS}: {error.strerror}", remedy=remedy) from error
    except (ValueError, UnicodeDecodeError) as error:
        remedy = "fetch the site anew: nothing in this copy can be relied on"
        raise StorageError(f"{folder / SUMS}: {error}", remedy=remedy) from error
    present = _names(folder)
    both = sorted(present & set(digests))
    fault, comment = _signature(folder, data, key, is_signed) if key else ("", "")
    return Verified(
        files=len(digests),
        missing=tuple(sorted(set(digests) - present)),
        changed=tuple(name for name in both if _digest(folder / name) != digests[name]),
        extra=tuple(sorted(present - set(digests) - {SUMS, SIGNATURE})),
        fault=fault,
        comment=comment,
        journal=journal_named(data),
    )


def _signature(folder: Path, sums: bytes, key: PublicKey, is_signed: IsSigned) -> tuple[str, str]:
    """Return what is wrong with the signature, "" where it holds, and what was signed along with it."""
    try:
        signature = signature_from((folder / SIGNATURE).read_bytes())
    except FileNotFoundError:
        return "there is no signature", ""
    except (OSError, ValueError) as error:
        return f"the signature cannot be read: {error}", ""
    if signature.id != key.id:
        return "it is signed with another key", ""
    if not is_signed(sums, signature, key):
        return f"the signature is not one of this {SUMS}", ""
    return "", signature.trusted


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file, "" for a link, which shows what lies elsewhere. StorageError."""
    if path.is_symlink():
        return ""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise storage_error(f"cannot read {path}", error) from error


def _names(folder: Path) -> set[str]:
    """Return all files below *folder*, and links to folders too, which nobody shall take for some."""
    return {
        (Path(base) / name).relative_to(folder).as_posix()
        for base, folders, files in os.walk(folder)
        for name in (*files, *(f for f in folders if os.path.islink(os.path.join(base, f))))
    }
