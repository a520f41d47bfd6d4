from dataclasses import replace
from datetime import UTC, datetime

import pytest
from journals import put_journal

from l10n.model import CatalogKey
from l10n.ports.comments import Comment
from l10n.stores.comments import SqlComments
from l10n.stores.journal import SqlJournal

MY, ES = CatalogKey("ferry", "my"), CatalogKey("ferry", "es")
ONE, TWO = ("", "One."), ("caption", "Two.")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ASKED = Comment(MY, ONE, "translation", "@Ko Aung, is this 100% right?", "thiri", NOW)
DOUBT = Comment(ES, ONE, "original", "The survey says 31.", "moe", NOW)
OTHER = Comment(MY, TWO, "translation", "Good.", "ko aung", NOW)


@pytest.fixture
def database(tmp_path):
    return put_journal(tmp_path / "journal.sqlite")


@pytest.fixture
def comments(database):
    kept = SqlComments(database)
    for comment in (ASKED, DOUBT, OTHER):
        kept.add(comment)
    return kept


def kept(comment, id):
    return replace(comment, id=id)


def test_a_comment_on_the_original_is_read_in_every_locale(comments):
    assert comments.about(MY) == [kept(ASKED, 1), kept(DOUBT, 2), kept(OTHER, 3)]
    assert comments.about(ES) == [kept(DOUBT, 2)]
    assert comments.about(MY, [TWO]) == [kept(OTHER, 3)]
    assert comments.find(4) is None


def test_a_person_finds_where_they_are_named(comments):
    assert comments.mentions("ko aung") == [kept(ASKED, 1)]
    assert (comments.mentions("ko"), comments.mentions("Ko%")) == ([kept(ASKED, 1)], [])
    assert comments.mentions("thiri") == []
    comments.add(replace(ASKED, text="Ask moe@thiri, not thiri."))
    assert comments.mentions("thiri") == []


def test_what_is_settled_is_closed_and_opened_again(comments):
    comments.resolve(1, by="aung", now=NOW)
    assert (comments.find(1).resolved_by, comments.mentions("ko aung")) == ("aung", [])
    comments.resolve(1, by="", now=NOW)
    assert comments.find(1) == kept(ASKED, 1)


def test_the_newest_come_first_in_pages_of_one_person_or_article(comments):
    assert [comment.id for comment in comments.newest(limit=2)] == [3, 2]
    assert [comment.id for comment in comments.newest(before=2)] == [1]
    assert [comment.id for comment in comments.newest(by="moe")] == [2]
    assert comments.newest(slug="bridge") == []


def test_comments_go_with_an_article_that_gets_another_name(database, comments):
    SqlJournal(database).rename("ferry", "boat")
    assert [comment.catalog.slug for comment in comments.newest()] == ["boat"] * 3
