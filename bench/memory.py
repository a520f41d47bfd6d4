"""Measure the memory: build, size, resident memory, time and recall, beside brute force, pg_trgm and tmdb.

    python bench/memory.py                          10,000 texts, English and Burmese
    python bench/memory.py --sizes 10000,100000,1000000 --peers

CPU seconds of all threads; each index is built and asked in a process of its own. Recall@5: of the five best that
comparing with every text finds at 0.75 or more, how many are found (one as good counts, where several are).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from statistics import quantiles

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import memory_peers  # noqa: E402
import memory_texts  # noqa: E402

from l10n.ports import Nearness, Remembered  # noqa: E402
from l10n.sentences import split_sentences  # noqa: E402

WORK = ROOT / "build" / "bench-memory"
OTHER = {"en": "my", "my": "en"}
KINDS = ("paragraph", "sentence", "inside", "new paragraph", "new sentence")
"""`inside`: a sentence that stands in longer paragraphs of the memory. `new`: texts that are like none in it."""
ASKED = 200
"""How many questions of each kind; against a million texts every one is compared only for the first of them."""
COMPARED = {1_000_000: {"paragraph": 40, "sentence": 40, "inside": 20}}


PEERS_ASKED = 6


@dataclass(frozen=True, slots=True)
class Question:
    kind: str
    text: str


def text_lines(language: str, count: int) -> Iterator[str]:
    """Yield the first *count* texts, kept in a file for the next time."""
    kept = [path for path in sorted(WORK.glob(f"{language}-*.txt")) if int(path.stem.split("-")[1]) >= count]
    if not kept:
        WORK.mkdir(parents=True, exist_ok=True)
        part = WORK / f"{language}-{count}.part"
        part.write_text("".join(f"{text}\n" for text in memory_texts.texts(language, count)), encoding="utf-8")
        kept = [part.rename(part.with_suffix(".txt"))]
    with kept[0].open(encoding="utf-8") as lines:
        for line in islice(lines, count):
            yield line.rstrip("\n")


def load_texts(language: str, count: int) -> list[str]:
    return list(text_lines(language, count))


def questions(language: str, texts: Sequence[str]) -> list[Question]:
    """Return the same questions for the same texts: edited ones, and ones that are new."""
    draw = random.Random(f"questions {language} {len(texts)}")  # noqa: S311 (chance for a test text)
    cut = {True: [], False: []}
    while min(map(len, cut.values())) < 2 * ASKED:
        text = draw.choice(texts)
        cut[len(split_sentences(text)) > 1].append(text)
    paragraphs, sentences = cut[True], cut[False]
    fresh = memory_texts.texts(language, 4 * ASKED, seed=7)
    asked = {
        "paragraph": [memory_texts.edited(t, draw, changes=draw.randint(1, 4)) for t in paragraphs],
        "sentence": [memory_texts.edited(t, draw, changes=draw.randint(1, 2)) for t in sentences],
        "inside": [
            memory_texts.edited(max(split_sentences(t), key=len).strip(), draw, changes=draw.randint(0, 2))
            for t in reversed(paragraphs)
        ],
        "new paragraph": [t for t in fresh if len(split_sentences(t)) > 1],
        "new sentence": [t for t in fresh if len(split_sentences(t)) == 1],
    }
    return [Question(kind, text) for kind in KINDS for text in asked[kind][:ASKED]]


def remembered(language: str, count: int) -> Iterator[Remembered]:
    """Yield the texts one by one, read from their files, as a catalog's or a TMX file's are."""
    sources, targets = text_lines(language, count), text_lines(OTHER[language], count)
    before, source = "", next(sources)
    for n, (after, target) in enumerate(zip(chain(sources, [""]), targets, strict=True)):
        yield Remembered(source, target, language, OTHER[language], f"article-{n // 35}", "", before, after, "5f3a" * 4)
        before, source = source, after


def build(language: str, count: int) -> dict[str, float]:
    """Build the index. What it takes to read the texts, timed alone, does not count."""
    from l10n.stores.memory import MemoryIndex

    folder = WORK / f"index-{language}-{count}"
    shutil.rmtree(folder, ignore_errors=True)
    started = time.process_time()
    for _ in remembered(language, count):
        pass
    reading = time.process_time() - started
    started = time.process_time()
    MemoryIndex(folder).rebuild(remembered(language, count))
    spent = time.process_time() - started - reading
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {"build_s": spent, "size_mb": size / 1e6, "build_rss_mb": _rss_mb("VmHWM")}


def ask(language: str, count: int) -> dict[str, object]:
    from l10n.stores.memory import MemoryIndex

    asked = [Question(**q) for q in json.loads((WORK / f"asked-{language}-{count}.json").read_text())]
    memory = MemoryIndex(WORK / f"index-{language}-{count}")

    def answer(question: Question) -> list[tuple[str, float]]:
        found = memory.recall(question.text, source_locale=language, target_locale=OTHER[language])
        if question.kind == "inside" and found and found[0].nearness is not Nearness.SENTENCE:
            return [("", -1.0)]  # a whole text is near: then no sentences are looked for
        return [(recalled.found, recalled.score) for recalled in found]

    answer(Question("", "Something to start with, which is not counted."))
    start = _rss_mb()
    answers, spent = _timed(answer, asked)
    return {
        "answers": answers,
        "ms": spent,
        "rss_mb": _rss_mb(),
        "rss_start_mb": start,
        "anonymous_mb": _rss_mb("RssAnon"),
    }


def brute(language: str, count: int) -> dict[str, object]:
    """Compare with every text; for `inside` with every sentence."""
    from rapidfuzz import fuzz, process

    asked = [Question(**q) for q in json.loads((WORK / f"asked-{language}-{count}.json").read_text())]
    texts = list(dict.fromkeys(load_texts(language, count)))
    sentences = list(dict.fromkeys(s.strip() for text in texts for s in split_sentences(text)))

    def answer(text: str, pool: Sequence[str]) -> list[tuple[str, float]]:
        found = process.extract(text, pool, scorer=fuzz.ratio, score_cutoff=75, limit=5)
        return [(near, score / 100) for near, score, _ in found]

    compared = COMPARED.get(count, dict.fromkeys(KINDS[:3], ASKED))
    asked = [q for kind, most in compared.items() for q in [q for q in asked if q.kind == kind][:most]]
    answers, ms = _timed(lambda q: answer(q.text, sentences if q.kind == "inside" else texts), asked)
    return {"answers": answers, "ms": ms, "rss_mb": _rss_mb()}


Answer5 = list[list[tuple[str, float]]]
Answers = dict[str, Answer5]


def _timed(
    answer: Callable[[Question], list[tuple[str, float]]], asked: Sequence[Question]
) -> tuple[Answers, dict[str, list[float]]]:
    answers: Answers = {}
    spent: dict[str, list[float]] = {}
    for question in asked:
        started = time.process_time()
        found = answer(question)
        spent.setdefault(question.kind, []).append((time.process_time() - started) * 1000)
        answers.setdefault(question.kind, []).append(found)
    return answers, spent


def recall_at_5(
    found: Sequence[Sequence[tuple[str, float]]], best: Sequence[Sequence[tuple[str, float]]]
) -> float | None:
    """Return the share of the best that was found; None where there is nothing to find."""
    hits = wanted = 0
    for ours, theirs in zip(found, best, strict=False):
        if list(map(tuple, ours)) == [("", -1.0)]:
            continue
        scores = sorted((score for _, score in ours), reverse=True)
        texts = {text for text, _ in ours}
        for rank, (text, score) in enumerate(theirs[:5]):
            wanted += 1
            hits += text in texts or (rank < len(scores) and scores[rank] >= min(score, 0.9999) - 1e-6)
    return hits / wanted if wanted else None


def p50_p99(ms: Sequence[float]) -> tuple[float, float]:
    cuts = quantiles(ms, n=100, method="inclusive")
    return cuts[49], cuts[98]


def _rss_mb(field: str = "VmRSS") -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    return 0.0


def child(task: str, language: str, count: int) -> dict[str, object]:
    command = [sys.executable, __file__, "--task", task, "--languages", language, "--sizes", str(count)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def measure(language: str, count: int, *, with_brute: bool = True) -> None:
    asked = questions(language, load_texts(language, count))
    path = WORK / f"asked-{language}-{count}.json"
    path.write_text(json.dumps([{"kind": q.kind, "text": q.text} for q in asked]))
    built, answered = child("build", language, count), child("ask", language, count)
    best_path = WORK / f"best-{language}-{count}.json"
    if not best_path.exists() and with_brute:
        best_path.write_text(json.dumps(child("brute", language, count)))
    best = json.loads(best_path.read_text()) if best_path.exists() else {"answers": {}, "ms": {}, "rss_mb": 0.0}
    print(
        f"load {os.getloadavg()[0]:.1f}",
        language,
        count,
        {k: round(v, 1) for k, v in built.items()},
        {k: round(answered[k], 1) for k in ("rss_start_mb", "rss_mb", "anonymous_mb")},
        "brute rss",
        best["rss_mb"],
    )
    for kind in KINDS:
        mine = p50_p99(answered["ms"][kind])
        theirs = p50_p99(best["ms"][kind]) if kind in best["ms"] else (0, 0)
        recall = recall_at_5(answered["answers"][kind], best["answers"].get(kind, []))
        print(
            f"  {kind:14} p50 {mine[0]:.2f} p99 {mine[1]:.2f} ms  recall@5 {recall}"
            f"  brute {theirs[0]:.0f} / {theirs[1]:.0f}"
        )


def measure_peers(count: int) -> None:
    """Ask pg_trgm, and tmdb where the texts are few, the first English questions; print what they take."""
    from rapidfuzz import fuzz, process

    texts = load_texts("en", count)
    asked = questions("en", texts)
    some = {kind: [q.text for q in asked if q.kind == kind][:PEERS_ASKED] for kind in ("paragraph", "sentence")}
    best = {
        kind: [[(t, s / 100) for t, s, _ in process.extract(q, texts, scorer=fuzz.ratio, score_cutoff=75)] for q in qs]
        for kind, qs in some.items()
    }
    if memory_peers.postgres_folder():
        with memory_peers.trigrams(index="gin") as peer:
            print(f"pg_trgm GIN en {count} build {peer.load(texts):.0f} s")
            for kind, qs in some.items():
                print_peer(kind, [peer.like(q) for q in qs], best[kind])
    if count <= 10_000 and (done := memory_peers.ask_tmdb(texts, some["paragraph"][:1] + some["sentence"][:1])):
        print(f"tmdb en {count} build {done[0]:.0f} s")
        print_peer("paragraph", done[1][:1], best["paragraph"])
        print_peer("sentence", done[1][1:], best["sentence"])


def print_peer(kind: str, answers: Sequence[tuple[memory_peers.Found, float]], best: Answer5) -> None:
    spent = sorted(ms for _, ms in answers)
    recall = recall_at_5([found for found, _ in answers], best)
    print(f"  {kind:14} p50 {spent[len(spent) // 2]:.0f} max {spent[-1]:.0f} ms  recall@5 {recall}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10000")
    parser.add_argument("--languages", default="en,my")
    parser.add_argument("--no-brute", action="store_true", help="do not compare with every text: no recall")
    parser.add_argument("--peers", action="store_true", help="ask pg_trgm too, and tmdb where the texts are few")
    parser.add_argument("--task", choices=["build", "ask", "brute"])
    options = parser.parse_args()
    sizes, languages = [int(size) for size in options.sizes.split(",")], options.languages.split(",")
    if options.task:
        print(json.dumps({"build": build, "ask": ask, "brute": brute}[options.task](languages[0], sizes[0])))
        return
    for count in sizes:
        for language in languages:
            measure(language, count, with_brute=not options.no_brute)
        if options.peers:
            measure_peers(count)


if __name__ == "__main__":
    main()
