"""Characters that were broken on their way: control characters, and letters read in another encoding."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ..model import Entry, Finding, Severity
from .rule import Locales, Rule, code_of

RULE = Rule(
    "encoding",
    Severity.ERROR,
    "The target has broken characters, or letters that were read in another encoding.",
    why="""\
Found are U+FFFD, control characters, private ones, and text such as `prometiÃ³` or `â€œ`, which is UTF-8 read as
Windows-1252. `--fix` takes out control characters and reads such text again; what is lost has to be typed again.""",
)

_MISREAD = re.compile("[ÂÃÅÄÐÑØÙà-ï][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,2}")
_SURE = re.compile("[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\u0080-\u00bf“”˜™œž¦]|á€|áƒ|à¸|à¤")


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    target = entry.target
    for char in dict.fromkeys(target) if not target.isascii() or not target.isprintable() else ():
        fault = _fault_of(char) if char not in entry.source else ""
        if fault:
            yield RULE.finding(f"The target has {fault}. Type the word again, without it.", target_part=code_of(char))
    misread = _SURE.search(target) if not target.isascii() else None
    if misread and not _SURE.search(entry.source):
        around = target[max(0, misread.start() - 8) : misread.end() + 8]
        yield RULE.finding(f"“{around}” was read in another encoding: copy it again as UTF-8.", target_part=misread[0])


def fix(entry: Entry, locales: Locales) -> str | None:
    target = "".join(char for char in entry.target if char in entry.source or not _is_control(char))
    if not _SURE.search(target) or _SURE.search(entry.source):
        return target
    return _MISREAD.sub(lambda match: _read_again(match[0]), target)


def _read_again(text: str) -> str:
    try:
        return b"".join(_byte(char) for char in text).decode("utf-8")
    except UnicodeError:
        return text


def _byte(char: str) -> bytes:
    """Return the byte that Windows-1252, or Latin-1 where that has none, reads as the character."""
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1")


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs", "Cn") and char not in "\n\t"


def _fault_of(char: str) -> str:
    if char == "\ufffd":
        return "a character that was broken on its way (U+FFFD)"
    if (unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn")) and char not in "\n\t":
        return f"a character that is no text ({code_of(char)})"
    return ""
