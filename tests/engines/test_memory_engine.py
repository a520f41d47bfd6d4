"""What the memory gives back, and what it does not dare to."""

from l10n.engines.memory import MemoryEngine
from l10n.matching import Pair
from l10n.model import Draft
from l10n.ports import EngineFailure

LONG = "The township administrator said that 40 families left their homes on Monday evening."


def ask(pairs, text):
    (result,) = MemoryEngine(pairs).translate([text], source_locale="en", target_locale="es")
    return result


def test_an_equal_source_gives_its_target():
    assert ask([Pair("**Rain** fell.", "**Llovió**.")], "**Rain** fell.") == Draft(
        "**Rain** fell.", "**Llovió**.", "memory 1.00"
    )


def test_a_source_nearly_the_same_gives_its_target_with_the_score():
    text = LONG.replace("evening.", "evening!")
    assert ask([Pair(LONG, "Destino.")], text) == Draft(text, "Destino.", "memory 0.99")


def test_another_number_is_another_text():
    text = LONG.replace("40", "41")
    assert ask([Pair(LONG, "Destino.")], text) == EngineFailure(text, "nothing alike")


def test_numbers_in_another_order_are_another_text():
    source = "The score in the long final match of the northern league was 2 to 3 on Sunday."
    text = source.replace("2 to 3", "3 to 2")
    assert ask([Pair(source, "Destino.")], text) == EngineFailure(text, "nothing alike")


def test_what_is_less_alike_is_left_to_others():
    text = LONG.replace("Monday evening", "Tuesday morning")
    assert ask([Pair(LONG, "Destino.")], text) == EngineFailure(text, "nothing alike")


def test_of_equal_sources_the_last_counts():
    assert ask([Pair("A", "old"), Pair("A", "new")], "A") == Draft("A", "new", "memory 1.00")


def test_an_empty_target_is_never_given():
    assert ask([Pair("A", " ")], "A") == EngineFailure("A", "nothing alike")


def test_results_come_one_per_text_in_order():
    engine = MemoryEngine([Pair("A", "a"), Pair("B", "b")])
    results = list(engine.translate(["B", "x", "A", "B"], source_locale="en", target_locale="my"))
    assert [r.target if isinstance(r, Draft) else None for r in results] == ["b", None, "a", "b"]
