"""The machine that made the draft has said itself that something went wrong."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Entry, Finding, Severity
from .rule import Locales, Rule

RULE = Rule(
    "draft-flags",
    Severity.WARN,
    "The machine that drafted the text reported a fault of its own.",
    why="""\
When a draft was made, its engine said that something was wrong: links or emphasis did not come back, or words were
not in its dictionary and stand as they were. Only drafts have such remarks. Look at the place that is named; unknown
words are often names, and then right (info).""",
)

_MESSAGES = {"markup-lost": "The machine lost links or emphasis in this draft. Put them back where they belong."}


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    words = [flag.removeprefix("unknown ") for flag in entry.flags if flag.startswith("unknown ")]
    if words:
        was = "1 word was" if len(words) == 1 else f"{len(words)} words were"
        message = f"{was} not in the machine's dictionary: {', '.join(words)}."
        yield RULE.finding(message, severity=Severity.INFO, target_part=words[0] if len(words) == 1 else "")
    for flag in entry.flags:
        name, _, count = flag.partition("-")
        if name == "unknown" and count.isdigit():
            was = "1 word was" if count == "1" else f"{count} words were"
            yield RULE.finding(f"{was} not in the machine's dictionary.", severity=Severity.INFO)
        elif not flag.startswith("unknown "):
            yield RULE.finding(_MESSAGES.get(flag, f"The machine marked this draft: {flag}."))
