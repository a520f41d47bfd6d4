"""What the README shows is what the program does."""

import re
import shutil
import tempfile
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


def play(folder: Path, commands: list[str]) -> list[tuple[str, str]]:
    """Run the commands in *folder*, beside a copy of the articles, and return each with what it printed."""
    shutil.copytree(ROOT / "articles", folder / "articles")
    played = []
    for command in commands:
        words = command.split()
        printed = ""
        if words[0] == "cd":
            folder /= words[1]
        else:
            ran = diglot(folder, *words[1:])
            printed = "\n".join(line.rstrip() for line in (ran.out + ran.err).strip().splitlines())
        played.append((command, printed))
    return played


def test_transcript_is_what_the_program_prints(tmp_path):
    assert steps()
    assert play(tmp_path, [command for command, _ in steps()]) == steps()


@pytest.mark.parametrize(
    "target", re.findall(r"\]\((?!http)([^)#]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
)
def test_links_of_the_readme_lead_somewhere(target):
    assert (ROOT / target).exists()


def write() -> None:
    """Write the transcript anew, from the commands that stand in it: `make transcript`."""
    with tempfile.TemporaryDirectory() as name:
        played = play(Path(name), [command for command, _ in steps()])
    block = "\n".join(f"$ {command}\n{printed}".rstrip() for command, printed in played)
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    start, end = TRANSCRIPT.search(text).span(1)
    readme.write_text(f"{text[:start]}```console\n{block}\n```\n{text[end:]}", encoding="utf-8")


if __name__ == "__main__":
    write()
