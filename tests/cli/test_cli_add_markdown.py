"""Adding a Markdown file again: an update to the byte, never a twin, never over somebody's edits."""

import pytest
from cli_fixture import diglot

ARTICLE = "---\r\ntitle: Hello\r\n---\r\n\r\nText one here for all of us to read.\r\n\r\nMore stands here too, said the mayor.\r\n"


@pytest.fixture
def newsroom(tmp_path):
    diglot(tmp_path, "init", "news", "--target", "es")
    (tmp_path / "hello.md").write_bytes(ARTICLE.encode())
    assert diglot(tmp_path / "news", "add", "../hello.md").code == 0
    return tmp_path / "news"


def change(path, old, new):
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode()))


def test_a_markdown_file_is_kept_as_it_came(newsroom):
    assert (newsroom / "articles" / "hello.md").read_bytes() == ARTICLE.encode()
    again = diglot(newsroom, "add", "../hello.md")
    assert (again.code, "as it was" in again.out) == (0, True)


def test_a_corrected_file_updates_the_article(newsroom):
    change(newsroom.parent / "hello.md", "one", "two")
    again = diglot(newsroom, "add", "../hello.md")
    assert (again.code, "updated" in again.out) == (0, True)
    assert (newsroom / "articles" / "hello.md").read_bytes() == ARTICLE.replace("one", "two").encode()
    assert [p.name for p in (newsroom / "articles").glob("*.md")] == ["hello.md"]


def test_edits_made_here_are_not_written_over_unasked(newsroom):
    article = newsroom / "articles" / "hello.md"
    change(article, "said", "says")
    change(newsroom.parent / "hello.md", "one", "two")
    refused = diglot(newsroom, "add", "../hello.md")
    assert (refused.code, "edited by hand" in refused.err) == (1, True)
    assert "says" in article.read_text(encoding="utf-8")
    assert diglot(newsroom, "add", "../hello.md", "--replace").code == 0
    assert article.read_bytes() == ARTICLE.replace("one", "two").encode()


def test_the_single_edition_keeps_the_line_ends_of_the_article(newsroom):
    diglot(newsroom, "update")
    assert diglot(newsroom, "build", "--single", "--draft", "--format", "markdown").code == 0
    made = (newsroom / "editions" / "hello" / "hello.en.md").read_bytes()
    assert made == ARTICLE.encode()
    draft = (newsroom / "editions" / "hello" / "hello.es.draft.md").read_bytes()
    assert draft.count(b"\n") == draft.count(b"\r\n") == ARTICLE.count("\r\n")


@pytest.mark.parametrize(
    ("path", "text", "slug"),
    [
        ("2026-03-01-the-bridge.md", "# The bridge\n\nIt fell.\n", "the-bridge"),
        ("floods-in-town/index.md", "# Floods\n\nThe town is under water.\n", "floods-in-town"),
        ("x.md", "---\ntitle: T\nslug: river-school\n---\n\nText.\n", "river-school"),
    ],
)
def test_an_article_is_called_what_its_site_calls_it(newsroom, path, text, slug):
    file = newsroom.parent / path
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    assert diglot(newsroom, "add", str(file)).out.startswith(f"✓ {slug} ")


FEED = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>News</title>
<item><title>One</title><guid>n1</guid><content:encoded>&lt;p&gt;The first story is told here.&lt;/p&gt;</content:encoded></item>
<item><title>Two</title><guid>n2</guid><content:encoded>&lt;p&gt;The second story is told here.&lt;/p&gt;</content:encoded></item>
</channel></rss>
"""


def test_one_article_of_a_feed_is_chosen_behind_the_file_name(newsroom):
    (newsroom.parent / "news.xml").write_text(FEED, encoding="utf-8")
    added = diglot(newsroom, "add", "../news.xml#n2")
    assert (added.code, added.err) == (0, "")
    [article] = [p for p in (newsroom / "articles").glob("*.md") if "second story" in p.read_text(encoding="utf-8")]
    assert f"✓ {article.stem} " in added.out
