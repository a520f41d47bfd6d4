from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from thorough import examples

from l10n.merging import Change, Fate, Merged, addresses_in, describe_segment, make_entries, merge_catalog
from l10n.model import Block, BlockKind, Catalog, Document, Entry, Key, Kind, Segment, State, seal_of

SOURCES = [
    "The river rose on Monday.",
    "The river rose on Tuesday.",
    "Nobody was hurt.",
    "No",
    "Boats came at noon today.",
    "The river rose on Monday. Boats came at noon today.",
    "မြစ်ရေ တက်သည်။ လှေများ ရောက်လာသည်။",
    "မြစ်ရေ တက်သည်။",
    "လှေများ ရောက်လာသည်။",
]
KEYS = st.tuples(st.sampled_from(["", "caption"]), st.sampled_from(SOURCES))
DRAWN = st.lists(KEYS, max_size=6)


def article(*sources: str, contexts: tuple[str, ...] = (), urls: tuple[str, ...] = ()) -> Document:
    """An article of body paragraphs; *urls* are those of its first segment."""
    segments = [
        Segment(source, Kind.BODY, context=contexts[n] if contexts else "", urls=() if n else urls, number=n + 1)
        for n, source in enumerate(sources)
    ]
    blocks = tuple(Block(BlockKind.PARAGRAPH, segments=(segment,)) for segment in segments)
    return Document("flood", "", blocks=blocks, path="articles/flood.md")


def noted(entry: Entry, number: int, total: int, *urls: str) -> Entry:
    lines = [f"Body, paragraph {number} of {total}", *(f"[{n}] {url}" for n, url in enumerate(urls, 1))]
    return replace(entry, note="\n".join(lines), references=("articles/flood.md",))


def stale(source: str, old: Entry) -> Entry:
    """The entry *old* as it stands for an edited source."""
    return replace(old, source=source).outdated(old.source)


def fates(merged: Merged) -> list[tuple[str, list[str], list[str]]]:
    return [(c.fate.value, [e.source for e in c.old], [e.source for e in c.new]) for c in merged.changes]


def catalog_of(*entries: Entry, obsolete: tuple[Entry, ...] = ()) -> Catalog:
    return Catalog("flood", "my", entries, obsolete)


A, B = Entry("The river rose on Monday.").approved("A"), Entry("Nobody was hurt.").approved("B")
TUESDAY = "The river rose on Tuesday."


def test_first_merge_makes_empty_entries_in_article_order() -> None:
    entries = (noted(Entry("One."), 1, 2), noted(Entry("Two."), 2, 2))
    merged = merge_catalog(article("One.", "Two."), Catalog("flood", "my"))
    assert merged == Merged(
        Catalog("flood", "my", entries), (Change(Fate.NEW, (), entries[:1]), Change(Fate.NEW, (), entries[1:]))
    )


def test_moved_sources_keep_their_entries_and_only_what_moved_is_called_moved() -> None:
    others = [Entry(f"{n}.").approved(f"{n}") for n in range(4)]
    document = article(B.source, *(e.source for e in others), A.source)
    merged = merge_catalog(document, catalog_of(A, B, *others))
    assert merged.catalog.entries == tuple(noted(e, n, 6) for n, e in enumerate([B, *others, A], 1))
    assert merged.moved == (noted(A, 6, 6),)
    assert merged.unchanged == merged.catalog.entries
    assert merged.changes[5] == Change(Fate.MOVED, (A,), (noted(A, 6, 6),))


def test_changed_source_keeps_target_as_stale_with_the_seal_of_its_approval() -> None:
    merged = merge_catalog(article(TUESDAY, B.source), catalog_of(A, B))
    edited = noted(Entry(TUESDAY, target="A", previous=A.source, seal=A.seal), 1, 2)
    assert edited.was_approved
    assert merged.catalog == catalog_of(edited, noted(B, 2, 2))
    assert merged.changes == (Change(Fate.EDITED, (A,), (edited,)), Change(Fate.UNCHANGED, (B,), (noted(B, 2, 2),)))


