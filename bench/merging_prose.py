"""Real prose, and the hands that edit it: paragraphs of the reference and of docstrings, English and Burmese."""

from __future__ import annotations

import ast
import random
import re
import sysconfig
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from l10n.changes import split_words
from l10n.sentences import split_sentences

ROOT = Path(__file__).resolve().parent.parent


def read_prose(folders: Sequence[Path]) -> list[str]:
    """Return paragraphs of 15 to 120 words in one order everywhere: reference, docstrings, Markdown, without twins."""
    found = [*_reference(), *_docstrings()]
    for folder in folders:
        for path in sorted(folder.rglob("*.md")):
            found += _paragraphs(path.read_text(encoding="utf-8", errors="ignore"))
    return list(dict.fromkeys(text for text in found if 15 <= len(text.split()) <= 120))


def _reference() -> Iterator[str]:
    from pydoc_data.topics import topics

    for name in sorted(topics):
        yield from _paragraphs(topics[name])


def _docstrings() -> Iterator[str]:
    for path in sorted(Path(sysconfig.get_path("stdlib")).rglob("*.py")):
        if {"test", "tests", "site-packages", "lib2to3", "pydoc_data"}.intersection(path.parts):
            continue
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"))
        except (SyntaxError, UnicodeDecodeError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                yield from _paragraphs(ast.get_docstring(node) or "")


def _paragraphs(text: str) -> Iterator[str]:
    """Yield paragraphs that are prose: nothing indented as code, mostly words."""
    for block in re.split(r"\n\s*\n", text):
        lines = block.split("\n")
        if any(line.startswith(("    ", ">>>", "|", "#", "```", "-", "*", "+", "=")) for line in lines):
            continue
        joined = " ".join(" ".join(lines).split())
        words = joined.split()
        if words and sum(word.strip(".,;:()").isalpha() for word in words) > 0.75 * len(words) and joined[0].isupper():
            yield joined


class Writer:
    """Edits paragraphs with words and sentences of other prose."""

    def __init__(self, prose: Sequence[str], rng: random.Random) -> None:
        self.rng = rng
        self.sentences = [s.strip() for text in prose for s in split_sentences(text) if 5 <= len(s.split()) <= 30]
        self.words = sorted({w for text in prose for w in text.split() if w.isalpha() and len(w) > 3 and w.islower()})

    def sentence(self) -> str:
        return self.rng.choice(self.sentences)

    def insert_clause(self, text: str) -> str:
        words = text.split()
        at = self.rng.randint(1, len(words))
        clause = self.sentence().rstrip(".").split()[: self.rng.randint(3, 8)]
        return " ".join([*words[:at], *clause, *words[at:]])

    def delete_clause(self, text: str) -> str:
        words = text.split()
        size = self.rng.randint(2, max(2, len(words) // 4))
        at = self.rng.randrange(len(words) - size)
        return " ".join(words[:at] + words[at + size :])

    def insert_sentence(self, text: str) -> str:
        sentences = [s.strip() for s in split_sentences(text)]
        sentences.insert(self.rng.randint(0, len(sentences)), self.sentence())
        return " ".join(sentences)

    def delete_sentence(self, text: str) -> str:
        sentences = [s.strip() for s in split_sentences(text)]
        del sentences[self.rng.randrange(len(sentences))]
        return " ".join(sentences)

    def reorder(self, text: str) -> str:
        sentences = [s.strip() for s in split_sentences(text)]
        mixed = sentences[:]
        while mixed == sentences:
            self.rng.shuffle(mixed)
        return " ".join(mixed)

    def replace_words(self, text: str, low: float, high: float) -> str:
        words = text.split()
        count = max(1, round(len(words) * self.rng.uniform(low, high)))
        for at in self.rng.sample(range(len(words)), count):
            words[at] = self.rng.choice(self.words)
        return " ".join(words)

    def number(self, text: str) -> str:
        words = text.split()
        at = self.rng.randint(1, len(words))
        return " ".join([*words[:at], str(self.rng.randint(2, 9999)), *words[at:]])

    def negate(self, text: str) -> str:
        words = text.split()
        at = self.rng.randint(1, len(words))
        return " ".join([*words[:at], "not", *words[at:]])

    def typo(self, text: str) -> str:
        places = [at for at in range(1, len(text) - 1) if text[at - 1 : at + 2].isalpha()]
        at = self.rng.choice(places)
        return (
            text[:at] + text[at + 1] + text[at] + text[at + 2 :]
            if self.rng.random() < 0.5
            else text[:at] + text[at + 1 :]
        )

    def two(self, text: str) -> str:
        """Two edits at once, as in a second reading."""
        for edit in self.rng.sample([self.insert_clause, self.delete_clause, self.number, self.typo], 2):
            text = edit(text)
        return text

    def now_and_then(self, text: str) -> str:
        """Half of the time, one more small edit."""
        return self.rng.choice([self.typo, self.number])(text) if len(text) > 20 and self.rng.random() < 0.5 else text

    def split(self, text: str) -> list[str]:
        """Two or three parts, cut between sentences, now and then edited too."""
        sentences = [s.strip() for s in split_sentences(text)]
        count = min(len(sentences), self.rng.choice((2, 2, 3)))
        cuts = [0, *sorted(self.rng.sample(range(1, len(sentences)), count - 1)), len(sentences)]
        return [self.now_and_then(" ".join(sentences[a:b])) for a, b in pairwise(cuts)]

    def similar(self, text: str) -> str:
        """A new paragraph that begins as *text* does and then speaks of something else."""
        words = text.split()
        kept = words[: max(3, round(len(words) * self.rng.uniform(0.15, 0.35)))]
        other: list[str] = []
        while len(other) < len(words) - len(kept):
            other += self.sentence().split()
        return " ".join([*kept, *other])


def has_sentences(text: str, count: int) -> bool:
    return len(split_sentences(text)) >= count


def is_burmese(text: str) -> bool:
    return "\u1000" <= text[0] <= "\u109f"


def burmese_prose() -> list[str]:
    """Return the sample's Burmese paragraphs."""
    import polib

    path = ROOT / "locales" / "my" / "LC_MESSAGES" / "river-school.po"
    return [entry.msgstr for entry in polib.pofile(str(path)) if len(entry.msgstr) > 60 and is_burmese(entry.msgstr)]


class BurmeseWriter(Writer):
    """The same edits by syllables."""

    def __init__(self, prose: Sequence[str], rng: random.Random) -> None:
        self.rng = rng
        self.sentences = [s.strip() for text in prose for s in split_sentences(text)]
        self.words = [s for text in prose for s in split_words(text) if len(s) > 1]

    def edit(self, text: str) -> str:
        parts = split_words(text)
        size = self.rng.randint(1, max(2, len(parts) // 8))
        at = self.rng.randrange(1, max(2, len(parts) - size))
        kind = self.rng.choice(["insert", "delete", "replace"])
        new = [] if kind == "delete" else [self.rng.choice(self.words) for _ in range(size)]
        return "".join(parts[:at] + new + parts[at if kind == "insert" else at + size :])


BOILERPLATE = [
    "{town}: {n} people were displaced in {month}, {m} of them children, according to the township committee.",
    "Editor's note: this report was first published on {n} {month} {year} and was last updated by the {town} desk.",
    "The {town} hospital treated {n} patients in {month} {year}; {m} of them had to be taken to the city for surgery.",
]
TOWNS = ("Hakha", "Falam", "Mindat", "Kalay", "Monywa", "Pale", "Yinmabin", "Salingyi", "Loikaw", "Demoso", "Lashio")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November")


def boilerplate(rng: random.Random) -> str:
    facts = {"town": rng.choice(TOWNS), "month": rng.choice(MONTHS), "year": rng.randint(2019, 2026)}
    return rng.choice(BOILERPLATE).format(n=rng.randint(2, 900), m=rng.randint(2, 90), **facts)


def change_number(text: str, rng: random.Random) -> str:
    places = list(re.finditer(r"\d+", text))
    found = rng.choice(places)
    return text[: found.start()] + str(int(found[0]) + rng.randint(1, 40)) + text[found.end() :]
