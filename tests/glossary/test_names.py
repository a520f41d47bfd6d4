"""Names guessed in texts: people, places and organisations, and none of the words that only begin a sentence."""

import os
from collections import Counter
from pathlib import Path

import pytest

from l10n.glossary.names import find_names


def names(*texts, locale="en"):
    return [(name.text, name.kind) for name in find_names(texts, locale)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He met Ye Mon.", [("Ye Mon", "")]),
        ("“No,” said Ye Mon.", [("Ye Mon", "person")]),
        ("Captain Lin Htet Aung told us.", [("Lin Htet Aung", "person")]),
        ("They met Gen. Min Aung Hlaing there.", [("Min Aung Hlaing", "person")]),
        ("There U Win Myint and Daw Suu spoke.", [("U Win Myint", "person"), ("Daw Suu", "person")]),
        ("It was in Yangon.", [("Yangon", "place")]),
        ("It was embattled Sagaing region.", [("Sagaing", "place")]),
        ("The National Unity Government (NUG) spoke.", [("National Unity Government", "organisation"), ("NUG", "organisation")]),
        ("Its National League for Democracy won.", [("National League for Democracy", "organisation")]),
        ("A group, People’s Embrace, helped.", [("People’s Embrace", "organisation")]),
        ("Later Myanmar’s Union Election Commission met.", [("Myanmar", ""), ("Union Election Commission", "organisation")]),
        ("They left on Monday in March.", []),
        ("The army left. Many stayed. However, few spoke.", []),
        ("Soldiers left.", []),
        ("Local media spoke of soldiers.", []),
        ("In June, they met.", []),
        ("THE END", []),
    ],
)  # fmt: skip
def test_names_and_their_kinds(text, found):
    assert names(text) == found


def test_a_word_that_begins_a_sentence_is_a_name_where_it_is_one_elsewhere():
    assert names("Mandalay burned.", "Fire reached Mandalay.") == [("Mandalay", ""), ("Mandalay", "")]
    assert names("Mandalay burned.") == []


def test_a_headline_in_capitals_proposes_only_what_the_text_has():
    headline = "Thousands of Soldiers Leave Yangon Since Coup"
    assert names(headline, "Soldiers left in Yangon.") == [("Yangon", "place")]


@pytest.mark.parametrize(
    ("text", "locale", "found"),
    [
        ("Según María Corina Machado, el Partido Socialista perdió.", "es", ["María Corina Machado", "Partido Socialista"]),
        ("Die Regierung in Berlin sprach mit Annalena Baerbock über die NATO.", "de", ["Annalena Baerbock", "NATO"]),
        ("စစ်တပ်က NUG ကို ပြောသည်။", "my", ["NUG"]),
        ("ทหารพม่า", "th", []),
    ],
)  # fmt: skip
def test_names_in_other_languages(text, locale, found):
    assert [name for name, _ in names(text, locale=locale)] == found


def test_a_name_stands_where_it_says():
    texts = ["Rain.", "Later “Ye Mon” left."]
    assert [(n.number, texts[n.number][n.start : n.end]) for n in find_names(texts, "en")] == [(1, "Ye Mon")]


@pytest.mark.skipif("DIGLOT_REAL_ARTICLE" not in os.environ, reason="the real article is not part of the repository")
def test_names_of_a_real_article():
    text = Path(os.environ["DIGLOT_REAL_ARTICLE"]).read_text(encoding="utf-8")
    counted = Counter(name.text for name in find_names([p for p in text.split("\n") if p.strip()], "en"))
    people = {"Ye Mon", "Lin Htet Aung", "Thet Naing Oo", "Aung San Suu Kyi", "Khin Maung Nyane", "Eugene Whong"}
    places = {"Myanmar", "Yangon", "Myingyan", "Sagaing", "Mandalay", "Magway", "Kachin", "Chin"}
    groups = {"NUG", "RFA", "CDM", "PDF", "KNDF", "CDF", "National Unity Government", "People’s Embrace", "NLD"}
    assert (people | places | groups) - set(counted) == set()
    assert counted["NUG"] == 10
    assert {"The", "To", "February", "Thursday", "September", "Local", "Current", "Captain"} & set(counted) == set()