def test_source_changed_twice_keeps_the_one_the_target_was_made_for() -> None:
    once = merge_catalog(article(TUESDAY), catalog_of(A)).catalog
    twice = merge_catalog(article("The river rose on Wednesday."), once).catalog
    assert twice.entries == (noted(stale("The river rose on Wednesday.", A), 1, 1),)
    assert twice.entries[0].was_approved


def test_an_edit_taken_back_is_approved_again() -> None:
    once = merge_catalog(article(TUESDAY), catalog_of(A)).catalog
    back = merge_catalog(article(A.source), once)
    assert back.catalog == catalog_of(noted(A, 1, 1))
    assert fates(back) == [("edited", [TUESDAY], [A.source])]


def test_a_rewrite_taken_back_is_found_though_the_texts_are_unlike() -> None:
    far = stale("Water stood knee-deep everywhere.", A)
    assert merge_catalog(article(A.source), catalog_of(far)).catalog == catalog_of(noted(A, 1, 1))


def test_an_edit_taken_back_after_its_removal_is_approved_again() -> None:
    edited = merge_catalog(article(TUESDAY), catalog_of(A)).catalog
    gone = merge_catalog(article(B.source), edited).catalog
    assert gone.obsolete == (stale(TUESDAY, A),)
    assert merge_catalog(article(A.source), gone).catalog == catalog_of(noted(A, 1, 1))


def test_an_edit_taken_back_that_nobody_had_approved_is_what_it_was() -> None:
    draft = Entry(A.source).drafted("D", origin="engine=x")
    for before in (draft, Entry(A.source).reviewed("R")):
        once = merge_catalog(article(TUESDAY), catalog_of(before)).catalog
        assert once.entries[0].state() is State.STALE
        assert merge_catalog(article(A.source), once).catalog == catalog_of(noted(before, 1, 1))


def test_what_gettext_calls_finished_gets_its_seal_when_it_is_outdated() -> None:
    finished = Entry(A.source, target="A", confirmed=True)
    by_gettext = merge_catalog(article(TUESDAY), catalog_of(finished), approvals="gettext").catalog
    assert by_gettext.entries == (noted(stale(TUESDAY, A), 1, 1),)
    sealed_only = merge_catalog(article(TUESDAY), catalog_of(finished)).catalog
    assert sealed_only.entries == (noted(Entry(TUESDAY, target="A", previous=A.source), 1, 1),)


def test_a_seal_that_tells_nothing_of_these_texts_is_dropped() -> None:
    other = replace(Entry(A.source).reviewed("R"), seal="0123456789abcdef")
    assert merge_catalog(article(TUESDAY), catalog_of(other)).catalog.entries[0].seal == ""


def test_a_link_that_leads_elsewhere_makes_the_entry_stale_without_its_seal() -> None:
    linked = Entry("See [this report][1] of Monday.").approved("L [1]")
    before = noted(linked, 1, 1, "https://a.example/")
    document = article(linked.source, urls=("https://b.example/",))
    merged = merge_catalog(document, catalog_of(before))
    after = replace(noted(linked, 1, 1, "https://b.example/").outdated(linked.source), seal="")
    assert merged == Merged(catalog_of(after), (Change(Fate.EDITED, (before,), (after,)),))
    assert after.state() is State.STALE
    again = merge_catalog(document, merged.catalog)
    assert (again.catalog, [c.fate for c in again.changes]) == (merged.catalog, [Fate.UNCHANGED])
    back = merge_catalog(article(linked.source, urls=("https://a.example/",)), merged.catalog).catalog
    assert back.entries[0].state() is State.STALE


def test_a_note_without_addresses_says_nothing_about_links() -> None:
    linked = Entry("See [this report][1] of Monday.").approved("L [1]")
    merged = merge_catalog(article(linked.source, urls=("https://b.example/",)), catalog_of(linked))
    assert merged.catalog == catalog_of(noted(linked, 1, 1, "https://b.example/"))
    assert [change.fate for change in merged.changes] == [Fate.UNCHANGED]


def test_an_edit_with_a_new_link_taken_back_is_not_approved_again() -> None:
    linked = noted(Entry("See [this report][1] of Monday.").approved("L [1]"), 1, 1, "https://a.example/")
    edited = article("See [this report][1] of Tuesday.", urls=("https://b.example/",))
    once = merge_catalog(edited, catalog_of(linked)).catalog
    back = merge_catalog(article(linked.source, urls=("https://b.example/",)), once).catalog
    assert back.entries[0].state() is State.REVIEW


