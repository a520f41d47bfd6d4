"""A change of the reader's rules: the same article read otherwise, and its catalogs migrated."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fakes import MemoryCatalogStore, MemoryJournal
from hypothesis import given, settings
from hypothesis import strategies as st
from thorough import examples

from l10n.errors import StorageError
from l10n.model import Action, Block, BlockKind, Catalog, CatalogKey, Decision, Document, Entry, Outcome, Segment, State
from l10n.readers.markdown import read_markdown
from l10n.workflow.normalize import normalize_article
from l10n.workflow.update import update_article

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MY = CatalogKey("flood", "my")
TEXT = """---
title: The *great* flood
summary: It rained for a week.
---
The river rose by 3.5 m,
as the [council](https://a.example) and the [police](https://b.example) said.

First the bridge fell.\\
Then the mill went down.

- [x] Boats are here
- [ ] Food is on its way

> Nobody was hurt, thank _God_.

Nobody was hurt, thank *God*.
"""

Parse = Callable[[str], Document]


def read(text: str) -> Document:
    return read_markdown(text, slug="flood", path="articles/flood.md")


def recut(document: Document, cut: Callable[[list[Segment]], list[Segment]]) -> Document:
    """The document with other segments in the place of its own."""
    blocks = tuple(Block(BlockKind.PARAGRAPH, segments=(s,)) for s in cut(list(document.segments)))
    return replace(document, head=(), blocks=blocks, tail=())


def with_soft_breaks(segments: list[Segment]) -> list[Segment]:
    return [replace(s, source=s.source.replace(", as", ",\nas")) for s in segments]


def with_links_backwards(segments: list[Segment]) -> list[Segment]:
    def turned(segment: Segment) -> Segment:
        count = len(segment.urls)
        source = re.sub(r"\]\[(\d+)\]", lambda m: f"][{count + 1 - int(m[1])}]", segment.source)
        return replace(segment, source=source, urls=segment.urls[::-1])

    return [turned(s) for s in segments]


def with_addresses_in_the_text(segments: list[Segment]) -> list[Segment]:
    def whole(segment: Segment) -> Segment:
        source = re.sub(r"\]\[(\d+)\]", lambda m: f"]({segment.urls[int(m[1]) - 1]})", segment.source)
        return replace(segment, source=source, urls=())

    return [whole(s) for s in segments]


def with_task_boxes(segments: list[Segment]) -> list[Segment]:
    boxes = {"Boats are here": "[x] ", "Food is on its way": "[ ] "}
    return [replace(s, source=boxes.get(s.source, "") + s.source) for s in segments]


def with_underscores(segments: list[Segment]) -> list[Segment]:
    return [replace(s, source=s.source.replace("*", "_")) for s in segments]


def cut_at_hard_breaks(segments: list[Segment]) -> list[Segment]:
    return [replace(s, source=part) for s in segments for part in s.source.split("\\\n")]


def with_items_joined(segments: list[Segment]) -> list[Segment]:
    at = next(n for n, s in enumerate(segments) if "Boats" in s.source)
    joined = replace(segments[at], source=f"{segments[at].source} {segments[at + 1].source}")
    return [*segments[:at], joined, *segments[at + 2 :]]


def without_summary(segments: list[Segment]) -> list[Segment]:
    return [s for s in segments if "week" not in s.source]


def approved_under(rules: Parse) -> tuple[MemoryCatalogStore, MemoryJournal]:
    """A project in which every segment was approved while articles were read by *rules*."""
    store, journal = MemoryCatalogStore(), MemoryJournal()
    update_article(rules(TEXT), ["my"], store=store, write_template=lambda *_: True)
    catalog = store.catalogs[MY]
    approved = []
    for entry in catalog.entries:
        after = entry.approved(entry.source.replace(" the ", " THE "))
        decision = Decision(MY, entry.key, Action.APPROVE, entry.revision, entry, after, "ko", NOW)
        journal.settle({journal.append(decision): Outcome.APPLIED})
        approved.append(after)
    store.catalogs[MY] = replace(catalog, entries=tuple(approved))
    return store, journal


def migrate(document: Document, store: MemoryCatalogStore, journal: MemoryJournal, *, check: bool = False):
    [result] = normalize_article(
        document, ["my"], store=store, journal=journal, write_template=lambda *_: True, check=check
    )
    return result


def visible(text: str) -> str:
    """What a target says, whatever the notation."""
    return re.sub(r"\W|_", "", re.sub(r"\]\([^)]*\)|\]\[\d+\]|\[[x ]\] ", "", text))


def lost(before: Catalog, after: Catalog) -> list[str]:
    kept = "".join(visible(entry.target) for entry in (*after.entries, *after.obsolete))
    return [entry.target for entry in before.entries if visible(entry.target) not in kept]


@pytest.mark.parametrize(
    ("rule", "stale_under_it", "stale_without_it"),
    [
        (with_soft_breaks, 0, 0),
        (with_links_backwards, 0, 0),
        (with_addresses_in_the_text, 0, 0),
        (with_task_boxes, 0, 0),
        (with_underscores, 0, 0),
        (cut_at_hard_breaks, 2, 1),
        (with_items_joined, 1, 2),
        (without_summary, 0, 0),
    ],
)
@pytest.mark.parametrize("comes", [True, False])
def test_another_rule_loses_no_translation_and_approvals_stay_where_the_words_do(
    rule, stale_under_it, stale_without_it, comes
):
    by_rule, without = recut(read(TEXT), rule), recut(read(TEXT), list)
    old, new = (without, by_rule) if comes else (by_rule, without)
    store, journal = approved_under(lambda _: old)
    before = store.catalogs[MY]
    result = migrate(new, store, journal)
    after = store.catalogs[MY]
    assert lost(before, after) == []
    states = [entry.state() for entry in after.entries]
    stale, empty = stale_under_it if comes else stale_without_it, int(rule is without_summary and not comes)
    assert (states.count(State.STALE), states.count(State.EMPTY)) == (stale, empty)
    assert states.count(State.APPROVED) == len(states) - stale - empty
    assert (result.approved_before, result.approved) == (len(before.entries), states.count(State.APPROVED))
    assert all(journal.history(MY, e.key)[0].by == "ko" for e in after.entries if e.state() is State.APPROVED)
    assert not migrate(new, store, journal).changed
    [updated] = update_article(new, ["my"], store=store, write_template=lambda *_: False)
    assert not updated.changed


def test_there_and_back_again_is_the_catalog_that_was():
    rules = [with_soft_breaks, with_links_backwards, with_task_boxes, cut_at_hard_breaks, with_items_joined]
    store, journal = approved_under(read)
    before = store.catalogs[MY]

    def all_rules(segments: list[Segment]) -> list[Segment]:
        for rule in rules:
            segments = rule(segments)
        return segments

    migrate(recut(read(TEXT), all_rules), store, journal)
    migrate(read(TEXT), store, journal)
    after = store.catalogs[MY]
    assert [(e.key, e.target, e.state()) for e in after.entries] == [
        (e.key, e.target, e.state()) for e in before.entries
    ]


def test_check_writes_nothing_and_says_what_would_change():
    store, journal = approved_under(lambda text: recut(read(text), with_soft_breaks))
    before, decisions = dict(store.catalogs), list(journal.decisions)
    result = migrate(read(TEXT), store, journal, check=True)
    assert (result.changed, result.counts["rekeyed"]) == (True, 1)
    assert (store.catalogs, journal.decisions) == (before, decisions)


def test_a_mark_of_work_needed_goes_along_and_so_does_a_suggestion():
    store, journal = approved_under(lambda text: recut(read(text), with_soft_breaks))
    entry = next(e for e in store.catalogs[MY].entries if "\n" in e.source and "river" in e.source)
    for action, outcome in ((Action.REVIEW, Outcome.CONFLICT), (Action.NEEDS_WORK, Outcome.APPLIED)):
        decision = Decision(MY, entry.key, action, entry.revision, entry, entry, "ma", NOW)
        journal.settle({journal.append(decision): outcome})
    migrate(read(TEXT), store, journal)
    [new] = [e for e in store.catalogs[MY].entries if "river" in e.source]
    assert journal.flagged(MY) >= {new.key}
    assert [d.by for d in journal.suggestions(MY, new.key)] == ["ma"]
    count = len(journal.decisions)
    migrate(read(TEXT), store, journal)
    assert len(journal.decisions) == count


def test_an_article_edited_at_the_same_time_keeps_what_was_not_edited():
    store, journal = approved_under(lambda text: recut(read(text), with_links_backwards))
    before = store.catalogs[MY]
    migrate(read(TEXT.replace("Nobody was hurt, thank _God_", "One was hurt, thank _God_")), store, journal)
    after = store.catalogs[MY]
    assert lost(before, after) == []
    stale = [(e.source, e.previous) for e in after.entries if e.state() is State.STALE]
    assert stale == [("One was hurt, thank _God_.", "Nobody was hurt, thank _God_.")]


def test_a_link_that_leads_elsewhere_now_is_no_change_of_rules():
    store, journal = approved_under(lambda text: recut(read(text), with_links_backwards))
    migrate(read(TEXT.replace("https://b.example", "https://evil.example")), store, journal)
    [entry] = [e for e in store.catalogs[MY].entries if "river" in e.source]
    assert entry.state() is State.STALE


RULES = [
    with_soft_breaks,
    with_links_backwards,
    with_underscores,
    cut_at_hard_breaks,
    with_items_joined,
    with_task_boxes,
]


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.sampled_from(RULES), unique=True), st.lists(st.sampled_from(RULES), unique=True))
def test_from_any_rules_to_any_others(old, new):
    def by(rules: list[Callable[[list[Segment]], list[Segment]]]) -> Document:
        document = read(TEXT)
        for rule in sorted(rules, key=RULES.index):
            document = recut(document, rule)
        return document

    store, journal = approved_under(lambda _: by(old))
    before = store.catalogs[MY]
    migrate(by(new), store, journal)
    after = store.catalogs[MY]
    assert lost(before, after) == []
    said = {visible(e.source): visible(e.target) for e in before.entries}
    approved: list[Entry] = [e for e in after.entries if e.state() is State.APPROVED]
    assert all(said[visible(e.source)] == visible(e.target) for e in approved)
    assert {visible(e.source) for e in approved} == said.keys() & {visible(e.source) for e in after.entries}


class FullDisk(MemoryCatalogStore):
    """A store that cannot write the first time."""

    full = True

    def replace(self, key: CatalogKey, catalog: Catalog, *, expected: str) -> str:
        if self.full:
            self.full = False
            raise StorageError("no space left")
        return super().replace(key, catalog, expected=expected)


def test_a_migration_that_was_interrupted_is_repeated_without_doing_anything_twice():
    rules: Parse = lambda text: recut(read(text), with_soft_breaks)  # noqa: E731
    whole, journal = approved_under(rules)
    store, told = FullDisk(whole.catalogs.values()), MemoryJournal()
    told.decisions = list(journal.decisions)
    migrate(read(TEXT), whole, journal)
    with pytest.raises(StorageError):
        migrate(read(TEXT), store, told)
    migrate(read(TEXT), store, told)
    assert (store.catalogs, told.decisions) == (whole.catalogs, journal.decisions)


def test_somebody_who_approves_meanwhile_is_not_overwritten():
    class Rival(MemoryCatalogStore):
        """A store in which somebody empties the last entry just before the first write."""

        tries = 0

        def replace(self, key: CatalogKey, catalog: Catalog, *, expected: str) -> str:
            self.tries += 1
            if self.tries == 1:
                present = self.catalogs[key]
                self.catalogs[key] = replace(present, entries=(*present.entries[:-1], present.entries[-1].emptied()))
            return super().replace(key, catalog, expected=expected)

    whole, journal = approved_under(lambda text: recut(read(text), with_soft_breaks))
    store = Rival(whole.catalogs.values())
    migrate(read(TEXT), store, journal)
    entries = store.catalogs[MY].entries
    assert (store.tries, entries[-1].state()) == (2, State.EMPTY)
    assert {entry.state() for entry in entries[:-1]} == {State.APPROVED}
