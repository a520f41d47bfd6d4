"""A project's memory with real files: it never speaks of a catalog that has changed, whoever changed it."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fakes import ListMemory
from journals import prepare_journal

from l10n.errors import CatalogError, ConflictError, LockedError
from l10n.files import locked
from l10n.glossary import Term
from l10n.model import Action, Catalog, CatalogKey, Entry
from l10n.newsroom.holding import MemoryKeeper
from l10n.newsroom.project import Project, open_project
from l10n.ports import Hints, Nearness

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FLOOD, STORM, ANOTHER = (CatalogKey(slug, "es") for slug in ("flood", "storm", "another"))
RAIN, RIVER = "It rained for three days.", "The river rose in the night and took the bridge."
LLUVIA, RIO = "Llovió tres días.", "El río creció de noche y se llevó el puente."


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "diglot.toml").write_text('[project]\nsource = "en"\ntargets = ["es", "my"]\n')
    prepare_journal(tmp_path)
    project = open_project(tmp_path)
    write(project, FLOOD, Entry(RAIN).approved(LLUVIA), Entry(RIVER))
    return project


class CountingMemory(ListMemory):
    """Counts what it is told."""

    rebuilt, replaced = -1, 0  # it is made empty by a rebuild

    def rebuild(self, remembered):
        self.rebuilt += 1
        return super().rebuild(remembered)

    def replace(self, key, remembered):
        self.replaced += 1
        super().replace(key, remembered)


def write(project: Project, key: CatalogKey, *entries: Entry) -> None:
    _, revision = project.catalogs.read(key)
    project.catalogs.replace(key, Catalog(key.slug, key.locale, entries), expected=revision)


def known(project: Project, source: str = RAIN, locale: str = "es") -> list[str]:
    return [r.remembered.target for r in project.recall(Entry(source), CatalogKey("another", locale))]


def decide(project: Project, source: str, target: str, action: Action = Action.APPROVE) -> int:
    entry = project.catalogs.read(FLOOD)[0].by_key()["", source]
    decided = project.decide(
        catalog=FLOOD, key=entry.key, action=action, target=target, base=entry.revision, by="ko", now=NOW
    )
    assert decided.decision
    return decided.decision.id


def test_a_decision_is_known_at_once_and_taken_back_at_once(project):
    assert known(project, RIVER) == []
    id = decide(project, RIVER, RIO)
    assert known(project, RIVER.replace("took", "broke")) == [RIO]
    project.undo(decision_id=id, by="ko", now=NOW)
    assert known(project, RIVER) == []
    decide(project, RIVER, RIO, Action.REVIEW)
    assert known(project, RIVER) == []


def test_an_edit_by_another_hand_is_seen_by_every_program(project):
    other = open_project(project.root)
    assert known(project) == known(other) == [LLUVIA]
    path = project.catalogs.path(FLOOD)
    path.write_text(path.read_text().replace("Llovió", "Cayó"))  # the seal is broken: it is not approved any more
    assert known(project) == known(other) == []
    write(project, FLOOD, Entry(RAIN).approved("Llovió mucho."))
    assert known(other) == ["Llovió mucho."]


def test_an_edit_that_keeps_size_and_time_to_the_second_is_seen(project):
    path = project.catalogs.path(FLOOD)
    assert known(project) == [LLUVIA]
    before = path.stat()
    path.write_text(path.read_text().replace(LLUVIA, LLUVIA.upper()))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert known(project) == []


def test_a_catalog_that_is_gone_is_forgotten_and_a_new_one_known(project):
    write(project, STORM, Entry(RIVER).approved(RIO))
    assert known(project, RIVER) == [RIO]
    path = project.catalogs.path(STORM)
    path.rename(path.with_name("gale.po"))
    found = project.recall(Entry(RIVER), ANOTHER)
    assert [r.remembered.slug for r in found] == ["gale"]
    path.with_name("gale.po").unlink()
    assert known(project, RIVER) == []
    shutil.rmtree(project.root / "locales")
    assert known(project) == []


def test_a_damaged_catalog_keeps_nobody_from_looking_up_and_is_named(project):
    write(project, STORM, Entry(RIVER).approved(RIO))
    path = project.catalogs.path(STORM)
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    assert known(project, RIVER) == []
    assert known(project) == [LLUVIA]
    held = project.memory_holdings()
    assert "storm.po" in held["locales/es/LC_MESSAGES/storm.po"].problem
    assert held["locales/es/LC_MESSAGES/flood.po"].problem == ""
    path.write_bytes(whole)
    assert known(project, RIVER) == [RIO]


@pytest.mark.parametrize("lost", ["memory", "memory/index", "memory/held.sqlite"])
def test_the_cache_can_be_deleted_at_any_time(project, lost):
    assert known(project) == [LLUVIA]
    path = project.root / ".diglot" / "cache" / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert known(open_project(project.root)) == [LLUVIA]


def test_other_rules_make_the_memory_anew(project):
    write(project, STORM, Entry(RIVER, RIO, confirmed=True))
    assert known(project, RIVER) == []
    config = project.root / "diglot.toml"
    config.write_text(config.read_text() + '[review]\napprovals = "gettext"\n')
    assert known(open_project(project.root), RIVER) == [RIO]
    assert known(open_project(project.root)) == [LLUVIA]


def test_its_own_approval_is_not_offered_to_an_entry(project):
    entry = Entry(RAIN).approved(LLUVIA)
    assert project.recall(entry, FLOOD) == []
    assert [r.nearness for r in project.recall(entry, STORM)] == [Nearness.EXACT]
    write(project, STORM, Entry(RAIN, context="headline").approved("¡Lluvia!"))
    assert [r.remembered.slug for r in project.recall(entry, FLOOD)] == ["storm"]


def test_the_same_place_is_known_by_its_neighbours(project):
    (found,) = project.recall(Entry(RAIN), ANOTHER, around=Hints("", RIVER))
    assert found.nearness is Nearness.CONTEXT


def test_a_phrase_is_found_in_both_directions(project):
    assert [r.target for r in project.search_memory("THREE days", "es")] == [LLUVIA]
    assert [r.source for r in project.search_memory("tres", "es", in_target=True)] == [RAIN]
    assert project.search_memory("three", "my") == []


def test_nothing_is_read_where_nothing_has_changed(project):
    path = project.catalogs.path(FLOOD)
    memory = CountingMemory()
    keeper = MemoryKeeper(project, lambda folder: memory)
    assert keeper.holdings()["locales/es/LC_MESSAGES/flood.po"].texts == {"es": 1}
    for _ in range(3):
        keeper.current()
    assert (memory.rebuilt, memory.replaced) == (1, 0)
    path.touch()  # other times, the same content
    keeper.current()
    assert (memory.rebuilt, memory.replaced) == (1, 0)
    write(project, STORM, Entry(RIVER))
    write(project, FLOOD, Entry(RAIN).approved("Llueve."), *(Entry(f"{RAIN} {n}") for n in range(99)))
    keeper.current()
    assert memory.rebuilt == 2  # most of it is new


def test_while_another_program_makes_it_anew_a_look_up_is_refused(project):
    keeper = MemoryKeeper(project, lambda folder: ListMemory(), wait_s=0.0)
    with locked(project.private_folder() / "locks" / "memory.lock"), pytest.raises(LockedError):
        keeper.current()
    assert keeper.current().search("three", source_locale="en", target_locale="es")


def test_a_rebuild_says_how_far_it_is_and_how_much_it_holds(project):
    told: list[tuple[int, int]] = []
    assert project.rebuild_memory(progress=lambda done, total: told.append((done, total))) == 1
    assert told[-1][0] == told[-1][1] > 0
    assert sorted(told) == told


TMX = """<tmx version="1.4"><header srclang="en-US" creationid="Jane"/><body>
<tu><tuv xml:lang="en-US"><seg>The river rose in the night and took the bridge.</seg></tuv>
<tuv xml:lang="ES-es" creationid="Jane"><seg>El río creció de noche y se llevó el puente.</seg></tuv>
<tuv xml:lang="my"><seg>မြစ်ရေ တက်သည်။</seg></tuv></tu>
<tu creationid="MT!"><tuv xml:lang="en"><seg>Hot dogs.</seg></tuv><tuv xml:lang="es"><seg>Perros calientes.</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>AP</seg></tuv><tuv xml:lang="es"><seg>AP</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Rain</seg></tuv><tuv xml:lang="de"><seg>Regen</seg></tuv></tu>
</body></tmx>
"""


@pytest.fixture
def agency(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("outside") / "agency.tmx"
    path.write_text(TMX)
    return path


def test_another_memory_is_taken_in_without_names_and_machines_and_stays(project, agency):
    taken = project.import_memory(agency)
    assert (taken.units, taken.texts) == (4, {"es": 1, "my": 1})
    assert taken.left_out == {"made by a machine": 1, "the same in both languages": 1, "in other languages": 1}
    assert "Jane" not in taken.path.read_text()
    assert known(project, RIVER) == [RIO]
    assert project.rebuild_memory() == 3
    found = open_project(project.root).recall(Entry(RIVER), CatalogKey("another", "my"))
    assert [(r.remembered.target, r.remembered.slug) for r in found] == [("မြစ်ရေ တက်သည်။", "agency.tmx")]
    taken.path.unlink()
    assert known(project, RIVER) == []


def test_the_same_again_changes_nothing_and_another_of_the_name_is_refused(project, agency):
    project.import_memory(agency)
    assert not project.import_memory(agency).changed
    agency.write_text(TMX.replace("took", "broke"))
    with pytest.raises(ConflictError, match=r"memory/agency\.tmx exists and differs"):
        project.import_memory(agency)
    assert known(project, RIVER) == [RIO]
    assert project.import_memory(agency, name="other").path.name == "other.tmx"
    assert project.import_memory(agency, replace=True).changed
    assert project.search_memory("took", "es") == []


def test_a_dry_run_keeps_nothing(project, agency):
    assert project.import_memory(agency, dry_run=True).texts == {"es": 1, "my": 1}
    assert not (project.root / "memory").exists()
    assert known(project, RIVER) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (TMX.replace("en-US", "fr").replace('"en"', '"fr"'), "no texts in en and es or my"),
        ('<tmx version="1.4"><header/><body/></tmx>', "nothing to remember"),
        (TMX[:-20], "not well-formed"),
        ("<tmx", "not well-formed"),
    ],
)
def test_a_file_without_use_leaves_everything_as_it_was(project, agency, text, message):
    agency.write_text(text)
    with pytest.raises(CatalogError, match=message):
        project.import_memory(agency)
    assert not (project.root / "memory").exists()


@pytest.mark.parametrize("name", ["../agency", "a/b", ".hidden", ""])
def test_a_name_leads_nowhere_else(project, agency, name):
    wrong = agency.rename(agency.with_name(".tmx.tmx")) if not name else agency
    with pytest.raises(CatalogError, match="cannot name"):
        project.import_memory(wrong, name=name)


def test_an_imported_file_that_was_damaged_since_is_named(project, agency):
    path = project.import_memory(agency).path
    path.write_text(path.read_text()[:-30])
    assert "memory/agency.tmx" in project.memory_holdings()["memory/agency.tmx"].problem
    assert known(project) == [LLUVIA]


def test_what_goes_out_comes_in_elsewhere(project, agency, tmp_path_factory):
    project.import_memory(agency)
    es, my = project.export_memory()
    assert [(g.locale, g.texts, g.path.name) for g in (es, my)] == [
        ("es", 2, "memory.es.tmx"),
        ("my", 1, "memory.my.tmx"),
    ]
    assert project.export_memory(["es"], own=True, output=project.root / "own.tmx")[0].texts == 1
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "diglot.toml").write_text('[project]\nsource = "en"\ntargets = ["es"]\n')
    other = open_project(elsewhere)
    assert other.import_memory(es.path).texts == {"es": 2}
    assert (known(other), known(other, RIVER)) == ([LLUVIA], [RIO])


def test_a_file_that_differs_is_not_replaced_unasked(project):
    out = project.root / "exports" / "memory.es.tmx"
    out.parent.mkdir()
    out.write_text("mine")
    with pytest.raises(ConflictError, match="exists and differs"):
        project.export_memory(["es"])
    assert out.read_text() == "mine"
    project.export_memory(["es"], force=True)
    assert not project.export_memory(["es"])[0].warnings
    with pytest.raises(ConflictError, match="is one file"):
        project.export_memory(output=project.root / "all.tmx")


def test_a_name_not_to_be_published_goes_out_with_a_warning(project):
    word = RAIN.split()[0]
    project.change_glossary([Term(word, do_not_publish=True)])
    (given,) = project.export_memory(["es"])
    assert given.warnings == (f"{word} is not to be published, and stands in this file",)


def test_texts_of_an_offline_article_go_out_with_a_warning(project):
    article = project.root / "articles" / "flood.md"
    article.parent.mkdir()
    article.write_text(f"---\ntitle: Flood\nsensitivity: offline\n---\n{RAIN}\n")
    (given,) = project.export_memory(["es"])
    assert given.warnings == ("flood is offline: hand this file over in person, and send it through no network",)
    project.archive_article("flood")
    assert project.export_memory(["es"])[0].warnings == given.warnings


def test_a_draft_comes_from_what_was_just_approved(project):
    with_new = Entry(RIVER.replace("night and", "night, and"))
    write(project, STORM, with_new, Entry(RAIN))
    decide(project, RIVER, RIO)
    engine = project.engine("memory", "es")
    drafts = engine.translate([with_new.source, RAIN], source_locale="en", target_locale="es")
    assert [(d.target, d.origin) for d in drafts] == [(RIO, "memory 0.99"), (LLUVIA, "memory 1.00")]
