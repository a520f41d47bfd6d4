"""How often each check misses a fault and cries wolf, beside pofilter and Weblate.

`python bench/checks.py [--misses] [--json] [--write]`. The pairs are in `tests/checks/`: each names the rules that must
fire (`must`) and those that may (`may`); any other that does, above info, is a false alarm. `--write` puts the table
into `docs/checks.md`. A peer that is not installed under `build/` is left out, and the answer says so.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from l10n.checks import all_rules, check_entry  # noqa: E402  (the tree beside this file, wherever it is run from)
from l10n.model import Entry, Severity  # noqa: E402

SETS = {
    "tuned": ROOT / "tests/checks/pairs.jsonl",
    "held out": ROOT / "tests/checks/heldout.jsonl",
    "fresh": ROOT / "tests/checks/fresh.jsonl",
}
PAGE = ROOT / "docs/checks.md"
BEGIN, END = "<!-- bench/checks.py -->", "<!-- end -->"
POFILTER = {
    "numbers": "numbers", "endpunc": "end-sign", "doublequoting": "quotes", "singlequoting": "quotes",
    "brackets": "brackets", "doublespacing": "spaces", "endwhitespace": "spaces", "startwhitespace": "spaces",
    "doublewords": "repeated", "unchanged": "same", "untranslated": "untranslated", "long": "length",
    "short": "length", "urls": "markup", "xmltags": "markup",
}  # fmt: skip
"""pofilter's tests, and which of our checks asks the same."""

Fired = Mapping[str, frozenset[str]]
"""For each pair, by its id, the rules that fire."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A source with a translation, right or wrong."""

    id: str
    to: str
    source: str
    target: str
    must: frozenset[str]
    may: frozenset[str]


@dataclass(slots=True)
class Score:
    """What a tool missed and where it cried wolf, by rule; *noisy* are right pairs on which it says anything."""

    missed: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    noisy: int = 0


def pairs_of(path: Path) -> list[Pair]:
    """Return the pairs of a set; their ids begin with its name."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Pair(f"{path.stem}-{r['id']}", r["to"], r["source"], r["target"], frozenset(r["must"]), frozenset(r["may"]))
        for r in rows
    ]


def fired_by_diglot(pairs: Sequence[Pair]) -> tuple[Fired, Fired]:
    """Return what fires at all, and what fires above info."""
    every, grave = {}, {}
    for pair in pairs:
        found = check_entry(Entry(pair.source, pair.target), source_locale="en", target_locale=pair.to)
        every[pair.id] = frozenset(f.rule for f in found)
        grave[pair.id] = frozenset(f.rule for f in found if f.severity is not Severity.INFO)
    return every, grave


def fired_by_pofilter(pairs: Sequence[Pair]) -> Fired | None:
    """Return what pofilter says, each language with `--language`; None where it is not installed."""
    program = ROOT / "build/peers/bin/pofilter"
    if not program.exists():
        return None
    fired: dict[str, frozenset[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for language in sorted({pair.to for pair in pairs}):
            catalog, answer = Path(folder, f"{language}.po"), Path(folder, f"{language}.out.po")
            catalog.write_text(_as_po([pair for pair in pairs if pair.to == language]), encoding="utf-8")
            subprocess.run(
                [program, f"--language={language}", "--progress=none", catalog, answer], check=True, capture_output=True
            )
            fired |= _read_answer(answer.read_text(encoding="utf-8") if answer.exists() else "")
    return fired


def _as_po(pairs: Sequence[Pair]) -> str:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    texts = [(pair.id, _quoted(pair.source), _quoted(pair.target)) for pair in pairs]
    return head + "\n".join(f'msgctxt "{i}"\nmsgid {source}\nmsgstr {target}\n' for i, source, target in texts)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\x07", "\\a")
    return f'"{escaped}"'


def _read_answer(text: str) -> dict[str, frozenset[str]]:
    fired: dict[str, frozenset[str]] = {}
    for block in text.split("\n\n"):
        context = re.search(r'^msgctxt "(.+)"$', block, re.MULTILINE)
        if context:
            names = re.findall(r"^# \(pofilter\) (\w+):", block, re.MULTILINE)
            fired[context[1]] = frozenset(POFILTER.get(name, f"other: {name}") for name in names)
    return fired


def fired_by_weblate(pairs: Sequence[Pair]) -> Fired | None:
    """Return what Weblate's own check classes say; None where they are not installed."""
    program = ROOT / "build/weblate/bin/python"
    if not program.exists():
        return None
    from checks_weblate import IDS

    lines = "\n".join(json.dumps({"id": p.id, "to": p.to, "source": p.source, "target": p.target}) for p in pairs)
    ran = subprocess.run(
        [program, ROOT / "bench/checks_weblate.py"], input=lines, check=True, capture_output=True, text=True
    )
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    return {a["id"]: frozenset(IDS.get(name, f"other: {name}") for name in a["fired"]) for a in answers}


