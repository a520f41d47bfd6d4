"""The form as plain text, which every editor and notes app on every phone can fill in.

A block is a line with the place, the state and the mark, the original behind `>`, and the translation under it:

    === 7 · ¶2 · Empty · 5ae2465b3d93.2dbeb93a4f17 ===
    > “We used to walk to school,” says Ei Phyu.

    “Antes caminábamos a la escuela”, dice Ei Phyu.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..errors import CatalogError
from ..inline import plain
from ..ports import Parcel, Returned, ReturnedParcel
from ..returning import read_mark
from .form_words import said_in, say
from .forms import MARK, NAMEPLATE, find_mark, nameplate, returned, rows_of

_MARKED = re.compile(
    rf"^[ \t>]{{0,12}}={{2,12}}(?!=)[^\n]{{0,400}}?{MARK.pattern}[^\n]*$", re.IGNORECASE | re.MULTILINE
)
_UNMARKED = r"^[ \t>]{0,12}={2,12}(?!=)[^\n=][^\n]{0,400} · [^\n]{0,400}={2,12}[ \t]*$"
_HEAD = re.compile(f"{_MARKED.pattern}|{_UNMARKED}", re.IGNORECASE | re.MULTILINE)
_TAKEN_FOR_FORM = re.compile(r"[ \t]*\\*[ \t]*(?:>|==)")
_GUARDED = re.compile(r"\\[ \t]*\\*[ \t]*(?:>|==)")
_RULES = ("text-write", "marks", "text-save", "nothing-printed")


def write_text(parcel: Parcel) -> str:
    """Return the form; `read_text` gives back what is in it."""
    lines = [plain(parcel.title) or parcel.catalog.slug, nameplate(parcel), ""]
    languages = said_in(parcel.catalog.locale)
    for language in languages:
        lines += [" ".join(say(word, language) for word in _RULES), ""]
    for row in rows_of(parcel):
        state = say(row.state.value, languages[0])
        lines.append(f"=== {row.name} · {state} · {row.mark} ===")
        lines += [f"> {line}" for line in row.source.split("\n")]
        lines += ["", *(_guarded(line) for line in row.target.split("\n")), ""]
    return "\n".join(lines)


def is_text_form(text: str) -> bool:
    return _MARKED.search(text) is not None


def read_text(text: str, *, path: str) -> ReturnedParcel:
    """Return the blocks in the order of the file. CatalogError where there is none."""
    text = _unquoted(text)
    heads = list(_HEAD.finditer(text))
    if not is_text_form(text):
        remedy = "Keep the lines that begin with === as they were sent."
        raise CatalogError("no line says which paragraph a translation belongs to", path=path, remedy=remedy)
    ends = [head.start() for head in heads[1:]] + [len(text)]
    entries = tuple(_block(head[0], text[head.end() : end]) for head, end in zip(heads, ends, strict=True))
    names = NAMEPLATE.search(text)
    return ReturnedParcel(entries, *(names.groups() if names else ()))


def _unquoted(text: str) -> str:
    """Return *text* without the `> ` that mail programs put before every line of an answer."""
    while is_text_form(text) and all(line.startswith(">") for line in text.split("\n") if "===" in line):
        text = re.sub("^>[ \t]?", "", text, flags=re.MULTILINE)
    return text


def _guarded(line: str) -> str:
    return f"\\{line}" if _TAKEN_FOR_FORM.match(line) else line


def _block(head: str, body: str) -> Returned:
    mark = find_mark(head)
    lines = body.split("\n")
    quoted = _quoted_lines(lines)
    source, end = _source(mark, lines, quoted)
    target = "\n".join(line[1:] if _GUARDED.match(line) else line for line in lines[end:])
    return returned(mark, source, target.strip())


def _quoted_lines(lines: Sequence[str]) -> list[int]:
    """Return the numbers of the first lines that begin with `>`; blank ones between them do not count."""
    found = []
    for number, line in enumerate(lines):
        if line.lstrip().startswith(">"):
            found.append(number)
        elif line.strip():
            break
    return found


def _source(mark: str, lines: Sequence[str], quoted: Sequence[int]) -> tuple[list[str], int]:
    """Return readings of the original, likeliest first, and the number of the line behind it.

    The mark tells where the original ends: a translation may begin with `>` too.
    """
    for count in range(len(quoted), 0, -1):
        for reading in _readings(lines[number] for number in quoted[:count]):
            if read_mark(mark, reading)[0] is not None:
                return [reading], quoted[count - 1] + 1
    end = quoted[-1] + 1 if quoted else 0
    return list(_readings(lines[number] for number in quoted)), end


def _readings(lines: Iterator[str]) -> Iterator[str]:
    words = [re.sub("^\\s*> ?", "", line) for line in lines]
    yield "\n".join(words)
    yield "\n".join(word.rstrip() for word in words)
    yield " ".join(word.strip() for word in words if word.strip())
