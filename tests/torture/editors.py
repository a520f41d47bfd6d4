"""Other programs rewrite the catalogs while reviewers approve: an editor, msgmerge, git with and without its driver.

Three reviewers approve texts that nobody else types. Meanwhile an editor loads a catalog by polib, waits, and saves it
with other line breaks, now and then with words of its own; msgmerge updates it from the template; and in a clone a
colleague approves too, whose commits are pulled. None of them takes our locks, so an approval between their reading and
their writing is overwritten. In the end each text that somebody was told is approved must be what the paragraph has, or
have been seen by whoever replaced it, or wait beside the paragraph on its page, or, where somebody decided since, stand
in the history of that page: where it stands is counted. Of a colleague's approval this journal knows nothing: what an
editor's stale copy makes of it after it was pulled, git's history alone can tell.
"""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from cli_fixture import diglot

from l10n.errors import DiglotError
from l10n.model import Action, CatalogKey, Entry, Key, Outcome
from l10n.newsroom.project import Project, open_project, utc_now
from l10n.suggestions import open_suggestions, suggested_texts

from .desk import ENVIRONMENT, REPOSITORY
from .newsroom import catalogs_of, make_newsroom, name_of
from .report import losses, tell
from .shift import Shift

REVIEWERS, PAUSE_S = 3, 0.6


@dataclass(slots=True)
class Edited:
    """What came of it: how often each program wrote, and where the approved texts are."""

    seed: int
    edits: Counter[str] = field(default_factory=Counter)
    told: int = 0
    colleague: int = 0
    """Approvals that came with git."""
    where: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    faults: list[str] = field(default_factory=list)


def torture_by_editors(root: Path, *, edits: int, seconds: float, seed: int) -> Edited:
    """Let outside programs write so many times, or as often as *seconds* allow, while reviewers approve."""
    found, texts = Edited(seed), map(name_of, itertools.count(10_000))
    project = make_newsroom(root / "newsroom", articles=8, people=REVIEWERS)
    git = _Git(project.root, root / "clone")
    shift, over = Shift("writes of outside programs", edits, seconds), threading.Event()
    told: dict[str, tuple[CatalogKey, Key]] = {}
    reviewers = [
        threading.Thread(target=_review, args=(project.root, f"{seed}/{n}", texts, told, over))
        for n in range(REVIEWERS)
    ]
    for reviewer in reviewers:
        reviewer.start()
    chance, brought = random.Random(seed), dict[str, tuple[CatalogKey, Key]]()
    paths = [project.catalogs.path(key) for key in catalogs_of(project)]
    try:
        while shift.goes_on(found.edits.total()):
            name = chance.choice(("rewrap", "rewrap", "rewrite", "msgmerge", "pull"))
            path = chance.choice(paths)
            if name == "msgmerge":
                _msgmerge(path)
            elif name == "pull":
                found.edits[f"pull, {git.pull(chance, texts, brought)}"] += 1
                continue
            else:
                _edit(path, chance, next(texts) if name == "rewrite" else "")
            found.edits[name] += 1
    finally:
        over.set()
        for reviewer in reviewers:
            reviewer.join()
    _judge(found, project.root, told, brought)
    return found


def _judge(
    found: Edited,
    root: Path,
    told: dict[str, tuple[CatalogKey, Key]],
    brought: dict[str, tuple[CatalogKey, Key]],
) -> None:
    ran = diglot(root, "recover")
    if ran.code:
        found.faults.append(f"diglot recover: {ran.code} {ran.err}")
    ran = diglot(root, "update")
    if ran.code:
        found.faults.append(f"diglot update: {ran.code} {ran.err}")
    project = open_project(root)
    if project.journal.pending():
        found.faults.append(f"{len(project.journal.pending())} decisions are still pending")
    found.told, found.colleague = len(told), len(brought)
    for text, (catalog, key) in (told | brought).items():
        place = where_is(project, text, catalog, key)
        if place == "nowhere" and text in brought and _in_git(root, text):
            place = "in git's history alone"  # another journal has it; this one never knew
        found.where[place] += 1
        if place == "nowhere":
            found.lost += 1
            found.faults.append(f"nowhere: {text} ({catalog.slug} {catalog.locale})")


def _in_git(root: Path, text: str) -> bool:
    command = ["git", "-C", str(root), "log", "--all", "--oneline", f"-S{text}"]
    return bool(subprocess.run(command, capture_output=True, text=True, check=True, start_new_session=True).stdout)


def where_is(project: Project, text: str, catalog: CatalogKey, key: Key) -> str:
    """Return where a person finds an approved text."""
    entry = project.catalogs.read(catalog)[0].by_key()[key]
    history = project.journal.history(catalog, key)
    if entry.target == text:
        return "in the paragraph"
    if text in [suggestion.text for suggestion in open_suggestions(entry, history)]:
        return "beside the paragraph"
    if any(d.before.target == text for d in history if d.outcome is Outcome.APPLIED):
        return "replaced by somebody who saw it"
    if any(text in suggested_texts(d.before) for d in history):
        return "replaced by somebody who saw it beside"
    if text in [d.after.target for d in history]:
        return "in the history of the paragraph"
    return "nowhere"


