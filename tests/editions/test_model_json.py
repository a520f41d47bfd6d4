"""The edition as JSON: what its schema says, whatever the edition."""

import json
from importlib.resources import files

import pytest
from edition_fixture import STATES, edition
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from thorough import examples

from l10n.editions import writer_for
from l10n.model import State
from l10n.provenance import Provenance, Revision, Rewording

SCHEMA = json.loads(files("l10n.editions").joinpath("edition.schema.json").read_text(encoding="utf-8"))
RULES = Draft202012Validator(SCHEMA)


def read(made):
    return json.loads(writer_for("json").write(made))


@given(st.lists(st.sampled_from(STATES), min_size=1, max_size=17), st.booleans(), st.sampled_from(["", "my", "en"]))
@settings(max_examples=examples(25), deadline=None)
def test_it_is_what_the_schema_says(chosen, draft, only):
    RULES.validate(read(edition(chosen, draft=draft, only=only)))


def test_the_schema_is_a_schema_and_refuses_what_it_does_not_know():
    Draft202012Validator.check_schema(SCHEMA)
    found = read(edition())
    assert not RULES.is_valid(found | {"secret": 1})
    assert not RULES.is_valid(found | {"draft": "no"})


def test_all_that_is_printed_is_in_it():
    from dataclasses import replace

    change = Rewording("¶1", "Old.", "New.", "Viejo.", "Nuevo.")
    of = Provenance(("Ko Aung",), True, 2, 2, (Revision(2, "2026-11-23", (change,)),))
    found = read(replace(edition(), provenance=of))
    RULES.validate(found)
    assert found["head"][0]["texts"] == {"my": "TARGET0x The boat *sails*", "en": "The boat *sails*"}
    assert found["provenance"]["revisions"][0]["changes"][0]["new_target"] == "Nuevo."
    assert found["provenance"]["shares"] == {"human": 100}
    kinds = [block["kind"] for block in found["blocks"]]
    assert {"heading", "quote", "list", "table", "code", "rule"} <= set(kinds)


@pytest.mark.parametrize("state", [s for s in State if s is not State.APPROVED])
def test_what_nobody_approved_is_labelled(state):
    found = read(edition(state, draft=True))
    assert {bool(pair["label"]) for pair in found["head"]} == {True}
    assert found["notice"]
