"""Realistic edits of real prose, drawn with a fixed seed: what `bench/merging.py` measures with."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from merging_prose import BurmeseWriter, Writer, boilerplate, burmese_prose, change_number, has_sentences

from l10n.sentences import split_sentences

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
