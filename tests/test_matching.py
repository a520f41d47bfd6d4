from __future__ import annotations

from l10n.matching import nearest_text, score_all, similarity

LONG = "The river rose in the night and took the bridge. " * 400


def test_only_equal_texts_are_wholly_similar() -> None:
    assert similarity("flood", "flood") == 1.0
    assert similarity(LONG, LONG + "x") < 1.0
    assert similarity("flood", "") == 0.0


def test_those_that_are_near_enough_are_scored_at_their_places() -> None:
    others = ["Nobody was hurt.", "The river rose at night.", "The river rose in the night.", LONG]
    (near, same) = score_all("The river rose in the night.", others, min_score=0.75)
    assert same == (2, 1.0)
    assert near[0] == 1
    assert 0.75 <= near[1] < 1.0
    assert score_all(LONG + "x", [LONG], min_score=0.9)[0][1] < 1.0
    assert score_all("x", [], min_score=0.0) == []


def test_the_nearest_text_is_the_first_of_the_best() -> None:
    others = [
        "Nobody was hurt.",
        "The river rose at night.",
        "The river rose in a night.",
        "The river rose in a night.",
    ]
    assert nearest_text("The river rose in the night.", others, min_score=0.5) == others[2]
    assert nearest_text("Something else", others, min_score=0.9) == ""
    assert nearest_text("Something", [], min_score=0.0) == ""
