"""Facts of locales."""

import pytest

from l10n.locales import direction, is_locale


@pytest.mark.parametrize(
    ("tag", "way"),
    [
        ("my", "ltr"),
        ("ar", "rtl"),
        ("ar-EG", "rtl"),
        ("ur", "rtl"),
        ("en", "ltr"),
        ("pa-Arab", "rtl"),
        ("ks-Deva", "ltr"),
    ],
)
def test_direction_follows_script_then_language(tag, way):
    assert direction(tag) == way


@pytest.mark.parametrize("tag", ["my", "pt-BR", "zh-Hant-TW", "kac", "sr-Latn"])
def test_locales_are_taken(tag):
    assert is_locale(tag)


@pytest.mark.parametrize("tag", ["", "EN", "e", "../x", "pt_BR", "en-", "en-x", "my/../..", "မြန်မာ", "en-US-a-b"])
def test_what_is_no_locale_is_not(tag):
    assert not is_locale(tag)
