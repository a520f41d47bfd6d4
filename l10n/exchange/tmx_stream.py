"""TMX of any size: one unit after the other, in and out, in memory that does not grow with the file.

What is read are texts alone: who made a unit, when and with what stays outside, and so does what a machine made.
"""

from __future__ import annotations

import filecmp
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from ..errors import CatalogError
from ..files import move_file, storage_error
from .xmltext import attribute, explained, refuse, text

_PIECE = 1 << 18
_MAX_DEPTH = 100
_MAX_LETTERS = 100_000
_MAX_LANGUAGES = 200
_CODES = frozenset({"bpt", "ept", "ph", "it", "ut"})
"""Elements that hold another program's codes, which are no text."""
_BY_MACHINE = ("creationid", "changeid")
_XML_LANG = ("http://www.w3.org/XML/1998/namespace}lang", "lang")
"""How the parser spells the attribute; `lang` is TMX 1.1's."""
_HEADER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
    '  <header creationtool="Diglot" creationtoolversion="1" segtype="paragraph" o-tmf="Diglot"'
    ' adminlang="en" srclang={} datatype="plaintext"/>\n  <body>\n'
)
_FOOTER = "  </body>\n</tmx>\n"


@dataclass(frozen=True, slots=True)
class Unit:
    """Texts that say the same, by locale as the file spells it; the article they come from and their role, if told."""

    texts: dict[str, str]
    article: str = ""
    context: str = ""
    is_machines: bool = False


def read_units(file: BinaryIO, *, path: str) -> Iterator[Unit]:
    """Yield the units of a TMX file in their order. CatalogError, with *path* and line, for what is none.

    What came before an error has been yielded: whoever keeps units must be able to take them back.
    """
    reading = _Reading(path)
    parser = _parser_for(reading)
    ends = False
    while not ends:
        piece = file.read(_PIECE)
        ends = not piece
        with explained(parser, path=path):
            parser.close() if ends else parser.feed(piece)
        yield from reading.taken()
    if not reading.is_tmx:
        refuse("this is not a TMX file", path=path)


