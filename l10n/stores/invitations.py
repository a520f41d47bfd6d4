"""Invitations and the owner's link: tokens that let somebody in once, handed out once and kept as SHA-256."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from ..chain import FORMER
from .database import reading, writing
from .passphrases import hash_passphrase
from .people_tables import (
    PeopleError,
    Person,
    clean_handle,
    demand_role,
    digest,
    find_by_handle,
    handle_key,
    invitations,
    people,
    person_of,
    seconds,
)

OWNER = "owner"
INVITATION_LASTS = timedelta(hours=72)
OWNER_LINK_LASTS = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who is invited, and as what. *id* names it among the open ones."""

    handle: str
    role: str
    id: str = ""
    until: datetime | None = None


class Invitations:
    """The invitations in a migrated database."""

    _database: sa.Engine
    _hashing: str

    def invite(self, *, handle: str, role: str, now: datetime) -> str:
        """Return a token that makes one person of this handle and role; it lasts 72 hours. PeopleError."""
        handle = clean_handle(handle)
        demand_role(role)
        with writing(self._database) as connection:
            key = handle_key(handle)
            if key == OWNER or key.startswith(FORMER) or find_by_handle(connection, handle):
                raise _taken(handle)
            return add_token(connection, "invitation", handle, role, now, INVITATION_LASTS)

    def invitation(self, token: str, *, now: datetime) -> Invitation | None:
        """Return what a token is good for, or None where it is unknown, spent or expired."""
        with reading(self._database) as connection:
            row = _open_token(connection, "invitation", token, now)
        return Invitation(row.handle, row.role) if row else None

    def invitations(self, *, now: datetime) -> list[Invitation]:
        """Return the invitations that can still be accepted, the newest last."""
        is_open = (invitations.c.expires_at > seconds(now), sa.not_(invitations.c.spent))
        query = sa.select(invitations).where(invitations.c.kind == "invitation", *is_open)
        with reading(self._database) as connection:
            return [
                Invitation(row.handle, row.role, digest(row.token)[:16], datetime.fromtimestamp(row.expires_at, UTC))
                for row in connection.execute(query.order_by(invitations.c.expires_at))
            ]

    def withdraw(self, id: str) -> None:
        """End the invitation that `invitations` calls *id*; nothing where there is none."""
        with writing(self._database) as connection:
            tokens = connection.execute(sa.select(invitations.c.token)).scalars()
            called = [token for token in tokens if digest(token)[:16] == id]
            connection.execute(sa.delete(invitations).where(invitations.c.token.in_(called)))

    def accept(self, token: str, *, passphrase: str, now: datetime) -> Person:
        """Spend the token and return the person it makes. PeopleError; then the token is not spent."""
        stored = hash_passphrase(passphrase, self._hashing)
        with writing(self._database) as connection:
            row = _open_token(connection, "invitation", token, now)
            if row is None:
                raise PeopleError(
                    "This invitation is not valid: it was used before, or it has expired.",
                    remedy="Ask whoever invited you for a new one.",
                )
            if find_by_handle(connection, row.handle):
                raise _taken(row.handle)
            _spend_token(connection, token)
            return _add_person(connection, row.handle, row.role, stored)

    def owner_link(self, *, now: datetime) -> str:
        """Return a token that signs the owner in once, within an hour."""
        with writing(self._database) as connection:
            return add_token(connection, "link", OWNER, "maintainer", now, OWNER_LINK_LASTS)

    def sign_in_with_link(self, token: str, *, now: datetime) -> Person | None:
        """Spend the link and return whom it is for, None where it is not valid; the owner is made at the first time."""
        with writing(self._database) as connection:
            row = _open_token(connection, "link", token, now)
            if row is None:
                return None
            _spend_token(connection, token)
            known = find_by_handle(connection, row.handle)
            if known and known.disabled:
                return None
            return person_of(known) if known else _add_person(connection, row.handle, row.role, "")


def _add_person(connection: sa.Connection, handle: str, role: str, passphrase: str) -> Person:
    values = {"handle": handle, "handle_key": handle_key(handle), "role": role, "passphrase": passphrase}
    nothing = {"failures": 0, "wait_until": 0, "settings": "", "disabled": False}
    insert = sa.insert(people).values({**values, **nothing}).returning(people.c.id)
    return Person(connection.execute(insert).scalar_one(), handle, role)


def _taken(handle: str) -> PeopleError:
    return PeopleError(f"There is somebody called {handle!r} already.", remedy="Choose another handle.")


def add_token(connection: sa.Connection, kind: str, handle: str, role: str, now: datetime, lasts: timedelta) -> str:
    """Return a new token of a *kind* (`invitation`, `link`), kept as its digest; those that are over are swept."""
    token = secrets.token_urlsafe(32)
    is_over = sa.or_(invitations.c.spent, invitations.c.expires_at <= seconds(now))
    connection.execute(sa.delete(invitations).where(is_over))
    values = {"token": digest(token), "kind": kind, "handle": handle, "role": role, "spent": False}
    connection.execute(sa.insert(invitations).values(**values, expires_at=seconds(now + lasts)))
    return token


def _open_token(connection: sa.Connection, kind: str, token: str, now: datetime) -> sa.Row[tuple[object, ...]] | None:
    """Return the row of a token that is known, unspent and not too old."""
    is_open = (
        invitations.c.token == digest(token),
        invitations.c.kind == kind,
        invitations.c.expires_at > seconds(now),
        sa.not_(invitations.c.spent),
    )
    return connection.execute(sa.select(invitations).where(*is_open)).first()


def _spend_token(connection: sa.Connection, token: str) -> None:
    connection.execute(sa.update(invitations).where(invitations.c.token == digest(token)).values(spent=True))
