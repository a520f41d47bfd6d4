"""The documentation names every command, option, key, check, engine and format, and nothing that there is not."""

import re
import tomllib
from pathlib import Path

import click
import pytest

from l10n.checks import all_rules, fixable_rules
from l10n.cli import COMMANDS, diglot, global_options
from l10n.engines import ENGINES, NOT_OFFERED
from l10n.newsroom.config import CHOICES, DEFAULTS, EVERY_ENGINE

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")]
PAGES += sorted((ROOT / "docs").rglob("*.md"))
WRITTEN = {"commands": "commands.md", "checks": "checks.md"}
"""Parts of pages that are written from the program: mark -> page."""
_ASSIGNED = re.compile(r"`([a-z_]+ = [^`]+)`")
_TOLD = re.compile(r"(?<![\w./])diglot ([a-z]+)(?: ([a-z]+))?[^`\n|]*?(?= {3,}|, |; |`|\n|\||$)")


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def documented_defaults() -> dict[str, dict[str, object]]:
    """Section -> key -> default, as the tables of docs/configuration.md say."""
    text = page("configuration.md")
    sections = re.split(r"^## \[(.+)\]$", text, flags=re.M)
    tables = dict(zip(sections[1::2], sections[2::2], strict=True))
    engines = tables.pop("engine.NAME")
    found = {name: assigned(first_cells(body)) for name, body in tables.items()}
    for_all = assigned(first_cells(engines.partition("| engine |")[0]))
    for name, keys in re.findall(r"^\| `([a-z-]+)` \| (`.+`) \|$", engines, re.M):
        found[f"engine.{name}"] = {**for_all, **assigned(keys)}
    return found


def first_cells(body: str) -> str:
    return "\n".join(line.split(" | ")[0] for line in body.splitlines() if line.startswith("| `"))


def assigned(text: str) -> dict[str, object]:
    return tomllib.loads("\n".join(_ASSIGNED.findall(text)))


def test_every_section_and_key_is_documented_with_its_default():
    listed = {s: {k: list(v) if isinstance(v, tuple) else v for k, v in keys.items()} for s, keys in DEFAULTS.items()}
    assert documented_defaults() == listed


def test_every_choice_of_a_key_is_documented():
    text = page("configuration.md")
    rows = {
        key: next(line for line in text.splitlines() if f"| `{key.rpartition('.')[2]} = " in line) for key in CHOICES
    }
    missing = [(key, c) for key, choices in CHOICES.items() for c in choices if f"`{c}`" not in rows[key]]
    assert missing == []


def test_every_engine_stands_in_the_page_of_engines():
    text = page("engines.md")
    assert [name for name in ENGINES if f"| `{name}` |" not in text] == []
    keys = {k for s, own in DEFAULTS.items() if s.startswith("engine.") for k in own} - {*EVERY_ENGINE}
    assert [key for key in sorted(keys) if key not in text] == []
    assert [name for name in NOT_OFFERED if name not in text.lower()] == []


def test_limits_of_engines_stand_in_the_page_of_drafting():
    assert [key for key in EVERY_ENGINE if f"{key} = " not in page("drafting.md")] == []


def test_every_schema_of_an_answer_is_documented():
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "l10n" / "cli").glob("*.py")))
    schemas = sorted(set(re.findall(r'"(diglot\.[a-z.]+/[0-9]+)"', code)))
    assert schemas
    assert [name for name in schemas if f"`{name}`" not in page("commands.md")] == []


@pytest.mark.parametrize("mark", WRITTEN)
def test_what_is_written_from_the_program_is_what_it_takes(mark):
    text = page(WRITTEN[mark])
    start, end = span(text, mark)
    assert text[start:end] == WRITERS[mark](), "write it anew: make transcript"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_page_names_a_command_or_an_option_that_there_is_not(path):
    text = path.read_text(encoding="utf-8")
    code = (
        "\n".join(re.findall(r"```[a-z]*\n(.*?)```", text, re.S)) + "\n" + "\n".join(re.findall(r"`([^`\n]+)`", text))
    )
    wrong = [line for line in code.splitlines() for told in _TOLD.finditer(line) if not is_true(told)]
    assert wrong == []


