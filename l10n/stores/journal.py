"""The journal of decisions in SQL: who decided what, when, and what became of it; each a link of the chain.

Each change is one transaction that is on disk when the method returns. StorageError where the disk fails.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

import sqlalchemy as sa

from ..chain import RENAME
from ..model import Action, CatalogKey, Decision, Entry, Key, Outcome
from .chain import add_decisions, add_event, locked_head
from .database import metadata, reading, writing

_FLAGS = sa.text(f"action = '{Action.NEEDS_WORK.value}'")
"""Written out: a database takes an index of a part of the rows only where it sees that the query is about that part."""

_decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("slug", sa.Text, nullable=False),
    sa.Column("locale", sa.Text, nullable=False),
    sa.Column("context", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("base", sa.Text, nullable=False),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("after", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("remarks", sa.Text, nullable=False),
    sa.Index("decisions_by_catalog", "slug", "locale", "id"),
    sa.Index("decisions_by_outcome", "outcome"),
    sa.Index("decisions_by_person", "by", "id"),
    sa.Index("decisions_flagged", "slug", "locale", "id", sqlite_where=_FLAGS, postgresql_where=_FLAGS),
    sqlite_autoincrement=True,
)
_column = _decisions.c
_NAMED = 500
"""So many articles a query names at most: every database has its limit."""
_ABOUT_ARTICLES = ("comments", "credits", "jobs", "openings", "unsaved_texts")


class SqlJournal:
    """A `ports.Journal` in a migrated database."""

    def __init__(self, database: sa.Engine) -> None:
        self._database = database

    def append(self, decision: Decision) -> int:
        """Commit the decision as pending and return its id."""
        return self.append_all([decision])[0]

    def append_all(self, decisions: Sequence[Decision]) -> list[int]:
        """Commit all decisions as pending, or none of them, and return their ids in order."""
        insert = sa.insert(_decisions).returning(_column.id)
        with writing(self._database) as connection:
            head = locked_head(connection)
            rows = [_to_row(decision) for decision in decisions]
            pending = {"outcome": Outcome.PENDING.value}
            ids = [int(connection.execute(insert.values(row | pending)).scalar_one()) for row in rows]
            add_decisions(connection, head, list(zip(ids, rows, strict=True)))
            return ids

    def pending(self, key: CatalogKey | None = None) -> Sequence[Decision]:
        """Return decisions not yet settled, oldest first."""
        query = sa.select(_decisions).where(_column.outcome == Outcome.PENDING.value).order_by(_column.id)
        return self._find(query if key is None else query.where(*_about(key)))

    def settle(self, outcomes: dict[int, Outcome]) -> None:
        """Record what became of the decisions. APPLIED is final: a later replay cannot make it less.

        One row needs no turn: the chain holds no outcome, so in a shared database nobody waits for it.
        """
        with writing(self._database, alone=len(outcomes) > 1) as connection:
            for id, outcome in sorted(outcomes.items()):
                connection.execute(
                    sa.update(_decisions)
                    .where(_column.id == id, _column.outcome != Outcome.APPLIED.value)
                    .values(outcome=outcome.value)
                )

    def history(self, catalog: CatalogKey, key: Key | None = None) -> Sequence[Decision]:
        """Return settled decisions about a catalog, or one entry of it, newest first."""
        return self._find(_settled(catalog, key))

    def newest(self, *, before: int = 0, limit: int = 50, by: str = "", slug: str = "") -> Sequence[Decision]:
        """Return the newest settled decisions, those before an id, of one person or article."""
        query = sa.select(_decisions).where(_column.outcome != Outcome.PENDING.value)
        query = query.order_by(_column.id.desc()).limit(limit)
        query = query.where(_column.id < before) if before else query
        query = query.where(_column.by == by) if by else query
        return self._find(query.where(_column.slug == slug) if slug else query)

    def touched_by(self, handle: str) -> set[CatalogKey]:
        """Return the catalogs about which a person has decided something."""
        query = sa.select(_column.slug, _column.locale).where(_column.by == handle).distinct()
        with reading(self._database) as connection:
            return {CatalogKey(slug, locale) for slug, locale in connection.execute(query)}

    def decision(self, id: int) -> Decision | None:
        """Return one decision, or None."""
        found = self._find(sa.select(_decisions).where(_column.id == id))
        return found[0] if found else None

    def flagged(self, catalog: CatalogKey) -> set[Key]:
        """Return the keys of entries whose newest applied decision is `needs-work`."""
        return self.flagged_in([catalog])[catalog]

    def flagged_in(self, catalogs: Collection[CatalogKey]) -> dict[CatalogKey, set[Key]]:
        """Return the same for each catalog, asked for together."""
        later = _decisions.alias("later")
        undone = sa.exists().where(
            later.c.slug == _column.slug,
            later.c.locale == _column.locale,
            later.c.id > _column.id,
            later.c.context == _column.context,
            later.c.source == _column.source,
            later.c.outcome.concat("") == Outcome.APPLIED.value,  # not by the index, which would find nearly all
        )
        query = sa.select(_column.slug, _column.locale, _column.context, _column.source).where(
            sa.text(f"decisions.{_FLAGS.text}"), _column.outcome.concat("") == Outcome.APPLIED.value, ~undone
        )
        if len(slugs := {key.slug for key in catalogs}) <= _NAMED:  # of more, all marks there are, which are few
            query = query.where(_column.slug.in_(sorted(slugs)))
        found: dict[CatalogKey, set[Key]] = {key: set() for key in catalogs}
        with reading(self._database) as connection:
            for slug, locale, context, source in connection.execute(query):
                if (key := CatalogKey(slug, locale)) in found:
                    found[key].add((context, source))
        return found

    def suggestions(self, catalog: CatalogKey, key: Key) -> Sequence[Decision]:
        """Return decisions about an entry that came too late, newest first: their texts were kept, not applied."""
        return self._find(
            _settled(catalog, key).where(
                _column.outcome == Outcome.CONFLICT.value, _column.action != Action.REVERT.value
            )
        )

    def rename(self, old: str, new: str) -> int:
        """Give all decisions about the article *old* to *new*, and all else that is kept about it, in one step.

        Return how many decisions. Repeating is harmless.
        """
        with writing(self._database) as connection:
            for name in _ABOUT_ARTICLES:
                table = sa.table(name, sa.column("slug", sa.Text))
                connection.execute(sa.update(table).where(table.c.slug == old).values(slug=new))
            count = connection.execute(sa.update(_decisions).where(_column.slug == old).values(slug=new)).rowcount
            if count:
                add_event(connection, RENAME, {"old": old, "new": new})
            return count

    def _find(self, query: sa.Select[tuple[object, ...]]) -> list[Decision]:
        with reading(self._database) as connection:
            return [_from_row(row) for row in connection.execute(query).mappings()]


def _about(catalog: CatalogKey, key: Key | None = None) -> list[sa.ColumnElement[bool]]:
    conditions = [_column.slug == catalog.slug, _column.locale == catalog.locale]
    if key is not None:
        conditions += [_column.context == key[0], _column.source == key[1]]
    return conditions


def _settled(catalog: CatalogKey, key: Key | None) -> sa.Select[tuple[object, ...]]:
    settled = _column.outcome != Outcome.PENDING.value
    return sa.select(_decisions).where(*_about(catalog, key), settled).order_by(_column.id.desc())


def _to_row(decision: Decision) -> dict[str, str]:
    return {
        "slug": decision.catalog.slug,
        "locale": decision.catalog.locale,
        "context": decision.key[0],
        "source": decision.key[1],
        "action": decision.action.value,
        "base": decision.base,
        "before": _entry_to_json(decision.before),
        "after": _entry_to_json(decision.after),
        "by": decision.by,
        "at": decision.at.astimezone(UTC).isoformat(),
        "remarks": " ".join(decision.remarks),
    }


def _from_row(row: sa.RowMapping) -> Decision:
    return Decision(
        catalog=CatalogKey(row["slug"], row["locale"]),
        key=(row["context"], row["source"]),
        action=Action(row["action"]),
        base=row["base"],
        before=_entry_from_json(row["before"]),
        after=_entry_from_json(row["after"]),
        by=row["by"],
        at=datetime.fromisoformat(row["at"]),
        id=row["id"],
        outcome=Outcome(row["outcome"]),
        remarks=tuple(row["remarks"].split()),
    )


def _entry_to_json(entry: Entry) -> str:
    return json.dumps({name: value for name, value in asdict(entry).items() if value}, ensure_ascii=False)


def _entry_from_json(text: str) -> Entry:
    fields = json.loads(text)
    for name in ("flags", "comments", "references"):
        fields[name] = tuple(fields.get(name, ()))
    return Entry(**{"source": "", **fields})
