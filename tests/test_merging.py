from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from l10n.merging import Edit, Merged, describe_segment, make_entries, merge_catalog
from l10n.model import Block, BlockKind, Catalog, Document, Entry, Kind, Segment

SOURCES = [
    "The river rose on Monday.",
    "The river rose on Tuesday.",
    "Nobody was hurt.",
    "No",
    "Boats came at noon today.",
]
DRAWN = st.lists(st.tuples(st.sampled_from(SOURCES), st.sampled_from(["", "caption"])), max_size=6)


def article(*sources: str, contexts: tuple[str, ...] = ()) -> Document:
    segments = [
        Segment(source, Kind.BODY, context=contexts[n] if contexts else "", number=n + 1)
        for n, source in enumerate(sources)
    ]
    blocks = tuple(Block(BlockKind.PARAGRAPH, segments=(segment,)) for segment in segments)
    return Document("flood", "", blocks=blocks, path="articles/flood.md")


def noted(entry: Entry, number: int, total: int) -> Entry:
    return replace(entry, note=f"Body, paragraph {number} of {total}", references=("articles/flood.md",))


def catalog_of(*entries: Entry, obsolete: tuple[Entry, ...] = ()) -> Catalog:
    return Catalog("flood", "my", entries, obsolete)


A, B = Entry("The river rose on Monday.").approved("A"), Entry("Nobody was hurt.").approved("B")


def test_first_merge_makes_empty_entries_in_article_order() -> None:
    entries = (noted(Entry("One."), 1, 2), noted(Entry("Two."), 2, 2))
    merged = merge_catalog(article("One.", "Two."), Catalog("flood", "my"))
    assert merged == Merged(Catalog("flood", "my", entries), new=entries)


def test_unchanged_sources_keep_their_entries_wherever_they_move() -> None:
    merged = merge_catalog(article(B.source, A.source), catalog_of(A, B))
    assert merged.catalog.entries == (noted(B, 1, 2), noted(A, 2, 2))
    assert merged.unchanged == merged.catalog.entries
    assert all(entry.sealed for entry in merged.catalog.entries)


def test_changed_source_keeps_target_as_stale() -> None:
    merged = merge_catalog(article("The river rose on Tuesday.", B.source), catalog_of(A, B))
    stale = Entry("The river rose on Tuesday.", target="A", previous=A.source)
    assert merged.catalog == catalog_of(noted(stale, 1, 2), noted(B, 2, 2))
    assert merged.edited == (Edit(A, noted(stale, 1, 2)),)
    assert (merged.new, merged.removed, merged.revived) == ((), (), ())


def test_source_changed_twice_keeps_the_one_the_target_was_made_for() -> None:
    once = merge_catalog(article("The river rose on Tuesday."), catalog_of(A)).catalog
    twice = merge_catalog(article("The river rose on Wednesday."), once).catalog
    assert twice.entries[0].previous == A.source


def test_an_edit_taken_back_is_for_review_not_stale_nor_approved() -> None:
    once = merge_catalog(article("The river rose on Tuesday."), catalog_of(A)).catalog
    back = merge_catalog(article(A.source), once).catalog
    assert back.entries == (noted(Entry(A.source, target="A"), 1, 1),)


def test_edited_source_without_target_stays_empty_and_keeps_peoples_comments() -> None:
    merged = merge_catalog(
        article("The river rose on Tuesday."), catalog_of(Entry(A.source, comments=("Which river?",)))
    )
    assert merged.catalog.entries == (noted(Entry("The river rose on Tuesday.", comments=("Which river?",)), 1, 1),)
    assert merged.catalog.obsolete == ()


def test_removed_entry_becomes_obsolete_with_its_seal_and_returns_approved() -> None:
    gone = merge_catalog(article(B.source), catalog_of(noted(A, 1, 2), B))
    assert gone.catalog == catalog_of(noted(B, 1, 1), obsolete=(A,))
    assert gone.removed == (noted(A, 1, 2),)
    back = merge_catalog(article(A.source, B.source), gone.catalog)
    assert back.catalog == catalog_of(noted(A, 1, 2), noted(B, 2, 2))
    assert back.revived == (noted(A, 1, 2),)
    assert back.catalog.entries[0].sealed


