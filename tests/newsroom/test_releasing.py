"""What goes out to readers: all editions of an article or none, the whole site or the old one, and back."""

import json
import multiprocessing
import os
import random
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from l10n.errors import ArticleError, ConfigError, ConflictError, EditionError, StorageError
from l10n.model import CatalogKey
from l10n.newsroom.config import load_config
from l10n.newsroom.releasing import Releasing
from l10n.newsroom.shipping import Signing, dated
from l10n.stores.signing import is_signed, new_key
from l10n.workflow.verify import verify_site

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 5, 4, 10, 30, 20, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
CONFIG = """[project]
name = "n"
source = "en"
targets = ["my", "es"]
[edition]
formats = ["html", "text"]
"""
FRONT = "---\ntitle: The {name}\nsummary: About it.\nlicence: CC0-1.0\n{more}---\n\n"


def article(root, name, text="It *sails* at 5.", more=""):
    (root / "articles" / f"{name}.md").write_text(FRONT.format(name=name, more=more) + f"{text}\n", encoding="utf-8")


def room(root):
    from l10n.newsroom.project import Project

    return Project(load_config(root))


def approve(root, *slugs, locales=("my", "es")):
    project = room(root)
    list(project.update())
    for slug in slugs:
        for locale in locales:
            key = CatalogKey(slug, locale)
            catalog, revision = project.catalogs.read(key)
            filled = {entry.key: entry.approved("¡" + entry.source) for entry in catalog.entries}
            project.catalogs.replace(key, catalog.with_entries(filled), expected=revision)


@pytest.fixture
def newsroom(tmp_path):
    root = tmp_path / "room"
    (root / "articles").mkdir(parents=True)
    (root / "diglot.toml").write_text(CONFIG, encoding="utf-8")
    for name in ("boat", "ferry"):
        article(root, name)
    approve(root, "boat", "ferry")
    return root


def publish(root, *slugs, now=NOW, **options):
    return room(root).publish(slugs, now=now, **options)


def tree(root):
    folder = root / "site"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def record(root, slug):
    return json.loads((root / "releases" / f"{slug}.json").read_text(encoding="utf-8"))


def why(publication):
    return {slug: str(error) for slug, error in publication.refused.items()}


def test_finished_articles_go_out_in_every_language_and_format(newsroom):
    done = publish(newsroom)
    found = tree(newsroom)
    assert done.editions == {slug: {"my": 1, "es": 1} for slug in ("boat", "ferry")}
    assert why(done) == {}
    assert {f"articles/boat/boat.en-{loc}.{end}" for loc in ("my", "es") for end in ("html", "txt")} < set(found)
    assert found["articles/boat/boat.en-my.html"] == (newsroom / "editions/boat/boat.en-my.html").read_bytes()
    assert verify_site(newsroom / "site", key=None, is_signed=is_signed).sound
    assert record(newsroom, "boat")["releases"][0]["date"] == "2026-05-04T10:30:00Z"


def test_publishing_again_changes_nothing(newsroom):
    publish(newsroom)
    before, kept = tree(newsroom), record(newsroom, "boat")
    again = publish(newsroom, now=LATER)
    assert (again.shipped.written, again.shipped.removed) == ((), ())
    assert (tree(newsroom), record(newsroom, "boat")) == (before, kept)


def test_two_rooms_publish_the_same_bytes(newsroom, tmp_path):
    copytree(newsroom, tmp_path / "other")
    publish(newsroom)
    publish(tmp_path / "other")
    assert tree(newsroom) == tree(tmp_path / "other")


def test_a_release_carries_the_time_of_source_date_epoch():
    assert dated(NOW, {"SOURCE_DATE_EPOCH": "1700000000"}) == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert dated(NOW, {}) == NOW


def test_one_language_that_is_not_approved_keeps_the_others_back(newsroom):
    article(newsroom, "boat", "It *sails* at 5, or at 6 if the tide is high.")
    approve(newsroom, "boat", locales=("my",))
    done = publish(newsroom)
    assert "not approved" in why(done)["boat"]
    assert not [name for name in tree(newsroom) if "boat" in name]
    assert "ferry" in done.editions


