"""`diglot doctor`: what it looks at, what it finds wrong, and that it changes nothing."""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from adversary import Adversary
from cli_fixture import diglot
from journals import prepare_journal

from l10n.files import hold_file
from l10n.model import Action, CatalogKey
from l10n.newsroom.doctoring import Examined, Standing, examine_project
from l10n.newsroom.project import open_project
from l10n.newsroom.surveying import TRIED

ROOT = Path(__file__).resolve().parent.parent.parent
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
CONFIG = '[project]\nsource = "en"\ntargets = ["my", "es"]\n'


@pytest.fixture
def newsroom(tmp_path):
    root = tmp_path / "newsroom"
    (root / "articles").mkdir(parents=True)
    (root / "diglot.toml").write_text(CONFIG)
    (root / "articles" / "flood.md").write_text("The river rose on Monday.\n")
    assert diglot(root, "update").code == 0
    return root


def decide(root, *, at=NOW):
    prepare_journal(root)
    project = open_project(root)
    key = CatalogKey("flood", "es")
    entry = project.catalogs.read(key)[0].entries[0]
    project.decide(
        catalog=key,
        key=entry.key,
        action=Action.APPROVE,
        target="El río subió el lunes.",
        base=entry.revision,
        by="ana",
        now=at,
    )


def look(root):
    return examine_project(root, now=NOW)[0]


def wrong(root):
    return [(e.name, e.message, e.remedy) for e in look(root) if e.standing is Standing.WRONG]


def tree(root):
    """Every file below, with its time and digest."""
    return {
        path: (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "")
        for path in Path(root).rglob("*")
    }


def test_a_project_in_order_has_nothing_wrong(newsroom):
    decide(newsroom)
    assert wrong(newsroom) == []
    assert {e.name for e in look(newsroom)} >= {"configuration", "journal", "articles", "catalogs", "editions", "clock"}


def test_it_changes_nothing(newsroom):
    decide(newsroom)
    (newsroom / "locales" / ".flood.po.x.diglot-tmp").write_text("half")
    before = tree(newsroom)
    assert diglot(newsroom, "doctor").code == 1
    assert tree(newsroom) == before


def test_a_broken_configuration_is_told_with_its_key(newsroom):
    (newsroom / "diglot.toml").write_text(CONFIG + "[draft]\nengine = 1\n")
    ((name, message, remedy),) = wrong(newsroom)
    assert name == "configuration"
    assert "unknown key draft.engine" in message
    assert "did you mean" in remedy
    assert diglot(newsroom, "doctor").code == 1


def test_no_project_at_all_is_told(tmp_path):
    ran = diglot(tmp_path, "doctor")
    assert ran.code == 3
    assert "no Diglot project" in ran.err


def test_a_project_without_targets_is_told(newsroom):
    (newsroom / "diglot.toml").write_text('[project]\nsource = "en"\n')
    assert ("configuration", "there is no target locale", 'set targets = ["my"]') in wrong(newsroom)


def test_a_missing_folder_is_told(newsroom):
    (newsroom / "articles" / "flood.md").unlink()
    (newsroom / "articles").rmdir()
    assert ("folders", "articles is missing", "make it: mkdir articles") in wrong(newsroom)


def test_a_catalog_that_cannot_be_read_is_told_with_its_line(newsroom):
    path = newsroom / "locales" / "es" / "LC_MESSAGES" / "flood.po"
    path.write_text(path.read_text().replace('msgstr ""\n', "<<<<<<< ours\n"))
    ((name, message, remedy),) = wrong(newsroom)
    assert name == "catalogs"
    assert "flood.po" in message
    assert remedy


def test_an_article_that_cannot_be_read_is_told(newsroom):
    (newsroom / "articles" / "flood.md").write_bytes(b"\xff\xfe")
    assert [(name, remedy) for name, _, remedy in wrong(newsroom)] == [("articles", "save it as UTF-8")]


