"""People of the desk: invitations, passphrases, settings. No address, no e-mail, no token in the clear is kept.

Times are given as *now* and kept in whole seconds. StorageError where the disk fails.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from .database import reading, writing
from .passphrases import dummy_hash, hash_passphrase, is_passphrase, wait_after
from .people_tables import (
    ROLES,
    PeopleError,
    Person,
    clean_handle,
    digest,
    find_by_handle,
    handle_key,
    invitations,
    people,
    person_of,
    seconds,
    sessions,
)
from .sessions import Sessions, add_token, open_token, spend_token

__all__ = ["FORMER", "OWNER", "ROLES", "Invitation", "Member", "PeopleError", "Person", "SqlPeople"]

OWNER = "owner"
FORMER = "a former member"
"""Under whose name the work of people stays who were removed."""
INVITATION_LASTS = timedelta(hours=72)
OWNER_LINK_LASTS = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who is invited, and as what. *id* names it among the open ones."""

    handle: str
    role: str
    id: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A person as maintainers see them; *decisions* is how many they made."""

    handle: str
    role: str
    disabled: bool
    decisions: int


class SqlPeople(Sessions):
    """People in a migrated database; *hashing* is werkzeug's name for the method that keeps passphrases."""

    def __init__(self, database: sa.Engine, *, hashing: str = "scrypt:32768:8:1") -> None:
        self._database, self._hashing = database, hashing

    def count(self) -> int:
        with reading(self._database) as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(people)).scalar_one()

    def everyone(self) -> list[Person]:
        """Return all people by handle, those who were let go left out."""
        with reading(self._database) as connection:
            rows = connection.execute(sa.select(people).where(sa.not_(people.c.disabled)).order_by(people.c.handle_key))
            return [person_of(row) for row in rows]

    def members(self) -> list[Member]:
        """Return all people by handle, with what maintainers ask of them."""
        made = sa.table("decisions", sa.column("by"), sa.column("id"))
        count = sa.select(sa.func.count(made.c.id)).where(made.c.by == people.c.handle).scalar_subquery()
        query = sa.select(people, count.label("made")).order_by(people.c.handle_key)
        with reading(self._database) as connection:
            return [Member(row.handle, row.role, bool(row.disabled), row.made) for row in connection.execute(query)]

    def find(self, handle: str) -> Person | None:
        """Return the person called *handle*, in any case of letters."""
        with reading(self._database) as connection:
            row = find_by_handle(connection, handle)
        return person_of(row) if row else None

    def set_settings(self, person: Person, changed: Mapping[str, str]) -> None:
        """Keep *changed* beside the person's other settings."""
        with writing(self._database) as connection:
            kept = connection.execute(sa.select(people.c.settings).where(people.c.id == person.id)).scalar()
            text = json.dumps({**(json.loads(kept) if kept else {}), **changed}, ensure_ascii=False, sort_keys=True)
            connection.execute(sa.update(people).where(people.c.id == person.id).values(settings=text))

    def invite(self, *, handle: str, role: str, now: datetime) -> str:
        """Return a token that makes one person of this handle and role; it lasts 72 hours. PeopleError."""
        handle = clean_handle(handle)
        _demand_role(role)
        with writing(self._database) as connection:
            if handle_key(handle) in (OWNER, FORMER) or find_by_handle(connection, handle):
                raise _taken(handle)
            return add_token(connection, "invitation", handle, role, seconds(now + INVITATION_LASTS))

    def invitation(self, token: str, *, now: datetime) -> Invitation | None:
        """Return what a token is good for, or None where it is unknown, spent or expired."""
        with reading(self._database) as connection:
            row = open_token(connection, "invitation", token, now)
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
            connection.execute(sa.update(invitations).where(invitations.c.token.in_(called)).values(spent=True))

    def accept(self, token: str, *, passphrase: str, now: datetime) -> Person:
        """Spend the token and return the person it makes. PeopleError; then the token is not spent."""
        stored = hash_passphrase(passphrase, self._hashing)
        with writing(self._database) as connection:
            row = open_token(connection, "invitation", token, now)
            if row is None:
                raise PeopleError(
                    "This invitation is not valid: it was used before, or it has expired.",
                    remedy="Ask whoever invited you for a new one.",
                )
            if find_by_handle(connection, row.handle):
                raise _taken(row.handle)
            spend_token(connection, token)
            return _add_person(connection, row.handle, row.role, stored)

    def authenticate(self, handle: str, passphrase: str, *, now: datetime) -> Person | None:
        """Return the person, or None for a wrong handle or passphrase, or while the account has to wait.

        From the fifth failure on an account waits, 15 s doubling to 15 min. The attempt is counted before the
        passphrase is looked at, so many attempts at once gain nothing; an unknown handle takes as long as a known one.
        """
        row = self._count_attempt(handle, now)
        stored = row.passphrase if row is not None and row.passphrase else dummy_hash(self._hashing)
        right = is_passphrase(stored, passphrase)
        if row is None or not row.passphrase or not right or row.disabled:
            return None
        with writing(self._database) as connection:
            connection.execute(sa.update(people).where(people.c.id == row.id).values(failures=0, wait_until=0))
        return person_of(row)

    def set_passphrase(self, person: Person, passphrase: str) -> None:
        """Give a person a new passphrase and end all their sessions. PeopleError."""
        stored = hash_passphrase(passphrase, self._hashing)
        with writing(self._database) as connection:
            values = {"passphrase": stored, "failures": 0, "wait_until": 0}
            connection.execute(sa.update(people).where(people.c.id == person.id).values(values))
            connection.execute(sa.delete(sessions).where(sessions.c.person == person.id))

    def feed_secret(self, person: Person) -> str:
        """Return what a person's address of the feed was made for: another one once their passphrase changes."""
        with reading(self._database) as connection:
            kept = connection.execute(sa.select(people.c.passphrase).where(people.c.id == person.id)).scalar()
        return digest(f"feed {kept}")[:16]

    def has_passphrase(self, person: Person) -> bool:
        """Whether a person can sign in with a passphrase; the owner cannot until they set one."""
        with reading(self._database) as connection:
            return bool(connection.execute(sa.select(people.c.passphrase).where(people.c.id == person.id)).scalar())

    def change(self, handle: str, *, role: str = "", disabled: bool | None = None) -> None:
        """Give a person another role, or let them go or come back; who is let go is signed out. PeopleError."""
        if role:
            _demand_role(role)
        with writing(self._database) as connection:
            row = _demand_person(connection, handle)
            if (role and role != "maintainer") or disabled:
                _demand_another_maintainer(connection, row)
            values = {"role": role or row.role, "disabled": row.disabled if disabled is None else disabled}
            connection.execute(sa.update(people).where(people.c.id == row.id).values(values))
            if disabled:
                connection.execute(sa.delete(sessions).where(sessions.c.person == row.id))

    def remove(self, handle: str) -> None:
        """Remove a person and all that is kept of them; their work stays, under FORMER. PeopleError."""
        with writing(self._database) as connection:
            row = _demand_person(connection, handle)
            _demand_another_maintainer(connection, row)
            for table, column in (("decisions", "by"), ("comments", "by"), ("comments", "resolved_by")):
                named = sa.table(table, sa.column(column))
                connection.execute(
                    sa.update(named).where(named.c[column] == row.handle).values({named.c[column]: FORMER})
                )
            for table in ("unsaved_texts", "openings", "credits"):
                own = sa.table(table, sa.column("handle"))
                connection.execute(sa.delete(own).where(own.c.handle == row.handle))
            connection.execute(sa.delete(sessions).where(sessions.c.person == row.id))
            connection.execute(sa.delete(invitations).where(invitations.c.handle == row.handle))
            connection.execute(sa.delete(people).where(people.c.id == row.id))

    def owner_link(self, *, now: datetime) -> str:
        """Return a token that signs the owner in once, within an hour."""
        with writing(self._database) as connection:
            return add_token(connection, "link", OWNER, "maintainer", seconds(now + OWNER_LINK_LASTS))

    def sign_in_with_link(self, token: str, *, now: datetime) -> Person | None:
        """Spend the link and return its owner, who is made at the first time; None where it is not valid."""
        with writing(self._database) as connection:
            row = open_token(connection, "link", token, now)
            if row is None:
                return None
            spend_token(connection, token)
            known = find_by_handle(connection, row.handle)
            return person_of(known) if known else _add_person(connection, row.handle, row.role, "")

    def _count_attempt(self, handle: str, now: datetime) -> sa.Row[tuple[object, ...]] | None:
        """Return the account if it may try now, with one more failure on its record until it succeeds."""
        with writing(self._database) as connection:
            row = find_by_handle(connection, handle)
            if row is None or row.wait_until > seconds(now):
                return None
            failures = row.failures + 1
            values = {"failures": failures, "wait_until": seconds(now) + wait_after(failures)}
            connection.execute(sa.update(people).where(people.c.id == row.id).values(values))
            return row