def test_what_is_on_the_site_stays_there_until_its_correction_is_approved(newsroom):
    publish(newsroom)
    before = tree(newsroom)
    article(newsroom, "boat", "It *sails* at 6.")
    list(room(newsroom).update())
    assert "not approved" in why(publish(newsroom))["boat"]
    assert tree(newsroom) == before


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("embargo: 2026-12-01T06:00Z\n", "under embargo until 2026-12-01 06:00 UTC"),
        ("embargo: some day\n", "embargo cannot be 'some day'"),
        ("Embargo: 2026-12-01\n", "embargo cannot be '2026-12-01'"),
    ],
)
def test_an_embargo_is_kept(newsroom, more, reason):
    article(newsroom, "boat", more=more)
    assert reason in why(publish(newsroom))["boat"]
    assert not [name for name in tree(newsroom) if "boat" in name]


def test_an_embargo_ends(newsroom):
    article(newsroom, "boat", more="embargo: 2026-05-04T10:30:20Z\n")
    assert why(publish(newsroom, "boat")) == {}


def test_an_embargo_is_not_ended_by_a_date_in_the_environment(newsroom):
    article(newsroom, "boat", more="embargo: 2900-12-01T06:00Z\n")
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "30000000000", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "l10n", "publish", "boat"]
    ran = subprocess.run(command, cwd=newsroom, env=environment, capture_output=True, text=True, check=False)
    assert (ran.returncode, "under embargo until 2900-12-01" in ran.stderr) == (1, True)


def test_an_unknown_licence_is_asked_for(newsroom):
    path = newsroom / "articles" / "boat.md"
    path.write_text(path.read_text(encoding="utf-8").replace("licence: CC0-1.0\n", ""), encoding="utf-8")
    assert "licence is unknown" in why(publish(newsroom))["boat"]


def hide(root, name):
    """Mark a name as one that must not be published."""
    (root / "glossary").mkdir()
    (root / "glossary" / "terms.csv").write_text(f"term,do not publish\n{name},yes\n", encoding="utf-8")


def test_a_name_that_must_not_be_published_keeps_the_article_back(newsroom):
    article(newsroom, "boat", "Ye Mon sails.")
    approve(newsroom, "boat")
    hide(newsroom, "Ye Mon")
    assert "“Ye Mon” must not be published" in why(publish(newsroom))["boat"]
    assert not [name for name, data in tree(newsroom).items() if b"Ye Mon" in data]


def test_a_name_that_is_out_already_is_told_of_and_not_said_again(newsroom):
    article(newsroom, "boat", "Ye Mon sails.")
    approve(newsroom, "boat")
    publish(newsroom)
    hide(newsroom, "Ye Mon")
    assert [w for w in publish(newsroom, "ferry").warnings if "Ye Mon" in w and "diglot retract boat" in w]
    with pytest.raises(EditionError, match="stands in the reason"):
        room(newsroom).retract("boat", reason={"": "Ye Mon was named."}, now=LATER)
    room(newsroom).retract("boat", reason={"": "A name was in it."}, now=LATER)
    assert not [name for name, data in tree(newsroom).items() if b"Ye Mon" in data]


def test_a_headline_with_a_name_that_is_secret_by_now_is_taken_away_with_the_article(newsroom):
    path = newsroom / "articles" / "boat.md"
    text = (
        path.read_text(encoding="utf-8")
        .replace("The boat", "Ye Mon sails")
        .replace("---\n\n", "author: Ye Mon\n---\n\n")
    )
    path.write_text(text, encoding="utf-8")
    approve(newsroom, "boat")
    publish(newsroom)
    assert [name for name, data in tree(newsroom).items() if b"Ye Mon" in data]
    hide(newsroom, "Ye Mon")
    room(newsroom).retract("boat", reason={"": "A name was in it."}, now=LATER)
    assert not [name for name, data in tree(newsroom).items() if b"Ye Mon" in data]


