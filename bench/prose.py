"""Articles to measure with: real English sentences (those of Python's own manual), laid out as news articles are.

The same number gives the same article on every machine with the same Python. Nothing of it is kept in the repository.
"""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path


def write_articles(folder: Path, count: int) -> None:
    """Write *count* articles of about 35 segments as `article-0001.md` and so on."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"article-{number:04}.md").write_text(make_article(number), encoding="utf-8")


def change_articles(folder: Path, share: float = 0.05) -> int:
    """Correct that share of the articles, evenly spread: in each a word, a sentence more, a paragraph less."""
    paths = sorted(folder.glob("*.md"))
    chosen = paths[:: round(1 / share)]
    for path in chosen:
        blocks = path.read_text(encoding="utf-8").split("\n\n")
        plain = [n for n, block in enumerate(blocks) if block[0].isupper() and len(block) > 80]
        blocks[plain[0]] = blocks[plain[0]].replace(" the ", " this ", 1)
        blocks[plain[3]] += " The desk has corrected this paragraph."
        del blocks[plain[6]]
        path.write_text("\n\n".join(blocks), encoding="utf-8")
    return len(chosen)


def make_article(number: int) -> str:
    """Return the article of that number: headline, headings, paragraphs, lists, quotations, links, emphasis."""
    draw = random.Random(number)  # noqa: S311 (chance for a test text)
    blocks = [f"# {_title(draw)}"]
    for _ in range(4):
        blocks += [f"## {_title(draw)}", *(_paragraph(draw) for _ in range(4))]
        blocks.append("\n".join(f"- {_marked(_sentence(draw), draw)}" for _ in range(draw.randint(1, 3))))
        blocks.append(f"> {_paragraph(draw)}")
    blocks.append(f"![{_title(draw)}](pictures/{number}.jpg)")
    return "\n\n".join(blocks) + "\n"


@cache
def sentences() -> list[str]:
    """Return the sentences there are, in order."""
    from pydoc_data.topics import topics

    text = "\n\n".join(topics[name] for name in sorted(topics))
    paragraphs = (re.sub(r"\s+", " ", p).strip() for p in re.split(r"\n\s*\n", text))
    split = (s for p in paragraphs for s in re.split(r"(?<=[.?!]) +(?=[A-Z])", p))
    return list(dict.fromkeys(s for s in split if re.fullmatch(r"[A-Z][A-Za-z0-9 ,;:'()’-]{30,240}[.?!]", s)))


def _sentence(draw: random.Random) -> str:
    return draw.choice(sentences())


def _title(draw: random.Random) -> str:
    return " ".join(re.findall(r"\w+", _sentence(draw))[:7])


def _paragraph(draw: random.Random) -> str:
    return " ".join(_marked(_sentence(draw), draw) for _ in range(draw.randint(2, 5)))


def _marked(sentence: str, draw: random.Random) -> str:
    words = sentence.split(" ")
    at = draw.randrange(1, len(words) - 1)
    word = words[at]
    if not word.isalpha() or draw.random() < 0.5:
        return sentence
    words[at] = draw.choice([f"*{word}*", f"**{word}**", f"[{word}](https://example.org/{draw.randrange(10**6)})"])
    return " ".join(words)
