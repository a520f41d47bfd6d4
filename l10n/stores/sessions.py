"""Sessions of people: tokens are handed out once and kept as SHA-256."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa

from ..errors import StorageError
from .database import reading, writing
from .people_tables import Person, digest, people, person_of, seconds, sessions

SESSION_LASTS = timedelta(days=14)
_DAY_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class Session:
    """A session as its person sees it: *id* names it and is good for nothing else; *seen_on* is a day, no moment."""

    id: str
    started_at: datetime
    seen_on: date
    is_this: bool = False


class Sessions:
    """The sessions in a migrated database."""

    _database: sa.Engine

    def start_session(self, person: Person, *, now: datetime) -> str:
        """Return a session token; it lasts 14 days. Expired sessions are swept."""
        token, at = secrets.token_urlsafe(32), seconds(now)
        values = {"token": digest(token), "person": person.id, "expires_at": seconds(now + SESSION_LASTS)}
        with writing(self._database) as connection:
            connection.execute(sa.delete(sessions).where(sessions.c.expires_at <= at))
            connection.execute(sa.insert(sessions).values(**values, started_at=at, seen_on=_day(at)))
        return token

    def session_person(self, token: str, *, now: datetime) -> Person | None:
        """Return whose session this is, with their present role; None where it has ended, or they were let go."""
        query = (
            sa.select(people, sessions.c.seen_on)
            .join(sessions, sessions.c.person == people.c.id)
            .where(
                sessions.c.token == digest(token),
                sessions.c.expires_at > seconds(now),
                sa.not_(people.c.disabled),
            )
        )
        with reading(self._database) as connection:
            row = connection.execute(query).first()
        if row is not None and row.seen_on < _day(seconds(now)):
            with suppress(StorageError), writing(self._database) as connection:  # a full disk can be read
                seen = sa.update(sessions).where(sessions.c.token == digest(token))
                connection.execute(seen.values(seen_on=_day(seconds(now))))
        return person_of(row) if row else None

    def sessions_of(self, person: Person, *, now: datetime, this: str = "") -> list[Session]:
        """Return a person's open sessions, the newest first; *this* is the token of the one that asks."""
        query = (
            sa.select(sessions)
            .where(sessions.c.person == person.id, sessions.c.expires_at > seconds(now))
            .order_by(sessions.c.started_at.desc())
        )
        with reading(self._database) as connection:
            return [
                Session(
                    digest(row.token)[:16],
                    datetime.fromtimestamp(row.started_at, UTC),
                    datetime.fromtimestamp(row.seen_on, UTC).date(),
                    row.token == digest(this),
                )
                for row in connection.execute(query)
            ]

    def end_session(self, token: str) -> None:
        with writing(self._database) as connection:
            connection.execute(sa.delete(sessions).where(sessions.c.token == digest(token)))

    def end_session_called(self, person: Person, id: str) -> bool:
        """End the session of *person* that `sessions_of` calls *id*; return whether there was one."""
        with writing(self._database) as connection:
            tokens = connection.execute(sa.select(sessions.c.token).where(sessions.c.person == person.id)).scalars()
            called = [token for token in tokens if digest(token)[:16] == id]
            connection.execute(sa.delete(sessions).where(sessions.c.token.in_(called)))
        return bool(called)

    def end_sessions(self, person: Person) -> None:
        """End all sessions of a person."""
        with writing(self._database) as connection:
            connection.execute(sa.delete(sessions).where(sessions.c.person == person.id))


def _day(at: int) -> int:
    return at - at % _DAY_S
