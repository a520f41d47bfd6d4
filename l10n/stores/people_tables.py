"""The tables of people, their invitations and sessions, and what their rows are."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ..errors import DiglotError
from .database import metadata

ROLES = ("reader", "translator", "reviewer", "maintainer")
"""From least to most allowed."""

people = sa.Table(
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
invitations = sa.Table(
    "invitations",
    metadata,
    sa.Column("token", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("handle", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
    sa.Column("spent", sa.Boolean, nullable=False),
)
sessions = sa.Table(
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
    """An invitation, handle or passphrase cannot be used."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in; *settings* is what they set, as JSON."""

    id: int
    handle: str
    role: str
    settings: str = ""


def person_of(row: sa.Row[tuple[object, ...]]) -> Person:
    return Person(row.id, row.handle, row.role, row.settings)


def find_by_handle(connection: sa.Connection, handle: str) -> sa.Row[tuple[object, ...]] | None:
    return connection.execute(sa.select(people).where(people.c.handle_key == handle_key(handle))).first()


def clean_handle(handle: str) -> str:
    """Return the handle as it is shown. PeopleError."""
    handle = " ".join(unicodedata.normalize("NFC", handle).split())
    if not 1 <= len(handle) <= 40 or not handle.isprintable():
        raise PeopleError("A handle has 1 to 40 visible characters.", remedy="Choose a shorter or plainer handle.")
    return handle


def demand_role(role: str) -> None:
    if role not in ROLES:
        raise PeopleError(f"{role!r} is no role.", remedy=f"Choose one of {', '.join(ROLES)}.")


def handle_key(handle: str) -> str:
    """Return the form in which two handles are the same."""
    return " ".join(unicodedata.normalize("NFKC", handle).casefold().split())


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())
