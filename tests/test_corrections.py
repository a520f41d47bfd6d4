"""The correction report: what it says of each segment, whose approval and which edition it names."""

from dataclasses import replace
from datetime import UTC, datetime

from l10n.corrections import Carrier, Undone, report_corrections
from l10n.corrections.page import correction_page
from l10n.corrections.plain import correction_lines, report_as_json
from l10n.edits import EditClass
from l10n.merging import Fate, merge_catalog
from l10n.model import Action, Catalog, CatalogKey, Decision, Entry, Outcome
from l10n.readers.markdown import read_markdown

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BEFORE = """---
title: The bridge
---

The bridge fell on Monday, and 12 people were hurt by the stones.

A [report](https://example.org/a) says that the army did warn the village.

The mayor thanked everybody who came to help during the night.
"""
AFTER = (
    BEFORE.replace("12 people", "21 people")
    .replace("did warn", "did not warn")
    .replace("example.org/a", "example.org/b")
)


def plain(text, operation):
    return text


def catalog_of(text: str, locale: str = "es") -> Catalog:
    empty = merge_catalog(read_markdown(text, slug="bridge", path="articles/bridge.md"), Catalog("bridge", locale))
    entries = tuple(e.approved(f"{locale}: {e.source}") for e in empty.catalog.entries)
    return replace(empty.catalog, entries=entries)


def report(before: str = BEFORE, after: str = AFTER, *, locales=("es",), history=lambda locale, key: [], carriers=()):
    document = read_markdown(after, slug="bridge", path="articles/bridge.md")
    changes = {locale: merge_catalog(document, catalog_of(before, locale)).changes for locale in locales}
    return report_corrections(
        document, changes, source_locale="en", approvals="sealed", history=history, carriers=carriers
    )


def test_each_edit_is_named_with_its_class_and_the_approval_it_undoes():
    found = report()
    assert [(c.fate, c.label, c.classes[0]) for c in found.corrections] == [
        (Fate.EDITED, "¶1", EditClass.NUMBER),
        (Fate.EDITED, "¶2", EditClass.NEGATION),
    ]
    assert [u.target for u in found.undone] == [
        "es: The bridge fell on Monday, and 12 people were hurt by the stones.",
        "es: A [report][1] says that the army did warn the village.",
    ]
    assert found.counts == {
        "unchanged": 2, "moved": 0, "edited": 2, "split": 0, "merged": 0, "new": 0, "removed": 0, "returned": 0,
    }  # fmt: skip


def test_a_changed_address_is_an_edit_of_the_class_link():
    [correction] = report(after=BEFORE.replace("example.org/a", "example.org/b")).corrections
    assert (correction.fate, correction.classes) == (Fate.EDITED, (EditClass.LINK,))
    assert (correction.old_addresses, correction.new_addresses) == (
        ("https://example.org/a",),
        ("https://example.org/b",),
    )
    assert [u.locale for u in correction.undone] == ["es"]


def test_the_same_edit_in_two_locales_stands_there_once():
    found = report(locales=("es", "my"))
    assert [c.locales for c in found.corrections] == [("es", "my")] * 2
    assert [u.locale for u in found.corrections[0].undone] == ["es", "my"]


def test_the_approver_is_the_one_who_approved_just_this_text():
    old = "The mayor thanked everybody who came to help during the night."
    entry = Entry(old).approved(f"es: {old}")
    other = Entry(old).approved("otra")
    key = CatalogKey("bridge", "es")
    decisions = [
        Decision(key, entry.key, Action.APPROVE, "", other, other, "ma-hla", NOW, 3, Outcome.APPLIED),
        Decision(key, entry.key, Action.APPROVE, "", entry, entry, "too-late", NOW, 2, Outcome.CONFLICT),
        Decision(key, entry.key, Action.APPROVE, "", entry, entry, "ko-aung", NOW, 1, Outcome.APPLIED),
    ]
    found = report(after=BEFORE.replace("everybody", "all"), history=lambda locale, key: decisions)
    assert found.undone == (Undone("es", f"es: {old}", "ko-aung", NOW),)


def test_editions_that_carry_the_old_text_are_named():
    old = "The bridge fell on Monday, and 12 people were hurt by the stones."
    found = report(carriers=[Carrier("bridge.en-es.html", frozenset({old})), Carrier("x.html", frozenset({"x"}))])
    assert [c.editions for c in found.corrections] == [("bridge.en-es.html",), ()]
    assert found.editions == ("bridge.en-es.html",)


def test_a_new_paragraph_undoes_nothing():
    found = report(after=BEFORE + "\nWork on a new bridge begins when the rain ends.\n")
    assert [(c.fate, c.undone) for c in found.corrections] == [(Fate.NEW, ())]


def test_a_removed_paragraph_is_reported_with_its_approval_where_it_stood():
    lines = BEFORE.split("\n\n")
    found = report(after="\n\n".join([*lines[:2], *lines[3:]]))
    [correction] = found.corrections
    assert (correction.fate, correction.label) == (Fate.REMOVED, "Body, paragraph 2 of 3")
    assert len(correction.undone) == 1


def test_the_terminal_shows_old_and_new_words_in_marks():
    assert list(correction_lines(report(), paint=plain)) == [
        "bridge: 2 unchanged, 2 edited",
        "  ¶1  edited · number",
        "      The bridge fell on Monday, and [-12-]{+21+} people were hurt by the stones.",
        "      undoes the approval in es",
        "  ¶2  edited · negation · link or markup",
        "      A [report][1] says that the army did {+not +}warn the village.",
        "      links: [-https://example.org/a-] {+https://example.org/b+}",
        "      undoes the approval in es",
    ]


def test_the_terminal_names_approver_and_editions():
    old = "The mayor thanked everybody who came to help during the night."
    entry = Entry(old).approved(f"es: {old}")
    decision = Decision(CatalogKey("bridge", "es"), entry.key, Action.APPROVE, "", entry, entry, "ko-aung", NOW)
    found = report(
        after=BEFORE.replace("everybody", "all"),
        history=lambda locale, key: [replace(decision, outcome=Outcome.APPLIED)],
        carriers=[Carrier("bridge.en-es.html", frozenset({old})), Carrier("bridge.es.md", frozenset({old}))],
    )
    assert list(correction_lines(found, paint=plain))[-2:] == [
        "      undoes the approval in es (by ko-aung on 2026-11-22)",
        "  The old text stands in bridge.en-es.html, bridge.es.md",
    ]


def test_json_holds_the_whole_report():
    found = report_as_json(report())
    assert found["slug"] == "bridge"
    assert found["counts"]["edited"] == 2
    assert found["segments"][0]["classes"] == ["number"]
    assert found["segments"][0]["undone"][0]["at"] is None


def test_the_page_escapes_what_the_article_says_and_asks_for_nothing():
    after = AFTER.replace("the stones", "the <b>stones</b> & rocks")
    page = correction_page(report(after=after), source_locale="en", now=NOW).decode()
    assert "<b>" not in page
    assert "&amp;" in page
    assert "default-src 'none'" in page
    assert '<time datetime="2026-11-22T12:00:00+00:00">' in page
