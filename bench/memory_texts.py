"""News-like texts to fill a memory with, as many as are wanted, and questions to ask it.

English is a chain of words of order two over real sentences (the docstrings and the manual of Python's own library);
Burmese one of syllables over this repository's own sample translation. Names of places, languages and currencies
(CLDR, by Babel) and numbers are put in, as news has them. The same number gives the same texts on every machine with
the same Python; nothing is kept in the repository.
"""

from __future__ import annotations

import ast
import random
import re
import sysconfig
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polib
import prose

from l10n.changes import split_words

ROOT = Path(__file__).resolve().parent.parent
SENTENCE = re.compile(r"[A-Z][A-Za-z0-9 ,;:'()’-]{30,240}[.?!]")
_NAME, _NUMBERS, _LEAP = 0.05, 0.4, 0.25

Name = Callable[[random.Random], list[str]]


@dataclass(frozen=True, slots=True)
class Chain:
    """What comes after two words, and after one."""

    after: Mapping[tuple[str, str], Sequence[str]]
    after_one: Mapping[str, Sequence[str]]


def texts(language: str, count: int, *, seed: int = 0) -> list[str]:
    """Return *count* segments: half single sentences, half paragraphs of two to four."""
    draw = random.Random(f"{language} {seed}")  # noqa: S311 (chance for a test text)
    sentence = {"en": english_sentence, "my": burmese_sentence}[language]
    space = "" if language == "my" else " "
    return [
        space.join(sentence(draw) for _ in range(1 if draw.random() < 0.5 else draw.randint(2, 4)))
        for _ in range(count)
    ]


def english_sentence(draw: random.Random) -> str:
    words = _walk(draw, english_chain(), least=6, most=40, name=_english_name)
    text = " ".join(words).rstrip(".?!,;:") + "."
    return text[0].upper() + text[1:]


def burmese_sentence(draw: random.Random) -> str:
    return "".join(_walk(draw, burmese_chain(), least=12, most=60, name=_burmese_name)).strip() + "။"


def _walk(draw: random.Random, chain: Chain, *, least: int, most: int, name: Name) -> list[str]:
    """Follow the chain; now and then it goes on from another place where the last word stands."""
    pieces: list[str] = []
    before, last = "", ""
    chance = draw.random
    while len(pieces) < most:
        following = chain.after[before, last] if chance() > _LEAP else chain.after_one[last]
        piece = following[int(chance() * len(following))]
        if not piece:
            if len(pieces) >= least:
                break
            before, last = "", ""
            continue
        pieces.append(piece)
        before, last = (last, piece) if (last, piece) in chain.after else ("", piece)
        if chance() < _NAME:
            pieces += name(draw)
    return pieces


def _english_name(draw: random.Random) -> list[str]:
    if draw.random() < _NUMBERS:
        return [f"{int(draw.random() * 10 ** draw.randint(1, 5)):,}"]
    return [draw.choice(["in", "of", "from"]), draw.choice(place_names("en"))]


def _burmese_name(draw: random.Random) -> list[str]:
    if draw.random() < _NUMBERS:
        return [str(int(draw.random() * 10 ** draw.randint(1, 4))).translate(_BURMESE_DIGITS)]
    return [draw.choice(place_names("my")), draw.choice([" ", "မှ ", "တွင် ", "၏ "])]


_BURMESE_DIGITS = str.maketrans("0123456789", "၀၁၂၃၄၅၆၇၈၉")


@cache
def english_chain() -> Chain:
    return _chain([sentence.split() for sentence in english_sentences()])


@cache
def burmese_chain() -> Chain:
    """Chain the syllables of our own Burmese: the sample article and the texts of the desk."""
    paths = sorted((ROOT / "locales" / "my" / "LC_MESSAGES").glob("*.po"))
    targets = [entry.msgstr for path in paths for entry in polib.pofile(str(path))]
    sentences = [sentence for target in targets for sentence in re.split(r"(?<=။)|\n", target)]
    kept = [re.sub(r"[^\u1000-\u104a\u104c-\u109f ]+", "", sentence) for sentence in sentences]
    return _chain([split_words(sentence) for sentence in kept if len(sentence) > 20])


@cache
def english_sentences() -> list[str]:
    """Return the sentences of Python's manual and of its library's docstrings."""
    root = Path(sysconfig.get_path("stdlib"))
    found = dict.fromkeys(prose.sentences())
    for path in sorted(root.rglob("*.py")):
        if "site-packages" not in path.parts and "test" not in path.parts:
            found.update(dict.fromkeys(_docstring_sentences(path)))
    return list(found)


def _docstring_sentences(path: Path) -> Iterator[str]:
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module):
            for block in re.split(r"\n\s*\n", ast.get_docstring(node, clean=False) or ""):
                for sentence in re.split(r"(?<=[.?!]) +(?=[A-Z])", re.sub(r"\s+", " ", block).strip()):
                    if SENTENCE.fullmatch(sentence):
                        yield sentence


def _chain(sentences: Sequence[Sequence[str]]) -> Chain:
    after, after_one = defaultdict(list), defaultdict(list)
    for words in sentences:
        for before, last, word in zip(["", "", *words], ["", *words], [*words, ""], strict=False):
            after[before, last].append(word)
            after["", last].append(word)
            after_one[last].append(word)
    return Chain(dict(after), dict(after_one))


@cache
def place_names(language: str) -> list[str]:
    from babel import Locale

    locale = Locale(language)
    return sorted({*locale.territories.values(), *locale.languages.values(), *locale.currencies.values()})


def edited(text: str, draw: random.Random, *, changes: int) -> str:
    """Return *text* with so many of these: a word replaced, put in, taken out, moved; a number changed."""
    words = split_words(text)
    places = [n for n, word in enumerate(words) if word[0].isalnum()]
    for _ in range(changes):
        at = draw.choice(places)
        numbers = [n for n in places if words[n].isdecimal()]
        kind = draw.choice(["replace", "insert", "delete", "swap", "number" if numbers else "replace"])
        other = words[draw.choice(places)]
        if kind == "replace":
            words[at] = other if draw.random() < 0.5 else "something"
        elif kind == "insert":
            words[at] += f" {other}"
        elif kind == "delete":
            words[at] = ""
        elif kind == "swap":
            to = draw.choice(places)
            words[at], words[to] = words[to], words[at]
        else:
            words[draw.choice(numbers)] = str(draw.randrange(1000))
        places = [n for n in places if words[n]]
    return "".join(words)
