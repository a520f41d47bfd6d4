"""The guard before the reader: proves that a PO text is whole and that the reader will keep all of it.

polib accepts most damaged files and silently changes some valid ones. What this guard lets through,
polib keeps to the letter; all else is refused with its line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NoReturn

from ..errors import CatalogError

RESTORE = "Restore the file from git or a backup, or ask for it again."
_REPAIR = "Correct this line in a text editor, or restore the file from git or a backup."
_MERGE_AGAIN = (
    "These are git's conflict markers. Let git merge again by Diglot: `diglot merge --install`, then "
    "`git checkout --merge {path}`; or keep one side: `git checkout --ours {path}` or `git checkout --theirs {path}`."
)
_PLURALS = "Articles have no plurals: remove this entry."

_QUOTED = r'"[^"\\]*(?:\\[ntr"\\][^"\\]*)*"'
_TEXT_LINE = re.compile(rf"(?:(msgctxt|msgid|msgstr)[ \t]+)?({_QUOTED})")
_PREVIOUS_LINE = re.compile(rf"#\|[ \t]*(?:(?:msgctxt|msgid)[ \t]+)?{_QUOTED}")
_PLURAL_WORD = re.compile(r"(?:#~[ \t]*|#\|[ \t]*)?(?:msgid_plural\b|msgstr\[)")
_OTHER_ESCAPE = re.compile(r'(?:\\\\|[^\\])*?(\\[^ntr"\\])')
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LAYOUT_FLAGS = frozenset({"fuzzy", "wrap", "no-wrap", ""})


def decode(data: bytes, *, path: str) -> str:
    """Return the text of a catalog, with LF line ends and no BOM. CatalogError where it is not plain UTF-8."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CatalogError("this is not UTF-8", path=path, line=line, remedy=RESTORE) from error
    text = text.replace("\r\n", "\n")
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        message = f"control character U+{ord(control[0]):04X}"
        raise CatalogError(message, path=path, line=line, remedy=RESTORE)
    return text


@dataclass(frozen=True, slots=True)
class Proven:
    """A PO text in the spelling that polib keeps whole; *lines* are those of its entries, without the header."""

    text: str
    lines: list[int]


def prove(text: str, *, path: str) -> Proven:
    """Return *text* proved whole. CatalogError with the line of the first thing that is broken or would be lost."""
    scanner = _Scanner(path)
    for number, line in enumerate(text.split("\n"), 1):
        scanner.scan(number, line.strip(" \t"))
    scanner.finish()
    if not scanner.has_header:
        scanner.kept[:0] = ['msgid ""', 'msgstr ""', ""]
    return Proven("\n".join(scanner.kept), scanner.lines)


def refuse_torn(text: str, *, source: str, target: str, is_marked: bool, path: str, line: int) -> None:
    """CatalogError where the last text of a file of ours is cut at a line end: another tool had written it on several.

    Two signs tell: a *target* that ends with the space it was broken at, and an empty one of an entry that *is_marked*
    as translated. Where a text is broken between two letters, as Chinese is, nothing tells.
    """
    last = text.rstrip().rpartition("\n")[2]
    is_broken = not last.removeprefix("#~").lstrip().startswith("msgstr") and target[-1:] in (" ", "\n")
    if (is_broken and not source.endswith(target[-1])) or (is_marked and not target):
        remedy = f"{RESTORE} If it was meant so, end the text without a space, or take its marks (# diglot, fuzzy) out."
        raise CatalogError("the last text seems to be cut off", path=path, line=line, remedy=remedy)


class _At(Enum):
    """Where in an entry the scanner stands."""

    START = auto()
    COMMENT = auto()
    CONTEXT = auto()
    SOURCE = auto()
    TARGET = auto()


_NEXT = {
    "msgctxt": ({_At.START, _At.COMMENT, _At.TARGET}, _At.CONTEXT),
    "msgid": ({_At.START, _At.COMMENT, _At.TARGET, _At.CONTEXT}, _At.SOURCE),
    "msgstr": ({_At.SOURCE}, _At.TARGET),
}


