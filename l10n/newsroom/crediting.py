"""What a project knows of where an edition comes from: its people's hands in it, as they want to be named."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from ..edition import Edition
from ..manner import Digits, Manner, Order, Stale
from ..model import Catalog, CatalogKey, State
from ..provenance import Provenance, provenance_of
from ..releases import edition_number, revisions, texts_of
from .workspace import Workspace

if TYPE_CHECKING:
    from ..stores.releases import ReleaseStore


class Crediting(Workspace):
    """The side of a project that knows where an edition comes from, and how editions are to be here."""

    release_date = ""
    """What the correction that is being built will be dated; "" in any other build."""

    @cached_property
    def releases(self) -> ReleaseStore:
        from ..stores.releases import ReleaseStore

        return ReleaseStore(self.root)

    @property
    def manner(self) -> Manner:
        """How the configuration wants editions."""
        text, folder = self.config.text, self.config.text("edition.font_dir")
        return Manner(
            Stale(text("edition.stale")),
            Order(text("edition.order")),
            Digits(text("edition.digits")),
            embed=bool(self.config.values["edition.embed"]),
            font_dir=str(self.root / folder) if folder else "",
        )

    def provenance(self, catalog: Catalog) -> Provenance:
        """Return who had a hand in a translation and how many read it. StorageError."""
        from ..stores.hands import hands_in

        hands = hands_in(self.journal_place, catalog.key)
        approved = [entry for entry in catalog.entries if entry.state(self.approvals) is State.APPROVED]
        return provenance_of(approved, hands.history, hands.names or {})

    @cached_property
    def provenance_marks(self) -> Mapping[CatalogKey, str]:
        """What `provenance` depends on, by catalog: another mark where it may say something else. StorageError."""
        from ..stores.hands import marks_of

        return marks_of(self.journal_place)

    def numbered(self, edition: Edition) -> Edition:
        """Return the edition with its number and what changed since the first, as the releases tell. StorageError."""
        record = None if edition.draft else self.releases.read(edition.slug)
        if record is None:
            return edition
        locale, texts = edition.target_locale, texts_of(edition)
        of = replace(
            edition.provenance,
            number=edition_number(record, locale, texts),
            revisions=revisions(record, locale, texts, self.release_date),
        )
        return replace(edition, provenance=of)

    def release_mark(self, slug: str) -> str:
        """Return what `numbered` depends on: the digest of the record of releases, "" where there is none."""
        data = self.releases.read_bytes(slug)
        return hashlib.sha256(data).hexdigest() if data else ""
