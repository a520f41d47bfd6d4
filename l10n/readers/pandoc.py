"""RTF and OpenDocument text, read by pandoc where it is installed: a child process without files or network."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePath

from ..errors import ArticleError, CatalogError
from ..ports import Conversion, Doubt, Piece
from ..unzipping import read_members
from .assembling import assemble, choice_of
from .captions import join_captions, mark_styles
from .completeness import missing
from .docx_package import MAX_BYTES, Members, repack
from .headlines import take_headline
from .html_markdown import tree_to_markdown
from .odt import Prepared, prepare_odt
from .outside_xml import parse_xml
from .rtf import prepare_rtf
from .webpage.tree import Element, parse_html

_TIMEOUT_S = 60.0
_MAX_IN = 50_000_000
_MAX_OUT = 50_000_000
_READ = ("mimetype", "content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml")
_INSTALL = (
    "install the program pandoc (it is in every system's package manager, and on pandoc.org),"
    " or save the article as .docx, .html or .txt"
)


class PandocReader:
    """Reads `.rtf` and `.odt`. *program* is pandoc's name or path."""

    name = "pandoc"
    suffixes: tuple[str, ...] = (".rtf", ".odt")

    def __init__(self, *, program: str = "pandoc", timeout_s: float = _TIMEOUT_S) -> None:
        self.program, self.timeout_s = program, timeout_s

    def convert(self, data: bytes, *, path: str, slug: str) -> Conversion:
        """Return the article. ArticleError, also where pandoc is not installed."""
        members = _members(data, choice_of(path)[0])
        prepared = prepare_odt(members, path=path) if members else Prepared({}, (), ())
        given = repack({name: members[name] for name in members if name in _READ}).getvalue() if members else b""
        doubt = ""
        if not members:
            given, doubt = prepare_rtf(data)
        root = parse_html(self._to_html(given, "odt" if members else "rtf", path))
        lost = missing(prepared.kept, _shown(root))
        for line in root.xpath('//section[contains(@class, "footnotes")]/hr'):
            line.drop_tree()
        mark_styles(root, prepared.styles)
        join_captions(root)
        facts, taken = take_headline(root)
        body = tree_to_markdown(root, taken=taken)
        body = body._replace(coverage=tuple(_without_marks(body.coverage)))
        after = [*prepared.skipped, *lost]
        return assemble(
            facts,
            body,
            data=data,
            path=path,
            slug=slug,
            doubts=[*([Doubt(0, doubt)] if doubt else []), *_doubts(after)],
            after=after,
        )

    def _to_html(self, data: bytes, kind: str, path: str) -> str:
        program = shutil.which(self.program)
        if program is None:
            raise ArticleError(
                f"reading .{kind} files needs pandoc, which is not installed", path=path, remedy=_INSTALL
            )
        with tempfile.TemporaryDirectory(prefix="diglot-") as folder:
            given, made = Path(folder) / f"article.{kind}", Path(folder) / "article.html"
            given.write_bytes(data)
            command = [program, "+RTS", "-M1G", "-RTS", "--sandbox", "--from", kind, "--to", "html", "--wrap", "none"]
            self._run([*command, "--output", made.name, given.name], folder, path)
            if made.stat().st_size > _MAX_OUT:
                raise ArticleError("pandoc makes too much of it", path=path, remedy="check that this is one article")
            return made.read_text(encoding="utf-8")

    def _run(self, command: list[str], folder: str, path: str) -> None:
        """Run *command* in *folder* with nothing of our environment but where programs are. ArticleError."""
        environment = {"PATH": os.environ.get("PATH", ""), "HOME": folder, "LC_ALL": "C.UTF-8", "TMPDIR": folder}
        child = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            _, said = child.communicate(timeout=self.timeout_s)
        except subprocess.TimeoutExpired as error:
            _end(child)
            message = f"pandoc did not finish within {self.timeout_s:g} seconds"
            raise ArticleError(message, path=path, remedy="save the article as .docx, .html or .txt") from error
        if child.returncode:
            raise _failure(said.decode("utf-8", "replace"), path)


def _end(child: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        child.kill()
    else:
        os.killpg(child.pid, signal.SIGKILL)
    child.communicate()


def _failure(said: str, path: str) -> ArticleError:
    if "--sandbox" in said:
        return ArticleError(
            "this pandoc is too old: it has no --sandbox", path=path, remedy="install pandoc 2.15 or newer"
        )
    first = next((line.strip() for line in said.splitlines() if line.strip()), "no reason given")
    return ArticleError(
        f"pandoc cannot read it ({first[:200]})", path=path, remedy="save the article as .docx, .html or .txt"
    )


def _members(data: bytes, path: str) -> Members:
    """Return the files in an OpenDocument text, none for RTF. ArticleError for anything else."""
    if len(data) > _MAX_IN:
        raise ArticleError(f"the file is larger than {_MAX_IN:,} bytes", path=path, remedy="leave out its pictures")
    if data.startswith(b"{\\rtf"):
        return {}
    members: Members = {}
    if data.startswith(b"PK\x03\x04"):
        try:
            members = read_members(data, path=path, max_bytes=MAX_BYTES, max_members=10_000)
        except CatalogError as error:
            raise ArticleError(error.message, path=path, remedy=error.remedy) from error
    if "content.xml" not in members:
        what = "OpenDocument text" if PurePath(path).suffix.lower() == ".odt" else "RTF"
        message = f"this is not {what}, or it is damaged"
        raise ArticleError(message, path=path, remedy="save it again with the program that made it")
    for name in _READ[1:]:
        if name in members:
            parse_xml(members[name], path=f"{path} ({name})")
    return members


def _shown(root: Element) -> str:
    """Return the words of the converted document without the marks of notes."""
    return "".join(_texts(root))


def _texts(element: Element) -> Iterator[str]:
    if (element.get("class") or "") not in ("footnote-ref", "footnote-back"):
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""


def _without_marks(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    for piece in pieces:
        text = re.sub(r"\s*↩\ufe0e?$", "", piece.text)
        if text:
            yield Piece(text, piece.skipped, "")


def _doubts(skipped: list[Piece]) -> Iterator[Doubt]:
    seen = Counter(piece.skipped for piece in skipped)
    for reason, count in seen.items():
        if not reason.startswith("page "):
            yield Doubt(0, f"left out of the document: {reason} ({count})")