@dataclass(slots=True)
class _Scanner:
    path: str
    at: _At = _At.START
    number: int = 0
    obsolete: bool = False
    has_context: bool = False
    source_line: int = 0
    source_is_empty: bool = True
    has_header: bool = False
    kept: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def scan(self, number: int, line: str) -> None:
        self.number = number
        if _CONFLICT.match(line):
            self.refuse("a git conflict is not resolved here", _MERGE_AGAIN.format(path=self.path))
        if _PLURAL_WORD.match(line):
            self.refuse("plural forms cannot be kept", _PLURALS)
        if line.startswith("#~|"):
            line = f"#|{line[3:]}"  # polib forgets what was before an obsolete entry unless it is spelt this way
        if line.startswith("#~"):
            self.text(line[2:].strip(" \t"), obsolete=True)
        elif line.startswith("#"):
            line = self.comment(line)
        elif line:
            self.text(line, obsolete=False)
        self.kept.append(line)

    def comment(self, line: str) -> str:
        if self.at in (_At.CONTEXT, _At.SOURCE):
            self.refuse("a comment stands inside an entry", _REPAIR)
        self.at = _At.COMMENT
        if line.startswith("#|") and not _PREVIOUS_LINE.fullmatch(line):
            self.broken(line)
        if line.startswith("#,"):
            other = {flag.strip() for flag in line[2:].split(",")} - _LAYOUT_FLAGS
            if other:
                self.refuse(f"the mark `{min(other)}` cannot be kept", "Remove it from this line.")
        mark = 2 if line[1:2] in tuple(".,:|") else 1
        return f"{line[:mark]} {line[mark:].lstrip(' ')}" if mark == 2 or line[1:2] not in ("", " ", "#") else line

    def text(self, line: str, *, obsolete: bool) -> None:
        found = _TEXT_LINE.fullmatch(line)
        if not found:
            self.broken(line)
        keyword, quoted = found.groups()
        if keyword:
            self.keyword(keyword, obsolete=obsolete)
        elif self.at in (_At.START, _At.COMMENT) or obsolete != self.obsolete:
            self.refuse("a text stands outside any entry", _REPAIR)
        if self.at is _At.SOURCE:
            self.source_is_empty = self.source_is_empty and quoted == '""'

    def keyword(self, keyword: str, *, obsolete: bool) -> None:
        allowed, following = _NEXT[keyword]
        if self.at not in allowed or (self.at in (_At.CONTEXT, _At.SOURCE) and obsolete != self.obsolete):
            self.refuse(f"{keyword} does not belong here", _REPAIR)
        if self.at not in (_At.CONTEXT, _At.SOURCE):
            self.obsolete, self.has_context = obsolete, keyword == "msgctxt"
        if keyword == "msgid":
            self.source_line, self.source_is_empty = self.number, True
        if keyword == "msgstr":
            self.begin_target()
        self.at = following

    def begin_target(self) -> None:
        if not self.source_is_empty:
            self.lines.append(self.source_line)
        elif self.has_header or self.lines or self.has_context or self.obsolete:
            self.refuse("this entry has an empty source", "Remove the entry.")
        else:
            self.has_header = True

    def finish(self) -> None:
        if self.at in (_At.CONTEXT, _At.SOURCE):
            self.refuse("the last entry is cut off", RESTORE)
        if self.at is _At.COMMENT:
            self.refuse("the comment at the end belongs to no entry", RESTORE)

    def broken(self, line: str) -> NoReturn:
        escape = _OTHER_ESCAPE.match(line)
        if escape and line.endswith('"'):
            self.refuse(f"the escape {escape[1]} cannot be kept", _REPAIR)
        self.refuse("this is not a line of a PO file, or it is cut off", _REPAIR)

    def refuse(self, message: str, remedy: str) -> NoReturn:
        raise CatalogError(message, path=self.path, line=self.number, remedy=remedy)
