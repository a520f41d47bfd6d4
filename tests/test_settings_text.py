"""A key is made a comment in a configuration's text, and nothing else of it changes."""

from __future__ import annotations

import pytest

from l10n.settings_text import without_setting

HEAD = '# ours\n[project]\nsource = "en"\nurl = "not this"\n\n'


@pytest.mark.parametrize(
    ("text", "edited"),
    [
        ('[database]\nurl = "a"  # x\n', '[database]\n# url = "a"  # x\n'),
        ('[database]\n  "url"="a"\n[draft]\n', '[database]\n#   "url"="a"\n[draft]\n'),
        ("[database]\n", "[database]\n"),
        ("", ""),
    ],
)
def test_the_key_of_the_table_is_made_a_comment(text: str, edited: str) -> None:
    assert without_setting(HEAD + text, ("database",), "url") == HEAD + edited


def test_a_dotted_key_and_a_table_within_others_are_found() -> None:
    assert without_setting('database.url = "a"\n', ("database",), "url") == '# database.url = "a"\n'
    text = '[tool.diglot.database]\nurl = "a"\n'
    assert without_setting(text, ("tool", "diglot", "database"), "url") == '[tool.diglot.database]\n# url = "a"\n'


def test_what_cannot_be_done_safely_is_not_done() -> None:
    for text in ('database = { url = "a" }\n', '[database]\nurl = """\na\n"""\n'):
        assert without_setting(text, ("database",), "url") is None
