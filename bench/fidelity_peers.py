"""The peers' round trips: each in a few long processes that give every document a child of its own and 20 seconds."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fidelity_corpus import WORK

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "build" / "peers" / "bin" / "python"
DRIVERS = Path(__file__).resolve().parent / "fidelity_drivers"
SHARDS = 2
LIMIT_S = 20


@dataclass(frozen=True, slots=True)
class Peer:
    name: str
    command: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Back:
    """What a peer gave back: *text* is None where it failed, then *failure* is `crash` or `timeout` with its words."""

    text: str | None
    sources: tuple[str, ...]
    failure: str = ""


def present() -> tuple[list[Peer], list[str]]:
    """Return the peers that are here, and for each other one why it is left out."""
    found, missing = [], []
    if shutil.which("po4a"):
        driver = ("perl", str(DRIVERS / "po4a.pl"))
        found += [Peer("po4a, Text", (*driver, "wrap")), Peer("po4a, Text, no wrap", (*driver, "neverwrap"))]
    else:
        missing.append("po4a: not installed (apt install po4a)")
    if PEERS.exists():
        driver = (str(PEERS), str(DRIVERS / "python_peers.py"))
        found += [Peer("translate-toolkit, -m 0", (*driver, "toolkit")), Peer("mdpo", (*driver, "mdpo"))]
    else:
        missing.append("translate-toolkit, mdpo: not in build/peers (make fidelity installs them)")
    return found, missing


def versions() -> str:
    """Return the peers' versions in words."""
    found = []
    if shutil.which("po4a"):
        said = subprocess.run(["po4a", "--version"], capture_output=True, text=True, check=False).stdout
        found.append("po4a " + said.partition("version ")[2].split()[0].rstrip("."))
    if PEERS.exists():
        ask = (
            "from importlib.metadata import version as v; names = 'translate-toolkit', 'mdpo'; "
            "print(*[word for name in names for word in (name, v(name))])"
        )
        said = subprocess.run([PEERS, "-c", ask], capture_output=True, text=True, check=False).stdout.split()
        found += [" ".join(said[:2]), " ".join(said[2:])]
    return ", ".join(found)


def round_trips(peer: Peer, texts: Sequence[str]) -> list[Back]:
    """Return what comes back of each text, every target being equal to its source."""
    folder = WORK / "trips" / "".join(c if c.isalnum() else "_" for c in peer.name)
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("in", "po", "out", "log"):
        (folder / name).mkdir(parents=True)
    for number, text in enumerate(texts):
        (folder / "in" / f"{number}.md").write_bytes(text.encode())
    jobs = [
        subprocess.Popen(
            [*peer.command, str(folder), str(len(texts)), str(shard), str(SHARDS), str(LIMIT_S)],
            stdout=subprocess.DEVNULL,
            stderr=(folder / f"errors-{shard}").open("wb"),
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        for shard in range(SHARDS)
    ]
    for job in jobs:
        job.wait()
    return [_back(folder, number) for number in range(len(texts))]


def _back(folder: Path, number: int) -> Back:
    log, out = folder / "log" / str(number), folder / "out" / f"{number}.md"
    failure = log.read_text(encoding="utf-8", errors="replace").strip() if log.exists() else "crash: no word"
    if failure == "ok" and not out.exists():
        failure = "crash: nothing was written"
    sources = _sources(folder / "po" / f"{number}.po")
    if failure != "ok":
        return Back(None, sources, failure)
    return Back(out.read_bytes().decode("utf-8", errors="replace"), sources)


def _sources(path: Path) -> tuple[str, ...]:
    import polib

    try:
        return tuple(entry.msgid for entry in polib.pofile(str(path), encoding="utf-8"))
    except (OSError, ValueError):
        return ()
