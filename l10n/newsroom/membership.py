"""The side of a project that knows its people: who is named in an edition, and what one account did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from ..model import Action, CatalogKey, Outcome
from .workspace import Workspace

if TYPE_CHECKING:
    from ..stores.credits import Credit, SqlCredits
    from ..stores.people import SqlPeople
    from ..workflow.undoing import Undoable


class Membership(Workspace):
    """The side of a project that knows its people."""

    @cached_property
    def credits(self) -> SqlCredits:
        """Who is named in which article's editions. StorageError."""
        from ..stores.credits import SqlCredits

        return SqlCredits(self.database)

    def credits_of(self, catalog: CatalogKey) -> Sequence[Credit]:
        """Return how each person who had a hand in a translation is named in its editions, by handle.

        Whoever chose nothing for this very translation is not named, whatever they set for themselves: that is what
        they are asked about first. Who left is not named.
        """
        from ..stores.credits import WITHHOLD, Credit

        chosen = {credit.handle: credit for credit in self.credits.of(catalog)}
        hands = {
            decision.by
            for decision in self.journal.history(catalog)
            if decision.outcome is Outcome.APPLIED and decision.action in (Action.APPROVE, Action.REVIEW)
        }
        persons = [person for handle in sorted(hands) if (person := self.people.find(handle))]
        return [chosen.get(person.handle) or Credit(person.handle, WITHHOLD) for person in persons]

    def set_credit(self, catalog: CatalogKey, credit: Credit) -> None:
        """Keep how a person is named in a translation's editions. PeopleError for a way that is none, or no name."""
        from ..stores.credits import CHOICES, NAME
        from ..stores.people import PeopleError

        if credit.credit not in CHOICES or (credit.credit == NAME and not credit.name.strip()):
            raise PeopleError("Write the name, or choose another way.", remedy=f"Choose one of {', '.join(CHOICES)}.")
        self.credits.set(catalog, credit)

    def look_back(self, *, by: str, since: datetime) -> list[Undoable]:
        """Return what taking back all decisions of *by* since then would change; writes nothing."""
        from ..workflow.undoing import look_back

        return look_back(self.catalogs, self.journal, by=by, since=since)

    def undo_all(self, *, by: str, since: datetime, who: str, now: datetime) -> int:
        """Take back, in the name of *who*, all that *by* decided since then and nobody has changed; return how many."""
        from ..workflow.undoing import undo_all

        return undo_all(self.catalogs, self.journal, by=by, since=since, who=who, now=now)


def may(people: SqlPeople, handle: str, role: str) -> bool:
    """Whether a person is still here, and has this role or a higher one. StorageError."""
    from ..stores.people_tables import ROLES

    own = next((person.role for person in people.everyone() if person.handle == handle), "")
    return own in ROLES and ROLES.index(own) >= ROLES.index(role)
