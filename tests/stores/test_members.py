"""Roles given and taken, people who are let go or removed, their settings and sessions, and who has to wait."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from journals import put_journal

from l10n.model import Action, CatalogKey, Decision, Entry, Outcome
from l10n.ports.jobs import Order
from l10n.stores.credits import Credit, SqlCredits
from l10n.stores.jobs import SqlJobs
from l10n.stores.journal import SqlJournal
from l10n.stores.people import FORMER, Invitation, Member, PeopleError, Person, SqlPeople
from l10n.stores.sessions import Session

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PASSPHRASE = "correct horse battery"
ES = CatalogKey("ferry", "es")


@pytest.fixture
def database(tmp_path: Path) -> sa.Engine:
    return put_journal(tmp_path / "journal.sqlite")


@pytest.fixture
def people(database: sa.Engine) -> SqlPeople:
    return SqlPeople(database, hashing="scrypt:1024:8:1")


def join(people: SqlPeople, handle: str, role: str = "translator") -> Person:
    return people.accept(people.invite(handle=handle, role=role, now=NOW), passphrase=PASSPHRASE, now=NOW)


def decide(database: sa.Engine, by: str) -> None:
    entry = Entry("One.")
    after = entry.approved("Uno.")
    decision = Decision(ES, entry.key, Action.APPROVE, entry.revision, entry, after, by, NOW)
    journal = SqlJournal(database)
    journal.settle(dict.fromkeys(journal.append_all([decision]), Outcome.APPLIED))


def test_the_last_maintainer_stays_one(people):
    join(people, "Hla", "maintainer")
    for attempt in (
        lambda: people.change("Hla", role="reviewer"),
        lambda: people.change("Hla", disabled=True),
        lambda: people.remove("Hla"),
    ):
        with pytest.raises(PeopleError, match="only maintainer"):
            attempt()
    assert people.members() == [Member("Hla", "maintainer", False, 0)]
    join(people, "Moe", "maintainer")
    people.change("Moe", disabled=True)
    with pytest.raises(PeopleError, match="only maintainer"):
        people.remove("Hla")
    people.change("Moe", disabled=False)
    people.remove("Hla")
    assert people.members() == [Member("Moe", "maintainer", False, 0)]


def test_a_new_role_counts_in_sessions_that_are_open(people):
    token = people.start_session(join(people, "Aung", "reviewer"), now=NOW)
    people.change("aung", role="reader")
    assert people.session_person(token, now=NOW) == Person(1, "Aung", "reader")


def test_whoever_is_let_go_is_out_at_once_and_may_come_back(people):
    join(people, "Hla", "maintainer")
    aung = join(people, "Aung")
    token = people.start_session(aung, now=NOW)
    people.change("Aung", disabled=True)
    assert people.session_person(token, now=NOW) is None
    assert people.authenticate("Aung", PASSPHRASE, now=NOW) is None
    people.change("Aung", disabled=False)
    assert people.session_person(token, now=NOW) is None
    assert people.authenticate("Aung", PASSPHRASE, now=NOW) == aung


@pytest.mark.parametrize("change", [{"role": "king"}, {"role": ""}])
def test_nobody_and_no_role_cannot_be_changed(people, change):
    with pytest.raises(PeopleError):
        people.change("nobody", **change)


def test_who_is_removed_leaves_their_work_and_no_trace_in_the_file(people, database, tmp_path):
    join(people, "Hla", "maintainer")
    gone = join(people, "Zawgyi-Nine")
    people.set_settings(gone, {"name": "Daw Zawgyi-Nine"})
    people.start_session(gone, now=NOW)
    decide(database, gone.handle)
    decide(database, "Hla")
    SqlCredits(database).set(ES, Credit(gone.handle, "name", "Daw Zawgyi-Nine"))
    job = SqlJobs(database).add(Order(ES, ("memory",), gone.handle), now=NOW)
    people.remove("zawgyi-nine")
    assert people.members() == [Member("Hla", "maintainer", False, 1)]
    assert [decision.by for decision in SqlJournal(database).history(ES)] == ["Hla", FORMER]
    assert (SqlJobs(database).job(job.id).order.by, SqlCredits(database).of(ES)) == (FORMER, [])
    database.dispose()
    assert b"Zawgyi-Nine" not in (tmp_path / "journal.sqlite").read_bytes()


def test_a_name_of_somebody_who_left_can_be_given_anew_and_brings_no_work(people, database):
    join(people, "Hla", "maintainer")
    join(people, "Aung")
    decide(database, "Aung")
    people.remove("Aung")
    join(people, "Aung")
    assert people.members() == [Member("Aung", "translator", False, 0), Member("Hla", "maintainer", False, 0)]
    with pytest.raises(PeopleError, match="already"):
        people.invite(handle=FORMER.title(), role="reader", now=NOW)


def test_open_invitations_are_listed_and_withdrawn(people):
    first = people.invite(handle="a", role="reader", now=NOW)
    second = people.invite(handle="b", role="reviewer", now=NOW + timedelta(hours=1))
    listed = people.invitations(now=NOW)
    assert [(i.handle, i.role, i.until) for i in listed] == [
        ("a", "reader", NOW + timedelta(hours=72)),
        ("b", "reviewer", NOW + timedelta(hours=73)),
    ]
    people.withdraw(listed[0].id)
    people.withdraw("unknown")
    assert people.invitation(first, now=NOW) is None
    assert people.invitation(second, now=NOW) == Invitation("b", "reviewer")
    assert people.invitations(now=NOW + timedelta(hours=73)) == []


def test_invitations_that_are_over_are_not_kept(people):
    people.invite(handle="never came", role="reader", now=NOW)
    people.invite(handle="later", role="reader", now=NOW + timedelta(hours=72))
    assert [i.handle for i in people.invitations(now=NOW)] == ["later"]


def test_sessions_are_listed_by_day_and_ended_one_by_one(people):
    aung, moe = join(people, "Aung"), join(people, "Moe")
    first = people.start_session(aung, now=NOW)
    second = people.start_session(aung, now=NOW + timedelta(hours=1))
    theirs = people.start_session(moe, now=NOW)
    people.session_person(first, now=NOW + timedelta(days=2, hours=5))
    listed = people.sessions_of(aung, now=NOW, this=second)
    assert listed == [
        Session(listed[0].id, NOW + timedelta(hours=1), date(2026, 11, 22), True),
        Session(listed[1].id, NOW, date(2026, 11, 24), False),
    ]
    [of_moe] = people.sessions_of(moe, now=NOW)
    assert (people.end_session_called(aung, of_moe.id), people.end_session_called(aung, listed[1].id)) == (False, True)
    assert [people.session_person(t, now=NOW) for t in (first, second, theirs)] == [None, aung, moe]
    people.end_sessions(aung)
    assert people.sessions_of(aung, now=NOW) == []


def test_a_new_passphrase_ends_all_sessions_and_the_address_of_the_feed(people):
    aung = join(people, "Aung")
    token, secret = people.start_session(aung, now=NOW), people.feed_secret(aung)
    people.set_passphrase(aung, "another horse battery")
    assert people.session_person(token, now=NOW) is None
    assert people.feed_secret(aung) != secret
    assert people.authenticate("Aung", PASSPHRASE, now=NOW) is None
    assert people.authenticate("Aung", "another horse battery", now=NOW) == aung


def test_whoever_forgot_their_passphrase_gets_a_link_that_signs_them_in_once(people):
    aung = join(people, "Aung")
    session, first = people.start_session(aung, now=NOW), people.link_for("aung", now=NOW)
    assert (people.session_person(session, now=NOW), people.has_passphrase(aung)) == (None, False)
    assert people.authenticate("Aung", PASSPHRASE, now=NOW) is None
    second = people.link_for("Aung", now=NOW)
    late = NOW + timedelta(hours=71)
    assert [people.sign_in_with_link(token, now=late) for token in (first, second, second)] == [None, aung, None]
    assert people.sign_in_with_link(people.link_for("Aung", now=NOW), now=NOW + timedelta(hours=72)) is None
    assert people.everyone() == [aung]


def test_no_link_lets_in_who_was_let_go_or_removed(people):
    join(people, "Hla", "maintainer")
    join(people, "Aung")
    token = people.link_for("Aung", now=NOW)
    people.change("Aung", disabled=True)
    assert people.sign_in_with_link(token, now=NOW) is None
    people.change("Aung", disabled=False)
    token = people.link_for("Aung", now=NOW)
    people.remove("Aung")
    assert people.sign_in_with_link(token, now=NOW) is None
    with pytest.raises(PeopleError, match="nobody"):
        people.link_for("Aung", now=NOW)
    assert [member.handle for member in people.members()] == ["Hla"]


def test_settings_are_kept_beside_each_other(people):
    aung = join(people, "Aung")
    people.set_settings(aung, {"zone": "Asia/Yangon"})
    people.set_settings(aung, {"name": "ကိုအောင်"})
    assert people.find("aung") == Person(1, "Aung", "translator", '{"name": "ကိုအောင်", "zone": "Asia/Yangon"}')


@pytest.mark.parametrize("handle", ["Aung", "nobody at all"])
def test_a_handle_of_nobody_has_to_wait_as_one_of_somebody(people, handle):
    join(people, "Aung")
    waits = []
    at = NOW
    for _ in range(7):
        assert people.authenticate(handle, "wrong", now=at) is None
        waits.append(people.wait(handle, now=at))
        at += timedelta(seconds=waits[-1])
    assert waits == [0, 0, 0, 0, 15, 30, 60]
    assert (people.wait(handle, now=at), people.wait("another", now=at)) == (0, 0)


def test_no_column_is_there_for_an_address_or_a_mail(database):
    seen = sa.inspect(database)
    columns = [f"{table}.{column['name']}" for table in seen.get_table_names() for column in seen.get_columns(table)]
    assert "people.handle" in columns
    assert [name for name in columns if any(word in name for word in ("mail", "address", "ip", "agent"))] == []
