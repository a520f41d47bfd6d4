from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from journals import put_journal

from l10n.stores.database import migrate, open_database, reading
from l10n.stores.people import Invitation, PeopleError, Person, SqlPeople, wait_after

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PASSPHRASE = "correct horse battery"


@pytest.fixture
def people(tmp_path: Path) -> SqlPeople:
    # the cost alone differs, so that the tests are quick
    return SqlPeople(put_journal(tmp_path / "journal.sqlite"), hashing="scrypt:1024:8:1")


def join(people: SqlPeople, handle: str = "Ko Aung", role: str = "translator") -> Person:
    return people.accept(people.invite(handle=handle, role=role, now=NOW), passphrase=PASSPHRASE, now=NOW)


def test_an_invitation_makes_one_person(people):
    token = people.invite(handle=" Ko  Aung ", role="translator", now=NOW)
    assert people.invitation(token, now=NOW) == Invitation("Ko Aung", "translator")
    person = people.accept(token, passphrase=PASSPHRASE, now=NOW)
    assert (people.everyone(), people.count()) == ([person], 1)
    assert person == Person(1, "Ko Aung", "translator")
    assert people.invitation(token, now=NOW) is None
    with pytest.raises(PeopleError, match="used before"):
        people.accept(token, passphrase=PASSPHRASE, now=NOW)


def test_an_invitation_lasts_72_hours(people):
    token = people.invite(handle="a", role="reader", now=NOW)
    assert people.invitation(token, now=NOW + timedelta(hours=71, minutes=59)) == Invitation("a", "reader")
    with pytest.raises(PeopleError, match="expired"):
        people.accept(token, passphrase=PASSPHRASE, now=NOW + timedelta(hours=72))


def test_a_short_passphrase_does_not_spend_the_invitation(people):
    token = people.invite(handle="a", role="reader", now=NOW)
    with pytest.raises(PeopleError, match="at least 12"):
        people.accept(token, passphrase="a" * 11, now=NOW)
    assert people.invitation(token, now=NOW) == Invitation("a", "reader")


@pytest.mark.parametrize("handle", ["KO aung", "owner", "", "a" * 41, "a\u202eb"])
def test_a_taken_or_unusable_handle_cannot_be_invited(people, handle):
    join(people)
    with pytest.raises(PeopleError):
        people.invite(handle=handle, role="reader", now=NOW)


def test_an_unknown_role_cannot_be_invited(people):
    with pytest.raises(PeopleError, match="no role"):
        people.invite(handle="a", role="king", now=NOW)


def test_of_two_invitations_for_one_handle_the_first_wins(people):
    tokens = [people.invite(handle="a", role="reader", now=NOW) for _ in range(2)]
    people.accept(tokens[1], passphrase=PASSPHRASE, now=NOW)
    with pytest.raises(PeopleError, match="already"):
        people.accept(tokens[0], passphrase=PASSPHRASE, now=NOW)


def test_the_right_passphrase_signs_in_in_any_normal_form(people):
    person = people.accept(people.invite(handle="Zoë", role="reviewer", now=NOW), passphrase="café café café", now=NOW)
    assert people.authenticate("zoë", "cafe\u0301 café café", now=NOW) == person
    assert people.authenticate("zoë", "cafe cafe cafe", now=NOW) is None
    assert people.authenticate("nobody", "café café café", now=NOW) is None


def test_five_failures_make_an_account_wait(people):
    person = join(people)
    for _ in range(5):
        assert people.authenticate("Ko Aung", "wrong", now=NOW) is None
    assert people.authenticate("Ko Aung", PASSPHRASE, now=NOW + timedelta(seconds=14)) is None
    assert people.authenticate("Ko Aung", PASSPHRASE, now=NOW + timedelta(seconds=15)) == person
    assert people.authenticate("Ko Aung", PASSPHRASE, now=NOW + timedelta(seconds=15)) == person


def test_waits_double_up_to_a_quarter_of_an_hour():
    assert [wait_after(n) for n in (0, 4, 5, 6, 7, 10, 11, 12, 10_000)] == [0, 0, 15, 30, 60, 480, 900, 900, 900]


def test_the_owner_link_signs_in_once_within_an_hour(people):
    link = people.owner_link(now=NOW)
    owner = people.sign_in_with_link(link, now=NOW)
    assert owner == Person(1, "owner", "maintainer")
    assert people.sign_in_with_link(link, now=NOW) is None
    late = people.owner_link(now=NOW)
    assert people.sign_in_with_link(late, now=NOW + timedelta(hours=1)) is None
    assert people.sign_in_with_link(people.owner_link(now=NOW), now=NOW) == owner


def test_a_link_is_no_invitation_and_the_other_way_round(people):
    link, invitation = people.owner_link(now=NOW), people.invite(handle="a", role="reader", now=NOW)
    assert people.invitation(link, now=NOW) is None
    assert people.sign_in_with_link(invitation, now=NOW) is None


def test_an_account_without_a_passphrase_cannot_be_guessed(people):
    people.sign_in_with_link(people.owner_link(now=NOW), now=NOW)
    assert people.authenticate("owner", "", now=NOW) is None


def test_a_session_lasts_14_days_or_until_it_is_ended(people):
    person = join(people)
    first, second = people.start_session(person, now=NOW), people.start_session(person, now=NOW)
    assert people.session_person(first, now=NOW + timedelta(days=13)) == person
    assert people.session_person(first, now=NOW + timedelta(days=14)) is None
    people.end_session(first)
    assert people.session_person(first, now=NOW) is None
    assert people.session_person(second, now=NOW) == person
    assert people.session_person("guess", now=NOW) is None


def test_no_token_and_no_passphrase_is_kept_in_the_clear(people, tmp_path):
    tokens = [people.invite(handle="a", role="reader", now=NOW), people.owner_link(now=NOW)]
    tokens.append(people.start_session(join(people), now=NOW))
    kept = (tmp_path / "journal.sqlite").read_bytes()
    assert [secret for secret in (*tokens, PASSPHRASE) if secret.encode() in kept] == []
    assert b"Ko Aung" in kept


def test_passphrases_are_kept_at_full_cost(tmp_path):
    database = open_database(tmp_path / "journal.sqlite")
    migrate(database)
    join(SqlPeople(database))
    with reading(database) as connection:
        assert connection.exec_driver_sql("SELECT passphrase FROM people").scalar_one().startswith("scrypt:32768:8:1$")
