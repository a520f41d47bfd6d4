"""PDF: set by typst as PDF/UA-1, in fonts of this machine; no letter is missing, and each text has its language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from types import ModuleType

from ..edition import Edition
from ..errors import EditionError
from .fonts import Font, find_font
from .pdf_content import Values, describe_edition, strings_in
from .scripts import Script, main_script, remedy_for, script_of, scripts_in
from .sfnt import set_weight

LATIN, MONO, SYMBOLS = "Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern Math"
"""Fonts that typst brings with it: they set Latin, Greek and Cyrillic the same on every machine."""
UNSHOWN = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
MADE_BY = re.compile(rb"(?<=/Creator\()Typst [\d.]+(?=\))|(?<=<xmp:CreatorTool>)Typst [\d.]+(?=</)")


class PdfWriter:
    """Writes one form: A4 with the languages side by side, or pages of the size of a phone, one under the other.

    Fonts are looked for in the edition's font_dir, then in *folders*, this machine's own unless given.
    """

    def __init__(self, name: str, suffix: str, paper: str, *, folders: Sequence[Path] | None = None) -> None:
        self.name, self.suffix, self._paper, self._folders = name, suffix, paper, folders

    def write(self, edition: Edition) -> bytes:
        """Return the PDF. EditionError where typst, or a font for a character, is missing."""
        typst = _typst(self.name, edition.slug)
        values = describe_edition(edition, columns=self._paper == "a4")
        fonts = self._fonts(edition, values)
        with TemporaryDirectory(prefix="diglot-fonts-") as folder:
            families = _gather(fonts.values(), Path(folder), typst)
            values |= {"paper": self._paper, "latin": LATIN, "mono": MONO, "symbols": (MONO, SYMBOLS)}
            values |= {"fonts": _families_by_language(values, fonts, families), "upright": _upright(values)}
            return self._compile(typst, edition, values, Path(folder))

    def _fonts(self, edition: Edition, values: Values) -> dict[tuple[str, str], Font]:
        """Return the font of each (script, locale). EditionError where there is none."""
        found = {}
        for script, locale, text in _uses(values):
            font = find_font(script, locale, font_dir=edition.manner.font_dir, folders=self._folders)
            if font:
                found[script.name, locale] = font
            elif script.name != "emoji":  # some signs among these are in typst's own fonts: it tells
                character = next(c for c in text if script.covers(c))
                raise self._missing(edition, character, locale)
        return found

    def _compile(self, typst: ModuleType, edition: Edition, values: Values, folder: Path) -> bytes:
        try:
            made: bytes = typst.compile(
                _template(),
                font_paths=[folder],
                ignore_system_fonts=True,
                format="pdf",
                sys_inputs={"edition": json.dumps(values, ensure_ascii=False)},
                pdf_standards=["ua-1"],
                timestamp=0,
            )
        except typst.TypstError as error:
            raise self._told(edition, error.message, values) from error
        return MADE_BY.sub(lambda found: b" " * len(found[0]), made)

    def _told(self, edition: Edition, message: str, values: Values) -> EditionError:
        unshown = UNSHOWN.search(message)
        if not unshown:
            return self._error(f"typst cannot set it: {message}", edition, "please report this, with the article")
        text = re.sub(r"\\u\{(\w+)\}", lambda code: chr(int(code[1], 16)), unshown[1]).replace("\\", "") or "\\"
        candidates = [c for c in text if script_of(c)] or [c for c in text if ord(c) > 0x7F] or list(text)
        locale = next((loc for loc, said in strings_in(values) if candidates[0] in said), "")
        return self._missing(edition, candidates[0], locale)

    def _missing(self, edition: Edition, character: str, locale: str) -> EditionError:
        script = script_of(character)
        name = f"{character} (U+{ord(character):04X}, {script.name if script else 'of no known script'})"
        remedy = remedy_for(script, locale) if script else "take the character out, or leave PDF out of the formats"
        return self._error(f"no font here can show {name}", edition, remedy)

    def _error(self, message: str, edition: Edition, remedy: str) -> EditionError:
        return EditionError(message, format=self.name, article=edition.slug, remedy=remedy)


def _typst(format: str, article: str) -> ModuleType:
    try:
        import typst
    except ImportError as error:
        remedy = "pip install 'diglot[pdf]', or leave pdf out of the formats; the HTML edition can be printed, too"
        raise EditionError("typst is not installed", format=format, article=article, remedy=remedy) from error
    return typst


@cache
def _template() -> bytes:
    return files(__package__).joinpath("bilingual.typ").read_bytes()


def _uses(values: Values) -> Iterator[tuple[Script, str, str]]:
    """Yield each script in each locale that a text of it stands in, once, with such a text."""
    texts: dict[str, list[str]] = {}
    for locale, text in strings_in(values):
        texts.setdefault(locale, []).append(text)
    for locale in sorted(texts):
        joined = "".join(texts[locale])
        yield from ((script, locale, joined) for script in scripts_in(set(joined)))


def _gather(fonts: Iterable[Font], folder: Path, typst: ModuleType) -> dict[Font, str]:
    """Put the files of *fonts* into *folder*; return the name by which typst knows each font.

    A copy, since a bold font that says of itself that it is regular is told apart only after it is set right.
    """
    names: dict[tuple[str, int], Font] = {}
    for font in dict.fromkeys(fonts):
        for face in font.faces:
            copy = folder / f"{len(names)}{face.path.suffix}"
            copyfile(face.path, copy)
            if face.weight != face.says:
                set_weight(copy, face.index, face.weight)
            names[copy.name, face.index] = font
    known = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]).fonts()
    return {names[at]: info.family for info in known if (at := (Path(info.path or "").name, info.index)) in names}


def _families_by_language(
    values: Values, fonts: Mapping[tuple[str, str], Font], families: Mapping[Font, str]
) -> dict[str, list[str]]:
    """Return the families for each language, those found for its own texts first."""
    locales = {str(locale) for locale, _ in strings_in(values)}
    own = {
        locale: [families[f] for (_, of), f in fonts.items() if of == locale and f in families] for locale in locales
    }
    rest = sorted(families.values())
    return {locale.split("-")[0]: list(dict.fromkeys((*own[locale], *rest))) for locale in sorted(locales)}


def _upright(values: Values) -> list[str]:
    """Return the languages whose letters have no italic."""
    texts: dict[str, list[str]] = {}
    for locale, text in strings_in(values):
        texts.setdefault(locale.split("-")[0], []).append(text)
    return sorted(language for language, said in texts.items() if main_script("".join(said)))


writer = PdfWriter("pdf", ".pdf", "a4")
