"""People of the desk: invitations, passphrases, sessions. No address, no e-mail, no token in the clear is kept.

Times are given as *now* and kept in whole seconds. Tokens are handed out once and stored as SHA-256; passphrases
as werkzeug's scrypt. StorageError where the disk fails.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from ..errors import DiglotError
from .database import metadata, reading, writing

ROLES = ("reader", "translator", "reviewer", "maintainer")
"""From least to most allowed."""

OWNER = "owner"
MIN_PASSPHRASE = 12
MAX_PASSPHRASE = 1024
INVITATION_LASTS = timedelta(hours=72)
OWNER_LINK_LASTS = timedelta(hours=1)
SESSION_LASTS = timedelta(days=14)
FREE_FAILURES = 5
FIRST_WAIT_S = 15
LONGEST_WAIT_S = 15 * 60

_people = sa.Table(
    "people",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("handle", sa.Text, nullable=False),
    sa.Column("handle_key", sa.Text, nullable=False, unique=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("passphrase", sa.Text, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("wait_until", sa.BigInteger, nullable=False),
    sa.Column("settings", sa.Text, nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False),
    sqlite_autoincrement=True,
)
_invitations = sa.Table(
    "invitations",
    metadata,
    sa.Column("token", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("handle", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
    sa.Column("spent", sa.Boolean, nullable=False),
)
_sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("token", sa.Text, primary_key=True),
    sa.Column("person", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
    sa.Column("started_at", sa.BigInteger, nullable=False),
    sa.Column("seen_on", sa.BigInteger, nullable=False),
    sa.Index("sessions_by_person", "person"),
)


class PeopleError(DiglotError):
    """An invitation or passphrase cannot be used."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in."""

    id: int
    handle: str
    role: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who is invited, and as what."""

    handle: str
    role: str


class SqlPeople:
    """People in a migrated database; *hashing* is werkzeug's name for the method that keeps passphrases."""

    def __init__(self, database: sa.Engine, *, hashing: str = "scrypt:32768:8:1") -> None:
        self._database, self._hashing = database, hashing

    def count(self) -> int:
        with reading(self._database) as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(_people)).scalar_one()

    def everyone(self) -> list[Person]:
        """Return all people by handle."""
        with reading(self._database) as connection:
            rows = connection.execute(sa.select(_people).order_by(_people.c.handle_key))
            return [_person(row) for row in rows]

    def invite(self, *, handle: str, role: str, now: datetime) -> str:
        """Return a token that makes one person of this handle and role; it lasts 72 hours. PeopleError."""
        handle = _clean_handle(handle)
        if role not in ROLES:
            raise PeopleError(f"{role!r} is no role.", remedy=f"Choose one of {', '.join(ROLES)}.")
        with writing(self._database) as connection:
            if handle == OWNER or _find_by_handle(connection, handle):
                raise _taken(handle)
            return _add_token(connection, "invitation", handle, role, _seconds(now + INVITATION_LASTS))

    def invitation(self, token: str, *, now: datetime) -> Invitation | None:
        """Return what a token is good for, or None where it is unknown, spent or expired."""
        with reading(self._database) as connection:
            row = _open_token(connection, "invitation", token, now)
        return Invitation(row.handle, row.role) if row else None

    def accept(self, token: str, *, passphrase: str, now: datetime) -> Person:
        """Spend the token and return the person it makes. PeopleError; then the token is not spent."""
        stored = _hash_passphrase(passphrase, self._hashing)
        with writing(self._database) as connection:
            row = _open_token(connection, "invitation", token, now)
            if row is None:
                raise PeopleError(
                    "This invitation is not valid: it was used before, or it has expired.",
                    remedy="Ask whoever invited you for a new one.",
                )
            if _find_by_handle(connection, row.handle):
                raise _taken(row.handle)
            _spend(connection, token)
            return _add_person(connection, row.handle, row.role, stored)

    def authenticate(self, handle: str, passphrase: str, *, now: datetime) -> Person | None:
        """Return the person, or None for a wrong handle or passphrase, or while the account has to wait.

        From the fifth failure on an account waits, 15 s doubling to 15 min. The attempt is counted before the
        passphrase is looked at, so many attempts at once gain nothing; an unknown handle takes as long as a known one.
        """
        row = self._count_attempt(handle, now)
        stored = row.passphrase if row is not None and row.passphrase else _dummy_hash(self._hashing)
        right = _is_passphrase(stored, passphrase)
        if row is None or not row.passphrase or not right:
            return None
        with writing(self._database) as connection:
            connection.execute(sa.update(_people).where(_people.c.id == row.id).values(failures=0, wait_until=0))
        return _person(row)

    def owner_link(self, *, now: datetime) -> str:
        """Return a token that signs the owner in once, within an hour."""
        with writing(self._database) as connection:
            return _add_token(connection, "link", OWNER, "maintainer", _seconds(now + OWNER_LINK_LASTS))

    def sign_in_with_link(self, token: str, *, now: datetime) -> Person | None:
        """Spend the link and return its owner, who is made at the first time; None where it is not valid."""
        with writing(self._database) as connection:
            row = _open_token(connection, "link", token, now)
            if row is None:
                return None
            _spend(connection, token)
            known = _find_by_handle(connection, row.handle)
            return _person(known) if known else _add_person(connection, row.handle, row.role, "")

    def start_session(self, person: Person, *, now: datetime) -> str:
        """Return a session token; it lasts 14 days. Expired sessions are swept."""
        token = secrets.token_urlsafe(32)
        with writing(self._database) as connection:
            connection.execute(sa.delete(_sessions).where(_sessions.c.expires_at <= _seconds(now)))
            connection.execute(
                sa.insert(_sessions).values(
                    token=_digest(token),
                    person=person.id,
                    expires_at=_seconds(now + SESSION_LASTS),
                    started_at=_seconds(now),
                    seen_on=_seconds(now),
                )
            )
        return token

    def session_person(self, token: str, *, now: datetime) -> Person | None:
        """Return whose session this is, with their present role, or None."""
        query = (
            sa.select(_people)
            .join(_sessions, _sessions.c.person == _people.c.id)
            .where(_sessions.c.token == _digest(token), _sessions.c.expires_at > _seconds(now))
        )
        with reading(self._database) as connection:
            row = connection.execute(query).first()
        return _person(row) if row else None

    def end_session(self, token: str) -> None:
        with writing(self._database) as connection:
            connection.execute(sa.delete(_sessions).where(_sessions.c.token == _digest(token)))

    def _count_attempt(self, handle: str, now: datetime) -> sa.Row[tuple[object, ...]] | None:
        """Return the account if it may try now, with one more failure on its record until it succeeds."""
        with writing(self._database) as connection:
            row = _find_by_handle(connection, handle)
            if row is None or row.wait_until > _seconds(now):
                return None
            failures = row.failures + 1
            connection.execute(
                sa.update(_people)
                .where(_people.c.id == row.id)
                .values(failures=failures, wait_until=_seconds(now) + wait_after(failures))
            )
            return row


