"""The words and names a newsroom has agreed on: what holds in a locale, and the files that they are kept in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import CatalogError, ConflictError
from ..files import storage_error
from .workspace import Workspace

if TYPE_CHECKING:
    from ..glossary import Term
    from ..glossary.remarks import Remark
    from ..glossary.table import Row
    from ..glossary.unpublished import Secret
    from ..model import Segment
    from ..stores.glossary import GlossaryStore


@dataclass(slots=True)
class Proposal:
    """A name that articles have and the glossary has not: how often, of which kind, and where first."""

    name: str
    kind: str = ""
    count: int = 0
    places: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Usage:
    """A paragraph that a term stands in."""

    slug: str
    segment: Segment


class Naming(Workspace):
    """The side of a project that knows its glossary."""

    @cached_property
    def glossary(self) -> GlossaryStore:
        from ..stores.glossary import GlossaryStore

        return GlossaryStore(self.root)

    def glossary_rows(self) -> list[Row]:
        """Return every row of the glossary with its file and line. CatalogError for a row that cannot be."""
        return self.glossary.rows()

    def glossary_terms(self) -> list[Term]:
        """Return the terms of all rows. CatalogError for a row that cannot be."""
        return [row.term for row in self.glossary.rows()]

    def terms(self, locale: str) -> tuple[Term, ...]:
        """Return the terms that hold in *locale*, one for each source; the same tuple until a file changes."""
        from ..glossary import terms_for

        rows = self.glossary.rows()
        known = self._terms.get(locale)
        if known is None or known[0] is not rows:
            self._terms[locale] = known = (rows, terms_for((row.term for row in rows), locale))
        return known[1]

    @cached_property
    def _terms(self) -> dict[str, tuple[list[Row], tuple[Term, ...]]]:
        return {}

    def secrets(self) -> tuple[Secret, ...]:
        """Return the names that must be in no edition, as every locale writes them."""
        terms = self.glossary_terms()
        hidden = {term.source for term in terms if term.do_not_publish}
        if not hidden:
            return ()
        from ..glossary.unpublished import secrets_of

        return secrets_of([replace(term, do_not_publish=True) for term in terms if term.source in hidden])

    def change_glossary(self, terms: Sequence[Term], *, name: str = "", replacing: bool = False) -> tuple[int, int]:
        """Write *terms* into the glossary's file *name*; return how many are new, and how many changed.

        A term that is there already, in the same locale, must say the same unless *replacing*. CatalogError; then
        nothing is written.
        """
        from ..glossary.table import checked_term
        from ..stores.glossary import MAIN

        wanted = {(t.source, t.locale): t for t in map(checked_term, terms)}
        counts: Counter[str] = Counter()

        def change(present: list[Term]) -> list[Term]:
            kept = {(t.source, t.locale): t for t in present}
            for key, term in wanted.items():
                known = kept.get(key)
                if known is not None and known != term and not replacing:
                    raise CatalogError(
                        f"“{term.source}” is in the glossary{f' for {term.locale}' if term.locale else ''}, "
                        "and says something else",
                        path=name or MAIN,
                        remedy="add --replace to put the new row in its place",
                    )
                counts["new" if known is None else "changed"] += known != term
                kept[key] = term
            return list(kept.values())

        if name.startswith(".diglot/"):
            self.private_folder()
        self.glossary.change(name or MAIN, change)
        return counts["new"], counts["changed"]

    def read_glossary(self, file: Path) -> list[Term]:
        """Return the terms of a CSV or TBX file. CatalogError with line."""
        from ..glossary.table import checked_term, read_terms

        limit = self.config.number("limits.import_bytes")
        try:
            with file.open("rb") as opened:
                data = opened.read(limit + 1)
        except FileNotFoundError as error:
            raise CatalogError(f"there is no file {file}", remedy="name a CSV or TBX file") from error
        except IsADirectoryError as error:
            raise CatalogError(f"{file} is a folder", remedy="name a CSV or TBX file") from error
        except OSError as error:
            raise storage_error(f"cannot read {file}", error) from error
        if len(data) > limit:
            remedy = "Is it the right file? Else raise import_bytes under [limits] in diglot.toml."
            raise CatalogError(f"the file is larger than {limit:,} bytes", path=str(file), remedy=remedy)
        if data[:400].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
            from ..exchange.tbx import read_tbx

            return [
                checked_term(t, path=str(file))
                for t in read_tbx(data, path=str(file), source_locale=self.source_locale)
            ]
        return [row.term for row in read_terms(data, path=str(file))]

    def export_glossary(self, format: str, *, with_secrets: bool = False) -> tuple[bytes, int, int]:
        """Return the glossary as `csv`, `tbx` or `tbx2008`, how many rows it has and how many were left out.

        Without *with_secrets* no term goes out that any row marks “do not publish” or “redact”.
        """
        terms = self.glossary_terms()
        hidden = {t.source for t in terms if t.do_not_publish or t.redact} if not with_secrets else set()
        shown = [term for term in terms if term.source not in hidden]
        if format == "csv":
            from ..glossary.table import render_terms

            return render_terms(shown), len(shown), len(terms) - len(shown)
        from ..exchange.tbx import write_tbx

        data = write_tbx(shown, source_locale=self.source_locale, old=format == "tbx2008")
        return data, len(shown), len(terms) - len(shown)

    def glossary_remarks(self) -> list[Remark]:
        """Return the rows of the glossary that a person should look at, and why."""
        from ..glossary.remarks import find_remarks

        return find_remarks(self.glossary.rows(), source_locale=self.source_locale, target_locales=self.target_locales)

    def proposals(self, slugs: Sequence[str] = ()) -> list[Proposal]:
        """Return names that the articles have and the glossary has not, the most frequent first."""
        from ..glossary.names import find_names
        from ..inline import plain

        found: dict[str, Proposal] = {}
        known = {row.term.source.casefold() for row in self.glossary.rows()}
        for slug in self.chosen(slugs):
            segments = [s for s in self.document(slug).segments if s.source]
            texts = [plain(s.source) for s in segments]
            for name in find_names(texts, self.source_locale):
                if name.text.casefold() not in known:
                    proposal = found.setdefault(name.text, Proposal(name.text))
                    proposal.count += 1
                    proposal.kind = proposal.kind or name.kind
                    proposal.places.append((slug, segments[name.number].line))
        return sorted(found.values(), key=lambda p: (-p.count, p.name))

    def add_term(self, term: Term, *, private: bool = False, proposed: bool = False) -> None:
        """Add a row: to the files in git, to the *private* one, or to those *proposed*. CatalogError, ConflictError."""
        from ..glossary.table import checked_term
        from ..stores.glossary import MAIN, PRIVATE, PROPOSED, added

        added(self.glossary_terms(), checked_term(term))  # no file of the glossary has it
        if private or proposed:
            self.private_folder()
        name = PROPOSED if proposed else PRIVATE if private else MAIN
        self.glossary.change(name, lambda present: added(present, checked_term(term)))

    def change_term(self, id: str, *, base: str, term: Term | None) -> None:
        """Put *term* in the place of a row that is *base* still; None takes it out. CatalogError, ConflictError."""
        from ..glossary.table import checked_term
        from ..stores.glossary import replaced, row_id

        row = next((row for row in self.glossary.rows() if row_id(row) == id), None)
        if row is None:
            raise ConflictError("This row is no longer in the glossary.", seen=base, remedy="Open the glossary again.")
        by, old = checked_term(term) if term else None, row.term
        others = [row.term for row in self.glossary.rows() if row.term is not old]
        if by and any((each.source, each.locale) == (by.source, by.locale) for each in others):
            raise ConflictError(f"“{by.source}” is in the glossary already.", remedy="Change that row instead.")
        self.glossary.change(row.path, lambda present: replaced(present, old, base=base, by=by))

    def proposed_terms(self) -> list[Row]:
        """Return the rows that translators propose. CatalogError."""
        return self.glossary.proposed()

    def settle_proposal(self, id: str, *, accept: bool) -> None:
        """Take a proposed row into the glossary, or drop it. ConflictError where it waits no longer."""
        from ..stores.glossary import PROPOSED, replaced, row_id, term_digest

        row = next((row for row in self.glossary.proposed() if row_id(row) == id), None)
        if row is None:
            raise ConflictError("This proposal waits no longer.", remedy="Open the glossary again.")
        if accept:
            self.add_term(row.term)
        base = term_digest(row.term)
        self.glossary.change(PROPOSED, lambda present: replaced(present, row.term, base=base, by=None))

    def usages(self, term: Term, *, limit: int = 20) -> list[Usage]:
        """Return paragraphs that the term stands in, at most *limit*, by article."""
        from ..glossary import find_terms

        terms, begins, found = (term,), _beginning(term.source), list[Usage]()
        for slug in self.slugs():
            if begins and not begins.search((self.root / "articles" / f"{slug}.md").read_bytes()):
                continue
            segments = self.document(slug).segments
            found += [Usage(slug, s) for s in segments if find_terms(s.source, terms, locale=self.source_locale)]
            if len(found) >= limit:
                break
        return found[:limit]


def _beginning(source: str) -> re.Pattern[bytes] | None:
    """Return what finds how any form of a term's first word begins, so that few articles are read for nothing.

    None for scripts in which a form may begin in another way.
    """
    word = next(iter(source.split()), "")
    letters = word[: max(3, len(word) - 2)]
    return (
        re.compile(rb"(?<![A-Za-z])" + letters.encode(), re.IGNORECASE)
        if letters.isascii() and letters.isalnum()
        else None
    )
