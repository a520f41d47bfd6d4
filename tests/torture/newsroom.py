"""A small newsroom to be tortured: articles whose every text is different, people, and what its disk holds."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

from l10n.model import CatalogKey
from l10n.newsroom.project import Project, open_project, utc_now
from l10n.stores.people import SqlPeople
from l10n.temporaries import left_temporaries

PASSPHRASE = "boats carry rice and letters"
CHEAP = "pbkdf2:sha256:1"
"""How the passphrases of a torture are kept: signing in is not what is tortured."""

CONFIG = """[project]
name = "Torture"
source = "en"
targets = ["es", "my"]
licence = "CC0-1.0"
[draft]
engines = ["memory"]
"""
_WORDS = ("ferry", "river", "school", "market", "bridge", "farmer", "doctor", "rain", "night", "road", "song", "boat")


def words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choice(_WORDS) for _ in range(count))


def name_of(number: int) -> str:
    """Return a word of letters alone, another for each number: numbers in a text would be looked at by the checks."""
    letters = ""
    while number or not letters:
        number, rest = divmod(number, 20)
        letters += "bcdfghjklmnpqrstvwxz"[rest]
    return letters + "a"


def make_newsroom(root: Path, *, articles: int = 2, paragraphs: int = 6, people: int = 6) -> Project:
    """Make a project of so many articles at *root*, with reviewers `p0`, `p1` …, and bring its catalogs up to date."""
    chance = random.Random(1)
    (root / "articles").mkdir(parents=True)
    (root / "diglot.toml").write_text(CONFIG, encoding="utf-8")
    for number in range(articles):
        texts = [f"The {words(chance, 8)} {name_of(n + 100 * number)}." for n in range(paragraphs)]
        article = f"# The {name_of(number)} of the {words(chance, 2)}\n\n" + "\n\n".join(texts) + "\n"
        (root / "articles" / f"story-{name_of(number)}.md").write_text(article, encoding="utf-8")
    project = open_project(root)
    list(project.update())
    kept = SqlPeople(project.database, hashing=CHEAP)
    for number in range(people):
        token = kept.invite(handle=f"p{number}", role="maintainer" if not number else "reviewer", now=utc_now())
        kept.accept(token, passphrase=PASSPHRASE, now=utc_now())
    return project


def catalogs_of(project: Project) -> list[CatalogKey]:
    return list(project.catalogs.keys())


def digests(root: Path, *, but: tuple[str, ...] = (".diglot",)) -> dict[str, str]:
    """Return the digest of every file below *root*, without those in the folders named in *but*."""
    found = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and not any(name == out or name.startswith(f"{out}/") for out in but):
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def strays(root: Path) -> list[str]:
    """Return the temporary files that lie about in *root*, which nobody is writing."""
    return [path.relative_to(root).as_posix() for path in left_temporaries(root)]
