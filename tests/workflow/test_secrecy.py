"""A build refuses a name that must not be published, wherever it stands, and says where."""

import pytest

from l10n.edition import compose_edition
from l10n.errors import EditionError
from l10n.glossary import Term
from l10n.glossary.unpublished import secrets_of
from l10n.model import Catalog, Entry
from l10n.readers.markdown import read_markdown, splice
from l10n.workflow.build import build_article
from l10n.workflow.secrecy import demand_publishable, find_leaks

SECRETS = secrets_of([Term("Ko Aung", ("ကိုအောင်",), "my", do_not_publish=True)])
BODY = "Rain fell.\n\nPeople fled.\n"


def places(article, *entries, slug="flood"):
    document = read_markdown(article, slug=slug, path=f"articles/{slug}.md")
    catalog = Catalog(slug, "my", entries)
    leaks = find_leaks(document, catalog, SECRETS, source_locale="en", catalog_path="locales/my/LC_MESSAGES/flood.po")
    return [place for place, _ in leaks]


@pytest.mark.parametrize(
    ("article", "where"),
    [
        ("Rain fell.\n\nKo Aung fled.\n", ["articles/flood.md:3"]),
        ("Rain fell on KO\nAUNG.\n", ["articles/flood.md:1"]),
        ("Ko Aung fled.\n", ["articles/flood.md:1"]),
        ("Rain.\n\n**Ko** *Aung* fled.\n", ["articles/flood.md:3"]),
        ("Rain.\n\nKo&nbsp;Aung fled.\n", ["articles/flood.md:3"]),
        ("Rain.\n\n[He](https://example.org/u/Ko%20Aung) fled.\n", ["articles/flood.md:3"]),
        ("Rain.\n\n[He][a] fled.\n\n[a]: https://example.org/koaunglive\n", ["articles/flood.md:5"]),
        ('Rain.\n\n[He](https://example.org "Ko Aung") fled.\n', ["articles/flood.md:3"]),
        ("Rain.\n\n![Boat](flood/ko-aung.jpg)\n", ["articles/flood.md:3"]),
        ("Rain.\n\n![Ko Aung](flood/1.jpg)\n", ["articles/flood.md:3"]),
        ("---\ntitle: Rain\nauthor: Ko Aung\n---\nRain.\n", ["articles/flood.md:3"]),
        ("---\ntitle: Rain\nsecret_note: from ko_aung\n---\nRain.\n", ["articles/flood.md:3"]),
        ("---\ntitle: The Rain of Ko Aung\n---\nRain.\n", ["articles/flood.md:2"]),
        ("Rain.\n\n<!-- Ko Aung -->\n\nMore.\n", ["articles/flood.md:3"]),
        ("Rain.\n\n    Ko Aung\n", ["articles/flood.md:3"]),
        ("Rain.\n\nကိုအောင် fled.\n", ["articles/flood.md:3"]),
        (BODY, []),
    ],
)
def test_a_name_is_found_wherever_an_article_has_it(article, where):
    assert places(article) == where


def test_a_name_is_found_in_translations_of_any_state_and_in_the_short_name():
    entry = Entry("Rain fell.", "ကို**အောင်** ထွက်ပြေးသည်။")
    assert places(BODY, entry) == ["locales/my/LC_MESSAGES/flood.po (¶1)"]
    assert places(BODY, slug="ko-aung") == ["the article's short name ko-aung"]


def test_the_error_says_which_name_where_and_what_to_do():
    document = read_markdown("Ko Aung.\n\nKo Aung.\n" + "\nKo Aung fled.\n" * 6, slug="flood", path="articles/flood.md")
    with pytest.raises(EditionError) as caught:
        demand_publishable(document, Catalog("flood", "my"), SECRETS)
    assert str(caught.value) == (
        "“Ko Aung” must not be published, and stands in articles/flood.md:1; articles/flood.md:3; articles/flood.md:5; "
        "articles/flood.md:7; articles/flood.md:9; articles/flood.md:11; and 2 more"
    )
    assert "an earlier edition may lie in editions/flood" in caught.value.remedy


@pytest.mark.parametrize("single", [False, True])
@pytest.mark.parametrize("draft", [False, True])
def test_no_edition_of_any_kind_is_written(tmp_path, single, draft):
    document = read_markdown("Ko Aung fled.\n", slug="flood", path="articles/flood.md")
    catalog, written = Catalog("flood", "my", (Entry("Ko Aung fled.", "x").approved("x"),)), []
    edition = compose_edition(document, catalog, source_locale="en", target_locale="my", draft=draft)
    with pytest.raises(EditionError, match="must not be published"):
        build_article(
            document,
            catalog,
            edition,
            writers=[],
            out=tmp_path,
            single=single,
            splice=splice,
            write=lambda path, data: written.append(path),
            secrets=SECRETS,
        )
    assert written == []