WHOLE = Entry("The river rose on Monday. Nobody was hurt in town.").approved("မြစ်ရေ တက်သည်။ ဘယ်သူမှ မနာပါ။")
PARTS = ("The river rose on Monday.", "Nobody was hurt in town.")


def test_parts_of_a_split_source_share_its_sentences() -> None:
    merged = merge_catalog(article(*PARTS), catalog_of(WHOLE))
    parts = (
        noted(Entry(PARTS[0], target="မြစ်ရေ တက်သည်။", previous=WHOLE.source), 1, 2),
        noted(Entry(PARTS[1], target="ဘယ်သူမှ မနာပါ။", previous=WHOLE.source), 2, 2),
    )
    assert merged == Merged(catalog_of(*parts, obsolete=(WHOLE,)), (Change(Fate.SPLIT, (WHOLE,), parts),))
    assert merge_catalog(article(*PARTS), merged.catalog).catalog == merged.catalog


def test_a_split_taken_back_is_approved_again() -> None:
    once = merge_catalog(article(*PARTS), catalog_of(WHOLE)).catalog
    back = merge_catalog(article(WHOLE.source), once)
    assert back.catalog.entries == (noted(WHOLE, 1, 1),)
    assert [change.fate for change in back.changes] == [Fate.REMOVED, Fate.REMOVED, Fate.RETURNED]


def test_parts_whose_sentences_cannot_be_told_apart_each_have_the_whole_target() -> None:
    whole = Entry(WHOLE.source).approved("One sentence for both")
    merged = merge_catalog(article(*PARTS), catalog_of(whole))
    expected = tuple(noted(stale(part, whole), n, 2) for n, part in enumerate(PARTS, 1))
    assert merged.catalog == catalog_of(*expected, obsolete=(whole,))
    assert all(entry.was_approved for entry in merged.catalog.entries)


def test_a_merged_source_has_the_targets_in_order() -> None:
    first, second = Entry(PARTS[0]).approved("Premier."), Entry(PARTS[1]).drafted("Second.", origin="engine=x")
    merged = merge_catalog(article(WHOLE.source), catalog_of(first, second))
    joined = noted(Entry(WHOLE.source, "Premier. Second.", previous=WHOLE.source, origin="engine=x"), 1, 1)
    assert joined.state() is State.STALE
    assert merged == Merged(
        catalog_of(joined, obsolete=(first, second)), (Change(Fate.MERGED, (first, second), (joined,)),)
    )


def test_merged_targets_in_chinese_are_joined_without_a_space() -> None:
    first, second = Entry(PARTS[0]).approved("河水上涨。"), Entry(PARTS[1]).approved("无人受伤。")
    assert (
        merge_catalog(article(WHOLE.source), catalog_of(first, second)).catalog.entries[0].target
        == "河水上涨。无人受伤。"
    )


def test_a_merge_with_one_target_keeps_it_with_its_seal() -> None:
    first, second = Entry(PARTS[0]).approved("Premier."), Entry(PARTS[1], comments=("Who?",))
    merged = merge_catalog(article(WHOLE.source), catalog_of(first, second)).catalog
    assert merged.entries == (noted(replace(stale(WHOLE.source, first), comments=("Who?",)), 1, 1),)
    assert merged.entries[0].was_approved


def test_link_numbers_follow_their_addresses_when_texts_are_merged_and_split() -> None:
    first = noted(Entry("The river rose, [he said][1] on Monday.").approved("Un [1][1]."), 1, 2, "https://a.example/")
    second = noted(
        Entry("Nobody was hurt, [she said][1] in town.").approved("Deux [2][1]."), 2, 2, "https://b.example/"
    )
    whole = f"{first.source} {second.source.replace('[1]', '[2]')}"
    merged = merge_catalog(article(whole, urls=("https://a.example/", "https://b.example/")), catalog_of(first, second))
    assert merged.catalog.entries[0].target == "Un [1][1]. Deux [2][2]."
    approved = replace(merged.catalog.entries[0], previous="").approved(merged.catalog.entries[0].target)
    split = merge_catalog(article(second.source, "x", urls=("https://b.example/",)), catalog_of(approved))
    assert [change.fate for change in split.changes] == [Fate.EDITED, Fate.NEW]
    parts = merge_catalog(article(second.source, first.source, urls=("https://b.example/",)), catalog_of(approved))
    assert [entry.target for entry in parts.catalog.entries] == ["Deux [2][1].", "Un [1][1]."]


