from __future__ import annotations

import pytest

from l10n.checks import look_alikes
from l10n.checks.rule import Locales
from l10n.lookalikes import LIKE_LATIN, disguised_host, script_of
from l10n.model import Entry


def find(source: str, target: str, *, to: str = "es", note: str = "") -> list[str]:
    entry = Entry(source, target, note=note)
    return [finding.target_part or finding.source_part for finding in look_alikes.find(entry, Locales("en", to))]


@pytest.mark.parametrize(
    ("word", "to"),
    [
        ("p\u0430ypal", "es"),  # Cyrillic а
        ("p\u0430ypal", "my"),
        ("g\u03bf\u03bfgle", "en"),  # Greek ο
        ("Min A\u0443ng", "my"),  # Cyrillic у
        ("\u0440\u0430\u0443\u0440\u0430", "my"),  # раура, all Cyrillic
        ("\u0422\u0410\u0421\u0421", "th"),
        ("М\u006fcква", "ru"),  # Latin o and c
        ("Eγγραφή", "el"),  # Latin E
        ("st\u0585p", "es"),  # Armenian օ
        ("\u13aa\u13a2\u13aaA", "es"),  # Cherokee beside a Latin A
        ("\ua4d0\ua4ee\ua4d3", "my"),  # Lisu alone, in Burmese
        ("\U0001d429\U0001d41a\U0001d432", "es"),  # bold signs of mathematics
    ],
)
def test_words_that_look_like_others_are_found(word, to):
    assert find("Pay here.", f"a {word}.", to=to) == [word.split()[-1]]


@pytest.mark.parametrize(
    ("target", "to"),
    [
        ("စစ်သား ၂,၅၀၀ ခန့် PDF နှင့် CDM", "my"),
        ("10 kΩ y 5 µm, TNFα, β-caroteno", "es"),
        ("web-сайт, USB-порт, Wi‑Fi‑сеть, 3D-модель", "ru"),
        ("ТАСС и Москва", "ru"),
        ("%sЭта программа, %(count)sшт.", "ru"),
        ("АфгIанистан", "ce"),
        ("東京のＡＴＭとΣ計画", "ja"),
        ("ꓐꓮ ꓑꓲ", "lis"),
        ("Το USB και το PDF", "el"),
        ("naïve café Ångström e\u0301", "fr"),
    ],
)
def test_what_is_written_so_by_right_is_kept(target, to):
    assert find("Pay here.", target, to=to) == []


def test_a_word_that_the_source_has_is_its_own():
    assert find("The p\u0430ypal fraud", "El fraude p\u0430ypal") == []


@pytest.mark.parametrize(
    ("address", "spelt"),
    [
        ("https://www.p\u0430ypal.com/a", "www.xn--pypal-4ve.com"),
        ("https://xn--pypal-4ve.com/", "xn--pypal-4ve.com"),
        ("https://\u0430\u0440\u0440\u04cf\u0435.com/", "xn--80ak6aa92e.com"),
        ("https://пример.рф/", ""),
        ("https://bücher.example/", ""),
        ("https://မြန်မာ.example/", ""),
        ("https://example.org/р\u0430ge", ""),
        ("https://[", ""),
        ("https://xn--\u00ff.com/", ""),
        ("mailto:a@b", ""),
        ("/page", ""),
    ],
)
def test_hosts_that_look_like_others_are_spelt_out(address, spelt):
    assert disguised_host(address) == spelt
    note = f"Body, paragraph 1 of 2\n[1] https://ok.example/\n[2] {address}"
    assert find("See [this][2]", "Vea [esto][2]", note=note) == ([address] if spelt else [])
    if spelt:
        assert find("See this", f"Vea <{address}>")[-1:] == [address]


def test_every_letter_of_the_list_is_of_its_script():
    wrong = [(script, char) for script, chars in LIKE_LATIN.items() for char in chars if script_of(char) != script]
    assert wrong == []
