"""Ed25519 for signatures in minisign's format, by the `cryptography` package."""

from __future__ import annotations

import importlib.util
import secrets
from typing import TYPE_CHECKING

from ..errors import ConfigError
from ..minisign import PublicKey, SecretKey, Signature, digest

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_REMEDY = "pip install 'diglot[publish]'"


def new_key() -> SecretKey:
    """Return a new secret key. ConfigError where `cryptography` is not installed."""
    seed = secrets.token_bytes(32)
    return SecretKey(PublicKey(secrets.token_bytes(8), _private(seed).public_key().public_bytes_raw()), seed)


def sign(data: bytes, key: SecretKey, *, trusted: str) -> Signature:
    """Return the signature of *data*; the comment *trusted*, one line, is signed with it."""
    private = _private(key.seed)
    signed = private.sign(digest(data))
    return Signature(key.public.id, signed, trusted, private.sign(signed + trusted.encode()))


def is_signed(data: bytes, signature: Signature, key: PublicKey) -> bool:
    """Whether *signature* is one of *data* and of its own trusted comment, made with the secret half of *key*."""
    _demand_library()
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if signature.id != key.id:
        return False
    try:
        public = Ed25519PublicKey.from_public_bytes(key.key)
        public.verify(signature.signed, digest(data) if signature.prehashed else data)
        public.verify(signature.sealed, signature.signed + signature.trusted.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _private(seed: bytes) -> Ed25519PrivateKey:
    _demand_library()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed)


def _demand_library() -> None:
    if importlib.util.find_spec("cryptography") is None:
        raise ConfigError("signing and checking signatures need the package cryptography", remedy=_REMEDY)
