"""Apertium: pairs by locale, streams, and the installed program."""

import pytest
from tools import needs_tool

from l10n.engines.apertium import ApertiumEngine, _decode, _encode
from l10n.errors import EngineUnavailable, UnsupportedPair
from l10n.model import Draft
from l10n.ports import EngineFailure


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "modes").mkdir()
    for name in ("eng-spa", "spa-eng", "spa-eng_US", "fr-es"):
        (tmp_path / "modes" / f"{name}.mode").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("source", "target", "pair"),
    [
        ("en", "es", "eng-spa"),
        ("en-GB", "es-MX", "eng-spa"),
        ("es", "en", "spa-eng"),
        ("es", "en-US", "spa-eng_US"),
        ("fr", "es", "fr-es"),
        ("en", "my", None),
        ("es", "fr", None),
    ],
)
def test_the_pair_follows_from_the_locales(folder, source, target, pair):
    engine = ApertiumEngine(datadir=folder)
    assert engine._find_pair(source, target) == pair
    assert engine.supports(source, target) is (pair is not None)


def test_a_missing_pair_is_told_with_those_there_are(folder):
    with pytest.raises(UnsupportedPair) as raised:
        list(ApertiumEngine(datadir=folder).translate(["x"], source_locale="en", target_locale="my"))
    assert raised.value.message == (
        "Apertium has no pair from en to my here; installed: eng-spa, fr-es, spa-eng, spa-eng_US"
    )


def test_a_missing_program_says_what_to_install():
    with pytest.raises(EngineUnavailable) as raised:
        ApertiumEngine(program="no-such-apertium")
    assert raised.value.remedy.startswith("install it: apt-get install apertium apertium-eng-spa")


def test_signs_that_the_stream_reserves_are_escaped():
    assert _encode("a/b [x] me@x.org <b>") == "a\\/b \\[x\\] me\\@x.org \\<b\\>."
    assert _encode("Two\nlines.") == "Two[\n]lines."


def test_unknown_words_lose_their_sign_and_are_counted():
    assert _decode("⟦0⟧*Kyaw #Zin⟦1⟧ dejó.", "⟦0⟧Kyaw Zin⟦1⟧ left.") == ("⟦0⟧Kyaw Zin⟦1⟧ dejó.", 2)


def test_a_dropped_pronoun_leaves_no_space_behind():
    assert _decode("“ Sacudía.”  Dijo.", "“I was shaking.” he said.") == ("“Sacudía.” Dijo.", 0)
    assert _decode("« Sí. »", "« Yes. »") == ("« Sí. »", 0)


def test_signs_of_the_text_itself_stay():
    source = "5 * 3, *a, #1, @b and \\*c"
    assert _decode(_encode(source), source) == (source, 0)


class DyingPipe:
    """A pipe that fails on the texts it is told to, as often as it is told to."""

    def __init__(self, fails):
        self.fails = dict(fails)

    def ask(self, text):
        from l10n.engines.nullflush import PipeFailed

        if self.fails.get(text, 0):
            self.fails[text] -= 1
            raise PipeFailed("the programs ended")
        return text.upper()

    def close(self):
        pass


def run(folder, fails, texts):
    engine = ApertiumEngine(datadir=folder)
    engine._pipes["eng-spa"] = DyingPipe(fails)
    return list(engine.translate(texts, source_locale="en", target_locale="es"))


def test_a_chain_that_died_is_tried_once_more(folder):
    assert run(folder, {"one.": 1}, ["one."]) == [Draft("one.", "ONE.", "engine=apertium")]


def test_a_text_that_ends_the_chain_twice_fails_alone(folder):
    assert run(folder, {"one.": 9}, ["one.", "two."]) == [
        EngineFailure("one.", "the programs ended"),
        Draft("two.", "TWO.", "engine=apertium"),
    ]


def test_three_texts_in_a_row_end_the_engine(folder):
    with pytest.raises(EngineUnavailable):
        run(folder, {"a.": 9, "b.": 9, "c.": 9}, ["a.", "b.", "c."])


@needs_tool("apertium")
def test_the_installed_program_translates_and_keeps_marks():
    engine = ApertiumEngine()
    texts = [
        "The strike, which began on Monday, ended.",
        "⟦0⟧Reuters⟦1⟧ reported that ⟦2⟧Kyaw Zin⟦3⟧ left the city",
        "Prices rose 5 * 3 [more] at a/b {c} ^d$.",
    ]
    try:
        results = list(engine.translate(texts, source_locale="en", target_locale="es"))
    finally:
        engine.close()
    assert [type(r) for r in results] == [Draft, Draft, Draft]
    assert results[0].target == "La huelga, el cual empezó el lunes, acabó."
    assert results[0].flags == ()
    assert [c for c in results[1].target if c in "⟦⟧"] == ["⟦", "⟧"] * 4
    assert "*" not in results[1].target
    assert results[1].flags == ("unknown-2",)
    assert "5 * 3 [" in results[2].target