def test_corrections_are_numbered_and_told(newsroom):
    publish(newsroom)
    article(newsroom, "boat", "It *sails* at 6.")
    approve(newsroom, "boat")
    done = publish(newsroom, now=LATER)
    assert done.editions == {"boat": {"my": 2, "es": 2}, "ferry": {"my": 1, "es": 1}}
    assert "<del>5</del><ins>6</ins>" in tree(newsroom)["my/corrections.html"].decode()
    assert [release["date"][:10] for release in record(newsroom, "boat")["releases"]] == ["2026-05-04", "2026-05-07"]


def test_only_what_depends_on_the_article_is_written(newsroom):
    for number in range(10):
        article(newsroom, f"a{number}")
    approve(newsroom, *(f"a{number}" for number in range(10)))
    publish(newsroom)
    before = {path: path.stat() for path in (newsroom / "site").rglob("*") if path.is_file()}
    article(newsroom, "boat", "It *sails* at 6.")
    approve(newsroom, "boat")
    done = publish(newsroom, "boat", now=LATER)
    touched = {
        p.relative_to(newsroom / "site").as_posix() for p, old in before.items() if p.stat().st_ino != old.st_ino
    }
    assert touched == set(done.shipped.written)
    shared = {
        f"{loc}/{page}" for loc in ("my", "es", "en") for page in ("index.html", "2026-05.html", "corrections.html")
    }
    shared |= {f"{loc}feed.xml" for loc in ("", "my/", "es/", "en/")} | {"SHA256SUMS"}
    assert {name for name in touched if not name.startswith("articles/boat/")} == shared
    times = {p: p.stat().st_mtime_ns for p in before if p.relative_to(newsroom / "site").as_posix() not in touched}
    assert all(before[path].st_mtime_ns == time for path, time in times.items())


def test_a_language_that_was_published_is_never_left_behind(newsroom):
    publish(newsroom)
    article(newsroom, "boat", "It *sails* at 6.")
    approve(newsroom, "boat", locales=("my",))
    assert "not approved" in why(publish(newsroom, "boat", locales=("my",)))["boat"]


def test_a_language_may_come_later(newsroom):
    assert publish(newsroom, "boat", locales=("my",)).editions == {"boat": {"my": 1}}
    assert publish(newsroom, "boat", now=LATER).editions == {"boat": {"my": 1, "es": 1}}
    page = tree(newsroom)["articles/boat/my.html"].decode()
    assert "2026-05-07" not in page


def test_an_article_is_taken_back_and_put_there_again(newsroom):
    publish(newsroom)
    before = tree(newsroom)
    room(newsroom).retract("boat", reason={"": "It sank."}, now=LATER)
    after = tree(newsroom)
    assert {name for name in before if name not in after} == {
        "articles/boat/boat.en-es.txt",
        "articles/boat/boat.en-my.txt",
    }
    assert b"It sank." in after["articles/boat/boat.en-my.html"]
    assert b"# retracted 2026-05-07: boat.en-my.txt (It sank.)" in after["SHA256SUMS"]
    assert publish(newsroom).editions == {"ferry": {"my": 1, "es": 1}}
    assert "was retracted on 2026-05-07" in why(publish(newsroom, "boat"))["boat"]
    assert tree(newsroom) == after
    room(newsroom).unretract("boat", now=LATER + timedelta(days=1))
    again = tree(newsroom)
    assert set(again) == set(before)
    assert again["articles/boat/boat.en-my.html"] == before["articles/boat/boat.en-my.html"]
    assert b"2026-05-08" in again["my/corrections.html"]


def test_an_article_that_is_gone_can_be_retracted(newsroom):
    publish(newsroom)
    (newsroom / "articles" / "boat.md").unlink()
    room(newsroom).retract("boat", reason={"": "It sank."}, now=LATER)
    assert b"It sank." in tree(newsroom)["my/feed.xml"]


def test_retracting_refuses_what_makes_no_sense(newsroom):
    with pytest.raises(ArticleError, match="never published"):
        room(newsroom).retract("boat", reason={"": "x"}, now=NOW)
    publish(newsroom)
    with pytest.raises(EditionError, match="not retracted"):
        room(newsroom).unretract("boat", now=NOW)


