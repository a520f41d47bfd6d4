"""What the README shows is what the program does."""

import re
import shutil
from pathlib import Path

import pytest
from cli_fixture import diglot

ROOT = Path(__file__).resolve().parent.parent
TRANSCRIPT = re.compile(r"<!-- transcript:.*?-->\n(.*?)<!-- end of transcript -->", re.S)


def steps() -> list[tuple[str, str]]:
    """Each command of the transcript with the output shown under it."""
    block = TRANSCRIPT.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert block is not None
    shown: list[tuple[str, list[str]]] = []
    for line in block[1].splitlines():
        if line.startswith("$ "):
            shown.append((line[2:], []))
        elif shown and not line.startswith("```"):
            shown[-1][1].append(line)
    return [(command, "\n".join(lines).strip()) for command, lines in shown]


def test_transcript_is_what_the_program_prints(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    folder = tmp_path
    shutil.copytree(ROOT / "articles", tmp_path / "articles")
    assert steps()
    for command, expected in steps():
        words = command.split("   #")[0].split()
        if words[0] == "cd":
            folder /= words[1]
            continue
        assert words[0] == "diglot"
        ran = diglot(folder, *words[1:])
        printed = "\n".join(line.rstrip() for line in (ran.out + ran.err).strip().splitlines())
        assert printed == expected, command


@pytest.mark.parametrize(
    "target", re.findall(r"\]\((?!http)([^)#]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
)
def test_links_of_the_readme_lead_somewhere(target):
    assert (ROOT / target).exists()
