"""Building with an index: what is proved unchanged is not made again, and nothing else is left."""

import pytest

from l10n.config import load_config
from l10n.errors import EditionError
from l10n.model import CatalogKey
from l10n.project import Project

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
