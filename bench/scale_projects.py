"""Projects of any number of articles for `scale.py`, each made once in `build/bench`.

    python bench/scale_projects.py 1000 [URL of an empty PostgreSQL]

Half of the paragraphs of each are approved. Of each of those the journal tells, where `lengthen` was asked for it: who
wrote it, who corrected it, who approved it.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import desk
import prose

from l10n.model import Action, Catalog, CatalogKey, Decision, Outcome, State
from l10n.newsroom.project import open_project, utc_now
from l10n.stores.people import SqlPeople

PROGRAM = [sys.executable, "-m", "l10n"]
CONFIG = '[project]\nname = "Scale"\nsource = "en"\ntargets = ["es"]\nlicence = "CC0-1.0"\n'
WRITTEN = (("p1", "?"), ("p2", "??"), ("p0", ""))  # of each approved paragraph: who, and what they left after it

# A process has at least the memory of the one that made it, so a small one stands between.
MEASURED = [
    sys.executable,
    "-S",
    "-c",
    "import resource, subprocess, sys\n"
    "code = subprocess.call(sys.argv[1:])\n"
    "print('\\n%d' % resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, end='')\n"
    "sys.exit(code)",
]

Figures = dict[str, float]


def run(root: Path, *words: str, environment: dict[str, str]) -> tuple[float, float]:
    """Run a command; return its wall time in seconds and its largest memory in megabytes."""
    began = time.perf_counter()
    done = subprocess.run(
        [*MEASURED, *PROGRAM, "-C", str(root), *words], env=environment, capture_output=True, text=True
    )
    wall = time.perf_counter() - began
    if done.returncode not in (0, 1):
        sys.exit(f"diglot {' '.join(words)}: {done.stderr.strip()}")
    return wall, int(done.stdout.rpartition("\n")[2]) / 1024  # Linux counts kilobytes


def make_project(articles: int, environment: dict[str, str], name: str) -> tuple[Path, Figures]:
    """Return a project of so many articles, and how long its making took, where it was made now."""
    root, figures = desk.WORK / f"scale-{name}{articles}", Figures()
    if (root / "made").exists():
        return root, figures
    shutil.rmtree(root, ignore_errors=True)
    prose.write_articles(root / "articles", articles)
    (root / "diglot.toml").write_text(CONFIG, encoding="utf-8")
    figures["first update"] = run(root, "update", environment=environment)[0]
    in_its_own(root, "--fill", environment)
    figures["memory made anew"] = run(root, "memory", "rebuild", environment=environment)[0]
    (root / "made").touch()
    return root, figures


def in_its_own(root: Path, what: str, environment: dict[str, str]) -> None:
    """Do that in a process which has the environment that names the database."""
    subprocess.run([sys.executable, __file__, what, str(root)], env=environment, check=True)


def fill(root: Path) -> None:
    """Approve half of all paragraphs, and have one person who can sign in."""
    project, draw = open_project(root), random.Random(1)  # noqa: S311
    for key in list(project.catalogs.keys()):
        catalog, revision = project.catalogs.read(key)
        filled = {e.key: e.approved("¡" + e.source) for e in catalog.entries if draw.random() < 0.5}
        project.catalogs.replace(key, catalog.with_entries(filled), expected=revision)
    people = SqlPeople(project.database, hashing=desk.CHEAP)
    token = people.invite(handle="p0", role="reviewer", now=utc_now())
    people.accept(token, passphrase=desk.PASSPHRASE, now=utc_now())


def lengthen(root: Path) -> None:
    """Have the journal tell of each approved paragraph how it came to be, unless it does already."""
    if (root / "lengthened").exists():
        return
    project = open_project(root)
    for key in list(project.catalogs.keys()):
        decisions = _told(key, project.catalogs.read(key)[0])
        ids = project.journal.append_all(decisions)
        project.journal.settle(dict.fromkeys(ids, Outcome.APPLIED))
    (root / "lengthened").touch()


def _told(key: CatalogKey, catalog: Catalog) -> list[Decision]:
    told, now = [], utc_now()
    for entry in catalog.entries:
        if entry.state() is not State.APPROVED:
            continue
        before = entry.emptied()
        for turn, (who, left) in enumerate(WRITTEN):
            after = entry.reviewed(entry.target + left) if left else entry
            action, at = Action.REVIEW if left else Action.APPROVE, now + timedelta(seconds=turn)
            told.append(Decision(key, entry.key, action, before.revision, before, after, who, at))
            before = after
    return told


if __name__ == "__main__":
    if sys.argv[1:2] in (["--fill"], ["--lengthen"]):
        (fill if sys.argv[1] == "--fill" else lengthen)(Path(sys.argv[2]))
    else:
        shared = {"DIGLOT_DATABASE_URL": sys.argv[2]} if sys.argv[2:] else {}
        print(make_project(int(sys.argv[1]), {**os.environ, **shared}, "shared-" if shared else ""))
