from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thorough import examples

from l10n.merging import make_entries, merge_catalog
from l10n.model import Block, BlockKind, Catalog, Document, Entry, Kind, Segment, State
from l10n.normalizing import normalize_catalog
from l10n.notation import seen_text
from l10n.stretches import Group, group_stretches


def article(*sources: str | Segment) -> Document:
    """An article as some rules cut it: one paragraph for each segment."""
    segments = [s if isinstance(s, Segment) else Segment(s, Kind.BODY) for s in sources]
    blocks = tuple(Block(BlockKind.PARAGRAPH, segments=(segment,)) for segment in segments)
    return Document("flood", "", blocks=blocks, path="articles/flood.md")


def linked(source: str, *urls: str) -> Segment:
    return Segment(source, Kind.BODY, urls=urls)


def translated(document: Document, *targets: str, approved: bool = True) -> Catalog:
    """The catalog of *document*, each entry with its target in order; "" leaves one empty."""
    entries = []
    for entry, target in zip(make_entries(document), targets, strict=True):
        made = entry.approved(target) if approved else entry.reviewed(target)
        entries.append(made if target else entry)
    return Catalog("flood", "my", tuple(entries))


def standing(catalog: Catalog) -> list[tuple[str, str, str]]:
    return [(entry.source, entry.target, entry.state().value) for entry in catalog.entries]


@pytest.mark.parametrize(
    ("old", "new", "target", "converted"),
    [
        ("The river\nrose.", "The river rose.", "El río\ncreció.", "El río\ncreció."),
        ("It cost 5 \\* 3.", "It cost 5 * 3.", "Costó 5 \\* 3.", "Costó 5 \\* 3."),
        ("Fish &amp; rice", "Fish & rice", "Pescado y arroz", "Pescado y arroz"),
        ("He _ran_.", "He *ran*.", "_Corrió_.", "_Corrió_."),
        ("[x] Buy bread", "Buy bread", "[x] Comprar pan", "Comprar pan"),
        ("Buy bread", "[ ] Buy bread", "Comprar pan", "[ ] Comprar pan"),
        ("Run `a\nb` now.", "Run `a b` now.", "Ahora `a\nb`.", "Ahora `a b`."),
        ("All bold", "**All bold**", "Todo negrita", "**Todo negrita**"),
        ("**All bold**", "All bold", "**Todo negrita**", "Todo negrita"),
    ],
)
def test_another_notation_of_the_same_words_keeps_the_approval(old, new, target, converted):
    done = normalize_catalog(article(new), translated(article(old), target))
    assert standing(done.catalog) == [(new, converted, "approved")]
    assert done.catalog.entries[0].sealed
    assert done.catalog.obsolete == ()
    assert [(c.old[0].source, c.new[0].source) for c in done.rekeyed] == [(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "target", "converted"),
    [
        (linked("[A][2] and [b][1].", "u1", "u2"), linked("[A][1] and [b][2].", "u2", "u1"), "[B][1], [a][2].", "[B][2], [a][1]."),
        (linked("[A](u1) and [b](u2)."), linked("[A][1] and [b][2].", "u1", "u2"), "[a](u1) [b](u2)", "[a][1] [b][2]"),
        (linked("[A][1] and [b][1].", "u"), linked("[A][1] and [b][2].", "u", "u"), "[b][1] [a][1]", "[b][1] [a][2]"),
    ],
)  # fmt: skip
def test_links_numbered_anew_are_numbered_anew_in_the_target(old, new, target, converted):
    done = normalize_catalog(article(new), translated(article(old), target))
    assert standing(done.catalog) == [(new.source, converted, "approved")]


