"""RTF and OpenDocument text, read by pandoc where it is installed: a child process without files or network."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path, PurePath

from ..errors import ArticleError, CatalogError
from ..ports import Conversion
from ..unzipping import read_members
from .assembling import assemble, choice_of
from .headlines import take_headline
from .html_markdown import tree_to_markdown
from .webpage.tree import parse_html

_TIMEOUT_S = 60.0
_MAX_IN = 50_000_000
_MAX_OUT = 50_000_000
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
        kind = _kind_of(data, path)
        root = parse_html(self._to_html(data, kind, path))
        facts, taken = take_headline(root)
        body = tree_to_markdown(root, taken=taken)
        return assemble(facts, body, data=data, path=path, slug=slug)

    def _to_html(self, data: bytes, kind: str, path: str) -> str:
        program = shutil.which(self.program)
        if program is None:
            raise ArticleError(f"reading .{kind} files needs pandoc, which is not installed", path=path, remedy=_INSTALL)
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
    os.killpg(child.pid, signal.SIGKILL)
    child.communicate()


def _failure(said: str, path: str) -> ArticleError:
    if "--sandbox" in said:
        return ArticleError("this pandoc is too old: it has no --sandbox", path=path, remedy="install pandoc 2.15 or newer")
    first = next((line.strip() for line in said.splitlines() if line.strip()), "no reason given")
    return ArticleError(
        f"pandoc cannot read it ({first[:200]})", path=path, remedy="save the article as .docx, .html or .txt"
    )


def _kind_of(data: bytes, path: str) -> str:
    """Return what *data* are by their beginning, which must agree with the ending. ArticleError."""
    if len(data) > _MAX_IN:
        raise ArticleError(f"the file is larger than {_MAX_IN:,} bytes", path=path, remedy="leave out its pictures")
    kind = PurePath(choice_of(path)[0]).suffix.lower().lstrip(".")
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(b"PK\x03\x04"):
        try:
            members = read_members(data, path=path, max_bytes=200_000_000, max_members=10_000)
        except CatalogError as error:
            raise ArticleError(error.message, path=path, remedy=error.remedy) from error
        if "content.xml" in members:
            _refuse_types(members, path)
            return "odt"
    what = "OpenDocument text" if kind == "odt" else "RTF"
    raise ArticleError(f"this is not {what}, or it is damaged", path=path, remedy="save it again with the program that made it")


def _refuse_types(members: dict[str, bytes], path: str) -> None:
    from .outside_xml import parse_xml

    for name in ("content.xml", "styles.xml", "meta.xml"):
        if name in members:
            parse_xml(members[name], path=path)