def test_edited_source_without_target_stays_empty_and_keeps_peoples_comments() -> None:
    merged = merge_catalog(
        article("The river rose on Tuesday."), catalog_of(Entry(A.source, comments=("Which river?",)))
    )
    assert merged.catalog.entries == (noted(Entry("The river rose on Tuesday.", comments=("Which river?",)), 1, 1),)
    assert merged.catalog.obsolete == ()


def test_removed_entry_becomes_obsolete_with_its_seal_and_returns_approved() -> None:
    gone = merge_catalog(article(B.source), catalog_of(noted(A, 1, 2), B))
    assert gone.catalog == catalog_of(noted(B, 1, 1), obsolete=(A,))
    assert fates(gone) == [("removed", [A.source], []), ("unchanged", [B.source], [B.source])]
    back = merge_catalog(article(A.source, B.source), gone.catalog)
    assert back.catalog == catalog_of(noted(A, 1, 2), noted(B, 2, 2))
    assert back.returned == (noted(A, 1, 2),)
    assert back.catalog.entries[0].sealed


def test_removed_entry_without_target_is_forgotten() -> None:
    merged = merge_catalog(article(B.source), catalog_of(Entry("Old."), B))
    assert merged.catalog == catalog_of(noted(B, 1, 1))
    assert merged.removed == (Entry("Old."),)


def test_one_source_twice_in_one_role_is_one_entry_and_in_two_roles_two() -> None:
    document = article("Same.", "Same.", "Same.", contexts=("", "", "caption"))
    assert [entry.key for entry in make_entries(document)] == [("", "Same."), ("caption", "Same.")]


def test_an_edit_is_not_sought_in_another_role() -> None:
    document = article(TUESDAY, contexts=("caption",))
    merged = merge_catalog(document, catalog_of(A))
    assert merged.catalog == catalog_of(noted(Entry(TUESDAY, context="caption"), 1, 1), obsolete=(A,))


def test_the_same_text_in_another_role_takes_its_target_there_to_be_looked_at() -> None:
    merged = merge_catalog(article(A.source, contexts=("caption",)), catalog_of(A))
    moved = noted(Entry(A.source, target="A", context="caption", previous=A.source), 1, 1)
    assert merged == Merged(catalog_of(moved), (Change(Fate.EDITED, (A,), (moved,)),))


def test_removed_ones_are_told_where_they_stood() -> None:
    gone = Entry("Boats came at noon today.").approved("C")
    assert fates(merge_catalog(article(A.source, B.source), catalog_of(A, gone, B))) == [
        ("unchanged", [A.source], [A.source]),
        ("removed", [gone.source], []),
        ("unchanged", [B.source], [B.source]),
    ]


def test_note_says_what_the_segment_is_and_where_its_links_lead() -> None:
    headline = Segment("Flood", Kind.HEADLINE, context="headline")
    linked = Segment(
        "[reported][1]", Kind.BODY, number=3, links=("(https://example.org/a)",), urls=("https://example.org/a",)
    )
    assert describe_segment(headline, body=33) == "Headline"
    assert describe_segment(linked, body=33) == "Body, paragraph 3 of 33\n[1] https://example.org/a"
    assert addresses_in(describe_segment(linked, body=33)) == ("https://example.org/a",)
    assert addresses_in(describe_segment(headline, body=33)) == ()
    nowhere = replace(linked, urls=("", "https://example.org/a "))
    assert addresses_in(describe_segment(nowhere, body=33)) == ("", "https://example.org/a")
    assert addresses_in("Body\n[1]\n[2] https://example.org/a") == ("", "https://example.org/a")


