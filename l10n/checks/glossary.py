"""Words of the glossary: the agreed translation must be there, a forbidden one must not, and names stay as agreed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..glossary import Term, find_phrases, find_terms, is_inside
from ..glossary.mentions import mentions
from ..inline import plain
from ..model import Entry, Finding, Severity
from .rule import Locales, Rule

RULE = Rule(
    "glossary",
    Severity.WARN,
    "A word of the glossary has another translation than the agreed one, or a name that stays as it is was changed "
    "(warnings); a forbidden translation is used (an error).",
    why="""\
A term of the source is found in the forms its language gives it, never within another word. Its agreed translation
may have other endings, stand apart, and have words in between; any of those that the glossary lists will do. A
forbidden one is an error unless it is a part of an agreed one. A common word in capitals within a sentence is taken
for a part of a name. A name that must not be published is named here too, before a build refuses it. If the other
word is right, add it to the row of the term (with a bar between them), or approve with the warning. `diglot glossary
list WORD` shows the row.""",
)


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    if not locales.terms:
        return
    source, target = plain(entry.source), plain(entry.target)
    written: dict[Term, str] = {}
    for found in find_terms(source, locales.terms, locale=locales.source):
        words = source[found.start : found.end]
        if not (words[:1].isupper() and found.term.source[:1].islower() and is_inside(source, found.start)):
            written.setdefault(found.term, words)  # a common word in capitals within a sentence is a part of a name
    agreed = [word for term in written for word in _agreed(term)]
    for term, words in written.items():
        forbidden = _forbidden_in(target, term, agreed, locales.target)
        if forbidden:
            yield _forbidden(term, words, forbidden)
        elif not any(mentions(target, word, locale=locales.target) for word in _agreed(term)):
            yield from _missing(term, words)
    yield from _secret(source, target, locales)


def _agreed(term: Term) -> tuple[str, ...]:
    """Return what may stand in the translation for the term; nothing where nobody has said."""
    return (term.source,) if term.do_not_translate else term.targets


def _forbidden_in(target: str, term: Term, agreed: Sequence[str], locale: str) -> str:
    """Return a forbidden translation as it is written in *target*, unless it is a part of an agreed one there."""
    if not term.forbidden:
        return ""
    phrases = [*agreed, *term.forbidden]
    spans = find_phrases(target, phrases, locale=locale)
    return next((target[start:end] for start, end, number in spans if number >= len(agreed)), "")


def _forbidden(term: Term, words: str, forbidden: str) -> Finding:
    instead = f" Write “{_agreed(term)[0]}”." if _agreed(term) else " Choose another word."
    note = f" ({term.note})" if term.note else ""
    return RULE.finding(
        f"“{forbidden}” must not be used for “{words}”.{instead}{note}",
        source_part=words,
        target_part=forbidden,
        severity=Severity.ERROR,
    )


def _missing(term: Term, words: str) -> Iterator[Finding]:
    if term.do_not_translate:
        yield RULE.finding(f"“{words}” is not translated: write it as it is.", source_part=words)
    elif term.targets:
        listed = " or ".join(f"“{target}”" for target in term.targets)
        yield RULE.finding(f"The glossary has {listed} for “{words}”; it is not here.", source_part=words)


def _secret(source: str, target: str, locales: Locales) -> Iterator[Finding]:
    """Say that a name stands here with which no edition is built."""
    from ..glossary.unpublished import find_secrets, secrets_of

    names = secrets_of(locales.terms)
    if not names:
        return
    pairs = ((source, locales.source), (target, locales.target))
    for found in {f.name: f for text, locale in pairs for f in find_secrets(text, names, locale=locale)}.values():
        yield RULE.finding(
            f"“{found.name}” must not be published: no edition is built while it stands here.",
            source_part=found.written if found.written in source else "",
            target_part=found.written if found.written in target else "",
        )
