"""Building with an index: what is proved unchanged is not made again, and nothing else is left."""

import pytest

from l10n.errors import EditionError
from l10n.manner import Manner, Order
from l10n.model import CatalogKey
from l10n.newsroom.config import load_config
from l10n.newsroom.project import Project

KEY = CatalogKey("boat", "my")
CONFIG = '[project]\nname = "n"\nsource = "en"\ntargets = ["my"]\nlicence = "CC0-1.0"\n'


class Counting(Project):
    """Counts the articles that are read for a build."""

    read = 0

    def document(self, slug):
        self.read += 1
        return super().document(slug)


def open_at(root):
    return Counting(load_config(root))


def build(root, **options):
    """Build once with an index, as a run of its own; return the result and how many articles were read."""
    project = open_at(root)
    index = project.index()
    built = project.build("boat", "my", formats=("markdown", "html"), single=True, index=index, **options)
    assert index.save()
    return built, project.read


@pytest.fixture
def newsroom(tmp_path):
    (tmp_path / "diglot.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "boat.md").write_text("# A boat\n\nIt [sank](https://e.org).\n", encoding="utf-8")
    project = open_at(tmp_path)
    list(project.update())
    approve(project)
    list(project.update(rebuild=True))
    return tmp_path


def approve(project, sign="¡"):
    catalog, revision = project.catalogs.read(KEY)
    filled = {entry.key: entry.approved(sign + entry.source) for entry in catalog.entries}
    project.catalogs.replace(KEY, catalog.with_entries(filled), expected=revision)


def test_what_has_not_changed_is_not_made_again(newsroom):
    first, read = build(newsroom)
    assert (read, [file.changed for file in first.files]) == (1, [True] * 4)
    again, read = build(newsroom)
    assert read == 0
    assert [(f.path, f.format, f.size_bytes, f.sha256) for f in again.files] == [
        (f.path, f.format, f.size_bytes, f.sha256) for f in first.files
    ]
    assert [file.changed for file in again.files] == [False] * 4


def test_a_full_update_does_not_forget_the_editions(newsroom):
    build(newsroom)
    list(open_at(newsroom).update())
    assert build(newsroom)[1] == 0


@pytest.mark.parametrize("name", ["boat.my.md", "boat.en.html", "manifest.json"])
def test_an_edition_that_somebody_changed_is_made_again(newsroom, name):
    build(newsroom)
    path = newsroom / "editions" / "boat" / name
    whole = path.read_bytes()
    path.unlink() if name == "manifest.json" else path.write_bytes(b"x")
    assert build(newsroom)[1] == 1
    assert path.read_bytes() == whole
    assert build(newsroom)[1] == 0


def test_another_text_is_built(newsroom):
    build(newsroom)
    approve(open_at(newsroom), "¿")
    built, read = build(newsroom)
    assert (read, {f.path.name: f.changed for f in built.files}["boat.my.md"]) == (1, True)
    assert "¿A boat" in (newsroom / "editions" / "boat" / "boat.my.md").read_text(encoding="utf-8")


def test_another_licence_is_built(newsroom):
    build(newsroom)
    (newsroom / "diglot.toml").write_text(CONFIG.replace("CC0", "CC-BY"), encoding="utf-8")
    assert build(newsroom)[1] == 1


def test_a_changed_article_is_refused_until_it_is_approved(newsroom):
    build(newsroom)
    (newsroom / "articles" / "boat.md").write_text("# A ship\n\nIt [sank](https://e.org).\n", encoding="utf-8")
    with pytest.raises(EditionError):
        build(newsroom)


def test_a_draft_left_over_is_taken_away(newsroom):
    build(newsroom)
    left = newsroom / "editions" / "boat" / "boat.my.draft.md"
    left.write_text("x", encoding="utf-8")
    assert build(newsroom)[1] == 1
    assert not left.exists()


def test_a_draft_is_always_made(newsroom):
    build(newsroom)
    assert build(newsroom, draft=True)[1] == 1


def build_all(root, **options):
    """Build all articles in all locales as a run of its own; return the outcomes and how many articles were read."""
    project = open_at(root)
    outcomes = list(project.build_all(formats=("markdown",), single=True, **options))
    return outcomes, project.read


@pytest.fixture
def two_locales(newsroom):
    (newsroom / "diglot.toml").write_text(CONFIG.replace('"my"', '"my", "es"'), encoding="utf-8")
    project = open_at(newsroom)
    list(project.update())
    key = CatalogKey("boat", "es")
    catalog, revision = project.catalogs.read(key)
    filled = {entry.key: entry.approved("¿" + entry.source) for entry in catalog.entries}
    project.catalogs.replace(key, catalog.with_entries(filled), expected=revision)
    return newsroom


def test_the_edition_in_the_source_alone_is_the_same_for_every_locale(two_locales):
    outcomes, _ = build_all(two_locales)
    manifest = two_locales / "editions" / "boat" / "manifest.json"
    before = manifest.read_bytes()
    assert [key.locale for key, _ in outcomes] == ["my", "es"]
    again, _ = build_all(two_locales)
    assert [file.changed for _, built in again for file in built.files] == [False] * 4
    assert manifest.read_bytes() == before


def test_with_several_locales_too_nothing_is_made_twice(two_locales):
    build_all(two_locales)
    project = open_at(two_locales)
    index = project.index()
    for locale in ("my", "es"):
        project.build("boat", locale, formats=("markdown",), single=True, index=index)
    assert project.read == 0


def test_an_article_is_read_once_for_all_its_locales(two_locales):
    project = open_at(two_locales)
    for locale in ("my", "es"):
        project.build("boat", locale)
    assert project.read == 1
    (two_locales / "articles" / "boat.md").write_text("# A ship\n", encoding="utf-8")
    with pytest.raises(EditionError):
        project.build("boat", "my")


def test_a_refused_locale_does_not_stop_the_others(two_locales):
    project = open_at(two_locales)
    catalog, revision = project.catalogs.read(KEY)
    emptied = {entry.key: entry.emptied() for entry in catalog.entries}
    project.catalogs.replace(KEY, catalog.with_entries(emptied), expected=revision)
    (_, refused), (key, built) = build_all(two_locales)[0]
    assert isinstance(refused, EditionError)
    assert (key.locale, [file.path.name for file in built.files]) == ("es", ["boat.es.md", "boat.en.md"])


def test_several_processes_build_the_same(two_locales):
    for slug in ("ship", "raft"):
        (two_locales / "articles" / f"{slug}.md").write_text(f"# A {slug}\n", encoding="utf-8")
    project = open_at(two_locales)
    list(project.update())
    alone, _ = build_all(two_locales, rebuild=True)
    shared, _ = build_all(two_locales, rebuild=True, jobs=3)

    def told(outcomes):
        return [(key, str(o) if isinstance(o, EditionError) else [f.sha256 for f in o.files]) for key, o in outcomes]

    assert told(shared) == told(alone)


def test_an_article_under_embargo_goes_out_in_no_form(newsroom):
    article = newsroom / "articles" / "boat.md"
    article.write_text(
        "---\nembargo: 2999-01-01T00:00Z\n---\n\n" + article.read_text(encoding="utf-8"), encoding="utf-8"
    )
    project = open_at(newsroom)
    for draft in (False, True):
        with pytest.raises(EditionError, match="under embargo until 2999-01-01 00:00 UTC"):
            project.build("boat", "my", draft=draft)
    assert not (newsroom / "editions").exists()
    assert b"sank" in project.preview("boat", "my"), "whoever works on it sees it"


def test_another_manner_makes_editions_anew(newsroom):
    build(newsroom)
    assert build(newsroom)[1] == 0
    assert build(newsroom, manner=Manner(order=Order.SOURCE_FIRST))[1] == 1
