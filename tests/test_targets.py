from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.targets import with_target, without_target

TABLE = ("project",)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('[project]\ntargets = []\n', '[project]\ntargets = ["es"]\n'),
        ('[project]\ntargets = ["my"] # all\n', '[project]\ntargets = ["my", "es"] # all\n'),
        ("[project]\ntargets = ['my',]\n", '[project]\ntargets = [\'my\', "es"]\n'),
        ('[project]\ntargets = [\n  "my",  # a ] "b"\n]\n', '[project]\ntargets = [\n  "my",  # a ] "b"\n  "es",\n]\n'),
        ('[project]\ntargets = [\n  "my"  # last\n]\n', '[project]\ntargets = [\n  "my",  # last\n  "es"\n]\n'),
        ('project.targets = ["my"]\n', 'project.targets = ["my", "es"]\n'),
        ('project = { source = "en", targets = ["my"] }\n', 'project = { source = "en", targets = ["my", "es"] }\n'),
        ('[project] # ours\nsource = "en"\n', '[project] # ours\ntargets = ["es"]\nsource = "en"\n'),
        ('[other]\ntargets = ["x"]\n[project]\ntargets = ["my"]\n', '[other]\ntargets = ["x"]\n[project]\ntargets = ["my", "es"]\n'),
        ("", '[project]\ntargets = ["es"]\n'),
    ],
)  # fmt: skip
def test_a_target_is_added_and_nothing_else_changes(before, after):
    assert with_target(before, "es", table=TABLE) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('[project]\ntargets = ["es"]\n', "[project]\ntargets = []\n"),
        ('[project]\ntargets = ["my", "es"] # all\n', '[project]\ntargets = ["my"] # all\n'),
        ('[project]\ntargets = ["es", "my"]\n', '[project]\ntargets = ["my"]\n'),
        ('[project]\ntargets = [\n  "es", # Spanish\n  "my",\n]\n', '[project]\ntargets = [\n  "my",\n]\n'),
        ('[project]\ntargets = [\n  "my",\n  "es" # Spanish\n]\n', '[project]\ntargets = [\n  "my"\n]\n'),
    ],
)
def test_a_target_is_taken_out_and_nothing_else_changes(before, after):
    assert without_target(before, "es", table=TABLE) == after


def test_what_is_no_plain_list_is_not_touched():
    assert with_target('[project]\ntargets = ["""\nmy"""]\n', "es", table=TABLE) is None


SPACE = st.sampled_from(["", " ", "\n", "\n    ", ' # one ] of "them"\n  '])


@given(st.lists(st.sampled_from(["my", "fr", "pt-BR", "shn"]), unique=True), st.data())
def test_dropping_undoes_adding_in_any_layout(targets, data):
    items = [f'{data.draw(SPACE)}"{target}"{data.draw(SPACE)}' for target in targets]
    comma = "," if targets and data.draw(st.booleans()) else ""
    text = f'# ours\n[project]\ntargets = [{",".join(items)}{comma}{data.draw(SPACE)}] # end\nsource = "en"\n'
    added = with_target(text, "es", table=TABLE)
    assert added is not None
    assert tomllib.loads(added)["project"]["targets"] == [*targets, "es"]
    assert added.count("#") == text.count("#")
    dropped = without_target(added, "es", table=TABLE)
    assert dropped is not None
    assert tomllib.loads(dropped) == tomllib.loads(text)
