"""Every example of the CommonMark specification goes through Diglot and comes back meaning the same.

DIGLOT_COMMONMARK_SPEC names the specification: its `spec.txt`, or the examples as a JSON list.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from l10n.model import Kind
from l10n.readers.markdown import read_markdown, splice

SPEC = os.environ.get("DIGLOT_COMMONMARK_SPEC", "")
FRONT = '---\ntitle: "An example"\n---\n'
FENCE = "`" * 32

pytestmark = pytest.mark.skipif(not SPEC, reason="DIGLOT_COMMONMARK_SPEC does not name the CommonMark specification")


def examples() -> list[str]:
    text = Path(SPEC).read_text(encoding="utf-8")
    if SPEC.endswith(".json"):
        return [example["markdown"] for example in json.loads(text)]
    text = text.partition("<!-- END TESTS -->")[0]
    found = re.findall(rf"^{FENCE} example\n(.*?)^\.\n.*?^{FENCE}$", text, re.DOTALL | re.MULTILINE)
    return [example.replace("→", "\t") for example in found]


@dataclass(frozen=True)
class Trip:
    markdown: str
    kept: str
    rewritten: str

    def same(self, back: str) -> bool:
        return render(back) == render(self.markdown)


def render(markdown: str) -> str:
    html = MarkdownIt("commonmark").render(markdown)
    return re.sub(r"[ \t\n]+", " ", html).strip()


@cache
def trips() -> list[Trip]:
    found = []
    for markdown in examples():
        document = read_markdown(FRONT + markdown, slug="example")
        back = [splice(document, {}, keep_equal=keep_equal).removeprefix(FRONT) for keep_equal in (True, False)]
        found.append(Trip(markdown, *back))
    return found


def test_the_specification_is_whole() -> None:
    assert len(examples()) >= 650


def test_untouched_articles_keep_every_byte() -> None:
    assert [trip for trip in trips() if trip.kept != trip.markdown] == []


def test_rewritten_articles_mean_the_same() -> None:
    changed = [trip for trip in trips() if not trip.same(trip.rewritten)]
    share = 1 - len(changed) / len(trips())
    print(f"\nrewritten: {share:.2%} the same")
    assert share >= 0.99, changed


def test_no_word_is_lost() -> None:
    lost = []
    for trip in trips():
        words = re.findall(r"\w+", re.sub(r"<[^>]*>", " ", render(trip.markdown)))
        back = re.findall(r"\w+", re.sub(r"<[^>]*>", " ", render(trip.rewritten)))
        if not set(words) <= set(back):
            lost.append(trip)
    assert lost == []


def test_every_segment_has_its_place() -> None:
    for markdown in examples():
        document = read_markdown(FRONT + markdown, slug="example")
        texts = [segment for segment in document.segments if segment.kind is not Kind.TITLE]  # titles are inside them
        spans = [(segment.start, segment.end) for segment in texts]
        assert all(0 < start < end <= len(document.text) for start, end in spans)
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))
