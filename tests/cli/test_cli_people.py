"""`diglot people` as a maintainer at the command line meets it."""

import json
import re
import shutil

import pytest
from cli_fixture import diglot
from journals import prepare_journal

from l10n.newsroom.project import open_project, utc_now

PASSPHRASE = "correct horse battery"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    folder = tmp_path_factory.mktemp("people")
    diglot(folder, "init", ".", "--target", "es")
    prepare_journal(folder)
    return folder


@pytest.fixture
def newsroom(fresh, tmp_path):
    return shutil.copytree(fresh, tmp_path / "newsroom")


def join(newsroom, handle, role):
    """Have somebody accept the link that the command gives."""
    token = diglot(newsroom, "-q", "people", "invite", handle, "--role", role).out.strip().rpartition("/")[2]
    return open_project(newsroom).people.accept(token, passphrase=PASSPHRASE, now=utc_now())


def test_a_desk_without_people_says_how_to_begin(newsroom):
    assert "Next: diglot serve --open" in diglot(newsroom, "people", "list").out


def test_an_invitation_is_a_link_on_stdout_that_is_listed_and_can_be_withdrawn(newsroom):
    ran = diglot(newsroom, "people", "invite", "thiri", "--role", "translator", "--at", "http://desk.example.onion/")
    assert re.fullmatch(r"http://desk\.example\.onion/invite/[\w-]{43}\n", ran.out)
    assert (ran.code, "once, within 72 hours" in ran.err) == (0, True)
    assert re.search(r"^thiri +translator +0 +invited, until ", diglot(newsroom, "people", "list").out, re.M)
    assert diglot(newsroom, "people", "withdraw", "THIRI").code == 0
    assert json.loads(diglot(newsroom, "people", "list", "--json").out)["invitations"] == []
    ran = diglot(newsroom, "people", "withdraw", "thiri")
    assert (ran.code, ran.err) == (1, "Error: Nobody is invited as 'thiri'.\n  Try: see who is: diglot people list\n")


def test_roles_are_given_and_people_let_go_and_in_again(newsroom):
    join(newsroom, "hla", "maintainer")
    join(newsroom, "thiri", "translator")
    assert diglot(newsroom, "people", "role", "thiri", "reviewer").out == "✓ thiri is reviewer now\n"
    assert diglot(newsroom, "people", "disable", "thiri").out == "✓ thiri is signed out and cannot sign in\n"
    assert json.loads(diglot(newsroom, "--json", "people", "list").out) == {
        "schema": "diglot.people/1",
        "people": [
            {"handle": "hla", "role": "maintainer", "disabled": False, "decisions": 0},
            {"handle": "thiri", "role": "reviewer", "disabled": True, "decisions": 0},
        ],
        "invitations": [],
    }
    assert diglot(newsroom, "people", "enable", "thiri").code == 0
    ran = diglot(newsroom, "people", "role", "hla", "reader")
    assert (ran.code, ran.err) == (
        1,
        "Error: hla is the only maintainer.\n  Try: Make somebody else a maintainer first.\n",
    )


def test_removing_asks_and_signing_out_ends_every_session(newsroom):
    join(newsroom, "hla", "maintainer")
    thiri = join(newsroom, "thiri", "translator")
    people = open_project(newsroom).people
    token = people.start_session(thiri, now=utc_now())
    assert diglot(newsroom, "people", "sign-out", "thiri").out == "✓ thiri is signed out everywhere\n"
    assert people.session_person(token, now=utc_now()) is None
    answer = diglot(newsroom, "people", "remove", "Thiri", "--yes", "--json")
    assert json.loads(answer.out) == {"schema": "diglot.people/1", "action": "remove", "handle": "thiri"}
    assert [member.handle for member in people.members()] == ["hla"]


def test_a_link_signs_somebody_in_who_forgot_their_passphrase(newsroom):
    hla = join(newsroom, "hla", "maintainer")
    ran = diglot(newsroom, "people", "link", "hla", "--at", "http://desk.example.onion")
    token = re.fullmatch(r"http://desk\.example\.onion/welcome/([\w-]{43})\?next=/settings\n", ran.out)[1]
    people = open_project(newsroom).people
    assert people.authenticate("hla", PASSPHRASE, now=utc_now()) is None
    assert people.sign_in_with_link(token, now=utc_now()) == hla


def test_a_passphrase_comes_from_a_file_and_ends_all_sessions(newsroom, tmp_path):
    hla = join(newsroom, "hla", "maintainer")
    people = open_project(newsroom).people
    token = people.start_session(hla, now=utc_now())
    (tmp_path / "new").write_text("four words of mine\r\nand more\n", encoding="utf-8")
    ran = diglot(newsroom, "people", "passphrase", "hla", "--file", str(tmp_path / "new"))
    assert (ran.code, ran.out) == (0, "✓ hla has a new passphrase; all their sessions have ended\n")
    assert people.session_person(token, now=utc_now()) is None
    assert people.authenticate("hla", "four words of mine", now=utc_now()) == hla
    (tmp_path / "new").write_text("short\n", encoding="utf-8")
    ran = diglot(newsroom, "people", "passphrase", "hla", "--file", str(tmp_path / "new"))
    assert (ran.code, "at least 12 characters" in ran.err) == (1, True)


@pytest.mark.parametrize(
    "args",
    [
        ("role", "nobody", "reader"),
        ("disable", "nobody"),
        ("enable", "nobody"),
        ("remove", "nobody", "--yes"),
        ("sign-out", "nobody"),
        ("link", "nobody"),
        ("passphrase", "nobody", "--file", "-"),
    ],
)
def test_nobody_is_named_with_a_way_to_see_who_there_is(newsroom, args):
    ran = diglot(newsroom, "people", *args)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("Error: There is nobody called 'nobody'.")
    assert "diglot people list" in ran.err


@pytest.mark.parametrize("args", [("invite", "thiri"), ("invite", "thiri", "--role", "king"), ("lst",)])
def test_a_command_that_is_not_called_as_it_wants_to_be_ends_with_2(newsroom, args):
    assert diglot(newsroom, "people", *args).code == 2