def score(pairs: Sequence[Pair], every: Fired, grave: Fired) -> Score:
    """Return how a tool did; *every* is what it says at all, *grave* what counts as an alarm."""
    result = Score()
    for pair in pairs:
        result.missed.update(pair.must - every.get(pair.id, frozenset()))
        alarms = grave.get(pair.id, frozenset()) - pair.must - pair.may
        result.false.update(alarms)
        result.noisy += bool(alarms) and not pair.must
    return result


def table(pairs: Sequence[Pair], tools: Mapping[str, tuple[Fired, Fired]], known: Mapping[str, set[str]]) -> list[str]:
    """Return the Markdown table: for each check and tool, how many of its faults are missed, and false alarms."""
    scores = {name: score(pairs, *fired) for name, fired in tools.items()}
    burmese = [pair for pair in pairs if pair.to == "my"]
    of_burmese = {name: score(burmese, *fired) for name, fired in tools.items()}
    right = sum(not pair.must for pair in pairs)
    lines = ["| check | wrong pairs | " + " | ".join(f"{n}: missed | false alarms" for n in tools) + " |"]
    lines.append("|---|---:|" + "---:|---:|" * len(tools))
    for rule in (r.name for r in all_rules()):
        asked = sum(rule in pair.must for pair in pairs)
        if asked:
            lines.append(_row(rule, asked, rule, scores, known))
        if rule == "numbers":
            asked = sum(rule in pair.must for pair in burmese)
            lines.append(_row("numbers, Burmese", asked, rule, of_burmese, known))
    noisy = " | ".join(f" | {s.noisy} ({100 * s.noisy / right:.0f} %)" for s in scores.values())
    lines.append(f"| right pairs with any alarm | of {right} | {noisy} |")
    return lines


def _row(title: str, asked: int, rule: str, scores: Mapping[str, Score], known: Mapping[str, set[str]]) -> str:
    cells = [
        f"{s.missed[rule]} ({100 * s.missed[rule] / asked:.0f} %) | {s.false[rule]}" if rule in known[n] else "– | –"
        for n, s in scores.items()
    ]
    return f"| {title} | {asked} | " + " | ".join(cells) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list each miss and false alarm of Diglot")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="put the table into docs/checks.md")
    options = parser.parse_args()
    sets = {name: pairs_of(path) for name, path in SETS.items()}
    pairs = [pair for listed in sets.values() for pair in listed]
    start = time.process_time()
    every, grave = fired_by_diglot(pairs)
    spent = time.process_time() - start
    tools = {"Diglot": (every, grave)}
    for name, fired in (("pofilter", fired_by_pofilter(pairs)), ("Weblate", fired_by_weblate(pairs))):
        if fired is None:
            print(f"{name} is not installed under build/: left out.", file=sys.stderr)
        else:
            tools[name] = (fired, fired)
    from checks_weblate import IDS

    known = {"Diglot": {r.name for r in all_rules()}, "pofilter": set(POFILTER.values()), "Weblate": set(IDS.values())}
    counts = ", ".join(
        f"{name}: {len(p)} pairs, {sum(not x.must for x in p)} of them right" for name, p in sets.items()
    )
    languages = len({pair.to for pair in pairs})
    lines = [f"{len(pairs)} pairs in {languages} languages ({counts}).", "", *table(pairs, tools, known)]
    lines += ["", f"Diglot's checks: {1e6 * spent / len(pairs):.0f} µs of CPU a pair."]
    if options.json:
        print(json.dumps({n: _as_json(score(pairs, *fired)) for n, fired in tools.items()}, indent=1))
    else:
        print("\n".join(lines))
    if options.misses:
        _list_misses(pairs, every, grave)
    if options.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n{chr(10).join(lines[:-2])}\n{END}{after}", encoding="utf-8")


def _as_json(result: Score) -> dict[str, object]:
    return {"missed": dict(result.missed), "false": dict(result.false), "noisy": result.noisy}


def _list_misses(pairs: Sequence[Pair], every: Fired, grave: Fired) -> None:
    for pair in pairs:
        missed, false = pair.must - every[pair.id], grave[pair.id] - pair.must - pair.may
        if missed or false:
            print(f"{pair.id}: missed {sorted(missed)}, false {sorted(false)}\n  {pair.source}\n  {pair.target}")


if __name__ == "__main__":
    main()
