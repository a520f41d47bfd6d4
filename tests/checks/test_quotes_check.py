from __future__ import annotations

import pytest

from l10n.checks import quotes
from l10n.checks.rule import Locales
from l10n.model import Entry


def find(source: str, target: str, *, to: str = "es") -> list[str]:
    return [finding.message for finding in quotes.find(Entry(source, target), Locales("en", to))]


def test_an_open_quotation_is_a_finding():
    assert find("“We are here,” he said.", "“Aquí estamos, dijo.") == ["A quotation mark is opened and not closed."]


def test_a_lost_direct_quote_is_a_finding():
    assert find("“We are here,” he said.", "Dijo que aquí estaban.") == [
        "The source quotes somebody directly, the target does not."
    ]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("“We are here,” he said.", "«Aquí estamos», dijo."),
        ("“We are here,” he said.", "„Wir sind hier“, sagte er."),
        ("“We are here,” he said.", "‘Aquí estamos’, dijo."),
        ("“It goes on in the next paragraph.", "«Sigue en el próximo párrafo."),
        ("The “junta” fell.", "La junta cayó."),
        ("It's Ye Mon's.", "Es de Ye Mon."),
    ],
)
def test_other_quotation_marks_are_no_finding(source, target):
    assert find(source, target) == []


@pytest.mark.parametrize("target", ['דווח בדוא"ל.', "דווח בדוא”ל.", "פֿאַרבן אד”ג"])
def test_the_sign_of_a_hebrew_abbreviation_is_no_quotation_mark(target):
    assert find("Reported by email.", target, to="he") == []
