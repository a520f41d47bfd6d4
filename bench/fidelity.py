"""The identity round trip: every target equal to its source; does the document come back? Diglot and its peers.

    fidelity.py [--quick] [--write]

Three sets: the examples of the CommonMark specification with those of bench/fidelity_examples.py; the bodies of real
documents; the same documents whole. `--quick` takes a tenth; `--write` puts the tables into docs/fidelity.md.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from fidelity_corpus import Text, documents, examples, sampled  # noqa: E402
from fidelity_diglot import round_trip  # noqa: E402
from fidelity_examples import EXAMPLES  # noqa: E402
from fidelity_measure import collapsed, missed, page, split_front, values_of  # noqa: E402
from fidelity_peers import Back, Peer, present, round_trips, versions  # noqa: E402

PAGE = ROOT / "docs" / "fidelity.md"
MARKS = ("<!-- make fidelity -->", "<!-- end -->")
FRONTS = ("yaml", "toml", "json")


Known = dict[tuple[str, str], Back]
"""What came back before, by peer and document."""


@dataclass(slots=True)
class Score:
    """What one tool did with one set; *named* has the first documents that differ, by what differs."""

    tool: str
    documents: int = 0
    html: int = 0
    bytes: int = 0
    crashes: int = 0
    timeouts: int = 0
    whole: int = 0
    missed: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    front: Counter[str] = field(default_factory=Counter)
    fronts: Counter[str] = field(default_factory=Counter)
    named: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    def add(self, text: Text, back: Back) -> None:
        self.documents += 1
        self.fronts[text.front] += 1
        if back.text is None:
            self.timeouts += back.failure == "timeout"
            self.crashes += back.failure != "timeout"
            self.named.setdefault(back.failure[:60], text.name)
            return
        lost = missed(text.body, back.sources)
        self.missed = [a + b for a, b in zip(self.missed, lost, strict=True)]
        body = split_front(back.text, text.front)[1] if text.front else back.text
        same_page, same_front = page(body) == page(text.body), _same_front(text, back.text)
        self.html += same_page
        self.bytes += back.text == text.whole
        self.whole += same_page and same_front
        self.front[text.front] += same_front
        if not same_page:
            self.named.setdefault("HTML differs", text.name)
        if not same_front:
            self.named.setdefault(f"{text.front} differs", text.name)


def _same_front(text: Text, back: str) -> bool:
    if not text.front:
        return True
    before = values_of(split_front(text.whole, text.front)[0], text.front)
    after = values_of(split_front(back, text.front)[0], text.front)
    return collapsed(before) == collapsed(after)


def diglot_scores(texts: Sequence[Text]) -> list[Score]:
    """Return the scores of keeping equal texts, of writing every text anew, and of the coverage listing."""
    kept, anew, listed = (
        Score(name)
        for name in ("**Diglot**", "Diglot, every text written anew", "Diglot with what it lists as skipped")
    )
    started = time.process_time()
    for text in texts:
        trip = round_trip(text.whole)
        kept.add(text, Back(trip.text, trip.sources, trip.failure))
        anew.add(text, Back(trip.anew, trip.sources, trip.failure))
        if trip.text is None:
            continue
        lost = missed(text.body, (*trip.sources, *trip.listed))
        listed.missed = [a + b for a, b in zip(listed.missed, lost, strict=True)]
        if lost[0] or lost[2]:
            listed.named.setdefault("words that are neither offered nor listed", text.name)
    kept.seconds = time.process_time() - started
    return [kept, anew, listed]


def peer_score(peer: Peer, texts: Sequence[Text], known: Known) -> Score:
    """Return a peer's score; what it gave back before is in *known* and not asked for twice."""
    score = Score(peer.name)
    started = time.monotonic()
    asked = [text.whole for text in texts if (peer.name, text.whole) not in known]
    for whole, back in zip(asked, round_trips(peer, asked), strict=True):
        known[peer.name, whole] = back
    for text in texts:
        score.add(text, known[peer.name, text.whole])
    score.seconds = time.monotonic() - started
    return score


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole and part != whole else ("100" if whole else "–")


