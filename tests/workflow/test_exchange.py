"""What comes back from other tools: weighed whole, written once, recorded, never approved, never twice."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fakes import MemoryCatalogStore, MemoryJournal

from l10n.errors import CatalogError, StorageError
from l10n.model import Action, Catalog, CatalogKey, Entry, Finding, Outcome, Severity, State
from l10n.ports import Returned, ReturnedParcel
from l10n.returning import Verdict, base_of
from l10n.workflow.decide import recover, undo
from l10n.workflow.exchange import Adopted, adopt

KEY = CatalogKey("flood", "es")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HEADLINE = Entry("Flood", context="headline").approved("Inundación")
DRAFT = Entry("The river rose.").drafted("El rio subio.", origin="engine=apertium")
REVIEWED = Entry("People left.").reviewed("La gente se fue.")
STALE = Entry("Rain since Monday.", "Lluvia desde el domingo.", previous="Rain since Sunday.")
EMPTY = Entry("It rained for three days in the valley.")
ENTRIES = (HEADLINE, DRAFT, REVIEWED, STALE, EMPTY)


class Desk:
    """A store and a journal with one catalog, and a short call on them."""

    def __init__(self, *entries: Entry) -> None:
        self.store = MemoryCatalogStore([Catalog(KEY.slug, KEY.locale, entries or ENTRIES)])
        self.journal = MemoryJournal()

    def adopt(self, *returned: Returned, findings=(), **options):
        options.setdefault("by", "lucia")
        return adopt(
            ReturnedParcel(returned),
            KEY,
            store=self.store,
            journal=self.journal,
            now=NOW,
            checks=lambda entry: findings,
            path="back.xlf",
            **options,
        )

    def entry(self, entry: Entry) -> Entry:
        return self.store.read(KEY)[0].by_key()[entry.key]

    def recorded(self):
        return [(d.key, d.after.target, d.by, d.outcome) for d in self.journal.decisions]


def back(entry: Entry, target: str, **options) -> Returned:
    options.setdefault("base", base_of(entry.target))
    return Returned(entry.source, target, context=entry.context, **options)


def test_changed_texts_are_in_review_and_an_approval_stands_with_a_suggestion_beside_it():
    desk = Desk()
    adoption = desk.adopt(
        back(EMPTY, "Llovió."), back(HEADLINE, "La inundación"), back(DRAFT, DRAFT.target), back(STALE, "Lluvia.")
    )
    assert [row.verdict for row in adoption.rows] == [
        Verdict.REVIEW, Verdict.SUGGESTION, Verdict.SAME, Verdict.REVIEW,
    ]  # fmt: skip
    assert adoption.counts == {Verdict.REVIEW: 2, Verdict.SUGGESTION: 1, Verdict.SAME: 1}
    assert desk.store.read(KEY)[0].entries == (
        HEADLINE, DRAFT, REVIEWED, STALE.reviewed("Lluvia."), EMPTY.reviewed("Llovió."),
    )  # fmt: skip
    assert desk.recorded() == [
        (EMPTY.key, "Llovió.", "lucia", Outcome.APPLIED),
        (HEADLINE.key, "La inundación", "lucia", Outcome.CONFLICT),
        (STALE.key, "Lluvia.", "lucia", Outcome.APPLIED),
    ]
    assert [d.after.target for d in desk.journal.suggestions(KEY, HEADLINE.key)] == ["La inundación"]


def test_all_decisions_of_a_catalog_are_applied_at_once():
    class OneCall(MemoryCatalogStore):
        calls = 0

        def apply(self, key, decisions):
            self.calls += 1
            return super().apply(key, decisions)

    desk = Desk()
    desk.store = OneCall(desk.store.catalogs.values())
    desk.adopt(back(EMPTY, "Llovió."), back(DRAFT, "El río subió."), back(HEADLINE, "x"))
    assert desk.store.calls == 1
    assert desk.journal.pending() == []


def test_the_same_file_again_changes_nothing():
    desk = Desk()
    returned = (
        back(EMPTY, "Llovió."),
        back(HEADLINE, "Otra"),
        back(REVIEWED, "Se fueron.", base=base_of("older")),
        back(DRAFT, "El río subió.", base=None),
        Returned("Rain since Sunday.", "Lluvia dominical.", base=base_of("Lluvia")),
    )
    first = desk.adopt(*returned)
    assert first.counts == {Verdict.REVIEW: 2, Verdict.SUGGESTION: 3}
    before, decisions = desk.store.read(KEY), list(desk.journal.decisions)
    again = desk.adopt(*returned)
    assert again.counts == {Verdict.SAME: 2, Verdict.KNOWN: 3}
    assert (desk.store.read(KEY), desk.journal.decisions) == (before, decisions)


def test_a_dry_run_says_the_same_and_changes_nothing():
    desk = Desk()
    returned = (back(EMPTY, "Llovió."), back(HEADLINE, "Otra"))
    planned = desk.adopt(*returned, dry_run=True)
    assert (desk.journal.decisions, desk.store.writes) == ([], 0)
    assert planned.counts == desk.adopt(*returned).counts


def test_what_is_adopted_can_be_undone():
    desk = Desk()
    [row] = desk.adopt(back(DRAFT, "El río subió.")).rows
    undone = undo(desk.store, desk.journal, decision_id=row.decision_id, by="ko-aung", now=NOW)
    assert (undone.outcome, desk.entry(DRAFT)) == (Outcome.APPLIED, DRAFT)


def test_texts_are_kept_in_normal_form_without_space_around_them():
    desk = Desk()
    desk.adopt(back(EMPTY, " Llovio\u0301.\r\nMucho.\n"))
    assert desk.entry(EMPTY).target == "Llovió.\nMucho."


@pytest.mark.parametrize("text", ["Llo\x07vió", "a\x00", "b\x9f", "c\ud800"])
def test_control_characters_are_refused_and_everything_is_untouched(text):
    desk = Desk()
    with pytest.raises(CatalogError, match=r"back\.xlf: control character U\+00|U\+D800"):
        desk.adopt(back(DRAFT, "El río subió."), back(EMPTY, text))
    assert (desk.journal.decisions, desk.store.writes) == ([], 0)


def test_a_text_for_an_older_source_is_kept_as_a_suggestion_for_the_one_it_became():
    desk = Desk()
    adoption = desk.adopt(Returned("Rain since Sunday.", "Llueve desde el domingo."))
    assert [(row.verdict, row.entry) for row in adoption.rows] == [(Verdict.SUGGESTION, STALE)]
    assert desk.entry(STALE) == STALE
    assert [d.after.target for d in desk.journal.suggestions(KEY, STALE.key)] == ["Llueve desde el domingo."]


def test_a_text_without_a_place_is_listed_with_the_nearest_source():
    desk = Desk()
    source = "It rained for four days in the valley."
    adoption = desk.adopt(Returned(source, "Llovió."), Returned("Nothing like it, zebra.", "x"), Returned("Gone.", ""))
    assert adoption.unplaced == (
        Adopted(Verdict.UNPLACED, source, "Llovió.", near=EMPTY.source),
        Adopted(Verdict.UNPLACED, "Nothing like it, zebra.", "x"),
    )
    assert adoption.counts == {Verdict.SAME: 1, Verdict.UNPLACED: 2}
    assert desk.journal.decisions == []


@pytest.mark.parametrize(
    ("target", "base", "verdict"),
    [("", None, Verdict.SAME), ("Gone.", None, Verdict.ECHO), ("Ido.", base_of("Ido."), Verdict.UNTOUCHED)],
)
def test_what_carries_no_new_words_is_no_loss_where_it_has_no_place(target, base, verdict):
    assert [row.verdict for row in Desk().adopt(Returned("Gone.", target, base=base)).rows] == [verdict]


def test_what_is_put_aside_here_as_it_came_back_is_no_loss():
    desk = Desk()
    gone = Entry("Sponsored by a mill.").reviewed("Con apoyo de un molino.")
    desk.store.catalogs[KEY] = replace(desk.store.catalogs[KEY], obsolete=(gone,))
    adoption = desk.adopt(back(gone, gone.target, base=None), back(gone, "Otro texto.", base=None))
    assert [row.verdict for row in adoption.rows] == [Verdict.SAME, Verdict.UNPLACED]


def test_equal_sources_are_told_apart_by_context_and_else_left_alone():
    twin = Entry("Flood")
    desk = Desk(HEADLINE, twin)
    adoption = desk.adopt(Returned("Flood", "Riada"), Returned("Flood", "Crecida", context=""))
    assert [row.verdict for row in adoption.rows] == [Verdict.UNPLACED, Verdict.REVIEW]
    assert desk.store.read(KEY)[0].entries == (HEADLINE, twin.reviewed("Crecida"))


def test_of_two_texts_for_one_source_the_first_is_taken_and_the_other_kept():
    desk = Desk()
    adoption = desk.adopt(back(EMPTY, "Uno."), back(EMPTY, "Dos."), back(EMPTY, "Uno."), back(EMPTY, "Dos."))
    assert [row.verdict for row in adoption.rows] == [
        Verdict.REVIEW, Verdict.SUGGESTION, Verdict.KNOWN, Verdict.KNOWN,
    ]  # fmt: skip
    assert desk.entry(EMPTY).target == "Uno."
    assert [d.after.target for d in desk.journal.suggestions(KEY, EMPTY.key)] == ["Dos."]


def test_trust_moves_a_finished_draft_to_review_and_no_further():
    desk = Desk()
    adoption = desk.adopt(back(DRAFT, DRAFT.target, finished=True), trust=True)
    assert [row.verdict for row in adoption.rows] == [Verdict.ACCEPTED]
    assert desk.entry(DRAFT).state() is State.REVIEW
    assert desk.journal.decisions[0].action is Action.REVIEW


def test_what_the_checks_say_of_a_taken_text_is_in_the_answer():
    finding = Finding("numbers", Severity.ERROR, "Numbers differ.")
    adoption = Desk().adopt(back(EMPTY, "Llovió."), back(DRAFT, DRAFT.target), findings=[finding])
    assert [row.findings for row in adoption.rows] == [(finding,), ()]


def test_an_entry_that_changes_meanwhile_keeps_its_text_and_gets_a_suggestion():
    class Racing(MemoryCatalogStore):
        def apply(self, key, decisions):
            changed = {EMPTY.key: EMPTY.reviewed("Somebody was faster.")}
            self.catalogs[key] = self.catalogs[key].with_entries(changed)
            return super().apply(key, decisions)

    desk = Desk()
    desk.store = Racing(desk.store.catalogs.values())
    adoption = desk.adopt(back(EMPTY, "Llovió."), back(DRAFT, "El río subió."))
    assert [row.verdict for row in adoption.rows] == [Verdict.SUGGESTION, Verdict.REVIEW]
    assert desk.entry(EMPTY).target == "Somebody was faster."


def test_an_import_that_met_a_full_disk_is_finished_by_recovery():
    desk = Desk()
    desk.store.fails_with = StorageError("the disk is full")
    with pytest.raises(StorageError):
        desk.adopt(back(EMPTY, "Llovió."), back(HEADLINE, "Otra"))
    assert desk.store.read(KEY)[0].entries == ENTRIES
    recovered = recover(desk.store, desk.journal)
    assert (recovered.applied, recovered.conflicts) == (1, 1)
    assert (desk.entry(EMPTY).target, desk.entry(HEADLINE)) == ("Llovió.", HEADLINE)


def test_a_catalog_without_entries_says_what_to_do():
    desk = Desk()
    desk.store.catalogs.clear()
    with pytest.raises(CatalogError, match="has no paragraphs in es") as refused:
        desk.adopt(back(EMPTY, "x"))
    assert "diglot update flood" in refused.value.remedy


def test_in_gettext_mode_an_unsealed_approval_stands():
    unsealed = replace(REVIEWED, confirmed=True)
    desk = Desk(unsealed)
    adoption = desk.adopt(back(unsealed, "Se fueron."), approvals="gettext")
    assert [row.verdict for row in adoption.rows] == [Verdict.SUGGESTION]
    assert desk.entry(unsealed) == unsealed
