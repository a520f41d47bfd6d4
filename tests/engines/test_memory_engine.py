"""What the memory gives back as a draft, and what it does not dare to."""

import pytest
from fakes import ListMemory

from l10n.engines.memory import MemoryEngine
from l10n.model import Draft
from l10n.ports import EngineFailure, Hints, Remembered

LONG = "The township administrator said that 40 families left their homes on Monday evening."


def pair(source, target, **more):
    return Remembered(source, target, "en", "es", more.pop("slug", "flood"), **more)


def ask(pairs, text, *hints):
    memory = ListMemory(pairs)
    (result,) = MemoryEngine(memory).translate([text], source_locale="en", target_locale="es", hints=hints)
    return result


def test_an_equal_source_gives_its_target():
    assert ask([pair("**Rain** fell.", "**Llovió**.")], "**Rain** fell.") == Draft(
        "**Rain** fell.", "**Llovió**.", "memory 1.00"
    )


def test_of_equal_sources_the_one_with_the_same_neighbours_counts():
    elsewhere, here = pair("Yes.", "Así es.", before="Is it"), pair("Yes.", "Sí.", before="Did they?", after="Then")
    assert ask([elsewhere, here], "Yes.", Hints("Did they?", "Then")) == Draft("Yes.", "Sí.", "memory 1.00")


def test_an_equal_source_goes_before_a_similar_one():
    similar, equal = pair(LONG.replace("evening.", "evening!"), "Casi.", slug="a"), pair(LONG, "Igual.", slug="b")
    assert ask([similar, equal], LONG) == Draft(LONG, "Igual.", "memory 1.00")


def test_a_source_nearly_the_same_gives_its_target_with_the_score():
    text = LONG.replace("evening.", "evening!")
    assert ask([pair(LONG, "Destino.")], text) == Draft(text, "Destino.", "memory 0.99")


@pytest.mark.parametrize("number", ["41", "400", "4", "forty"])
def test_another_number_is_another_text(number):
    text = LONG.replace("40", number)
    assert ask([pair(LONG, "Destino.")], text) == EngineFailure(text, "nothing alike")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("forty families", "sixty families"),
        ("families left", "families never left"),
        ("May", "June"),
        ("Hla Min", "Hla Myo"),
    ],
)
def test_what_turns_the_meaning_is_another_text(old, new):
    source = f"{LONG.replace('40', 'forty')} In May they had been told by Hla Min that the dam upstream was safe and the road dry."
    text = source.replace(old, new)
    assert ask([pair(source, "Destino.")], text) == EngineFailure(text, "nothing alike")
    assert ask([pair(source, "Destino.")], source.replace("dry.", "dry!")).origin == "memory 0.99"


def test_numbers_in_another_order_are_another_text():
    source = "The score in the long final match of the northern league was 2 to 3 on Sunday."
    text = source.replace("2 to 3", "3 to 2")
    assert ask([pair(source, "Destino.")], text) == EngineFailure(text, "nothing alike")


def test_the_best_source_with_the_same_numbers_counts():
    text = LONG.replace("evening.", "evening!")
    pairs = [pair(text.replace("40", "41"), "41", slug="a"), pair(LONG, "40", slug="b")]
    assert ask(pairs, text) == Draft(text, "40", "memory 0.99")


def test_what_is_less_alike_is_left_to_others():
    text = LONG.replace("Monday evening", "Tuesday morning")
    assert ask([pair(LONG, "Destino.")], text) == EngineFailure(text, "nothing alike")


def test_a_sentence_that_is_known_is_no_draft():
    paragraph = f"{LONG} Nobody was hurt in the flood, she said. The road is open again since this morning."
    assert ask([pair(paragraph, "Destino.")], LONG) == EngineFailure(LONG, "nothing alike")


def test_an_empty_target_is_never_given():
    assert ask([pair("A", " ")], "A") == EngineFailure("A", "nothing alike")


def test_another_language_is_another_memory():
    assert ask([Remembered("A", "a", "en", "my", "flood")], "A") == EngineFailure("A", "nothing alike")


def test_results_come_one_per_text_in_order():
    engine = MemoryEngine(ListMemory([pair("A", "a"), pair("B", "b")]))
    results = list(engine.translate(["B", "x", "A", "B"], source_locale="en", target_locale="es"))
    assert [r.target if isinstance(r, Draft) else None for r in results] == ["b", None, "a", "b"]


def test_closing_the_engine_leaves_the_memory_open():
    memory = ListMemory()
    MemoryEngine(memory).close()
    assert not memory.closed
