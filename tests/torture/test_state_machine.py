"""Whatever people, programs and crashes do to one article, in whatever order: a model that is driven by Hypothesis.

What it holds against the program after each step: an approved text changes by a decision alone, or by an editor
outside, and then waits beside; every decision that was applied is in the catalog; nothing that somebody typed is gone;
the chain of decisions verifies, and only what adds a decision adds a link.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from journals import put_journal
from thorough import examples
from torture.frail import CrashError, Frail

from l10n.merging import merge_entries
from l10n.model import Action, CatalogKey, Decision, Entry, Outcome, State
from l10n.stores.chain_reading import find_fault_in
from l10n.stores.journal import SqlJournal
from l10n.stores.po import PoCatalogStore
from l10n.suggestions import open_suggestions, suggested_texts
from l10n.workflow.applying import apply_decisions
from l10n.workflow.decide import Decided, decide, recover, undo

KEY = CatalogKey("flood", "es")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PARAGRAPHS = 3

paragraphs = st.integers(0, PARAGRAPHS - 1)
crashes = st.sampled_from(["", "", "", "append", "apply", "written", "settle"])
"""Where the program dies: before the journal, before the catalog, after it, before the end; mostly nowhere."""


class Newsroom(RuleBasedStateMachine):
    """One article in one language, with those who work on it."""

    @initialize()
    def open_newsroom(self) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=os.environ.get("PYTEST_DEBUG_TEMPROOT")))
        self.store = PoCatalogStore(self.folder, source_locale="en", project="test")
        self.sources = [f"Paragraph {n} of the story." for n in range(PARAGRAPHS)]
        self.count = 0
        self.typed: list[tuple[str, str]] = []
        """Source and text of every decision that somebody was told of, or that the journal had before a crash."""
        self.outside: set[str] = set()
        """Sources whose entry an editor outside changed since it was last decided."""
        self._update()
        database = put_journal_at(self.folder)
        self.both = Frail(self.store, SqlJournal(database))
        self.database = database

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.dispose()
            shutil.rmtree(self.folder)

    def _update(self) -> None:
        catalog, revision = self.store.read(KEY)
        template = tuple(Entry(source) for source in self.sources)
        self.store.replace(KEY, merge_entries(template, catalog).catalog, expected=revision)

    def _entry(self, number: int) -> Entry:
        return self.store.read(KEY)[0].by_key()["", self.sources[number]]

    def _word(self) -> str:
        self.count += 1
        return f"Texto {self.count}."

    def _decide(self, number: int, action: Action, text: str, base: str, dies: str) -> Decided | None:
        entry, self.both.dies = self._entry(number), dies
        now = NOW + timedelta(seconds=self.count)
        try:
            decided = decide(
                self.both,  # type: ignore[arg-type]
                self.both,  # type: ignore[arg-type]
                catalog=KEY,
                key=entry.key,
                action=action,
                target=text,
                base=base,
                by="thiri",
                now=now,
                checks=lambda entry: (),
            )
        except CrashError:
            if dies != "append" and text and action is not Action.REJECT:
                self.typed.append((entry.source, text))
            self._restart()
            return None
        if decided.decision and text and action is not Action.REJECT:
            self.typed.append((entry.source, text))
        if decided.outcome is Outcome.APPLIED:
            self.outside.discard(entry.source)
        return decided

    def _restart(self) -> None:
        """Begin anew as the desk does after a crash: another store, another connection, and recover."""
        self.database.dispose()
        self.store = PoCatalogStore(self.folder, source_locale="en", project="test")
        self.both = Frail(self.store, SqlJournal(self.database))
        for decision in self.both.pending():
            self.outside.discard(decision.key[1])
        recover(self.store, self.both)  # type: ignore[arg-type]

    @rule(number=paragraphs, dies=crashes)
    def approve(self, number: int, dies: str) -> None:
        self._decide(number, Action.APPROVE, self._word(), self._entry(number).revision, dies)

    @rule(number=paragraphs, dies=crashes)
    def save(self, number: int, dies: str) -> None:
        self._decide(number, Action.REVIEW, self._word(), self._entry(number).revision, dies)

    @rule(dies=crashes)
    def approve_all_at_once(self, dies: str) -> None:
        """One commit of the journal and one write of the catalog, as a list of paragraphs is approved."""
        entries, now = self.store.read(KEY)[0].entries, NOW + timedelta(seconds=self.count)
        afters = [entry.approved(self._word()) for entry in entries]
        self.both.dies = dies
        with suppress(CrashError):
            decisions = [
                Decision(KEY, entry.key, Action.APPROVE, entry.revision, entry, after, "aung", now)
                for entry, after in zip(entries, afters, strict=True)
            ]
            apply_decisions(self.both, self.both, KEY, decisions)  # type: ignore[arg-type]
        self.both.dies = ""
        if dies != "append":
            self.typed += [(after.source, after.target) for after in afters]
            self.outside.clear()
        if dies:
            self._restart()
            assert [entry.target for entry in self.store.read(KEY)[0].entries] == [
                (entry if dies == "append" else after).target for entry, after in zip(entries, afters, strict=True)
            ]

    @rule(number=paragraphs)
    def approve_what_stands(self, number: int) -> None:
        entry = self._entry(number)
        if entry.target:
            self._decide(number, Action.APPROVE, entry.target, entry.revision, "")

    @rule(number=paragraphs, dies=crashes)
    def reject(self, number: int, dies: str) -> None:
        self._decide(number, Action.REJECT, "", self._entry(number).revision, dies)

    @rule(number=paragraphs, dies=crashes)
    def approve_upon_an_older_text(self, number: int, dies: str) -> None:
        before = self._entry(number)
        self._decide(number, Action.REVIEW, self._word(), before.revision, "")
        text = self._word()
        decided = self._decide(number, Action.APPROVE, text, before.revision, dies)
        assert decided is None or decided.outcome is Outcome.CONFLICT
        assert self._entry(number).target != text

    @precondition(lambda self: self.typed)
    @rule(number=paragraphs)
    def undo_the_last(self, number: int) -> None:
        entry = self._entry(number)
        applied = [d for d in self.both.history(KEY, entry.key) if d.outcome is Outcome.APPLIED]
        if applied:
            decided = undo(self.both, self.both, decision_id=applied[0].id, by="aung", now=NOW)  # type: ignore[arg-type]
            if decided.decision and decided.outcome is Outcome.APPLIED:
                self.outside.discard(entry.source)

    @rule(number=paragraphs)
    def draft(self, number: int) -> None:
        """A machine fills what is empty, and nothing else."""
        entry, (catalog, revision) = self._entry(number), self.store.read(KEY)
        if not entry.target:
            drafted = entry.drafted(f"Borrador {self._word()}", origin="engine=test")
            self.store.replace(KEY, catalog.with_entries({entry.key: drafted}), expected=revision)

    @rule(number=paragraphs)
    def correct_the_article(self, number: int) -> None:
        self.count += 1
        self.sources[number] = f"Paragraph {number} of the story, corrected {self.count} times."
        self._update()

    @rule(number=paragraphs)
    def move_a_paragraph(self, number: int) -> None:
        """It stands elsewhere in the article, and what it says, and that it is approved, goes with it."""
        before = {entry.key: entry for entry in self.store.read(KEY)[0].entries}
        self.sources.append(self.sources.pop(number))
        self._update()
        after = self.store.read(KEY)[0].entries
        assert [entry.source for entry in after] == self.sources
        assert {entry.key: entry.revision for entry in after} == {key: e.revision for key, e in before.items()}

    @rule(number=paragraphs)
    def take_out_a_paragraph_and_put_it_back(self, number: int) -> None:
        """What the article no longer has is kept aside, approval and all."""
        before, sources = self._entry(number), list(self.sources)
        del self.sources[number]
        self._update()
        self.sources = sources
        self._update()
        assert self._entry(number).revision == before.revision

    @rule(number=paragraphs, words=st.booleans())
    def edit_outside(self, number: int, words: bool) -> None:
        """Another program saves the catalog: with a text of its own, or with the paragraph emptied."""
        entry, (catalog, revision) = self._entry(number), self.store.read(KEY)
        changed = replace(entry, target=self._word() if words else "", confirmed=False)
        self.store.replace(KEY, catalog.with_entries({entry.key: changed}), expected=revision)
        self.outside.add(entry.source)

    @rule()
    def stop_and_start(self) -> None:
        self._restart()

    @invariant()
    def the_chain_verifies_and_has_a_link_for_each_decision(self) -> None:
        if not hasattr(self, "both"):
            return
        with self.database.connect() as connection:
            assert find_fault_in(connection.exec_driver_sql) is None
            [links] = connection.exec_driver_sql("SELECT count(*) FROM chain").one()
        assert links == len(self.both.history(KEY)) + len(self.both.pending(KEY))

    @invariant()
    def decisions_are_in_the_catalog_or_wait_beside(self) -> None:
        if not hasattr(self, "both"):
            return
        catalog = self.store.read(KEY)[0]
        assert not self.both.pending(KEY)
        for entry in catalog.entries:
            history = self.both.history(KEY, entry.key)
            newest = next((d for d in history if d.outcome is Outcome.APPLIED), None)
            if newest is None or not newest.after.target:
                continue
            waits = [suggestion.text for suggestion in open_suggestions(entry, history)]
            if entry.source in self.outside:
                assert newest.after.target in (entry.target, *waits)
            else:
                assert (entry.target, entry.revision) == (newest.after.target, newest.after.revision)

    @invariant()
    def what_is_approved_somebody_approved(self) -> None:
        if not hasattr(self, "both"):
            return
        for entry in self.store.read(KEY)[0].entries:
            if entry.state() is State.APPROVED:
                applied = [d for d in self.both.history(KEY, entry.key) if d.outcome is Outcome.APPLIED]
                assert any(entry.seal in (d.after.seal, d.before.seal) for d in applied)

    @invariant()
    def nothing_typed_is_gone(self) -> None:
        if not hasattr(self, "both"):
            return
        catalog = self.store.read(KEY)[0]
        everything = {e.target for e in (*catalog.entries, *catalog.obsolete)}
        everything |= {text for e in (*catalog.entries, *catalog.obsolete) for text in suggested_texts(e)}
        everything |= {d.after.target for d in self.both.history(KEY)}
        assert not [text for _, text in self.typed if text not in everything]


def put_journal_at(folder: Path):
    (folder / ".diglot").mkdir(exist_ok=True)
    return put_journal(folder / ".diglot" / "journal.sqlite")


TestNewsroom = pytest.mark.slow(Newsroom.TestCase)
TestNewsroom.settings = settings(max_examples=examples(60), stateful_step_count=30, deadline=None)