def _lost(missed: Sequence[int]) -> str:
    words, all_words, said, all_said = missed
    return f"{_percent(words, all_words)} / {_percent(said, all_said)}"


def _percent(part: int, whole: int) -> str:
    if not whole or not part:
        return "0"
    share = 100 * part / whole
    return f"{share:.1f}" if share >= 0.1 else f"{share:.3f}"


def _failures(score: Score) -> str:
    return f"{score.crashes} / {score.timeouts}"


Column = tuple[str, Callable[[Score], str]]

COLUMNS: tuple[Column, ...] = (
    ("same HTML, %", lambda s: _share(s.html, s.documents)),
    ("same bytes, %", lambda s: _share(s.bytes, s.documents)),
    ("crashes / time-outs", _failures),
    ("words / alt + title missed, %", lambda s: _lost(s.missed)),
)
WHOLE: tuple[Column, ...] = (
    ("whole document equal, %", lambda s: _share(s.whole, s.documents)),
    ("same bytes, %", lambda s: _share(s.bytes, s.documents)),
    *((f"{f.upper()} right", lambda s, f=f: f"{s.front[f]} of {s.fronts[f]}") for f in FRONTS),
    ("crashes / time-outs", _failures),
)


def table(scores: Iterable[Score], columns: Sequence[Column]) -> str:
    rows = ["| tool | " + " | ".join(name for name, _ in columns) + " |", "|---" * (len(columns) + 1) + "|"]
    rows += ["| " + " | ".join([score.tool, *(show(score) for _, show in columns)]) + " |" for score in scores]
    return "\n".join(rows)


def measure(texts: Sequence[Text], peers: Sequence[Peer], columns: Sequence[Column], title: str, known: Known) -> str:
    kept, anew, listed = diglot_scores(texts)
    scores = [kept, anew, *(peer_score(peer, texts, known) for peer in peers)]
    said = [f"### {title}", table(scores, columns)]
    if columns is COLUMNS:
        said.append(f"Neither offered to translators nor listed as skipped by Diglot: {_lost(listed.missed)} %.")
    for score in (*scores, listed):
        print(score.tool, f"{score.seconds:.0f} s", score.named, file=sys.stderr, flush=True)
    return "\n\n".join(said)


def report(*, quick: bool) -> str:
    found, (peers, missing) = documents(), present()
    known: Known = {}
    corpus = sampled(found, toml=160, json=80, others=620)
    fixed = [*examples(), *(Text(f"own example {n}", "", text) for n, text in enumerate(EXAMPLES, 1))]
    if quick:
        corpus, fixed = corpus[::10], fixed[::10]
    bodies = [Text(text.name, "", text.body) for text in corpus]
    fronts = Counter(text.front for text in corpus)
    made = ", ".join(f"{fronts[f]} {f.upper()}" for f in FRONTS)
    today = datetime.datetime.now(tz=datetime.UTC).date()
    parts = [
        f"Measured on {today.day} {today:%B %Y}, {os.cpu_count()} cores shared with other work, {platform.system()}, "
        f"Python {platform.python_version()}; {versions() or 'no peers'}."
        + "".join(f" Left out: {reason}." for reason in missing),
        measure(fixed, peers, COLUMNS, f"A: {len(fixed)} examples (652 of CommonMark 0.31.2, the rest ours)", known),
        measure(bodies, peers, COLUMNS, f"BODY: {len(bodies)} real documents without their front matter", known),
        measure(corpus, peers, WHOLE, f"FULL: the same documents whole ({made}, {fronts['']} with none)", known),
    ]
    if not quick:
        others = [Text(t.name, t.head, t.body, t.front) for t in found]
        scores = diglot_scores(others)[:2]
        parts += [
            f"### All {len(others)} documents of the packages, Diglot alone",
            table(scores, (*COLUMNS, *WHOLE[:3])),
        ]
    return "\n\n".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    said = report(quick=options.quick)
    print(said)
    if options.write:
        text = PAGE.read_text(encoding="utf-8")
        before, _, rest = text.partition(MARKS[0])
        _, _, after = rest.partition(MARKS[1])
        PAGE.write_text(f"{before}{MARKS[0]}\n\n{said}\n\n{MARKS[1]}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
