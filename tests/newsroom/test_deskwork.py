"""What the desk asks a project for beside its catalogs."""

from l10n.newsroom.project import open_project


def test_titles_are_those_of_the_front_matter_or_the_first_heading_and_none_of_an_article_that_has_gone(tmp_path):
    (tmp_path / "diglot.toml").write_text('[project]\ntargets = ["es"]\n', encoding="utf-8")
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "boats.md").write_text('---\ntitle: "Boats of Mergui"\n---\n\nText.\n', encoding="utf-8")
    (articles / "ferry.md").write_text("# The ferry\n\nText.\n", encoding="utf-8")
    (articles / "plain.md").write_text("Text.\n", encoding="utf-8")
    (articles / "went.md").symlink_to(articles / "elsewhere.md")  # listed, and gone when it is opened
    assert open_project(tmp_path).titles() == {
        "boats": "Boats of Mergui",
        "ferry": "The ferry",
        "plain": "",
        "went": "",
    }
