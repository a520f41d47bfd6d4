"""TBX, the terms of other tools: TBX v3 (ISO 30042:2019, styles DCA and DCT) and 2008 (`martif`), in and out.

A file is read as it streams by, one concept at a time. Marks that TBX has no place for, like “do not publish”, are
not written: whoever shares a glossary leaves such names out of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NoReturn

from ..glossary import Term
from ..locales import is_locale
from .xmltext import LANG, attribute, explained, refuse, text

_NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_BARE_DOCTYPE = re.compile(rb"<!DOCTYPE\s+(?:martif|tbx)(?:\s+(?:SYSTEM|PUBLIC)(?:\s+\"[^\"<>\[\]]*\"){1,2})?\s*>")
"""What tools write and what says nothing: no subset, no entity, a file that is never loaded."""
_CONCEPT, _LANGUAGE, _TERM = {"conceptEntry", "termEntry"}, {"langSec", "langSet"}, {"termSec", "tig", "ntig"}
_FORBIDDEN = re.compile("deprecated|superseded|forbidden|obsolete|notrecommended", re.I)
_PREFERRED = re.compile("preferred", re.I)
_KINDS = {"person": "person", "place": "place", "location": "place", "organisation": "organisation"}
_CHUNK = 1 << 16
_MAX_DEPTH = 60


@dataclass(slots=True)
class _Word:
    text: str = ""
    status: str = ""
    keeps: bool = False


@dataclass(slots=True)
class _Concept:
    line: int
    languages: dict[str, list[_Word]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    subject: str = ""


def write_tbx(terms: Sequence[Term], *, source_locale: str, old: bool = False) -> bytes:
    """Return TBX v3 Basic in DCA style, or with *old* TBX 2008. CatalogError for a character that XML cannot hold.

    A term of all locales without translations stands in its source language alone.
    """
    lines = [*_opening(source_locale, old)]
    ordered = sorted(terms, key=lambda term: (term.source.casefold(), term.source, term.locale))
    for number, (source, rows) in enumerate(groupby(ordered, key=lambda term: term.source), start=1):
        lines += _concept(number, source, list(rows), source_locale, old)
    lines += ["    </body>", "  </text>", "</martif>" if old else "</tbx>", ""]
    return "\n".join(lines).encode()


def read_tbx(data: bytes, *, path: str, source_locale: str) -> list[Term]:
    """Return a term for each word of *source_locale* and each other language of its concept. CatalogError with line."""
    target = _Target(path)
    found = [term for concept in _concepts(data, target, path) for term in _terms(concept, source_locale, path)]
    if target.root not in ("tbx", "martif"):
        refuse("this is not a TBX file", path=path, line=1)
    if not found and target.count:
        message = f"none of the {target.count} concepts has a word in {source_locale}"
        refuse(message, path=path, remedy=f"The file has {', '.join(sorted(target.locales)) or 'no languages'}.")
    return found


def _opening(source_locale: str, old: bool) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    head = "martifHeader" if old else "tbxHeader"
    if old:
        yield f'<martif type="TBX-Basic" xml:lang={attribute(source_locale)}>'
    else:
        yield f'<tbx type="TBX-Basic" style="dca" xml:lang={attribute(source_locale)} xmlns="{_NAMESPACE}">'
    yield f"  <{head}>"
    yield "    <fileDesc><sourceDesc><p>Glossary written by Diglot</p></sourceDesc></fileDesc>"
    if old:
        yield '    <encodingDesc><p type="XCSURI">TBXBasicXCSV02.xcs</p></encodingDesc>'
    yield f"  </{head}>"
    yield "  <text>"
    yield "    <body>"


def _concept(number: int, source: str, rows: Sequence[Term], source_locale: str, old: bool) -> Iterator[str]:
    concept, language = ("termEntry", "langSet") if old else ("conceptEntry", "langSec")
    yield f'      <{concept} id="c{number}">'
    kind = next((row.kind for row in rows if row.kind), "")
    if kind:
        yield f'        <descrip type="subjectField">{kind}</descrip>'
    for note in dict.fromkeys(row.note for row in rows if row.note):
        yield f"        <note>{text(note)}</note>"
    yield f"        <{language} xml:lang={attribute(source_locale)}>"
    yield from _word(source, "preferredTerm-admn-sts", old)
    yield f"        </{language}>"
    for row in rows:
        targets = (source,) if row.do_not_translate and row.locale else row.targets
        if row.locale and (targets or row.forbidden):
            yield f"        <{language} xml:lang={attribute(row.locale)}>"
            for place, target in enumerate(targets):
                yield from _word(target, "admittedTerm-admn-sts" if place else "preferredTerm-admn-sts", old)
            for forbidden in row.forbidden:
                yield from _word(forbidden, "deprecatedTerm-admn-sts", old)
            yield f"        </{language}>"
    yield f"      </{concept}>"


def _word(word: str, status: str, old: bool) -> Iterator[str]:
    section = "tig" if old else "termSec"
    yield f"          <{section}>"
    yield f"            <term>{text(word)}</term>"
    yield f'            <termNote type="administrativeStatus">{status}</termNote>'
    yield f"          </{section}>"


def _terms(concept: _Concept, source_locale: str, path: str) -> Iterator[Term]:
    by_locale = {_tag(tag): words for tag, words in concept.languages.items()}
    own = _own(by_locale, source_locale)
    sources = [word.text for word in by_locale.get(own, []) if word.text and not _FORBIDDEN.search(word.status)]
    note = "; ".join(dict.fromkeys(concept.notes))
    kind = _KINDS.get(concept.subject.strip().lower(), "")
    others = {tag: words for tag, words in by_locale.items() if tag != own and any(word.text for word in words)}
    for tag in others:
        if not is_locale(tag):
            refuse(
                f"{tag!r} is no locale", path=path, line=concept.line, remedy="Name the language by its tag: my, pt-BR."
            )
    for source in sources:
        for tag, words in others.items():
            yield _term(source, tag, words, note, kind)
        if not others:
            yield Term(source, note=note, kind=kind)


def _term(source: str, locale: str, words: Sequence[_Word], note: str, kind: str) -> Term:
    allowed = [word for word in words if word.text and not _FORBIDDEN.search(word.status)]
    allowed.sort(key=lambda word: not _PREFERRED.search(word.status))
    forbidden = [word.text for word in words if word.text and _FORBIDDEN.search(word.status)]
    targets = tuple(dict.fromkeys(word.text for word in allowed))
    return Term(source, targets, locale, note, kind, tuple(f for f in dict.fromkeys(forbidden) if f not in targets))


def _own(languages: Iterable[str], source_locale: str) -> str:
    """Return the tag that is the source's: the same, or the same language without or with a region."""
    tags = list(languages)
    if source_locale in tags:
        return source_locale
    language = source_locale.split("-")[0]
    return next((tag for tag in tags if tag.split("-")[0] == language), "")


