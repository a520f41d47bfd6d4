"""Markdown files of a machine, whole and damaged, through Diglot: do they come back to the byte, and mean the same?

    fidelity_fuzz.py FOLDER... [--seed N] [--count N]

Prints counts: `same` (bytes kept, written anew the same HTML), `refused` (ArticleError), `bytes` and `html` (a loss),
`crash`; then the first losses.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from l10n.errors import ArticleError
from l10n.readers.frontmatter import read_front_matter
from l10n.readers.lineends import LineEnds
from l10n.readers.markdown import coverage, read_markdown, splice

HTML = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin, inline=False)
FRAGMENTS = (
    *(
        "\n",
        "\n\n",
        " ",
        "    ",
        "\t",
        "> ",
        "- ",
        "1. ",
        "# ",
        "```\n",
        "---\n",
        "===\n",
        "|",
        "*",
        "**",
        "_",
        "`",
        "[",
        "]",
    ),
    *(
        "(",
        ")",
        "![",
        "](",
        "][",
        ": ",
        "<div>\n",
        "</div>\n",
        "<b>",
        "<!--",
        "-->",
        "\\",
        "  \n",
        "{{< x >}}",
        "{% y %}",
    ),
    *("&amp;", "&nbsp;", "\u00a0", "[^1]", "[^1]: ", "\r\n", "- [ ] ", "~~", "<script>", "</script>", '<img alt="a">'),
    *("<p title='t'>", "$$", "{#a}", ":::\n"),
)


def judge(text: str) -> str:
    """Return what becomes of an article."""
    try:
        document = read_markdown(text, slug="x")
        anew = splice(document, {}, keep_equal=False)
    except ArticleError:
        return "refused"
    coverage(document)
    if splice(document, {segment.key: segment.source for segment in document.segments}) != text:
        return "bytes"
    return "same" if html(anew) == html(text) else "html"


def html(text: str) -> str:
    lf = LineEnds(text).lf
    return re.sub(r"[ \t\n]+", " ", HTML.render(lf[read_front_matter(lf).body :])).strip()


def damaged(texts: list[str], count: int, seed: int) -> Iterator[str]:
    chance = random.Random(seed)  # noqa: S311
    for _ in range(count):
        lines = chance.choice(texts).split("\n")
        first = chance.randrange(len(lines))
        text = "\n".join(lines[first : first + chance.randint(1, 25)])
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(text) + 1)
            text = text[:at] + chance.choice(FRAGMENTS) + text[at + chance.choice([0, 0, 2, 9]) :]
        yield text


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=5000)
    options = parser.parse_args()
    paths = sorted({path for folder in options.folders for path in folder.rglob("*.md") if path.is_file()})
    texts = sorted({path.read_bytes().decode(errors="ignore") for path in paths if path.stat().st_size < 200_000})
    losses: list[str] = []
    for name, articles in (("whole", texts), ("damaged", damaged(texts, options.count, options.seed))):
        counts: Counter[str] = Counter()
        for text in articles:
            try:
                found = judge(text)
            except Exception as error:  # a crash is what this program looks for
                found = f"crash {type(error).__name__}"
            counts[found] += 1
            if found not in ("same", "refused"):
                losses.append(f"{name}: {found}: {text[:300]!r}")
        print(name, dict(counts))
    print("\n".join(losses[:10]))


if __name__ == "__main__":
    main()