def test_an_article_that_is_a_folder_or_leads_nowhere_is_named_with_what_to_do(newsroom):
    (newsroom / "articles" / "folder.md").mkdir()
    (newsroom / "articles" / "went.md").symlink_to("nowhere.md")
    said = diglot(newsroom, "doctor").out
    assert "articles/folder.md: cannot be read: Is a directory" in said
    assert "articles/went.md: cannot be read: No such file or directory" in said
    assert said.count("mend it, or move it away") == 2


def test_pending_decisions_are_told(newsroom):
    decide(newsroom)
    with closing(sqlite3.connect(newsroom / ".diglot" / "journal.sqlite")) as database, database:
        database.execute("UPDATE decisions SET outcome = 'pending'")
    assert wrong(newsroom) == [("journal", "1 decision is recorded and not yet written", "diglot recover")]
    assert diglot(newsroom, "recover").code == 0
    assert wrong(newsroom) == []


def test_a_damaged_journal_is_told(newsroom):
    decide(newsroom)
    path = newsroom / ".diglot" / "journal.sqlite"
    path.write_bytes(b"not a database" + path.read_bytes()[14:])
    ((name, message, remedy),) = wrong(newsroom)
    assert name == "journal"
    assert "cannot be read" in message
    assert "journal.sqlite" in remedy


def test_an_older_schema_is_a_note_and_a_newer_one_is_wrong(newsroom):
    decide(newsroom)
    for version, standing in (("0001", Standing.NOTE), ("9999", Standing.WRONG)):
        with closing(sqlite3.connect(newsroom / ".diglot" / "journal.sqlite")) as database, database:
            database.execute("UPDATE alembic_version SET version_num = ?", (version,))
        assert [e.standing for e in look(newsroom) if e.name == "journal"] == [standing]


def test_a_clock_that_runs_behind_is_told(newsroom):
    decide(newsroom, at=NOW + timedelta(days=2))
    assert wrong(newsroom) == [
        (
            "clock",
            "it is 2026-11-22 12:00 here, and the newest decision is of 2026-11-24 12:00",
            "set the clock of this computer; decisions are put in order by their time",
        )
    ]


def test_what_a_crash_left_is_told(newsroom):
    (newsroom / "locales" / ".flood.po.x.diglot-tmp").write_text("half")
    assert wrong(newsroom) == [
        ("temporary files", "a crash left locales/.flood.po.x.diglot-tmp", "diglot doctor --fix"),
    ]


def test_what_is_being_written_is_not_taken_for_what_a_crash_left(newsroom):
    path = newsroom / "locales" / ".flood.po.x.diglot-tmp"
    with path.open("w") as file:
        assert hold_file(file.fileno())
        assert wrong(newsroom) == []


def test_a_format_that_does_not_exist_is_told(newsroom):
    (newsroom / "diglot.toml").write_text(CONFIG + '[edition]\nformats = ["html", "papyrus"]\n')
    assert ("editions", "there is no format 'papyrus'") in [(name, message) for name, message, _ in wrong(newsroom)]


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_private_folder_that_others_can_open_is_a_note(newsroom):
    decide(newsroom)
    (newsroom / ".diglot").chmod(0o755)
    assert Examined(
        "folders", Standing.NOTE, ".diglot can be opened by other accounts of this computer", "chmod 700 .diglot"
    ) in look(newsroom)


def engines(root, *options):
    ran = diglot(root, "doctor", "--json", *options)
    told = json.loads(ran.out)
    assert told["schema"] == "diglot.doctor/1"
    assert told["ok"] is (ran.code == 0)
    return ran.code, {engine["name"]: engine for engine in told["engines"]}, told["trials"]