@pytest.mark.parametrize(
    ("old", "new", "target"),
    [
        (linked("[A][1] ran.", "u1"), linked("*[A][1]* ran.", "evil"), "[A][1] corrió."),
        (Segment("A `x` ran.", Kind.BODY), Segment("A **x** ran.", Kind.BODY), "Un `x` corrió."),
        (Segment("The flood", Kind.BODY), Segment("The *flood*", Kind.HEADLINE, context="headline"), "La inundación"),
        (Segment("It rose by 1.5 m", Kind.BODY), Segment("It rose by 15 m", Kind.BODY), "Creció 1.5 m"),
    ],
)
def test_what_cannot_be_proved_the_same_is_stale_with_its_old_source(old, new, target):
    catalog = translated(article(old), target)
    [entry] = normalize_catalog(article(new), catalog).catalog.entries
    assert (entry.source, entry.target, entry.previous, entry.state()) == (new.source, target, old.source, State.STALE)


def test_a_paragraph_cut_at_its_hard_breaks_shares_its_sentences_and_stays_aside():
    old, new = article("One rose.\\\nTwo fell.", "End."), article("One rose.", "Two fell.", "End.")
    catalog = translated(old, "Uno subió. Dos cayó.", "Fin.")
    done = normalize_catalog(new, catalog)
    assert [(source, state) for source, _, state in standing(done.catalog)] == [
        ("One rose.", "stale"),
        ("Two fell.", "stale"),
        ("End.", "approved"),
    ]
    assert [entry.target for entry in done.catalog.obsolete] == ["Uno subió. Dos cayó."]
    assert done.catalog.obsolete[0].sealed
    assert len(done.split) == 1


def test_items_joined_into_one_segment_join_their_translations():
    old, new = article("Bread", "Milk", "End."), article("Bread Milk", "End.")
    done = normalize_catalog(new, translated(old, "Pan", "Leche", "Fin."))
    assert standing(done.catalog) == [("Bread Milk", "Pan Leche", "stale"), ("End.", "Fin.", "approved")]
    assert [entry.target for entry in done.catalog.obsolete] == ["Pan", "Leche"]


def test_going_back_to_the_old_rules_brings_every_approval_back():
    old, new = article("One rose.\\\nTwo fell.", "Bread", "Milk"), article("One rose.", "Two fell.", "Bread Milk")
    catalog = translated(old, "Uno subió.\\\nDos cayó.", "Pan", "Leche")
    there = normalize_catalog(new, catalog).catalog
    assert standing(normalize_catalog(old, there).catalog) == standing(catalog)


def test_text_no_longer_read_is_kept_aside_and_new_text_is_empty():
    old, new = article("{{ menu }} Read on", "The river rose."), article("The river rose.", "A summary of it all")
    done = normalize_catalog(new, translated(old, "Leer", "El río creció."))
    assert standing(done.catalog) == [
        ("The river rose.", "El río creció.", "approved"),
        ("A summary of it all", "", "empty"),
    ]
    assert [entry.target for entry in done.catalog.obsolete] == ["Leer"]


def test_a_review_or_a_draft_stays_what_it_was():
    old, new = article("A\nb c", "D\ne f"), article("A b c", "D e f")
    first, second = make_entries(old)
    catalog = Catalog("flood", "my", (first.reviewed("a"), second.drafted("d", origin="engine=x", flags=("late",))))
    done = normalize_catalog(new, catalog)
    assert [(e.state(), e.origin, e.flags) for e in done.catalog.entries] == [
        (State.REVIEW, "", ()),
        (State.DRAFT, "engine=x", ("late",)),
    ]


def test_what_was_kept_aside_comes_back_under_the_new_notation():
    gone = replace(Entry("He _ran_\naway.").approved("Huyó _ya_."), note="", references=())
    done = normalize_catalog(article("He *ran* away."), Catalog("flood", "my", (), (gone,)))
    assert standing(done.catalog) == [("He *ran* away.", "Huyó _ya_.", "approved")]
    assert done.catalog.obsolete == ()


def test_two_old_notations_of_one_text_keep_the_approved_one_and_lose_none():
    old, new = article("**Yes**", "_Yes_"), article("Yes")
    first, second = make_entries(old)
    catalog = Catalog("flood", "my", (first.reviewed("**Sí**"), second.approved("_Sí._")))
    done = normalize_catalog(new, catalog)
    kept = [entry.target for entry in (*done.catalog.entries, *done.catalog.obsolete)]
    assert sorted(kept) == ["**Sí**", "Sí."]