def wait_after(failures: int) -> int:
    """Return for how many seconds an account waits after so many failures in a row."""
    if failures < FREE_FAILURES:
        return 0
    return int(min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** min(failures - FREE_FAILURES, 16)))


def _add_token(connection: sa.Connection, kind: str, handle: str, role: str, expires_at: int) -> str:
    token = secrets.token_urlsafe(32)
    connection.execute(
        sa.insert(_invitations).values(
            token=_digest(token), kind=kind, handle=handle, role=role, expires_at=expires_at, spent=False
        )
    )
    return token


def _open_token(connection: sa.Connection, kind: str, token: str, now: datetime) -> sa.Row[tuple[object, ...]] | None:
    is_open = (
        _invitations.c.token == _digest(token),
        _invitations.c.kind == kind,
        _invitations.c.expires_at > _seconds(now),
        sa.not_(_invitations.c.spent),
    )
    return connection.execute(sa.select(_invitations).where(*is_open)).first()


def _spend(connection: sa.Connection, token: str) -> None:
    connection.execute(sa.update(_invitations).where(_invitations.c.token == _digest(token)).values(spent=True))


def _add_person(connection: sa.Connection, handle: str, role: str, passphrase: str) -> Person:
    values = {"handle": handle, "handle_key": _handle_key(handle), "role": role, "passphrase": passphrase}
    insert = (
        sa.insert(_people)
        .values(**values, failures=0, wait_until=0, settings="", disabled=False)
        .returning(_people.c.id)
    )
    return Person(connection.execute(insert).scalar_one(), handle, role)


def _find_by_handle(connection: sa.Connection, handle: str) -> sa.Row[tuple[object, ...]] | None:
    return connection.execute(sa.select(_people).where(_people.c.handle_key == _handle_key(handle))).first()


def _person(row: sa.Row[tuple[object, ...]]) -> Person:
    return Person(row.id, row.handle, row.role)


def _taken(handle: str) -> PeopleError:
    return PeopleError(f"There is somebody called {handle!r} already.", remedy="Choose another handle.")


def _clean_handle(handle: str) -> str:
    handle = " ".join(unicodedata.normalize("NFC", handle).split())
    if not 1 <= len(handle) <= 40 or not handle.isprintable():
        raise PeopleError("A handle has 1 to 40 visible characters.", remedy="Choose a shorter or plainer handle.")
    return handle


def _handle_key(handle: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", handle).casefold().split())


def _hash_passphrase(passphrase: str, hashing: str) -> str:
    from werkzeug.security import generate_password_hash

    passphrase = unicodedata.normalize("NFC", passphrase)
    if not MIN_PASSPHRASE <= len(passphrase) <= MAX_PASSPHRASE:
        raise PeopleError(
            f"A passphrase has at least {MIN_PASSPHRASE} characters, and at most {MAX_PASSPHRASE}.",
            remedy="Take four or five words that do not belong together.",
        )
    return generate_password_hash(passphrase, method=hashing)


def _is_passphrase(stored: str, passphrase: str) -> bool:
    from werkzeug.security import check_password_hash

    return check_password_hash(stored, unicodedata.normalize("NFC", passphrase[: MAX_PASSPHRASE + 1]))


def _dummy_hash(hashing: str) -> str:
    return f"{hashing}$" + "x" * 16 + "$" + "0" * 128


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
