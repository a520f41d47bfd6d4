"""The round trip of translate-toolkit or mdpo for many documents, each in a child of its own.

python_peers.py toolkit|mdpo FOLDER COUNT SHARD SHARDS SECONDS; run by the Python that has them.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import polib


def toolkit(source: str, catalog: str, target: str) -> None:
    from translate.convert import md2po, po2md

    md2po.main(["--progress=none", "--errorlevel=none", source, catalog])
    fill(catalog)
    po2md.main(["--progress=none", "--errorlevel=none", "-m", "0", "-t", source, catalog, target])


def mdpo(source: str, catalog: str, target: str) -> None:
    from mdpo.md2po import markdown_to_pofile
    from mdpo.po2md import pofile_to_markdown

    markdown_to_pofile(source, po_filepath=catalog, save=True, wrapwidth=0, location=False)
    fill(catalog)
    pofile_to_markdown(source, [catalog], save=target, wrapwidth=0)


def fill(catalog: str) -> None:
    if not os.path.exists(catalog):
        return
    file = polib.pofile(catalog, wrapwidth=0, encoding="utf-8")
    for entry in file:
        entry.msgstr = entry.msgid
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    file.save(newline="\n")


def child(trip: Callable[[str, str, str], None], number: int, folder: Path, limit: int) -> None:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(limit)
    said = "ok"
    try:
        trip(*(str(folder / kind / f"{number}{end}") for kind, end in (("in", ".md"), ("po", ".po"), ("out", ".md"))))
    except BaseException as error:
        said = f"crash: {type(error).__name__}: {str(error)[:200]}"
    (folder / "log" / str(number)).write_text(said, encoding="utf-8", errors="replace")


def main() -> None:
    tool, where, *numbers = sys.argv[1:]
    folder, (count, shard, shards, limit) = Path(where), map(int, numbers)
    trip = {"toolkit": toolkit, "mdpo": mdpo}[tool]
    for module in ("translate.convert.md2po", "translate.convert.po2md", "mdpo.md2po", "mdpo.po2md"):
        importlib.import_module(module)  # once, before the children
    for number in range(shard, count, shards):
        pid = os.fork()
        if pid == 0:
            child(trip, number, folder, limit)
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        if status:
            words = (
                "timeout" if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM else f"crash: {status}"
            )
            (folder / "log" / str(number)).write_text(words, encoding="utf-8")


if __name__ == "__main__":
    main()
