from __future__ import annotations

import pytest

from l10n.checks import untranslated
from l10n.checks.rule import Locales
from l10n.model import Entry


def find(source: str, target: str, *, to: str = "my") -> list[str]:
    return [finding.message for finding in untranslated.find(Entry(source, target), Locales("en", to))]


def test_words_left_in_the_language_of_the_source_are_a_finding():
    assert find("He said on Monday that the road was closed.", "El lunes dijo that the road was closed.", to="es") == [
        "Words of the source were not translated: “that the road was closed”."
    ]


def test_latin_letters_where_none_are_used_is_a_finding():
    assert find("Soldiers joined.", "Los soldados se unieron al movimiento") == [
        "Most of the target is in Latin letters: was it translated?"
    ]


@pytest.mark.parametrize(
    ("source", "target", "to"),
    [
        ("Radio Free Asia", "Radio Free Asia", "es"),
        ("He works for the Bank of New York Mellon", "Trabaja para el Bank of New York Mellon", "es"),
        ("RFA and the AAPP said so", "RFA နှင့် AAPP က ပြောသည်", "my"),
        ("Soldiers joined the movement", "Vojnici su se pridružili pokretu", "sr-Latn"),
        ("Soldiers joined the movement", "Los soldados se unieron al movimiento", "es"),
    ],
)
def test_names_and_latin_languages_are_no_finding(source, target, to):
    assert find(source, target, to=to) == []
