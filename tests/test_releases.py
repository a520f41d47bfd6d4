"""What readers were given: numbers of editions, what changed between them, retractions; and the file that keeps it."""

import contextlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.errors import StorageError
from l10n.provenance import Rewording
from l10n.releases import (
    PublishedFile,
    Record,
    changed_at,
    edition_number,
    first_at,
    release_date,
    retracted,
    revisions,
    with_release,
)
from l10n.rewording import reworded
from l10n.stores.releases import ReleaseStore, record_bytes, record_from

A = ("Headline", "The boat", "T1")
B = ("¶1", "It sailed on Monday.", "T2")
C = ("¶2", "Nobody was hurt.", "T3")
FIRST, SECOND, THIRD = "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"
FILE = PublishedFile("boat.en-my.html", "my", "html", 3, "0" * 64)
BLANK = Record("boat", "tag:e.org,2026-01-01:boat", "en")
TEXTS = st.lists(
    st.tuples(st.sampled_from(["¶", "h"]), st.text("abcd ", max_size=12), st.text("xy", max_size=3)), max_size=7
)


def released(record, date, **texts):
    return with_release(record, date=date, texts=texts, facts={"licence": "CC0-1.0"}, files=[FILE])


def test_nothing_has_changed_where_readers_read_the_same():
    assert reworded([A, B], [A, ("Body", *B[1:])]) == ()


def test_a_new_translation_of_the_same_original():
    assert reworded([A, B], [A, (*B[:2], "T2b")]) == (Rewording("¶1", B[1], B[1], "T2", "T2b"),)


def test_a_reworded_original_stands_beside_what_it_was():
    new = ("¶1", "It sailed on Tuesday.", "T2")
    assert reworded([A, B, C], [A, new, C]) == (Rewording("¶1", B[1], new[1], "T2", "T2"),)


def test_a_headline_of_other_words_is_the_headline_still():
    assert reworded([A, B], [("Headline", "Xyz", "T9"), B]) == (Rewording("Headline", "The boat", "Xyz", "T1", "T9"),)


def test_what_came_and_what_went():
    assert reworded([A, B], [A, B, C]) == (Rewording("¶2", "", C[1], "", "T3"),)
    assert reworded([A, B, C], [A, C]) == (Rewording("¶1", B[1], "", "T2", ""),)


def test_what_merely_moved_has_not_changed():
    assert reworded([A, B, C], [A, C, B]) == ()


@given(TEXTS, TEXTS)
def test_each_text_is_told_of_once_at_most_and_no_change_is_missed(old, new):
    changes = reworded(old, new)
    before = sorted((s, t) for _, s, t in old)
    after = sorted((s, t) for _, s, t in new)
    gone = [(c.old_source, c.old_target) for c in changes if c.old_source or c.old_target]
    come = [(c.new_source, c.new_target) for c in changes if c.new_source or c.new_target]
    for text in gone:
        before.remove(text)
    for text in come:
        after.remove(text)
    assert [text for text in before if any(text)] == [text for text in after if any(text)]


def test_an_edition_has_the_number_of_the_release_that_it_is_or_the_next_one():
    record = released(released(BLANK, FIRST, my=(A, B)), SECOND, my=(A, C))
    assert [edition_number(record, "my", texts) for texts in ([A, C], [A, B], [A])] == [2, 3, 3]
    assert edition_number(None, "my", [A]) == 1


def test_a_language_that_joins_later_begins_at_one():
    record = released(released(BLANK, FIRST, my=(A,)), SECOND, my=(A,), es=(A,))
    assert (len(record.releases), edition_number(record, "my", [A]), edition_number(record, "es", [A])) == (2, 1, 1)
    assert (changed_at(record, "my"), changed_at(record, "es"), first_at(record, "es")) == (FIRST, SECOND, SECOND)
    assert (changed_at(record, "en"), first_at(record, "en")) == (SECOND, FIRST)


def test_the_same_texts_are_no_release():
    record = released(BLANK, FIRST, my=(A, B))
    again = released(record, SECOND, my=(A, B))
    assert again == record


def test_revisions_have_their_day_and_the_one_in_the_making_too():
    record = released(released(BLANK, FIRST, my=(A,)), SECOND, my=(B,))
    assert [(r.number, r.date) for r in revisions(record, "my")] == [(2, "2026-02-01")]
    making = revisions(record, "my", (A,), THIRD)
    assert [(r.number, r.date, len(r.changes)) for r in making] == [(2, "2026-02-01", 1), (3, "2026-03-01", 1)]
    assert revisions(record, "my", (B,), THIRD) == revisions(record, "my")


def test_a_retraction_holds_until_the_article_is_released_again():
    record = retracted(released(BLANK, FIRST, my=(A,)), date=SECOND, reason={"": "A name was in it."})
    assert record.retraction.reason_in("my") == ("A name was in it.", "")
    assert (record.last_change, record.published) == (SECOND, FIRST)
    again = released(record, THIRD, my=(A,))
    assert again.retraction is None
    assert [r.lifted for r in again.retractions] == [THIRD]
    assert again.last_change == THIRD


def test_time_always_moves_on():
    record = released(BLANK, THIRD, my=(A,))
    assert release_date(datetime(2026, 1, 1, 5, 6, 7, tzinfo=UTC)) == "2026-01-01T05:06:00Z"
    assert release_date(datetime(2026, 1, 1, tzinfo=UTC), record) == "2026-03-01T00:01:00Z"


RECORD = retracted(
    released(released(BLANK, FIRST, my=(A, B)), SECOND, my=(C,), es=(A,)), date=THIRD, reason={"my": "ဒ"}
)


def test_a_record_comes_back_from_its_file(tmp_path):
    store = ReleaseStore(tmp_path)
    assert (store.read("boat"), store.slugs()) == (None, [])
    store.write(RECORD)
    assert store.read_all() == {"boat": RECORD}
    assert record_bytes(RECORD).count(b"\n") > 15  # a line for each text


@given(st.binary(max_size=3), st.integers(0, 2000))
def test_a_damaged_record_is_refused_or_still_one(noise, at):
    data = record_bytes(RECORD)
    at %= len(data)
    with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
        assert isinstance(record_from(data[:at] + noise + data[at + 1 :], "boat"), Record)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        record_bytes(RECORD)[:300],
        record_bytes(replace(RECORD, slug="ship")),
        record_bytes(BLANK),
        record_bytes(RECORD).replace(b"boat.en-my.html", b"../boat.html"),
        record_bytes(RECORD).replace(b'"my"', b"7"),
    ],
)
def test_a_damaged_file_is_named_with_what_to_do(tmp_path, data):
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases" / "boat.json").write_bytes(data)
    with pytest.raises(StorageError, match=r"releases/boat\.json") as caught:
        ReleaseStore(tmp_path).read("boat")
    assert "backup" in caught.value.remedy
