"""What a corrected article does to approvals and editions: the report, and what may be approved again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..files import write_atomically
from ..model import CatalogKey, Decision, Document, Key
from .reviewing import Reviewing

if TYPE_CHECKING:
    from ..corrections import CorrectionReport
    from ..fates import Updated
    from ..workflow.reconfirm import Reconfirmed


class Correcting(Reviewing):
    """The side of a project that answers for corrections."""

    def corrections(
        self, slug: str, updated: Sequence[Updated], *, document: Document | None = None
    ) -> CorrectionReport:
        """Return what the updates of one article, one for each locale, changed and touched. ArticleError, EditionError.

        *document* is a version that does not lie in its file yet. Catalogs that were only begun have nothing to
        correct and are left out.
        """
        from ..corrections import QUIET, report_corrections
        from ..fates import Fate
        from ..workflow.manifest import find_carriers

        changes = {u.locale: u.changes for u in updated if any(change.fate is not Fate.NEW for change in u.changes)}
        touched = {e.key for found in changes.values() for c in found if c.fate not in QUIET for e in c.old}
        return report_corrections(
            document or self.document(slug),
            changes,
            source_locale=self.source_locale,
            approvals=self.approvals,
            history=lambda locale, key: self._history(CatalogKey(slug, locale), key),
            carriers=find_carriers(self.root / "editions" / slug, slug, touched) if touched else (),
        )

    def _history(self, catalog: CatalogKey, key: Key) -> Sequence[Decision]:
        return self.journal.history(catalog, key) if self.has_journal else ()

    def keep_report(self, report: CorrectionReport, *, now: datetime) -> Path:
        """Write the report as HTML and JSON into the project's private folder; return the HTML's path."""
        from ..corrections.plain import report_as_json

        folder = self.private_folder() / "corrections"
        path = folder / f"{report.slug}-{now:%Y%m%dT%H%M%SZ}.html"
        value = {"schema": "diglot.corrections/1", "at": now.isoformat(), **report_as_json(report)}
        write_atomically(path.with_suffix(".json"), json.dumps(value, ensure_ascii=False, indent=1).encode())
        return self.write_report(report, path, now=now)

    def write_report(self, report: CorrectionReport, path: Path, *, now: datetime) -> Path:
        """Write the report as an HTML page; return its path."""
        from ..corrections.page import correction_page

        write_atomically(path, correction_page(report, source_locale=self.source_locale, now=now))
        return path

    def accept_typography(self, slug: str, *, by: str, now: datetime) -> list[Reconfirmed]:
        """Approve again, in the name of *by*, what only spaces or signs of the original changed of; all locales."""
        from ..workflow.reconfirm import reconfirm_typography

        accepted = []
        for locale in self.locales(()):
            accepted += reconfirm_typography(
                self.catalogs,
                self.journal,
                catalog=CatalogKey(slug, locale),
                source_locale=self.source_locale,
                by=by,
                now=now,
                checks=lambda entry, locale=locale: self.findings(entry, locale),  # type: ignore[misc]
            )
        return accepted
