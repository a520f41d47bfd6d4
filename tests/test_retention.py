from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from l10n.approving import UNDOES, readers_of
from l10n.model import Action, CatalogKey, Decision, Entry, Outcome
from l10n.releases import Record, Release
from l10n.retention import aliases, cutoff, forgettable

KEY = CatalogKey("flood", "es")
T0 = datetime(2026, 1, 1, tzinfo=UTC)
RECORD = Record("flood", "tag:x", "en", releases=(Release(1, "2026-01-31T00:00:00Z", {"es": ()}),))


def decision(id, target, by="ana", action=Action.APPROVE, outcome=Outcome.APPLIED, remarks=(), source="One."):
    entry = Entry(source, target)
    at = T0 + timedelta(days=id)
    return Decision(KEY, entry.key, action, "", Entry(source), entry, by, at, id, outcome, remarks)


def gone(history, texts, before=T0 + timedelta(days=100)):
    return [d.id for d in forgettable(history[::-1], {("", "One."): texts}, before=before)]


def test_history_may_go_some_days_after_the_last_release():
    released = datetime(2026, 1, 31, tzinfo=UTC)
    assert cutoff(RECORD, days=30, now=released + timedelta(days=30)) == released
    assert cutoff(RECORD, days=30, now=released + timedelta(days=29)) is None
    assert cutoff(RECORD, days=0, now=released + timedelta(days=999)) is None
    assert cutoff(Record("x", "", "en"), days=1, now=released) is None


def test_what_is_published_keeps_those_who_read_it():
    history = [
        decision(1, "uno", action=Action.REVIEW),
        decision(2, "dos", "ben", Action.REVIEW),
        decision(3, "dos", "eva"),
        decision(4, "tres", outcome=Outcome.CONFLICT),
    ]
    assert gone(history, {"dos"}) == [4, 1]
    assert gone(history, {"uno"}) == [4, 2], "the newest that came true stays"
    assert gone(history, {"dos"}, before=T0 + timedelta(days=2)) == [1]
    assert gone([decision(1, "x", outcome=Outcome.PENDING), *history[1:]], {"dos"}) == [4]


def test_a_mark_as_needing_work_stays():
    history = [decision(1, "uno"), decision(2, "uno", action=Action.NEEDS_WORK)]
    assert gone(history, {"uno"}) == []


actions = st.sampled_from([Action.APPROVE, Action.REVIEW, Action.NEEDS_WORK, Action.REVERT])


@given(st.data())
def test_forgetting_changes_neither_who_read_a_text_nor_how_many(data):
    history = []
    for id in range(1, data.draw(st.integers(0, 12)) + 1):
        action = data.draw(actions)
        undoes = data.draw(st.integers(1, id)) if action is Action.REVERT else 0
        remarks = (f"{UNDOES}{undoes}",) if undoes and undoes < id else ()
        outcome = data.draw(st.sampled_from([Outcome.APPLIED, Outcome.APPLIED, Outcome.CONFLICT]))
        by, text = data.draw(st.sampled_from("abc")), data.draw(st.sampled_from(["uno", "dos"]))
        history.insert(0, decision(id, text, by, action, outcome, remarks))
    text, before = data.draw(st.sampled_from(["uno", "dos"])), T0 + timedelta(days=data.draw(st.integers(0, 13)))
    out = {d.id for d in forgettable(history, {("", "One."): {text}}, before=before)}
    left = [d for d in history if d.id not in out]
    assert readers_of(text, left) == readers_of(text, history)
    names = aliases(history, {"a"}, before=before, gone=out)
    renamed = [(names.get(d.id, d.by)) for d in left]
    assert len(set(renamed)) == len({d.by for d in left})
    assert {by for by, d in zip(renamed, left, strict=True) if d.by == "a"} <= {"a"}
    assert all(d.at <= before for d in left if d.id in names)


def test_people_at_work_and_people_named_keep_their_names():
    history = [decision(3, "z", "eva"), decision(2, "y", "ben"), decision(1, "x", "ana"), decision(0, "w", "eva")]
    assert aliases(history, {"ana"}, before=T0 + timedelta(days=2)) == {2: "a former member 1"}
    assert aliases(history, (), before=T0 + timedelta(days=9), gone={2}) == {
        0: "a former member 1",
        1: "a former member 2",
        3: "a former member 1",
    }