def test_an_article_in_languages_that_are_gone_stays_retracted(newsroom):
    publish(newsroom, "boat", locales=("es",))
    room(newsroom).retract("boat", reason={"": "It sank."}, now=LATER)
    (newsroom / "diglot.toml").write_text(CONFIG.replace(', "es"', ""), encoding="utf-8")
    with pytest.raises(EditionError, match="no targets of this project any more"):
        room(newsroom).unretract("boat", now=LATER)
    assert "It sank." in tree(newsroom)["articles/boat/es.html"].decode()


def test_what_may_not_go_out_stays_retracted(newsroom):
    publish(newsroom)
    room(newsroom).retract("boat", reason={"": "It sank."}, now=LATER)
    article(newsroom, "boat", "It *sails* at 7.")
    list(room(newsroom).update())
    before = tree(newsroom)
    with pytest.raises(EditionError, match="not approved"):
        room(newsroom).unretract("boat", now=LATER)
    assert tree(newsroom) == before


def test_files_of_others_are_not_swept_away(newsroom):
    (newsroom / "site").mkdir()
    (newsroom / "site" / "CNAME").write_text("x")
    with pytest.raises(StorageError, match="CNAME"):
        publish(newsroom)
    assert os.listdir(newsroom / "site") == ["CNAME"]


def test_the_site_may_not_swallow_the_project(newsroom):
    for folder in (".", "..", ""):
        config = CONFIG + f'[publish]\nfolder = "{folder}"\n'
        (newsroom / "diglot.toml").write_text(config, encoding="utf-8")
        with pytest.raises(ConfigError, match="project is there"):
            publish(newsroom)


def test_a_harmed_file_is_not_signed_over(newsroom):
    publish(newsroom)
    (newsroom / "site/articles/ferry/ferry.en-my.txt").write_bytes(b"other")
    with pytest.raises(StorageError, match=r"ferry\.en-my\.txt") as caught:
        publish(newsroom, "boat")
    assert "diglot publish ferry" in caught.value.remedy
    publish(newsroom, "ferry")
    assert verify_site(newsroom / "site", key=None, is_signed=is_signed).sound


def test_a_site_that_is_lost_is_made_again(newsroom):
    publish(newsroom)
    before = tree(newsroom)
    subprocess.run(["rm", "-r", str(newsroom / "site")], check=True)
    publish(newsroom, now=LATER)
    assert tree(newsroom) == before


def test_the_site_is_signed_and_never_silently_not(newsroom):
    key = new_key()
    publish(newsroom, signing=Signing(key))
    found = verify_site(newsroom / "site", key=key.public, is_signed=is_signed)
    assert (found.fault, found.comment) == ("", f"timestamp:{int(NOW.timestamp())}\tfile:SHA256SUMS\thashed")
    before = tree(newsroom)
    with pytest.raises(ConfigError, match="signed"):
        publish(newsroom)
    publish(newsroom, now=LATER, signing=Signing(key))
    assert tree(newsroom) == before
    publish(newsroom, signing=Signing(unsigned=True))
    assert "SHA256SUMS.minisig" not in tree(newsroom)


def test_another_key_or_another_content_is_found_out(newsroom):
    key = new_key()
    publish(newsroom, signing=Signing(key))
    site = newsroom / "site"

    def fault(public):
        return verify_site(site, key=public, is_signed=is_signed).fault

    assert fault(new_key().public) == "it is signed with another key"
    (site / "SHA256SUMS").write_bytes((site / "SHA256SUMS").read_bytes() + b"#\n")
    assert "not one of this" in fault(key.public)
    (site / "SHA256SUMS.minisig").unlink()
    assert fault(key.public) == "there is no signature"


