"""Which catalog a file belongs to, as a table: what it says, what it is called, what stands in it."""

import pytest

from l10n.addressing import locale_of_file, slug_of_file
from l10n.errors import CatalogError

TWO = ("my", "pt-BR")


def locale(name="x.po", *, said="", source_said="", asked="", targets=TWO):
    return locale_of_file(name, said=said, source_said=source_said, asked=asked, source="en", targets=targets)


@pytest.mark.parametrize(
    ("asks", "found"),
    [
        ({"asked": "my"}, "my"),
        ({"said": "pt_BR"}, "pt-BR"),
        ({"said": "PT-br", "source_said": "EN-US"}, "pt-BR"),
        ({"said": "pt"}, "pt-BR"),
        ({"said": "pt", "asked": "pt-BR"}, "pt-BR"),
        ({"name": "flood.my.po"}, "my"),
        ({"name": "dir.my/flood.pt_BR.v2.po"}, "pt-BR"),
        ({"name": "flood.my.po", "said": "pt"}, "pt-BR"),
        ({"targets": ("my",)}, "my"),
    ],
)
def test_the_locale_is_what_the_file_or_its_sender_says(asks, found):
    assert locale(**asks) == found


@pytest.mark.parametrize(
    ("asks", "message"),
    [
        ({}, "does not say its language"),
        ({"said": "de"}, "in 'de', which is no target"),
        ({"said": "de", "name": "flood.my.po"}, "in 'de', which is no target"),
        ({"said": "de", "targets": ("my",)}, "in 'de', which is no target"),
        ({"said": "pt", "targets": ("pt-BR", "pt-PT")}, "in 'pt', which is no target"),
        ({"said": "de", "asked": "my"}, "in 'de', not in 'my'"),
        ({"said": "pt-PT", "asked": "pt-BR", "targets": ("pt-BR", "pt-PT")}, "in 'pt-PT', not in 'pt-BR'"),
        ({"asked": "my", "source_said": "fr"}, "in 'fr', not in 'en'"),
    ],
)
def test_a_file_in_another_language_is_refused(asks, message):
    with pytest.raises(CatalogError, match=message) as refused:
        locale(**asks)
    assert refused.value.remedy


CATALOGS = {"flood": ["Rain.", "Water."], "storm": ["Rain.", "Wind."], "dry": []}


def slug(name="x.po", *, said="", sources=()):
    return slug_of_file(name, said=said, sources=sources, known=set(CATALOGS), sources_of=CATALOGS.__getitem__)


@pytest.mark.parametrize(
    ("asks", "found"),
    [
        ({"said": "storm", "name": "flood.po"}, "storm"),
        ({"said": "elsewhere", "name": "flood.my.po"}, "flood"),
        ({"name": "in/flood.po"}, "flood"),
        ({"sources": ["Rain.", " Wind.\r\n", "Sun."]}, "storm"),
    ],
)
def test_the_article_is_what_the_file_says_or_is_called_or_holds(asks, found):
    assert slug(**asks) == found


@pytest.mark.parametrize("sources", [[], ["Sun."], ["Rain."]])
def test_a_file_that_could_be_of_any_article_is_refused(sources):
    with pytest.raises(CatalogError, match="which article") as refused:
        slug(sources=sources)
    assert "--article" in refused.value.remedy


def test_without_articles_nothing_is_found():
    with pytest.raises(CatalogError, match="which article"):
        slug_of_file("x.po", said="", sources=["Rain."], known=set(), sources_of=CATALOGS.__getitem__)
