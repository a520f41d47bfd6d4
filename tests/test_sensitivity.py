"""Which engine may see which text: the whole table."""

import pytest

from l10n.ports import Reach
from l10n.sensitivity import Sensitivity, is_loopback, is_own_host, refusal, stated_sensitivity

OWN = ["translate.newsroom.example"]

TABLE = [
    # reach, host, allowed when public, internal, offline
    (Reach.OFFLINE, "", True, True, True),
    (Reach.LOCAL, "localhost", True, True, False),
    (Reach.LOCAL, "127.0.0.1", True, True, False),
    (Reach.LOCAL, "::1", True, True, False),
    (Reach.REMOTE, "translate.newsroom.example", True, True, False),
    (Reach.REMOTE, "Translate.Newsroom.Example.", True, True, False),
    (Reach.REMOTE, "translate.google.com", True, False, False),
    (Reach.REMOTE, "evil.translate.newsroom.example", True, False, False),
    (Reach.REMOTE, "", True, False, False),
    (Reach.LOCAL, "translate.google.com", True, False, False),
    (Reach.OFFLINE, "translate.google.com", True, False, False),
    (Reach.REMOTE, "127.0.0.1.evil.example", True, False, False),
    (Reach.REMOTE, "10.0.0.5", True, False, False),
]


@pytest.mark.parametrize(("reach", "host", "public", "internal", "offline"), TABLE)
def test_text_goes_only_where_the_sensitivity_allows(reach, host, public, internal, offline):
    allowed = [refusal(s, engine_name="x", reach=reach, host=host, own_hosts=OWN) == "" for s in Sensitivity]
    assert allowed == [public, internal, offline]


def test_a_refusal_names_the_engine_the_recipient_and_a_remedy():
    sentence = refusal(
        Sensitivity.INTERNAL, engine_name="google", reach=Reach.REMOTE, host="translate.google.com", own_hosts=()
    )
    assert sentence.startswith("google would send the text to translate.google.com, and this article is internal.")
    assert "own_hosts" in sentence


def test_no_host_is_nobodys_own():
    assert not is_own_host("", [""])


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.8.8.8", "::1", "[::1]"])
def test_loopback_is_known_by_name_and_address(host):
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "localhost.example", "192.168.1.2", "127.1", "0.0.0.0"])
def test_other_hosts_are_not_loopback(host):
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("facts", "stated"),
    [
        ({}, None),
        ({"sensitivity": ""}, None),
        ({"title": "Public"}, None),
        ({"sensitivity": "offline"}, Sensitivity.OFFLINE),
        ({"Sensitivity": "Offline"}, Sensitivity.OFFLINE),
        ({"SENSITIVITY": " internal "}, Sensitivity.INTERNAL),
        ({"Sensitivity": "public", "sensitivity": "Public"}, Sensitivity.PUBLIC),
    ],
)
def test_an_article_states_its_sensitivity_in_any_capitals(facts, stated):
    assert stated_sensitivity(facts) is stated


@pytest.mark.parametrize(
    "facts",
    [
        {"sensitivity": "secret"},
        {"Sensitivity": "public", "sensitivity": "offline"},
        {"sensitivty": "offline"},
        {"Sensibility": "Offline"},
    ],
)
def test_a_sensitivity_that_cannot_be_understood_is_never_passed_over(facts):
    with pytest.raises(ValueError, match="sensitivity"):
        stated_sensitivity(facts)
