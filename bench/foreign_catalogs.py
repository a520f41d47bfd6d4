"""Catalogs of other projects: does Diglot keep what they say, or refuse aloud?

`--fetch` gets the packages named below into build/foreign, by the machine's own package clients; nothing of them is
installed, run or committed. Every PO file that `msgcat` accepts is then read and written by the catalog store, twice:
as it is, and without what articles never have (plural forms, format marks). Before and after are compared entry by
entry, as `msgcat` spells them. `--write` puts the table into docs/fidelity.md.
"""

from __future__ import annotations

import argparse
import io
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from l10n.errors import CatalogError
from l10n.model import CatalogKey
from l10n.stores.po import PoCatalogStore

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "foreign"
PAGE = ROOT / "docs" / "fidelity.md"
MARKS = ("<!-- foreign catalogs -->", "<!-- end of foreign catalogs -->")

DEBIAN = (
    "aptitude bash bison coreutils debconf diffutils dpkg findutils flex gawk gettext gnome-calculator grep gnupg2"
    " hello idn2 mousepad xfce4-panel xfce4-terminal"
    " iso-codes lftp libexif make nano newt parted popt psmisc recode sed sharutils shadow sysstat tar texinfo thunar"
    " tin wdiff wget xz-utils kate"
)
PYPI = (
    "django wagtail django-allauth djangorestframework sphinx wtforms plone-app-locales django-filer django-cms"
    " humanize postorius hyperkitty mailman"
)
NPM = "node-gettext gettext-parser"
LIMIT_BYTES = 400_000
"""Larger files take minutes of a shared machine and show nothing more."""

KEY = CatalogKey("foreign", "my")
_FLAGS = re.compile(r"^#,.*$", re.MULTILINE)
_PLURAL = re.compile(r"^(?:#~ |#\| |#~\| )?(?:msgid_plural|msgstr\[)", re.MULTILINE)
_FIELD = re.compile(r'^(#~ )?(#\| |#~\| )?(?:(msgctxt|msgid|msgstr) )?"(.*)"$')


def fetch_debian(names: list[str]) -> None:
    """Get source packages, unpacking nothing; a name that is not there is said and left out."""
    etc, lists, out = (WORK / "apt" / name for name in ("etc", "lists", "sources"))
    for folder in (etc, lists / "partial", out):
        folder.mkdir(parents=True, exist_ok=True)
    for listed in Path("/etc/apt/sources.list.d").glob("*.sources"):
        text = re.sub(r"^Types: deb$", "Types: deb-src", listed.read_text(), flags=re.MULTILINE)
        (etc / listed.name).write_text(text)
    places = {"SourceList": "/dev/null", "SourceParts": etc}
    options = [f"-oDir::Etc::{name}={value}" for name, value in places.items()]
    options += [f"-oDir::State::Lists={lists}", "-oAPT::Sandbox::User=root", "-q"]
    subprocess.run(["apt-get", *options, "update"], check=True, stdout=subprocess.DEVNULL)
    for name in names:
        if any(out.glob(f"{name}_*.dsc")):
            continue
        command = ["apt-get", *options, "source", "--download-only", name]
        if subprocess.run(command, cwd=out, capture_output=True).returncode:
            print(f"not there: {name}", file=sys.stderr)


def fetch_pypi(names: list[str]) -> None:
    """Get wheels, which run nothing."""
    out = WORK / "pypi"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "-d", out]
    for name in names:
        if subprocess.run([*command, name], capture_output=True).returncode:
            print(f"no wheel: {name}", file=sys.stderr)


def fetch_npm(names: list[str]) -> None:
    """Get npm packages, packed."""
    out = WORK / "npm"
    out.mkdir(parents=True, exist_ok=True)
    for name in names:
        subprocess.run(["npm", "pack", "--silent", "--ignore-scripts", name], cwd=out, check=False)


def catalogs() -> Iterator[tuple[str, str, bytes]]:
    """Yield project, path and bytes of every PO file of the packages."""
    for path in sorted(WORK.glob("*/**/*")):
        project = re.split(r"[_-]\d|_", path.name)[0]
        if path.suffix == ".whl":
            with zipfile.ZipFile(path) as wheel:
                for name in sorted(wheel.namelist()):
                    if name.endswith(".po"):
                        yield project, name, wheel.read(name)
        elif re.search(r"\.tar\.\w+$|\.tgz$", path.name):
            with tarfile.open(path) as archive:
                for member in archive:
                    if member.name.endswith(".po") and member.isfile():
                        data = archive.extractfile(member)
                        yield project, member.name, data.read() if data else b""


def msgcat(data: bytes) -> bytes | None:
    """Return the catalog as msgcat spells it, in UTF-8 and one line a text; None where it refuses."""
    command = ["msgcat", "--no-wrap", "--to-code=UTF-8", "-"]
    done = subprocess.run(command, input=data, capture_output=True, timeout=60)
    return done.stdout if done.returncode == 0 else None


def meaning(text: str) -> Counter[tuple[str, ...]]:
    """Return the entries of a text that msgcat wrote; the header, places and layout are no meaning of theirs."""
    return Counter(entry for block in text.split("\n\n") if (entry := _entry(block)))