def test_a_copy_is_compared_file_by_file(newsroom, tmp_path):
    publish(newsroom)
    copy = tmp_path / "copy"
    copytree(newsroom / "site", copy)
    (copy / "robots.txt").unlink()
    page = copy / "my" / "index.html"
    page.write_bytes(page.read_bytes().replace(b"b", b"c", 1))
    (copy / "new.txt").touch()
    (copy / "es" / "index.html").unlink()
    (copy / "es" / "index.html").symlink_to(newsroom / "site" / "es" / "index.html")
    (copy / "links").symlink_to(newsroom)
    found = verify_site(copy, key=None, is_signed=is_signed)
    assert (found.missing, found.changed) == (("robots.txt",), ("es/index.html", "my/index.html"))
    assert (found.extra, found.sound) == (("links", "new.txt"), False)


@pytest.mark.parametrize("sums", [None, b"nonsense\n", b"\xff", b"0" * 64 + b"  ../x\n"])
def test_what_is_no_site_is_said_to_be_none(tmp_path, sums):
    if sums is not None:
        (tmp_path / "SHA256SUMS").write_bytes(sums)
    with pytest.raises(StorageError) as caught:
        verify_site(tmp_path, key=None, is_signed=is_signed)
    assert caught.value.remedy


class Meddled(Releasing):
    """Somebody approves another text while the article is built."""

    def build(self, slug, locale, **options):
        built = super().build(slug, locale, **options)
        approve(self.root, slug)
        key = CatalogKey(slug, locale)
        catalog, revision = self.catalogs.read(key)
        filled = {entry.key: entry.approved("!" + entry.source) for entry in catalog.entries}
        self.catalogs.replace(key, catalog.with_entries(filled), expected=revision)
        return built


def test_a_text_that_changes_meanwhile_stops_the_article(newsroom):
    done = Meddled(load_config(newsroom)).publish(["boat"], now=NOW)
    assert isinstance(done.refused["boat"], ConflictError)
    assert not (newsroom / "site").exists()


def test_a_correction_says_its_number_and_day_and_stays_as_it_went_out(newsroom):
    publish(newsroom)
    article(newsroom, "boat", "It *sails* at 6.")
    approve(newsroom, "boat")
    list(room(newsroom).build_all(formats=("html", "text")))  # before it has a date
    publish(newsroom, now=LATER)
    site = tree(newsroom)
    assert b"2026-05-07" in site["articles/boat/boat.en-es.txt"]
    assert b"2026-05-07" not in site["articles/ferry/ferry.en-es.txt"]
    again = publish(newsroom, now=LATER + timedelta(days=1))
    assert (again.shipped.written, tree(newsroom)) == ((), site)
    list(room(newsroom).build_all(formats=("html", "text"), rebuild=True))
    built = (newsroom / "editions" / "boat" / "boat.en-es.txt").read_bytes()
    assert built == site["articles/boat/boat.en-es.txt"]


def test_a_damaged_record_stops_the_run_and_says_which(newsroom):
    publish(newsroom)
    (newsroom / "releases" / "boat.json").write_text("{}", encoding="utf-8")
    with pytest.raises(StorageError, match=r"releases/boat\.json"):
        publish(newsroom, "ferry")


class Stopped(Exception):
    """The machine lost its power."""


class StopsBefore(Releasing):
    """Stops where the site is, or is not yet, exchanged."""

    exchanged = False

    def _intent(self):
        real, stops = super()._intent(), self

        class Intent:
            def declare(self, site, records):
                real.declare(site, records)
                if not stops.exchanged:
                    raise Stopped

            def settle(self, site):
                if stops.exchanged and (stops.root / ".diglot" / "publishing.json").exists():
                    raise Stopped
                return real.settle(site)

        return Intent()


class StopsAfter(StopsBefore):
    exchanged = True


