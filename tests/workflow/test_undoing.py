from datetime import UTC, datetime, timedelta

from fakes import MemoryCatalogStore, MemoryJournal
from hypothesis import given
from hypothesis import strategies as st

from l10n.model import Action, Catalog, CatalogKey, Entry
from l10n.workflow.decide import decide
from l10n.workflow.undoing import Undoable, look_back, undo_all

ES = CatalogKey("ferry", "es")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ONE, TWO = Entry("One.").approved("Uno."), Entry("Two.")
ACTIONS = (Action.APPROVE, Action.REVIEW, Action.REJECT, Action.NEEDS_WORK)


class Desk:
    def __init__(self):
        self.store, self.journal = MemoryCatalogStore([Catalog("ferry", "es", (ONE, TWO))]), MemoryJournal()
        self.clock = NOW

    def decide(self, entry, by, target, action=Action.REVIEW):
        self.clock += timedelta(minutes=1)
        now = self.entry(entry)
        decide(
            self.store,
            self.journal,
            catalog=ES,
            key=entry.key,
            action=action,
            target=target,
            base=now.revision,
            by=by,
            now=self.clock,
            checks=lambda judged: [],
        )

    def entry(self, entry):
        return self.store.read(ES)[0].by_key()[entry.key]

    def undo(self, by="mallory", since=NOW):
        return undo_all(self.store, self.journal, by=by, since=since, who="owner", now=self.clock)


def test_all_that_one_account_did_is_taken_back_in_one_step():
    desk = Desk()
    desk.decide(ONE, "mallory", "Dos.", Action.APPROVE)
    desk.decide(ONE, "mallory", "Tres.", Action.APPROVE)
    desk.decide(TWO, "mallory", "Cuatro.")
    assert [u.back and u.back.target for u in look_back(desk.store, desk.journal, by="mallory", since=NOW)] == [
        "",
        "Uno.",
    ]
    assert desk.undo() == 2
    assert (desk.entry(ONE), desk.entry(TWO)) == (ONE, TWO)
    assert [(d.by, d.action) for d in desk.journal.decisions[-2:]] == [("owner", Action.REVERT)] * 2
    assert desk.undo() == 0


def test_what_somebody_else_decided_since_is_left_alone():
    desk = Desk()
    desk.decide(ONE, "mallory", "Dos.")
    desk.decide(ONE, "aung", "Uno, sí.", Action.APPROVE)
    now = desk.entry(ONE)
    assert look_back(desk.store, desk.journal, by="mallory", since=NOW) == [Undoable(ES, now, None)]
    assert (desk.undo(), desk.entry(ONE)) == (0, now)


def test_what_was_decided_before_the_moment_stays():
    desk = Desk()
    desk.decide(ONE, "mallory", "Dos.")
    since = desk.clock + timedelta(seconds=30)
    desk.decide(ONE, "mallory", "Tres.")
    assert (desk.undo(since=since), desk.entry(ONE).target) == (1, "Dos.")


def test_a_mark_that_changed_no_text_is_taken_back_too():
    desk = Desk()
    desk.decide(ONE, "mallory", "Uno.", Action.NEEDS_WORK)
    assert desk.journal.flagged(ES) == {ONE.key}
    desk.undo()
    assert (desk.journal.flagged(ES), desk.entry(ONE)) == (set(), ONE)


steps = st.tuples(
    st.sampled_from([ONE, TWO]),
    st.sampled_from(["mallory", "aung"]),
    st.sampled_from(["a", "b", ""]),
    st.sampled_from(ACTIONS),
)


@given(st.lists(steps, max_size=12))
def test_nothing_of_the_account_is_left_but_what_others_decided_upon(done):
    desk = Desk()
    for entry, by, target, action in done:
        desk.decide(entry, by, target, action)
    desk.undo()
    for entry in (ONE, TWO):
        theirs = [d for d in desk.journal.decisions if d.key == entry.key and d.by == "aung"]
        if not theirs:
            assert desk.entry(entry) == entry
    assert desk.undo() == 0
