"""The scripts that editions are written in, and the fonts known to set each of them well, best first.

Fonts of the free families stand first, those that come with Windows, macOS and iOS after them. For Burmese the order
is measured: of a PDF set in Noto Serif Myanmar every program reads the text back exactly (docs/editions-pdf.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Script:
    """A script: *spans* of code points, first and last; the *bit* of OS/2 by which a font says that it has them.

    *fonts* are names of families, *by_locale* those of languages that want others first, *package* is what Debian and
    Ubuntu call the package of the first. *embed* is off where a reader's device has the script, or a font is too large.
    """

    name: str
    spans: tuple[tuple[int, int], ...]
    bit: int
    fonts: tuple[str, ...]
    package: str = "fonts-noto-core"
    by_locale: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    embed: bool = True

    def families(self, locale: str) -> tuple[str, ...]:
        """Return the names of families for a text in *locale*, best first."""
        tags = locale.split("-")
        wanted = next((self.by_locale[t] for t in ("-".join(tags[:2]), tags[0]) if t in self.by_locale), ())
        return tuple(dict.fromkeys((*wanted, *self.fonts)))

    def covers(self, character: str) -> bool:
        return any(first <= ord(character) <= last for first, last in self.spans)

    @property
    def unicode_range(self) -> str:
        """The spans as CSS writes them."""
        return ",".join(f"U+{first:X}-{last:X}" for first, last in self.spans)


def _noto(script: str, *more: str) -> tuple[str, ...]:
    return (f"Noto Serif {script}", f"Noto Sans {script}", *more)


def _cjk(variant: str, *more: str) -> tuple[str, ...]:
    return (f"Noto Serif CJK {variant}", f"Noto Sans CJK {variant}", f"Noto Sans {variant}", *more)


_NAGARI = ("Kohinoor Devanagari", "Nirmala UI", "Mangal")

SCRIPTS: tuple[Script, ...] = (
    Script(
        "Myanmar",
        ((0x1000, 0x109F), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F)),
        74,
        _noto("Myanmar", "Padauk", "Padauk Book", "Myanmar Text", "Myanmar MN", "Myanmar Sangam MN", "Pyidaungsu"),
    ),
    Script(
        "Arabic",
        ((0x600, 0x6FF), (0x750, 0x77F), (0x870, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)),
        13,
        ("Noto Naskh Arabic", "Amiri", "Scheherazade New", "Noto Sans Arabic", "Geeza Pro", "Segoe UI"),
        by_locale={"ur": ("Noto Nastaliq Urdu", "Jameel Noori Nastaleeq", "Urdu Typesetting")},
    ),
    Script("Hebrew", ((0x590, 0x5FF), (0xFB1D, 0xFB4F)), 11, _noto("Hebrew", "Arial Hebrew", "Segoe UI")),
    Script("Syriac", ((0x700, 0x74F), (0x860, 0x86F)), 71, ("Noto Sans Syriac", "Estrangelo Edessa")),
    Script("Thaana", ((0x780, 0x7BF),), 72, ("Noto Sans Thaana", "MV Boli")),
    Script("N’Ko", ((0x7C0, 0x7FF),), 14, ("Noto Sans NKo", "Ebrima")),
    Script("Thai", ((0xE00, 0xE7F),), 24, _noto("Thai", "Noto Looped Thai", "Thonburi", "Leelawadee UI", "Tahoma")),
    Script("Lao", ((0xE80, 0xEFF),), 25, _noto("Lao", "Lao Sangam MN", "Leelawadee UI", "Lao UI")),
    Script("Khmer", ((0x1780, 0x17FF), (0x19E0, 0x19FF)), 80, _noto("Khmer", "Khmer Sangam MN", "Leelawadee UI")),
    Script("Tibetan", ((0xF00, 0xFFF),), 70, ("Noto Serif Tibetan", "Kailasa", "Microsoft Himalaya")),
    Script("Devanagari", ((0x900, 0x97F), (0xA8E0, 0xA8FF)), 15, _noto("Devanagari", *_NAGARI)),
    Script("Bengali", ((0x980, 0x9FF),), 16, _noto("Bengali", "Bangla Sangam MN", "Nirmala UI", "Vrinda")),
    Script("Gurmukhi", ((0xA00, 0xA7F),), 17, _noto("Gurmukhi", "Gurmukhi MN", "Nirmala UI", "Raavi")),
    Script("Gujarati", ((0xA80, 0xAFF),), 18, _noto("Gujarati", "Gujarati Sangam MN", "Nirmala UI", "Shruti")),
    Script("Odia", ((0xB00, 0xB7F),), 19, ("Noto Sans Oriya", "Oriya Sangam MN", "Nirmala UI", "Kalinga")),
    Script("Tamil", ((0xB80, 0xBFF),), 20, _noto("Tamil", "Tamil Sangam MN", "Nirmala UI", "Latha")),
    Script("Telugu", ((0xC00, 0xC7F),), 21, _noto("Telugu", "Telugu Sangam MN", "Nirmala UI", "Gautami")),
    Script("Kannada", ((0xC80, 0xCFF),), 22, _noto("Kannada", "Kannada Sangam MN", "Nirmala UI", "Tunga")),
    Script("Malayalam", ((0xD00, 0xD7F),), 23, _noto("Malayalam", "Malayalam Sangam MN", "Nirmala UI", "Kartika")),
    Script("Sinhala", ((0xD80, 0xDFF),), 73, _noto("Sinhala", "Sinhala Sangam MN", "Nirmala UI", "Iskoola Pota")),
    Script("Georgian", ((0x10A0, 0x10FF), (0x1C90, 0x1CBF)), 26, _noto("Georgian", "Segoe UI", "Sylfaen")),
    Script("Armenian", ((0x530, 0x58F),), 10, _noto("Armenian", "Mshtakan", "Segoe UI", "Sylfaen")),
    Script("Ethiopic", ((0x1200, 0x139F), (0x2D80, 0x2DDF)), 75, _noto("Ethiopic", "Kefa", "Ebrima", "Nyala")),
    Script(
        "Chinese, Japanese or Korean",
        ((0x1100, 0x11FF), (0x2E80, 0x9FFF), (0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF)),
        59,
        _cjk("SC", "Source Han Serif SC", "PingFang SC", "Songti SC", "Microsoft YaHei", "SimSun"),
        package="fonts-noto-cjk",
        by_locale={
            "ja": _cjk("JP", "Source Han Serif", "Hiragino Mincho ProN", "Hiragino Sans", "Yu Mincho", "Yu Gothic"),
            "ko": _cjk("KR", "Source Han Serif K", "AppleMyungjo", "Apple SD Gothic Neo", "Malgun Gothic"),
            "zh-TW": _cjk("TC", "Source Han Serif TC", "PingFang TC", "Microsoft JhengHei"),
            "zh-Hant": _cjk("TC", "Source Han Serif TC", "PingFang TC", "Microsoft JhengHei"),
            "zh-HK": _cjk("HK", "Source Han Serif HC", "PingFang HK", "Microsoft JhengHei"),
        },
        embed=False,
    ),
    Script(
        "emoji",
        ((0x1F000, 0x1FAFF), (0x2600, 0x27BF)),
        57,
        ("Noto Emoji", "Noto Color Emoji", "Noto Sans Symbols2", "Segoe UI Emoji", "Apple Color Emoji"),
        package="fonts-noto-color-emoji",
        embed=False,
    ),
)
"""Every script that a writer looks a font up for. Latin, Greek and Cyrillic are in the fonts of every device."""


def script_of(character: str) -> Script | None:
    """Return the script of a character, None for one of no script of the table."""
    return next((script for script in SCRIPTS if script.covers(character)), None)


def scripts_in(characters: Iterable[str]) -> list[Script]:
    """Return the scripts that *characters* are of, in the order of the table."""
    wanted = {character for character in characters if ord(character) >= 0x500}
    return [script for script in SCRIPTS if any(script.covers(character) for character in wanted)]


def main_script(text: str) -> Script | None:
    """Return the script of most letters of *text*, None for Latin and others that are not in the table."""
    counts = Counter(character for character in text if character.isalpha())
    scripts: Counter[Script | None] = Counter()
    for character, count in counts.items():
        scripts[script_of(character)] += count
    return max(scripts, key=scripts.__getitem__, default=None)


def remedy_for(script: Script, locale: str) -> str:
    """Return what to do where no font of the script is found."""
    first = script.families(locale)[0]
    return (
        f"install {script.package} (Debian, Ubuntu), "
        f"or put {first} from fonts.google.com/noto into the folder that [edition] font_dir names"
    )