def test_every_engine_is_told_with_what_it_can_do_here(newsroom):
    code, told, trials = engines(newsroom)
    assert (code, trials) == (0, [])
    abilities = {name: engine["ability"] for name, engine in told.items()}
    assert abilities | {"apertium": "", "local": "", "chat": ""} == {
        **{"memory": "works", "google": "works", "mymemory": "works"},
        **dict.fromkeys(("libretranslate", "deepl", "microsoft", "baidu", "qcri", "deep-libretranslate"), "needs"),
        **dict.fromkeys(("chatgpt", "yandex", "papago", "linguee", "pons", "tencent"), "dead"),
        **{"apertium": "", "local": "", "chat": ""},
    }
    assert told["google"]["locales"] == {"my": True, "es": True}
    assert "internal" in told["google"]["refused"]
    assert told["papago"]["message"].startswith("Naver closed")
    assert all(engine["remedy"] for engine in told.values() if engine["ability"] == "needs")


def test_an_engine_that_the_project_wants_and_cannot_have_is_wrong(newsroom):
    for listed in ("deepl", "papago", "google"):
        (newsroom / "diglot.toml").write_text(CONFIG + f'[draft]\nengines = ["memory", "{listed}"]\n')
        code, told, _ = engines(newsroom)
        assert code == 1
        assert [name for name, engine in told.items() if engine["listed"]] == ["memory", listed]


def test_a_trial_sends_one_harmless_sentence_to_whom_it_is_told(newsroom):
    with Adversary() as server:
        (newsroom / "diglot.toml").write_text(
            CONFIG + f'[engine.mymemory]\nurl = "{server.base("mymemory")}/get"\nemail = "d@x.example"\n'
        )
        _, _, trials = engines(newsroom, "--try", "mymemory")
        asked = [request.fields["q"] for request in server.asked]
    assert set(asked) == {TRIED}
    assert [(trial["locale"], bool(trial["target"])) for trial in trials] == [("my", False), ("es", True)]
    assert trials[0]["reason"] == "wrong script"  # the server speaks one language only


def test_without_a_trial_nothing_is_sent(newsroom):
    with Adversary() as server:
        sections = "".join(
            f'[engine.{name}]\nurl = "{server.base(name)}"\n' for name in ("google", "mymemory", "libretranslate")
        )
        (newsroom / "diglot.toml").write_text(CONFIG + sections)
        engines(newsroom)
        assert server.asked == []


def test_an_offline_project_tries_nothing_over_a_network(newsroom):
    (newsroom / "diglot.toml").write_text(CONFIG + '[draft]\nsensitivity = "offline"\n')
    code, _, trials = engines(newsroom, "--try", "google")
    assert code == 1
    assert {trial["reason"] for trial in trials} == {"google would use the network, and this project is offline"}


def test_a_trial_of_an_engine_that_does_not_exist_is_told(newsroom):
    code, _, trials = engines(newsroom, "--try", "gogle")
    assert code == 1
    assert trials[0]["reason"] == "there is no engine called 'gogle'"


def test_a_target_whose_script_has_no_font_is_told_with_the_package(newsroom, tmp_path):
    bare = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_DATA_DIRS": str(tmp_path)}
    command = [sys.executable, "-m", "l10n", "-C", str(newsroom), "--json", "doctor"]
    for formats, standing in (('["html"]', "note"), ('["html", "pdf"]', "wrong")):
        (newsroom / "diglot.toml").write_text(f"{CONFIG}[edition]\nformats = {formats}\n")
        ran = subprocess.run(command, env=bare, cwd=ROOT, capture_output=True, text=True)
        assert ran.returncode == (standing == "wrong")
        told = [found for found in json.loads(ran.stdout)["checks"] if found["name"] == "fonts"]
        assert [(found["standing"], found["message"]) for found in told] == [
            (standing, "no font for Myanmar: no PDF in my, and no letters inside its pages")
        ]
        assert "fonts-noto-core" in told[0]["remedy"]