def is_true(told: re.Match[str]) -> bool:
    """Whether there is such a command, and each of its options that are named."""
    name, below = told[1], told[2]
    if name not in COMMANDS:
        return False
    command = loaded(name)
    if isinstance(command, click.Group) and below:
        if below not in command.commands:
            return False
        command = command.commands[below]
    known = {option for param in (*own(command), *global_options()) for option in param.opts} | {"--help", "-h"}
    return set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*(?![\w-])", told[0])) <= known


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path):
    text = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.S)
    broken = []
    for target, anchor in re.findall(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)]*))?\)", text):
        place = path.parent / target if target else path
        if not place.exists() or (anchor and anchor not in anchors(place.read_text(encoding="utf-8"))):
            broken.append(f"{target}#{anchor}")
    assert broken == []


def anchors(text: str) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


def test_every_page_is_linked_from_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [p.name for p in sorted((ROOT / "docs").glob("*.md")) if f"(docs/{p.name})" not in readme] == []


def test_no_page_names_a_place_of_one_machine_or_a_registry():
    places = re.compile(r"(?<![\w.])/(?:work|home|opt|root|tmp|Users)/|pypi\.org|registry\.npmjs|files\.pythonhosted")
    assert [path.name for path in PAGES if places.search(path.read_text(encoding="utf-8"))] == []


def loaded(name: str) -> click.Command:
    command = diglot.get_command(click.Context(diglot), name)
    assert command is not None
    return command


def own(command: click.Command) -> list[click.Parameter]:
    """A command's own parameters, without those that every command takes."""
    return list(command.params)


def reference() -> str:
    """All commands with their arguments and options, as docs/commands.md has them."""
    parts = []
    for name in COMMANDS:
        command = loaded(name)
        parts.append(described(command, f"diglot {name}"))
        if isinstance(command, click.Group):
            parts += [described(below, f"diglot {name} {sub}") for sub, below in sorted(command.commands.items())]
    return "\n".join(parts)


def described(command: click.Command, name: str) -> str:
    context = click.Context(command, info_name=name)
    places = [p.make_metavar(context) for p in command.params if isinstance(p, click.Argument)]
    level = "##" if name.count(" ") == 1 else "###"
    summary = " ".join((command.help or "").split("\n\n")[0].split())
    rows = [f"| `{', '.join(names(option, context))}` | {cell(option)} |" for option in options(command)]
    table = ["", "| option | |", "|---|---|", *rows] if rows else []
    return "\n".join([f"{level} {' '.join([name, *places])}", "", summary, *table, ""])


def options(command: click.Command) -> list[click.Option]:
    return [p for p in command.params if isinstance(p, click.Option)]


def names(option: click.Option, context: click.Context) -> list[str]:
    value = "" if option.is_flag else f" {option.make_metavar(context)}"
    return [*option.opts[:-1], option.opts[-1] + value.replace("|", "\\|")]


def cell(option: click.Option) -> str:
    text = (option.help or "").rstrip(".")
    return f"{text} (default: {option.default})" if option.show_default and option.default is not None else text


def checks() -> str:
    """All checks with their severities, as docs/checks.md has them."""
    fixable = fixable_rules()
    rows = [
        f"| `{r.name}` | {r.severity.value}{', fix' * (r.name in fixable)} | {r.explanation} |" for r in all_rules()
    ]
    return "\n".join(["| check | | what it finds |", "|---|---|---|", *rows, ""])


WRITERS = {"commands": reference, "checks": checks}


def span(text: str, mark: str) -> tuple[int, int]:
    """Where the part *mark* of a page begins and ends."""
    found = re.search(rf"<!-- {mark}:.*?-->\n(.*?)<!-- end of {mark} -->", text, re.S)
    assert found is not None
    return found.span(1)


def write() -> None:
    """Write those parts anew: `make transcript`."""
    for mark, name in WRITTEN.items():
        text = page(name)
        start, end = span(text, mark)
        (ROOT / "docs" / name).write_text(text[:start] + WRITERS[mark]() + text[end:], encoding="utf-8")


if __name__ == "__main__":
    write()
