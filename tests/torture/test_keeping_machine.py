"""A whole newsroom that is worked on, backed up, restored, published, purged and tampered with, in whatever order.

A model driven by Hypothesis. What it holds against the program: a restored project is the one of its backup's moment,
and the one that was there lies beside it whole, also where the program dies in the middle; an approved text has a
decision; the chain of decisions verifies unless somebody changed a decision; a site's list of checksums names a link
of that chain, unless the journal was put back behind it, and then the program says so.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import tempfile
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dying import dies_at, dies_in
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from newsroom_fixture import make_newsroom
from thorough import examples

from l10n.checksums import NAME, journal_named
from l10n.errors import ConflictError
from l10n.model import Action, CatalogKey, Outcome, State
from l10n.newsroom.doctoring import Standing, examine_project
from l10n.newsroom.examining_site import link_known
from l10n.newsroom.project import Project, open_project
from l10n.newsroom.restoring import restore
from l10n.newsroom.tending import mend_project
from l10n.stores.sqlite import driver

SLUGS = ("flood", "storm")
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CONFIG = """[project]
source = "en"
targets = ["es"]
licence = "CC0-1.0"
[publish]
formats = ["text"]
[retention]
days = 1
"""

slugs = st.sampled_from(SLUGS)
paragraphs = st.integers(0, 1)
deaths = st.integers(0, 40)
"""At which of its changes of the disk the program dies; it may be done before."""


@dataclass(frozen=True)
class Moment:
    """All that a project holds and a backup has to keep."""

    files: tuple[tuple[str, bytes], ...]
    decisions: tuple[object, ...]
    links: tuple[str, ...]


def moment_of(root: Path) -> Moment:
    kept = (path for folder in ("articles", "locales", "releases") for path in sorted((root / folder).rglob("*")))
    files = tuple((path.relative_to(root).as_posix(), path.read_bytes()) for path in kept if path.is_file())
    journal = root / ".diglot" / "journal.sqlite"
    with closing(driver.connect(f"file:{journal}?mode=ro", uri=True)) as database:
        links = tuple(link for (link,) in database.execute("SELECT link FROM chain ORDER BY number"))
        decisions = tuple(database.execute("SELECT * FROM decisions ORDER BY id"))
    return Moment(files, decisions, links)


class Newsroom(RuleBasedStateMachine):
    """A project with two articles of two paragraphs."""

    @initialize()
    def open_newsroom(self) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=os.environ.get("PYTEST_DEBUG_TEMPROOT")))
        self.root = make_newsroom(self.folder / "room", *SLUGS)
        (self.root / "diglot.toml").write_text(CONFIG, encoding="utf-8")
        shutil.rmtree(self.root / "locales")
        list(self._project().update())
        self.count, self.now = 0, START
        self.backups: list[tuple[Path, Moment]] = []
        self.heads: list[str] = []
        """The links that the lists of checksums of all sites name, the last publication's last."""

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)

    def _project(self) -> Project:
        return open_project(self.root)

    def _tick(self) -> datetime:
        self.count, self.now = self.count + 1, self.now + timedelta(minutes=1)
        return self.now

    def _decide(self, slug: str, number: int, action: Action, text: str) -> None:
        project, key = self._project(), CatalogKey(slug, "es")
        entry = project.catalogs.read(key)[0].entries[number]
        decided = project.decide(
            catalog=key, key=entry.key, action=action, target=text, base=entry.revision, by="ana", now=self._tick()
        )
        assert decided.outcome is Outcome.APPLIED, decided

    @rule(slug=slugs, number=paragraphs)
    def approve(self, slug: str, number: int) -> None:
        self._decide(slug, number, Action.APPROVE, f"Se dijo así: {'muy ' * self.count}bien.")

    @rule(slug=slugs, number=paragraphs)
    def save(self, slug: str, number: int) -> None:
        self._decide(slug, number, Action.REVIEW, f"Se dice así: {'más ' * self.count}bien.")

    @rule()
    def undo_the_last(self) -> None:
        project = self._project()
        applied = [d for d in project.journal.newest() if d.outcome is Outcome.APPLIED]
        if applied:
            with suppress(ConflictError):  # the article was corrected since
                project.undo(decision_id=applied[0].id, by="ben", now=self._tick())

    @rule(slug=slugs)
    def correct_the_article(self, slug: str) -> None:
        self.count += 1
        text = f"The river rose at {slug} on Monday.\n\nNobody was {'very ' * self.count}hurt.\n"
        (self.root / "articles" / f"{slug}.md").write_text(text, encoding="utf-8")
        list(self._project().update())

    @rule()
    def publish(self) -> None:
        """Both articles: after a restore the site has to be made anew, with all that was on it."""
        for slug in SLUGS:
            for number in range(2):
                self.approve(slug, number)
        publication = self._project().publish(SLUGS, now=self._tick())
        assert not publication.refused
        self.heads.append(journal_named((self.root / "site" / NAME).read_bytes()))
        assert self.heads[-1]

    @rule(days=st.sampled_from([0, 3]))
    def purge(self, days: int) -> None:
        before = moment_of(self.root)
        forgotten = self._project().purge(now=self._tick() + timedelta(days=days), dry_run=False)
        after = moment_of(self.root)
        assert after.files == before.files
        assert bool(forgotten) == (after.links != before.links)

    @rule()
    def back_up(self) -> None:
        before = moment_of(self.root)
        file = self.folder / f"{self._tick():%H%M}.backup"
        self._project().backup(file, now=self.now)
        assert moment_of(self.root) == before
        self.backups.append((file, before))

    @rule(death=deaths)
    def die_during_a_backup(self, death: int) -> None:
        before = moment_of(self.root)
        file = self.folder / f"{self._tick():%H%M}.backup"
        died = dies_at(death, self.root, "backup", file, now=self.now)
        assert moment_of(self.root) == before
        mend_project(self._project())
        if not died or file.exists():  # what has its name is whole
            self.backups.append((file, before))

    @precondition(lambda self: self.backups)
    @rule(which=st.integers(0, 50))
    def restore(self, which: int) -> None:
        file, then = self.backups[which % len(self.backups)]
        before = moment_of(self.root)
        gc.collect()
        restored = restore(file, self.root, now=self._tick(), replace=True)
        assert restored.trouble is None
        assert moment_of(self.root) == then
        assert restored.aside
        assert moment_of(restored.aside) == before

    @precondition(lambda self: self.backups)
    @rule(which=st.integers(0, 50), death=deaths)
    def die_during_a_restore(self, which: int, death: int) -> None:
        file, then = self.backups[which % len(self.backups)]
        before = moment_of(self.root)
        gc.collect()
        died = dies_in(death, restore, file, self.root, now=self._tick(), replace=True)
        now = moment_of(self.root)
        assert now in (before, then)
        if not died:
            assert now == then
        mend_project(self._project())
        if now != before:
            beside = [moment_of(each) for each in self.folder.glob("room.before-*")]
            assert before in beside, "the project that was there is whole, under the name that people are told"

    @precondition(lambda self: moment_of(self.root).decisions)
    @rule()
    def somebody_rewrites_a_decision(self) -> None:
        """It is found, and what was written before makes the chain whole again."""
        journal = self.root / ".diglot" / "journal.sqlite"
        with closing(driver.connect(journal)) as database:
            id, after = database.execute("SELECT id, after FROM decisions ORDER BY id DESC").fetchone()
            forged = json.dumps(json.loads(after) | {"target": "Se dijo otra cosa."}, ensure_ascii=False)
            database.execute("UPDATE decisions SET after = ? WHERE id = ?", (forged, id))
            database.commit()
            found = self._wrong()
            database.execute("UPDATE decisions SET after = ? WHERE id = ?", (after, id))
            database.commit()
        assert any("chain" in where for where in found), found

    def _wrong(self) -> list[str]:
        """Return where `diglot doctor` finds something wrong."""
        found, _ = examine_project(self.root, now=self.now)
        return [f"{each.name}: {each.message}" for each in found if each.standing is Standing.WRONG]

    @invariant()
    def the_chain_verifies_and_knows_its_sites(self) -> None:
        if not hasattr(self, "heads"):
            return
        project, links = self._project(), moment_of(self.root).links
        for head in self.heads:
            known = link_known(project, head)
            assert known == ((links.index(head) + 1, len(links)) if head in links else ((0, 0) if links else None))
        on_site = self.root / "site" / NAME
        behind = on_site.exists() and journal_named(on_site.read_bytes()) not in links
        wrong = self._wrong()
        assert all(where.startswith("site") for where in wrong) if behind else not wrong, wrong

    @invariant()
    def what_is_approved_somebody_approved(self) -> None:
        if not hasattr(self, "heads"):
            return
        project = self._project()
        for key in project.catalogs.keys():  # noqa: SIM118  the port's method
            assert not project.journal.pending(key)
            for entry in project.catalogs.read(key)[0].entries:
                if entry.state() is State.APPROVED:
                    history = project.journal.history(key, entry.key)
                    assert any(entry.seal in (d.after.seal, d.before.seal) for d in history), entry


@pytest.mark.slow
def test_a_restore_that_dies_at_any_change_of_the_disk_leaves_one_project_or_the_other_whole(tmp_path):
    root = make_newsroom(tmp_path / "room", *SLUGS)
    made = open_project(root).backup(tmp_path / "a.backup", now=START)
    then = moment_of(root)
    number = 0
    while True:
        note = root / "articles" / "later.md"
        note.write_text(f"The river fell again, {number}.\n", encoding="utf-8")
        before = moment_of(root)
        gc.collect()
        died = dies_in(number, restore, made.path, root, now=START + timedelta(minutes=number), replace=True)
        now = moment_of(root)
        assert now in (before, then), number
        beside = [moment_of(each) for each in tmp_path.glob("room.before-*")]
        assert now == before or before in beside, number
        if not died:
            break
        number += 1
    assert now == then
    assert number > 3


TestNewsroom = pytest.mark.slow(Newsroom.TestCase)
TestNewsroom.settings = settings(max_examples=examples(12), stateful_step_count=20, deadline=None)
