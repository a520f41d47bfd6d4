"""What `recover` finishes, which the desk does whenever it starts."""

from __future__ import annotations

import pytest

from l10n.newsroom.project import open_project


@pytest.mark.parametrize("folder", ["articles", "locales/es", "editions", "releases", "glossary", ".diglot"])
def test_what_a_crash_left_lying_about_is_swept_wherever_it_lies(tmp_path, folder):
    (tmp_path / "diglot.toml").write_text('[project]\nname = "n"\nsource = "en"\ntargets = ["es"]\n', encoding="utf-8")
    stray = tmp_path / folder / ".publishing.json.0123456789ab.diglot-tmp"
    stray.parent.mkdir(parents=True)
    stray.write_text("half", encoding="utf-8")
    open_project(tmp_path).recover()
    assert not stray.exists()
