"""Keys and signatures in the format of minisign, so that readers can check a site with a program they may have already.

The format alone: what is put together, taken apart and digested. Ed25519 itself is done in `stores/signing.py`.
https://jedisct1.github.io/minisign/ describes it.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass

_ALGORITHM, _PREHASHED = b"Ed", b"ED"
_KDF, _NO_KDF, _CHECK = b"Sc", b"\0\0", b"B2"
_SECRET_SIZE, _BODY_SIZE = 158, 104
_BLOCK = 8
OPERATIONS, MEMORY_BYTES = 2**22, 2**27
"""What a new key's passphrase costs to try: 128 MiB and about a third of a second (N = 2^17, r = 8, p = 1)."""

_MOST_MEMORY_BYTES = 2**31


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The key that readers check with; *id* are eight bytes that name it."""

    id: bytes
    key: bytes

    def line(self) -> str:
        """Return the key as one line, `RWQ…`, as `minisign -P` takes it."""
        return b64encode(_ALGORITHM + self.id + self.key).decode()

    def file(self) -> bytes:
        """Return the key as a file that `minisign -p` takes."""
        return f"untrusted comment: minisign public key {_shown(self.id)}\n{self.line()}\n".encode()


@dataclass(frozen=True, slots=True)
class SecretKey:
    """The key that the newsroom signs with: 32 bytes of *seed*."""

    public: PublicKey
    seed: bytes


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature of a file, *signed* over its digest, and one of that and the *trusted* comment together."""

    id: bytes
    signed: bytes
    trusted: str
    sealed: bytes
    prehashed: bool = True

    def file(self) -> bytes:
        first = b64encode(_PREHASHED + self.id + self.signed).decode()
        last = b64encode(self.sealed).decode()
        return (
            f"untrusted comment: signature from minisign secret key\n{first}\ntrusted comment: {self.trusted}\n{last}\n"
        ).encode()


def digest(data: bytes) -> bytes:
    """Return what is signed of a file: its BLAKE2b-512."""
    return hashlib.blake2b(data).digest()


def public_key_from(text: str) -> PublicKey:
    """Return the public key in *text*: the line alone, or a whole file. ValueError."""
    data = _decoded(_last_line(text), size=42)
    if data[:2] != _ALGORITHM:
        raise ValueError("it is no public key of minisign")
    return PublicKey(data[2:10], data[10:])


def signature_from(data: bytes) -> Signature:
    """Return the signature in a `.minisig` file. ValueError."""
    lines = data.decode("utf-8", "strict").splitlines()
    if len(lines) < 4 or not lines[0].startswith("untrusted comment: ") or not lines[2].startswith("trusted comment: "):
        raise ValueError("it is no signature of minisign")
    first, last = _decoded(lines[1], size=74), _decoded(lines[3], size=64)
    if first[:2] not in (_ALGORITHM, _PREHASHED):
        raise ValueError("it is signed in a way that is not known here")
    trusted = lines[2].removeprefix("trusted comment: ")
    return Signature(first[2:10], first[10:], trusted, last, prehashed=first[:2] == _PREHASHED)


def is_encrypted(data: bytes) -> bool:
    """Whether the secret key in *data* asks for a passphrase. ValueError where it is none."""
    return _secret(data)[2:4] == _KDF


def secret_key_from(data: bytes, passphrase: str = "") -> SecretKey:
    """Return the secret key in a file of minisign. ValueError for a wrong passphrase, and for what is no such key."""
    secret = _secret(data)
    body = secret[54:]
    if secret[2:4] == _KDF:
        body = _crossed(body, passphrase, secret[6:38], _number(secret[38:46]), _number(secret[46:54]))
    id, seed, key, check = body[:8], body[8:40], body[40:72], body[72:]
    if secret[2:4] == _NO_KDF and not any(check):  # as minisign -W writes it
        return SecretKey(PublicKey(id, key), seed)
    if not hmac.compare_digest(check, _checksum(id, seed + key)):
        raise ValueError("the passphrase is wrong" if secret[2:4] == _KDF else "the key is damaged")
    return SecretKey(PublicKey(id, key), seed)


def secret_key_file(key: SecretKey, passphrase: str = "", *, salt: bytes = bytes(32)) -> bytes:
    """Return the secret key as a file of minisign, locked with *passphrase* where there is one."""
    body = key.public.id + key.seed + key.public.key + _checksum(key.public.id, key.seed + key.public.key)
    kdf, operations, memory = _NO_KDF, 0, 0
    if passphrase:
        kdf, operations, memory = _KDF, OPERATIONS, MEMORY_BYTES
        body = _crossed(body, passphrase, salt, operations, memory)
    numbers = operations.to_bytes(8, "little") + memory.to_bytes(8, "little")
    data = _ALGORITHM + kdf + _CHECK + salt + numbers + body
    kind = "encrypted " if passphrase else ""
    return (
        f"untrusted comment: minisign {kind}secret key {_shown(key.public.id)}\n{b64encode(data).decode()}\n".encode()
    )


def _shown(id: bytes) -> str:
    return f"{_number(id):016X}"


def _number(data: bytes) -> int:
    return int.from_bytes(data, "little")


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""


def _decoded(line: str, *, size: int) -> bytes:
    try:
        data = b64decode(line, validate=True)
    except (Base64Error, ValueError) as error:
        raise ValueError("it is not written as minisign writes it") from error
    if len(data) != size:
        raise ValueError("it is cut off, or no file of minisign")
    return data


def _secret(data: bytes) -> bytes:
    secret = _decoded(_last_line(data.decode("utf-8", "replace")), size=_SECRET_SIZE)
    if secret[:2] != _ALGORITHM or secret[2:4] not in (_KDF, _NO_KDF) or secret[4:6] != _CHECK:
        raise ValueError("it is no secret key of minisign")
    return secret


def _checksum(id: bytes, key: bytes) -> bytes:
    return hashlib.blake2b(_ALGORITHM + id + key, digest_size=32).digest()


def _crossed(body: bytes, passphrase: str, salt: bytes, operations: int, memory: int) -> bytes:
    """Return the body locked or unlocked: crossed with the stream that scrypt makes of the passphrase."""
    if memory > _MOST_MEMORY_BYTES:
        raise ValueError("to unlock it would take more than 2 GB of memory")
    cost, parallel = _scrypt_costs(operations, memory)
    stream = hashlib.scrypt(
        passphrase.encode(),
        salt=salt,
        n=cost,
        r=_BLOCK,
        p=parallel,
        maxmem=min(256 * _BLOCK * (cost + parallel) + 2**20, 2**31 - 1),
        dklen=_BODY_SIZE,
    )
    return bytes(a ^ b for a, b in zip(body, stream, strict=True))


def _scrypt_costs(operations: int, memory: int) -> tuple[int, int]:
    """Return scrypt's N and p as libsodium takes them from its limits."""
    operations = max(operations, 32768)
    if operations < memory // 32:
        return _power_below(operations // (_BLOCK * 4)), 1
    cost = _power_below(memory // (_BLOCK * 128))
    return cost, max(1, min(operations // 4 // cost, 0x3FFFFFFF) // _BLOCK)


def _power_below(most: int) -> int:
    """Return the first power of two, from 2, of which two are more than *most*."""
    power = 2
    while power <= most // 2:
        power *= 2
    return power