def test_removed_entry_without_target_is_forgotten() -> None:
    merged = merge_catalog(article(B.source), catalog_of(Entry("Old."), B))
    assert merged.catalog == catalog_of(noted(B, 1, 1))
    assert merged.removed == (Entry("Old."),)


def test_one_source_twice_in_one_role_is_one_entry_and_in_two_roles_two() -> None:
    document = article("Same.", "Same.", "Same.", contexts=("", "", "caption"))
    assert [entry.key for entry in make_entries(document)] == [("", "Same."), ("caption", "Same.")]


def test_an_edit_is_not_sought_in_another_role() -> None:
    document = article("The river rose on Tuesday.", contexts=("caption",))
    merged = merge_catalog(document, catalog_of(A))
    assert merged.catalog == catalog_of(
        noted(Entry("The river rose on Tuesday.", context="caption"), 1, 1), obsolete=(A,)
    )


def test_note_says_what_the_segment_is_and_where_its_links_lead() -> None:
    headline = Segment("Flood", Kind.HEADLINE, context="headline")
    linked = Segment(
        "[reported][1]", Kind.BODY, number=3, links=("(https://example.org/a)",), urls=("https://example.org/a",)
    )
    assert describe_segment(headline, body=33) == "Headline"
    assert describe_segment(linked, body=33) == "Body, paragraph 3 of 33\n[1] https://example.org/a"


def entry_from(key: tuple[str, str], kind: int) -> Entry:
    entry = Entry(key[0], context=key[1])
    made = [entry, entry.drafted("D", origin="engine=x"), entry.reviewed("R"), entry.approved(f"A {key}")]
    return [*made, made[3].outdated("before")][kind]


CATALOGS = st.dictionaries(
    st.tuples(st.sampled_from(SOURCES), st.sampled_from(["", "caption"])),
    st.tuples(st.integers(0, 4), st.booleans()),
    max_size=8,
).map(
    lambda drawn: catalog_of(
        *(entry_from(key, kind) for key, (kind, live) in drawn.items() if live),
        obsolete=tuple(entry_from(key, kind) for key, (kind, live) in drawn.items() if not live),
    )
)


def drawn_article(keys: list[tuple[str, str]]) -> Document:
    return article(*(source for source, _ in keys), contexts=tuple(context for _, context in keys))


@given(DRAWN, CATALOGS)
def test_no_approved_target_is_ever_lost(keys: list[tuple[str, str]], catalog: Catalog) -> None:
    merged = merge_catalog(drawn_article(keys), catalog).catalog
    before = {e.target for e in (*catalog.entries, *catalog.obsolete) if e.sealed}
    assert before <= {e.target for e in (*merged.entries, *merged.obsolete)}


@given(DRAWN, CATALOGS)
def test_order_is_that_of_the_article(keys: list[tuple[str, str]], catalog: Catalog) -> None:
    merged = merge_catalog(drawn_article(keys), catalog)
    wanted = list(dict.fromkeys((context, source) for source, context in keys))
    assert [entry.key for entry in merged.catalog.entries] == wanted
    told = [*merged.unchanged, *(edit.new for edit in merged.edited), *merged.new, *merged.revived]
    assert sorted(told, key=lambda e: wanted.index(e.key)) == list(merged.catalog.entries)


@given(DRAWN, CATALOGS)
def test_a_second_merge_changes_nothing(keys: list[tuple[str, str]], catalog: Catalog) -> None:
    document = drawn_article(keys)
    once = merge_catalog(document, catalog).catalog
    assert merge_catalog(document, once).catalog == once


@given(DRAWN, CATALOGS)
def test_a_merge_never_approves(keys: list[tuple[str, str]], catalog: Catalog) -> None:
    before = {(e.key, e.target) for e in (*catalog.entries, *catalog.obsolete) if e.state() == "approved"}
    merged = merge_catalog(drawn_article(keys), catalog).catalog
    assert {(e.key, e.target) for e in merged.entries if e.state() == "approved"} <= before
