"""Texts that a merge kept beside an entry go when somebody approves one, and not before."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from l10n.model import Action, Catalog, CatalogKey, Decision, Entry, Outcome
from l10n.stores.po import PoCatalogStore
from l10n.suggestions import suggested_texts, with_suggestion

KEY = CatalogKey("flood", "es")
ENTRY = with_suggestion(Entry("Hello", comments=("Keep it short.",)).approved("Hola"), "Buenas")


@pytest.mark.parametrize(
    ("action", "after", "left"),
    [
        (Action.APPROVE, ENTRY.approved("Buenas"), []),
        (Action.APPROVE, ENTRY.approved("Hola"), []),
        (Action.REVIEW, ENTRY.reviewed("Buenos días"), ["Buenas"]),
    ],
)
def test_other_texts_stay_until_one_is_approved(tmp_path, action, after, left):
    store = PoCatalogStore(tmp_path, source_locale="en", project="test")
    store.replace(KEY, Catalog(KEY.slug, KEY.locale, (ENTRY,)), expected="")
    now = datetime(2026, 11, 22, tzinfo=UTC)
    decision = Decision(KEY, ENTRY.key, action, ENTRY.revision, ENTRY, after, "ma-hla", now, 1)
    assert store.apply(KEY, [decision]).outcomes == {1: Outcome.APPLIED}
    [entry] = store.read(KEY)[0].entries
    assert (entry.target, suggested_texts(entry)) == (after.target, left)
    assert "Keep it short." in entry.comments
    assert store.apply(KEY, [decision]).outcomes == {1: Outcome.APPLIED}
    assert store.read(KEY)[0].entries == (entry,)
    assert replace(entry, comments=()) == replace(after, comments=())
