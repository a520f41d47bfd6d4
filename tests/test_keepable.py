from __future__ import annotations

import pytest

from l10n.errors import TextError
from l10n.keepable import demand_keepable, is_keepable


@pytest.mark.parametrize("text", ["", "a\tb\r\nc", "စာ\u200b။", "\u202e", "\u2028", "\ufffe", "\U0010ffff"])
def test_letters_tabs_and_line_ends_are_kept(text):
    assert is_keepable(text)
    demand_keepable(text)


@pytest.mark.parametrize("char", ["\x00", "\x08", "\x0b", "\x0c", "\x1b", "\x7f", "\x80", "\x9f", "\ud800"])
def test_control_characters_are_named_with_what_stands_before_them(char):
    assert not is_keepable(f"a{char}")
    with pytest.raises(TextError) as caught:
        demand_keepable(f"One\nTwo words{char}!")
    assert f"(U+{ord(char):04X}) after “Two words”" in caught.value.message
    assert "\n" not in caught.value.message
