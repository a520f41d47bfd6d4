"""People of the desk: invitations, passphrases, settings. No address, no e-mail, no token in the clear is kept.

Times are given as *now* and kept in whole seconds. StorageError where the disk fails.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from ..chain import FORMER
from .database import reading, writing
from .invitations import INVITATION_LASTS, OWNER, Invitation, Invitations, add_token
from .leaving import hand_over
from .passphrases import dummy_hash, hash_passphrase, is_passphrase, wait_after
from .people_tables import (
    ROLES,
    PeopleError,
    Person,
    demand_role,
    digest,
    find_by_handle,
    handle_key,
    invitations,
    people,
    person_of,
    seconds,
    sessions,
)
from .sessions import Sessions
from .tries import UnknownTries

__all__ = ["FORMER", "OWNER", "ROLES", "Invitation", "Member", "PeopleError", "Person", "SqlPeople"]


@dataclass(frozen=True, slots=True)
class Member:
    """A person as maintainers see them; *decisions* is how many they made."""

    handle: str
    role: str
    disabled: bool
    decisions: int


class SqlPeople(Sessions, Invitations):
    """People in a migrated database; *hashing* is werkzeug's name for the method that keeps passphrases.

    All programs that let people in share the file of *tries* under handles of nobody.
    """

    def __init__(self, database: sa.Engine, *, hashing: str = "scrypt:32768:8:1", tries: Path | None = None) -> None:
        self._database, self._hashing = database, hashing
        self._unknown = UnknownTries(tries)

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

    def authenticate(self, handle: str, passphrase: str, *, now: datetime) -> Person | None:
        """Return the person, or None for a wrong handle or passphrase, or while the account has to wait.

        From the fifth failure on an account waits, 15 s doubling to 15 min. The attempt is counted before the
        passphrase is looked at, so many attempts at once gain nothing; an unknown handle takes as long as a known one,
        and waits as long, so that nobody learns who is here.
        """
        row = self._count_attempt(handle, now)
        stored = row.passphrase if row is not None and row.passphrase else dummy_hash(self._hashing)
        right = is_passphrase(stored, passphrase)
        if row is None or not row.passphrase or not right or row.disabled:
            return None
        with writing(self._database) as connection:
            connection.execute(sa.update(people).where(people.c.id == row.id).values(failures=0, wait_until=0))
        return person_of(row)

    def wait(self, handle: str, *, now: datetime) -> int:
        """Return for how many seconds nobody can sign in under *handle* yet, 0 where somebody may try."""
        with reading(self._database) as connection:
            row = find_by_handle(connection, handle)
        until = row.wait_until if row is not None else self._unknown.until(_unknown_key(handle))
        return max(0, until - seconds(now))

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

    def link_for(self, handle: str, *, now: datetime) -> str:
        """Return a token that signs a person in once, within 72 hours, to choose a new passphrase. PeopleError.

        Their passphrase is forgotten and their sessions end: whoever has the link is taken for them.
        """
        with writing(self._database) as connection:
            row = _demand_person(connection, handle)
            values = {"passphrase": "", "failures": 0, "wait_until": 0}
            connection.execute(sa.update(people).where(people.c.id == row.id).values(values))
            connection.execute(sa.delete(sessions).where(sessions.c.person == row.id))
            earlier = (invitations.c.kind == "link", invitations.c.handle == row.handle)
            connection.execute(sa.delete(invitations).where(*earlier))
            return add_token(connection, "link", row.handle, row.role, now, INVITATION_LASTS)

    def has_passphrase(self, person: Person) -> bool:
        """Whether a person can sign in with a passphrase; the owner cannot until they set one."""
        with reading(self._database) as connection:
            return bool(connection.execute(sa.select(people.c.passphrase).where(people.c.id == person.id)).scalar())

    def change(self, handle: str, *, role: str = "", disabled: bool | None = None) -> None:
        """Give a person another role, or let them go or come back; who is let go is signed out. PeopleError."""
        if role:
            demand_role(role)
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
            hand_over(connection, row.handle, FORMER)
            connection.execute(sa.delete(sessions).where(sessions.c.person == row.id))
            connection.execute(sa.delete(invitations).where(invitations.c.handle == row.handle))
            connection.execute(sa.delete(people).where(people.c.id == row.id))

    def _count_attempt(self, handle: str, now: datetime) -> sa.Row[tuple[object, ...]] | None:
        """Return the account if it may try now, with one more failure on its record until it succeeds."""
        with writing(self._database) as connection:
            row = find_by_handle(connection, handle)
            if row is None:
                self._unknown.count(_unknown_key(handle), at=seconds(now))
            if row is None or row.wait_until > seconds(now):
                return None
            failures = row.failures + 1
            values = {"failures": failures, "wait_until": seconds(now) + wait_after(failures)}
            connection.execute(sa.update(people).where(people.c.id == row.id).values(values))
            return row


def _unknown_key(handle: str) -> str:
    return handle_key(handle)[:40]


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