@pytest.mark.parametrize(("stopping", "edition"), [(StopsBefore, 1), (StopsAfter, 2)])
def test_stopped_around_the_exchange_the_record_follows_the_site(newsroom, stopping, edition):
    publish(newsroom)
    article(newsroom, "boat", "It *sails* at 6.")
    approve(newsroom, "boat")
    with pytest.raises(Stopped):
        stopping(load_config(newsroom)).publish(["boat"], now=LATER)
    site = tree(newsroom)
    assert (b"at 6." in site["articles/boat/boat.en-my.txt"]) == (edition == 2)
    assert verify_site(newsroom / "site", key=None, is_signed=is_signed).sound
    publish(newsroom, "ferry", now=LATER)
    assert len(record(newsroom, "boat")["releases"]) == edition
    assert tree(newsroom) == site
    done = publish(newsroom, "boat", now=LATER)
    assert (done.editions["boat"]["my"], record(newsroom, "boat")["releases"][1]["date"][:10]) == (2, "2026-05-07")


def _publish_only(root, number):
    publish(root, now=NOW + timedelta(days=number))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_killed_at_any_moment_site_and_record_agree_and_the_next_run_goes_on(newsroom):
    publish(newsroom)
    fork, chance = multiprocessing.get_context("fork"), random.Random(7)
    caught = 0
    for number in range(6, 36):
        article(newsroom, "boat", f"It *sails* at {number}.")
        approve(newsroom, "boat")
        process = fork.Process(target=_publish_only, args=(newsroom, number))
        process.start()
        time.sleep(chance.uniform(0.0, 0.15))
        process.kill()
        process.join()
        caught += process.exitcode != 0
        assert verify_site(newsroom / "site", key=None, is_signed=is_signed).sound
        publish(newsroom, "ferry", now=NOW + timedelta(days=number))
        text = record(newsroom, "boat")["releases"][-1]["texts"]["my"][-1][1]
        assert text.replace("*", "").encode() in tree(newsroom)["articles/boat/boat.en-my.txt"]
        assert verify_site(newsroom / "site", key=None, is_signed=is_signed).sound
        assert not [name for name in os.listdir(newsroom) if "diglot-" in name]
    assert caught > 5
    publish(newsroom, now=LATER + timedelta(days=60))
    assert record(newsroom, "boat")["releases"][-1]["texts"]["my"][-1][1] == "It *sails* at 35."


@pytest.mark.slow
def test_of_a_thousand_articles_one_is_published_anew_alone(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "diglot.toml").write_text(CONFIG.replace('"my", "es"', '"my"'), encoding="utf-8")
    slugs = [f"a{number:03}" for number in range(1000)]
    for slug in slugs:
        article(tmp_path, slug)
    approve(tmp_path, *slugs, locales=("my",))
    publish(tmp_path)
    before = {path: path.stat().st_ino for path in (tmp_path / "site").rglob("*") if path.is_file()}
    article(tmp_path, "a500", "It *sails* at 6.")
    approve(tmp_path, "a500", locales=("my",))
    done = publish(tmp_path, "a500", now=LATER)
    touched = {p.relative_to(tmp_path / "site").as_posix() for p, inode in before.items() if p.stat().st_ino != inode}
    assert len(before) > 4000
    assert touched == set(done.shipped.written)
    assert len(touched) < 20


def test_the_site_names_the_journals_last_link_and_stays_as_it_is_without_need(newsroom):
    from journals import prepare_journal

    from l10n.model import Action
    from l10n.stores.chain_reading import head_in

    prepare_journal(newsroom)
    key, project = CatalogKey("boat", "my"), room(newsroom)

    def decide(target: str) -> str:
        entry = project.catalogs.read(key)[0].entries[0]
        project.decide(
            catalog=key, key=entry.key, action=Action.APPROVE, target=target, base=entry.revision, by="a", now=NOW
        )
        return head_in(newsroom / ".diglot" / "journal.sqlite")

    def named() -> str:
        return verify_site(newsroom / "site", key=None, is_signed=is_signed).journal

    publish(newsroom)
    assert named() == ""
    first = decide("လှေ")
    publish(newsroom)
    assert named() == first
    project.journal.rename("boat", "boats")
    project.journal.rename("boats", "boat")
    assert publish(newsroom, now=LATER).shipped.written == ()
    assert named() == first, "the same site has the same bytes, whatever the journal tells besides"
    second = decide("ဘုတ်")
    publish(newsroom, now=LATER)
    assert named() == second