def _entry(block: str) -> tuple[str, ...] | None:
    texts: dict[str, str] = {}
    notes: list[str] = []
    fuzzy, dead, name = "", "", ""
    for line in block.split("\n"):
        if found := _FIELD.match(line):
            name = f"{'was ' if found[2] else ''}{found[3]}" if found[3] else name
            texts[name] = texts.get(name, "") + found[4]
            dead = dead or ("obsolete" if line.startswith("#~") else "")
        elif line.startswith("#,"):
            fuzzy = "fuzzy" if "fuzzy" in line else ""
        elif line.startswith(("# ", "#.")) and line[2:].strip():
            notes.append(line[:2] + line[2:].strip())
    if not texts.get("msgid"):
        return None
    if not texts.get("msgstr"):
        fuzzy = ""  # nothing is written that could be doubtful
    if dead:
        notes = [note for note in notes if note.startswith("# ")]
    told = (texts.get(name, "") for name in ("msgctxt", "msgid", "msgstr", "was msgctxt", "was msgid"))
    return (*told, fuzzy, dead, *notes)


def without_program_parts(text: str) -> str:
    """Return the catalog without plural entries and without marks for programs."""
    blocks = [block for block in text.split("\n\n") if not _PLURAL.search(block)]
    return _FLAGS.sub(lambda found: "#, fuzzy" if "fuzzy" in found[0] else "#", "\n\n".join(blocks))


def through_store(data: bytes, folder: Path) -> bytes:
    """Return what the store writes after it has read *data*. CatalogError where it refuses."""
    store = PoCatalogStore(folder, source_locale="en", project="foreign")
    path = store.path(KEY)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    catalog, revision = store.read(KEY)
    store.replace(KEY, catalog, expected=revision)
    again, _ = store.read(KEY)
    if again != catalog:
        raise AssertionError("the store reads something else than it wrote")
    return path.read_bytes()


def outcome(data: bytes, normal: str, folder: Path) -> tuple[str, str]:
    """Return what became of a file, and why."""
    try:
        written = through_store(data, folder)
    except CatalogError as error:
        placed = bool(error.path) and bool(error.remedy)
        untouched = (folder / "locales/my/LC_MESSAGES/foreign.po").read_bytes() == data
        return ("refused" if placed and untouched else "refused badly"), re.sub(r"`[^`]*`|\d+", "…", error.message)
    except Exception as error:  # what is counted here is a bug, and the run goes on to find the others
        return "crash", f"{type(error).__name__}: {error}"
    spelt = msgcat(written)
    if spelt is None:
        return "different", "msgcat refuses what was written"
    before, after = meaning(normal), meaning(spelt.decode(errors="surrogateescape"))
    if before == after:
        return "same", ""
    return "different", f"{list(before - after)[:1]} -> {list(after - before)[:1]}"


def measure(limit: int, each: int) -> tuple[Counter[tuple[str, str, str]], Counter[str], list[str]]:
    """Return how often each outcome came, the files of each project, and what is wrong."""
    counts: Counter[tuple[str, str, str]] = Counter()
    projects: Counter[str] = Counter()
    wrong = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for project, path, data in catalogs():
            if len(data) > LIMIT_BYTES or projects[project] >= each or sum(projects.values()) >= limit:
                continue
            normal = msgcat(data)
            if normal is None:
                found = outcome(data, "", folder)
                counts["refused by msgcat", *found] += 1
            else:
                projects[project] += 1
                text = normal.decode(errors="surrogateescape")  # a header without a charset is kept as it is
                bare = without_program_parts(text)
                for form, given, spelt in (
                    ("as it is", data, text),
                    ("bare", bare.encode(errors="surrogateescape"), bare),
                ):
                    found = outcome(given, spelt, folder)
                    counts[form, *(found if found[0] == "refused" else (found[0], ""))] += 1
                    if found[0] not in ("same", "refused"):
                        wrong.append(f"{project} {path} ({form}): {found[0]}: {found[1]}"[:600])
    return counts, projects, wrong


def table(counts: Counter[tuple[str, str, str]], projects: Counter[str]) -> str:
    """Return the figures in Markdown."""
    out = io.StringIO()
    print(f"{sum(projects.values())} files that msgcat accepts, of {len(projects)} projects.\n", file=out)
    print("| the file | outcome | why | files |\n|---|---|---|---|", file=out)
    for (form, what, why), count in sorted(counts.items(), key=lambda item: (item[0][:2], -item[1])):
        print(f"| {form} | {what} | {why.replace('|', ' ')} | {count} |", file=out)
    return out.getvalue()


def main() -> int:
    """Fetch if asked, measure, print; 1 where a file came back different or broke the reader."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fetch", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--limit", type=int, default=3000)
    parser.add_argument("--each", type=int, default=80, help="files of one project at most")
    args = parser.parse_args()
    if args.fetch:
        fetch_debian(DEBIAN.split())
        fetch_pypi(PYPI.split())
        if shutil.which("npm"):
            fetch_npm(NPM.split())
    counts, projects, wrong = measure(args.limit, args.each)
    text = table(counts, projects)
    print(text, *wrong, sep="\n")
    if args.write:
        page = PAGE.read_text(encoding="utf-8")
        head, _, rest = page.partition(MARKS[0])
        PAGE.write_text(f"{head}{MARKS[0]}\n{text}{MARKS[1]}{rest.partition(MARKS[1])[2]}", encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
