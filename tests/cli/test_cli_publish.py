"""`diglot publish`, `retract` and `unretract`, as a person meets them."""

import json
import os
from datetime import UTC, datetime

import pytest
from cli_fixture import diglot
from journals import prepare_journal

from l10n.model import Action, CatalogKey
from l10n.newsroom.project import open_project

CONFIG = '[project]\nname = "n"\nsource = "en"\ntargets = ["my"]\n'
ARTICLE = "---\ntitle: The boat\nlicence: CC0-1.0\n---\n\nIt *sails* at 5.\n"


@pytest.fixture
def newsroom(tmp_path):
    folder = tmp_path / "room"
    folder.mkdir()
    (folder / "diglot.toml").write_text(CONFIG, encoding="utf-8")
    (folder / "articles").mkdir()
    (folder / "articles" / "boat.md").write_text(ARTICLE, encoding="utf-8")
    diglot(folder, "update")
    return folder


def approve(folder):
    project = open_project(folder)
    catalog, revision = project.catalogs.read(CatalogKey("boat", "my"))
    filled = {entry.key: entry.approved("¡" + entry.source) for entry in catalog.entries}
    project.catalogs.replace(CatalogKey("boat", "my"), catalog.with_entries(filled), expected=revision)


@pytest.fixture
def finished(newsroom):
    approve(newsroom)
    return newsroom


def test_what_is_not_finished_is_refused_with_what_to_do(newsroom):
    ran = diglot(newsroom, "publish")
    assert (ran.code, ran.out) == (1, "")
    assert "Error: boat not published: 2 of 2 segments are not approved" in ran.err
    assert "Try: diglot build --draft" in ran.err
    assert not (newsroom / "site").exists()


def test_an_article_goes_out_is_taken_back_and_goes_out_again(finished):
    ran = diglot(finished, "publish")
    assert ran.code == 0
    assert ran.out.startswith("✓ boat  my edition 1\n✓ ")
    assert "written, 0 removed, not signed" in ran.out
    assert "nothing changed" in diglot(finished, "publish").out
    taken = diglot(finished, "retract", "boat", "--reason", "It sank.", "--reason", "my=နစ်သွားသည်။")
    assert (taken.code, taken.out.splitlines()[0]) == (0, "✓ boat is retracted; a notice stands in its place")
    assert "နစ်သွားသည်။" in (finished / "site/articles/boat/boat.en-my.html").read_text(encoding="utf-8")
    assert "diglot unretract boat" in diglot(finished, "publish", "boat").err
    assert diglot(finished, "unretract", "boat").out.startswith("✓ boat is on the site again\n")


def test_a_site_is_signed_with_a_new_key_and_checked(finished, tmp_path):
    (tmp_path / "words").write_text("open sesame\n", encoding="utf-8")
    key, words = str(tmp_path / "k.key"), str(tmp_path / "words")
    made = diglot(finished, "publish", "--new-key", key, "--passphrase-file", words)
    assert made.code == 0
    if os.name == "posix":
        assert (tmp_path / "k.key").stat().st_mode & 0o777 == 0o600
    assert "is there already" in diglot(finished, "publish", "--new-key", key, "--passphrase-file", words).err
    assert "nobody is here to ask" in diglot(finished, "publish", "--sign-with", key).err
    signed = diglot(finished, "publish", "--sign-with", key, "--passphrase-file", words)
    assert (signed.code, signed.out.endswith(", signed\n")) == (0, True)
    public = made.out.rsplit(": ", 1)[1].strip()
    for known in (public, str(tmp_path / "k.pub")):
        checked = diglot(tmp_path, "publish", "--check", str(finished / "site"), "--public-key", known)
        assert (checked.code, "as they were published, signed" in checked.out) == (0, True)
    (tmp_path / "words").write_text("close sesame", encoding="utf-8")
    wrong = diglot(finished, "publish", "--sign-with", key, "--passphrase-file", words)
    assert (wrong.code, "the passphrase is wrong" in wrong.err) == (3, True)


