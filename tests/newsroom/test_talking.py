from dataclasses import replace
from pathlib import Path

from l10n.model import CatalogKey, Entry
from l10n.newsroom.project import open_project
from l10n.querying import gist_of

CONFIG = '[project]\nname = "Newsroom"\nsource = "en"\ntargets = ["my"]\n'
KEY = CatalogKey("ferry", "my")


def test_the_gist_of_a_catalog_follows_its_file(tmp_path: Path):
    (tmp_path / "diglot.toml").write_text(CONFIG, encoding="utf-8")
    project = open_project(tmp_path)
    assert project.gist(KEY) == gist_of([])
    for target in ("One.", "Two."):
        catalog, revision = project.catalogs.read(KEY)
        entries = (Entry("A Ferry.", target),)
        project.catalogs.replace(KEY, replace(catalog, entries=entries), expected=revision)
        assert project.gist(KEY) == gist_of(entries)
        assert project.gist(KEY) is project.gist(KEY)
