"""Real Markdown of other people: fetched once from npm packages at fixed versions, and sorted into sets."""

from __future__ import annotations

import datetime
import hashlib
import json
import random
import re
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
WORK = HERE.parent / "build" / "fidelity"
LARGEST = 300_000
SEED = 20261122
FENCES = {"yaml": "---", "toml": "+++"}

_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n.*?^`{32}$", re.MULTILINE | re.DOTALL)
_HEAD = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?\n)?---[ \t]*(?:\r?\n|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Text:
    """A document: *front* is `yaml`, `toml`, `json` or "", *head* its front matter as written, fences included."""

    name: str
    head: str
    body: str
    front: str = ""

    @property
    def whole(self) -> str:
        return self.head + self.body


def examples() -> list[Text]:
    """Return the examples of the CommonMark specification."""
    [spec] = (fetched("commonmark-spec@0.31.2") / "package").glob("spec.txt")
    found = _EXAMPLE.findall(spec.read_text(encoding="utf-8"))
    return [Text(f"example {n}", "", text.replace("→", "\t")) for n, text in enumerate(found, 1)]


def documents() -> list[Text]:
    """Return every document of the packages, each text once, in a fixed order."""
    texts: dict[str, Text] = {}
    for package in _packages():
        if package.startswith("commonmark-spec"):
            continue
        folder = fetched(package)
        for path in sorted(p for p in folder.rglob("*") if p.suffix in (".md", ".markdown") and p.is_file()):
            data = path.read_bytes()
            if 0 < len(data) <= LARGEST and (text := _decoded(data)).strip():
                texts.setdefault(hashlib.sha256(data).hexdigest(), _split(str(path.relative_to(WORK)), text))
    return list(texts.values())


def sampled(texts: list[Text], *, toml: int, json: int, others: int) -> list[Text]:
    """Return every document with YAML, of which some rewritten with TOML and JSON, and *others* without."""
    chance = random.Random(SEED)  # noqa: S311
    fronted = [text for text in texts if text.front]
    bare = [text for text in texts if not text.front]
    chance.shuffle(fronted)
    moved = [_rewritten(t, "toml") for t in fronted[:toml]] + [
        _rewritten(t, "json") for t in fronted[toml : toml + json]
    ]
    return moved + fronted[toml + json :] + chance.sample(bare, min(others, len(bare)))


def fetched(package: str) -> Path:
    """Return the folder of an npm package's Markdown, fetched by `npm pack` where it is not there yet."""
    folder = WORK / "packages" / package.replace("/", "_")
    if folder.is_dir():
        return folder
    WORK.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["npm", "pack", "--silent", package], cwd=WORK, check=True, capture_output=True, text=True, timeout=300
    )
    archive = WORK / done.stdout.split()[-1]
    part = folder.with_name(folder.name + ".part")
    with tarfile.open(archive) as files:
        wanted = [m for m in files if m.isfile() and Path(m.name).suffix in (".md", ".markdown", ".txt")]
        files.extractall(part, members=wanted, filter="data")
    archive.unlink()
    part.rename(folder)
    return folder


def _packages() -> Iterator[str]:
    for line in (HERE / "fidelity_corpus.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _split(name: str, text: str) -> Text:
    """Return the document; what stands between dashes is front matter where YAML finds a mapping in it."""
    found = _HEAD.match(text)
    if found:
        try:
            values = yaml.load(found[1] or "", Loader=yaml.CSafeLoader)
        except yaml.YAMLError:
            values = None
        if isinstance(values, dict):
            return Text(name, found[0], text[found.end() :], "yaml")
    return Text(name, "", text)


def _rewritten(text: Text, front: str) -> Text:
    """Return the document with its YAML written as Hugo would have it in TOML or JSON; null values are left out."""
    values = yaml.safe_load(_HEAD.match(text.head)[1] or "")  # type: ignore[index]
    values = _plain(values)
    head = json.dumps(values, ensure_ascii=False, indent=2) + "\n"
    if front == "toml":
        head = "+++\n" + "".join(_toml(values, "")) + "+++\n"
    return Text(f"{text.name} ({front})", head, text.body, front)


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [_plain(v) for v in value if v is not None]
    return value.isoformat() if isinstance(value, datetime.date) else value


def _toml(values: dict[str, object], path: str) -> Iterator[str]:
    tables = {k: v for k, v in values.items() if isinstance(v, dict)}
    for name, value in values.items():
        if name not in tables:
            yield f"{_key(name)} = {_inline(value)}\n"
    for name, value in tables.items():
        inner = f"{path}{_key(name)}"
        yield f"\n[{inner}]\n"
        yield from _toml(value, inner + ".")


def _key(name: str) -> str:
    return name if re.fullmatch(r"[\w-]+", name, re.ASCII) else json.dumps(name, ensure_ascii=False)


def _inline(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_inline(v) for v in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(k)} = {_inline(v)}" for k, v in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)