def _add_person(connection: sa.Connection, handle: str, role: str, passphrase: str) -> Person:
    values = {"handle": handle, "handle_key": handle_key(handle), "role": role, "passphrase": passphrase}
    nothing = {"failures": 0, "wait_until": 0, "settings": "", "disabled": False}
    insert = sa.insert(people).values({**values, **nothing}).returning(people.c.id)
    return Person(connection.execute(insert).scalar_one(), handle, role)


def _demand_role(role: str) -> None:
    if role not in ROLES:
        raise PeopleError(f"{role!r} is no role.", remedy=f"Choose one of {', '.join(ROLES)}.")


def _demand_person(connection: sa.Connection, handle: str) -> sa.Row[tuple[object, ...]]:
    row = find_by_handle(connection, handle)
    if row is None:
        raise PeopleError(f"There is nobody called {handle!r}.", remedy="See who there is: diglot people list")
    return row


def _demand_another_maintainer(connection: sa.Connection, row: sa.Row[tuple[object, ...]]) -> None:
    others = sa.select(sa.func.count()).where(
        people.c.role == "maintainer", people.c.id != row.id, sa.not_(people.c.disabled)
    )
    if row.role == "maintainer" and not connection.execute(others).scalar_one():
        raise PeopleError(f"{row.handle} is the only maintainer.", remedy="Make somebody else a maintainer first.")


def _taken(handle: str) -> PeopleError:
    return PeopleError(f"There is somebody called {handle!r} already.", remedy="Choose another handle.")