def _parser_for(reading: _Reading) -> Any:
    """Return a defused parser that calls *reading* without a tree between; a bare document type is let pass."""
    from defusedxml.common import DTDForbidden
    from defusedxml.ElementTree import DefusedXMLParser

    def refuse_subset(name: str, system: str | None, public: str | None, has_subset: int) -> None:
        if has_subset:
            raise DTDForbidden(name, system, public)

    parser = DefusedXMLParser(target=reading, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    expat = reading.parser = parser.parser
    expat.StartDoctypeDeclHandler = refuse_subset
    expat.ordered_attributes = False
    expat.StartElementHandler, expat.EndElementHandler = reading.start, reading.end
    expat.CharacterDataHandler = reading.data
    return parser


@dataclass(slots=True)
class _Reading:
    """What was read of the file so far: the units that are whole, and the one that is not."""

    path: str
    is_tmx: bool = False
    units: list[Unit] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    locale: str = ""
    pieces: list[str] | None = None
    letters: int = 0
    depth: int = 0
    hidden: int = 0
    property: str = ""
    is_machines: bool = False
    parser: Any = None

    def close(self) -> None:
        """Nothing more comes."""

    def taken(self) -> list[Unit]:
        """Return the units that have become whole since this was last asked."""
        units, self.units = self.units, []
        return units

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            self._refuse("the XML is nested too deep")
        if name == "seg":
            self.pieces, self.letters, self.hidden = [], 0, 0
        elif name == "tuv":
            self.locale = next((attributes[key] for key in _XML_LANG if key in attributes), "")
            self._note_maker(attributes)
        elif name == "tu":
            self.texts, self.properties, self.is_machines = {}, {}, False
            self._note_maker(attributes)
        elif name == "prop":
            self.property, self.pieces, self.letters = attributes.get("type", ""), [], 0
        elif name == "tmx" and self.depth == 1:
            self.is_tmx = True
        elif name in _CODES:
            self.hidden += 1

    def end(self, name: str) -> None:
        self.depth -= 1
        if name == "seg":
            self._keep_text()
        elif name == "tu":
            kept = self.properties
            article, context = kept.get("x-article", ""), kept.get("x-context", "")
            self.units.append(Unit(self.texts, article, context, self.is_machines))
        elif name == "prop" and self.pieces is not None:
            if len(self.properties) < _MAX_LANGUAGES:
                self.properties[self.property] = "".join(self.pieces)
            self.pieces = None
        elif name in _CODES and self.hidden:
            self.hidden -= 1

    def data(self, words: str) -> None:
        if self.pieces is not None and not self.hidden:
            self.pieces.append(words)
            self.letters += len(words)
            if self.letters > _MAX_LETTERS:
                self._refuse(f"a text has more than {_MAX_LETTERS:,} letters")

    def _keep_text(self) -> None:
        words = "".join(self.pieces or ()).strip()
        self.pieces = None
        if words and self.locale:
            self.texts.setdefault(self.locale, words)
        if len(self.texts) > _MAX_LANGUAGES:
            self._refuse(f"a unit has more than {_MAX_LANGUAGES} languages")

    def _note_maker(self, attributes: dict[str, str]) -> None:
        for key in _BY_MACHINE:
            if attributes.get(key, "").upper() in ("MT!", "MT"):
                self.is_machines = True

    def _refuse(self, message: str) -> None:
        refuse(message, path=self.path, line=self.parser.CurrentLineNumber if self.parser else 0)


def write_units(file: BinaryIO, units: Iterable[Unit], *, source_locale: str) -> int:
    """Write the units as they come; return how many. CatalogError for a character that XML cannot hold."""
    file.write(_HEADER.format(attribute(source_locale)).encode())
    count = 0
    for unit in units:
        file.write(_unit(unit).encode())
        count += 1
    file.write(_FOOTER.encode())
    return count


def _unit(unit: Unit) -> str:
    lines = ["    <tu>"]
    for kind, words in (("x-article", unit.article), ("x-context", unit.context)):
        if words:
            lines.append(f'      <prop type="{kind}">{text(words)}</prop>')
    for locale, words in unit.texts.items():
        lines.append(f"      <tuv xml:lang={attribute(locale)}><seg>{text(words)}</seg></tuv>")
    return "\n".join([*lines, "    </tu>", ""])


class Prepared:
    """A TMX file that is written whole beside its place, and not there yet."""

    def __init__(self, path: Path, temporary: Path, count: int) -> None:
        self.count, self._path, self._temporary = count, path, temporary

    def equals(self, path: Path) -> bool:
        """Whether a file has the same bytes; one that is not there has not."""
        return path.is_file() and filecmp.cmp(self._temporary, path, shallow=False)

    def keep(self) -> None:
        """Put the file in its place, durably. StorageError."""
        move_file(self._temporary, self._path)


@contextmanager
def prepare(path: Path, units: Iterable[Unit], *, source_locale: str) -> Iterator[Prepared]:
    """Write the units beside *path*; what is not kept leaves nothing. StorageError."""
    temporary = path.with_name(f".{path.name[:60]}.{os.urandom(6).hex()}.diglot-tmp")
    is_new = not path.parent.exists()
    try:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("xb") as file:
                count = write_units(file, units, source_locale=source_locale)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise storage_error(f"cannot write {path}", error) from error
        yield Prepared(path, temporary, count)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
            if is_new:
                path.parent.rmdir()  # a folder with files stays


def open_tmx(path: Path, *, max_bytes: int) -> BinaryIO:
    """Open a file to read units from. CatalogError where it is missing, a folder, or larger than is allowed."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise CatalogError("there is no such file", path=str(path), remedy="Check its name.") from None
    except IsADirectoryError:
        raise CatalogError("this is a folder", path=str(path), remedy="Name the file in it.") from None
    except OSError as error:
        raise CatalogError(f"cannot be read: {error.strerror or error}", path=str(path)) from error
    size = file.seek(0, 2)
    file.seek(0)
    if size > max_bytes:
        file.close()
        remedy = "Is it the right file? Else raise memory_bytes under [limits] in diglot.toml."
        raise CatalogError(f"the file has more than {max_bytes:,} bytes", path=str(path), remedy=remedy)
    return file