def test_a_copy_that_was_meddled_with_is_found_out(finished):
    diglot(finished, "publish")
    assert diglot(finished, "publish", "--check", "site").code == 0
    with open(finished / "site" / "robots.txt", "ab") as file:
        file.write(b"x")
    (finished / "site" / "feed.xml").unlink()
    ran = diglot(finished, "publish", "--check", "site")
    assert (ran.code, ran.out) == (1, "✗ feed.xml  missing\n✗ robots.txt  changed\n")
    answer = json.loads(diglot(finished, "--json", "publish", "--check", "site").out)
    assert (answer["schema"], answer["missing"], answer["changed"]) == (
        "diglot.publish.check/1",
        ["feed.xml"],
        ["robots.txt"],
    )


def test_programs_are_answered(finished):
    answer = json.loads(diglot(finished, "--json", "publish").out)
    assert answer["editions"] == [{"slug": "boat", "locale": "my", "edition": 1}]
    assert "articles/boat/my.html" in answer["written"]
    answer = json.loads(diglot(finished, "--json", "retract", "boat", "--reason", "x").out)
    assert (answer["schema"], answer["reason"]) == ("diglot.retract/1", {"": "x"})


@pytest.mark.parametrize(
    "args",
    [
        ("publish", "boat", "--check", "site"),
        ("publish", "--public-key", "x"),
        ("publish", "--new-key", "k", "boat"),
        ("publish", "--unsigned", "--sign-with", "k"),
        ("retract", "boat"),
        ("retract", "boat", "--reason", " "),
        ("retract", "boat", "--reason", "a", "--reason", "b"),
        ("retract", "boat", "--reason", "my=a", "--reason", "my=b"),
    ],
)
def test_what_contradicts_itself_is_a_mistake_of_usage(finished, args):
    assert diglot(finished, *args).code == 2


def test_titles_and_the_address_come_from_the_configuration(finished):
    with open(finished / "diglot.toml", "a", encoding="utf-8") as file:
        file.write('\n[publish]\naddress = "https://e.org/n"\n[publish.my]\ntitle = "သတင်း"\n')
    diglot(finished, "publish")
    page = (finished / "site" / "my" / "index.html").read_text(encoding="utf-8")
    assert "<title>သတင်း</title>" in page
    assert "https://e.org/n/sitemap.xml" in (finished / "site" / "robots.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("address", ["news.example", "ftp://e.org/", "https://e.org/?a=1", "https://e.org/a b"])
def test_an_address_that_is_none_is_refused(finished, address):
    with open(finished / "diglot.toml", "a", encoding="utf-8") as file:
        file.write(f'\n[publish]\naddress = "{address}"\n')
    ran = diglot(finished, "publish")
    assert (ran.code, "publish.address cannot be" in ran.err) == (3, True)


def decided(folder, target):
    prepare_journal(folder)
    project = open_project(folder)
    key = CatalogKey("boat", "my")
    entry = project.catalogs.read(key)[0].entries[0]
    now = datetime(2026, 5, 4, tzinfo=UTC)
    project.decide(
        catalog=key, key=entry.key, action=Action.APPROVE, target=target, base=entry.revision, by="a", now=now
    )


def test_a_site_is_compared_with_the_journal_it_was_published_after(finished, tmp_path):
    decided(finished, "လှေ")
    diglot(finished, "publish")
    decided(finished, "ဘုတ်")
    ran = diglot(finished, "publish", "--check", "site")
    assert (ran.code, "link 1 of 2 in the journal here" in ran.out) == (0, True)
    assert json.loads(diglot(finished, "publish", "--check", "site", "--json").out)["journal_knows"] is True
    elsewhere = diglot(tmp_path, "publish", "--check", str(finished / "site"))
    assert (elsewhere.code, "there is no journal here to compare with" in elsewhere.out) == (0, True)
    (finished / ".diglot" / "journal.sqlite").unlink()
    decided(finished, "သင်္ဘော")
    ran = diglot(finished, "publish", "--check", "site")
    assert (ran.code, "not in the journal here" in ran.out) == (1, True)
