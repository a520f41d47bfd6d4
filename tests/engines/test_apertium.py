"""Apertium: pairs by locale, streams, and the installed program."""

import pytest
from tools import needs_tool

from l10n.engines.apertium import ApertiumEngine
from l10n.errors import EngineUnavailable, UnsupportedPair
from l10n.model import Draft
from l10n.ports import EngineFailure, FailureKind


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


class DyingPipe:
    """A pipe that fails on the texts it is told to, as often as it is told to."""

    def __init__(self, fails):
        self.fails = dict(fails)

    def ask_all(self, texts):
        from l10n.engines.nullflush import PipeFailed

        for text in texts:
            if self.fails.get(text, 0):
                self.fails[text] -= 1
                raise PipeFailed("the programs ended")
        return [text.upper() for text in texts]

    def close(self):
        pass


def run(folder, fails, texts):
    engine = ApertiumEngine(datadir=folder)
    engine._pipes["eng-spa"] = DyingPipe(fails)
    return list(engine.translate(texts, source_locale="en", target_locale="es"))


def test_a_chain_that_died_is_tried_once_more(folder):
    assert run(folder, {"one.": 1}, ["one."]) == [Draft("one.", "ONE.", "engine=apertium")]


def test_a_text_that_ends_the_chain_each_time_fails_alone(folder):
    assert run(folder, {"one.": 9}, ["one.", "two."]) == [
        EngineFailure("one.", "the programs ended", FailureKind.UNREACHABLE),
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
        "The bus ⟦0⟧lane⟦1⟧ near the ⟦2⟧city⟦3⟧ council was closed.",
        "Prices rose 5 * 3 [more] at a/b {c} ^d$.",
    ]
    try:
        results = list(engine.translate(texts, source_locale="en", target_locale="es"))
    finally:
        engine.close()
    origin = "engine=apertium"
    assert results == [
        Draft(texts[0], "La huelga, el cual empezó el lunes, acabó.", origin),
        Draft(
            texts[1],
            "⟦0⟧Reuters⟦1⟧ informó que ⟦2⟧Kyaw Zin⟦3⟧ dejó la ciudad",
            origin,
            ("unknown Kyaw", "unknown Zin"),
        ),
        Draft(texts[2], results[2].target, origin),
        Draft(texts[3], results[3].target, origin, ("unknown b", "unknown c", "unknown d")),
    ]
    assert "⟦0⟧camino⟦1⟧ de autobús" in results[2].target
    assert "⟦2⟧" in results[2].target
    assert "5 * 3 [" in results[3].target


@needs_tool("apertium")
def test_texts_that_go_in_together_come_out_as_they_do_alone():
    texts = [f"The government said that {n} people left ⟦0⟧the city⟦1⟧ on Monday." for n in range(20)]
    together, alone = ApertiumEngine(), ApertiumEngine()
    try:
        first = list(together.translate(texts, source_locale="en", target_locale="es"))
        second = [next(alone.translate([text], source_locale="en", target_locale="es")) for text in texts]
    finally:
        together.close()
        alone.close()
    assert first == second
    assert len({draft.target for draft in first}) == 20
