"""Where an edition comes from: shares that add up, people named as they chose, and nobody else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from l10n.approving import UNDOES
from l10n.model import Action, CatalogKey, Decision, Entry, Outcome, State
from l10n.provenance import Origin, origin_of, provenance_of, shares

MY = CatalogKey("boat", "my")
NOW = datetime(2026, 11, 23, tzinfo=UTC)
ONE, TWO = Entry("One.").approved("Uno."), Entry("Two.").approved("Dos.")


def decision(number, entry, by, action=Action.APPROVE, remarks=()):
    at = NOW + timedelta(minutes=number)
    return Decision(MY, entry.key, action, "", entry, entry, by, at, number, Outcome.APPLIED, tuple(remarks))


@given(st.lists(st.sampled_from(list(Origin))))
def test_shares_are_whole_and_together_a_hundred(origins):
    found = shares(origins)
    assert sum(found.values()) == (100 if any(o is not Origin.NONE for o in origins) else 0)
    assert set(found) == set(origins) - {Origin.NONE}


def test_what_a_machine_wrote_stays_a_machines_until_somebody_writes_anew():
    drafted = Entry("One.").drafted("Uno.", origin="engine=apertium")
    assert origin_of(drafted, State.DRAFT) is Origin.RAW_MACHINE
    assert origin_of(drafted.approved("Uno."), State.APPROVED) is Origin.REVIEWED_MACHINE
    assert origin_of(drafted.approved("Un."), State.APPROVED) is Origin.HUMAN
    assert origin_of(Entry("One."), State.EMPTY) is Origin.NONE


def test_people_are_named_as_they_chose_and_who_chose_nothing_is_only_counted():
    history = [decision(3, TWO, "moe"), decision(2, ONE, "aung"), decision(1, ONE, "thiri", Action.REVIEW)]
    found = provenance_of([ONE, TWO], history, {"aung": "Aung A.", "thiri": "", "moe": "moe"})
    assert (found.translators, found.withheld, found.readers) == (("Aung A.", "moe"), True, 1)


def test_who_has_left_is_not_named_whatever_they_chose():
    found = provenance_of([ONE], [decision(1, ONE, "aung")], {})
    assert (found.translators, found.withheld, found.readers) == ((), True, 1)


def test_two_readers_are_two_for_every_paragraph():
    history = [decision(4 - n, e, by) for n, (e, by) in enumerate([(ONE, "a"), (ONE, "b"), (TWO, "a"), (TWO, "b")])]
    assert provenance_of([ONE, TWO], history, {}).readers == 2
    taken_back = decision(9, ONE, "b", Action.REVERT, [f"{UNDOES}{history[1].id}"])
    assert provenance_of([ONE, TWO], [taken_back, *history], {}).readers == 1
    other_text = replace(history[0], after=replace(ONE, target="Un."))
    assert provenance_of([ONE], [other_text, history[1]], {}).readers == 1


def test_what_was_approved_elsewhere_was_read_by_nobody_known():
    assert provenance_of([ONE], [], {}).readers == 0
