"""Real git, real clones: two people work on one article, and git merges their catalogs by Diglot."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from cli_fixture import diglot
from tools import needs_tool

from l10n.model import Action, Catalog, CatalogKey, Entry, Outcome
from l10n.newsroom.project import open_project, utc_now
from l10n.suggestions import suggested_texts

pytestmark = [pytest.mark.slow, needs_tool("git"), needs_tool("msgfmt")]

ARTICLE = "---\ntitle: The ferry\n---\n\nThe boat carried 120 people.\n\nIt left at dawn.\n\nNobody was hurt.\n"
BOAT, DAWN, HURT = "The boat carried 120 people.", "It left at dawn.", "Nobody was hurt."
MORE = "The boat carried 130 people."
ES = CatalogKey("ferry", "es")


class Clone:
    """A project in a git repository, with the driver installed; *folder* is where it lies in the work tree."""

    def __init__(self, top: Path, folder: str = ".") -> None:
        self.top, self.root = top, top / folder
        self.root.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")
        assert diglot(self.root, "init", ".", "--target", "es", "--name", "the newsroom").code == 0
        self.article(ARTICLE)
        assert diglot(self.root, "merge", "--install").code == 0
        self.commit("start")

    def git(self, *args: str, ok: bool = True) -> subprocess.CompletedProcess[str]:
        names = {f"GIT_{who}_{what}": "a@b.c" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        hidden = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_EDITOR": "true"}
        command = ["git", "-C", str(self.top), *args]
        done = subprocess.run(
            command, capture_output=True, text=True, env={**os.environ, **names, **hidden}, check=False
        )
        assert not ok or done.returncode == 0, done.stdout + done.stderr
        return done

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def article(self, text: str, slug: str = "ferry") -> None:
        (self.root / "articles" / f"{slug}.md").write_text(text, encoding="utf-8")
        assert diglot(self.root, "update").code == 0

    def decide(self, source: str, target: str, action: Action = Action.APPROVE) -> None:
        project = open_project(self.root)
        entry = self.entry(source)
        decided = project.decide(
            catalog=ES, key=entry.key, action=action, target=target, base=entry.revision, by="thida", now=utc_now()
        )
        assert decided.outcome is Outcome.APPLIED, decided

    def catalog(self) -> Catalog:
        return open_project(self.root).catalogs.read(ES)[0]

    def entry(self, source: str) -> Entry:
        catalog = self.catalog()
        [found] = [e for e in (*catalog.entries, *catalog.obsolete) if e.source == source]
        return found

    @property
    def po(self) -> Path:
        return self.root / "locales" / "es" / "LC_MESSAGES" / "ferry.po"

    def is_sound(self) -> bool:
        """Whether gettext accepts the catalog, no conflict mark is in the tree, and `update` has nothing to do."""
        subprocess.run(["msgfmt", "-c", "-o", os.devnull, str(self.po)], check=True)
        files = (*self.root.glob("locales/**/*.po*"), *self.root.glob("articles/*.md"))
        assert not [p for p in files if "<<<<<<<" in p.read_text(encoding="utf-8")]
        return diglot(self.root, "update", "--check").code == 0


@pytest.fixture(params=[".", "news room/our project"])
def clone(request: pytest.FixtureRequest, tmp_path: Path) -> Clone:
    return Clone(tmp_path / "repo", request.param)


def two_branches(clone: Clone) -> None:
    """On main ¶1, ¶2 are approved; on `fix` ¶1 is corrected after its approval, ¶2 approved otherwise, ¶3 too."""
    clone.git("switch", "-q", "-c", "fix")
    clone.decide(DAWN, "Salió de madrugada.")
    clone.decide(HURT, "Nadie resultó herido.")
    clone.article(ARTICLE.replace(BOAT, MORE))
    clone.commit("fix")
    clone.git("switch", "-q", "main")
    clone.decide(BOAT, "El barco llevó a 120 personas.")
    clone.decide(DAWN, "Salió al alba.")
    clone.commit("main")


def is_all_there(clone: Clone, *, stands: str, beside: str) -> None:
    assert clone.is_sound()
    assert [e.source for e in clone.catalog().entries] == ["The ferry", MORE, DAWN, HURT]
    boat, dawn, hurt = (clone.entry(source) for source in (MORE, DAWN, HURT))
    assert (boat.target, boat.previous, boat.was_approved) == ("El barco llevó a 120 personas.", BOAT, True)
    assert (dawn.target, dawn.sealed, suggested_texts(dawn)) == (stands, True, [beside])
    assert (hurt.target, hurt.sealed) == ("Nadie resultó herido.", True)
    counts = diglot(clone.root, "status").out
    assert "ferry" in counts


def test_two_branches_are_merged_and_nothing_is_lost(clone: Clone) -> None:
    two_branches(clone)
    done = clone.git("merge", "fix")
    assert "to look at: 1. Nothing was lost." in done.stderr
    assert "“Salió de madrugada.” is kept beside “Salió al alba.”" in done.stderr
    is_all_there(clone, stands="Salió al alba.", beside="Salió de madrugada.")
    suggestions = open_project(clone.root).journal.suggestions(ES, ("", DAWN))
    assert [(d.by, d.after.target) for d in suggestions] == [("merge", "Salió de madrugada.")]


def test_the_other_way_round_the_other_text_stands(clone: Clone) -> None:
    two_branches(clone)
    clone.git("switch", "-q", "fix")
    clone.git("merge", "main")
    is_all_there(clone, stands="Salió de madrugada.", beside="Salió al alba.")


def test_a_branch_is_rebased(clone: Clone) -> None:
    two_branches(clone)
    clone.git("rebase", "fix")
    is_all_there(clone, stands="Salió de madrugada.", beside="Salió al alba.")


def test_a_commit_is_picked_and_taken_back(clone: Clone) -> None:
    two_branches(clone)
    clone.git("cherry-pick", "fix")
    is_all_there(clone, stands="Salió al alba.", beside="Salió de madrugada.")
    clone.git("revert", "--no-edit", "HEAD")
    boat = clone.entry(BOAT)
    assert (boat.target, boat.sealed) == ("El barco llevó a 120 personas.", True)
    assert clone.is_sound()


def test_git_stops_where_an_approval_was_taken_back(clone: Clone) -> None:
    clone.decide(DAWN, "Salió al alba.")
    clone.commit("approved")
    clone.git("switch", "-q", "-c", "doubt")
    clone.decide(DAWN, "Salió al alba.", Action.NEEDS_WORK)
    clone.commit("doubt")
    clone.git("switch", "-q", "main")
    clone.decide(HURT, "Nadie resultó herido.")
    clone.commit("main")
    done = clone.git("merge", "doubt", ok=False)
    assert done.returncode == 1
    assert "one side took the approval back" in done.stderr
    assert clone.is_sound()
    assert clone.entry(DAWN).sealed
    assert ("", DAWN) in open_project(clone.root).flagged(ES)
    clone.commit("looked at")


def test_the_same_article_added_on_two_branches_is_one(clone: Clone) -> None:
    bridge = CatalogKey("bridge", "es")
    for branch, target in (("one", "Nadie lo sabe."), ("two", "No se sabe.")):
        clone.git("switch", "-q", "-c", branch, "main")
        clone.article("---\ntitle: The bridge\n---\n\nNobody knows.\n", slug="bridge")
        project = open_project(clone.root)
        [entry] = [e for e in project.catalogs.read(bridge)[0].entries if e.source == "Nobody knows."]
        project.decide(
            catalog=bridge,
            key=entry.key,
            action=Action.APPROVE,
            target=target,
            base=entry.revision,
            by="a",
            now=utc_now(),
        )
        clone.commit(branch)
    clone.git("merge", "one")
    entry = open_project(clone.root).catalogs.read(bridge)[0].by_key()["", "Nobody knows."]
    assert (entry.target, entry.sealed, suggested_texts(entry)) == ("No se sabe.", True, ["Nadie lo sabe."])


def test_templates_are_merged_without_conflict(clone: Clone) -> None:
    clone.git("switch", "-q", "-c", "end")
    clone.article(ARTICLE + "\nThe end.\n")
    clone.commit("end")
    clone.git("switch", "-q", "main")
    clone.article(ARTICLE.replace(DAWN, f"{DAWN}\n\nIt rained."))
    clone.commit("rain")
    clone.git("merge", "end")
    assert diglot(clone.root, "update").code == 0  # paragraphs are counted anew
    assert clone.is_sound()
    assert [e.source for e in clone.catalog().entries] == ["The ferry", BOAT, DAWN, "It rained.", HURT, "The end."]


def test_a_damaged_version_is_refused_and_ours_stays(clone: Clone) -> None:
    clone.git("switch", "-q", "-c", "broken")
    text = clone.po.read_text(encoding="utf-8")
    clone.po.write_text(text.replace(f'msgid "{DAWN}"', "<<<<<<< HEAD"), encoding="utf-8")
    clone.commit("broken")
    clone.git("switch", "-q", "main")
    clone.decide(HURT, "Nadie resultó herido.")
    ours = clone.po.read_bytes()
    clone.commit("main")
    done = clone.git("merge", "broken", ok=False)
    line = text[: text.index(f'msgid "{DAWN}"')].count("\n") + 1
    name = clone.po.relative_to(clone.top).as_posix()
    assert f"Error: {name}:{line}: in their version: " in done.stderr
    assert "git checkout --ours" in done.stderr
    assert clone.po.read_bytes() == ours
    assert clone.git("diff", "--name-only", "--diff-filter=U").stdout.strip().strip('"') == name
    clone.git("checkout", "--ours", name)
    clone.commit("ours")


def test_a_conflict_from_before_the_installation_is_merged_again(clone: Clone) -> None:
    assert diglot(clone.root, "merge", "--uninstall").code == 0
    clone.commit("without")
    two_branches(clone)
    clone.git("merge", "fix", ok=False)
    assert "<<<<<<<" in clone.po.read_text(encoding="utf-8")
    refused = diglot(clone.root, "status")
    assert (refused.code, "diglot merge --install" in refused.err, "git checkout --merge" in refused.err) == (
        4,
        True,
        True,
    )
    assert diglot(clone.root, "merge", "--install").code == 0
    clone.git("checkout", "--merge", "--", f"{clone.po.relative_to(clone.top).as_posix()}", "*.pot")
    assert clone.entry(MORE).was_approved
    is_all_there(clone, stands="Salió al alba.", beside="Salió de madrugada.")
