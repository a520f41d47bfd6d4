"""Real prose and realistic edits of it, drawn with a fixed seed: what `bench/merging.py` measures with."""

from __future__ import annotations

import ast
import random
import re
import sysconfig
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

from l10n.changes import split_words
from l10n.sentences import split_sentences

ROOT = Path(__file__).resolve().parent.parent
SEED = 20260301
ARTICLE = 35
SHARE = 0.25
"""How many of an article's paragraphs are edited in the quality set."""


@dataclass(frozen=True)
class Change:
    """One edit: its kind and the texts before and after. *unrelated*: the new ones are not the old ones edited."""

    kind: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    unrelated: bool = False


@dataclass(frozen=True)
class Case:
    """An article before and after, with what was done."""

    old: list[str]
    new: list[str]
    changes: list[Change]


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


Edit = Callable[[str], str]


def single_edits(writer: Writer) -> dict[str, tuple[int, Edit]]:
    """Return for each kind how many sentences it needs, and the edit."""
    return {
        "clause inserted": (1, writer.insert_clause),
        "clause deleted": (1, writer.delete_clause),
        "sentence inserted": (1, writer.insert_sentence),
        "sentence deleted": (2, writer.delete_sentence),
        "words replaced (5–20 %)": (1, lambda text: writer.replace_words(text, 0.05, 0.20)),
        "words replaced (25–40 %)": (1, lambda text: writer.replace_words(text, 0.25, 0.40)),
        "sentences reordered": (2, writer.reorder),
        "number put in": (1, writer.number),
        "“not” inserted": (1, writer.negate),
        "typo": (1, writer.typo),
        "two edits at once": (1, writer.two),
    }


SPECIAL = (
    "split",
    "merged",
    "edited and moved",
    "sentence moved to the next paragraph",
    "rewritten (60–80 % of words)",
    "removed, a similar one new",
    "removed, one of the same matter new",
    "removed",
    "new",
)
ALIKE = 0.5
"""From this share of equal words in equal order (difflib), two texts of one source count as versions of one another."""