def _review(
    root: Path, seed: str, texts: Iterator[str], told: dict[str, tuple[CatalogKey, Key]], over: threading.Event
) -> None:
    """Approve one paragraph after another; what cannot be read at this moment is tried later."""
    project, chance = open_project(root), random.Random(seed)
    keys = catalogs_of(project)
    while not over.is_set():
        catalog = chance.choice(keys)
        try:
            entry = chance.choice(project.catalogs.read(catalog)[0].entries)
            text = f"Texto {next(texts)}."
            if _approve(project, catalog, entry, text):
                told[text] = (catalog, entry.key)
        except DiglotError:
            continue
        over.wait(chance.uniform(0.0, PAUSE_S))


def _approve(project: Project, catalog: CatalogKey, entry: Entry, text: str) -> bool:
    decided = project.decide(
        catalog=catalog, key=entry.key, action=Action.APPROVE, target=text, base=entry.revision, by="p1", now=utc_now()
    )
    return decided.outcome is Outcome.APPLIED


def _edit(path: Path, chance: random.Random, words: str) -> None:
    """Save the catalog as an editor does that wraps lines; with *words*, which replace a translation."""
    try:
        file = polib.pofile(str(path), wrapwidth=40)
    except (OSError, ValueError):
        return
    time.sleep(chance.uniform(0.0, 0.03))
    if words:
        entry = chance.choice(list(file))
        entry.msgstr = f"Fuera {words}."
    file.save(str(path))


def _msgmerge(path: Path) -> None:
    template = path.parent.parent.parent / f"{path.stem}.pot"
    command = ["msgmerge", "--quiet", "--update", "--backup=none", str(path), str(template)]
    subprocess.run(command, check=False, capture_output=True, start_new_session=True)


class _Git:
    """The newsroom's repository and a colleague's clone of it."""

    def __init__(self, root: Path, clone: Path) -> None:
        self.root, self.clone = root, clone
        (root / ".gitignore").write_text(".diglot/\n", encoding="utf-8")
        self.run(root, "init", "-q", "-b", "main")
        assert diglot(root, "merge", "--install").code == 0
        self._name_driver(root)
        self.commit(root)
        self.run(root.parent, "clone", "-q", str(root), str(clone))
        assert diglot(clone, "merge", "--install").code == 0
        self._name_driver(clone)

    def _name_driver(self, folder: Path) -> None:
        """Have git find the program that is tested, wherever it is installed from."""
        found = self.run(folder, "config", "merge.diglot.driver").stdout.strip()
        path = f"{REPOSITORY}"
        self.run(folder, "config", "merge.diglot.driver", f"PYTHONPATH='{path}' {found}")

    def run(self, folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
        names = {f"GIT_{who}_{what}": "a@b.c" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        hidden = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_EDITOR": "true"}
        command = ["git", "-C", str(folder), *args]
        return subprocess.run(
            command,
            env={**ENVIRONMENT, **names, **hidden},
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,
        )

    def commit(self, folder: Path) -> None:
        self.run(folder, "add", "-A")
        self.run(folder, "commit", "-q", "-m", "work")

    def pull(self, chance: random.Random, texts: Iterator[str], brought: dict[str, tuple[CatalogKey, Key]]) -> str:
        """Have the colleague approve two paragraphs, and pull them; return what git did."""
        self.run(self.clone, "fetch", "-q", "origin")
        self.run(self.clone, "reset", "-q", "--hard", "origin/main")
        project, approved = open_project(self.clone), dict[str, tuple[CatalogKey, Key]]()
        for _ in range(2):
            catalog = chance.choice(catalogs_of(project))
            try:
                entry = chance.choice(project.catalogs.read(catalog)[0].entries)
                text = f"Colega {next(texts)}."
                if _approve(project, catalog, entry, text):
                    place = (catalog, entry.key)  # a second text for it replaces the first, which was seen
                    approved = {text: place} | {other: at for other, at in approved.items() if at != place}
            except DiglotError:
                continue
        self.commit(self.clone)
        self.commit(self.root)
        done = self.run(self.root, "pull", "-q", "--no-rebase", "--no-edit", str(self.clone), "main")
        if done.returncode == 0:
            brought.update(approved)
            return "merged"
        unmerged = self.run(self.root, "diff", "--name-only", "--diff-filter=U").stdout
        if unmerged.strip():
            self.commit(self.root)
            brought.update(approved)
            return "stopped for a person, who took what stood there"
        return "refused by git"


def tell_of(found: Edited) -> None:
    each = ", ".join(f"{count:,} {name}" for name, count in sorted(found.edits.items()))
    where = ", ".join(f"{count:,} {place}" for place, count in sorted(found.where.items()))
    total = found.told + found.colleague
    figures = {
        "outside programs wrote": f"{found.edits.total():,} times ({each})",
        "approvals that people were told are done": f"{found.told:,}, and {found.colleague:,} came with git",
        "where those texts are": where,
        "lost": losses(found.lost, total),
    }
    tell("other programs rewrite catalogs while people approve", found.seed, figures, found.faults)