def entry_from(key: Key, kind: int) -> Entry:
    context, source = key
    entry = Entry(source, context=context)
    approved = entry.approved(f"A {source}")
    made = [
        entry,
        entry.drafted("D. D.", origin="engine=x"),
        entry.reviewed("R"),
        approved,
        approved.outdated("before"),
        Entry(source, "A before", context, previous="before", seal=seal_of("before", "A before")),
        replace(entry, target=f"A {source}", confirmed=True),
        Entry(source, f"A {SOURCES[0]}", context, previous=SOURCES[0], seal=seal_of(SOURCES[0], f"A {SOURCES[0]}")),
    ]
    return made[kind]


CATALOGS = st.dictionaries(KEYS, st.tuples(st.integers(0, 7), st.booleans()), max_size=8).map(
    lambda drawn: catalog_of(
        *(entry_from(key, kind) for key, (kind, live) in drawn.items() if live),
        obsolete=tuple(entry_from(key, kind) for key, (kind, live) in drawn.items() if not live),
    )
)
MODES = st.sampled_from(["sealed", "gettext"])


def drawn_article(keys: list[Key]) -> Document:
    return article(*(source for _, source in keys), contexts=tuple(context for context, _ in keys))


def all_of(catalog: Catalog) -> tuple[Entry, ...]:
    return (*catalog.entries, *catalog.obsolete)


def approved_in(catalog: Catalog, approvals: str = "sealed") -> set[tuple[str, str]]:
    return {(e.source, e.target) for e in all_of(catalog) if e.state(approvals) is State.APPROVED}


def claims(catalog: Catalog) -> set[tuple[str, str]]:
    """The pairs of texts that seals say were approved."""
    return approved_in(catalog) | {(e.previous, e.target) for e in all_of(catalog) if e.was_approved}


@given(DRAWN, CATALOGS, MODES)
@settings(max_examples=examples(60), deadline=None)
def test_no_target_and_no_approval_is_ever_lost(keys: list[Key], catalog: Catalog, approvals: str) -> None:
    """An approval stays on record: live, obsolete, or in the seal of a stale entry, unless its text changed its role."""
    merged = merge_catalog(drawn_article(keys), catalog, approvals=approvals).catalog
    assert {e.target for e in all_of(catalog)} - {""} <= {e.target for e in all_of(merged)}
    old, new = {e.key for e in catalog.entries}, set(keys)
    if not {source for _, source in old - new} & {source for _, source in new - old}:
        assert approved_in(catalog) <= claims(merged)


@given(DRAWN, CATALOGS, MODES)
@settings(max_examples=examples(60), deadline=None)
def test_approvals_are_only_of_texts_that_were_approved(keys: list[Key], catalog: Catalog, approvals: str) -> None:
    merged = merge_catalog(drawn_article(keys), catalog, approvals=approvals).catalog
    known = approved_in(catalog, approvals) | claims(catalog)
    assert approved_in(merged, approvals) | claims(merged) <= known


@given(DRAWN, CATALOGS)
@settings(max_examples=examples(60), deadline=None)
def test_every_entry_has_one_fate_and_the_order_is_that_of_the_article(keys: list[Key], catalog: Catalog) -> None:
    merged = merge_catalog(drawn_article(keys), catalog)
    after = [entry for change in merged.changes for entry in change.new]
    before = [entry for change in merged.changes if change.fate is not Fate.RETURNED for entry in change.old]
    assert [entry.key for entry in merged.catalog.entries] == list(dict.fromkeys(keys))
    assert sorted(after, key=repr) == sorted(merged.catalog.entries, key=repr)
    assert sorted(before, key=repr) == sorted(catalog.entries, key=repr)
    everything = [entry.key for entry in all_of(merged.catalog)]
    assert len(set(everything)) == len(everything)


@given(DRAWN, CATALOGS, MODES)
@settings(max_examples=examples(60), deadline=None)
def test_a_second_merge_changes_nothing(keys: list[Key], catalog: Catalog, approvals: str) -> None:
    document = drawn_article(keys)
    once = merge_catalog(document, catalog, approvals=approvals).catalog
    again = merge_catalog(document, once, approvals=approvals)
    assert again.catalog == once
    assert {change.fate for change in again.changes} <= {Fate.UNCHANGED}
