from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.chain import (
    COLUMNS,
    PURGE,
    REMOVAL,
    RENAME,
    START,
    Fault,
    Head,
    Link,
    _digest,
    _linked,
    decision_link,
    event_link,
    find_fault,
    head_of,
)

ROW = dict.fromkeys([*COLUMNS, "before"], "") | {"slug": "flood", "by": "aung", "source": "One.", "action": "approve"}


def chained(*rows: dict[str, str]) -> list[tuple[Link, dict[str, str] | None]]:
    head, links = START, []
    for number, row in enumerate(rows, 1):
        links.append((decision_link(head, number, row, salts=(f"s{number}", f"a{number}", f"e{number}")), row))
        head = head_of(links[-1][0])
    return links


def fault(links: list[tuple[Link, dict[str, str] | None]], head: Head | None = None) -> Fault | None:
    renames = [link for link, _ in links if link.kind == RENAME]
    return find_fault(links, renames, head or (head_of(links[-1][0]) if links else START))


def event(links: list[tuple[Link, dict[str, str] | None]], kind: str, said: dict[str, str | int]) -> None:
    links.append((event_link(head_of(links[-1][0]), kind, said, salt="s"), None))


def test_a_chain_that_nobody_touched_holds():
    assert fault([]) is None
    assert fault(chained(ROW, ROW | {"slug": "storm"}, ROW)) is None


@given(st.sampled_from([*COLUMNS, "slug", "by", "before"]), st.integers(0, 4), st.text(min_size=1))
def test_whatever_is_changed_in_a_row_is_found_there(column, place, text):
    links = chained(*[ROW] * 5)
    link, row = links[place]
    links[place] = (link, row | {column: row[column] + text})
    found = fault(links)
    assert found
    assert (found.number, found.decision) == (place + 1, place + 1)


@given(st.permutations(range(5)))
def test_links_in_another_order_do_not_hold(order):
    links = chained(*[ROW | {"source": str(number)} for number in range(5)])
    assert (fault([links[place] for place in order]) is None) is (order == list(range(5)))


@pytest.mark.parametrize("place", range(3))
def test_a_link_that_is_taken_out_is_missed(place):
    links = chained(ROW, ROW, ROW)
    head = head_of(links[-1][0])
    del links[place]
    found = fault(links, head)
    assert found
    assert found.number == (place + 2 if place < 2 else 3)


@pytest.mark.parametrize("said", ["", "{", "[]", "7", '{"old": 1}', '{"old": "flood"}', '{"rows": "many"}', "[[]]"])
@pytest.mark.parametrize("kind", [RENAME, REMOVAL, PURGE])
@pytest.mark.parametrize("is_signed_again", [False, True])
def test_an_event_whose_words_were_changed_is_a_fault_whatever_they_are(kind, said, is_signed_again):
    links = chained(ROW)
    forged = replace(event_link(head_of(links[0][0]), kind, {}, salt="s"), said=said)
    if is_signed_again:
        forged = _linked(replace(forged, facts=_digest("s", said)), head_of(links[0][0]))
    found = fault([*links, (forged, None)])
    assert found
    assert found.number == 2 or found.decision == 1


def test_a_link_made_anew_breaks_the_next():
    links = chained(ROW, ROW, ROW)
    forged = ROW | {"after": "another text"}
    links[1] = (decision_link(head_of(links[0][0]), 2, forged, salts=("x", "y", "z")), forged)
    assert fault(links) == Fault(3, 3, "it does not carry the digest of the one before it")


def test_a_row_that_is_gone_is_missed():
    links = chained(ROW, ROW)
    links[0] = (links[0][0], None)
    assert fault(links) == Fault(1, 1, "it is gone from the journal, and no purge took it")


def test_renames_are_followed_and_nothing_else_moves_a_decision():
    links = chained(ROW, ROW | {"slug": "storm"})
    event(links, RENAME, {"old": "flood", "new": "may"})
    event(links, RENAME, {"old": "may", "new": "june"})
    moved = [(link, row and row | {"slug": row["slug"].replace("flood", "june")}) for link, row in links]
    assert fault(moved) is None
    assert fault(links) == Fault(1, 1, "it was about the article 'flood', and no rename made that 'flood'")
    moved.append((decision_link(head_of(moved[-1][0]), 5, ROW, salts=("p", "q", "r")), ROW))
    assert fault(moved) is None, "a new article may have the name that another gave up"


def test_what_an_event_said_cannot_be_changed():
    links = chained(ROW)
    event(links, RENAME, {"old": "a", "new": "b"})
    links[-1] = (replace(links[-1][0], said='{"old": "flood", "new": "may"}'), None)
    links[0] = (links[0][0], ROW | {"slug": "may"})
    assert fault(links) == Fault(2, 0, "what it says was changed")


def test_a_person_who_is_removed_is_forgotten_and_the_chain_holds():
    links = chained(ROW, ROW | {"by": "thiri"}, ROW)
    event(links, REMOVAL, {"authors": 2})
    for place in (0, 2):
        links[place] = (replace(links[place][0], author_salt=""), ROW | {"by": "a former member"})
    assert fault(links) is None
    links[0] = (links[0][0], ROW | {"by": "thiri"})
    assert fault(links) == Fault(1, 1, "it stands in somebody's name, and was made by a former member")


def test_a_decision_cannot_be_taken_from_somebody_without_a_removal():
    links = chained(ROW, ROW)
    links[0] = (replace(links[0][0], author_salt=""), ROW | {"by": "a former member"})
    assert fault(links) == Fault(2, 0, "more was erased than removals and purges answer for")


def test_purged_rows_leave_links_that_hold():
    links = chained(ROW, ROW, ROW)
    event(links, PURGE, {"rows": 2, "authors": 2, "earlier": 2})
    for place in (0, 1):
        links[place] = (replace(links[place][0], said="", salt="", author_salt="", earlier_salt=""), None)
    assert fault(links) is None
    links[2] = (replace(links[2][0], said="", salt="", author_salt="", earlier_salt=""), None)
    assert fault(links) == Fault(4, 0, "more was erased than removals and purges answer for")


def test_the_last_links_are_missed():
    links = chained(ROW, ROW)
    assert fault(links[:1], head_of(links[1][0])) == Fault(
        2, 0, "the last links are gone: the journal says that there were more"
    )


def test_what_a_decision_replaced_can_be_erased_alone():
    links = chained(ROW | {"before": '{"source": "One.", "target": "x"}'}, ROW)
    event(links, PURGE, {"earlier": 1})
    links[0] = (replace(links[0][0], earlier_salt=""), ROW | {"before": "{}"})
    assert fault(links) is None
    links[0] = (links[0][0], ROW | {"before": '{"source": "One.", "target": "y"}'})
    assert fault(links) == Fault(1, 1, "what it replaced was changed after it was recorded")
