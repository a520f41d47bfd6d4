"""Words and texts as templates show them: labels, states, checks, languages, directions, marks, differences."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from flask_babel import format_datetime, get_locale, gettext, ngettext
from flask_babel import lazy_gettext as N_
from flask_login import current_user

from l10n.approving import FAST, FIRST_READER, LINKS, ONE_READER, UNDOES, UNOPENED, WARNING
from l10n.inline import plain
from l10n.labels import NAMES
from l10n.locales import direction
from l10n.model import Action, Decision, Entry, Finding, Kind, Segment, State
from l10n.ports import Nearness

from .rows import Row

LABELS = {
    Kind.HEADLINE: N_("Headline"),
    Kind.DATELINE: N_("Dateline"),
    Kind.CAPTION: N_("Caption"),
    Kind.ALT: N_("Picture description"),
    Kind.TITLE: N_("Link title"),
    Kind.SUMMARY: N_("Summary"),
    Kind.HEADING: N_("Heading"),
    Kind.QUOTE: N_("Quote"),
    Kind.ITEM: N_("List item"),
    Kind.CELL: N_("Table cell"),
    Kind.HTML: N_("HTML text"),
    Kind.CREDITS: N_("Credits"),
    Kind.ORIGINAL: N_("Link to the original"),
}

STATES = {
    State.APPROVED: N_("Approved"),
    State.REVIEW: N_("In review"),
    State.DRAFT: N_("Machine draft"),
    State.STALE: N_("Needs work"),
    State.EMPTY: N_("Empty"),
}

STATE_CLASS = {
    State.APPROVED: "ok",
    State.REVIEW: "rev",
    State.DRAFT: "draft",
    State.STALE: "need",
    State.EMPTY: "none",
}

DONE = {
    Action.APPROVE: N_("Approved"),
    Action.REVIEW: N_("Saved for review"),
    Action.REJECT: N_("Rejected"),
    Action.NEEDS_WORK: N_("Marked as needing work"),
    Action.REVERT: N_("Undone"),
    Action.RECONFIRM: N_("Approved again: only spaces or signs of the original changed"),
}

ROLE_WORDS = {
    "reader": N_("Reader"),
    "translator": N_("Translator"),
    "reviewer": N_("Reviewer"),
    "maintainer": N_("Maintainer"),
}

RULE_WORDS = {
    "numbers": N_("Numbers differ"),
    "markup": N_("Marks and links differ"),
    "quotes": N_("Quotation marks"),
    "length": N_("Length"),
    "glossary": N_("Words of the glossary"),
    "untranslated": N_("Left in the original language"),
    "spaces": N_("Spaces"),
    "encoding": N_("Characters that do not belong there"),
    "zawgyi": N_("Zawgyi instead of Unicode"),
    "draft-flags": N_("Fault of the machine"),
    "empty": N_("There is nothing to approve"),
}

NEARNESS = {
    Nearness.CONTEXT: N_("The same text in the same place"),
    Nearness.EXACT: N_("The same text"),
    Nearness.FUZZY: N_("A similar text"),
}
"""How a whole text that was approved before is like the one in hand."""

SEVERITY_CLASS = {"error": "need", "warn": "draft", "info": "none"}

_MARKS = re.compile(r"(\*\*|\*|__|~~|`|!\[|\[(?=[^\]]*\]\[\d+\])|\]\[\d+\])")
_NUMBERS = re.compile(r"\d+(?:[.,:]\d+)*")


def language(tag: str) -> str:
    """Return a language's name in the language of the interface; the tag itself where nobody knows it."""
    try:
        return str(Locale.parse(tag, sep="-").get_display_name(get_locale()) or tag)
    except (UnknownLocaleError, ValueError):
        return tag


def own_name(tag: str) -> str:
    """Return a language's name in itself, as language switches show it."""
    name = Locale.parse(tag, sep="-").get_display_name() or tag
    return name[:1].upper() + name[1:]


def label(row: Row | Segment) -> str:
    """Return `¶3` for a paragraph of the body, else what the segment is."""
    if row.kind is Kind.BODY:
        return f"¶{row.number}" if row.number else "¶"
    return str(LABELS[row.kind])