def test_a_journal_that_something_else_changed_is_named_with_the_decision(newsroom):
    decide(newsroom)
    [chain] = [each for each in look(newsroom) if each.name == "chain"]
    assert chain.standing is Standing.GOOD
    assert chain.message.startswith("1 link holds; the last is ")
    with closing(sqlite3.connect(newsroom / ".diglot" / "journal.sqlite")) as database, database:
        database.execute("UPDATE decisions SET by = 'ben'")
    [(name, message, remedy)] = wrong(newsroom)
    assert (name, "breaks at decision 1" in message, "backup" in remedy) == ("chain", True, True)


def test_a_site_that_names_a_chain_which_the_journal_does_not_have_is_wrong(newsroom):
    decide(newsroom)
    with closing(sqlite3.connect(newsroom / ".diglot" / "journal.sqlite")) as database:
        [head] = database.execute("SELECT link FROM chain_head").fetchone()
    sums = newsroom / "site" / "SHA256SUMS"
    sums.parent.mkdir()
    sums.write_text(f"# journal {head}\n")
    [site] = [each for each in look(newsroom) if each.name == "site"]
    assert (site.standing, site.message) == (Standing.GOOD, "published when the chain had 1 of its 1 links")
    sums.write_text(f"# journal {'a' * 64}\n")
    [(name, message, remedy)] = wrong(newsroom)
    assert (name, "aaaaaaaaaaaaaaaa…" in message, "backup" in remedy) == ("site", True, True)


def test_a_site_without_a_list_or_without_a_journal_is_compared_with_nothing(newsroom):
    sums = newsroom / "site" / "SHA256SUMS"
    sums.parent.mkdir()
    assert wrong(newsroom) == []
    sums.write_text(f"# journal {'a' * 64}\n")
    assert wrong(newsroom) == []


def test_what_needs_no_person_is_mended_and_told(newsroom):
    decide(newsroom)
    diglot(newsroom, "update")
    with closing(sqlite3.connect(newsroom / ".diglot" / "journal.sqlite")) as database, database:
        database.execute("UPDATE decisions SET outcome = 'pending'")
    for folder in ("articles", "glossary", ".diglot"):
        (newsroom / folder).mkdir(exist_ok=True)
        (newsroom / folder / ".x.0123.diglot-tmp").write_text("half")
    (newsroom / ".diglot" / "cache" / "index.sqlite").write_bytes(b"this is no database, " * 100)
    (newsroom / ".diglot" / "publishing.json").write_text("{")
    (newsroom / ".diglot").chmod(0o755)
    assert {name for name, _, _ in wrong(newsroom)} == {"journal", "temporary files", "caches", "site"}
    ran = diglot(newsroom, "doctor", "--fix")
    assert [line for line in ran.out.splitlines() if "mended" in line] == [
        "✓ folders: mended: .diglot is closed to other accounts",
        "✓ temporary files: mended: 3 that a crash left are removed",
        "✓ caches: mended: .diglot/cache/index.sqlite was damaged and is dropped; it is made anew when needed",
        "✓ journal: mended: 1 decisions applied, 0 kept as suggestions",
        "✓ site: mended: a publication that was cut off is brought to its end: the records say what the site has",
    ]
    assert wrong(newsroom) == []
    again = json.loads(diglot(newsroom, "doctor", "--fix", "--json").out)
    assert again["mended"] == []


def test_what_cannot_be_mended_keeps_nothing_else_from_it(newsroom):
    decide(newsroom)
    (newsroom / ".diglot" / "journal.sqlite").write_bytes(b"this is no database, " * 1000)
    (newsroom / "articles" / ".x.0123.diglot-tmp").write_text("half")
    ran = diglot(newsroom, "doctor", "--fix")
    assert ran.code == 1
    assert "✓ temporary files: mended: 1 that a crash left is removed" in ran.out
    assert "✗ journal: not mended: it cannot be read" in ran.out
    assert "try: put back a copy of .diglot/journal.sqlite" in ran.out
