"""Real documents, damaged in a thousand ways, through Diglot: what crashes, loses a byte, changes the HTML, is slow?

    fidelity_fuzz.py [--count N] [--seed N] [--jobs N] [--out FILE]

Every mutant is read and written back with its own texts: as it was (the same bytes) and anew (the same HTML). What
fails is cut down to the least text that fails in the same way.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from fidelity_corpus import documents, examples, sampled
from fidelity_examples import EXAMPLES
from fidelity_measure import collapsed, split_front, values_of
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from l10n.errors import ArticleError
from l10n.readers.markdown import coverage, read_markdown, splice

SLOW_S = 1.0
"""More CPU than this for 100 kB (or for a smaller text) is too slow."""

PIECES = (
    *("\n", "\n\n", " ", "  ", "    ", "\t", "> ", "- ", "1. ", "10) ", "# ", "## "),
    *("```\n", "~~~\n", "---\n", "===\n"),
    *("***\n", "|", "| - | - |\n", "*", "**", "_", "__", "`", "``", "[", "]", "(", ")", "![", "](", "][", "]: ", ": "),
    *("<div>\n", "</div>\n", "<b>", "</b>", "<!--", "-->", "<?", "?>", "<![CDATA[", "]]>", "\\",),
    *("  \n", "\\\n", "{{< x >}}"),
    *("{% y %}", "{{ z }}", "&amp;", "&nbsp;", "&#0;", "&", "\u00a0", "[^1]", "[^1]: ", "\r\n", "\r", "- [ ] ", "~~"),
    *("<script>", "</script>", '<img alt="a" title="b">', "<p title='t'>", "$$", "$", "{#a}",),
    *("{: .a}", ":::\n", "> [!NOTE]\n"),
    *("<https://a.b>", "http://a.b/c_d", "\ufeff", "\u200b", "\u2028", "\u0085", "\u202e", "\x0b", "\x0c",),
    *("\x1b", "\x7f"),
    *("+++\n", "---\ntitle: a\n---\n", '{"title": "a"}\n', "title: b\n", "😀"),
    *("<details>\n<summary>", "</summary>\n", "<pre>", "</pre>", "<textarea>", "<a href='x'>",),
    *("\u1000\u103c", "漢字", "\u0301"),
)  # fmt: skip

_RENDERER = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)
_SPACE = re.compile(r"[ \t\n]+")

Failure = tuple[str, str]


def failure_of(text: str, front: str = "") -> str:
    """Return what goes wrong with an article, "" where nothing does."""
    started = time.process_time()
    try:
        document = read_markdown(text, slug="x")
        kept = splice(document, {s.key: s.source for s in document.segments})
        anew = splice(document, {}, keep_equal=False)
        coverage(document)
    except ArticleError as error:
        return "" if error.line else "ArticleError without line"
    except Exception as error:  # a crash is what this program looks for
        last = traceback.extract_tb(error.__traceback__)[-1]
        return f"crash {type(error).__name__} at {Path(last.filename).name}:{last.name}"
    spent = time.process_time() - started
    if spent > SLOW_S * max(1.0, len(text) / 100_000):
        return "slow"
    if kept != text:
        return "bytes"
    return "" if anew == text else _meaning(text, anew)


def _meaning(text: str, anew: str) -> str:
    """Compare as a site builder would: with footnotes, and front matter where it is a mapping; spaces collapsed."""
    text, anew = (re.sub(r"\r\n?", "\n", version).removeprefix("\ufeff") for version in (text, anew))
    front = _front_of(text)
    head, body = split_front(text, front) if front else ("", text)
    if isinstance(values := values_of(head, front) if head else None, dict):
        head_anew, body_anew = split_front(anew, front)
        if collapsed(values) != collapsed(values_of(head_anew, front)):
            return "front"
        text, anew = body, body_anew
    try:
        before = _SPACE.sub(" ", _RENDERER.render(text))
    except IndexError:  # markdown-it-py's own
        return ""
    return "" if before == _SPACE.sub(" ", _RENDERER.render(anew)) else "html"


def _front_of(text: str) -> str:
    start = text.removeprefix("\ufeff")
    return next(
        (front for front, sign in (("yaml", "---"), ("toml", "+++"), ("json", "{")) if start.startswith(sign)), ""
    )


def mutants(texts: list[str], count: int, seed: int) -> Iterator[str]:
    """Yield *count* damaged texts."""
    chance = random.Random(seed)  # noqa: S311
    for _ in range(count):
        text = _cut(chance, chance.choice(texts))
        if chance.random() < 0.3:
            text = _cut(chance, text) + chance.choice(["", "\n", "\n\n"]) + _cut(chance, chance.choice(texts))
        for _ in range(chance.randint(1, 6)):
            text = chance.choice(_CHANGES)(chance, text)
        yield text


def _cut(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    first = 0 if chance.random() < 0.3 else chance.randrange(len(lines))
    return "\n".join(lines[first : first + chance.randint(1, 30)])


def _insert(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(PIECES) + text[at + chance.choice([0, 0, 1, 3, 9]) :]


def _indent(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    first = chance.randrange(len(lines))
    last = first + chance.randint(1, 8)
    sign = chance.choice([" ", "  ", "   ", "    ", "\t", " \t", "> ", ">", "- ", "1. ", "> > ", "- - "])
    lines[first:last] = [sign + line for line in lines[first:last]]
    return "\n".join(lines)


def _ends(chance: random.Random, text: str) -> str:
    return (
        text.replace("\r", "").replace("\n", chance.choice(["\r\n", "\r\n", "\r"])) if chance.random() < 0.3 else text
    )


def _repeat(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at : at + chance.randint(1, 40)] * chance.randint(2, 4) + text[at:]


def _swap(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return "\n".join(lines)


def _drop(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at + chance.randint(1, 12) :]


_CHANGES: tuple[Callable[[random.Random, str], str], ...] = (
    _insert,
    _insert,
    _insert,
    _indent,
    _ends,
    _repeat,
    _swap,
    _drop,
)


def least(text: str, failure: str) -> str:
    """Return a small text that fails in the same way: lines, then characters are left out while it does."""
    deadline = time.process_time() + 10
    for unit in ("\n", ""):
        parts = text.split(unit) if unit else list(text)
        size = max(1, len(parts) // 2)
        while size and time.process_time() < deadline:
            place = 0
            while place < len(parts) and time.process_time() < deadline:
                shorter = parts[:place] + parts[place + size :]
                if failure_of(unit.join(shorter)) == failure:
                    parts = shorter
                else:
                    place += size
            size = size // 2
        text = unit.join(parts)
    return text


_TEXTS: list[str] = []


def _batch(job: tuple[int, int]) -> tuple[Counter[str], list[Failure]]:
    seed, count = job
    counts: Counter[str] = Counter()
    failures: dict[str, Failure] = {}
    for text in mutants(_TEXTS, count, seed):
        failure = failure_of(text)
        counts[failure or "kept"] += 1
        if failure and sum(f.startswith(failure) for f in failures) < 3:
            small = least(text, failure) if failure != "slow" else text
            failures.setdefault(f"{failure} {small}", (failure, small))
    return counts, list(failures.values())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    corpus = sampled(documents(), toml=100, json=100, others=800)
    _TEXTS.extend([*(t.whole for t in corpus), *(t.body for t in examples()), *EXAMPLES])
    size = 1000
    jobs = [(options.seed * 1_000_000 + n, min(size, options.count - n)) for n in range(0, options.count, size)]
    total: Counter[str] = Counter()
    with multiprocessing.get_context("fork").Pool(options.jobs) as pool:
        for counts, failures in pool.imap_unordered(_batch, jobs):
            total += counts
            for failure, text in failures:
                line = f"{failure}: {text[:2000]!r}"
                print(line, flush=True)
                if options.out:
                    with options.out.open("a", encoding="utf-8") as file:
                        file.write(line + "\n")
    print(dict(total))


if __name__ == "__main__":
    main()
