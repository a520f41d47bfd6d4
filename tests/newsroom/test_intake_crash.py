"""Two updates at once, killed at any moment: the index never says that a catalog is in line when it is not."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

DIGLOT = [sys.executable, "-m", "l10n"]


def article(draw: random.Random) -> str:
    paragraphs = [f"On day {draw.randrange(9)} the river rose by {draw.randrange(99)} cm." for _ in range(9)]
    return "# The flood\n\n" + "\n\n".join(dict.fromkeys(paragraphs)) + "\n"


def changed_catalogs(root: Path, *options: str) -> list[str]:
    done = subprocess.run([*DIGLOT, "--json", "update", *options], cwd=root, capture_output=True, check=True)
    return [catalog["slug"] for catalog in json.loads(done.stdout)["catalogs"] if catalog["changed"]]


@pytest.mark.slow
def test_killed_updates_leave_no_false_index(tmp_path):
    draw = random.Random(11)
    (tmp_path / "articles").mkdir()
    (tmp_path / "diglot.toml").write_text('[project]\nsource = "en"\ntargets = ["my", "es"]\n')
    paths = [tmp_path / "articles" / f"flood-{n:02}.md" for n in range(20)]
    for path in paths:
        path.write_text(article(draw))
    for _ in range(8):
        for path in draw.sample(paths, 5):
            path.write_text(article(draw))
        options = draw.choice(([], ["-j", "2"]))
        running = [
            subprocess.Popen([*DIGLOT, "-q", "update", *options], cwd=tmp_path, stderr=subprocess.DEVNULL)
            for _ in range(2)
        ]
        time.sleep(draw.uniform(0.1, 0.8))
        for process in running:
            process.kill()
            process.wait()
        changed_catalogs(tmp_path)
        assert changed_catalogs(tmp_path, "--rebuild") == []