def tally(counts: Mapping[State, int]) -> str:
    """Return `19 approved · 4 in review`, leaving out what there is none of."""
    words = {
        State.APPROVED: ngettext("%(num)d approved", "%(num)d approved", counts[State.APPROVED]),
        State.REVIEW: ngettext("%(num)d in review", "%(num)d in review", counts[State.REVIEW]),
        State.DRAFT: ngettext("%(num)d machine draft", "%(num)d machine drafts", counts[State.DRAFT]),
        State.STALE: ngettext("%(num)d needs work", "%(num)d need work", counts[State.STALE]),
        State.EMPTY: ngettext("%(num)d empty", "%(num)d empty", counts[State.EMPTY]),
    }
    return " · ".join(text for state, text in words.items() if counts[state])


def when(at: datetime) -> str:
    """Return the moment in the interface's language, in the time zone that the person chose, else in UTC."""
    zone = current_user.settings.get("zone", "") if current_user and current_user.is_authenticated else ""
    words = format_datetime(at.astimezone(ZoneInfo(zone)) if zone else at, "d MMM y, HH:mm", rebase=False)
    return str(words) if zone else f"{words} UTC"


def marks(text: str) -> list[tuple[bool, str]]:
    """Cut *text* into pieces, each with whether it is markup, to be shown lightly."""
    pieces = _MARKS.split(text)  # every second piece is what the pattern found
    return [(number % 2 == 1, piece) for number, piece in enumerate(pieces) if piece]


def difference(old: str, new: str) -> Sequence[tuple[str, str]]:
    """Return what turns *old* into *new*: `("same" | "removed" | "added", text)`."""
    from l10n.changes import word_diff

    return word_diff(old, new)


def good_news(entry: Entry, findings: Sequence[Finding]) -> list[str]:
    """Return what is worth saying because a check found nothing."""
    numbers = _NUMBERS.findall(plain(entry.source))
    if not numbers or not entry.target or any(f.rule == "numbers" for f in findings):
        return []
    return [gettext("All numbers agree: %(numbers)s.", numbers=", ".join(dict.fromkeys(numbers)))]


def origin_words(origin: str) -> str:
    """Return in words where an unjudged target came from (`engine=apertium`, `memory 0.97`)."""
    if origin.startswith("memory"):
        return str(gettext("From earlier translations"))
    return str(gettext("Machine: %(name)s", name=origin.removeprefix("engine=")))


def seen_words(text: str) -> str:
    """Return what a form says of a text whose warnings were shown: it is accepted with them, another is not."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


REMARKS = {
    LINKS: N_("leads elsewhere than the original"),
    FIRST_READER: N_("read once"),
    ONE_READER: N_("one reader"),
    FAST: N_("approved very quickly"),
    UNOPENED: N_("approved without being opened"),
}


def done_words(decision: Decision) -> str:
    """Return what a decision did, and under which circumstances."""
    said = [str(DONE[Action.REVERT if any(r.startswith(UNDOES) for r in decision.remarks) else decision.action])]
    said += [str(REMARKS[remark]) for remark in decision.remarks if remark in REMARKS]
    said += [r for r in decision.remarks if r not in REMARKS and not r.startswith((WARNING, UNDOES))]
    warned = [r.removeprefix(WARNING) for r in decision.remarks if r.startswith(WARNING)]
    if warned:
        words = ", ".join(str(RULE_WORDS.get(rule, rule)) for rule in warned)
        said.append(gettext("in spite of: %(words)s", words=words))
    return " · ".join(said)


def fixable() -> frozenset[str]:
    """Return the names of the rules whose findings a machine can mend."""
    from l10n.checks import fixable_rules

    return fixable_rules()


def for_templates() -> dict[str, Any]:
    """Return the functions and words that every template may use."""
    return {
        "direction": direction,
        "language": language,
        "own_name": own_name,
        "label": label,
        "tally": tally,
        "when": when,
        "marks": marks,
        "difference": difference,
        "origin_words": origin_words,
        "seen_words": seen_words,
        "fixable": fixable,
        "done_words": done_words,
        "STATES": STATES,
        "STATE_CLASS": STATE_CLASS,
        "SEVERITY_CLASS": SEVERITY_CLASS,
        "RULE_WORDS": RULE_WORDS,
        "KIND_NOTES": frozenset(NAMES.values()),  # notes that say no more than the label does
        "NEARNESS": NEARNESS,
        "DONE": DONE,
        "ROLE_WORDS": ROLE_WORDS,
    }
