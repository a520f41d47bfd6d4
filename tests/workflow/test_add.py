"""An article is taken in whole, once, and never over another."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from l10n.errors import ArticleError, ConflictError
from l10n.model import Block, BlockKind, Document, Kind, Segment
from l10n.ports import Conversion, Doubt
from l10n.workflow.add import Added, Original, add_article, add_original, slug_of


class UpperReader:
    """A reader whose Markdown is the original in capitals, after its digest."""

    name = "upper"
    suffixes: tuple[str, ...] = (".txt",)

    def convert(self, data: bytes, *, path: str, slug: str) -> Conversion:
        text = data.decode().upper()
        return Conversion(f"{hashlib.sha256(data).hexdigest()}\n{text}", (Doubt(1, "loud"),))


class PageReader(UpperReader):
    """Keeps the first line of the original as its address."""

    def convert(self, data: bytes, *, path: str, slug: str) -> Conversion:
        url, _, text = data.decode().partition("\n")
        return Conversion(f"{hashlib.sha256(data).hexdigest()}|{url}\n{text.partition('#')[0]}")


def parse(text: str, *, slug: str, path: str = "") -> Document:
    first, _, body = text.partition("\n")
    digest, _, url = first.partition("|")
    lines = [line for line in body.split("\n") if line]
    head = tuple(Segment(source=line, kind=Kind.HEADLINE) for line in lines[:1])
    blocks = tuple(Block(BlockKind.PARAGRAPH, (Segment(source=line, kind=Kind.BODY),)) for line in lines[1:])
    return Document(
        slug=slug, text=text, facts={"digest": digest, "original": url}, head=head, blocks=blocks, path=path
    )


def add(
    source: Path, *, slug: str | None = None, dry_run: bool = False, max_bytes: int = 1000, replace: bool = False
) -> Added:
    return add_article(
        source,
        root=source.parent / "project",
        reader=UpperReader(),
        parse=parse,
        slug=slug,
        max_bytes=max_bytes,
        dry_run=dry_run,
        replace=replace,
    )


def add_page(root: Path, url: str, text: str, *, name: str = "page", slug: str | None = None) -> Added:
    """Add a page as it is after fetching; its article names *url* as the original."""
    original = Original(f"{url}\n{text}".encode(), name, url)
    return add_original(original, root=root, reader=PageReader(), parse=parse, slug=slug)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "The Bridge (2).txt"
    path.write_bytes(b"bridge lost\none two\n")
    return path


DIGEST = hashlib.sha256(b"bridge lost\none two\n").hexdigest()


def test_article_and_original_are_written(source: Path) -> None:
    added = add(source)
    assert files(source.parent / "project") == {
        "articles/the-bridge-2.md": f"{DIGEST}\nBRIDGE LOST\nONE TWO\n".encode(),
        f"articles/.original/{DIGEST}": b"bridge lost\none two\n",
    }
    assert (added.slug, added.counts, added.words, added.doubts, added.written) == (
        ("the-bridge-2", {"headline": 1, "body": 1}, 4, (Doubt(1, "loud"),), True)
    )
    assert (added.path, added.document.path) == (
        (source.parent / "project/articles/the-bridge-2.md", "articles/the-bridge-2.md")
    )


def test_a_dry_run_writes_nothing(source: Path) -> None:
    assert not add(source, dry_run=True).written
    assert files(source.parent / "project") == {}


def test_the_same_original_again_changes_nothing(source: Path) -> None:
    article = add(source).path
    corrected = article.read_bytes().replace(b"TWO", b"THREE")
    article.write_bytes(corrected)
    again = add(source)
    assert (again.written, again.document.text, article.read_bytes()) == (False, corrected.decode(), corrected)


def test_another_article_of_the_same_name_is_refused(source: Path) -> None:
    article = add(source).path
    before = article.read_bytes()
    source.write_bytes(b"another bridge\n")
    with pytest.raises(ArticleError) as caught:
        add(source)
    assert caught.value.message == "there is already another article called 'the-bridge-2'; it was not touched"
    assert "--slug the-bridge-2-2" in caught.value.remedy
    assert article.read_bytes() == before
    assert add(source, slug="other").slug == "other"


def test_a_name_without_latin_letters_gives_way_to_the_title(source: Path) -> None:
    assert add(source.rename(source.with_name("ဆောင်းပါး.txt"))).slug == "bridge-lost"


def test_without_any_latin_letters_the_digest_names_the_article(source: Path) -> None:
    burmese = source.with_name("ဆောင်းပါး.txt")
    burmese.write_text("တံတား\n", encoding="utf-8")
    assert add(burmese).slug == f"article-{hashlib.sha256(burmese.read_bytes()).hexdigest()[:8]}"


@pytest.mark.parametrize(
    ("text", "slug"),
    [("Été à Sète_2.v3", "ete-a-sete-2-v3"), ("  --x--  ", "x"), ("မြန်မာ", ""), ("ab " * 40, "-".join(["ab"] * 20))],
)
def test_slugs_are_ascii_words_with_hyphens(text: str, slug: str) -> None:
    assert slug_of(text) == slug


@pytest.mark.parametrize(
    ("slug", "remedy"),
    [("Two Words", "--slug two-words"), ("../x", "--slug x"), ("...", "--slug my-article")],
)
def test_a_slug_that_is_none_is_refused_with_one_that_is(source: Path, slug: str, remedy: str) -> None:
    with pytest.raises(ArticleError) as caught:
        add(source, slug=slug)
    assert caught.value.remedy == remedy


def test_the_name_of_the_interface_is_refused(source: Path) -> None:
    with pytest.raises(ArticleError, match="taken by Diglot's own interface"):
        add(source, slug="desk")


@pytest.mark.parametrize("slug", ["con", "aux", "nul", "com1", "lpt9"])
def test_a_name_that_no_file_has_on_windows_is_refused(source: Path, slug: str) -> None:
    with pytest.raises(ArticleError, match="on Windows") as caught:
        add(source, slug=slug)
    assert caught.value.remedy == f"choose another: --slug {slug}-article"


def test_what_is_no_article_is_refused(source: Path) -> None:
    empty = source.with_name("empty.txt")
    empty.write_bytes(b"")
    wrong = {source.parent: "this is a folder", source.with_name("none.txt"): "there is no such file"}
    wrong |= {empty: "there is nothing in it to translate"}
    for path, message in wrong.items():
        with pytest.raises(ArticleError) as caught:
            add_article(path, root=source.parent / "p", reader=UpperReader(), parse=parse, max_bytes=10)
        assert (caught.value.message, caught.value.path, bool(caught.value.remedy)) == (message, str(path), True)


def test_a_file_over_the_limit_is_refused(source: Path) -> None:
    with pytest.raises(ArticleError) as caught:
        add(source, max_bytes=10)
    assert caught.value.message == "the file is larger than 10 bytes, the most that is taken in"


def test_a_changed_original_updates_its_article(source: Path) -> None:
    article = add(source).path
    source.write_bytes(b"bridge lost\none two\nthree\n")
    assert add(source, dry_run=True).updated
    again = add(source)
    assert (again.written, again.updated, again.slug) == (True, True, "the-bridge-2")
    assert article.read_text().endswith("BRIDGE LOST\nONE TWO\nTHREE\n")
    originals = {path.read_bytes() for path in (article.parent / ".original").iterdir()}
    assert originals == {b"bridge lost\none two\n", b"bridge lost\none two\nthree\n"}


def test_what_was_edited_by_hand_is_not_written_over_unasked(source: Path) -> None:
    article = add(source).path
    edited = article.read_bytes().replace(b"TWO", b"2")
    article.write_bytes(edited)
    source.write_bytes(b"bridge lost\none two\nthree\n")
    with pytest.raises(ConflictError, match="was edited by hand") as caught:
        add(source)
    assert ("--replace" in caught.value.remedy, article.read_bytes()) == (True, edited)
    assert add(source, replace=True).updated
    assert b"THREE" in article.read_bytes()


def test_without_the_kept_original_nothing_is_written_over(source: Path) -> None:
    article = add(source).path
    (article.parent / ".original" / DIGEST).unlink()
    source.write_bytes(b"bridge lost\none two\nthree\n")
    with pytest.raises(ConflictError):
        add(source)


def test_replacing_puts_even_another_text_in_its_place(source: Path) -> None:
    add(source)
    source.write_bytes(b"another bridge\n")
    assert add(source, replace=True).document.text.endswith("ANOTHER BRIDGE\n")


def test_the_same_address_is_the_same_article_under_any_name(tmp_path: Path) -> None:
    first = add_page(tmp_path, "https://a.example/1", "headline\nbody\n", name="old-name")
    again = add_page(tmp_path, "https://a.example/1/#top", "quite other words\n", name="new-name")
    assert (first.slug, again.slug, again.updated) == ("old-name", "old-name", True)
    assert [path.name for path in (tmp_path / "articles").glob("*.md")] == ["old-name.md"]
    with pytest.raises(ArticleError, match="here already, as 'old-name'"):
        add_page(tmp_path, "https://a.example/1", "more\n", slug="twin")


def test_pages_of_one_name_at_two_addresses_are_two_articles(tmp_path: Path) -> None:
    add_page(tmp_path, "https://a.example/1", "headline\nbody\n")
    with pytest.raises(ArticleError, match="already another article called 'page'"):
        add_page(tmp_path, "https://b.example/1", "headline\nbody\n")


def test_a_page_whose_text_is_the_same_changes_nothing(tmp_path: Path) -> None:
    article = add_page(tmp_path, "https://a.example/1", "headline\nbody\n#advert 1").path
    before = files(tmp_path)
    again = add_page(tmp_path, "https://a.example/1", "headline\nbody\n#advert 2")
    assert (again.written, again.updated, files(tmp_path)) == (False, False, before)
    article.write_text(article.read_text().replace("body", "BODY, corrected"))
    again = add_page(tmp_path, "https://a.example/1", "headline\nbody\n#advert 3")
    assert (again.written, again.document.text) == (False, article.read_text())
