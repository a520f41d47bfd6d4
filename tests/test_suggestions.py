"""Texts that wait beside an entry's own."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from l10n.model import Action, CatalogKey, Decision, Entry, Outcome
from l10n.suggestions import Suggestion, open_suggestions, suggested_texts, with_suggestion, without_suggestions

KEY = CatalogKey("flood", "es")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ENTRY = Entry("Hello", comments=("Please keep it short.",)).approved("Hola")


def decision(text: str, outcome: Outcome, by: str = "ko-aung", action: Action = Action.REVIEW) -> Decision:
    return Decision(KEY, ENTRY.key, action, "", ENTRY, ENTRY.reviewed(text), by, NOW, outcome=outcome)


@given(st.lists(st.text(min_size=1).filter(lambda text: text != "Hola"), unique=True))
def test_what_is_put_beside_an_entry_is_found_again_and_taken_away(texts):
    entry = ENTRY
    for text in texts:
        entry = with_suggestion(entry, text)
    assert suggested_texts(entry) == texts
    assert without_suggestions(entry) == ENTRY


def test_late_decisions_wait_until_somebody_decides():
    late, done = decision("Buenas", Outcome.CONFLICT), decision("Hola", Outcome.APPLIED, action=Action.APPROVE)
    older = decision("Saludos", Outcome.CONFLICT)
    assert open_suggestions(ENTRY, [late, done, older]) == [Suggestion("Buenas", "ko-aung", NOW)]
    assert open_suggestions(ENTRY, [done, late]) == []


def test_a_text_is_offered_once_and_never_the_one_that_stands():
    entry = with_suggestion(with_suggestion(ENTRY, "Buenas"), "Qué tal")
    history = [decision("Hola", Outcome.CONFLICT), decision("Buenas", Outcome.CONFLICT)]
    assert open_suggestions(entry, history) == [Suggestion("Buenas", "ko-aung", NOW), Suggestion("Qué tal")]


def test_an_undo_that_came_too_late_suggests_nothing():
    undone = replace(decision("Buenas", Outcome.CONFLICT), action=Action.REVERT)
    assert open_suggestions(ENTRY, [undone]) == []


def test_what_was_decided_waits_where_something_else_took_its_place():
    """An outside editor saves what it had read before the decision, or its own words: nobody overlooks that."""
    done = decision("Hola", Outcome.APPLIED, action=Action.APPROVE)
    outside = ENTRY.reviewed("Buenas")
    assert open_suggestions(outside, [done]) == [Suggestion("Hola", "ko-aung", NOW)]
    assert open_suggestions(ENTRY.emptied(), [done]) == [Suggestion("Hola", "ko-aung", NOW)]
    assert open_suggestions(ENTRY, [done]) == []


def test_what_was_taken_back_does_not_wait():
    taken_back = decision("", Outcome.APPLIED, action=Action.REJECT)
    assert open_suggestions(ENTRY.emptied(), [taken_back, decision("Hola", Outcome.APPLIED)]) == []