def _tag(tag: str) -> str:
    """Return a tag as Diglot writes it: `EN_us` becomes `en-US`."""
    language, *rest = tag.strip().replace("_", "-").split("-")
    return "-".join([language.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)])


def _concepts(data: bytes, target: _Target, path: str) -> Iterator[_Concept]:
    """Yield the concepts as they stream by. CatalogError for what is no XML, has a DTD, or is built to do harm."""
    from defusedxml.ElementTree import DefusedXMLParser

    data = _BARE_DOCTYPE.sub(lambda found: b"\n" * found[0].count(b"\n"), data, count=1)
    parser = DefusedXMLParser(target=target, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    target.expat = parser.parser
    with explained(parser, path=path):
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
            yield from target.taken()
        parser.close()
    yield from target.taken()


class _Target:
    """Takes the parser's events and keeps no more than the concept that is open."""

    def __init__(self, path: str) -> None:
        self.root, self.count, self.locales = "", 0, set[str]()
        self.expat: Any = None
        self._path, self._depth = path, 0
        self._done: list[_Concept] = []
        self._concept: _Concept | None = None
        self._words: list[_Word] = []
        self._texts: list[str] = []
        self._what = ""

    def taken(self) -> list[_Concept]:
        """Return the concepts that are complete, once."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self.root = self.root or name
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            self._refuse("the XML is nested too deep")
        if name in _CONCEPT:
            self.count += 1
            self._concept, self._words = _Concept(self.expat.CurrentLineNumber), []
        elif self._concept and name in _LANGUAGE:
            tag = attrs.get(LANG) or attrs.get("lang") or ""
            self.locales.add(tag)
            self._words = self._concept.languages.setdefault(tag, [])
        elif self._concept and name in _TERM:
            self._words.append(_Word())
        if self._concept and name not in ("hi", "foreign", "ec", "sc", "ph"):
            self._what = attrs.get("type", name) if name in ("termNote", "descrip", "admin") else name
            self._texts = []

    def data(self, data: str) -> None:
        if self._concept:
            self._texts.append(data)

    def end(self, tag: str) -> None:
        self._depth -= 1
        name = tag.rpartition("}")[2]
        if self._concept is None or name in ("hi", "foreign", "ec", "sc", "ph"):
            return
        self._keep(self._concept, self._what, " ".join("".join(self._texts).split()))
        self._what, self._texts = "", []
        if name in _CONCEPT:
            self._done.append(self._concept)
            self._concept = None

    def close(self) -> None:
        pass

    def _keep(self, concept: _Concept, what: str, words: str) -> None:
        if not words:
            return
        if what == "term" and self._words:
            self._words[-1].text = words
        elif what == "administrativeStatus" and self._words:
            self._words[-1].status = words
        elif what in ("definition", "note", "context"):
            concept.notes.append(words)
        elif what == "subjectField":
            concept.subject = words

    def _refuse(self, message: str) -> NoReturn:
        refuse(message, path=self._path, line=self.expat.CurrentLineNumber)
