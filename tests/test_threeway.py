"""Two versions of a catalog merged: nothing approved is lost, nothing is approved that nobody approved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from l10n.merging import merge_catalog
from l10n.model import Catalog, CatalogKey, Document, Entry, Kind, Segment
from l10n.sequences import merge_orders
from l10n.standing import is_persons
from l10n.stores.po import parse_catalog, serialize_catalog
from l10n.suggestions import suggested_texts, with_suggestion, without_suggestions
from l10n.threeway import Kept, ThreeWay, Why, merge_catalogs

RIVER, ROSE, HURT = "The river rose on Monday.", "The river rose on Tuesday.", "Nobody was hurt."


def catalog(*entries: Entry, obsolete: tuple[Entry, ...] = ()) -> Catalog:
    return Catalog("flood", "es", entries, obsolete)


def beside(entry: Entry, text: str) -> Entry:
    return with_suggestion(entry, text)


E = Entry(RIVER)
DRAFT, REVIEW = E.drafted("d", origin="engine=apertium"), E.reviewed("r")
A, B = E.approved("a"), E.approved("b")
H = Entry(HURT).approved("h")
STALE = replace(A, source=ROSE).outdated(RIVER)


# One entry: what stands, what is kept beside it


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged", "why"),
    [
        # one side changed it
        (E, A, E, A, None),
        (E, E, A, A, None),
        (REVIEW, E.emptied(), REVIEW, E, None),
        (REVIEW, DRAFT, REVIEW, DRAFT, None),
        # both did the same
        (E, A, A, A, None),
        (DRAFT, A, replace(A, origin="engine=apertium"), A, None),
        # both approved
        (E, A, B, beside(A, "b"), Why.APPROVED_TWICE),
        (A, B, A, beside(B, "a"), Why.REPLACED),
        (A, A, B, beside(B, "a"), Why.REPLACED),
        # one approved, the other wrote something
        (E, A, REVIEW, beside(A, "r"), Why.UNAPPROVED),
        (E, REVIEW, A, beside(A, "r"), Why.UNAPPROVED),
        (E, DRAFT, A, A, None),
        (DRAFT, A, E, A, None),
        (REVIEW, A, REVIEW, A, None),
        # an approval that the other side changed or took back
        (A, A, REVIEW, beside(A, "r"), Why.UNAPPROVED),
        (A, REVIEW, A, beside(A, "r"), Why.UNAPPROVED),
        (A, A, E, A, Why.TAKEN_BACK),
        (A, E.reviewed("a"), A, A, Why.TAKEN_BACK),
        (A, DRAFT, A, A, Why.TAKEN_BACK),
        (A, replace(A, seal=""), A, A, None),
        # neither approved
        (E, REVIEW, E.reviewed("q"), beside(REVIEW, "q"), Why.EDITED),
        (E, DRAFT, REVIEW, REVIEW, None),
        (E, DRAFT, E.drafted("e", origin="engine=apertium"), DRAFT, None),
        (REVIEW, E, E.reviewed("q"), E.reviewed("q"), None),
        # a base that nobody knows
        (None, A, B, beside(A, "b"), Why.APPROVED_TWICE),
        (None, REVIEW, A, beside(A, "r"), Why.UNAPPROVED),
        (None, E, A, A, None),
    ],
)
def test_one_entry_is_merged(base: Entry | None, ours: Entry, theirs: Entry, merged: Entry, why: Why | None) -> None:
    result = merge_catalogs(catalog(base) if base else catalog(), catalog(ours), catalog(theirs))
    other = (suggested_texts(merged) or [""])[0]
    assert result == ThreeWay(catalog(merged), (Kept(merged, why, other),) if why else ())


def test_replaced_approvals_are_not_conflicts() -> None:
    assert merge_catalogs(catalog(A), catalog(B), catalog(A)).conflicts == ()


def test_in_gettext_mode_what_is_confirmed_is_approved() -> None:
    theirs = Entry(RIVER, target="b", confirmed=True)
    merged = merge_catalogs(catalog(E), catalog(REVIEW), catalog(theirs), approvals="gettext")
    assert merged.catalog == catalog(beside(theirs, "r"))


# The article was corrected on one side


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("before", [E, DRAFT, REVIEW, B])
def test_an_approval_goes_with_the_corrected_source_as_stale(before: Entry, swapped: bool) -> None:
    corrected = replace(before, source=ROSE).outdated(RIVER) if before.target else Entry(ROSE)
    sides = (catalog(A, H), catalog(corrected, H))
    result = merge_catalogs(catalog(before, H), *(reversed(sides) if swapped else sides)).catalog
    assert result == catalog(STALE, H)
    assert result.entries[0].was_approved


def test_an_approval_of_a_source_corrected_and_approved_again_is_kept_as_obsolete() -> None:
    renewed = Entry(ROSE).approved("n")
    result = merge_catalogs(catalog(E), catalog(A), catalog(renewed))
    assert result == ThreeWay(catalog(renewed, obsolete=(A,)), (Kept(A, Why.GONE),))


def test_two_approvals_of_a_source_corrected_later_are_both_kept() -> None:
    result = merge_catalogs(catalog(E), catalog(STALE), catalog(B))
    assert result == ThreeWay(catalog(beside(STALE, "b")), (Kept(beside(STALE, "b"), Why.EDITED, "b"),))


def test_both_corrected_the_source_in_different_ways() -> None:
    other = replace(A, source="The river fell.").outdated(RIVER)
    assert merge_catalogs(catalog(A, H), catalog(STALE, H), catalog(other, H)).catalog == catalog(STALE, other, H)


def test_an_approval_of_a_removed_paragraph_is_obsolete_and_told() -> None:
    result = merge_catalogs(catalog(REVIEW, H), catalog(A, H), catalog(H, obsolete=(REVIEW,)))
    assert result == ThreeWay(catalog(H, obsolete=(A,)), (Kept(A, Why.GONE),))


def test_a_removed_paragraph_that_the_other_side_left_alone_is_obsolete() -> None:
    assert merge_catalogs(catalog(A, H), catalog(A, H), catalog(H, obsolete=(A,))) == ThreeWay(
        catalog(H, obsolete=(A,))
    )


def test_a_source_is_stale_for_the_text_it_was_made_for_through_two_corrections() -> None:
    base, third = replace(A, source=ROSE).outdated(RIVER), "The river rose on Wednesday."
    result = merge_catalogs(catalog(base), catalog(replace(base, source=third)), catalog(Entry(ROSE).approved("n")))
    assert result.catalog == catalog(replace(Entry(ROSE).approved("n"), source=third).outdated(ROSE))


# What stands around the text


def test_remarks_of_both_sides_are_kept_and_removed_ones_stay_removed() -> None:
    base, ours, theirs = (("one", "two"), ("two", "ours"), ("one", "two", "theirs"))
    merged = merge_catalogs(*(catalog(replace(E, comments=lines)) for lines in (base, ours, theirs))).catalog
    assert merged.entries[0].comments == ("two", "ours", "theirs")


def test_notes_and_references_are_those_of_the_side_that_changed_them() -> None:
    old, new = replace(E, note="1 of 2", references=("a.md",)), replace(A, note="1 of 3", references=("b.md",))
    ours = replace(B, note="1 of 2", references=("a.md",))
    merged = merge_catalogs(catalog(old), catalog(ours), catalog(new)).catalog
    assert (merged.entries[0].note, merged.entries[0].references) == ("1 of 3", ("b.md",))


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("AD", "ABD", "ACD", "ABCD"),
        ("AD", "AD", "DA", "DA"),
        ("AD", "DA", "AD", "DA"),
        ("ABD", "ABCD", "DAB", "DABC"),
        ("ABC", "CAB", "BAC", "CAB"),
        ("A", "XA", "YA", "XYA"),
        ("A", "AX", "YAZ", "YAXZ"),
        ("", "AB", "BC", "ABC"),
    ],
)
def test_orders_are_merged(base: str, ours: str, theirs: str, merged: str) -> None:
    assert "".join(merge_orders(base, ours, theirs)) == merged


@pytest.mark.parametrize("text", ['"b" \\', "two\nlines", "\u2028\t\r", "မြန်မာ", "<<<<<<< HEAD"])
def test_a_text_kept_beside_is_one_line_and_comes_back(text: str) -> None:
    kept = with_suggestion(replace(A, comments=("Which river?",)), text)
    assert (len(kept.comments), "\n" in kept.comments[1], suggested_texts(kept)) == (2, False, [text])
    assert read(written(catalog(kept))) == catalog(kept)
    assert without_suggestions(kept) == replace(A, comments=("Which river?",))


def test_a_remark_that_only_looks_like_a_kept_text_is_a_remark() -> None:
    entry = replace(A, comments=('diglot: also "cut', 'diglot: also "x"', "diglot: also 4"))
    assert (suggested_texts(entry), without_suggestions(entry).comments) == (
        ["x"],
        (entry.comments[0], entry.comments[2]),
    )


# Whole catalogs, made by people who decide, and by articles that are corrected


def written(merged: Catalog) -> str:
    return serialize_catalog(merged, source_locale="en", project="newsroom")


def read(text: str) -> Catalog:
    return parse_catalog(text, key=CatalogKey("flood", "es"), path="flood.po")


SENTENCES = [
    f"{who} {did} {where}."
    for who in ("The river", "A boat")
    for did in ("rose", "sank")
    for where in ("here", "there", "at 7")
]
Texts = list[tuple[str, str]]  # (context, source)


def article(texts: Texts) -> Document:
    segments = (Segment(source, Kind.BODY, context=context, number=n) for n, (context, source) in enumerate(texts, 1))
    return Document("flood", "", head=tuple(segments), path="articles/flood.md")


@st.composite
def histories(draw: st.DrawFn, start: tuple[Texts, Catalog], *, most: int = 7) -> tuple[Texts, Catalog]:
    """An article and its catalog after people decided, and editors corrected, moved, removed and added."""
    texts, merged = list(start[0]), start[1]
    for _ in range(draw(st.integers(0, most))):
        if merged.entries and draw(st.integers(0, 2)):
            entry = draw(st.sampled_from(merged.entries))
            merged = merged.with_entries({entry.key: draw(decided(entry))})
            continue
        texts = draw(corrected(texts))
        merged = merge_catalog(article(texts), merged).catalog
    return texts, merged


@st.composite
def decided(draw: st.DrawFn, entry: Entry) -> Entry:
    target = draw(st.sampled_from(["a", "b", 'c "\n']))
    action = draw(st.sampled_from(["approve", "approve", "approve", "review", "draft", "reject", "remark", "foreign"]))
    match action:
        case "approve":
            return entry.approved(target)
        case "review":
            return entry.reviewed(target)
        case "draft":
            return entry.drafted(target, origin="engine=apertium")
        case "remark":
            return replace(entry, comments=(*entry.comments, target.strip()))
        case "foreign":
            return replace(entry, target=target, confirmed=True, previous="", seal="")
    return entry.emptied()


@st.composite
def corrected(draw: st.DrawFn, texts: Texts) -> Texts:
    at = draw(st.integers(0, max(len(texts) - 1, 0)))
    sentence = (draw(st.sampled_from(["", "", "caption"])), draw(st.sampled_from(SENTENCES)))
    match draw(st.sampled_from(["edit", "edit", "move", "remove", "add"])) if texts else "add":
        case "edit":
            return [*texts[:at], sentence, *texts[at + 1 :]]
        case "move":
            return [*texts[at:], *texts[:at]]
        case "remove":
            return [*texts[:at], *texts[at + 1 :]]
    return [*texts[:at], sentence, *texts[at:]]


START: tuple[Texts, Catalog] = ([], catalog())
BASES = st.just(START).flatmap(lambda start: histories(start, most=10))


@st.composite
def versions(draw: st.DrawFn) -> tuple[Catalog, Catalog, Catalog]:
    base = draw(BASES)
    ours, theirs = draw(histories(base)), draw(histories(base))
    if draw(st.booleans()):
        return base[1], ours[1], theirs[1]
    return catalog(), ours[1], theirs[1]  # the same article added twice: git knows no base


def everything(merged: Catalog) -> list[Entry]:
    return [*merged.entries, *merged.obsolete]


def approved(merged: Catalog) -> set[tuple[str, str, str]]:
    return {(e.context, e.source, e.target) for e in everything(merged) if e.state() == "approved"}


def is_kept(merged: Catalog, context: str, source: str, target: str) -> bool:
    """Whether a text approved for a source is still there, and still says so."""
    for entry in everything(merged):
        if entry.key == (context, source) and entry.state() == "approved":
            return entry.target == target or target in suggested_texts(entry)
        carried = (entry.context, entry.previous) == (context, source) and entry.was_approved
        if carried and target in (entry.target, *suggested_texts(entry)):
            return True
    return False


def people_wrote(merged: Catalog) -> set[tuple[str, str, str]]:
    entries = [e for e in everything(merged) if is_persons(e)]
    return {(e.context, e.source, text) for e in entries for text in (e.target, *suggested_texts(e))}


def bare(merged: Catalog) -> Catalog:
    """The catalog without remarks."""
    entries, obsolete = ([replace(e, comments=()) for e in es] for es in (merged.entries, merged.obsolete))
    return replace(merged, entries=tuple(entries), obsolete=tuple(obsolete))


def no_approval_is_lost(base: Catalog, ours: Catalog, theirs: Catalog) -> None:
    merged = merge_catalogs(base, ours, theirs).catalog
    assert [a for a in sorted(approved(ours) | approved(theirs)) if not is_kept(merged, *a)] == []


def nothing_is_approved_that_nobody_approved(base: Catalog, ours: Catalog, theirs: Catalog) -> None:
    assert approved(merge_catalogs(base, ours, theirs).catalog) <= approved(ours) | approved(theirs)


def the_result_is_written_and_read_without_conflict_marks(base: Catalog, ours: Catalog, theirs: Catalog) -> None:
    merged = merge_catalogs(base, ours, theirs).catalog
    text = written(merged)
    assert read(text) == merged
    assert not any(line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")) for line in text.splitlines())


def the_same_texts_are_kept_whoever_is_called_ours(base: Catalog, ours: Catalog, theirs: Catalog) -> None:
    there, back = merge_catalogs(base, ours, theirs).catalog, merge_catalogs(base, theirs, ours).catalog
    assert {e.key for e in there.entries} == {e.key for e in back.entries}
    assert people_wrote(there) == people_wrote(back)


def what_one_side_alone_changed_is_taken_as_it_is(base: Catalog, changed: Catalog, _: Catalog) -> None:
    assert merge_catalogs(base, changed, changed) == ThreeWay(changed)
    renewed = {(context, source) for context, source, _ in approved(changed)}
    if any(a[:2] not in renewed and not is_kept(changed, *a) for a in approved(base)):
        return  # this side took an approval back
    assert bare(merge_catalogs(base, changed, base).catalog) == bare(changed)
    assert bare(merge_catalogs(base, base, changed).catalog) == bare(changed)


LAWS = [
    no_approval_is_lost,
    nothing_is_approved_that_nobody_approved,
    the_result_is_written_and_read_without_conflict_marks,
    the_same_texts_are_kept_whoever_is_called_ours,
    what_one_side_alone_changed_is_taken_as_it_is,
]
Law = Callable[[Catalog, Catalog, Catalog], None]


@pytest.mark.parametrize("law", LAWS)
@given(drawn=versions())
@settings(max_examples=10, deadline=None)
def test_law(law: Law, drawn: tuple[Catalog, Catalog, Catalog]) -> None:
    law(*drawn)


@pytest.mark.slow
@pytest.mark.parametrize("law", LAWS)
@given(drawn=versions())
@settings(max_examples=500, deadline=None)
def test_law_holds_for_many_histories(law: Law, drawn: tuple[Catalog, Catalog, Catalog]) -> None:
    law(*drawn)


def test_the_next_update_of_the_merged_article_keeps_what_was_merged() -> None:
    def updated(first: str, before: Catalog) -> Catalog:
        return merge_catalog(article([("", first), ("", HURT)]), before).catalog

    base = updated(RIVER, catalog())
    ours = base.with_entries({("", RIVER): base.by_key()["", RIVER].approved("a")})
    theirs = updated(ROSE, base)
    merged = merge_catalogs(base, ours, theirs).catalog
    after = updated(ROSE, merged)
    assert after == merged
    assert (after.entries[0].target, after.entries[0].was_approved) == ("a", True)


def test_obsolete_texts_of_a_source_that_has_another_entry_are_kept_aside() -> None:
    # what an update keeps of a paragraph that came back: the live entry, and older texts of the same source
    base = catalog(A, obsolete=(E.reviewed("dropped"), B))
    ours, theirs = catalog(A, H, obsolete=(B,)), catalog(A, obsolete=(E.reviewed("dropped"), B, E.reviewed("new")))
    assert merge_catalogs(base, ours, theirs).catalog == catalog(A, H, obsolete=(B, E.reviewed("new")))
