from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cli_fixture import diglot
from journals import prepare_journal

from l10n import open_project
from l10n.model import Action, CatalogKey, Entry, State

NOW = datetime(2024, 5, 1, tzinfo=UTC)
TARGETS = {
    "The ferry sank": ("El  ferry se hundió", Action.APPROVE),
    "At least 2,500 people were saved.": ("Al menos 2.300 personas fueron salvadas", Action.REVIEW),
    "The “sea” was calm.": ("El “mar” estaba  en calma.", Action.NEEDS_WORK),
}


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    (tmp_path / "diglot.toml").write_text('[project]\nname = "n"\nsource = "en"\ntargets = ["es"]\n', encoding="utf-8")
    (tmp_path / "a.txt").write_text("\n\n".join(TARGETS), encoding="utf-8")
    assert diglot(tmp_path, "add", "a.txt").code == diglot(tmp_path, "update").code == 0
    prepare_journal(tmp_path)
    project = open_project(tmp_path)
    catalog = CatalogKey("a", "es")
    for entry in project.catalogs.read(catalog)[0].entries:
        target, action = TARGETS[entry.source]
        project.decide(
            catalog=catalog, key=entry.key, action=action, target=target, base=entry.revision, by="ana", now=NOW
        )
    return tmp_path


def entries(newsroom: Path) -> dict[str, Entry]:
    catalog, _ = open_project(newsroom).catalogs.read(CatalogKey("a", "es"))
    return {entry.source: entry for entry in catalog.entries}


PATH = "locales/es/LC_MESSAGES/a.po"


def test_findings_are_listed_and_errors_exit_1(newsroom):
    ran = diglot(newsroom, "check")
    assert (ran.code, ran.out.splitlines()) == (
        1,
        [
            f"{PATH}  Headline  info  spaces  There are two spaces in a row.",
            f"{PATH}  ¶1  error  numbers  Numbers differ: the source has 2,500, the target has 2.300.",
            f"{PATH}  ¶1  warn  end-sign  The last sentence has no . at its end.",
            f"{PATH}  ¶2  info  spaces  There are two spaces in a row.",
            "✗ 1 to mend, 3 to look at",
        ],
    )


def test_only_the_checks_and_states_asked_for_are_looked_at(newsroom):
    assert diglot(newsroom, "check", "--only", "end-sign").code == 0
    assert diglot(newsroom, "check", "--only", "end-sign", "--strict").code == 1
    approved = diglot(newsroom, "check", "--state", "approved")
    assert approved.out.splitlines() == [
        f"{PATH}  Headline  info  spaces  There are two spaces in a row.",
        "✓ 0 to mend, 1 to look at",
    ]


def test_a_fix_is_a_decision_and_keeps_no_approval(newsroom):
    ran = diglot(newsroom, "check", "--fix", "--as", "ko.aung", "--only", "spaces,end-sign")
    assert ran.out.splitlines()[:3] == [
        "✓ a  es  “The ferry sank”  mended: spaces; was approved, waits for review again",
        "✓ a  es  “At least 2,500 people were saved.”  mended: end-sign",
        "! a  es  “The “sea” was calm.”  left: marked as needing work",
    ]
    after = entries(newsroom)
    assert {source: (entry.target, entry.state()) for source, entry in after.items()} == {
        "The ferry sank": ("El ferry se hundió", State.REVIEW),
        "At least 2,500 people were saved.": ("Al menos 2.300 personas fueron salvadas.", State.REVIEW),
        "The “sea” was calm.": ("El “mar” estaba  en calma.", State.REVIEW),
    }
    project = open_project(newsroom)
    newest = project.journal.history(CatalogKey("a", "es"), ("headline", "The ferry sank"))[0]
    assert (newest.by, newest.action, newest.before.state()) == ("ko.aung", Action.REVIEW, State.APPROVED)


def test_nothing_is_changed_without_a_name(newsroom):
    before = (newsroom / PATH).read_bytes()
    assert diglot(newsroom, "check", "--fix").code == 2
    assert diglot(newsroom, "check", "--as", "ana").code == 2
    assert (newsroom / PATH).read_bytes() == before


def test_sarif_has_what_its_schema_requires(newsroom):
    log = json.loads(diglot(newsroom, "check", "--format", "sarif").out)
    [run] = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert (log["version"], run["tool"]["driver"]["name"], len(rules), len(set(rules))) == ("2.1.0", "diglot", 21, 21)
    assert [(r["ruleId"], rules[r["ruleIndex"]], r["level"], bool(r["message"]["text"])) for r in run["results"]] == [
        ("spaces", "spaces", "note", True),
        ("numbers", "numbers", "error", True),
        ("end-sign", "end-sign", "warning", True),
        ("spaces", "spaces", "note", True),
    ]
    lines = (newsroom / PATH).read_text(encoding="utf-8").splitlines()
    places = [r["locations"][0]["physicalLocation"] for r in run["results"]]
    assert {p["artifactLocation"]["uri"] for p in places} == {PATH}
    assert [lines[p["region"]["startLine"] - 1].partition('"')[2][:5] for p in places] == [
        "El  f",
        "Al me",
        "Al me",
        "El “m",
    ]


def test_annotations_for_github_are_one_line_each(newsroom):
    lines = diglot(newsroom, "check", "--format", "github", "--only", "numbers").out.splitlines()
    number = 1 + (newsroom / PATH).read_text(encoding="utf-8").splitlines().index(
        'msgstr "Al menos 2.300 personas fueron salvadas"'
    )
    assert lines == [
        f"::error file={PATH},line={number},title=numbers · es ¶1::"
        "Numbers differ: the source has 2,500, the target has 2.300."
    ]


def test_json_says_what_was_found_and_mended(newsroom):
    answer = json.loads(diglot(newsroom, "check", "--json", "--fix", "--as", "ana", "--only", "spaces").out)
    assert answer["schema"] == "diglot.check/1"
    assert [(f["rule"], f["segment"]) for f in answer["findings"]] == [("spaces", "¶2")]
    assert [(m["rules"], m["outcome"], m["lost_approval"]) for m in answer["mended"]] == [
        (["spaces"], "applied", True),
        (["spaces"], "left", False),
    ]


def test_checks_are_explained_outside_of_a_project(tmp_path):
    assert diglot(tmp_path, "check", "--explain", "numbers").out.startswith("numbers (error)\n")
    assert len(diglot(tmp_path, "check", "--explain").out.splitlines()) == 22
    unknown = diglot(tmp_path, "check", "--explain", "nubers")
    assert (unknown.code, "Did you mean 'numbers'?" in unknown.err) == (2, True)


def test_a_check_that_there_is_none_of_is_named(newsroom):
    assert "Did you mean 'quotes'?" in diglot(newsroom, "check", "--only", "qotes").err
    with (newsroom / "diglot.toml").open("a", encoding="utf-8") as file:
        file.write('[check]\noff = ["qotes"]\n')
    ran = diglot(newsroom, "check")
    assert (ran.code, "there is no check 'qotes'" in ran.err) == (3, True)
