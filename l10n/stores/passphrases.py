"""Passphrases as they are kept: werkzeug's scrypt, and how long an account waits after wrong ones."""

from __future__ import annotations

import unicodedata

from .people_tables import PeopleError

MIN_PASSPHRASE = 12
MAX_PASSPHRASE = 1024
FREE_FAILURES = 5
FIRST_WAIT_S = 15
LONGEST_WAIT_S = 15 * 60


def wait_after(failures: int) -> int:
    """Return for how many seconds an account waits after so many failures in a row."""
    if failures < FREE_FAILURES:
        return 0
    return int(min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** min(failures - FREE_FAILURES, 16)))


def hash_passphrase(passphrase: str, hashing: str) -> str:
    """Return what is kept of a passphrase, made by *hashing*, werkzeug's name of a method. PeopleError."""
    from werkzeug.security import generate_password_hash

    passphrase = unicodedata.normalize("NFC", passphrase)
    if not MIN_PASSPHRASE <= len(passphrase) <= MAX_PASSPHRASE:
        raise PeopleError(
            f"A passphrase has at least {MIN_PASSPHRASE} characters, and at most {MAX_PASSPHRASE}.",
            remedy="Take four or five words that do not belong together.",
        )
    return generate_password_hash(passphrase, method=hashing)


def is_passphrase(stored: str, passphrase: str) -> bool:
    """Whether *passphrase* is the one that *stored* was made of."""
    from werkzeug.security import check_password_hash

    return check_password_hash(stored, unicodedata.normalize("NFC", passphrase[: MAX_PASSPHRASE + 1]))


def dummy_hash(hashing: str) -> str:
    """Return what takes as long to compare with as any that is kept."""
    return f"{hashing}$" + "x" * 16 + "$" + "0" * 128
