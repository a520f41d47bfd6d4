"""How well terms are found, how often the glossary's check is wrong, and how fast both are.

python bench/glossary.py            the labelled lines of tests/glossary, by language, and the speed
python bench/glossary.py --wrong    each line that is not as labelled
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from l10n.checks.glossary import find
from l10n.checks.rule import Locales
from l10n.glossary import Term, find_terms
from l10n.model import Entry, Finding, Severity

LABELLED = Path(__file__).resolve().parent.parent / "tests" / "glossary"


@dataclass(frozen=True, slots=True)
class Line:
    """A labelled text: where terms stand in it, and where they were found."""

    locale: str
    text: str
    wanted: frozenset[tuple[int, int]]
    found: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class PairLine:
    """A labelled translation: what the check should say (`missing`, `forbidden`, `changed` or nothing), and says."""

    pair: str
    source: str
    target: str
    wanted: str
    said: str


def rows(name: str) -> Iterator[list[str]]:
    for line in (LABELLED / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield (
                [cell.strip() for cell in line.split(" |")]
                if line.endswith("|")
                else [cell.strip() for cell in line.split(" | ")]
            )


def occurrences(name: str = "occurrences.txt") -> list[Line]:
    lines = []
    for locale, terms, marked in rows(name):
        text, spans, at = "", set(), 0
        for piece in re.split(r"(\[[^\]]*\])", marked):
            bare = piece[1:-1] if piece.startswith("[") else piece
            if piece.startswith("["):
                spans.add((at, at + len(bare)))
            text, at = text + bare, at + len(bare)
        agreed = tuple(Term(term) for term in terms.split(";"))
        found = {(o.start, o.end) for o in find_terms(text, agreed, locale=locale)}
        lines.append(Line(locale, text, frozenset(spans), frozenset(found)))
    return lines


def translations() -> list[PairLine]:
    lines = []
    for pair, agreed, source, target, wanted in (row + [""] * (5 - len(row)) for row in rows("translations.txt")):
        own, into = pair.split(">")
        term = _term(agreed, into)
        findings = list(find(Entry(source, target), Locales(own, into, (term,))))
        lines.append(PairLine(pair, source, target, wanted, _said(findings, term)))
    return lines


def _term(agreed: str, locale: str) -> Term:
    source, _, rest = agreed.partition("=")
    allowed, _, forbidden = rest.partition("!")
    targets = tuple(word.strip() for word in allowed.split("/") if word.strip())
    no = tuple(word.strip() for word in forbidden.split("/") if word.strip())
    return Term(source.strip(), targets, locale, forbidden=no, do_not_translate=not targets)


def _said(findings: list[Finding], term: Term) -> str:
    if not findings:
        return ""
    if findings[0].severity is Severity.ERROR:
        return "forbidden"
    return "changed" if term.do_not_translate else "missing"


def rates(lines: list[Line]) -> tuple[float, float]:
    """Return precision and recall."""
    right = sum(len(line.wanted & line.found) for line in lines)
    found, wanted = sum(len(line.found) for line in lines), sum(len(line.wanted) for line in lines)
    return right / (found or 1), right / (wanted or 1)


def alarms(lines: list[PairLine]) -> tuple[float, float]:
    """Return how many right translations the check complains of, and how many wrong ones it lets through."""
    right, wrong = [x for x in lines if not x.wanted], [x for x in lines if x.wanted]
    return sum(bool(x.said) for x in right) / (len(right) or 1), sum(x.said != x.wanted for x in wrong) / (
        len(wrong) or 1
    )


def _speed() -> Iterator[str]:
    chooser = random.Random(4)  # noqa: S311  a bench
    for locale, words in (("en", _latin(chooser)), ("my", _burmese(chooser))):
        gap = "" if locale == "my" else " "
        terms = tuple(Term(gap.join(chooser.choices(words, k=chooser.randint(1, 3)))) for _ in range(10_000))
        texts = [gap.join(chooser.choices(words, k=60)) for _ in range(1_000)]
        start = time.process_time()
        find_terms("x", terms, locale=locale)
        ready = time.process_time()
        found = sum(len(find_terms(text, terms, locale=locale)) for text in texts)
        done = time.process_time()
        yield (
            f"{locale}: 10,000 terms ready in {ready - start:.2f} s CPU; 1,000 paragraphs of 60 words in "
            f"{done - ready:.2f} s CPU, {found:,} terms found"
        )


def _latin(chooser: random.Random) -> list[str]:
    letters = [a + b for a in "bcdfghklmnprstvw" for b in "aeiou"]
    return ["".join(chooser.choices(letters, k=chooser.randint(2, 4))) for _ in range(20_000)]


def _burmese(chooser: random.Random) -> list[str]:
    initials, rhymes = "ကခဂငစဆဇညတထဒနပဖဗဘမယရလဝသဟအ", ["", "ာ", "ိ", "ု", "ေ", "န်", "င်း", "ို", "ောင်", "ည်", "တ်", "ွဲ"]
    syllables = [initial + rhyme for initial in initials for rhyme in rhymes]
    return ["".join(chooser.choices(syllables, k=chooser.randint(2, 4))) for _ in range(20_000)]


def main() -> None:
    found, fresh, pairs = occurrences(), occurrences("fresh.txt"), translations()
    if "--wrong" in sys.argv:
        for line in [*found, *fresh]:
            for kind, spans in (("missed", line.wanted - line.found), ("wrong", line.found - line.wanted)):
                for start, end in sorted(spans):
                    print(f"{line.locale}  {kind}  {line.text[start:end]!r} in {line.text}")
        for pair in pairs:
            if pair.said != pair.wanted:
                said, wanted = pair.said or "nothing", pair.wanted or "nothing"
                print(f"{pair.pair}  said {said}, wanted {wanted}: {pair.source} | {pair.target}")
        return
    precision, recall = rates(found)
    print(f"terms found: {len(found)} lines, precision {precision:.3f}, recall {recall:.3f}")
    for locale, count in Counter(line.locale for line in found).most_common():
        p, r = rates([line for line in found if line.locale == locale])
        print(f"  {locale}  {count:3} lines  precision {p:.3f}  recall {r:.3f}")
    precision, recall = rates(fresh)
    print(f"fresh lines, for which nothing was mended: {len(fresh)}, precision {precision:.3f}, recall {recall:.3f}")
    false, missed = alarms(pairs)
    print(f"check glossary: {len(pairs)} pairs, false alarms {false:.3f}, misses {missed:.3f}")
    print(*_speed(), sep="\n")


if __name__ == "__main__":
    main()