def test_an_approval_from_a_branch_with_the_old_rules_fills_the_empty_entry():
    [old], [new] = make_entries(article("He\nran.")), make_entries(article("He ran."))
    catalog = Catalog("flood", "my", (new, old.approved("Corrió.")))
    done = normalize_catalog(article("He ran."), catalog)
    assert standing(done.catalog) == [("He ran.", "Corrió.", "approved")]
    assert done.catalog.obsolete == ()


def test_groups_are_the_smallest_that_cover_the_same_stretch():
    assert group_stretches(["ab", "cd", "ef"], ["a", "b", "cdef"]) == [
        Group((0,), (0, 1), ((0, 0), (0, 1))),
        Group((1, 2), (2,), ((0, 0), (1, 0))),
    ]


def test_a_tile_with_other_letters_is_in_no_group():
    found = group_stretches(
        ["the first tile", "gone and lost", "the last tile"], ["the first", " tile", "the last", " tile"]
    )
    assert [(group.old, group.new) for group in found] == [((0,), (0, 1)), ((2,), (2, 3))]


PLAIN = "the river rose by two metres on monday and nobody was hurt in the old town but boats came at noon"
WORDS = PLAIN.split()
CUTS = st.sets(st.integers(1, len(WORDS) - 1), max_size=8)
TEXTS = st.permutations(WORDS)


def cut(words: list[str], cuts: set[int], mark: str) -> list[str]:
    ends = [0, *sorted(cuts), len(words)]
    tiles = [" ".join(words[start:end]) for start, end in pairwise(ends)]
    return list(dict.fromkeys(f"{mark}{tile}{mark}" for tile in tiles))


@settings(max_examples=examples(150))
@given(TEXTS, CUTS, CUTS, st.sampled_from(["", "*", "**"]), st.sampled_from(["", "*", "**"]), st.data())
def test_whatever_the_rules_no_translation_is_lost_and_only_the_same_words_stay_approved(
    words, a, b, mark, other, data
):
    old, new = article(*cut(words, a, mark)), article(*cut(words, b, other))
    sources = [entry.source for entry in make_entries(old)]
    targets = [data.draw(st.sampled_from(["", f"{mark}T{n}{mark}"])) for n in range(len(sources))]
    catalog = translated(old, *targets)
    done = normalize_catalog(new, catalog).catalog
    kept = [entry.target for entry in (*done.entries, *done.obsolete)]
    assert all(any(target.strip("*") in text for text in kept) for target in targets if target)
    seen = {seen_text(entry.source): entry for entry in catalog.entries if entry.target}
    for entry in done.entries:
        assert (entry.state() is State.APPROVED) == (seen_text(entry.source) in seen)
        if entry.state() is State.APPROVED:
            assert entry.target.strip("*") == seen[seen_text(entry.source)].target.strip("*")
    assert normalize_catalog(new, done).catalog == done
    assert merge_catalog(new, done).catalog == done
    keys = [entry.key for entry in (*done.entries, *done.obsolete)]
    assert len(keys) == len(set(keys))


@settings(max_examples=examples(200))
@given(st.text("abc", min_size=1, max_size=30), st.sets(st.integers(1, 29)), st.sets(st.integers(1, 29)))
def test_every_letter_of_one_text_is_in_a_group(text, a, b):
    def tiles(cuts: set[int]) -> list[str]:
        ends = [0, *(c for c in sorted(cuts) if c < len(text)), len(text)]
        return [text[start:end] for start, end in pairwise(ends)]

    old, new = tiles(a), tiles(b)
    groups = group_stretches(old, new)
    assert [at for group in groups for at in group.old] == list(range(len(old)))
    assert [at for group in groups for at in group.new] == list(range(len(new)))
    for group in groups:
        assert "".join(old[at] for at in group.old) == "".join(new[at] for at in group.new)
