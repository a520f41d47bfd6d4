"""What came back in a page: as it was sent, as a browser saved it, or in a browser's archive (MHTML)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from ..errors import CatalogError
from ..ports import Returned, ReturnedParcel
from ..returning import read_mark
from .forms import MARK, NAMEPLATE, decode_text, find_mark, fold_target, returned

_REMEDY = "Save the page again as “Web page, complete”, or fill in the text file of the kit."
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_BLOCKS = frozenset({"div", "p", "li", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "tr", "pre"})
_UNSEEN = frozenset({"script", "style", "template", "title"})


@dataclass(slots=True)
class _Box:
    """A row while it is read: the text of its original and of its translation."""

    mark: str
    context: str
    source: str = ""
    target: str = ""


class _Rows(HTMLParser):
    """Collects the rows of a page; what a browser put around or into a box is read as its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[_Box] = []
        self.plate = ""
        self._into = ""
        self._depth = 0
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "data-mark" in given:
            self.rows.append(_Box(find_mark(given["data-mark"]), given.get("data-context", "")))
        if tag == "br" and self._into:
            self._add("\n")
        if tag in _VOID:
            return
        self._unseen += tag in _UNSEEN
        if self._into:
            self._depth += 1
            if tag in _BLOCKS:
                self._break_line()
        elif given.get("class") in ("s", "t", "plate"):
            self._into, self._depth = given["class"], 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if self._into:
            self._depth -= 1
            if not self._depth:
                self._into = ""
            elif tag in _BLOCKS:
                self._break_line()

    def handle_data(self, data: str) -> None:
        if self._into and not self._unseen:
            self._add(data)

    def _break_line(self) -> None:
        text = self._text()
        if text and not text.endswith("\n"):
            self._add("\n")

    def _text(self) -> str:
        if self._into == "plate" or not self.rows:
            return self.plate
        return self.rows[-1].source if self._into == "s" else self.rows[-1].target

    def _add(self, text: str) -> None:
        if self._into == "plate":
            self.plate += text
        elif self.rows and self._into == "s":
            self.rows[-1].source += text
        elif self.rows:
            self.rows[-1].target += text


def is_page(text: str) -> bool:
    start = text[:400].lstrip().lower()
    return start.startswith(("<!doctype html", "<html", "<!--")) and 'data-mark="' in text


def read_page(text: str, *, path: str) -> ReturnedParcel:
    """Return the rows in the order of the page. CatalogError where it is not a page of a kit."""
    page = _Rows()
    page.feed(text)
    page.close()
    entries = tuple(_entries(page.rows))
    if not entries:
        raise CatalogError("this page is no form of a kit", path=path, remedy=_REMEDY)
    names = NAMEPLATE.search(page.plate)
    return ReturnedParcel(entries, *(names.groups() if names else ()))


def _entries(rows: Sequence[_Box]) -> Iterator[Returned]:
    for row in rows:
        if not MARK.fullmatch(row.mark):
            continue
        found = returned(row.mark, [row.source, row.source.strip()], row.target)
        if found.context is not None:
            yield found
        else:  # a context that no mark can be tried with, or an original that was changed
            base = read_mark(row.mark, row.source)[1]
            yield Returned(row.source, fold_target(row.target, base), context=row.context, base=base)


def page_in_archive(data: bytes, *, path: str) -> str:
    """Return the page inside a browser's archive, "" where there is none. CatalogError where it is not UTF-8."""
    import email
    import email.policy

    for part in email.message_from_bytes(data, policy=email.policy.compat32).walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            text = decode_text(payload, path=path) if isinstance(payload, bytes) else ""
            if is_page(text):
                return text
    return ""
