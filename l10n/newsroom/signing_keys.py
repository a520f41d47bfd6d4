"""The newsroom's key: made once, kept in a file that nobody else may read, opened with its passphrase."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ConfigError
from ..files import storage_error

if TYPE_CHECKING:
    from ..minisign import PublicKey, SecretKey

_LONGEST = 4096


def make_key(path: Path, passphrase: str = "") -> tuple[PublicKey, Path]:
    """Write a new secret key to *path*, and its public half beside; return that and its path. Nothing is overwritten.

    ConfigError where one of the files is there already.
    """
    from ..minisign import secret_key_file
    from ..stores.signing import new_key

    public_path = path.with_suffix(".pub")
    for there in (path, public_path):
        if os.path.lexists(there):
            raise ConfigError(
                f"{there} is there already", remedy="name another file: a key that is lost cannot be made again"
            )
    key = new_key()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, secret_key_file(key, passphrase, salt=secrets.token_bytes(32)), mode=0o600)
        _write(public_path, key.public.file(), mode=0o644)
    except OSError as error:
        raise storage_error(f"cannot write {error.filename or path}", error) from error
    return key.public, public_path


def load_key(path: Path, passphrase: Callable[[], str]) -> SecretKey:
    """Return the secret key in a file of minisign; *passphrase* is asked for where it is locked. ConfigError."""
    from ..minisign import is_encrypted, secret_key_from

    data = _read(path)
    try:
        return secret_key_from(data, passphrase() if is_encrypted(data) else "")
    except ValueError as error:
        raise ConfigError(
            f"{path}: {error}", remedy="name a secret key of minisign; diglot publish --new-key FILE makes one"
        ) from error


def load_public_key(text: str) -> PublicKey:
    """Return the public key that *text* is, or that the file called so holds. ConfigError."""
    from ..minisign import public_key_from

    path = Path(text)
    try:
        return public_key_from(text)
    except ValueError:
        data = _read(path)
    try:
        return public_key_from(data.decode("utf-8", "replace"))
    except ValueError as error:
        raise ConfigError(
            f"{path}: {error}", remedy="name the file of a public key, or the key itself: RWQ…"
        ) from error


def _read(path: Path) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(_LONGEST)
    except OSError as error:
        raise ConfigError(f"the key {path} cannot be read: {error.strerror}", remedy="look for the file") from error


def _write(path: Path, data: bytes, *, mode: int) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
