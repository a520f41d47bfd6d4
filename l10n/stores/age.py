"""Files locked to people's keys in the format of age (https://age-encryption.org/v1), by the package pyrage."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from ..errors import BackupError, ConfigError
from ..files import storage_error

MAGIC = b"age-encryption.org/v1"
_SSH = ("ssh-ed25519 ", "ssh-rsa ")


def recipients_from(named: Sequence[str]) -> list[Any]:
    """Return the keys to lock to, each given as it is, or as a file with one a line. ConfigError."""
    keys = [key for name in named for key in ([name] if name.startswith(("age1", *_SSH)) else _lines(name))]
    return [_recipient(key) for key in keys]


def lock(source: IO[bytes], target: IO[bytes], recipients: Sequence[Any]) -> None:
    """Write what *source* holds so that only who has one of the keys can read it. OSError."""
    _pyrage().encrypt_io(source, target, list(recipients))


def unlock(source: IO[bytes], target: IO[bytes], identities: Sequence[str], *, path: str) -> None:
    """Write what *source* holds for one of *identities*, files with secret keys. BackupError, ConfigError."""
    keys = [key for name in identities for key in _identities(name)]
    if not keys:
        raise BackupError("it is locked to a key", path=path, remedy="name the secret key: --identity FILE")
    try:
        _pyrage().decrypt_io(source, target, keys)
    except _pyrage().DecryptError as error:
        raise BackupError(
            f"it cannot be unlocked: {error}", path=path, remedy="name the secret key of a recipient: --identity FILE"
        ) from error


def _recipient(key: str) -> Any:  # pyrage has no types
    pyrage = _pyrage()
    try:
        return (pyrage.ssh if key.startswith(_SSH) else pyrage.x25519).Recipient.from_str(key)
    except pyrage.RecipientError as error:
        remedy = "name a key such as age1…, or a file with one a line; age-keygen makes a pair"
        raise ConfigError(f"{key[:40]!r} is no public key: {error}", remedy=remedy) from error


def _identities(name: str) -> list[Any]:
    pyrage = _pyrage()
    lines = _lines(name)
    try:
        if lines and lines[0].startswith("-----BEGIN"):
            return [pyrage.ssh.Identity.from_buffer(Path(name).read_bytes())]
        return [pyrage.x25519.Identity.from_str(line) for line in lines]
    except pyrage.IdentityError as error:
        raise ConfigError(
            f"{name} holds no secret key: {error}", remedy="name the file that age-keygen wrote"
        ) from error


def _lines(name: str) -> list[str]:
    try:
        lines = Path(name).read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise ConfigError(f"{name} holds no keys", remedy="name a file with one key a line") from error
    except OSError as error:
        raise storage_error(f"cannot read {name}", error) from error
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _pyrage() -> Any:
    try:
        import pyrage
    except ImportError as error:
        raise ConfigError("backups are locked by the package pyrage", remedy="pip install 'diglot[backup]'") from error
    return pyrage
