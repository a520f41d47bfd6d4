from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from l10n.errors import ConflictError
from l10n.model import Block, BlockKind, Catalog, CatalogKey, Decision, Document, Entry, Kind, Segment
from l10n.ports import Applied
from l10n.workflow.update import Updated, update_article


class FakeStore:
    """Catalogs in memory; *rivals* are catalogs that others write just before our next replace."""

    def __init__(self, *catalogs: Catalog, rivals: Sequence[Catalog] = ()) -> None:
        self.kept = {catalog.key: catalog for catalog in catalogs}
        self.rivals = list(rivals)
        self.writes = 0

    def revision(self, key: CatalogKey) -> str:
        return repr(self.kept[key]) if key in self.kept else ""

    def read(self, key: CatalogKey) -> tuple[Catalog, str]:
        return self.kept.get(key, Catalog(key.slug, key.locale)), self.revision(key)

    def replace(self, key: CatalogKey, catalog: Catalog, *, expected: str) -> str:
        if self.rivals:
            self.kept[key] = self.rivals.pop(0)
        if self.revision(key) != expected:
            raise ConflictError("changed meanwhile")
        self.writes += self.kept.get(key) != catalog
        self.kept[key] = catalog
        return self.revision(key)

    def apply(self, key: CatalogKey, decisions: Sequence[Decision]) -> Applied:
        raise NotImplementedError

    def keys(self) -> Iterator[CatalogKey]:
        yield from self.kept


class FakeTemplates:
    def __init__(self) -> None:
        self.kept: dict[str, list[str]] = {}

    def __call__(self, slug: str, entries: Sequence[Entry]) -> bool:
        sources = [entry.source for entry in entries]
        changed = self.kept.get(slug) != sources
        self.kept[slug] = sources
        return changed


def article(*sources: str) -> Document:
    blocks = [Block(BlockKind.PARAGRAPH, segments=(Segment(source, Kind.BODY),)) for source in sources]
    return Document("flood", "", blocks=tuple(blocks), path="articles/flood.md")


MY = CatalogKey("flood", "my")


def test_first_update_makes_template_and_catalogs() -> None:
    store, templates = FakeStore(), FakeTemplates()
    results = update_article(article("One.", "Two."), ["my", "fr"], store=store, write_template=templates)
    assert results == [
        Updated("flood", "my", new=2, changed=True),
        Updated("flood", "fr", new=2, changed=True),
    ]
    assert templates.kept == {"flood": ["One.", "Two."]}
    assert [entry.source for entry in store.kept[MY].entries] == ["One.", "Two."]


def test_second_update_writes_nothing() -> None:
    store = FakeStore()
    update_article(article("One."), ["my"], store=store, write_template=FakeTemplates())
    results = update_article(article("One."), ["my"], store=store, write_template=FakeTemplates())
    assert results == [Updated("flood", "my", unchanged=1)]
    assert store.writes == 1


def test_check_tells_what_would_change_and_writes_nothing() -> None:
    before = Catalog("flood", "my", (Entry("The river rose on Monday.").approved("A"), Entry("Old.").approved("O")))
    store, templates = FakeStore(before), FakeTemplates()
    document = article("The river rose on Tuesday.", "Something quite new")
    results = update_article(document, ["my", "fr"], store=store, write_template=templates, check=True)
    assert results == [
        Updated("flood", "my", edited=1, new=1, removed=1, changed=True),
        Updated("flood", "fr", new=2, changed=True),
    ]
    assert (store.kept, store.writes, templates.kept) == ({MY: before}, 0, {})


def test_each_fate_is_counted_once_and_told_segment_by_segment() -> None:
    river, boats = "The river rose on Monday and took the old bridge.", "Boats came at noon from three villages nearby."
    hurt, school = "Nobody was hurt, said the mayor of the town.", "The school will stay closed until next Thursday."
    before = Catalog(
        "flood", "my", tuple(Entry(s).approved(s) for s in (f"{river} {boats}", hurt, school, "A.", "B.", "C."))
    )
    store = FakeStore(before)
    document = article(river, boats, f"{hurt} {school}", "C.", "A.", "B.", "Quite new")
    results = update_article(document, ["my"], store=store, write_template=FakeTemplates())
    assert results == [Updated("flood", "my", unchanged=2, moved=1, split=1, merged=1, new=1, changed=True)]
    fates = ["split", "merged", "moved", "unchanged", "unchanged", "new"]
    assert [change.fate.value for change in results[0].changes] == fates


def test_what_counts_as_approved_is_said_by_the_project() -> None:
    finished = Entry("The river rose on Monday.", target="A", confirmed=True)
    for approvals, was_approved in (("gettext", True), ("sealed", False)):
        store = FakeStore(Catalog("flood", "my", (finished,)))
        document = article("The river rose on Tuesday.")
        update_article(document, ["my"], store=store, write_template=FakeTemplates(), approvals=approvals)
        assert store.kept[MY].entries[0].was_approved is was_approved


def test_an_approval_made_meanwhile_is_merged_not_overwritten() -> None:
    approved = Catalog("flood", "my", (Entry("One.").approved("Eins."),))
    store = FakeStore(Catalog("flood", "my", (Entry("One."),)), rivals=[approved])
    results = update_article(article("One.", "Two."), ["my"], store=store, write_template=FakeTemplates())
    assert results == [Updated("flood", "my", unchanged=1, new=1, changed=True)]
    assert store.kept[MY].entries[0].sealed


def test_a_catalog_that_never_rests_is_a_conflict() -> None:
    rivals = [Catalog("flood", "my", (Entry(f"{n}"),)) for n in range(99)]
    with pytest.raises(ConflictError):
        update_article(article("One."), ["my"], store=FakeStore(rivals=rivals), write_template=FakeTemplates())