def draw_cases(prose: Sequence[str], edits: int) -> list[Case]:
    """Return articles with at least *edits* edits in all, every kind about equally often."""
    rng = random.Random(SEED)  # noqa: S311
    writer = Writer(prose, rng)
    near = neighbours(prose)
    cases: list[Case] = []
    kinds = [*single_edits(writer), *SPECIAL]
    order = iter(kinds * (1 + 2 * edits // len(kinds)))
    texts = list(prose)
    rng.shuffle(texts)
    done, at = 0, 0
    while done < edits:
        article = [texts[(at + n) % len(texts)] for n in range(ARTICLE)]
        at += ARTICLE
        cases.append(edit_article(article, writer, order, near))
        done += len(cases[-1].changes)
    cases += [boilerplate_case(rng) for _ in range(8)]
    burmese = burmese_prose()
    return [*cases, *(burmese_case(burmese, BurmeseWriter(burmese, rng)) for _ in range(16))]


def neighbours(prose: Sequence[str]) -> dict[str, str]:
    """Return for each paragraph the one before it in the same source: mostly of the same matter."""
    return {text: prose[at - 1] for at, text in enumerate(prose)}


def edit_article(article: Sequence[str], writer: Writer, kinds: Iterator[str], near: dict[str, str]) -> Case:
    """Return the article with about SHARE of its paragraphs edited, and now and then an untouched one moved."""
    rng = writer.rng
    new: list[str] = []
    changes: list[Change] = []
    at = 0
    while at < len(article):
        found = draw_changes(next(kinds), article[at : at + 3], writer, near) if rng.random() < SHARE else []
        old = [text for change in found for text in change.old]
        came = [text for change in found for text in change.new]
        if not found or any(text in article or text in new for text in came) or len(set(came)) < len(came):
            new.append(article[at])
            at += 1
            continue
        changes += found
        at += len(old)
        new += came
        if found[0].kind == "edited and moved":
            new.insert(rng.randrange(len(new)), new.pop())
    if rng.random() < 0.3:
        new.insert(rng.randrange(len(new)), new.pop(rng.randrange(len(new))))
    return Case(list(article), new, changes)


def draw_changes(kind: str, texts: Sequence[str], writer: Writer, near: dict[str, str]) -> list[Change]:
    """Return what is done to the first of *texts*, or to the first few; [] where this kind does not fit them."""
    edits, text = single_edits(writer), texts[0]
    if kind in edits:
        needed, edit = edits[kind]
        changes = [Change(kind, (text,), (edit(text),))] if has_sentences(text, needed) else []
    elif kind == "edited and moved":
        changes = [Change(kind, (text,), (writer.two(text),))]
    elif kind == "split":
        changes = [Change(kind, (text,), tuple(writer.split(text)))] if has_sentences(text, 2) else []
    elif kind == "merged":
        parts = texts[: writer.rng.choice((2, 2, 3))]
        changes = [Change(kind, tuple(parts), (writer.now_and_then(" ".join(parts)),))] if len(parts) > 1 else []
    elif kind == "sentence moved to the next paragraph":
        changes = sentence_moved(kind, texts, writer)
    else:
        changes = unrelated(kind, text, writer, near)
    fits = all(len(t.split()) > 3 for change in changes for t in change.new)
    return changes if fits and all(change.old != change.new for change in changes) else []


def sentence_moved(kind: str, texts: Sequence[str], writer: Writer) -> list[Change]:
    sentences = [s.strip() for s in split_sentences(texts[0])]
    if len(sentences) < 2 or len(texts) < 2:
        return []
    shortest = min(sentences, key=len)
    sentences.remove(shortest)
    return [
        Change(kind, (texts[0],), (" ".join(sentences),)),
        Change(kind, (texts[1],), (f"{shortest} {texts[1]}",)),
    ]


def unrelated(kind: str, text: str, writer: Writer, near: dict[str, str]) -> list[Change]:
    """Return changes whose new text must not be given the old target."""
    if kind.startswith("rewritten"):
        return [Change(kind, (text,), (writer.replace_words(text, 0.6, 0.8),), unrelated=True)]
    if kind == "removed, a similar one new":
        return [Change(kind, (text,), (writer.similar(text),), unrelated=True)]
    if kind == "removed, one of the same matter new":
        alike = SequenceMatcher(None, text.split(), near[text].split(), autojunk=False).ratio()
        return [Change(kind, (text,), (near[text],), unrelated=True)] if alike < ALIKE else []
    if kind == "removed":
        return [Change(kind, (text,), ())]
    return [Change(kind, (), (" ".join(writer.sentence() for _ in range(3)),))]


def boilerplate_case(rng: random.Random) -> Case:
    old = list(dict.fromkeys(boilerplate(rng) for _ in range(ARTICLE)))
    new, changes = [], []
    for text in old:
        if rng.random() < 0.3 and (edited := change_number(text, rng)) not in old:
            changes.append(Change("boilerplate, a number changed", (text,), (edited,)))
        elif rng.random() < 0.1:
            changes.append(Change("boilerplate removed", (text,), ()))
            continue
        new.append(changes[-1].new[0] if changes and changes[-1].old == (text,) else text)
    return Case(old, new, changes)


def burmese_case(prose: Sequence[str], writer: BurmeseWriter) -> Case:
    rng = writer.rng
    new: list[str] = []
    changes: list[Change] = []
    for text in prose:
        sentences = [s.strip() for s in split_sentences(text)]
        kind = rng.choice(["", "", "Burmese, syllables edited", "Burmese, sentences reordered", "Burmese, split"])
        parts: tuple[str, ...] = ()
        if kind == "Burmese, syllables edited":
            parts = (writer.edit(text),)
        elif kind and len(sentences) > 1:
            cut = rng.randrange(1, len(sentences))
            parts = (
                (writer.reorder(text),)
                if "reordered" in kind
                else (" ".join(sentences[:cut]), " ".join(sentences[cut:]))
            )
        if parts and not any(part in prose or part in new for part in parts):
            changes.append(Change(kind, (text,), parts))
        new += parts if parts and changes and changes[-1].old == (text,) else (text,)
    return Case(list(prose), new, changes)


def draw_catalog(prose: Sequence[str], size: int) -> Case:
    """Return a catalog of *size* distinct paragraphs, made of real sentences where prose runs out, 5 % changed."""
    rng = random.Random(SEED + size)  # noqa: S311
    writer = Writer(prose, rng)
    seen = dict.fromkeys(rng.sample(list(prose), min(size, len(prose))))
    while len(seen) < size:
        seen[" ".join(rng.choice(writer.sentences) for _ in range(rng.randint(2, 5)))] = None
    old = list(seen)
    kinds = [*single_edits(writer), "split", "merged", "edited and moved"]
    new: list[str] = []
    changes: list[Change] = []
    chosen = set(rng.sample(range(size), size // 20))
    at = 0
    while at < size:
        found = draw_changes(rng.choice(kinds), old[at : at + 3], writer, {}) if at in chosen else []
        found = found or (draw_changes("clause inserted", old[at : at + 1], writer, {}) if at in chosen else [])
        came = [text for change in found for text in change.new] or [old[at]]
        if found and not any(text in seen for text in came):
            seen |= dict.fromkeys(came)
            changes += found
            new += came
            at += sum(len(change.old) for change in found)
        else:
            new.append(old[at])
            at += 1
    return Case(old, new, changes)
